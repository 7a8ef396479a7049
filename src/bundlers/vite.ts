import { resolve } from 'node:path'
import type { BuildValue, Options } from '../options'
import type { HostPort } from '../session'
import type { Build } from './build'
import { commandMode } from './command-mode'
import type { Core, HostFacts } from './core'
import { mapDefinitions, mapValue, readDefinitions } from './definitions'
import type { Definitions } from './definitions'
import { DevPage, emptyReport } from './dev-page'
import type { PageRequest, PageResponse } from './dev-page'
import { parseId, slashed } from './ids'
import { npmPackages } from './npm-packages'
import type { NpmPackages } from './npm-packages'
import { Overlay } from './overlay'
import type { OverlayChannel } from './overlay'
import { inspectCopies, inspectSources } from './copies'
import { RollupHost } from './rollup'
import { readText } from './rollup-graph'
import { copiedBy, isTaro, publicDirectory, withoutFront } from './vite-sources'
import type { Bundle, OutputOptions, PluginContext } from './rollup'

/** What of Vite's configuration is used, as users write it and as it is resolved; the same in Vite 5 to 8. */
export interface ViteConfig {
  root?: string
  mode?: string
  command?: 'build' | 'serve'
  define?: Definitions
  env?: Record<string, unknown>
  envDir?: string | false
  envPrefix?: string | string[]
  build?: { outDir?: string; watch?: object | null; copyPublicDir?: boolean }
  publicDir?: string | false
  logger?: { error(text: string): void; warn(text: string): void; info(text: string): void }
  /** weapp-vite. */
  weapp?: { platform?: unknown }
}

interface ModuleNode {
  file: string | null
  importers: Set<ModuleNode>
}

interface Container {
  resolveId(specifier: string, importer: string): Promise<{ id: string; external?: unknown } | null>
}

interface ModuleGraph {
  getModulesByFile(file: string): Set<ModuleNode> | undefined
}

/** A dev server, or one environment of it (from Vite 6 on). */
export interface ViteServer {
  pluginContainer: Container
  moduleGraph: ModuleGraph
  /** The server alone, not its environments. */
  middlewares?: {
    use(handler: (request: PageRequest, response: PageResponse, next: (error?: unknown) => void) => void): void
  }
  ws?: OverlayChannel
  watcher?: { add(file: string): unknown }
  restart?(): Promise<void>
}

type ViteContext = PluginContext & { environment?: ViteServer }

/** Quiet time after a transform before a dev server links, in milliseconds. */
const BATCH = 100

/** Vite: builds are Rollup's or Rolldown's; its dev server has no end, so it links whenever transforms pause. */
export class ViteHost {
  readonly rollup: RollupHost
  private config: ViteConfig = {}
  private server: ViteServer | null = null
  private page: DevPage | null = null
  private readonly overlay = new Overlay()
  /** The entries of `define` that are ours, as they were before the host map was applied. */
  private original: Definitions = {}
  private readonly devBuilds = new Map<object, { build: Build; timer: NodeJS.Timeout | null; said: string | null }>()
  /** What weapp-vite builds apart; like the bundler itself it looks at packages once. */
  private packages: NpmPackages | null = null
  /** Files that Vite itself wrote, by build: what else is in the output was copied. */
  private readonly emitted = new WeakMap<Build, Set<string>>()

  constructor(
    user: Options,
    private readonly core: Core,
  ) {
    // Rollup prints what plugins say whatever Vite's log level is.
    this.rollup = new RollupHost(user, core, (_, text) => this.config.logger?.info(text))
  }

