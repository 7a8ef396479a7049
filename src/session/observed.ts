import type { Finding } from '../check/types'
import { asObject, parseJson } from '../options/json'
import type { ObservedUrl, ReportCall, ReportData } from '../report/types'
import { HOLE, originOf } from '../url/template'

/** One call as the observer of development builds logged it. */
export interface Observation {
  api: string
  category: string
  url: string
  /** Places of the program as it ran, innermost first: `pages/index/index.js:12:5`. */
  at: string[]
  count: number
}

/** Reads a log of the observer (`copy(JSON.stringify(wx.__mpDomains))`); null where it is none of this version. */
export function parseObserved(text: string): Observation[] | null {
  const log = asObject(parseJson(text))
  if (log?.version !== 1 || log.tool !== 'unplugin-mp-domains' || !Array.isArray(log.calls)) return null
  const calls: Observation[] = []
  for (const item of log.calls) {
    const call = asObject(item)
    if (typeof call?.api !== 'string' || typeof call.url !== 'string' || typeof call.category !== 'string') return null
    const at = Array.isArray(call.at) ? call.at.filter((place) => typeof place === 'string') : []
    calls.push({ api: call.api, category: call.category, url: call.url, at, count: Number(call.count) || 1 })
  }
  return calls
}

/**
 * Marks the calls whose host is not wholly known with the URLs that were seen at run time.
 *
 * An observation belongs to the call of its category that fits it best: whose files stand in the stack, and of which the
 * most text of the URL is known. Where a call with a known URL explains it, or two fit equally well, nothing is marked.
 */
export function applyObserved(data: ReportData, observations: readonly Observation[], file: string): ReportData {
  const seen = new Map<ReportCall, ObservedUrl[]>()
  const rows: NonNullable<ReportData['observed']>['urls'] = []
  for (const observation of observations) {
    const call = bestCall(data.calls, observation)
    const { url, count } = observation
    const row = { url, origin: originOf(url), count }
    const place = call && { file: call.file, line: call.line, column: call.column }
    rows.push({ api: observation.api, category: observation.category, ...row, call: place })
    if (call && call.resolution !== 'full') seen.set(call, [...(seen.get(call) ?? []), row])
  }
  const calls = data.calls.map((call) => {
    const observed = seen.get(call)
    return observed ? { ...call, observed: sorted(observed) } : call
  })
  const places = new Map(calls.flatMap((call) => (call.observed ? [[keyOf(call, call.category), call.observed]] : [])))
  return {
    ...data,
    calls,
    findings: data.findings.map((finding) => withSeen(finding, places)),
    observed: { file, urls: rows.sort((a, b) => compare(a.url, b.url) || compare(a.api, b.api)) },
  }
}

/** How many origins a finding names. */
const NAMED = 5

function withSeen(finding: Finding, places: ReadonlyMap<string, ObservedUrl[]>): Finding {
  if (finding.code !== 'unresolved-url') return finding
  const urls = [finding, ...finding.uses].flatMap((place) => places.get(keyOf(place, finding.category)) ?? [])
  const origins = [...new Set(urls.map(({ url, origin }) => origin ?? url))].sort()
  if (origins.length === 0) return finding
  const more = origins.length > NAMED ? ', …' : ''
  return { ...finding, args: { ...finding.args, seen: origins.slice(0, NAMED).join(', ') + more } }
}

function bestCall(calls: readonly ReportCall[], observation: Observation): ReportCall | null {
  let best: ReportCall | null = null
  let bestScore = -1
  let tied = false
  const files = observation.at.map(stem)
  for (const call of calls) {
    if (call.category !== observation.category) continue
    const known = knownText(call, observation.url)
    if (known === null) continue
    const hops = [call.file, ...call.via.map(({ file }) => file)].filter((name) => name !== null)
    const inStack = hops.filter((name) => files.some((file) => sameFile(stem(name), file))).length
    // Nothing of the URL is known and nothing of the stack fits: it could be any call.
    if (known === 0 && inStack === 0 && calls.length > 1) continue
    const score = inStack * 10_000 + known
    if (score > bestScore) [best, bestScore, tied] = [call, score, false]
    else if (score === bestScore && !samePlace(call, best!)) tied = true
  }
  return tied ? null : best
}

/** How many characters of a URL a call's best fitting template knows; null where none fits. A call without any fits all. */
function knownText(call: ReportCall, url: string): number | null {
  if (call.urls.length === 0) return 0
  const fits = call.urls
    .map(({ url: template, rewritten }) => Math.max(fit(template, url), rewritten === null ? -1 : fit(rewritten, url)))
    .filter((known) => known >= 0)
  if (fits.length > 0) return Math.max(...fits)
  return call.resolution === 'none' && call.unknown !== null && call.urls.every(({ origin }) => origin !== null)
    ? 0
    : null
}

/** The number of known characters where a URL template (without its query) fits a URL, else -1. Linear. */
function fit(template: string, url: string): number {
  const pieces = template.replace(/[?#][^]*$/, '').split(HOLE)
  const first = pieces[0]
  const last = pieces[pieces.length - 1]
  if (pieces.length === 1) return first === url ? url.length : -1
  if (!url.startsWith(first) || !url.endsWith(last) || url.length < first.length + last.length) return -1
  let at = first.length
  const end = url.length - last.length
  let known = first.length + last.length
  for (const piece of pieces.slice(1, -1)) {
    const found = url.indexOf(piece, at)
    if (found < 0 || found + piece.length > end) return -1
    at = found + piece.length
    known += piece.length
  }
  return known
}

/** A path without its place and extension: outputs keep a page's name and change its extension. */
function stem(place: string): string {
  return place.replace(/(?::\d+)*$/, '').replace(/\.[^./]+$/, '')
}

/** Sources lie in `src` or a package, outputs in the program's root: one path ends in the other. */
function sameFile(source: string, emitted: string): boolean {
  return source === emitted || source.endsWith(`/${emitted}`) || emitted.endsWith(`/${source}`)
}

function samePlace(a: ReportCall, b: ReportCall): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column
}

function keyOf(
  { file, line, column }: { file: string; line: number; column: number },
  category: string | null,
): string {
  return `${file}:${line}:${column} ${category}`
}

function sorted(urls: readonly ObservedUrl[]): ObservedUrl[] {
  return [...urls].sort((a, b) => compare(a.url, b.url))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
