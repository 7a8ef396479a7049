import type { Finding, Severity } from '../check/types'
import { comparePlaces, placeKey } from '../url/place'
import type { Place } from '../url/place'
import { LISTED_CATEGORIES } from '../platforms/types'
import type { Category } from '../platforms/types'
import { explain } from './explain'
import { splitUrl } from './facts'
import { compareFindings, sortedPlaces } from './json'
import { firstOf, message } from './messages'
import type { Explanation, Lang, ReportContext, ReportData } from './types'

/** Severities, worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warn', 'info']

/** One place of a cause, with the findings there (one for each category) and the calls that use it. */
export interface GroupPlace extends Place {
  findings: Finding[]
  uses: Place[]
}

/** Findings with the same cause: the same code about the same origin (or with the same words), wherever they stand. */
export interface Group {
  code: Finding['code']
  severity: Severity
  /** The finding that the words are made from: the first category's, the first place's. */
  finding: Finding
  explanation: Explanation
  /** The words of the other categories' findings, where they differ. */
  others: { category: Category; explanation: Explanation }[]
  places: GroupPlace[]
  /** All calls concerned, each once. */
  uses: Place[]
}

/** What is said of another category of the same cause, in words. */
export function otherText({ category, explanation }: Group['others'][number], lang: Lang): string {
  if (category === 'none') return message(lang, 'also.none')
  const args = { category: message(lang, `category.${category}`), words: explanation.device }
  return firstOf(lang, ['also.device', 'also'], args)!
}

function categoryRank(finding: Finding): number {
  const index = LISTED_CATEGORIES.indexOf(finding.category as (typeof LISTED_CATEGORIES)[number])
  return index < 0 ? LISTED_CATEGORIES.length : index
}

/** What makes two findings one cause for a reader. */
function causeKey(finding: Finding): string {
  const origin = typeof finding.args.origin === 'string' ? finding.args.origin : splitUrl(finding.url ?? '')?.origin
  const about =
    origin && finding.code !== 'leaked-secret'
      ? `@${origin}`
      : JSON.stringify([finding.url, finding.category, Object.entries(finding.args).sort()])
  // What is wrong with the text, or why it was left as it is, or would be, is another matter for each reason.
  const { reason, unmapped } = finding.args
  const why = finding.code === 'malformed-url' || finding.code === 'rewrite-incomplete' ? reason : (unmapped ?? '')
  return [finding.severity, finding.code, finding.environment, finding.package ?? '', why, about].join('\0')
}

function groupOf(findings: Finding[], data: ReportData, context: ReportContext): Group {
  const first = findings.reduce((best, next) => (categoryRank(next) < categoryRank(best) ? next : best))
  const places = new Map<string, GroupPlace>()
  const others = new Map<Category, Explanation>()
  for (const finding of findings) {
    const key = placeKey(finding)
    const at = places.get(key)
    if (at) at.findings.push(finding)
    else
      places.set(key, { file: finding.file, line: finding.line, column: finding.column, findings: [finding], uses: [] })
    const { category } = finding
    if (category && category !== first.category && !others.has(category)) {
      others.set(category, explain(finding, data, context))
    }
  }
  for (const at of places.values()) at.uses = sortedPlaces(at.findings.flatMap((finding) => finding.uses))
  return {
    code: first.code,
    severity: first.severity,
    finding: first,
    explanation: explain(first, data, context),
    others: [...others].map(([category, explanation]) => ({ category, explanation })),
    places: [...places.values()],
    uses: sortedPlaces(findings.flatMap((finding) => finding.uses)),
  }
}

/** Groups findings by cause: errors first, then in the order of their first places. */
export function groupFindings(findings: readonly Finding[], data: ReportData, context: ReportContext): Group[] {
  const byCause = new Map<string, Finding[]>()
  for (const finding of [...findings].sort(compareFindings)) {
    const key = causeKey(finding)
    const list = byCause.get(key)
    if (list) list.push(finding)
    else byCause.set(key, [finding])
  }
  return [...byCause.values()]
    .map((list) => groupOf(list, data, context))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || comparePlaces(a.places[0]!, b.places[0]!),
    )
}

/** Findings that a build sums up in one line each, unless their rule makes more of them. */
export function isSummedUp(finding: Finding): boolean {
  return finding.severity === 'info' && (finding.code === 'unresolved-url' || finding.code === 'unused-domain')
}

/** How many causes there are of each severity, as they are shown: one that stands at several places is one. */
export function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warn: 0, info: 0 }
  const seen = new Set<string>()
  for (const finding of findings) {
    const key = causeKey(finding)
    if (!isSummedUp(finding) && seen.has(key)) continue
    seen.add(key)
    counts[finding.severity]++
  }
  return counts
}
