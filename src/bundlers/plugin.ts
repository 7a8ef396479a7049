import { createUnplugin } from 'unplugin'
import type { NativeBuildContext, UnpluginInstance, UnpluginOptions } from 'unplugin'
import type { Options } from '../options'
import type { Core } from './core'
import { setupEsbuild } from './esbuild'
import type { EsbuildBuild } from './esbuild'
import { FarmHost } from './farm'
import type { FarmConfig, FarmContext } from './farm'
import { FILTER } from './filter'
import { NAME } from './names'
import { rollupPlugin, vitePlugin } from './rollup-plugin'
import { rsbuildHooks } from './rsbuild'
import { CompilerHost } from './webpack'
import type { Compiler } from './webpack-types'

/** The plugin for every host, over the given rooms. */
export function createPlugin(core: Core): UnpluginInstance<Options | undefined, false> {
  const plugin: UnpluginInstance<Options | undefined, false> = createUnplugin((options, meta) => {
    const user = options ?? {}
    switch (meta.framework) {
      case 'vite':
        return { name: NAME, enforce: 'pre', vite: vitePlugin(core)(options) as UnpluginOptions['vite'] }
      case 'webpack':
      case 'rspack':
        return compilerHooks(user, core)
      case 'rsbuild':
        return { name: NAME, rsbuild: rsbuildHooks(() => plugin.rspack(options)) as UnpluginOptions['rsbuild'] }
      case 'esbuild':
        return {
          name: NAME,
          esbuild: { setup: (build) => setupEsbuild(build as unknown as EsbuildBuild, user, core) },
        }
      case 'farm':
        return farmHooks(new FarmHost(user, core))
      default: {
        const hooks = rollupPlugin(core)(options)
        return {
          name: NAME,
          rollup: hooks as UnpluginOptions['rollup'],
          rolldown: hooks as UnpluginOptions['rolldown'],
        }
      }
    }
  })
  return plugin
}

function compilerHooks(user: Options, core: Core): UnpluginOptions {
  let host: CompilerHost | null = null
  // Called with unplugin's own object for this compiler as `this`.
  function attach(this: { name: string }, compiler: unknown): void {
    host = new CompilerHost(compiler as Compiler, user, core, this)
    host.apply()
  }
  return {
    name: NAME,
    enforce: 'pre',
    transform: {
      filter: FILTER,
      async handler(code, id) {
        const native = this.getNativeBuildContext?.() as
          | Extract<NativeBuildContext, { framework: 'webpack' | 'rspack' }>
          | undefined
        const result = await host?.transform(
          code,
          id,
          native?.loaderContext as Parameters<CompilerHost['transform']>[2],
        )
        return (result?.rewritten ?? null) as { code: string; map: null } | null
      },
    },
    webpack: attach,
    rspack: attach,
  }
}

function farmHooks(host: FarmHost): UnpluginOptions {
  return {
    name: NAME,
    enforce: 'pre',
    transform: {
      filter: FILTER,
      async handler(code, id) {
        const result = await host.transform(code, id)
        return (result?.rewritten ?? null) as { code: string; map: null } | null
      },
    },
    farm: {
      configResolved: (config: unknown) => host.configured(config as FarmConfig),
      buildEnd: {
        executor: (_: unknown, context: unknown) => host.end(context as FarmContext),
      },
      writeResources: {
        executor: (param: { resourcesMap: Record<string, { name: string; emitted: boolean }> }) =>
          host.written(param.resourcesMap),
      },
    } as unknown as UnpluginOptions['farm'],
  }
}