  /** Vite's `config` hook: entries of `define` and variables of `.env` files, with the host map applied. */
  async configure(
    config: ViteConfig,
    env: { command: 'build' | 'serve'; mode: string },
  ): Promise<{ define: Definitions } | null> {
    const options = await this.rollup.prepare(factsOf(config, env, config.define ?? {}))
    const map = (text: string) => this.core.mapText(text, options)
    const define: Definitions = {}
    const prefixes = [config.envPrefix ?? 'VITE_'].flat()
    for (const [name, { value }] of options.defines) {
      const variable = name.startsWith('import.meta.env.') ? name.slice('import.meta.env.'.length) : ''
      if (!prefixes.some((prefix) => prefix !== '' && variable.startsWith(prefix))) continue
      const mapped = mapValue(value, map)
      if (mapped !== undefined) define[name] = JSON.stringify(mapped)
    }
    Object.assign(define, mapDefinitions(config.define ?? {}, 'json', map))
    for (const name of Object.keys(define)) this.rollup.mappedDefines.add(name)
    this.original = Object.fromEntries(Object.keys(define).map((name) => [name, config.define?.[name]]))
    return Object.keys(define).length > 0 ? { define } : null
  }

  /** Vite's `configResolved` hook: what the configuration says in the end. */
  async configured(config: ViteConfig): Promise<void> {
    this.config = config
    const define: Definitions = {}
    for (const [name, value] of Object.entries(config.define ?? {})) {
      if (!(name in this.original)) define[name] = value
      else if (this.original[name] !== undefined) define[name] = this.original[name]
    }
    await this.rollup.prepare(factsOf(config, { command: config.command ?? 'build', mode: config.mode ?? '' }, define))
  }

  serve(server: ViteServer): void {
    this.server = server
    const options = () => this.rollup.prepared()
    void options().then(({ configFile }) => configFile !== null && server.watcher?.add(configFile))
    const page = new DevPage(async (data, live) => this.core.page(data, await options(), () => null, live))
    this.page = page
    server.middlewares?.use((request, response, next) => {
      void page.handle(request, response, next, async () => emptyReport(await options()))
    })
  }

  async transform(context: ViteContext, code: string, id: string): Promise<ReturnType<RollupHost['transform']>> {
    if (!this.server) {
      const file = this.config.weapp ? readText(parseId(id).id) : null
      return withoutFront(code, file, (text) => this.rollup.transform(context, text, id))
    }
    const server = context.environment ?? this.server
    const build = await this.rollup.buildOf(context, server)
    const result = await build.transform(id, code, readText)
    if (result) this.schedule(server, build)
    return result
  }

  /** weapp-vite builds the packages of `dependencies` apart from the bundle. */
  async link(context: PluginContext): Promise<void> {
    const { weapp, root = process.cwd() } = this.config
    if (weapp) this.packages ??= npmPackages(root)
    await this.rollup.link(context, this.packages ?? undefined)
  }

  /** The configuration changed: a dev server starts anew, as it does for Vite's own. */
  async restart(): Promise<void> {
    await this.server?.restart?.()
  }

  /** The dev server closes: what is scheduled is given up. */
  stop(): void {
    this.page?.close()
    for (const state of this.devBuilds.values()) if (state.timer) clearTimeout(state.timer)
    this.devBuilds.clear()
  }

  get serving(): boolean {
    return this.server !== null
  }

  remove(id: string): void {
    for (const [server, { build }] of this.devBuilds) {
      build.remove(id)
      this.schedule(server as ViteServer, build)
    }
  }

  private schedule(server: ViteServer, build: Build): void {
    let state = this.devBuilds.get(server)
    if (!state) this.devBuilds.set(server, (state = { build, timer: null, said: null }))
    if (state.timer) clearTimeout(state.timer)
    const current = state
    current.timer = setTimeout(() => {
      current.timer = null
      this.say(server, current).catch((error: unknown) => this.config.logger?.warn(String(error)))
    }, BATCH)
    current.timer.unref()
  }

  private async say(server: ViteServer, state: { build: Build; said: string | null }): Promise<void> {
    const { build } = state
    await build.link(serverPort(server))
    const verdict = build.verdict()
    if (!verdict) return
    await build.writeReports(verdict)
    if (!this.devBuilds.has(server)) return
    if (this.isLargest(build)) this.page?.update(verdict.data)
    if (verdict.text === state.said) return
    state.said = verdict.text
    this.overlay.show(verdict, build, this.server?.ws)
    // A batch without findings is no news.
    if (verdict.text !== null && verdict.level !== 'info') this.config.logger?.warn(verdict.text)
  }

