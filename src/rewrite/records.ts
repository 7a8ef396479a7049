import type { LiteralRecord } from '../extract/literals'

/** Offset in the source of a code unit of a literal's text. */
export function rawOffset(literal: LiteralRecord, at: number): number {
  return literal.start + (literal.map ? literal.map[at] : at)
}

/** Guards against records of another text: nothing is written over what was not read. */
export function isAsRecorded(code: string, literal: LiteralRecord): boolean {
  if (!literal.map) return code.slice(literal.start, literal.end) === literal.text
  return (
    literal.map.length === literal.text.length + 1 && literal.start + literal.map[literal.text.length] === literal.end
  )
}
