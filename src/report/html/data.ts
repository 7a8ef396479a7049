import type { Severity } from '../../check/types'
import { LISTED_CATEGORIES } from '../../platforms/types'
import type { ListedCategory } from '../../platforms/types'
import { placeKey } from '../../url/place'
import type { Place } from '../../url/place'
import { deviceText } from '../explain'
import { splitUrl } from '../facts'
import { groupFindings, isSummedUp, otherText } from '../groups'
import type { Group } from '../groups'
import { compareFindings, toReport } from '../json'
import { MESSAGES } from '../messages'
import { printable } from '../printable'
import type { Marking } from '../sources'
import { markedLine, SourceLines } from '../sources'
import { noticeTexts, summaryTexts } from '../terminal/ends'
import type { Lang, Report, ReportContext, ReportData } from '../types'
import { consoleEntry } from '../ways'

/** How much of a line a frame shows on either side of what is marked. */
const REACH = 160

const LANGS: readonly Lang[] = ['en', 'zh']

/** A line of source: its number, its text, and the marked part of the text. */
export type PageFrame = [line: number, text: string, from: number, to: number]

/** A cause in one language. */
interface PageText {
  headline: string
  cause: string | null
  device: string | null
  also: string[]
  ways: { kind: string; label: string; paste: string | null }[]
}

/** A cause, with its places. */
interface PageGroup {
  code: string
  severity: Severity
  /** The origin that it is about, or null where it is about a call or a place as a whole. */
  origin: string | null
  /** How many it counts for: one cause, or each of the findings that are summed up; see `countSeverities`. */
  count: number
  categories: (string | null)[]
  document: string | null
  places: (Place & { uses: string[]; trace: Report['findings'][number]['trace'] })[]
  text: Record<Lang, PageText>
}

/** A list of the console, with what can be pasted there. */
interface PageCategory {
  category: ListedCategory
  label: string | null
  limit: number | null
  rows: { origin: string; listed: boolean | null; calls: number }[]
  all: string[]
  missing: string[]
}

/** All that the page shows, as JSON. */
export interface PageData {
  lang: Lang
  live: string | null
  platform: { name: string; en: string; zh: string }
  environment: string
  appid: string | null
  from: Report['from']
  modules: Report['modules']
  notices: Record<Lang, string[]>
  summary: Record<Lang, string>
  calls: Report['calls']
  groups: PageGroup[]
  categories: PageCategory[]
  frames: Record<string, PageFrame>
  strings: Record<Lang, Record<string, string>>
}

/** Keys of the tables that the page itself uses. */
const PAGE_KEYS = /^(?:page|category|severity|resolution|loss)\.|^(?:comma|colon|uses|uses\.one)$|\.(?:title|about)$/

function groupText(group: Group, context: ReportContext): PageText {
  const { explanation, others } = group
  return {
    headline: explanation.headline,
    cause: explanation.cause,
    device: deviceText(explanation, context),
    also: others.map((other) => otherText(other, context.lang)),
    ways: explanation.ways.map(({ kind, label, paste }) => ({ kind, label, paste })),
  }
}

function groupsOf(data: ReportData, context: ReportContext): PageGroup[] {
  const byLang = LANGS.map((lang) => groupFindings(data.findings, data, { ...context, lang }))
  return byLang[0]!.map((group, index) => ({
    code: group.code,
    severity: group.severity,
    origin:
      splitUrl(typeof group.finding.args.origin === 'string' ? group.finding.args.origin : (group.finding.url ?? ''))
        ?.origin ?? null,
    count: isSummedUp(group.finding) ? group.places.reduce((sum, place) => sum + place.findings.length, 0) : 1,
    categories: [group.finding.category, ...group.others.map((other) => other.category)],
    // Only links that a page may hold.
    document: group.explanation.document?.startsWith('https://') ? group.explanation.document : null,
    places: group.places.map(({ file, line, column, uses, findings }) => ({
      file,
      line,
      column,
      uses: uses.map(placeKey),
      trace: findings[0]!.trace,
    })),
    text: {
      en: groupText(group, { ...context, lang: 'en' }),
      zh: groupText(byLang[1]![index]!, { ...context, lang: 'zh' }),
    },
  }))
}

