import type { Place } from '../../url/place'
import { otherText } from '../groups'
import type { Group, GroupPlace } from '../groups'
import { deviceText } from '../explain'
import { counted, message } from '../messages'
import { printable } from '../printable'
import { frameAt } from './frame'
import type { Item, Layout } from './layout'
import { flow, headlineWidth, placeText, separated } from './layout'
import { textWidth, wrap } from './width'

/** How many places of a cause have a frame, and how many of a literal's calls are named. */
const SHOWN = 3

const SIGNS = { error: '✖', warn: '▲', info: '●' } as const
const CIRCLED = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨']

/** The colour of a severity. */
export function severityColor(layout: Layout, severity: Group['severity']): (text: string) => string {
  const { red, yellow, blue } = layout.colors
  return severity === 'error' ? red : severity === 'warn' ? yellow : blue
}

/** The first line(s) of a block: sign, headline, and the code at the right edge, not out of sight, where there is room. */
export function headlineLines(layout: Layout, severity: Group['severity'], headline: string, code: string): string[] {
  const { colors } = layout
  const width = headlineWidth(layout)
  const color = severityColor(layout, severity)
  const lines = wrap(headline, width - 2)
  const last = lines.at(-1)!
  const room = width - 2 - textWidth(last) - textWidth(code)
  const shown = lines.map((line, index) => `${index === 0 ? color(SIGNS[severity]) : ' '} ${colors.bold(line)}`)
  const dimmed = colors.dim(code)
  if (room >= 2) shown[shown.length - 1] += ' '.repeat(room) + dimmed
  else shown.push(' '.repeat(Math.max(2, width - textWidth(code))) + dimmed)
  return shown
}

function indented(lines: readonly string[], prefix: string, rest = prefix): string[] {
  return lines.map((line, index) => ((index === 0 ? prefix : rest) + line).trimEnd())
}

function placeItem(layout: Layout, at: Place, width: number): Item {
  const text = placeText(at, width)
  return { text, shown: layout.link(text, at) }
}

/** The calls that use a literal: the first three and how many more; all of them when verbose. */
function usesLines(layout: Layout, at: GroupPlace, width: number): string[] {
  const { lang } = layout.context
  const others = at.uses.filter((use) => use.file !== at.file || use.line !== at.line || use.column !== at.column)
  if (others.length === 0) return []
  // The line is shown already.
  if (at.uses.length === 1 && others[0]!.file === at.file && others[0]!.line === at.line) return []
  const named = layout.verbose ? others : others.slice(0, SHOWN)
  const lead = counted(lang, 'uses', at.uses.length) + message(lang, 'colon')
  const items = separated(
    named.map((use) => placeItem(layout, use, width)),
    message(lang, 'comma'),
  )
  const more = others.length - named.length
  if (more > 0) items.push(plain(` ${message(lang, 'uses.more', { count: more })}`))
  const lines = flow(items, width, textWidth(lead))
  return [lead + lines[0]!, ...lines.slice(1)].map((line) => line.trimEnd())
}

function plain(text: string): Item {
  return { text, shown: text }
}

/** The way from the literal to the call. Long ones show their ends unless verbose. */
function traceLines(layout: Layout, at: GroupPlace, width: number): string[] {
  const steps = at.findings[0]!.trace
  if (steps.length < 2) return []
  const { lang } = layout.context
  const items = steps.map((step, index): Item => {
    const note = printable(step.note)
    const here = index === 0 && note && step.file === at.file && step.line === at.line && step.column === at.column
    if (here) return { text: note, shown: layout.colors.dim(note) }
    const { text, shown } = placeItem(layout, step, width)
    return { text: note ? `${text} ${note}` : text, shown: note ? `${shown} ${layout.colors.dim(note)}` : shown }
  })
  const short = layout.verbose || items.length <= 4 ? items : [...items.slice(0, 2), plain('…'), ...items.slice(-1)]
  const lead = message(lang, 'trace') + message(lang, 'colon')
  const lines = flow(separated(short, ' → '), width, textWidth(lead))
  return [lead + lines[0]!, ...lines.slice(1)].map((line) => line.trimEnd())
}

/** The line before or after a framed one, when verbose. */
function contextLines(layout: Layout, at: Place, step: 1 | -1): string[] {
  const line = at.line + step
  const { colors, width, verbose } = layout
  const size = String(at.line).length
  const frame = verbose
    ? frameAt({ file: at.file, line, column: 1 }, null, layout.sources, width - 6 - size, false)
    : null
  if (!frame || String(line).length > size) return []
  return [`  ${colors.dim(`${String(line).padStart(size)} │ ${frame.text}`)}`]
}

