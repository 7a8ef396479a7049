import { compileSets } from '../check'
import { langOf } from '../extract/scan'
import { WHEN } from '../extract/literals'
import { position, type ModuleSummary } from '../extract'
import type { ResolvedUrl } from '../link/types'
import type { BuildValue, ResolvedOptions } from '../options'
import { LISTED_CATEGORIES } from '../platforms/types'
import type { ReportRewrite } from '../report/types'
import { applyEdits, compileHostMap, mapUrl, rewriteModule, type CompiledHostMap, type RewriteResult } from '../rewrite'
import type { Place } from '../url/place'
import { originOf, parseTemplate } from '../url/template'

/** The host map of one build, applied to modules; it remembers what was really edited, by module. */
export class Rewrites {
  readonly map: CompiledHostMap
  private readonly results = new Map<string, { key: string; result: RewriteResult }>()
  private readonly keepWhen: (origin: string) => number

  constructor(options: ResolvedOptions) {
    this.map = compileHostMap(options.rewrite ? options.hostMapOf(options.environment) : {})
    this.keepWhen = environmentsThatMayUse(options)
  }

  /** Rewrites one module's text. Null where the map does not match. */
  apply(id: string, code: string, summary: ModuleSummary): { code: string; map: object } | null {
    const result = this.run(id, code, summary)
    return result ? applyEdits(code, result.edits, { id }) : null
  }

  /** What rewriting gives for a module whose text was rewritten by an earlier process (its result came from a cache). */
  run(id: string, code: string, summary: ModuleSummary): RewriteResult | null {
    if (this.map.isEmpty) return null
    const result = rewriteModule(code, summary, this.map, { keepWhen: this.keepWhen, portEndsOrigin: true, lang: langOf(id) })
    this.results.set(id, { key: summary.key, result })
    return result
  }

  /** Whether a module's literals may match at all: a cheap test for modules whose text is not at hand. */
  mayMatch(summary: ModuleSummary): boolean {
    if (this.map.isEmpty) return false
    return summary.joins.length > 0 || summary.literals.some(({ text }) => text.includes('//'))
  }

  has(id: string, key: string): boolean {
    return this.results.get(id)?.key === key
  }

  of(id: string): RewriteResult | null {
    return this.results.get(id)?.result ?? null
  }

  forget(id: string): void {
    this.results.delete(id)
  }

  /**
   * The URL as the program will ask for it, or null where nothing was edited: the literal that holds its origin was, or the value of a
   * build-time variable is mapped where it enters.
   */
  rewritten(
    url: ResolvedUrl,
    summaryOf: (id: string) => ModuleSummary | undefined,
    defines: DefineIndex,
  ): string | null {
    if (this.map.isEmpty) return null
    if (url.source === null || defines.isPlace(url.source)) {
      return defines.holds(url) ? mapUrl(this.map, url.url) : null
    }
    const { edits } = this.of(url.source.file) ?? { edits: [] }
    const summary = edits.length > 0 ? summaryOf(url.source.file) : undefined
    if (!summary) return null
    const source = url.sourceLiteral ?? literalAt(summary, url.source)
    if (source === null) return null
    for (const edit of edits) {
      if (!startsWith(url.url, edit.from)) continue
      const literals = edit.join === null ? edit.literals : summary.joins[edit.join].parts.map(({ literal }) => literal)
      if (literals.includes(source)) return edit.to + url.url.slice(edit.from.length)
    }
    return null
  }

  /** Matches that could not be applied, by place; what run-time environments may use is not among them. */
  *incomplete(
    summaryOf: (id: string) => ModuleSummary | undefined,
  ): Generator<{ place: Place; from: string; to: string; reason: string }> {
    for (const [id, { result }] of this.results) {
      const summary = summaryOf(id)
      if (!summary) continue
      for (const { start, from, to, reason } of result.incomplete) {
        yield { place: { file: id, ...position(summary.lines, start) }, from, to, reason }
      }
    }
  }

  /** The edits of modules as the report lists them; `file` is the module's id. */
  *edits(summaryOf: (id: string) => ModuleSummary | undefined): Generator<ReportRewrite> {
    for (const [id, { result }] of this.results) {
      const summary = summaryOf(id)
      if (!summary) continue
      for (const { at, from, to } of result.edits) {
        yield { file: id, ...position(summary.lines, at), from, to, stage: 'source' }
      }
    }
  }
}

/** The literal at a place: a piece of a join holds no URL of its own, so linking names it by its place alone. */
function literalAt({ literals, lines }: ModuleSummary, { line, column }: Place): number | null {
  const offset = lines[line - 1] + column - 1
  // In script a literal begins at its quote, in a template at its text.
  const index = literals.findIndex(({ start, quote }) => start === offset || start - quote.length === offset)
  return index < 0 ? null : index
}

/** Scheme and host ignore case; what stands behind them does not, but the edit was found in this very text. */
function startsWith(url: string, from: string): boolean {
  return url.length >= from.length && url.slice(0, from.length).toLowerCase() === from.toLowerCase()
}

/** Build-time values, to tell whether a URL begins with one of them. */
export class DefineIndex {
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

/** Bits of the run-time environments that may use an origin: those without findings, and those whose lists hold it. */
function environmentsThatMayUse(options: ResolvedOptions): (origin: string) => number {
  const sets = compileSets(options)
  const answers = new Map<string, number>()
  return (origin) => {
    const known = answers.get(origin)
    if (known !== undefined) return known
    const { host, port } = parseTemplate(origin)
    let bits = 0
    for (const [name, bit] of Object.entries(WHEN)) {
      const environment = options.envVersion[name]
      if (name === 'ALL' || environment === undefined || environment === options.environment) continue
      const listed = LISTED_CATEGORIES.some((category) => {
        const list = sets.list(environment, category)
        return list === false || (list && host !== null && list.ask(host, port).entry !== null)
      })
      if (listed) bits |= bit
    }
    answers.set(origin, bits)
    return bits
  }
}
