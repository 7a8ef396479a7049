import type { JoinRecord, LiteralRecord } from '../extract/literals'
import type { TextLang } from '../extract/scan'
import { HOLE_CHARACTER } from './boundary'
import type { Edit, IncompleteReason } from './edits'
import { escapeFor } from './escape'
import type { CompiledHostMap } from './host-map'
import { findMatches } from './match'
import type { HostMatch } from './match'
import { isAsRecorded, rawOffset } from './records'

/** A join with its whole text, unknown pieces as {@link HOLE_CHARACTER}. */
export class JoinText {
  readonly text: string
  /** Where each piece starts in `text`. */
  readonly starts: number[] = []

  readonly matches: readonly HostMatch[]

  constructor(
    readonly record: JoinRecord,
    readonly index: number,
    map: CompiledHostMap,
  ) {
    let text = ''
    for (const part of record.parts) {
      this.starts.push(text.length)
      text += part.text ?? HOLE_CHARACTER
    }
    this.text = text
    this.matches = findMatches(map, text)
  }

  /** A stretch of the text with the matches that lie wholly in it replaced. */
  mapped(start: number, end: number): string {
    let text = ''
    let from = start
    for (const match of this.matches) {
      if (match.start < from || match.end > end || match.state === 'uncertain') continue
      text += this.text.slice(from, match.start) + match.to
      from = match.end
    }
    return text + this.text.slice(from, end)
  }

  /** Index of the piece that holds a code unit of the text. */
  partAt(offset: number): number {
    let index = this.starts.length - 1
    // Empty pieces hold nothing: the last one that starts at or before the offset is the one.
    while (index > 0 && this.starts[index] > offset) index--
    return index
  }
}

/**
 * The edit that replaces the pieces of an origin where they are joined. What the first piece holds before it and the last one
 * behind it stays. Or why that can't be done.
 */
export function joinEdit(
  code: string,
  join: JoinText,
  match: HostMatch,
  literals: readonly LiteralRecord[],
  lang: TextLang,
): Pick<Edit, 'start' | 'end' | 'text' | 'literals'> | IncompleteReason {
  const { record } = join
  const first = join.partAt(match.start)
  const last = join.partAt(match.end - 1)
  if (record.opaque || !areAdjacent(code, record, first, last)) return 'opaque'
  const left = inlineLiteral(code, record, first, literals)
  const right = inlineLiteral(code, record, last, literals)
  if (left === 'source' || right === 'source') return 'source'
  const quote =
    record.kind === 'template' ? '`' : (left?.quote ?? right?.quote ?? quoteNear(code, record, literals, lang))
  if (quote === null) return 'opaque'
  const literalKind = quote === '`' ? 'template' : 'string'
  const before = join.mapped(join.starts[first], match.start)
  const behind = join.mapped(match.end, join.starts[last + 1] ?? join.text.length)
  const target = escapeFor(match.to, literalKind, quote, '')
  if (target === null) return 'escape'
  // In a template the text itself is the literal; in a concatenation each piece brings its own quotes.
  const isTemplate = record.kind === 'template'
  let start = record.parts[first].start
  let end = record.parts[last].end
  let text = target
  if (left) start = rawOffset(left, match.start - join.starts[first])
  else text = (isTemplate ? '' : quote) + escapeFor(before, literalKind, quote) + text
  if (right && right.quote === quote) end = rawOffset(right, match.end - join.starts[last])
  else text += escapeFor(behind, literalKind, quote) + (isTemplate ? '' : quote)
  const touched = record.parts
    .slice(first, last + 1)
    .flatMap((part) => (part.inline && part.literal !== null ? [part.literal] : []))
  return { start, end, text, literals: touched }
}

/** The literal of a piece that stands in the expression itself; null where a name stands there. */
function inlineLiteral(
  code: string,
  record: JoinRecord,
  index: number,
  literals: readonly LiteralRecord[],
): LiteralRecord | null | 'source' {
  const part = record.parts[index]
  if (!part.inline) return null
  const literal = part.literal === null ? undefined : literals[part.literal]
  if (!literal || literal.text !== part.text || !isAsRecorded(code, literal)) return 'source'
  return literal.kind === 'string' || literal.kind === 'template' ? literal : null
}

/** Whether nothing but operators and blanks stands between the pieces, so that they can be replaced as one. */
function areAdjacent(code: string, record: JoinRecord, first: number, last: number): boolean {
  for (let i = first; i < last; i++) {
    const end = record.parts[i].end
    const start = record.parts[i + 1].start
    if (record.kind === 'template' ? end !== start : !/^\s*\+\s*$/.test(code.slice(end, start))) return false
  }
  return true
}

/** The quote to write where only names stand: that of a literal nearby in the same expression; null where none is safe. */
function quoteNear(
  code: string,
  record: JoinRecord,
  literals: readonly LiteralRecord[],
  lang: TextLang,
): string | null {
  for (const part of record.parts) {
    const literal = part.inline && part.literal !== null ? literals[part.literal] : undefined
    if (literal?.quote) return literal.quote
  }
  if (lang !== 'markup') return "'"
  // In a component's template the expression stands in an attribute, whose quote isn't known here.
  const script = code.lastIndexOf('<script', record.start)
  return script >= 0 && script > code.lastIndexOf('</script', record.start) ? "'" : null
}
