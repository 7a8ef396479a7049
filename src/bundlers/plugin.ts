import { createUnplugin } from 'unplugin'
import type { NativeBuildContext, UnpluginInstance, UnpluginOptions } from 'unplugin'
import type { Options } from '../options'
import type { Core } from './core'
import { setupEsbuild } from './esbuild'
import type { EsbuildBuild } from './esbuild'
import { FarmHost } from './farm'
import type { FarmConfig, FarmContext } from './farm'
import { NAME } from './names'
import { RollupHost } from './rollup'
import { rsbuildHooks } from './rsbuild'
import { RUNTIME } from './runtime'
import type { Bundle, OutputOptions, PluginContext, RenderedChunk } from './rollup'
import type { Definitions } from './definitions'
import { ViteHost } from './vite'
import type { ViteConfig, ViteServer } from './vite'
import { CompilerHost } from './webpack'
import type { Compiler } from './webpack-types'

/**
 * Kept from `transform`: what can be no text (a template or a style says URLs as well), and what toolchains put under
 * every program, which is most of a small one.
 */
const FILTER = {
  id: {
    exclude: [/\.(?:png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|wasm)(?:$|\?)/i, RUNTIME],
  },
}

/** The plugin for every host, over the given rooms. */
export function createPlugin(core: Core): UnpluginInstance<Options | undefined, false> {
  const plugin: UnpluginInstance<Options | undefined, false> = createUnplugin((options, meta) => {
    const user = options ?? {}
    switch (meta.framework) {
      case 'vite':
        return { name: NAME, enforce: 'pre', vite: viteHooks(new ViteHost(user, core)) as UnpluginOptions['vite'] }
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
        const hooks = rollupHooks(new RollupHost(user, core))
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
