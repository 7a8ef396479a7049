import type { ListedCategory, Platform } from '../platforms/types'
import type { ReportData } from '../report/types'
import { matchEntry, parseEntry } from '../url/entry'
import type { RegistrableDomain } from '../url/registrable'
import { parseTemplate } from '../url/template'
import type { Use, Wanted, WantedList } from './lists'

/** The console's lists by category; one that is absent is not known. */
export type ConsoleLists = Partial<Record<ListedCategory, readonly string[]>>

/** Where the history of the project last had a host. */
export interface LastUse {
  /** The call, or the line that named the host. */
  use: Use | { file: string; line: number; column: number; api: null }
  /** The commit that took it out, shortened. */
  commit: string
  /** ISO date. */
  date: string
}

/** An entry of the console that no call asks for. */
export interface Unused {
  entry: string
  /** Where the source still names the host although no call was traced to it, or null. */
  named: { file: string; line: number; column: number } | null
  /** Calls of this list whose host only run time knows: they may use it. */
  unresolved: number
  /** What used it last, or null where the history does not tell. */
  last: LastUse | null
}

/** One list against the console's. */
export interface ComparedList {
  list: WantedList
  /** What the console has, or null where it is not known. */
  have: string[] | null
  /** What has to be added; empty where the console's list is not known. */
  add: WantedList['entries']
  unused: Unused[]
}

/** The program against the console. */
export interface Comparison {
  lists: ComparedList[]
  /** Different entries to add: one that goes into two lists counts once. */
  newDomains: number
  /** Forms of the console to save for the additions, and for additions and removals together: each one is an edit. */
  edits: { add: number; all: number }
}

/** What comparing needs to know. */
export interface CompareInput {
  wanted: readonly WantedList[]
  console: ConsoleLists
  platform: Platform
  /** The reports that the wanted lists were made from: their literals name hosts that no call was traced to. */
  reports: readonly ReportData[]
  registrable?: RegistrableDomain
  /** What used a host last. */
  lastUse: (host: string) => Promise<LastUse | null>
}

/** Compares what the program asks for with what the console has. */
export async function compareLists(input: CompareInput): Promise<Comparison> {
  const lists: ComparedList[] = []
  const literals = literalsByHost(input.reports)
  for (const list of input.wanted) lists.push(await compareList(list, input, literals))
  const added = new Set(lists.flatMap(({ add }) => add.map(({ entry }) => entry.replace(/^[a-z]+:\/\//, ''))))
  const forms = (touched: (list: ComparedList) => boolean) => new Set(lists.filter(touched).map(formOf)).size
  return {
    lists,
    newDomains: added.size,
    edits: {
      add: forms(({ add }) => add.length > 0),
      all: forms(({ add, unused }) => add.length > 0 || unused.some(isRemovable)),
    },
  }
}

/** Whether an entry may be proposed for removal: nothing names it, no call of unknown host may need it, and it is known what used it. */
export function isRemovable({ named, unresolved, last }: Unused): boolean {
  return named === null && unresolved === 0 && last !== null
}

/** The form of the console that is saved as a whole: server domains are one, web-view domains another. */
function formOf({ list }: ComparedList): string {
  const { consolePath } = list.rule
  if (consolePath === 'unknown') return list.label
  return consolePath.endsWith(`-${list.label}`) ? consolePath.slice(0, -list.label.length - 1) : consolePath
}

async function compareList(
  list: WantedList,
  input: CompareInput,
  literals: ReadonlyMap<string, NonNullable<Unused['named']>>,
): Promise<ComparedList> {
  const { platform, registrable } = input
  const known = list.categories.filter((category) => input.console[category] !== undefined)
  if (known.length === 0) return { list, have: null, add: [], unused: [] }
  const have = [...new Set(known.flatMap((category) => input.console[category]!))].sort()
  const entries = have.flatMap((text) => {
    const parsed = parseEntry(text, list.categories[0]!, platform)
    return parsed.ok ? [parsed.entry] : []
  })
  const covers = (entry: (typeof entries)[number], { host, port }: Wanted, anyPort: boolean) => {
    const match = matchEntry(entry, { host, port }, list.rule, registrable)
    return match.host && (anyPort || match.port)
  }
  const add = list.entries.filter(
    ({ wanted }) => !wanted.every((one) => entries.some((entry) => covers(entry, one, false))),
  )
  const all = [...list.entries.flatMap(({ wanted }) => wanted), ...list.unlistable]
  const unused: Unused[] = []
  for (const entry of entries) {
    // The wrong scheme is another finding: the entry itself is of use.
    if (all.some((one) => covers(entry, one, one.entry === null))) continue
    unused.push({
      entry: entry.text,
      named: literals.get(entry.host) ?? null,
      unresolved: list.unresolved,
      last: await input.lastUse(entry.host),
    })
  }
  return { list, have, add, unused }
}

/** The first place that names each host, whether a call was traced to it or not. */
function literalsByHost(reports: readonly ReportData[]): Map<string, NonNullable<Unused['named']>> {
  const out = new Map<string, NonNullable<Unused['named']>>()
  for (const { literals } of reports) {
    for (const { url, file, line, column } of literals) {
      const { name } = parseTemplate(url)
      if (name !== null && !out.has(name)) out.set(name, { file, line, column })
    }
  }
  return out
}
