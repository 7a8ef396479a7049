import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, cpSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as Vite from 'vite'
import type { Core } from '../../../src/bundlers/core'
import { createPlugin } from '../../../src/bundlers/plugin'
import type { Options } from '../../../src/options'

export const HOSTS = [
  'vite',
  'vite7',
  'vite6',
  'vite5',
  'rollup',
  'rolldown',
  'webpack',
  'rspack',
  'rsbuild',
  'esbuild',
] as const
export type Host = (typeof HOSTS)[number]

export interface BuildRequest {
  /** The project's root, absolute. */
  root: string
  /** Default `src/app.js`. */
  entry?: string
  options?: Options
  define?: Record<string, string>
  mode?: 'production' | 'development'
  /** A directory for the persistent cache of webpack, Rspack, Rsbuild. */
  cache?: string
  plugins?: unknown[]
  sourcemap?: boolean
  minify?: boolean
}

export interface Built {
  /** What the host throws or lists as errors; null for a build that passed. */
  error: string | null
  /** Emitted files by name. */
  files: Record<string, string>
}

const fixtures = fileURLToPath(new URL('../../../fixtures/bundlers/', import.meta.url))

/** A copy of a fixture in a directory of its own, removed by the returned function. */
export function project(name: string): { root: string; remove: () => void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), `mp-domains-${name}-`)))
  cpSync(join(fixtures, name), root, { recursive: true })
  // Rspack goes on writing its cache in threads of its own; on a busy machine for seconds.
  return { root, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }) }
}

/** Builds a project with one host, in this process. */
export async function build(host: Host, core: Core, request: BuildRequest): Promise<Built> {
  const out = join(request.root, 'dist', host)
  rmSync(out, { recursive: true, force: true })
  let error: string | null = null
  try {
    await RUNNERS[host](
      core,
      { entry: 'src/app.js', mode: 'production', plugins: [], ...request, define: request.define ?? {} },
      out,
    )
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown)
  }
  return { error, files: filesOf(out) }
}

type Runner = (
  core: Core,
  request: BuildRequest & { entry: string; plugins: unknown[]; define: Record<string, string> },
  out: string,
) => Promise<void>

const RUNNERS: Record<Host, Runner> = {
  vite: viteRunner(() => import('vite')),
  vite7: viteRunner(() => import('vite7')),
  vite6: viteRunner(() => import('vite6')),
  vite5: viteRunner(() => import('vite5')),
  async rollup(core, { root, entry, options, plugins, sourcemap }, out) {
    const { rollup } = await import('rollup')
    await inDirectory(root, async () => {
      const bundle = await rollup({
        input: join(root, entry),
        plugins: [createPlugin(core).rollup(options), plugins] as never,
        onLog: () => {},
      })
      await bundle.write({ dir: out, format: 'cjs', sourcemap })
      await bundle.close()
    })
  },
  async rolldown(core, { root, entry, options, define, plugins, sourcemap }, out) {
    const { rolldown } = await import('rolldown')
    await inDirectory(root, async () => {
      const bundle = await rolldown({
        input: join(root, entry),
        cwd: root,
        transform: { define },
        plugins: [createPlugin(core).rolldown(options), plugins] as never,
        logLevel: 'silent',
      })
      await bundle.write({ dir: out, format: 'cjs', sourcemap })
      await bundle.close()
    })
  },
  async webpack(core, request, out) {
    const { default: webpack } = await import('webpack')
    const { define, options } = request
    const plugins = [createPlugin(core).webpack(options), new webpack.DefinePlugin(define), ...request.plugins]
    await run(webpack(compilerConfig(request, out, plugins) as never))
  },
  async rspack(core, request, out) {
    const { rspack } = await import('@rspack/core')
    const { define, options } = request
    const plugins = [createPlugin(core).rspack(options), new rspack.DefinePlugin(define), ...request.plugins]
    await run(rspack(compilerConfig(request, out, plugins) as never))
  },
  async rsbuild(core, { root, entry, options, define, mode, cache, plugins, sourcemap, minify = false }, out) {
    const { createRsbuild, logger } = await import('@rsbuild/core')
    logger.level = 'silent'
    const collector = new ErrorCollector()
    const rsbuild = await createRsbuild({
      cwd: root,
      rsbuildConfig: {
        mode,
        plugins: [createPlugin(core).rsbuild(options)] as never,
        source: { entry: { main: join(root, entry) }, define },
        output: {
          distPath: { root: out },
          target: 'node',
          minify,
          sourceMap: sourcemap,
          filename: { js: '[name].js' },
        },
        performance: { printFileSize: false, ...(cache && { buildCache: { cacheDirectory: cache } }) },
        tools: { rspack: { plugins: [...plugins, collector] as never } },
      },
    })
    const { close } = await rsbuild.build().catch((thrown: Error) => {
      throw collector.errors ? new Error(collector.errors) : thrown
    })
    await close()
  },
  async esbuild(core, { root, entry, options, define, plugins, sourcemap }, out) {
    const { build: bundle } = await import('esbuild')
    await bundle({
      absWorkingDir: root,
      entryPoints: [join(root, entry)],
      bundle: true,
      // Without it `true ? a : b` stays, with the dead text in it.
      minifySyntax: true,
      outdir: out,
      define,
      sourcemap,
      logLevel: 'silent',
      plugins: [createPlugin(core).esbuild(options), ...plugins] as never,
    })
  },
}

