import type { Place } from '../url/place'
import { comparePlaces, placeKey } from '../url/place'
import { LISTED_CATEGORIES } from '../platforms/types'
import type { Finding } from '../check/types'
import { explain, helpText, messageText } from './explain'
import { maskSecrets } from './mask'
import { printableJson } from './printable'
import type { Report, ReportCall, ReportContext, ReportData, ReportFinding } from './types'

/** Compares texts by code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Orders by place, then by whatever else tells two rows apart. */
function byPlace<T extends Place>(rest: (row: T) => string): (a: T, b: T) => number {
  return (a, b) => comparePlaces(a, b) || compareText(rest(a), rest(b))
}

/** Findings in the order of the report. */
export const compareFindings = byPlace<Finding>((row) =>
  [row.code, row.category ?? '', row.environment, row.url ?? ''].join('\0'),
)

/** The same places once each, in order. */
export function sortedPlaces(places: readonly Place[]): Place[] {
  const seen = new Map(places.map((place) => [placeKey(place), place]))
  return [...seen.values()].sort(comparePlaces).map(place)
}

function place({ file, line, column }: Place): Place {
  return { file, line, column }
}

function callRow(call: ReportCall): ReportCall {
  const urls = call.urls.map(({ url, origin, rewritten, when, source }) => ({
    url: maskSecrets(url),
    origin,
    rewritten: rewritten && maskSecrets(rewritten),
    ...(when === undefined ? {} : { when }),
    source: source && place(source),
  }))
  const key = (row: (typeof urls)[number]) =>
    [row.url, row.when ?? '', row.source ? placeKey(row.source) : ''].join('\0')
  urls.sort((a, b) => compareText(key(a), key(b)))
  const { unknown } = call
  return {
    ...place(call),
    api: call.api,
    category: call.category,
    via: call.via.map(({ name, file, line, column }) => ({ name, file, line, column })),
    resolution: call.resolution,
    urls,
    unknown: unknown && { reason: unknown.reason, ...place(unknown) },
    ...(call.observed && { observed: call.observed.map(({ url, origin, count }) => ({ url, origin, count })) }),
  }
}

function findingRow(finding: Finding, data: ReportData, context: ReportContext): ReportFinding {
  const explanation = explain(finding, data, context)
  return {
    code: finding.code,
    severity: finding.severity,
    ...place(finding),
    uses: sortedPlaces(finding.uses),
    message: messageText(explanation, context),
    help: helpText(explanation, context),
    url: finding.url && maskSecrets(finding.url),
    category: finding.category,
    trace: finding.trace.map((step) => ({ ...place(step), note: step.note })),
    ...(finding.package === undefined ? {} : { package: finding.package }),
  }
}

function baselineRow(
  { file, known, stale }: NonNullable<ReportData['baseline']>,
  data: ReportData,
  context: ReportContext,
): NonNullable<Report['baseline']> {
  return {
    file,
    known: [...known].sort(compareFindings).map((finding) => findingRow(finding, data, context)),
    stale: stale.map(({ fingerprint, code, file, category, url }) => ({ fingerprint, code, file, category, url })),
  }
}

/**
 * The JSON report: the data with the findings' texts, in an order that does not depend on the order of modules,
 * and with its keys in the order of the contract.
 */
export function toReport(data: ReportData, context: ReportContext): Report {
  const domains: Report['domains'] = {}
  for (const category of LISTED_CATEGORIES) {
    const rows = data.domains[category]
    if (!rows) continue
    domains[category] = rows
      .map(({ origin, listed, calls }) => ({ origin, listed, calls }))
      .sort((a, b) => compareText(a.origin, b.origin) || a.calls - b.calls)
  }
  const { modules, from } = data
  return {
    version: 1,
    tool: 'unplugin-mp-domains',
    platform: data.platform,
    environment: data.environment,
    appid: data.appid,
    from: { environment: from.environment, domains: from.domains },
    modules: { seen: modules.seen, analysed: modules.analysed, failed: modules.failed },
    calls: data.calls.map(callRow).sort(byPlace((row) => [row.api, row.category, JSON.stringify(row)].join('\0'))),
    findings: [...data.findings].sort(compareFindings).map((finding) => findingRow(finding, data, context)),
    rewrites: data.rewrites
      .map(({ from, to, stage, ...at }) => ({ ...place(at), from, to, stage }))
      .sort(byPlace((row) => [row.from, row.to, row.stage].join('\0'))),
    literals: data.literals
      .map(({ url, origin, used, ...at }) => ({ url: maskSecrets(url), origin, ...place(at), used }))
      .sort(byPlace((row) => row.url)),
    domains,
    ...(data.observed && { observed: data.observed }),
    ...(data.baseline && { baseline: baselineRow(data.baseline, data, context) }),
  }
}

/** The report as text, with two blanks of indentation and a final newline. The same report gives the same bytes. */
export function formatJson(report: Report): string {
  return `${printableJson(JSON.stringify(report, null, 2))}\n`
}
