import type { WantedList } from '../console/lists'
import type { ReportCall } from '../report/types'
import { compileHostMap, HostMapError, mapUrl } from '../rewrite'
import { consoleEntry } from '../report/ways'
import type { EnvironmentView } from './init-look'
import type { ListedCategory } from '../platforms/types'
import { originOf } from '../url/template'

/** Reasons for which an origin is one of development: what is mapped to another in a release. */
const DEVELOPMENT = /^(?:loopback|lan|ip|scheme)$/

/** A development origin that the program asks for, and where it leads in this environment, where that is known. */
export interface DevOrigin {
  origin: string
  target: string | null
  /** Why the target is known: the command line, a person, or the program's own choice between the two. */
  from: 'flag' | 'answer' | 'program' | null
  /** Where it is asked for first, for people: `pages/index/index.js:3`. */
  use: string
}

/** The origins that no list takes because they are development's. Those that only a `develop` version asks for stay. */
export function devOrigins({ lists, data }: EnvironmentView): DevOrigin[] {
  const found = new Map<string, DevOrigin>()
  for (const { unlistable } of lists) {
    for (const { origin, unlistable: reason, uses } of unlistable) {
      if (!DEVELOPMENT.test(reason ?? '') || found.has(origin) || isOnlyDevelop(origin, data.calls)) continue
      const first = uses[0]
      const target = ownChoice(origin, data.calls, lists)
      found.set(origin, {
        origin,
        target,
        from: target === null ? null : 'program',
        use: first ? `${first.file}:${first.line}` : '',
      })
    }
  }
  return [...found.values()].sort((a, b) => (a.origin < b.origin ? -1 : 1))
}

function isOnlyDevelop(origin: string, calls: readonly ReportCall[]): boolean {
  const urls = calls.flatMap((call) => call.urls.filter((url) => url.origin === origin))
  return urls.length > 0 && urls.every(({ when }) => when === 'envVersion=develop')
}

/** The one origin that the program itself takes in the other's place, wherever it asks for it. */
function ownChoice(origin: string, calls: readonly ReportCall[], lists: readonly WantedList[]): string | null {
  const listed = new Set(
    lists.flatMap(({ entries }) => entries.flatMap(({ wanted }) => wanted.map((row) => row.origin))),
  )
  const choices = calls
    .filter(({ urls }) => urls.some((url) => url.origin === origin))
    .map(({ urls }) =>
      [...new Set(urls.map((url) => url.origin))].filter((other) => other !== null && listed.has(other)),
    )
  const all = new Set(choices.flat())
  return choices.length > 0 && choices.every((one) => one.length === 1) && all.size === 1 ? [...all][0]! : null
}

/**
 * Reads `--map <dev origin>=<production origin>`.
 * @returns pairs, or the one that is none
 */
export function parsePairs(
  given: readonly string[],
): { pairs: Record<string, string> } | { wrong: string; why: string | null } {
  const pairs: Record<string, string> = {}
  for (const pair of given) {
    const at = pair.indexOf('=')
    if (at < 0) return { wrong: pair, why: null }
    pairs[pair.slice(0, at)] = pair.slice(at + 1)
    const why = problemOf(pairs)
    if (why !== null) return { wrong: pair, why }
  }
  return { pairs }
}

/** Why these pairs are no host map; null where they are one. */
export function problemOf(pairs: Record<string, string>): string | null {
  try {
    compileHostMap(pairs)
    return null
  } catch (error) {
    if (error instanceof HostMapError) return error.message
    throw error
  }
}

/** Fills in what the command line says. */
export function withPairs(origins: readonly DevOrigin[], pairs: Record<string, string>): DevOrigin[] {
  const map = compileHostMap(pairs)
  return origins.map((row) => {
    const mapped = mapUrl(map, row.origin)
    const target = mapped === null ? null : originOf(mapped)
    return target === null ? row : { ...row, target, from: 'flag' }
  })
}

/** The entries of each list, with those that mapped origins need. Sorted. */
export function domainSet({ lists, options, data }: EnvironmentView, origins: readonly DevOrigin[]): DomainLists {
  const set: DomainLists = {}
  const map = compileHostMap(pairsOf(origins))
  const add = (category: ListedCategory, entry: string | null) => {
    if (entry === null) return
    const list = (set[category] ??= [])
    if (!list.includes(entry)) list.push(entry)
  }
  for (const { categories, entries, unlistable } of lists) {
    for (const category of categories) {
      const asked = new Set((data.domains[category] ?? []).filter(({ calls }) => calls > 0).map(({ origin }) => origin))
      for (const { entry, wanted } of entries) if (wanted.some(({ origin }) => asked.has(origin))) add(category, entry)
      for (const { origin } of unlistable) {
        const mapped = asked.has(origin) ? mapUrl(map, origin) : null
        const target = mapped === null ? null : originOf(mapped)
        if (target !== null) add(category, consoleEntry(target, category, options.platform))
      }
    }
  }
  for (const list of Object.values(set)) list.sort()
  return set
}

/** A domain set in the making. */
export type DomainLists = Partial<Record<ListedCategory, string[]>>

/** The pairs of a host map that are known. */
export function pairsOf(origins: readonly DevOrigin[]): Record<string, string> {
  return Object.fromEntries(origins.flatMap(({ origin, target }) => (target === null ? [] : [[origin, target]])))
}