/** A plugin of this host that adds a JSON file to the output, which no loader or `transform` sees. */
export function emitting(host: Host, text: string): unknown[] {
  const source = JSON.stringify({ text })
  if (host === 'webpack' || host === 'rspack' || host === 'rsbuild') return [new Emitter(source)]
  if (host === 'esbuild') {
    return [
      {
        name: 'emit',
        setup(build: { initialOptions: { banner?: object } }) {
          build.initialOptions.banner = { js: `var added = ${source};` }
        },
      },
    ]
  }
  return [
    {
      name: 'emit',
      generateBundle(this: { emitFile(file: object): void }) {
        this.emitFile({ type: 'asset', fileName: 'added.json', source })
      },
    },
  ]
}

class Emitter {
  constructor(private readonly source: string) {}
  apply(compiler: any): void {
    compiler.hooks.thisCompilation.tap('emit', (compilation: any) => {
      const stage = compiler.webpack.Compilation.PROCESS_ASSETS_STAGE_ADDITIONS
      compilation.hooks.processAssets.tap({ name: 'emit', stage }, () => {
        compilation.emitAsset('added.json', new compiler.webpack.sources.RawSource(this.source))
      })
    })
  }
}

function viteRunner(load: () => Promise<unknown>): Runner {
  return async (core, { root, entry, options, define, mode, plugins, sourcemap, minify = false }, out) => {
    const { build: bundle } = (await load()) as typeof Vite
    await bundle({
      root,
      mode,
      configFile: false,
      logLevel: 'silent',
      define,
      plugins: [createPlugin(core).vite(options), plugins] as never,
      build: {
        outDir: out,
        minify,
        sourcemap,
        lib: { entry: join(root, entry), formats: ['cjs'], fileName: () => 'main.js' },
      },
    })
  }
}

function compilerConfig(request: BuildRequest & { entry: string }, out: string, plugins: unknown[]): object {
  const { root, entry, mode, cache, sourcemap, minify = false } = request
  return {
    context: root,
    mode,
    entry: join(root, entry),
    output: { path: out },
    devtool: sourcemap ? 'source-map' : false,
    optimization: { minimize: minify },
    plugins,
    ...(cache && {
      cache: { type: request.cache?.endsWith('webpack') ? 'filesystem' : 'persistent', ...cacheAt(cache) },
    }),
  }
}

function cacheAt(cache: string): object {
  return cache.endsWith('webpack') ? { cacheDirectory: cache } : { storage: { type: 'filesystem', directory: cache } }
}

/** Rsbuild throws "Rspack build failed." and prints the errors; here they are caught on the way. */
class ErrorCollector {
  errors = ''
  apply(compiler: { hooks: { done: { tap(name: string, handler: (stats: NativeStats) => void): void } } }): void {
    compiler.hooks.done.tap('collect', (stats) => {
      if (stats.hasErrors()) this.errors = stats.toString({ all: false, errors: true, colors: false })
    })
  }
}

interface NativeStats {
  hasErrors(): boolean
  toString(options: object): string
}

interface NativeCompiler {
  run(callback: (error: Error | null, stats?: NativeStats) => void): void
  close(callback: (error?: Error | null) => void): void
}

async function run(compiler: unknown): Promise<void> {
  const native = compiler as NativeCompiler
  const stats = await new Promise<NativeStats>((settle, fail) => {
    native.run((error, result) => (error ? fail(error) : settle(result!)))
  })
  await new Promise<void>((settle, fail) => native.close((error) => (error ? fail(error) : settle())))
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true, colors: false }))
}

/** For hosts that take the working directory for the project's root. */
async function inDirectory(directory: string, work: () => Promise<void>): Promise<void> {
  const before = process.cwd
  process.cwd = () => directory
  try {
    await work()
  } finally {
    process.cwd = before
  }
}

function filesOf(directory: string): Record<string, string> {
  try {
    const names = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const paths = names.map((entry) => join(entry.parentPath, entry.name)).sort()
    return Object.fromEntries(paths.map((path) => [relative(directory, path), readFileSync(path, 'utf8')]))
  } catch {
    return {}
  }
}
