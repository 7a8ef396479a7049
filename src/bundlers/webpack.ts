import { resolve } from 'node:path'
import type { Options } from '../options'
import { Build } from './build'
import type { Transformed } from './build'
import { commandMode } from './command-mode'
import type { Core } from './core'
import { mapDefinitions, readDefinitions } from './definitions'
import type { EmittedScript } from './guard'
import { slashed, textOf } from './ids'
import { NAME, RECORD } from './names'
import { linkWithCache } from './webpack-cache'
import { compilationPort, programModules, readBy } from './webpack-graph'
import { copiedFolders, definitionTables, impliedDefinitions, isTable, pluginsNamed } from './webpack-config'
import type { Compilation, Compiler, LoaderContext, LoaderItem, Module } from './webpack-types'
import { threadMessage } from './webpack-words'

/** webpack 4 (uni-app's Vue 2 in HBuilderX, old CLI projects) lacks most of what is used here. */
const OLD_WEBPACK =
  'unplugin-mp-domains needs webpack 5. With webpack 4, take it out of the configuration and use the command: ' +
  'npx mp-domains check .\nunplugin-mp-domains 需要 webpack 5。webpack 4 请从构建配置中去掉，改用命令行：npx mp-domains check .'

/**
 * One webpack or Rspack compiler. The summary of a module is kept in its `buildInfo` (it comes back from the
 * persistent cache, where loaders do not run), linking waits for `finishModules`, and what is found is reported after
 * the assets were audited: never from inside a loader, where it would be cached with the module and outlive its cause.
 */
export class CompilerHost {
  private build: Promise<Build> | null = null
  private watching = false
  /** Why the configuration can't be used since it changed; the one before stays in force. */
  private trouble: string | null = null
  /** Files whose modules thread-loader would have carried away. */
  private readonly threaded = new Set<string>()
  private readonly failed = new WeakSet<Compilation>()
  /** Names of the assets that the host map was applied to, by compilation. */
  private readonly rewritten = new WeakMap<Compilation, Set<string>>()

  constructor(
    private readonly compiler: Compiler,
    private readonly user: Options,
    private readonly core: Core,
    /** The plugin's object of this compiler, which the loader is given: its name is part of each module's identity. */
    private readonly identity: { name: string },
  ) {}

  apply(): void {
    const { compiler } = this
    if (!compiler.webpack) throw new Error(OLD_WEBPACK)
    // It holds the compiler: whoever sends the options of loaders elsewhere as JSON (thread-loader under Rspack, which
    // fails there by itself) would end the process.
    Object.defineProperty(this.identity, 'toJSON', { value: () => ({ name: this.identity.name }), configurable: true })
    const begin = (watching: boolean) => async (): Promise<void> => {
      this.watching = watching
      this.build ??= this.begin()
      await this.build
      if (watching) await this.reload()
    }
    compiler.hooks.beforeRun.tapPromise(NAME, begin(false))
    compiler.hooks.watchRun.tapPromise(NAME, begin(true))
    compiler.hooks.thisCompilation.tap(NAME, (compilation) => this.tap(compilation))
    // A copy for this compiler: another one, of another environment, may define from the same object. Plugins in front of
    // this one (Taro's, Vue CLI's) were applied already and hold on to theirs.
    const applied = compiler.hooks.compilation.taps?.filter(({ name }) => name === 'DefinePlugin').length ?? 0
    for (const plugin of pluginsNamed(compiler, 'DefinePlugin').slice(applied)) {
      if (isTable(plugin.definitions)) plugin.definitions = { ...plugin.definitions }
    }
    compiler.hooks.afterCompile.tapPromise(NAME, async (compilation) => {
      const file = (await this.build)?.options.configFile
      if (file) compilation.fileDependencies.add(file)
    })
    compiler.hooks.afterEmit.tapPromise(NAME, async () => (await this.build)?.mark())
    compiler.hooks.shouldEmit.tap({ name: NAME, stage: -100 }, (compilation) =>
      this.failed.has(compilation) ? false : undefined,
    )
  }