function categoriesOf(report: Report, context: ReportContext): PageCategory[] {
  return LISTED_CATEGORIES.filter((category) => report.domains[category]).map((category) => {
    const rows = report.domains[category]!
    const rule = context.platform.categories[category]
    const entries = (list: typeof rows) => {
      const texts = list
        .map((row) => consoleEntry(row.origin, category, context.platform))
        .filter((text) => text !== null)
      return [...new Set(texts)].sort()
    }
    return {
      category,
      label: rule?.label ?? null,
      limit: typeof rule?.limit === 'number' ? rule.limit : null,
      rows,
      all: entries(rows.filter((row) => row.calls > 0 || row.listed)),
      missing: entries(rows.filter((row) => row.listed === false)),
    }
  })
}

/** Frames of every place that the page can show, each once. */
function framesOf(data: ReportData, report: Report, context: ReportContext): Record<string, PageFrame> {
  const sources = new SourceLines(context)
  const frames = new Map<string, PageFrame>()
  const add = (
    at: { file: string | null; line: number | null; column: number | null } | null,
    about: Marking | null,
  ) => {
    if (!at || at.file === null || at.line === null || at.column === null) return
    const place: Place = { file: at.file, line: at.line, column: at.column }
    const key = placeKey(place)
    if (frames.has(key)) return
    const marked = markedLine(place, about, sources)
    if (!marked) return
    const { text, from, to } = marked
    const start = Math.max(0, Math.min(from, text.length - text.trimStart().length), from - REACH)
    const shown = text.slice(start, Math.min(to, from + REACH) + REACH).trimEnd()
    const lead = start > 0 && text.slice(0, start).trim() !== '' ? '…' : ''
    const end = Math.min(to - start, shown.length) + lead.length
    frames.set(key, [place.line, lead + shown, from - start + lead.length, end])
  }
  for (const finding of [...data.findings].sort(compareFindings)) {
    add(finding, finding)
    for (const step of finding.trace) add(step, null)
  }
  for (const call of report.calls) {
    for (const { source, url, origin } of call.urls) add(source, { url, args: { origin } })
    add(call, null)
    for (const hop of call.via) add(hop, null)
    add(call.unknown, null)
  }
  return Object.fromEntries(frames)
}

/** Collects the page's data. */
export function pageData(data: ReportData, context: ReportContext): PageData {
  const report = toReport(data, context)
  const { title } = context.platform
  const both = <T>(make: (lang: Lang) => T): Record<Lang, T> => ({ en: make('en'), zh: make('zh') })
  return {
    lang: context.lang,
    live: context.html?.live ?? null,
    platform: { name: data.platform, en: title.en, zh: title.zh },
    environment: data.environment,
    appid: data.appid,
    from: report.from,
    modules: report.modules,
    notices: both((lang) => noticeTexts(data, { ...context, lang })),
    summary: both((lang) => summaryTexts(data, { ...context, lang }).findings),
    calls: report.calls,
    groups: groupsOf(data, context),
    categories: categoriesOf(report, context),
    frames: framesOf(data, report, context),
    strings: both((lang) => Object.fromEntries(Object.entries(MESSAGES[lang]).filter(([key]) => PAGE_KEYS.test(key)))),
  }
}

/**
 * The data as text for a script element: no character of it can end the element or begin markup, and no text of it can
 * turn its direction or hide.
 */
export function embedJson(data: PageData): string {
  const json = JSON.stringify(shown(data))
  return json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026')
}

/** A copy of which every text is printable, names of members included: frames are found by their places. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(shown)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [printable(name), shown(member)]))
}
