import type { ModuleSummary } from '../extract'
import type { ResolvedUrl } from '../link/types'
import type { BuildValue } from '../options'
import { mapUrl } from '../rewrite'
import type { Place } from '../url/place'
import { HOLE, originOf } from '../url/template'
import type { Rewrites } from './rewrites'

/** Tells of URLs whether the host map was really applied to what they are made of. */
export class RewrittenUrls {
  private readonly defines: DefineIndex
  /** Literals with a URL in them and whether they were edited, once one is asked for by its text. */
  private literals: { text: string; edit: { from: string; to: string } | null }[] | null = null

  constructor(
    private readonly rewrites: Rewrites,
    private readonly ids: Iterable<string>,
    private readonly summaryOf: (id: string) => ModuleSummary | undefined,
    defines: ReadonlyMap<string, BuildValue>,
  ) {
    this.defines = new DefineIndex(defines)
  }

  /**
   * The URL as the program will ask for it, or null where nothing was edited. Edited was: the literal that holds its origin,
   * or the value of a build-time variable, which is mapped where it enters.
   */
  of(url: ResolvedUrl): string | null {
    if (this.rewrites.map.isEmpty) return null
    if (url.source !== null && !this.defines.isPlace(url.source)) return this.bySource(url, url.source)
    if (this.defines.holds(url)) return mapUrl(this.rewrites.map, url.url)
    return url.origin === null ? this.byText(url.url) : null
  }

  private bySource(resolved: ResolvedUrl, source: Place): string | null {
    const { url } = resolved
    for (const file of filesOf(resolved)) {
      const { edits } = this.rewrites.of(file) ?? { edits: [] }
      const summary = edits.length > 0 ? this.summaryOf(file) : undefined
      if (summary === undefined) continue
      const literal = file === source.file ? literalOf(resolved, summary) : null
      for (const edit of edits) {
        if (!startsWith(url, edit.from)) continue
        const isApplied =
          edit.join === null
            ? literal !== null && edit.literals.includes(literal)
            : isJoinOf(resolved, file, literal, summary, edit.join)
        if (isApplied) return edit.to + url.slice(edit.from.length)
      }
    }
    return null
  }

  /**
   * A hole directly behind the host leaves the origin open, and so its literal (`'http://127.0.0.1:3000' + path`). Where every
   * literal of the project that this URL can begin with was edited, so was the one that it does begin with.
   */
  private byText(url: string): string | null {
    const head = url.slice(0, url.indexOf(HOLE))
    if (!url.includes(HOLE) || !head.includes('://')) return null
    this.literals ??= [...this.allLiterals()]
    let result: string | null = null
    for (const { text, edit } of this.literals) {
      if (!startsWith(head, text) && !startsWith(text, head)) continue
      if (edit === null || !startsWith(head, edit.from)) return null
      result ??= edit.to + url.slice(edit.from.length)
    }
    return result
  }

  private *allLiterals(): Generator<{ text: string; edit: { from: string; to: string } | null }> {
    for (const id of this.ids) {
      const summary = this.summaryOf(id)
      const edits = this.rewrites.of(id)?.edits ?? []
      for (const [index, { text }] of (summary?.literals ?? []).entries()) {
        if (!text.includes('://')) continue
        yield { text, edit: edits.find((edit) => edit.literals.includes(index) && startsWith(text, edit.from)) ?? null }
      }
    }
  }
}

/** The modules in which a URL's origin may be put together: those that hold a piece of it. */
export function filesOf({ source, pieces = [] }: ResolvedUrl): string[] {
  const files = pieces.map(({ file }) => file)
  return [...new Set(source ? [source.file, ...files] : files)]
}

/**
 * Whether it is this expression that puts a URL's origin together: what stands in it, and not as a name in it, is part of the
 * URL. A constant alone doesn't show it, since other modules may join it as well.
 * @param literal the literal that holds the origin's host, where it is one of this module's
 */
export function isJoinOf(
  { pieces }: ResolvedUrl,
  file: string,
  literal: number | null,
  { joins, literals }: ModuleSummary,
  join: number,
): boolean {
  const { parts } = joins[join]
  // What a function made one text of (`.trim()`) has lost its pieces: the host's literal is all that is known.
  if (!pieces) return literal !== null && parts.some((part) => part.literal === literal)
  const offsets = new Set(pieces.filter((piece) => piece.file === file).map(({ offset }) => offset))
  const inline = parts.filter((part) => part.inline && part.literal !== null)
  return inline.some(({ literal: index }) => {
    const { start, quote } = literals[index!]
    return offsets.has(start) || offsets.has(start - quote.length)
  })
}

/** The literal that holds a URL's origin, as an index into its module's; null where it is not among them. */
export function literalOf({ source, sourceLiteral }: ResolvedUrl, summary: ModuleSummary | undefined): number | null {
  if (source === null || summary === undefined) return null
  return sourceLiteral ?? literalAt(summary, source)
}

/** The literal at a place: a piece of a join holds no URL of its own, so linking names it by its place alone. */
function literalAt({ literals, lines }: ModuleSummary, { line, column }: Place): number | null {
  const offset = lines[line - 1] + column - 1
  // In script a literal begins at its quote, in a template at its text.
  const index = literals.findIndex(({ start, quote }) => start === offset || start - quote.length === offset)
  return index < 0 ? null : index
}

/** Scheme and host ignore case; what stands behind them does not, but the match was found in this very text. */
export function startsWith(url: string, from: string): boolean {
  return url.length >= from.length && url.slice(0, from.length).toLowerCase() === from.toLowerCase()
}

/** Build-time values, to tell whether a URL begins with one of them. */
class DefineIndex {
  private readonly places = new Set<string>()
  private readonly texts: string[] = []

  constructor(defines: ReadonlyMap<string, BuildValue>) {
    for (const { value, place } of defines.values()) {
      if (place) this.places.add(`${place.file}:${place.line}:${place.column}`)
      collectTexts(value, this.texts, 0)
    }
  }

  isPlace({ file, line, column }: { file: string; line: number; column: number }): boolean {
    return this.places.has(`${file}:${line}:${column}`)
  }

  /** Whether a value is the start of the URL, its origin included. */
  holds({ url, origin }: ResolvedUrl): boolean {
    return origin !== null && this.texts.some((text) => url.startsWith(text) && originOf(text) === origin)
  }
}

function collectTexts(value: unknown, into: string[], depth: number): void {
  if (typeof value === 'string') {
    if (value.includes('://')) into.push(value)
  } else if (typeof value === 'object' && value !== null && depth < 8) {
    for (const inner of Object.values(value)) collectTexts(inner, into, depth + 1)
  }
}
