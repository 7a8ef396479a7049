import type { Finding } from '../../check/types'
import { LISTED_CATEGORIES } from '../../platforms/types'
import { countSeverities, isSummedUp, SEVERITIES } from '../groups'
import { sortedPlaces } from '../json'
import type { MessageKey } from '../messages'
import { counted, environmentText, message } from '../messages'
import { clip, printable } from '../printable'
import type { ReportContext, ReportData } from '../types'
import { headlineLines, severityColor } from './block'
import type { Layout } from './layout'
import { flow, placeText, separated } from './layout'
import { padEnd, textWidth, wrap } from './width'

/** The sentences of the report's notices, in the report's language. */
export function noticeTexts(data: ReportData, context: ReportContext): string[] {
  const { lang } = context
  const notices = data.notices.map(({ code, args }) => {
    const text = message(lang, `head.${code}`, args)
    const known =
      code === 'unknown-environment' && args.known ? message(lang, 'head.unknown-environment.known', args) : null
    return printable(known ? `${text}${lang === 'zh' ? '；' : '; '}${known}` : text)
  })
  const stale = staleText(data, context)
  return stale === null ? notices : [...notices, stale]
}

/** How many entries of the baseline a notice names. */
const STALE_SHOWN = 3

/** Which entries of the baseline fit nothing any more; null where all of them do. */
function staleText({ baseline }: ReportData, { lang }: ReportContext): string | null {
  if (!baseline || baseline.stale.length === 0) return null
  const shown = baseline.stale
    .slice(0, STALE_SHOWN)
    .map(({ code, file, url }) => [file, code, url].filter((part) => part !== null).join(' '))
  const rest = baseline.stale.length - shown.length
  if (rest > 0) shown.push(message(lang, 'uses.more', { count: rest }))
  const entries = shown.join(message(lang, 'semicolon'))
  return printable(counted(lang, 'head.stale', baseline.stale.length, { file: baseline.file, entries }))
}

/** The first lines: platform, environment and where its name came from, appid, where the lists are, notices. */
export function headLines(layout: Layout, data: ReportData): string[] {
  const { colors, context, width } = layout
  const { lang } = context
  const environment = environmentText(lang, data.environment, data.from.environment)
  const parts = [
    data.platform,
    environment,
    data.appid,
    data.from.domains && message(lang, 'head.domains', { domains: data.from.domains }),
  ]
  const items = ['mp-domains', ...parts.filter((part) => part !== null).map((part) => clip(part, width - 2))]
  const shown = items.map((text, index) => ({ text, shown: index ? text : colors.bold(text) }))
  const lines = flow(separated(shown, ' · '), width)
  for (const notice of noticeTexts(data, context)) {
    lines.push(...wrap(notice, width - 2).map((line, index) => `${index ? ' ' : colors.yellow('!')} ${line}`))
  }
  return lines
}

/** One line for each code that is summed up; each finding in a line of its own when verbose. */
export function summedUpLines(
  layout: Layout,
  findings: readonly Finding[],
  explainText: (finding: Finding) => string,
): string[] {
  const lines: string[] = []
  for (const code of ['unresolved-url', 'unused-domain'] as const) {
    const list = findings.filter((finding) => finding.code === code)
    if (list.length === 0) continue
    const { lang } = layout.context
    lines.push(...headlineLines(layout, 'info', counted(lang, `summary.${code}`, list.length), code))
    if (!layout.verbose) continue
    for (const finding of list) {
      const place = placeText(finding, layout.width - 4)
      lines.push(`    ${layout.colors.cyan(layout.link(place, finding))}`)
      lines.push(...wrap(explainText(finding), layout.width - 6).map((line) => `      ${line}`))
    }
  }
  return lines
}

/** When verbose: what the host map replaced, from what to what and where, and the hosts that were accepted at their source. */
export function detailLines(layout: Layout, { rewrites, accepted = [] }: ReportData): string[] {
  if (!layout.verbose) return []
  const { lang } = layout.context
  const lines: string[] = []
  if (rewrites.length > 0)
    lines.push(...headlineLines(layout, 'info', counted(lang, 'summary.rewrites', rewrites.length), ''))
  const pairs = new Map<string, ReportData['rewrites']>()
  for (const rewrite of rewrites) {
    const key = `${rewrite.from} → ${rewrite.to}`
    const known = pairs.get(key)
    if (known) known.push(rewrite)
    else pairs.set(key, [rewrite])
  }
  for (const [pair, places] of pairs) {
    lines.push(...wrap(printable(pair), layout.width - 4).map((line) => `    ${line}`))
    for (const at of places) lines.push(`      ${layout.colors.cyan(layout.link(placeText(at, layout.width - 6), at))}`)
  }
  if (accepted.length > 0) {
    const text = message(lang, 'summary.accepted') + message(lang, 'colon')
    lines.push(...headlineLines(layout, 'info', text + accepted.map(printable).join(message(lang, 'comma')), ''))
  }
  return lines.map((line) => line.trimEnd())
}

