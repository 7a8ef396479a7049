import { NAME } from './names'

/** What of Rsbuild's plugin interface is used. */
export interface RsbuildApi {
  modifyRspackConfig(callback: (config: { plugins?: unknown[] }) => void): void
}

/**
 * Rsbuild: one Rspack plugin for each environment's compiler. unplugin's own way shares one plugin object between
 * them, whose name, part of each module's identity in the cache, could fit one environment only.
 */
export function rsbuildPlugin(rspackPlugin: () => unknown): { name: string; setup(api: RsbuildApi): void } {
  return {
    name: NAME,
    setup(api) {
      api.modifyRspackConfig((config) => {
        config.plugins = [...(config.plugins ?? []), rspackPlugin()]
      })
    },
  }
}
