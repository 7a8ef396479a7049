import { scanRegions } from '../extract/scan'
import type { CodeRegions, TextLang } from '../extract/scan'
import { behindQuote, continuationOf } from './continuation'
import { cook } from './cook'
import type { Edit, Incomplete } from './edits'
import { escapeFor } from './escape'
import type { CompiledHostMap } from './host-map'
import { LineCounter } from './lines'
import { findMatches } from './match'
import { isImportOrKey } from './position'

/** A replacement in an emitted file, with its place for the report (line and column from 1). */
export interface AssetEdit extends Pick<Edit, 'start' | 'end' | 'text' | 'from' | 'to'> {
  line: number
  column: number
}

/** What {@link rewriteAsset} gives. */
export interface AssetRewriteResult {
  text: string
  /** In order, without overlaps. */
  edits: AssetEdit[]
  /** Matches that something unknown goes on, so that they were left alone. */
  incomplete: Incomplete[]
}

/** A slash in a form that a host map's key may be written in, twice. */
const SLASHES = /(?:\\{0,4}\/|\\u002f|\\x2f|\\u\{0*2f\}){2}/gi

/**
 * Applies a host map to the text of an emitted file: scripts (also minified, with `http:\/\/` and `\u002f`), JSON, templates, styles,
 * plain text. Comments, regular expressions, import specifiers, object keys and tagged templates stay. Null where nothing changes.
 */
export function rewriteAsset(text: string, lang: TextLang, map: CompiledHostMap): AssetRewriteResult | null {
  if (map.isEmpty || !mayMatch(text, map)) return null
  const regions = scanRegions(text, lang)
  const rewriter = new AssetRewriter(text, lang, map, regions)
  const isScript = lang === 'js' || lang === 'ts' || lang === 'tsx'
  if (isScript || lang === 'json' || lang === 'markup') rewriter.literals()
  if (!isScript && lang !== 'json') rewriter.plainText()
  return rewriter.result()
}

/** Whether the host of any key stands in the text at all; cheap, and right for most emitted files. */
function mayMatch(text: string, map: CompiledHostMap): boolean {
  if (map.classes.length > 0) return new RegExp(SLASHES).test(text)
  const hosts = [...new Set(map.entries.map((entry) => entry.host ?? ''))]
  return new RegExp(hosts.map((host) => host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'i').test(text)
}

class AssetRewriter {
  private readonly edits: Omit<AssetEdit, 'line' | 'column'>[] = []
  private readonly incomplete: Incomplete[] = []

  constructor(
    private readonly text: string,
    private readonly lang: TextLang,
    private readonly map: CompiledHostMap,
    private readonly regions: CodeRegions,
  ) {}

  /** Strings and templates that hold slashes, each with its escapes resolved. */
  literals(): void {
    const { kinds, starts, ends } = this.regions
    const slashes = new RegExp(SLASHES)
    let region = 0
    for (let hit = slashes.exec(this.text); hit; hit = slashes.exec(this.text)) {
      while (region < ends.length && ends[region] <= hit.index) region++
      if (region === ends.length) return
      if (starts[region] > hit.index) continue
      if (kinds[region] === 'string' || kinds[region] === 'template') this.literal(region)
      slashes.lastIndex = Math.max(ends[region], slashes.lastIndex)
    }
  }

  private literal(region: number): void {
    const { text, regions, lang } = this
    const isTemplate = regions.kinds[region] === 'template'
    const start = regions.starts[region] + (isTemplate ? 0 : 1)
    const end = regions.ends[region] - (isTemplate ? 0 : 1)
    const quote = isTemplate ? '`' : text.charAt(regions.starts[region])
    const kind = isTemplate ? 'template' : 'string'
    // A string that is not closed ends with its line; there is no telling what it is.
    if (!isTemplate && (end < start || text.charAt(end) !== quote)) return
    const cooked = cook(text.slice(start, end))
    const matches = findMatches(this.map, cooked.text)
    if (matches.length === 0 || isImportOrKey(text, regions, region, lang === 'json')) return
    for (const match of matches) {
      const from = cooked.text.slice(match.start, match.end)
      const rawStart = start + (cooked.map ? cooked.map[match.start] : match.start)
      const rawEnd = start + (cooked.map ? cooked.map[match.end] : match.end)
      const isOpen = match.state === 'open' && lang !== 'json'
      const verdict =
        match.state === 'uncertain' ? 'hole' : isOpen ? continuationOf(text, { kind, quote, end }) : 'edit'
      this.put(
        rawStart,
        rawEnd,
        from,
        match.to,
        verdict,
        escapeFor(match.to, kind, quote, text.slice(rawStart, rawEnd)),
      )
    }
  }

  /** Text outside the literals of a language: attributes and text of templates, styles, plain files. */
  plainText(): void {
    const { kinds, starts, ends } = this.regions
    const isStyle = this.lang === 'css' || this.lang === 'scss'
    let region = 0
    for (const match of findMatches(this.map, this.text)) {
      while (region < ends.length && ends[region] <= match.start) region++
      const kind = region < ends.length && starts[region] <= match.start ? kinds[region] : null
      // Strings of scripts inside a template were done as literals.
      if (kind !== null && !((isStyle || this.lang === 'env') && kind === 'string')) continue
      const from = this.text.slice(match.start, match.end)
      const quote = this.text.charAt(match.end)
      const isQuoted = /["'`]/.test(quote) && this.text.charAt(match.start - 1) === quote
      // In an expression of a template (`{{ 'http://h' + path }}`) something may be put behind the quote.
      const isJoined = this.lang === 'markup' && isQuoted && behindQuote(this.text, match.end + 1) === 'hole'
      const verdict = match.state === 'uncertain' || isJoined ? 'hole' : 'edit'
      this.put(match.start, match.end, from, match.to, verdict, this.plainTarget(match.to, isQuoted ? quote : ''))
    }
  }

  private plainTarget(to: string, quote: string): string | null {
    if (this.lang === 'css' || this.lang === 'scss') return escapeFor(to, 'style', quote)
    if (this.lang !== 'markup') return to
    // An entity for a quote would mean another thing in an expression than in plain text; both may stand here.
    return /["']/.test(to) ? null : escapeFor(to, 'markup', quote)
  }

  private put(
    start: number,
    end: number,
    from: string,
    to: string,
    verdict: 'edit' | 'hole',
    text: string | null,
  ): void {
    if (verdict === 'edit' && text !== null) this.edits.push({ start, end, text, from, to })
    else {
      const reason = verdict === 'hole' ? 'hole' : 'escape'
      this.incomplete.push({ code: 'rewrite-incomplete', start, end, from, to, reason, literal: null, join: null })
    }
  }

  result(): AssetRewriteResult | null {
    if (this.edits.length === 0) return null
    const lines = new LineCounter(this.text)
    const edits = this.edits.sort((a, b) => a.start - b.start).map((edit) => ({ ...edit, ...lines.at(edit.start) }))
    const pieces: string[] = []
    let from = 0
    for (const edit of edits) {
      pieces.push(this.text.slice(from, edit.start), edit.text)
      from = edit.end
    }
    pieces.push(this.text.slice(from))
    return { text: pieces.join(''), edits, incomplete: this.incomplete }
  }
}
