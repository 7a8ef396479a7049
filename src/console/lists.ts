import { LISTED_CATEGORIES, type CategoryRule, type ListedCategory, type Platform } from '../platforms/types'
import type { ReportData } from '../report/types'
import { consoleEntry } from '../report/ways'
import { forbiddenHost } from '../url/entry'
import { classifyHost } from '../url/host'
import { comparePlaces, placeKey, type Place } from '../url/place'
import type { RegistrableDomain } from '../url/registrable'
import { parseTemplate } from '../url/template'

/** Why no console takes a host, or why it needs not stand in the list. */
export type Unlistable =
  | 'loopback'
  | 'lan'
  | 'ip'
  | 'scheme' // another than the list takes
  | 'forbidden' // the platform lets nobody list it
  | 'not-needed' // the list exists, but current versions let every host through
  | 'refused' // a name or port that the console does not take

/** A call that asks for an origin, as a list of uses shows it. */
export interface Use extends Place {
  api: string
}

/** An origin that the program asks for. */
export interface Wanted {
  /** As the calls write it. */
  origin: string
  /** As hosts are compared. */
  host: string
  port: string | null
  /** What to paste into the console; null where no list takes it. */
  entry: string | null
  unlistable: Unlistable | null
  /** How many calls ask for it, of the environment with the most. */
  calls: number
  environments: string[]
  /** In order of places. */
  uses: Use[]
}

/** One list of the console with what the program needs of it. */
export interface WantedList {
  label: string
  /** The categories that this list governs: one, but where a console has one list for several. */
  categories: ListedCategory[]
  rule: CategoryRule
  /** Entries to paste, each with the origins that need it; sorted. */
  entries: { entry: string; wanted: Wanted[] }[]
  /** Origins that can't be listed; sorted. */
  unlistable: Wanted[]
  /** Calls whose host only run time knows: they may need entries that are not here. */
  unresolved: number
  /** Most entries: the account's own number, else the platform's. */
  limit: number | null
}

/** What lists are made from. */
export interface ListsInput {
  /** The reports of the environments that share the console. */
  reports: readonly ReportData[]
  platform: Platform
  /** The account's own limits. */
  limits: Partial<Record<ListedCategory, number>>
  registrable?: RegistrableDomain
}

/** The lists that the program needs, in the order of reports. A platform without lists has none. */
export function wantedLists({ reports, platform, limits, registrable }: ListsInput): WantedList[] {
  const lists: WantedList[] = []
  for (const category of LISTED_CATEGORIES) {
    const rule = platform.categories[category]
    if (!rule) continue
    const wanted = wantedOf(category, rule, reports, platform, registrable)
    const unresolved = Math.max(0, ...reports.map((report) => unresolvedOf(category, report)))
    let list = lists.find((one) => one.label === rule.label && one.rule.consolePath === rule.consolePath)
    if (!list) {
      const limit = limits[category] ?? rule.limit
      list = {
        label: rule.label,
        categories: [],
        rule,
        entries: [],
        unlistable: [],
        unresolved: 0,
        limit: typeof limit === 'number' ? limit : null,
      }
      lists.push(list)
    }
    list.categories.push(category)
    list.unresolved += unresolved
    for (const one of wanted) put(list, one)
  }
  for (const list of lists) {
    list.entries.sort((a, b) => (a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : 0))
    list.unlistable.sort((a, b) => (a.origin < b.origin ? -1 : 1))
  }
  return lists
}

function put(list: WantedList, wanted: Wanted): void {
  if (wanted.entry === null) {
    list.unlistable.push(wanted)
    return
  }
  const row = list.entries.find(({ entry }) => entry === wanted.entry)
  if (row) row.wanted.push(wanted)
  else list.entries.push({ entry: wanted.entry, wanted: [wanted] })
}

function wantedOf(
  category: ListedCategory,
  rule: CategoryRule,
  reports: readonly ReportData[],
  platform: Platform,
  registrable: RegistrableDomain | undefined,
): Wanted[] {
  const byOrigin = new Map<string, Wanted>()
  for (const report of reports) {
    const uses = usesOf(category, report)
    for (const { origin, calls } of report.domains[category] ?? []) {
      // What is listed and not called stands in that table as well.
      if (calls === 0) continue
      const { name, port } = parseTemplate(origin)
      if (name === null) continue
      const known = byOrigin.get(origin)
      if (known) {
        known.calls = Math.max(known.calls, calls)
        known.environments.push(report.environment)
        known.uses = joinUses(known.uses, uses.get(origin) ?? [])
        continue
      }
      const entry = entryFor(origin, name, category, rule, platform, registrable)
      byOrigin.set(origin, {
        origin,
        host: name,
        port,
        entry,
        unlistable: entry === null ? reasonFor(origin, name, category, rule, platform) : null,
        calls,
        environments: [report.environment],
        uses: joinUses(uses.get(origin) ?? [], []),
      })
    }
  }
  return [...byOrigin.values()]
}

/** What to paste. Where one entry covers a whole registrable domain, that domain: one entry serves all its hosts. */
function entryFor(
  origin: string,
  host: string,
  category: ListedCategory,
  rule: CategoryRule,
  platform: Platform,
  registrable: RegistrableDomain | undefined,
): string | null {
  const entry = consoleEntry(origin, category, platform)
  const domain = rule.host === 'registrable-domain' ? (registrable?.(host) ?? null) : null
  return entry === null || domain === null ? entry : entry.replace(host, domain)
}

function reasonFor(
  origin: string,
  host: string,
  category: ListedCategory,
  rule: CategoryRule,
  platform: Platform,
): Unlistable {
  const kind = classifyHost(host)
  if (kind === 'loopback' || kind === 'lan') return kind
  if (forbiddenHost(host, category, platform)) return 'forbidden'
  if (rule.binding === false) return 'not-needed'
  if (kind === 'ip') return 'ip'
  const scheme = origin.slice(0, origin.indexOf('://'))
  return rule.schemes !== 'unknown' && !rule.schemes.includes(scheme) ? 'scheme' : 'refused'
}

/** Where each origin is asked for, by origin as the report's table writes it. */
function usesOf(category: ListedCategory, report: ReportData): Map<string, Use[]> {
  const out = new Map<string, Use[]>()
  for (const { file, line, column, api, category: own, urls } of report.calls) {
    if (own !== category) continue
    for (const url of urls) {
      const { origin } = parseTemplate(url.rewritten ?? url.url, { holeEndsAuthority: url.origin !== null })
      if (origin === null) continue
      const uses = out.get(origin)
      if (uses) uses.push({ file, line, column, api })
      else out.set(origin, [{ file, line, column, api }])
    }
  }
  return out
}

function joinUses(a: readonly Use[], b: readonly Use[]): Use[] {
  const byPlace = new Map([...a, ...b].map((use) => [placeKey(use), use]))
  return [...byPlace.values()].sort(comparePlaces)
}

function unresolvedOf(category: ListedCategory, report: ReportData): number {
  let count = 0
  for (const finding of report.findings) {
    if (finding.code === 'unresolved-url' && finding.category === category) count += Math.max(1, finding.uses.length)
  }
  return count
}