  /** A module passes the loader. */
  async transform(code: string, id: string, context: LoaderContext): Promise<Transformed | null> {
    if (!this.build) return null
    const build = await this.build
    const result = await build.transform(id, code, (file) => readBy(this.compiler, file))
    const info = context._module?.buildInfo
    // Rspack's buildInfo must be changed in place: assigning a new object throws.
    // A text: both hosts' caches write an object node by node, which costs more than parsing it.
    if (result && info) info[RECORD] = build.textOf(result.record)
    return result
  }

  private async begin(): Promise<Build> {
    const { options } = this.compiler
    const tables = definitionTables(this.compiler)
    const implied = impliedDefinitions(this.compiler, process.env)
    const defines = new Map([implied, ...tables].flatMap((table) => [...readDefinitions(table, 'tree')]))
    const named = commandMode(process.argv)
    const mode = options.mode && options.mode !== 'none' ? options.mode : null
    const resolved = await this.core.resolveOptions(this.user, {
      root: slashed(options.context ?? this.compiler.context),
      mode: named?.name ?? mode,
      modeFrom: named?.from ?? 'mode',
      command: this.watching ? 'watch' : 'build',
      defines,
    })
    const mappedDefines: string[] = []
    for (const table of tables) {
      const mapped = mapDefinitions(table, 'tree', (text) => this.core.mapText(text, resolved))
      if (!mapped) continue
      Object.assign(table, mapped)
      for (const name of readDefinitions(mapped, 'tree').keys()) mappedDefines.push(name)
    }
    this.identity.name = `${NAME}:${this.core.rewriteKey(resolved)}`
    const build = new Build(resolved, this.core)
    build.directories.mirrored.push(...copiedFolders(this.compiler))
    for (const name of mappedDefines) build.mappedDefines.add(name)
    return build
  }

