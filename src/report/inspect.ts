import type { Place } from '../url/place'
import { explain } from './explain'
import { counted, firstOf, message, type MessageArgs, type MessageKey } from './messages'
import { printable } from './printable'
import { matching, type Question } from './inspect-question'
import { createLayout, type Layout } from './terminal/layout'
import { wrap } from './terminal/width'
import type { ReportCall, ReportContext, ReportData } from './types'

/** Calls that are told one by one, unless all are asked for. */
const SHOWN = 10

/**
 * What is known of a place, a URL or a host, told as a person would: what each call asks for, where its host was
 * written, the way from there to the call, whether the list has it, and what is not known and why.
 * @returns the text, and whether anything was known
 */
export function tellAbout(
  question: Question,
  data: ReportData,
  context: ReportContext,
): { text: string; known: boolean } {
  const layout = createLayout(context)
  const say = (key: MessageKey, args: MessageArgs = {}): string => printable(message(context.lang, key, args))
  const { calls, literals } = matching(question, data)
  const lines: string[] = []
  const shown = layout.verbose ? calls : calls.slice(0, SHOWN)
  if (calls.length > 1) lines.push(layout.colors.bold(counted(context.lang, 'inspect.calls', calls.length)), '')
  for (const call of shown) lines.push(...callLines(call, data, layout), '')
  if (shown.length < calls.length) lines.push(say('inspect.shown', { count: shown.length }), '')
  for (const literal of literals)
    lines.push(printable(literal.url), `  ${say('inspect.literal', { place: at(literal) })}`, '')
  const known = calls.length + literals.length > 0
  if (!known) lines.push(...nothingLines(question, data, context), '')
  return { text: lines.join('\n'), known }
}

function at({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`
}

function callLines(call: ReportCall, data: ReportData, layout: Layout): string[] {
  const { context, colors } = layout
  const { lang } = context
  const out: string[] = []
  const add = (depth: number, key: MessageKey, args: MessageArgs = {}): void => {
    const indent = '  '.repeat(depth)
    for (const [i, line] of wrap(printable(message(lang, key, args)), layout.width - indent.length - 2).entries())
      out.push(indent + (i ? '  ' : '') + line)
  }
  const place = layout.link(colors.bold(at(call)), call)
  out.push(message(lang, 'inspect.call', { api: call.api, place }))
  const rule = context.platform.categories[call.category as keyof typeof context.platform.categories]
  if (call.category === 'none') add(1, 'inspect.no-list')
  else {
    // The console's own words are Chinese.
    const label = lang === 'zh' ? rule?.label : undefined
    add(1, 'inspect.category', { category: label ?? message(lang, `category.${call.category}`) })
  }
  for (const hop of call.via) {
    if (hop.file === null) add(1, 'inspect.via.package', { name: hop.name })
    else add(1, 'inspect.via', { name: hop.name, place: at(hop as Place) })
  }
  for (const url of call.urls) {
    add(1, url.when ? 'inspect.asks.when' : 'inspect.asks', { when: url.when })
    out.push(`    ${colors.cyan(printable(url.url))}`)
    if (url.rewritten !== null) {
      add(2, 'inspect.rewritten')
      out.push(`    ${colors.cyan(printable(url.rewritten))}`)
    }
    if (url.source) add(2, 'inspect.from', { place: at(url.source) })
    for (const step of (url.trace ?? []).slice(1).filter((s) => s.file !== call.file || s.line !== call.line))
      add(3, 'inspect.step', { place: `${at(step)}${step.note ? `  ${step.note}` : ''}` })
    const listed = url.origin === null ? undefined : listedOf(url.origin, call, data)
    if (typeof listed === 'boolean') add(2, listed ? 'inspect.listed' : 'inspect.unlisted', { origin: url.origin })
  }
  const callers = data.calls.filter((other) => other.via.some((hop) => samePlace(hop, call))).length
  if (callers) add(1, 'inspect.inner', { calls: counted(lang, 'inspect.calls', callers) })
  if (call.unknown && !(callers && call.unknown.reason === 'parameter')) {
    const reason = firstOf(lang, [`loss.${call.unknown.reason}`], {}) ?? call.unknown.reason
    const { name } = call.unknown
    add(1, name ? 'inspect.unknown.named' : 'inspect.unknown', { name, reason, place: at(call.unknown) })
    if (call.resolution === 'none' && call.category !== 'none' && !callers) add(1, 'inspect.declare')
  }
  for (const finding of data.findings) {
    const uses = finding.uses.length ? finding.uses : [finding]
    if (!uses.some((use) => samePlace(use, call))) continue
    if (finding.category !== null && finding.category !== call.category) continue
    const { headline } = explain(finding, data, context)
    add(1, 'inspect.finding', { severity: message(lang, `severity.${finding.severity}`), headline })
  }
  return out
}

function samePlace(a: { file: string | null; line: number | null; column: number | null }, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column
}

/** Whether the list has an origin; undefined where no list is known. */
function listedOf(origin: string, call: ReportCall, data: ReportData): boolean | undefined {
  if (call.category === 'none') return undefined
  const row = data.domains[call.category]?.find((domain) => domain.origin.toLowerCase() === origin.toLowerCase())
  return row?.listed ?? undefined
}

function nothingLines(question: Question, data: ReportData, context: ReportContext): string[] {
  const { lang } = context
  const out = [message(lang, 'inspect.nothing', { what: printable(question.text) })]
  if (question.kind === 'place') {
    const near = data.calls
      .filter((call) => call.file === question.file)
      .sort((a, b) => Math.abs(a.line - question.line) - Math.abs(b.line - question.line))
      .slice(0, 3)
    out.push(
      near.length
        ? message(lang, 'inspect.nearest', { places: near.map(at).join(message(lang, 'comma')) })
        : message(lang, 'inspect.no-calls'),
    )
  } else {
    const hosts = [...new Set(data.calls.flatMap((call) => call.urls.map((url) => url.origin ?? '')))].filter(Boolean)
    if (hosts.length)
      out.push(message(lang, 'inspect.hosts', { hosts: hosts.sort().slice(0, 20).join(message(lang, 'comma')) }))
  }
  return out.map((line, i) => (i ? `  ${printable(line)}` : printable(line)))
}
