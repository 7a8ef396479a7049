import type { Finding } from '../../check/types'
import type { Place } from '../../url/place'
import { printable } from '../printable'
import type { SourceLines } from '../sources'
import { markedLine } from '../sources'
import { charWidth, textWidth } from './width'

/** A line of source and the marks under it, ready to be coloured. */
export interface Frame {
  line: number
  text: string
  /** Blanks in front of the marks, in cells. */
  indent: number
  /** How many cells are marked. */
  marks: number
}

/** Leaves out the start of a line until the marked part fits, and what then stands behind the last cell. */
function cut(
  text: string,
  from: number,
  to: number,
  width: number,
  dedent: boolean,
): { text: string; from: number; to: number } {
  let start = dedent ? Math.min(from, text.length - text.trimStart().length) : 0
  const marked = textWidth(text.slice(from, to))
  const room = Math.max(0, Math.min(width - marked - 2, Math.floor(width / 2)))
  let before = textWidth(text.slice(start, from))
  const clipped = before + marked > width - 2 && before > room
  if (clipped) {
    while (before > room && start < from) {
      const character = String.fromCodePoint(text.codePointAt(start)!)
      before -= charWidth(character)
      start += character.length
    }
  }
  let shown = clipped ? '…' : ''
  const shift = shown.length - start
  let cells = textWidth(shown)
  let end = start
  for (const character of text.slice(start)) {
    if (cells + charWidth(character) > width - 1 && end + character.length < text.length) {
      shown += '…'
      break
    }
    shown += character
    end += character.length
    cells += charWidth(character)
  }
  return { text: shown, from: from + shift, to: Math.min(to, end) + shift }
}

/** The line at a place, at most `width` cells wide, with the wrong part of the URL marked; null without source. */
export function frameAt(
  at: Place,
  finding: Finding | null,
  sources: SourceLines,
  width: number,
  dedent = true,
): Frame | null {
  const marked = markedLine(at, finding, sources)
  if (!marked) return null
  const view = cut(printable(marked.text), marked.from, marked.to, width, dedent)
  return {
    line: at.line,
    text: view.text.trimEnd(),
    indent: textWidth(view.text.slice(0, view.from)),
    marks: Math.max(1, textWidth(view.text.slice(view.from, view.to))),
  }
}