/** How many hosts the calls ask for. */
export function countHosts(data: ReportData): number {
  const origins = LISTED_CATEGORIES.flatMap((category) => (data.domains[category] ?? []).filter((row) => row.calls > 0))
  return new Set(origins.map((row) => row.origin)).size
}

/** Whether this is about emitted files alone: nothing is linked there, so that no list of any category was looked at. */
function isAudit(data: ReportData): boolean {
  return data.calls.length === 0 && Object.keys(data.domains).length === 0
}

/** The sentences of the last line: counts of findings, calls, hosts, modules. */
export function summaryTexts(data: ReportData, context: ReportContext): { findings: string; rest: string[] } {
  const { lang } = context
  const counts = countSeverities(data.findings)
  const found = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
    counted(lang, `summary.${severity}`, counts[severity]),
  )
  // Images and the like are no matter of any list, and mostly come from a server: they would hide what is not known.
  const calls = data.calls.filter((call) => call.category !== 'none')
  const of = (...kinds: string[]) => calls.filter((call) => kinds.includes(call.resolution)).length
  const { seen, analysed, failed } = data.modules
  const rest = isAudit(data)
    ? [counted(lang, 'summary.files', seen)]
    : [
        counted(lang, 'summary.calls', calls.length, {
          full: of('full'),
          origin: of('origin', 'declared'),
          none: of('none'),
        }),
        ...(calls.length < data.calls.length ? [counted(lang, 'summary.media', data.calls.length - calls.length)] : []),
        counted(lang, 'summary.domains', countHosts(data)),
        message(lang, 'summary.modules', { seen, analysed }),
      ]
  if (failed > 0) rest.push(message(lang, 'summary.failed', { count: failed }))
  const { baseline, observed } = data
  if (observed) {
    const count = observed.urls.filter(({ call }) => call !== null).length
    rest.push(message(lang, 'summary.observed', { count, all: observed.urls.length }))
  }
  if (baseline && baseline.known.length > 0)
    rest.push(counted(lang, 'summary.known', baseline.known.length, { file: baseline.file }))
  if (data.rewrites.length > 0) rest.push(counted(lang, 'summary.rewrites', data.rewrites.length))
  const clean = baseline && baseline.known.length > 0 ? 'summary.clean.new' : 'summary.clean'
  return { findings: found.join(message(lang, 'comma')) || message(lang, clean), rest }
}

/** Whether hints may name a subcommand. */
function hasCommand(name: string, context: ReportContext): boolean {
  return (context.commands ?? ['check', 'audit']).includes(name)
}

/** Commands that lead on from here, with what each shows. */
function nextCommands(data: ReportData, { context, verbose }: Layout): [string, MessageKey][] {
  const list: [string, string, MessageKey][] = []
  const has = (...codes: string[]) => data.findings.some((finding) => codes.includes(finding.code))
  const bySeverity = SEVERITIES.map((severity) =>
    data.findings.filter((finding) => finding.severity === severity && finding.uses.length > 0),
  )
  const call = sortedPlaces(bySeverity.find((rows) => rows.length > 0)?.flatMap((finding) => finding.uses) ?? [])[0]
  // A path that a shell would take apart is not offered for pasting.
  if (call && /^[\w./@-]+$/.test(call.file)) list.push(['explain', ` ${call.file}:${call.line}`, 'next.explain'])
  if (!verbose && data.findings.some(isSummedUp)) list.push(['check', ' --verbose', 'next.verbose'])
  if (has('domain-not-listed', 'port-mismatch')) list.push(['domains', '', 'next.domains'])
  if (data.findings.length > 0 && !isAudit(data))
    list.push(['check', ' --format html --output mp-domains.html', 'next.html'])
  if (data.notices.some((notice) => notice.code === 'no-configuration')) list.push(['init', '', 'next.init'])
  return list
    .filter(([command]) => hasCommand(command, context))
    .map(([command, rest, key]) => [`npx mp-domains ${command}${rest}`, key])
}

/** The last line with the counts, and what to run next. */
export function summaryLines(layout: Layout, data: ReportData): string[] {
  const { colors, context, width } = layout
  const { findings, rest } = summaryTexts(data, context)
  const counts = countSeverities(data.findings)
  const worst = SEVERITIES.find((severity) => counts[severity] > 0)
  const color = worst ? severityColor(layout, worst) : colors.green
  const sign = worst === 'error' ? '✖' : worst ? '▲' : '✔'
  const items = [
    { text: findings, shown: colors.bold(findings) },
    ...rest.map((text) => ({ text, shown: colors.dim(text) })),
  ]
  const lines = flow(separated(items, ' · '), width - 2).map((line, index) => `${index ? ' ' : color(sign)} ${line}`)
  if (layout.quiet) return lines
  const commands = nextCommands(data, layout)
  const widest = Math.max(0, ...commands.map(([command]) => textWidth(command)))
  for (const [command, key] of commands) {
    const note = message(context.lang, key)
    const fits = widest + textWidth(note) + 5 <= width
    lines.push(fits ? `  ${padEnd(command, widest + 3)}${colors.dim(note)}` : `  ${command}`)
  }
  return lines
}
