import { WHEN } from '../extract/literals'
import type { JoinRecord, LiteralRecord } from '../extract/literals'
import type { TextLang } from '../extract/scan'
import type { Edit, Incomplete, Kept } from './edits'
import { escapeFor } from './escape'
import type { CompiledHostMap } from './host-map'
import { JoinText, joinEdit } from './joins'
import { Judge } from './judge'
import { rawOffset } from './records'

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

class ModuleRewriter {
  private readonly edits: Edit[] = []
  private readonly incomplete: Incomplete[] = []
  private readonly kept: Kept[] = []
  private readonly joins: JoinText[]
  private readonly judge: Judge

  constructor(
    private readonly code: string,
    private readonly records: RewriteRecords,
    map: CompiledHostMap,
    private readonly options: RewriteOptions,
  ) {
    this.joins = records.joins.map((join, index) => new JoinText(join, index, map))
    this.judge = new Judge(code, this.joins, map)
  }

  run(): RewriteResult {
    for (const join of this.joins) this.rewriteJoin(join)
    this.records.literals.forEach((literal, index) => this.rewriteLiteral(literal, index))
    return { edits: this.withoutOverlaps(), incomplete: this.incomplete.sort(byPlace), kept: this.kept.sort(byPlace) }
  }

  /** Matches that lie in one piece are that literal's business; here are those that no literal holds alone. */
  private rewriteJoin(join: JoinText): void {
    for (const match of join.matches) {
      const first = join.partAt(match.start)
      const last = join.partAt(match.end - 1)
      if (first === last && !this.judge.isOnlyJoined(join, first, match)) continue
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
      const edit =
        this.judge.join(join, match) ??
        joinEdit(this.code, join, match, this.records.literals, this.options.lang ?? 'js')
      if (typeof edit === 'string') {
        this.incomplete.push({ code: 'rewrite-incomplete', ...span, ...found, reason: edit })
        continue
      }
      this.judge.replaced(join, match)
      this.edits.push({ ...edit, from: found.from, to: match.to, at, join: join.index })
    }
  }

  private rewriteLiteral(literal: LiteralRecord, index: number): void {
    if (literal.kind === 'key') return
    for (const { match, verdict } of this.judge.literal(literal, index)) {
      const from = literal.text.slice(match.start, match.end)
      const start = rawOffset(literal, match.start)
      const end = rawOffset(literal, match.end)
      const found = { start, end, from, to: match.to, literal: index, join: null }
      if (this.isKept(from, literal.when)) {
        this.kept.push({ ...found, when: literal.when ?? WHEN.ALL })
        continue
      }
      const isEdit =
        verdict === 'edit' || (verdict === 'hole' && this.options.portEndsOrigin === true && /:\d+$/.test(from))
      const text = isEdit ? escapeFor(match.to, literal.kind, literal.quote, this.code.slice(start, end)) : null
      if (text !== null)
        this.edits.push({ start, end, text, from, to: match.to, at: start, literals: [index], join: null })
      else
        this.incomplete.push({ code: 'rewrite-incomplete', ...found, reason: verdict === 'edit' ? 'escape' : verdict })
    }
  }

  private isKept(from: string, when: number | undefined): boolean {
    const { keepWhen } = this.options
    // Only a condition keeps a literal; without one it is used in the environment of the map too.
    if (keepWhen === undefined || when === undefined || when === WHEN.ALL || when === 0) return false
    const kept = typeof keepWhen === 'number' ? keepWhen : keepWhen(/^(?:[^/]*:)?\/\/[^/]*/.exec(from)![0])
    return (when & ~kept) === 0
  }

  /** Two joins may share a piece; the first edit stands, the other is told as incomplete. A join brings the literals inside it along. */
  private withoutOverlaps(): Edit[] {
    const sorted = this.edits.sort(byPlace)
    const kept: Edit[] = []
    for (const edit of sorted) {
      const last = kept[kept.length - 1]
      if (!last || edit.start >= last.end) kept.push(edit)
      else if (edit.end > last.end || (edit.join !== null && edit.text !== last.text)) {
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
