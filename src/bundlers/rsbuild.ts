/** What of Rsbuild's plugin interface is used. */
interface RsbuildApi {
  modifyRspackConfig(callback: (config: { plugins?: unknown[] }) => void): void
}

/**
 * Rsbuild: one Rspack plugin for each environment's compiler. unplugin's own way shares one plugin object between
 * them, whose name, part of each module's identity in the cache, could fit one environment only.
 */
export function rsbuildHooks(rspackPlugin: () => unknown): { setup(api: RsbuildApi): void } {
  return {
    setup(api) {
      api.modifyRspackConfig((config) => {
        config.plugins = [...(config.plugins ?? []), rspackPlugin()]
      })
    },
  }
}
