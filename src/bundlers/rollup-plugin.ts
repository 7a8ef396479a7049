import type { UnpluginInstance } from 'unplugin'
import type { Options } from '../options'
import type { Core } from './core'
import type { Definitions } from './definitions'
import { FILTER, passesFilter } from './filter'
import { NAME } from './names'
import { RollupHost } from './rollup'
import type { Bundle, OutputOptions, PluginContext, RenderedChunk } from './rollup'
import { ViteHost } from './vite'
import type { ViteConfig, ViteServer } from './vite'

type Factories = UnpluginInstance<Options | undefined, false>

/**
 * The plugin for Vite, without unplugin: this host needs nothing of it, and loading it takes a quarter of what loading
 * the plugin takes.
 */
export function vitePlugin(core: Core): Factories['vite'] {
  return (options) => ({ name: NAME, enforce: 'pre', ...viteHooks(new ViteHost(options ?? {}, core)) })
}

/** The plugin for Rollup and Rolldown, without unplugin as well. */
export function rollupPlugin(core: Core): Factories['rollup'] & Factories['rolldown'] {
  return (options?: Options) => ({ name: NAME, ...rollupHooks(new RollupHost(options ?? {}, core)) })
}

function rollupHooks(host: RollupHost): object {
  return {
    // Rolldown only: Rollup has no definitions of its own.
    async options(
      this: { meta: { watchMode?: boolean } },
      input: { transform?: { define?: Definitions }; cwd?: string },
    ) {
      const define = input.transform?.define
      if (!define) return null
      const mapped = await host.mapDefine(input.cwd ?? process.cwd(), this.meta.watchMode === true, define)
      return mapped && { ...input, transform: { ...input.transform, define: { ...define, ...mapped } } }
    },
    ...moduleHooks(host),
    generateBundle: {
      order: 'post' as const,
      async handler(this: PluginContext, output: OutputOptions, bundle: Bundle) {
        await host.conclude(this, await host.inspect(this, output, bundle))
      },
    },
  }
}

function viteHooks(host: ViteHost): object {
  const { rollup } = host
  return {
    ...moduleHooks(rollup),
    config: {
      order: 'post' as const,
      handler: (config: ViteConfig, env: { command: 'build' | 'serve'; mode: string }) => host.configure(config, env),
    },
    configResolved: (config: ViteConfig) => host.configured(config),
    configureServer: (server: ViteServer) => host.serve(server),
    transform: {
      filter: FILTER,
      async handler(this: PluginContext, code: string, id: string) {
        if (!passesFilter(id)) return null
        const result = await host.transform(this, code, id)
        // A dev server keeps no module longer than our session does.
        return host.serving ? (result?.rewritten ?? null) : transformed(this, rollup, result)
      },
    },
    async watchChange(id: string, { event }: { event: string }) {
      if (event === 'delete') host.remove(id)
      if (await rollup.reload(id)) await host.restart()
    },
    async buildEnd(this: PluginContext, error?: unknown) {
      if (host.serving) host.stop()
      else if (!error) await host.link(this)
    },
    generateBundle: {
      order: 'post' as const,
      handler(this: PluginContext, output: OutputOptions, bundle: Bundle) {
        return host.generate(this, output, bundle)
      },
    },
    closeBundle: {
      order: 'post' as const,
      // Vite calls it for dev servers as well, which bundle nothing.
      handler(this: PluginContext) {
        return host.serving ? undefined : host.close(this)
      },
    },
  }
}

function moduleHooks(host: RollupHost) {
  return {
    buildStart(this: PluginContext) {
      return host.watch(this)
    },
    async watchChange(id: string) {
      await host.reload(id)
    },
    transform: {
      order: 'pre' as const,
      filter: FILTER,
      async handler(this: PluginContext, code: string, id: string) {
        if (!passesFilter(id)) return null
        return transformed(this, host, await host.transform(this, code, id))
      },
    },
    shouldTransformCachedModule(this: PluginContext, { id, meta }: { id: string; meta: Record<string, unknown> }) {
      return host.isStale(this, id, meta)
    },
    async buildEnd(this: PluginContext, error?: unknown) {
      // What failed before is told by who found it; without the whole graph ours would be wrong.
      if (!error) await host.link(this)
    },
    renderChunk(
      this: PluginContext,
      code: string,
      chunk: RenderedChunk,
      output: OutputOptions,
      meta?: { chunks?: Record<string, RenderedChunk> },
    ) {
      return host.renderChunk(this, code, chunk, output, Object.values(meta?.chunks ?? { chunk }))
    },
  }
}

async function transformed(
  context: PluginContext,
  host: RollupHost,
  result: Awaited<ReturnType<RollupHost['transform']>>,
): Promise<object | null> {
  if (!result) return null
  const { record, rewritten } = result
  return { ...rewritten, meta: await host.metaOf(context, record) }
}
