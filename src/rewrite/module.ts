import { WHEN } from '../extract/literals'
import type { JoinRecord, LiteralRecord } from '../extract/literals'
import type { TextLang } from '../extract/scan'
import { HOLE_CHARACTER } from './boundary'
import { continuationOf } from './continuation'
import type { Edit, Incomplete, IncompleteReason, Kept } from './edits'
import { escapeFor } from './escape'
import type { CompiledHostMap } from './host-map'
import { JoinText, joinEdit } from './joins'
import { findMatches, matchAt } from './match'
import type { HostMatch } from './match'
import { isAsRecorded, rawOffset } from './records'

/** What a module summary records for rewriting. */
export interface RewriteRecords {
  literals: readonly LiteralRecord[]
  joins: readonly JoinRecord[]
}

/** Settings of {@link rewriteModule}. */
export interface RewriteOptions {
  /**
   * Bits of `WHEN`: the run-time environments that may use an origin (their domain set is `false` or has it).
   * A literal that is used under these alone is kept. Default 0: everything is replaced.
   */
  keepWhen?: number | ((origin: string) => number)
  /**
   * Whether a written port ends the origin for an unknown piece that stands directly behind it (`'http://127.0.0.1:3000' + path`).
   * By default it does not, since the piece may go on with digits or `.example.com`: such a match is incomplete.
   */
  portEndsOrigin?: boolean
  /** The file's language; in templates and components, expressions outside scripts stand in quotes of their own. Default `js`. */
  lang?: TextLang
}

/** What {@link rewriteModule} found. */
export interface RewriteResult {
  /** In order, without overlaps; empty where the map does not match. */
  edits: Edit[]
  incomplete: Incomplete[]
  kept: Kept[]
}

/**
 * Applies a host map to a module: which stretches of its text are to be replaced by what. Needs the records of its literals and of
 * the expressions that join them, and the text that they were recorded from; no syntax tree.
 *
 * A literal is edited where its own text shows a whole origin, also inside a longer text. Where expressions put something behind
 * it that could belong to the authority, the joined text decides; where that is not known, nothing is touched and the match is
 * `incomplete`.
 */
export function rewriteModule(
  code: string,
  records: RewriteRecords,
  map: CompiledHostMap,
  options: RewriteOptions = {},
): RewriteResult {
  if (map.isEmpty) return { edits: [], incomplete: [], kept: [] }
  return new ModuleRewriter(code, records, map, options).run()
}

/** A use of a literal as a piece of a join. */
interface Use {
  join: JoinText
  part: number
}

class ModuleRewriter {
  private readonly edits: Edit[] = []
  private readonly incomplete: Incomplete[] = []
  private readonly kept: Kept[] = []
  private readonly joins: JoinText[]
  /** Known texts of constants that some join continues to another origin than they show alone. */
  private readonly continued = new Set<string>()
  private readonly uses = new Map<number, Use[]>()
  /** Matches of joins that were really replaced: the constants in them need no edit of their own for that. */
  private readonly replaced = new Set<string>()

  constructor(
    private readonly code: string,
    private readonly records: RewriteRecords,
    private readonly map: CompiledHostMap,
    private readonly options: RewriteOptions,
  ) {
    this.joins = records.joins.map((join, index) => new JoinText(join, index))
  }

  run(): RewriteResult {
    for (const join of this.joins) {
      join.record.parts.forEach((part, index) => {
        if (part.literal === null) return
        const uses = this.uses.get(part.literal)
        if (uses) uses.push({ join, part: index })
        else this.uses.set(part.literal, [{ join, part: index }])
      })
    }
    for (const join of this.joins) this.findContinued(join)
    for (const join of this.joins) this.rewriteJoin(join)
    this.records.literals.forEach((literal, index) => this.rewriteLiteral(literal, index))
    return { edits: this.withoutOverlaps(), incomplete: this.incomplete.sort(byPlace), kept: this.kept.sort(byPlace) }
  }

  /** A constant that is itself joined (`const H = 'http://' + IP`) may be continued elsewhere (`H + ':3000'`). */
  private findContinued(join: JoinText): void {
    join.record.parts.forEach((part, index) => {
      if (part.text === null || part.literal !== null || !part.text.includes('//')) return
      const behind = join.text.charAt(join.starts[index] + part.text.length)
      if (behind === '' || behind === HOLE_CHARACTER) return
      for (const match of findMatches(this.map, part.text)) {
        const joined = matchAt(this.map, join.text, join.starts[index] + match.start)
        if (joined?.end !== join.starts[index] + match.end || joined.key !== match.key) this.continued.add(part.text)
      }
    })
  }

  /** Matches that lie in one piece are that literal's business; here are those that no literal holds alone. */
  private rewriteJoin(join: JoinText): void {
    for (const match of findMatches(this.map, join.text)) {
      const first = join.partAt(match.start)
      const last = join.partAt(match.end - 1)
      if (first === last && !this.isOnlyJoined(join, first, match)) continue
      const at = join.record.parts[first].start
      const found = {
        from: join.text.slice(match.start, match.end),
        to: match.to,
        literal: join.record.parts[first].literal,
        join: join.index,
      }
      const span = { start: at, end: join.record.parts[last].end }
      if (this.isKept(found.from, join.record.when)) {
        this.kept.push({ ...span, ...found, when: join.record.when ?? WHEN.ALL })
        continue
      }
      const edit = this.continued.has(join.text)
        ? 'shared'
        : match.state === 'uncertain'
          ? 'hole'
          : joinEdit(this.code, join, match, this.records.literals, this.options.lang ?? 'js')
      if (typeof edit === 'string') {
        this.incomplete.push({ code: 'rewrite-incomplete', ...span, ...found, reason: edit })
        continue
      }
      this.replaced.add(`${join.index}:${match.start}`)
      this.edits.push({ ...edit, from: found.from, to: match.to, at, join: join.index })
    }
  }

