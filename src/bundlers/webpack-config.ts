import { resolve } from 'node:path'
import type { Definitions } from './definitions'
import { slashed } from './ids'
import type { Compiler } from './webpack-types'

/** A plugin's own configuration, as far as it can be read from it. */
interface ConfiguredPlugin {
  definitions?: unknown
  _args?: unknown[]
  keys?: string[]
  defaultValues?: Record<string, unknown>
}

/**
 * The tables of all `DefinePlugin`s, as they will be used when the compilation starts: webpack's plugin holds its
 * own, Rspack's compiler a list of what its built-in plugins were configured with.
 */
export function definitionTables(compiler: Compiler): Definitions[] {
  const native = compiler.__internal__builtinPlugins?.filter(({ name }) => name === 'DefinePlugin')
  const tables = native?.length
    ? native.map(({ options }) => options)
    : pluginsNamed(compiler, 'DefinePlugin').map(({ definitions, _args }) => definitions ?? _args?.[0])
  return tables.filter(isTable)
}

export function isTable(table: unknown): table is Definitions {
  return typeof table === 'object' && table !== null
}

/**
 * The folders that Rspack's copying plugin takes files from, absolute: unlike webpack's, it does not note with an asset
 * what it is a copy of.
 */
export function copiedFolders(compiler: Compiler): string[] {
  const context = compiler.options.context ?? compiler.context
  const own = compiler.__internal__builtinPlugins?.filter(({ name }) => name === 'CopyRspackPlugin') ?? []
  return own.flatMap(({ options }) => {
    const { patterns = [] } = options as { patterns?: (string | { from?: string; context?: string })[] }
    return patterns.flatMap((pattern) => {
      const { from, context: base } = typeof pattern === 'string' ? { from: pattern, context: undefined } : pattern
      return from && !/[*{[]/.test(from) ? [slashed(resolve(base ?? context, from))] : []
    })
  })
}

/** What webpack defines besides: its mode, and the variables that `EnvironmentPlugin` lets through. */
export function impliedDefinitions(compiler: Compiler, env: NodeJS.ProcessEnv): Definitions {
  const { mode, optimization } = compiler.options
  const implied: Definitions = {}
  const nodeEnv = optimization?.nodeEnv ?? (mode === 'none' ? undefined : mode)
  if (typeof nodeEnv === 'string') implied['process.env.NODE_ENV'] = JSON.stringify(nodeEnv)
  for (const { keys = [], defaultValues = {} } of pluginsNamed(compiler, 'EnvironmentPlugin')) {
    for (const key of keys) implied[`process.env.${key}`] = JSON.stringify(env[key] ?? defaultValues[key] ?? null)
  }
  return implied
}

export function pluginsNamed(compiler: Compiler, name: string): ConfiguredPlugin[] {
  return (compiler.options.plugins ?? []).filter(
    (plugin): plugin is ConfiguredPlugin => typeof plugin === 'object' && plugin?.constructor.name === name,
  )
}
