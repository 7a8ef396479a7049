import { compileSets } from '../check'
import { langOf } from '../extract/scan'
import { WHEN } from '../extract/literals'
import { position, type ModuleSummary } from '../extract'
import type { ResolvedOptions } from '../options'
import { LISTED_CATEGORIES } from '../platforms/types'
import type { ReportRewrite } from '../report/types'
import {
  applyEdits,
  compileHostMap,
  rewriteModule,
  type CompiledHostMap,
  type Incomplete,
  type RewriteResult,
} from '../rewrite'
import { parseTemplate } from '../url/template'

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
    const result = rewriteModule(code, summary, this.map, {
      keepWhen: this.keepWhen,
      portEndsOrigin: true,
      lang: langOf(id),
    })
    this.results.set(id, { key: summary.key, result })
    return result
  }

  /** Whether a module's literals may match at all: a cheap test for modules whose text is not at hand. */
  mayMatch(summary: ModuleSummary): boolean {
    if (this.map.isEmpty) return false
    return summary.joins.length > 0 || summary.literals.some(({ text }) => text.includes('//'))
  }

  /** Whether the map may match in a text that was not parsed: it names a host of the map, or the map has a class of hosts. */
  mayEdit(code: string): boolean {
    if (this.map.isEmpty) return false
    if (this.map.classes.length > 0) return true
    const lower = code.toLowerCase()
    return this.map.entries.some(({ host }) => host !== null && lower.includes(host))
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

  /** Matches that could not be applied, by module; what run-time environments may use is not among them. */
  *incomplete(): Generator<[id: string, found: Incomplete]> {
    for (const [id, { result }] of this.results) for (const found of result.incomplete) yield [id, found]
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
