import { createUnplugin } from 'unplugin'
import type { UnpluginInstance, UnpluginOptions } from 'unplugin'
import type { Options } from '../options'
import type { Core } from './core'
import { setupEsbuild } from './esbuild'
import type { EsbuildBuild } from './esbuild'
import { FarmHost } from './farm'
import type { FarmConfig, FarmContext } from './farm'
import { FILTER } from './filter'
import { NAME } from './names'
import { rollupPlugin, vitePlugin } from './rollup-plugin'
import { rsbuildPlugin, rspackPlugin, webpackPlugin } from './webpack-plugin'

/** The plugin for every host, over the given rooms. */
export function createPlugin(core: Core): UnpluginInstance<Options | undefined, false> {
  return createUnplugin((options, meta) => {
    const user = options ?? {}
    switch (meta.framework) {
      case 'vite':
        return { name: NAME, enforce: 'pre', vite: vitePlugin(core)(options) as UnpluginOptions['vite'] }
      case 'webpack':
        return { name: NAME, webpack: (compiler) => webpackPlugin(core)(options).apply(compiler) }
      case 'rspack':
        return { name: NAME, rspack: (compiler) => rspackPlugin(core)(options).apply(compiler) }
      case 'rsbuild':
        return { name: NAME, rsbuild: rsbuildPlugin(core)(options) as UnpluginOptions['rsbuild'] }
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