  /** In watch mode: where the configuration changed, a new build goes on with it; one that can't be used is told of. */
  private async reload(): Promise<void> {
    const file = (await this.build)?.options.configFile
    if (!file || ![...(this.compiler.modifiedFiles ?? [])].some((name) => slashed(name) === file)) return
    this.trouble = null
    const next = this.begin()
    try {
      await next
      this.build = next
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error)
    }
  }

  private tap(compilation: Compilation): void {
    if (this.trouble !== null) compilation.warnings.push(new this.compiler.webpack.WebpackError(this.trouble))
    const { Compilation: stages, NormalModule } = this.compiler.webpack
    NormalModule.getCompilationHooks(compilation).beforeLoaders?.tap(NAME, (loaders, module) =>
      this.avoidThreads(loaders, module),
    )
    compilation.hooks.finishModules.tapPromise(NAME, (modules) => this.link(compilation, modules))
    compilation.hooks.processAssets.tapPromise(
      { name: NAME, stage: stages.PROCESS_ASSETS_STAGE_PRE_PROCESS, additionalAssets: true },
      (assets) => this.rewriteAssets(compilation, Object.keys(assets)),
    )
    compilation.hooks.processAssets.tapPromise({ name: NAME, stage: stages.PROCESS_ASSETS_STAGE_REPORT }, () =>
      this.report(compilation),
    )
  }

  private async link(compilation: Compilation, modules: Iterable<Module>): Promise<void> {
    if (!this.build) return
    const build = await this.build
    const live = programModules(compilation, modules)
    const known = live.flatMap(({ resource, buildInfo }) =>
      resource ? [{ id: resource, record: buildInfo?.[RECORD] as string | undefined }] : [],
    )
    const read = (id: string) => readBy(this.compiler, id)
    const companions = await build.companions(
      known.map(({ id }) => id),
      read,
    )
    await build.sync([...known, ...companions.map((id) => ({ id }))], read)
    await linkWithCache(compilation, build, this.identity.name, (prepare) =>
      build.link(compilationPort(compilation, live), prepare),
    )
  }

  private async rewriteAssets(compilation: Compilation, names: string[]): Promise<void> {
    if (!this.build) return
    const build = await this.build
    const { RawSource, ReplaceSource } = this.compiler.webpack.sources
    const done = this.rewritten.get(compilation) ?? new Set()
    this.rewritten.set(compilation, done)
    const scripts = build.guard === null ? [] : scriptsOf(compilation)
    for (const name of names) {
      if (done.has(name)) continue
      done.add(name)
      const asset = compilation.getAsset(name)
      const content = asset?.source.source()
      const text = asset && textOf(name, content!)
      const rewritten = text
        ? build.rewriteAsset(...placeOf(compilation, name), text, copiedFrom(compilation, asset))
        : null
      const guard = text ? build.guardOf(name, text, scripts) : null
      if (!asset || !(rewritten || guard)) continue
      // Copied files are bytes, and ReplaceSource would count those where ours are places in the text.
      const source = new ReplaceSource(typeof content === 'string' ? asset.source : new RawSource(text!))
      for (const { start, end, text: replacement } of rewritten?.edits ?? [])
        source.replace(start, end - 1, replacement)
      if (guard) source.insert(0, guard)
      compilation.updateAsset(name, source)
    }
  }

  private async report(compilation: Compilation): Promise<void> {
    if (!this.build) return
    const build = await this.build
    // Rspack has no additionalAssets: what was added after our first pass is rewritten now.
    await this.rewriteAssets(compilation, Object.keys(compilation.assets))
    for (const name of Object.keys(compilation.assets)) {
      const asset = compilation.getAsset(name)
      const text = asset && textOf(name, asset.source.source())
      if (text) build.audit(...placeOf(compilation, name), text, copiedFrom(compilation, asset))
    }
    // With modules that failed the graph is not whole, and what is missing from it would be reported wrongly.
    const verdict = compilation.errors.length > 0 ? null : build.verdict()
    if (!verdict) return
    await build.writeReports(verdict)
    const failed = verdict.failed && !this.watching
    if (failed) this.failed.add(compilation)
    const threads = threadMessage([...this.threaded], build.options)
    if (threads !== null) compilation.warnings.push(this.messageOf(threads))
    this.threaded.clear()
    if (verdict.text === null) return
    if (!failed && verdict.level === 'info') compilation.getLogger(NAME).info(verdict.text)
    else (failed ? compilation.errors : compilation.warnings).push(this.messageOf(verdict.text))
  }

  private messageOf(text: string): Error {
    const error = new this.compiler.webpack.WebpackError(text)
    // The stack shows our own frames only, in some hosts above the message.
    error.stack = ''
    return error
  }

  /**
   * thread-loader hands the loaders to its right to a worker, where the build of this process is out of reach. It only
   * spreads work, so it leaves such a chain: all loaders run here, and the build says so once.
   */
  private avoidThreads(loaders: LoaderItem[], module: Module): void {
    const own = loaders.findLastIndex(
      ({ options }) => (options as { plugin?: unknown } | undefined)?.plugin === this.identity,
    )
    const kept = loaders.filter(({ loader }, at) => at > own || !/[\\/]thread-loader[\\/]/.test(loader))
    if (kept.length === loaders.length) return
    loaders.splice(0, loaders.length, ...kept)
    this.threaded.add(slashed(module.resource ?? ''))
  }
}

function placeOf({ outputOptions }: Compilation, name: string): [directory: string, file: string] {
  // `a.js?v=1` is written as `a.js`.
  return [outputOptions.path ?? 'dist', name.split('?')[0]]
}

/** The file that an asset says it is a copy of: copying plugins note it, from the compiler's context. */
function copiedFrom({ compiler }: Compilation, { info }: { info?: { sourceFilename?: string } }): string | undefined {
  const from = info?.sourceFilename
  return from === undefined ? undefined : slashed(resolve(compiler.options.context ?? compiler.context, from))
}

/** The scripts of a compilation; an entry's own file is that of its entry chunk. */
function scriptsOf({ assets, entrypoints }: Compilation): EmittedScript[] {
  const entries = new Set([...entrypoints.values()].flatMap((entry) => [...(entry.getEntrypointChunk()?.files ?? [])]))
  return Object.keys(assets).map((file) => ({ file, isEntry: entries.has(file) }))
}