  /** Whether a match that a hole makes uncertain begins in a piece that shows none by itself: `'http://127.0.0.1:' + port`. */
  private isOnlyJoined(join: JoinText, part: number, match: HostMatch): boolean {
    const { text } = join.record.parts[part]
    return (
      match.state === 'uncertain' && text !== null && matchAt(this.map, text, match.start - join.starts[part]) === null
    )
  }

  private rewriteLiteral(literal: LiteralRecord, index: number): void {
    if (literal.kind === 'key') return
    for (const match of findMatches(this.map, literal.text)) {
      const from = literal.text.slice(match.start, match.end)
      const start = rawOffset(literal, match.start)
      const end = rawOffset(literal, match.end)
      const found = { start, end, from, to: match.to, literal: index, join: null }
      if (this.isKept(from, literal.when)) {
        this.kept.push({ ...found, when: literal.when ?? WHEN.ALL })
        continue
      }
      const verdict = this.judge(literal, index, match)
      if (verdict === 'skip') continue
      const raw = this.code.slice(start, end)
      const text = verdict === 'edit' ? escapeFor(match.to, literal.kind, literal.quote, raw) : null
      if (text === null) {
        const reason = verdict === 'edit' ? 'escape' : verdict
        this.incomplete.push({ code: 'rewrite-incomplete', ...found, reason: reason as IncompleteReason })
      } else {
        this.edits.push({ start, end, text, from, to: match.to, at: start, literals: [index], join: null })
      }
    }
  }

  private isKept(from: string, when: number | undefined): boolean {
    const { keepWhen } = this.options
    // Only a condition keeps a literal; without one it is used in the environment of the map too.
    if (keepWhen === undefined || when === undefined || when === WHEN.ALL || when === 0) return false
    const kept = typeof keepWhen === 'number' ? keepWhen : keepWhen(/^(?:[^/]*:)?\/\/[^/]*/.exec(from)![0])
    return (when & ~kept) === 0
  }

  /** Whether a match in a literal may be edited there, has nothing to do with the map after all, or can't be decided. */
  private judge(literal: LiteralRecord, index: number, match: HostMatch): 'edit' | 'skip' | IncompleteReason {
    if (literal.kind === 'tagged') return 'tagged'
    if (!isAsRecorded(this.code, literal)) return 'source'
    const hole =
      this.options.portEndsOrigin && /:\d+$/.test(literal.text.slice(match.start, match.end)) ? 'edit' : 'hole'
    let isInline = false
    for (const use of this.uses.get(index) ?? []) {
      const part = use.join.record.parts[use.part]
      // A piece that is only a part of its constant's text has no place in it that could be compared.
      if (part.text !== literal.text) continue
      const offset = use.join.starts[use.part]
      const joined = matchAt(this.map, use.join.text, offset + match.start)
      const agrees = joined !== null && joined.end === offset + match.end && joined.key === match.key
      if (part.inline) {
        isInline = true
        if (joined === null) return 'skip'
        if (joined.state === 'uncertain') return hole
        if (!agrees) return 'skip'
      } else if (!agrees && use.join.text.charAt(offset + literal.text.length) !== HOLE_CHARACTER) {
        if (!this.replaced.has(`${use.join.index}:${offset + match.start}`)) return 'shared'
      }
    }
    if (match.state === 'uncertain') return 'hole'
    if (match.state === 'closed' || isInline) return 'edit'
    if (this.isContinuedAsBranch(literal, match)) return 'shared'
    return continuationOf(this.code, literal) === 'hole' ? hole : 'edit'
  }

  /** Whether the literal stands inside an unknown piece (`(dev ? 'http://127.0.0.1' : x) + ':3000'`) that goes on to another origin. */
  private isContinuedAsBranch(literal: LiteralRecord, match: HostMatch): boolean {
    return this.joins.some((join) =>
      join.record.parts.some((part, index) => {
        if (part.text !== null || part.start > literal.start || part.end < literal.end) return false
        const behind = join.text.slice(join.starts[index] + 1)
        if (behind === '' || behind.startsWith(HOLE_CHARACTER)) return false
        const joined = matchAt(this.map, literal.text + behind, match.start)
        return joined === null || joined.end !== match.end || joined.key !== match.key
      }),
    )
  }

  /** Two joins may share a piece; the first edit stands, the other is told as incomplete. */
  private withoutOverlaps(): Edit[] {
    const sorted = this.edits.sort(byPlace)
    const kept: Edit[] = []
    for (const edit of sorted) {
      const last = kept[kept.length - 1]
      if (!last || edit.start >= last.end) kept.push(edit)
      else if (edit.start !== last.start || edit.end !== last.end || edit.text !== last.text) {
        const { start, end, from, to, join } = edit
        this.incomplete.push({
          code: 'rewrite-incomplete',
          start,
          end,
          from,
          to,
          reason: 'opaque',
          literal: edit.literals[0] ?? null,
          join,
        })
      }
    }
    return kept
  }
}

function byPlace(a: { start: number; end: number }, b: { start: number; end: number }): number {
  return a.start - b.start || a.end - b.end
}
