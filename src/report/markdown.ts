import { deviceText } from './explain'
import { countSeverities, groupFindings, isSummedUp, otherText } from './groups'
import type { Group, GroupPlace } from './groups'
import { placesText } from './github'
import { counted, environmentText, message } from './messages'
import { printable } from './printable'
import { markedLine, SourceLines } from './sources'
import { noticeTexts, summaryTexts } from './terminal/ends'
import { textWidth } from './terminal/width'
import type { ReportContext, ReportData, WayOut } from './types'

/** Longest comment that GitHub takes, with room for what others put around it. GitLab takes more. */
const LIMIT = 60_000

/** How many places of a cause have a frame. */
const SHOWN = 3

/** How much of a line a frame shows on either side of what is marked. */
const REACH = 80

const SIGNS = { error: '❌', warn: '⚠️', info: 'ℹ️' } as const

/** Text that Markdown shows as it is: nothing in it is markup, HTML, a mention, a reference, an emoji or a link. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[&<>@#`*_{}[\]|~\\!$^]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/:(?=\/\/|[a-z\d_+-]+:)/gi, '&#58;')
    .replace(/\bwww\./gi, 'www&#46;')
}

/** Text as inline code, whatever backticks it holds. */
export function codeSpan(text: string): string {
  const shown = printable(text)
  if (!shown.includes('`')) return `\`${shown}\``
  const longest = Math.max(...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${shown} ${fence}`
}

/** Lines as a code block that none of them can end. */
function codeBlock(lines: readonly string[], language = ''): string[] {
  const longest = Math.max(0, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return [fence + language, ...lines, fence]
}

function frameLines(at: GroupPlace, sources: SourceLines): string[] {
  const marked = markedLine(at, at.findings[0]!, sources)
  if (!marked) return []
  const { text, from, to } = marked
  const start = Math.max(0, Math.min(from, text.length - text.trimStart().length), from - REACH)
  const line = printable(text.slice(start, to + REACH)).trimEnd()
  const indent = textWidth(printable(text.slice(start, from)))
  return codeBlock([
    line,
    `${' '.repeat(indent)}${'^'.repeat(Math.max(1, textWidth(printable(text.slice(from, to)))))}`,
  ])
}

function placeLines(at: GroupPlace, sources: SourceLines, context: ReportContext): string[] {
  const calls = at.uses.length
    ? ` — ${counted(context.lang, 'uses', at.uses.length)}${message(context.lang, 'colon')}${escapeMarkdown(placesText(at.uses, context))}`
    : ''
  return [`${codeSpan(`${at.file}:${at.line}:${at.column}`)}${calls}`, '', ...frameLines(at, sources), '']
}

function wayLines(way: WayOut, index: number): string[] {
  const label = `${index + 1}. ${escapeMarkdown(way.label)}`
  if (way.paste === null) return [label]
  return [label, '', ...codeBlock([printable(way.paste)], 'js').map((line) => `   ${line}`)]
}

function title(group: Group): string {
  return `${SIGNS[group.severity]} ${escapeMarkdown(group.explanation.headline)} · <code>${group.code}</code>`
}

/** One cause, folded up unless it is an error. */
function groupLines(group: Group, sources: SourceLines, context: ReportContext): string[] {
  const { explanation, others } = group
  const { lang } = context
  const more = others.map((other) => otherText(other, lang))
  const said = [explanation.cause, deviceText(explanation, context), ...more].filter((text) => text !== null)
  const rest = group.places.slice(SHOWN).map((at) => `- ${codeSpan(`${at.file}:${at.line}:${at.column}`)}`)
  return [
    `<details${group.severity === 'error' ? ' open' : ''}><summary>${title(group)}</summary>`,
    '',
    ...said.map((text) => `${escapeMarkdown(text)}  `),
    '',
    ...group.places.slice(0, SHOWN).flatMap((at) => placeLines(at, sources, context)),
    ...rest,
    ...(rest.length ? [''] : []),
    ...explanation.ways.flatMap(wayLines),
    '',
    '</details>',
    '',
  ]
}

function headLines(data: ReportData, context: ReportContext): string[] {
  const { lang } = context
  const counts = countSeverities(data.findings)
  const sign = counts.error ? SIGNS.error : counts.warn ? SIGNS.warn : '✅'
  const { findings, rest } = summaryTexts(data, context)
  const environment = environmentText(lang, data.environment, data.from.environment)
  const domains = data.from.domains && message(lang, 'head.domains', { domains: data.from.domains })
  const about = [data.platform, environment, data.appid, domains].filter((part) => part !== null)
  return [
    // A comment of the same platform and environment can be found again by this line, and updated.
    `<!-- mp-domains ${encodeURIComponent(data.platform)}/${encodeURIComponent(data.environment)} -->`,
    `### ${sign} mp-domains${message(lang, 'colon')}${escapeMarkdown(findings)}`,
    '',
    about.map(escapeMarkdown).join(' · '),
    '',
    escapeMarkdown(rest.join(' · ')),
    '',
    ...noticeTexts(data, context).flatMap((text) => [`> ${escapeMarkdown(text)}`, '']),
  ]
}

/** The form for reports that would not fit into a comment: one row for each cause, as many as fit, and how many do not. */
function tableLines(groups: readonly Group[], room: number, context: ReportContext): string[] {
  const { lang } = context
  const lines = [
    `| | ${message(lang, 'table.finding')} | ${message(lang, 'table.place')} | ${message(lang, 'table.calls')} |`,
    '|---|---|---|---|',
  ]
  let left = room
  for (const [index, group] of groups.entries()) {
    const first = group.places[0]!
    const place = escapeMarkdown(`${first.file}:${first.line}`)
    const places = group.places.length > 1 ? ` (${message(lang, 'places', { count: group.places.length })})` : ''
    const headline = escapeMarkdown(group.explanation.headline)
    const row = `| ${SIGNS[group.severity]} <code>${group.code}</code> | ${headline} | ${place}${places} | ${group.uses.length} |`
    left -= row.length + 1
    if (left < 0) return [...lines, '', message(lang, 'table.left', { count: groups.length - index }), '']
    lines.push(row)
  }
  return [...lines, '']
}

/**
 * The report as Markdown, fit for a comment in a pull request: errors open, the rest folded up. A report longer than a
 * comment may be becomes a table of causes.
 */
export function formatMarkdown(data: ReportData, context: ReportContext): string {
  const sources = new SourceLines(context)
  const groups = groupFindings(
    data.findings.filter((finding) => !isSummedUp(finding)),
    data,
    context,
  )
  const head = headLines(data, context)
  const end: string[] = []
  for (const code of ['unresolved-url', 'unused-domain'] as const) {
    const count = data.findings.filter((finding) => finding.code === code && isSummedUp(finding)).length
    if (count) end.push(`${SIGNS.info} ${escapeMarkdown(counted(context.lang, `summary.${code}`, count))}`, '')
  }
  const document = groups.map((group) => group.explanation.document).find((link) => link !== null)
  if (document && /^https?:\/\/[^\s<>]+$/.test(document))
    end.push(`[${message(context.lang, 'document')}](<${document}>)`, '')
  const whole = [...head, ...groups.flatMap((group) => groupLines(group, sources, context)), ...end].join('\n')
  if (whole.length <= LIMIT) return `${whole.trimEnd()}\n`
  const room = LIMIT - head.join('\n').length - end.join('\n').length - 200
  return `${[...head, ...tableLines(groups, room, context), ...end].join('\n').trimEnd()}\n`
}
