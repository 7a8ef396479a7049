import { dirname, resolve } from 'node:path'
import type { Options, ResolvedOptions } from '../options'
import type { ModuleRecord } from '../session'
import { Build } from './build'
import type { Transformed } from './build'
import type { Core, HostFacts } from './core'
import { mapDefinitions, readDefinitions } from './definitions'
import type { Definitions } from './definitions'
import { movedDown } from './guard'
import { parseId, slashed, textOf } from './ids'
import type { NpmPackages } from './npm-packages'
import { RECORD } from './names'
import { graphPort, readText } from './rollup-graph'

/** What of a hook's `this` is used; the same in Rollup 4, Rolldown 1 and Vite's builds of both. */
export interface PluginContext {
  meta: { watchMode?: boolean; viteVersion?: string }
  /** Rolldown: one object for each bundler, kept over watch rebuilds. */
  data?: object
  getModuleInfo(id: string): ModuleInfo | null
  getModuleIds(): Iterable<string>
  resolve(
    specifier: string,
    importer: string,
    options: { skipSelf: boolean },
  ): Promise<{ id: string; external?: boolean | string } | null>
  addWatchFile?(id: string): void
  warn(message: string): void
  info?(message: string): void
  error(message: { message: string; stack: string }): never
}

interface ModuleInfo {
  meta: Record<string, unknown>
  importers: readonly string[]
  dynamicImporters: readonly string[]
}

/** One file of a bundle. */
export interface BundleFile {
  type: 'asset' | 'chunk'
  source?: string | Uint8Array
  code?: string
}

/** A chunk, as far as `renderChunk` is told of it. */
export interface RenderedChunk {
  fileName: string
  isEntry?: boolean
}

/** Where a bundle is written. */
export interface OutputOptions {
  dir?: string
  file?: string
}

export type Bundle = Record<string, BundleFile>

/**
 * One plugin object of a Rollup-like host. Builds are told apart by the host's own build object, since one plugin
 * object may serve several at a time; the session goes on from one watch rebuild to the next.
 */
export class RollupHost {
  private builds = new WeakMap<object, Promise<Build>>()
  /** A build that is over: its session serves the next one, so that a watch rebuild links only what changed. */
  private idle: Build | null = null
  private said: string | null = null
  /** Names of build-time values that the host map was applied to where they enter the program. */
  readonly mappedDefines = new Set<string>()
  private ready: { key: string; facts: HostFacts; options: Promise<ResolvedOptions> } | null = null
  /** The configuration file, as it was last known: it is watched also while it can't be used. */
  private configFile: string | null = null

  constructor(
    private readonly user: Options,
    readonly core: Core,
    /** Where a report without findings goes. */
    private readonly inform = (context: PluginContext, text: string): void => context.info?.(text),
  ) {}

  /** The options in force, once for the same facts. */
  prepare(facts: HostFacts): Promise<ResolvedOptions> {
    const key = JSON.stringify({ ...facts, defines: [...facts.defines] })
    if (this.ready?.key !== key) this.ready = { key, facts, options: this.core.resolveOptions(this.user, facts) }
    return this.ready.options
  }

  /** The options that were settled last; of a host without any configuration, those of the working directory. */
  prepared(watching = false): Promise<ResolvedOptions> {
    return this.ready?.options ?? this.prepare(plainFacts(process.cwd(), watching, {}))
  }

  /** Watches the configuration file, where the host watches. */
  async watch(context: PluginContext): Promise<void> {
    if (!context.meta.watchMode) return
    if (this.configFile !== null) context.addWatchFile?.(this.configFile)
    const { configFile } = await this.prepared(true)
    if (configFile !== null && configFile !== this.configFile) context.addWatchFile?.(configFile)
    this.configFile = configFile
  }

  /** A file changed: where it is the configuration, everything is settled anew. True then. */
  async reload(id: string): Promise<boolean> {
    const file = (await this.ready?.options.catch(() => null))?.configFile ?? this.configFile
    if (!this.ready || file === null || slashed(id) !== file) return false
    const { facts, key } = this.ready
    this.configFile = file
    this.idle = null
    this.builds = new WeakMap()
    this.ready = { key, facts, options: this.core.resolveOptions(this.user, facts) }
    // Whoever asks next is told; an error must not end the process before that.
    this.ready.options.catch(() => {})
    return true
  }

  /** Rolldown's entries of `transform.define` that the host map changes, mapped. */
  async mapDefine(root: string, watching: boolean, define: Definitions): Promise<Definitions | null> {
    const options = await this.prepare(plainFacts(root, watching, define))
    return mapDefinitions(define, 'json', (text) => this.core.mapText(text, options))
  }

  /** The build that a hook is called for. `key` is the host's build object where `this` does not hold one. */
  buildOf(context: PluginContext, key: object = context.data ?? context.getModuleInfo): Promise<Build> {
    let build = this.builds.get(key)
    if (!build) {
      build = this.begin(context)
      this.builds.set(key, build)
    }
    return build
  }