  /** Of several environments of one server (client, ssr) the page shows the one with the most modules. */
  private isLargest(build: Build): boolean {
    const others = [...this.devBuilds.values()].filter((state) => state.build !== build)
    return others.every((state) => state.build.size <= build.size)
  }

  /** `generateBundle`: what can fail the build fails it here, before a file is written. */
  async generate(context: PluginContext, output: OutputOptions, bundle: Bundle): Promise<void> {
    const folder = publicDirectory(this.config)
    const { directories } = await this.rollup.buildOf(context)
    if (folder && !directories.mirrored.includes(folder)) directories.mirrored.push(folder)
    const build = await this.rollup.inspect(context, output, bundle)
    let emitted = this.emitted.get(build)
    if (!emitted) this.emitted.set(build, (emitted = new Set()))
    for (const file of Object.keys(bundle)) emitted.add(file)
    if (build.verdict()?.failed && !context.meta.watchMode) {
      this.emitted.delete(build)
      // What would be copied after this belongs into the same message.
      inspectSources(build, copiedBy(this.config, context))
      const { logger } = this.config
      await this.rollup.conclude(context, build, isTaro(context) && logger ? (text) => logger.error(text) : undefined)
    }
  }

  /** `closeBundle`: files that were copied into the output without passing Vite are there now. */
  async close(context: PluginContext): Promise<void> {
    const build = await this.rollup.buildOf(context)
    const emitted = this.emitted.get(build)
    // Nothing was generated: another plugin ended the build, or we did.
    if (!emitted) return
    const root = this.config.root ?? process.cwd()
    await inspectCopies(build, resolve(root, this.config.build?.outDir ?? 'dist'), emitted)
    await this.rollup.conclude(context, build)
  }
}

function factsOf(
  config: ViteConfig,
  env: { command: 'build' | 'serve'; mode: string },
  define: Definitions,
): HostFacts {
  const defines = new Map<string, BuildValue>()
  for (const name of ['MODE', 'PROD', 'DEV', 'SSR', 'BASE_URL']) {
    if (config.env && name in config.env)
      defines.set(`import.meta.env.${name}`, { value: config.env[name], place: null })
  }
  for (const [name, value] of readDefinitions(define, 'json')) {
    // Of the object as a whole Vite takes single variables out first (weapp-vite defines it so).
    const members = name === 'import.meta.env' ? Object.entries(value.value as object) : null
    for (const [key, member] of members ?? []) defines.set(`${name}.${key}`, { value: member, place: null })
    if (!members) defines.set(name, value)
  }
  const root = resolve(config.root ?? process.cwd())
  const named = commandMode(process.argv)
  return {
    root: slashed(root),
    mode: (named?.name ?? env.mode) || null,
    modeFrom: named?.from ?? (process.env.UNI_PLATFORM ? 'uni --mode' : 'vite --mode'),
    command: env.command === 'serve' ? 'dev' : config.build?.watch ? 'watch' : 'build',
    defines,
    ...(typeof config.envDir === 'string' && { envDir: slashed(resolve(root, config.envDir)) }),
    ...(config.envPrefix !== undefined && { envPrefix: config.envPrefix }),
    ...(typeof config.weapp?.platform === 'string' && { target: { name: config.weapp.platform, from: 'weapp-vite' } }),
    ...(config.env && { nodeEnv: config.env.PROD === false ? 'development' : 'production' }),
  }
}

function serverPort(server: ViteServer): HostPort {
  return {
    async resolve(specifier, importer) {
      const found = await server.pluginContainer.resolveId(specifier, importer).catch(() => null)
      return found && !found.external ? parseId(found.id).id : null
    },
    read: readText,
    importers(file) {
      const found = new Set<string>()
      for (const node of server.moduleGraph.getModulesByFile(file) ?? []) {
        for (const { file: importer } of node.importers) if (importer && importer !== file) found.add(importer)
      }
      return found
    },
  }
}