/** A place with its frame, the calls that use it, and the trace. */
function placeLines(layout: Layout, at: GroupPlace): string[] {
  const { colors, width } = layout
  const frame = frameAt(at, at.findings[0]!, layout.sources, width - 6 - String(at.line).length, !layout.verbose)
  const gutter = ' '.repeat(String(at.line).length + 3)
  const bar = colors.dim('│')
  const inner = width - gutter.length - 2
  const place = placeItem(layout, at, inner)
  const details = [...usesLines(layout, at, inner), ...traceLines(layout, at, inner)]
  const lines = [`${gutter}${colors.dim(frame || details.length ? '╭' : '─')} ${colors.cyan(place.shown)}`]
  if (frame) {
    const color = severityColor(layout, at.findings[0]!.severity)
    lines.push(...contextLines(layout, at, -1), `  ${colors.dim(`${frame.line} │`)} ${frame.text}`)
    lines.push(`${gutter}${bar} ${' '.repeat(frame.indent)}${color('^'.repeat(frame.marks))}`)
    lines.push(...contextLines(layout, at, 1))
  }
  details.forEach((line, index) =>
    lines.push(`${gutter}${index === details.length - 1 ? colors.dim('╰') : bar} ${line}`),
  )
  return lines
}

/** The further places of a cause, none left out: where each stands and how many calls use it. */
function moreLines(layout: Layout, places: readonly GroupPlace[]): string[] {
  if (places.length === 0) return []
  const { lang } = layout.context
  const width = layout.width - 4
  const items = places.map((at): Item => {
    const { text, shown } = placeItem(layout, at, width - 12)
    const note = at.uses.length > 1 ? ` (${counted(lang, 'uses', at.uses.length)})` : ''
    return { text: text + note, shown: shown + layout.colors.dim(note) }
  })
  return indented(flow(separated(items, message(lang, 'comma')), width), '  + ', '    ')
}

function wayLines(layout: Layout, group: Group): string[] {
  const { colors, width, context } = layout
  const { ways, document } = group.explanation
  const colon = message(context.lang, 'colon')
  const lines: string[] = []
  for (const [index, way] of ways.entries()) {
    const sign = CIRCLED[index] ?? '·'
    const paste = way.paste === null ? null : printable(way.paste)
    const label = printable(way.label)
    // Text to paste is never broken: a terminal that breaks a long line itself still copies it whole.
    if (paste !== null && textWidth(label) + textWidth(colon) + textWidth(paste) <= width - 4) {
      lines.push(`  ${colors.green(sign)} ${label}${colon}${colors.green(paste)}`)
      continue
    }
    lines.push(
      ...indented(
        wrap(paste === null ? label : label + colon.trimEnd(), width - 4),
        `  ${colors.green(sign)} `,
        '    ',
      ),
    )
    if (paste !== null) lines.push(`    ${colors.green(paste)}`)
  }
  if (document && !layout.documents.has(document)) {
    layout.documents.add(document)
    lines.push(`  ${colors.dim(`${message(context.lang, 'document')}${colon}${printable(document)}`)}`)
  }
  return lines
}

/** What is said under the headline: the cause, the phone's words, the other categories. */
function reasonLines(layout: Layout, group: Group): string[] {
  const { width, colors, context } = layout
  const { explanation, others } = group
  const lines: string[] = []
  const add = (text: string | null, style = (line: string) => line) => {
    if (text) lines.push(...wrap(text, width - 2).map((line) => `  ${style(line)}`))
  }
  add(explanation.cause)
  add(deviceText({ ...explanation, silent: explanation.silent && !layout.silenceTold }, context), colors.dim)
  if (explanation.device && explanation.silent) layout.silenceTold = true
  for (const other of others) add(otherText(other, context.lang), colors.dim)
  return lines
}

/** One cause, from the headline to the ways out. */
export function groupLines(layout: Layout, group: Group): string[] {
  return [
    ...headlineLines(layout, group.severity, group.explanation.headline, group.code),
    ...reasonLines(layout, group),
    ...group.places.slice(0, SHOWN).flatMap((at) => placeLines(layout, at)),
    ...moreLines(layout, group.places.slice(SHOWN)),
    ...wayLines(layout, group),
  ]
}
