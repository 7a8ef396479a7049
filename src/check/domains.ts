import type { NetworkCall } from '../link/types'
import { LISTED_CATEGORIES, type ListedCategory } from '../platforms/types'
import { matchEntry, parseEntry } from '../url/entry'
import { comparePlaces, type Place } from '../url/place'
import { compareFindings } from './groups'
import { codeRow } from './codes'
import { environmentsOf } from './environments'
import { compileSets } from './sets'
import { readUrl } from './subject'
import type { CheckContext, Code, Finding } from './types'

/** One line of {@link DomainsTable}. */
export interface DomainRow {
  /** As written in the calls, else as in the list. */
  origin: string
  /** Whether the list allows it; null where nothing is configured or no list governs it. */
  listed: boolean | null
  /** How many calls ask for it. */
  calls: number
}

export type DomainsTable = Partial<Record<ListedCategory, DomainRow[]>>

/** An origin that calls of one category ask for in the built environment. */
interface Asked {
  origin: string
  host: string
  port: string | null
  calls: number
}

/**
 * What the built environment's calls ask for, by category, against its lists; entries that nothing asks for follow with 0 calls.
 * Every category that the platform lists is there, also an empty one.
 */
export function domainsTable(calls: readonly NetworkCall[], context: CheckContext): DomainsTable {
  const sets = compileSets(context)
  const asked = askedOrigins(calls, context)
  const out: DomainsTable = {}
  for (const category of LISTED_CATEGORIES) {
    const rule = context.platform.categories[category]
    const origins = asked.get(category) ?? []
    if (!rule && origins.length === 0) continue
    const list = rule ? sets.list(context.environment, category) : null
    const used = new Set<string>()
    const rows = origins.map(({ origin, host, port, calls }): DomainRow => {
      if (!list) return { origin, listed: null, calls }
      const { entry } = list.ask(host, port)
      if (entry) used.add(entry.text)
      return { origin, listed: entry !== null, calls }
    })
    for (const entry of list ? list.entries : [])
      if (!used.has(entry.text)) {
        used.add(entry.text)
        rows.push({ origin: entry.text, listed: true, calls: 0 })
      }
    out[category] = rows.sort((a, b) => (a.origin < b.origin ? -1 : a.origin > b.origin ? 1 : a.calls - b.calls))
  }
  return out
}

/** Where an entry of a domain list stands in the configuration. */
export type EntryPlace = (environment: string, category: ListedCategory, entry: string) => Place

/**
 * Judges the built environment's lists: entries that the console would refuse, too many of them, entries that no call asks for.
 * Nothing is said where nothing is configured or the environment has no findings.
 */
export function checkDomains(calls: readonly NetworkCall[], context: CheckContext, placeOf: EntryPlace): Finding[] {
  const set = context.domainsOf(context.environment)
  if (!set) return []
  const out: Finding[] = []
  // What the host map leads calls to is used as well, where the sources are judged as they are.
  const asked = askedOrigins(
    calls.map((call) => withMapped(call, context)),
    context,
  )
  const open = new Set(calls.filter((call) => call.resolution === 'none' && !call.inner).map((call) => call.category))
  const add = (code: Code, category: ListedCategory, entry: string, args: Finding['args']): void => {
    const severity = context.rules[code] ?? codeRow(code)!.severity
    if (severity === 'off') return
    const { file, line, column } = placeOf(context.environment, category, entry)
    const { environment } = context
    out.push({
      file,
      line,
      column,
      code,
      severity,
      uses: [],
      url: entry || null,
      category,
      args,
      trace: [],
      environment,
    })
  }
  for (const category of LISTED_CATEGORIES) {
    const texts = [...new Set(set[category] ?? [])]
    const rule = context.platform.categories[category]
    const limit = context.limits[category] ?? rule?.limit
    for (const text of texts) {
      const parsed = parseEntry(text, category, context.platform)
      if (!parsed.ok) {
        const { reason, suggestion } = parsed
        add('invalid-domain-entry', category, text, { entry: text, reason, ...(suggestion ? { suggestion } : {}) })
        continue
      }
      const { entry } = parsed
      const compare = rule ?? { host: 'exact' as const, port: 'any' as const }
      const used = (asked.get(category) ?? []).some(({ host, port }) => {
        const match = matchEntry(entry, { host, port }, compare, context.registrable)
        return match.host && match.port
      })
      // Calls whose host isn't known may be the ones that need it: the message says so.
      // A platform without this list (h5, app) asks nothing of its entries.
      if (!used && rule) add('unused-domain', category, text, { entry: text, unresolved: open.has(category) ? 1 : 0 })
    }
    if (typeof limit === 'number' && texts.length > limit)
      add('too-many-domains', category, '', { count: texts.length, limit, label: rule?.label ?? category })
  }
  return out.sort(compareFindings)
}

/** The origins that calls ask for in the built environment, with the number of calls, by category. */
function askedOrigins(calls: readonly NetworkCall[], context: CheckContext): Map<ListedCategory, Asked[]> {
  const out = new Map<ListedCategory, Map<string, Asked>>()
  for (const call of [...calls].sort(comparePlaces)) {
    if (call.inner || call.category === 'none') continue
    const seen = new Set<string>()
    for (const url of call.urls) {
      if (!environmentsOf(url.when, context).includes(context.environment)) continue
      const { template, local } = readUrl(url, context)
      const { origin, name, port } = template
      if (origin === null || name === null || local || seen.has(origin)) continue
      seen.add(origin)
      let byOrigin = out.get(call.category)
      if (!byOrigin) out.set(call.category, (byOrigin = new Map()))
      const row = byOrigin.get(origin)
      if (row) row.calls++
      else byOrigin.set(origin, { origin, host: name, port, calls: 1 })
    }
  }
  return new Map([...out].map(([category, rows]) => [category, [...rows.values()]]))
}

/** A call with the URLs that the host map makes of its own among them. */
function withMapped(call: NetworkCall, { mapUrl }: CheckContext): NetworkCall {
  const mapped = mapUrl ? call.urls.map((url) => ({ ...url, rewritten: mapUrl(url) })) : []
  const led = mapped.filter(({ rewritten }) => rewritten !== null)
  return led.length > 0 ? { ...call, urls: [...call.urls, ...led] } : call
}
