import type * as t from '@babel/types'
import { Builder } from './builder'
import type { FunctionRecord, ModuleSummary } from './ir'
import type { ScriptLang } from './parse'
import { parseScript } from './parse'
import { analyseScopes } from './scope'
import { response } from './expressions'
import { statements } from './statements'
import { templateScripts } from './template-scripts'
import { templateFunctions, type TemplateInput } from './template'

export type SummaryTables = Omit<ModuleSummary, 'v' | 'key' | 'gate' | 'comments' | 'lines'>

export const EMPTY_TABLES = (): SummaryTables => ({
  nodes: [],
  functions: [],
  classes: [],
  variables: [],
  conditions: [],
  calls: [],
  writes: [],
  attributes: [],
  specifiers: [],
  exports: [],
  stars: [],
  commonjs: -1,
  literals: [],
  joins: [],
})

/** The record of a module's top level. */
export function topFunction(): FunctionRecord {
  return {
    name: '',
    pos: 0,
    parent: -1,
    first: 0,
    result: -1,
    params: 0,
    arrow: false,
    condition: -1,
    outs: [],
    cls: -1,
    static: false,
    owner: -1,
  }
}

/**
 * Summarises script text, and the template that reads its variables. `whole` is the file's text where `code` is only its scripts.
 * Never throws: what can't be parsed, or nests deeper than the stack, gives an error and
 * whatever `salvage` finds in the text alone.
 */
export function summariseScript(
  code: string,
  lang: ScriptLang,
  template: TemplateInput | null = null,
  whole = code,
): SummaryTables & { failure?: { message: string; offset: number } } {
  const parsed = parseScript(code, lang)
  if (!parsed.program) return { ...EMPTY_TABLES(), failure: parsed.error }
  if (template) parsed.program.body.push(...templateScripts(whole, template.scripts))
  try {
    return build(whole, parsed.program, template)
  } catch (error) {
    const message =
      error instanceof RangeError
        ? 'the file nests too deeply to be analysed'
        : `internal error: ${String((error as Error)?.message ?? error)}`
    return { ...EMPTY_TABLES(), failure: { message, offset: 0 } }
  }
}

function build(code: string, program: t.Program, template: TemplateInput | null): SummaryTables {
  const b = new Builder(code, analyseScopes(program))
  // What a template reads, it reads as a closure would.
  if (template) for (const binding of b.scopes.root.names.values()) binding.captured = true
  b.functions.push(topFunction())
  b.runFunction({
    index: 0,
    scopeFn: b.scopes.root.fn,
    walk: () => {
      b.context.state.set(b.exportsBinding, b.push(['obj', [], 0]))
      statements(b, program.body, b.scopes.root)
      b.context.results.length = 0
    },
  })
  if (template) {
    b.context = { ...b.context, index: 0 }
    templateFunctions(b, template)
  }
  const flowExports = b.context.state.get(b.exportsBinding)!
  // The list grows while it is walked.
  for (const next of b.pending) b.runFunction(next)
  for (const [name, binding, pos] of b.lateExports)
    b.exports.push([name, binding.value >= 0 ? binding.value : b.unknown('variable', pos)])
  b.finishVariables()
  for (const values of b.promises) if (!values.length) values.push(response(b, 0))
  return {
    nodes: b.nodes,
    functions: b.functions,
    classes: b.classes,
    variables: b.variables,
    conditions: b.conditions,
    calls: b.calls,
    writes: b.writes,
    attributes: b.attributes,
    specifiers: b.specifiers,
    exports: b.exports,
    stars: b.stars,
    commonjs: b.usesCommonJs ? flowExports : -1,
    literals: b.literals,
    joins: b.joins,
    ...(b.globs.length ? { globs: b.globs } : {}),
    ...(b.includes.length ? { includes: b.includes } : {}),
    ...(b.script >= 0 ? { script: b.script } : {}),
  }
}