  private async begin(context: PluginContext): Promise<Build> {
    const watching = context.meta.watchMode === true
    if (watching && this.idle) {
      const build = this.idle
      this.idle = null
      return build
    }
    const options = this.prepared(watching)
    const build = new Build(await options, this.core)
    for (const name of this.mappedDefines) build.mappedDefines.add(name)
    return build
  }

  async transform(context: PluginContext, code: string, id: string): Promise<Transformed | null> {
    const build = await this.buildOf(context)
    return build.transform(id, code, readText)
  }

  /** Rollup keeps transformed code over builds: code that another host map made must be made again. */
  async isStale(context: PluginContext, id: string, meta: Record<string, unknown>): Promise<boolean> {
    const { options } = await this.buildOf(context)
    const key = meta[`${RECORD}:rewrite`]
    return options.filter(parseId(id).id) && key !== undefined && key !== this.core.rewriteKey(options)
  }

  /** What Rollup-likes keep in a module's `meta`. */
  async metaOf(context: PluginContext, record: ModuleRecord | string): Promise<Record<string, unknown>> {
    const { options } = await this.buildOf(context)
    return { [RECORD]: record, [`${RECORD}:rewrite`]: this.core.rewriteKey(options) }
  }

  /** @param packages of the program that are no part of the bundle */
  async link(context: PluginContext, packages: NpmPackages = { files: [], entries: new Map() }): Promise<void> {
    const build = await this.buildOf(context)
    const modules = [...context.getModuleIds()]
    const companions = await build.companions(modules, readText, packages.files)
    await build.sync(
      [...modules, ...companions].map((id) => ({
        id,
        record: context.getModuleInfo(id)?.meta[RECORD] as ModuleRecord | undefined,
      })),
      readText,
    )
    await build.link(graphPort(context, modules, packages.entries))
    if (context.meta.watchMode) this.idle = build
  }

  /**
   * Applies the host map to one chunk, where it was not applied at the source (values from `define`), and puts the guard
   * of development builds in front.
   * @param chunks all chunks of this output
   */
  async renderChunk(
    context: PluginContext,
    code: string,
    { fileName }: RenderedChunk,
    output: OutputOptions,
    chunks: readonly RenderedChunk[],
  ): Promise<{ code: string; map: object } | null> {
    const build = await this.buildOf(context)
    const rewritten = build.rewriteAsset(directoryOf(output), fileName, code)
    const result = rewritten && { code: rewritten.code, map: await rewritten.map() }
    const scripts = chunks.map((chunk) => ({ file: chunk.fileName, isEntry: chunk.isEntry === true }))
    const guard = build.guardOf(fileName, code, scripts)
    if (guard === null) return result
    const { MagicString } = await import('magic-string')
    const map = result?.map ?? new MagicString(code).generateMap({ source: fileName, hires: 'boundary' })
    return { code: guard + (result?.code ?? code), map: movedDown(map) }
  }

  /** Rewrites what is about to be written, as far as it is no chunk, and audits all of it. */
  async inspect(context: PluginContext, output: OutputOptions, bundle: Bundle): Promise<Build> {
    const build = await this.buildOf(context)
    for (const [name, file] of Object.entries(bundle)) {
      const text = textOf(name, file.code ?? file.source ?? '')
      if (!text) continue
      const directory = directoryOf(output)
      const rewritten = file.type === 'asset' ? build.rewriteAsset(directory, name, text) : null
      if (rewritten) file.source = rewritten.code
      build.audit(directory, name, rewritten?.code ?? text)
    }
    return build
  }

  /**
   * Ends a build: one error with everything, or one warning; watch modes go on whatever was found.
   * @param print shows the report where the host prints an error twice (Taro prints it and lets Node do it again)
   */
  async conclude(context: PluginContext, build: Build, print?: (text: string) => void): Promise<void> {
    const verdict = build.verdict()
    if (!verdict) return
    await build.writeReports(verdict)
    if (!verdict.failed || context.meta.watchMode) build.mark()
    if (verdict.text === null) return
    // The stack shows our own frames only, which hosts would print below the report.
    if (verdict.failed && !context.meta.watchMode) {
      print?.(verdict.text)
      context.error({ message: print ? 'the build ends with the findings above' : verdict.text, stack: '' })
    }
    // Several outputs of one build end one by one; each rebuild of a watch mode speaks for itself.
    if (verdict.text === this.said && !context.meta.watchMode) return
    this.said = verdict.text
    if (verdict.level === 'info') this.inform(context, verdict.text)
    else context.warn(verdict.text)
  }
}

function directoryOf({ dir, file }: OutputOptions): string {
  return resolve(dir ?? (file ? dirname(file) : '.'))
}

/** The facts of a host that knows neither a mode nor a configuration of ours. */
export function plainFacts(root: string, watching: boolean, define: Definitions): HostFacts {
  return {
    root: slashed(root),
    // Without a mode of the host NODE_ENV tells development, and nothing else: it is no name of an environment.
    mode: process.env.NODE_ENV === 'development' ? 'development' : null,
    modeFrom: 'NODE_ENV',
    command: watching ? 'watch' : 'build',
    defines: readDefinitions(define, 'json'),
  }
}
