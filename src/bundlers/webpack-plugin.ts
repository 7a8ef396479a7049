import { fileURLToPath } from 'node:url'
import type { UnpluginInstance } from 'unplugin'
import type { Options } from '../options'
import { parseJson } from '../options/json'
import type { Core } from './core'
import { passesFilter } from './filter'
import { NAME } from './names'
import { rsbuildHooks } from './rsbuild'
import { CompilerHost } from './webpack'
import { unescaped } from './webpack-graph'
import type { Compiler, LoaderContext, RuleData, SourceMap } from './webpack-types'

type Factories = UnpluginInstance<Options | undefined, false>

/** The loader's file: both hosts load it by themselves. It stands beside this one, as it does in the built package. */
const LOADER = fileURLToPath(new URL('./webpack-loader.cjs', import.meta.url))

/**
 * The plugin for webpack and Rspack, without unplugin: these hosts need nothing of it but the rule of its loader, and its
 * ES modules, of which Node 20 keeps no compiled code, were two fifths of a warm build's part of the plugin.
 */
export function webpackPlugin(core: Core): Factories['webpack'] {
  return (options) => compilerPlugin(core, options)
}

/** The same for Rspack. */
export function rspackPlugin(core: Core): Factories['rspack'] {
  return (options) => compilerPlugin(core, options)
}

function compilerPlugin(core: Core, options: Options | undefined): { apply(compiler: unknown): void } {
  return { apply: (compiler) => new CompilerPlugin(compiler as Compiler, options ?? {}, core).apply() }
}

/** The plugin for Rsbuild, over Rspack's. */
export function rsbuildPlugin(core: Core): Factories['rsbuild'] {
  return (options) =>
    ({ name: NAME, ...rsbuildHooks(() => compilerPlugin(core, options)) }) as ReturnType<Factories['rsbuild']>
}

/** What the plugin is to one compiler: the rule that puts the loader before all others, and what the loader does. */
class CompilerPlugin {
  /** Part of each module's identity in the cache; the host puts the hash of the host map behind it. */
  name = NAME
  private readonly host: CompilerHost

  constructor(
    private readonly compiler: Compiler,
    user: Options,
    core: Core,
  ) {
    this.host = new CompilerHost(compiler, user, core, this)
  }

  apply(): void {
    this.host.apply()
    this.compiler.options.module.rules.unshift({
      enforce: 'pre',
      use: ({ resource, resourceQuery }: RuleData) =>
        resource != null && passesFilter(resource + (resourceQuery ?? ''))
          ? // The name is asked for with each module: it is settled when the compiler first runs.
            [{ loader: LOADER, options: { plugin: this }, ident: this.name }]
          : [],
    })
  }

  /** Called by the loader. Gives the text to go on with, and its source map. */
  async load(
    context: LoaderContext,
    source: string | Buffer,
    map: SourceMap | string | undefined,
  ): Promise<[code: string | Buffer, map: SourceMap | string | undefined]> {
    const id = unescaped(context.resource)
    if (!passesFilter(id)) return [source, map]
    const code = typeof source === 'string' ? source : source.toString('utf8')
    const rewritten = (await this.host.transform(code, id, context))?.rewritten
    if (!rewritten) return [source, map]
    return [rewritten.code, context.sourceMap === false ? map : this.traced(rewritten, map)]
  }

  /** The source map of the rewritten text, through that of the text that came in, where a loader before this one made it. */
  private traced(
    { code, map }: { code: string; map: object },
    input: SourceMap | string | undefined,
  ): SourceMap | undefined {
    const own = map as SourceMap
    const before = typeof input === 'string' ? (parseJson(input) as SourceMap | undefined) : input
    if (!before?.mappings) return own
    const { SourceMapSource } = this.compiler.webpack.sources
    return new SourceMapSource(code, own.sources[0] ?? '', own, undefined, before, true).map() ?? own
  }
}
