import picocolors from 'picocolors'
import type { Place } from '../../url/place'
import type { ReportContext } from '../types'
import { printable } from '../printable'
import { SourceLines } from '../sources'
import { padEnd, textWidth, wrap } from './width'

/** All that the parts of the terminal form share while one report is written. */
export interface Layout {
  context: ReportContext
  colors: ReturnType<typeof picocolors.createColors>
  /** Cells in a line. */
  width: number
  verbose: boolean
  quiet: boolean
  sources: SourceLines
  /** Documents already named: each is shown once. */
  documents: Set<string>
  /** Whether it was said already that the IDE stays silent: once is enough. */
  silenceTold: boolean
  /** Text that leads to a file where the terminal has links. */
  link(text: string, at: Place): string
}

/** Narrowest layout that still holds a frame. */
const LEAST_WIDTH = 40

/** How far to the right a code stands at most, in cells: in a wide terminal it would be out of sight of its headline. */
const MOST_HEADLINE = 110

/** Cells for a headline with its code at the end. */
export function headlineWidth({ width }: Layout): number {
  return Math.min(width, MOST_HEADLINE)
}

/** The layout that a context asks for. */
export function createLayout(context: ReportContext): Layout {
  const { colors = false, width = 80, quiet = false, verbose = false, hyperlinks = false } = context.text ?? {}
  const { root } = context
  const link = (text: string, at: Place) => {
    if (!hyperlinks || root === undefined) return text
    const path = `${root.startsWith('/') ? '' : '/'}${root}/${at.file}`.split('/').map(encodeURIComponent).join('/')
    return `\u001b]8;;file://${path.replace(/^\/([A-Za-z])%3A/, '/$1:')}#L${at.line}\u001b\\${text}\u001b]8;;\u001b\\`
  }
  return {
    context,
    colors: picocolors.createColors(colors),
    width: Math.max(LEAST_WIDTH, Number.isFinite(width) ? Math.floor(width) : 80),
    verbose,
    quiet,
    sources: new SourceLines(context),
    documents: new Set(),
    silenceTold: false,
    link,
  }
}

/** A place as it can be pasted into an editor. Very long paths lose their start. */
export function placeText(at: Place, width: number): string {
  const text = printable(`${at.file}:${at.line}:${at.column}`)
  return text.length > width ? `…${text.slice(text.length - width + 1)}` : text
}

/** A piece of a line: its text decides the layout, `shown` is what is written. */
export interface Item {
  text: string
  shown: string
}

/** Items with `separator` behind each but the last, for {@link flow}. */
export function separated(items: readonly Item[], separator: string): Item[] {
  return items.map((item, index) =>
    index === items.length - 1 ? item : { text: item.text + separator, shown: item.shown + separator },
  )
}

/** An item that is wider than a line, as several; its style is lost. */
function broken(item: Item, width: number): Item[] {
  if (textWidth(item.text.trimEnd()) <= width) return [item]
  const blanks = item.text.slice(item.text.trimEnd().length)
  return wrap(item.text, width).map((text, index, list) => {
    const piece = index === list.length - 1 ? text + blanks : padEnd(text, width)
    return { text: piece, shown: piece }
  })
}

/** Lays items out in lines of at most `width` cells. The first line starts behind `used` cells. No line ends with ` ·`. */
export function flow(items: readonly Item[], width: number, used = 0): string[] {
  const lines: string[] = []
  let line = ''
  let cells = used
  const end = () => lines.push(line.replace(/ ?·? *$/, ''))
  for (const item of items.flatMap((one) => broken(one, width))) {
    if (cells > 0 && cells + textWidth(item.text.replace(/ ?·? *$/, '')) > width) {
      end()
      line = ''
      cells = 0
    }
    const isFirst = line === '' && lines.length > 0
    line += isFirst ? item.shown.trimStart() : item.shown
    cells += textWidth(isFirst ? item.text.trimStart() : item.text)
  }
  end()
  return lines
}
