import type { LiteralRecord } from '../extract/literals'
import type { Span } from '../url/place'
import { HOLE_CHARACTER } from './boundary'
import { continuationOf } from './continuation'
import type { IncompleteReason } from './edits'
import type { CompiledHostMap } from './host-map'
import type { JoinText } from './joins'
import { findMatches, matchAt } from './match'
import type { HostMatch } from './match'
import { isAsRecorded } from './records'

/** A match in a literal's text, and whether it may be edited there. */
export interface Judged {
  match: HostMatch
  verdict: 'edit' | IncompleteReason
}

/** A use of a literal as a piece of a join. */
interface Use {
  join: JoinText
  part: number
}

/** Decides from what stands behind a match, in all expressions of the module, whether the match is what the program will use. */
export class Judge {
  private readonly uses = new Map<number, Use[]>()
  /** Known texts of constants, themselves joined, that some join continues to another origin than they show alone. */
  private readonly continued = new Set<string>()
  private readonly done = new Set<string>()

  constructor(
    private readonly code: string,
    private readonly joins: readonly JoinText[],
    private readonly map: CompiledHostMap,
  ) {
    for (const join of joins) {
      join.record.parts.forEach((part, index) => {
        if (part.literal === null) this.findContinued(join, index)
        else {
          const uses = this.uses.get(part.literal)
          if (uses) uses.push({ join, part: index })
          else this.uses.set(part.literal, [{ join, part: index }])
        }
      })
    }
  }

  /** Notes that a match of a join was replaced: the constants in it need no edit of their own for that. */
  replaced(join: JoinText, match: HostMatch): void {
    this.done.add(`${join.index}:${match.start}`)
  }

  /** Why a match that is spread over several pieces can't be applied; null where nothing is in the way. */
  join(join: JoinText, match: HostMatch): IncompleteReason | null {
    if (match.state === 'uncertain') return 'hole'
    if (match.state === 'closed') return null
    return this.continued.has(join.text) || this.isContinuedAsBranch(join.record, join.text, match) ? 'shared' : null
  }

  /** Whether a match that a hole makes uncertain begins in a piece that shows none by itself: `'http://127.0.0.1:' + port`. */
  isOnlyJoined(join: JoinText, part: number, match: HostMatch): boolean {
    const { text, inline, literal } = join.record.parts[part]
    // Where the literal itself stands there, it tells this match as its own.
    if (match.state !== 'uncertain' || text === null || (inline && literal !== null)) return false
    return matchAt(this.map, text, match.start - join.starts[part]) === null
  }

  /** The matches in a literal's own text. Where the literal is itself a piece of a join, the joined text decides what matches. */
  literal(literal: LiteralRecord, index: number): Judged[] {
    const uses = this.uses.get(index) ?? []
    const inline = uses.find((use) => isInline(use, literal))
    const matches = inline ? matchesWithin(inline, literal) : findMatches(this.map, literal.text)
    return matches.map((match) => ({ match, verdict: this.verdict(literal, match, uses, inline !== undefined) }))
  }

  private verdict(literal: LiteralRecord, match: HostMatch, uses: readonly Use[], isPiece: boolean): Judged['verdict'] {
    if (literal.kind === 'tagged') return 'tagged'
    if (!isAsRecorded(this.code, literal)) return 'source'
    if (match.state === 'uncertain') return 'hole'
    if (uses.some((use) => this.isContinuedAsConstant(literal, match, use))) return 'shared'
    if (match.state === 'closed') return 'edit'
    if (this.isContinuedAsBranch(literal, literal.text, match)) return 'shared'
    return isPiece ? 'edit' : continuationOf(this.code, literal)
  }

  /** Whether a name of this literal goes on to another origin elsewhere: `const H = 'http://127.0.0.1'`, `H + ':3000'`. */
  private isContinuedAsConstant(literal: LiteralRecord, match: HostMatch, use: Use): boolean {
    const { join } = use
    const part = join.record.parts[use.part]
    // A piece that is only a part of its constant's text has no place in it that could be compared.
    if (isInline(use, literal) || part.text !== literal.text) return false
    const offset = join.starts[use.part]
    // What is not known behind a constant is taken for a path: that is what constants of origins are for.
    if (join.text.charAt(offset + literal.text.length) === HOLE_CHARACTER) return false
    return (
      !isSame(matchAt(this.map, join.text, offset + match.start), match, offset) &&
      !this.done.has(`${join.index}:${offset + match.start}`)
    )
  }

  /** Whether the span stands inside an unknown piece (`(dev ? 'http://127.0.0.1' : x) + ':3000'`) that goes on to another origin. */
  private isContinuedAsBranch(span: Span, text: string, match: HostMatch): boolean {
    return this.joins.some((join) =>
      join.record.parts.some((part, index) => {
        if (part.text !== null || part.start > span.start || part.end < span.end) return false
        const behind = join.text.slice(join.starts[index] + 1)
        if (behind === '' || behind.startsWith(HOLE_CHARACTER)) return false
        return !isSame(matchAt(this.map, text + behind, match.start), match, 0)
      }),
    )
  }

  /** A constant that is itself joined (`const H = 'http://' + IP`) may be continued elsewhere (`H + ':3000'`). */
  private findContinued(join: JoinText, index: number): void {
    const { text } = join.record.parts[index]
    if (text === null || !text.includes('//')) return
    const behind = join.text.charAt(join.starts[index] + text.length)
    if (behind === '' || behind === HOLE_CHARACTER) return
    for (const match of findMatches(this.map, text)) {
      const offset = join.starts[index]
      if (!isSame(matchAt(this.map, join.text, offset + match.start), match, offset)) this.continued.add(text)
    }
  }
}

/** Whether the literal stands in the join itself; a template without holes does too, although its backticks are not part of its text. */
function isInline({ join, part }: Use, literal: LiteralRecord): boolean {
  const { inline, start, end } = join.record.parts[part]
  return inline || (literal.start >= start && literal.end <= end)
}

function isSame(joined: HostMatch | null, match: HostMatch, offset: number): boolean {
  return (
    joined !== null && joined.state !== 'uncertain' && joined.end === offset + match.end && joined.key === match.key
  )
}

/** The matches of a join that lie wholly in one piece, by their offsets in the piece's literal. */
function matchesWithin({ join, part }: Use, literal: LiteralRecord): HostMatch[] {
  const offset = join.starts[part]
  if (join.record.parts[part].text !== literal.text) return []
  return join.matches
    .filter(({ start, end }) => start >= offset && end <= offset + literal.text.length)
    .map((match) => ({ ...match, start: match.start - offset, end: match.end - offset }))
}
