import { position, summarise, type ModuleSummary } from '../extract'
import { callFunction } from '../link/calls'
import { valueArguments } from '../link/arguments'
import { evaluate } from '../link/evaluate'
import { fromJson } from '../link/globals'
import { bindFile } from '../link/globs'
import { exportOf } from '../link/imports'
import { collectKeys } from '../link/elements'
import { member } from '../link/members'
import { keyText } from '../link/truth'
import type { Module } from '../link/module'
import { one, type Alternatives, type Value } from '../link/values'
import { World } from '../link/world'
import type { BuildConfigInput, BuildSettings, BuildValue } from '../options'
import { definedValue } from '../options/defines'
import { directoryOf, isAbsolute, joinPath } from '../options/files'
import type { Place } from '../url/place'
import { createResolver } from './resolver'

/** Where configurations stand, and what of them reaches the program. */
const CONFIGS: readonly {
  names: readonly string[]
  /** The modes that it is read in; absent: all. */
  modes?: RegExp
  read: (reader: Reader, config: Value, into: BuildSettings) => void
}[] = [
  { names: ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `vite.config.${extension}`), read: readVite },
  { names: ['config/index.ts', 'config/index.js'], read: readTaro },
  // mpvue's and Vue's webpack templates hand them to DefinePlugin as `process.env`.
  // https://github.com/mpvue/mpvue-quickstart/blob/master/template/build/webpack.prod.conf.js
  { names: ['config/prod.env.js'], modes: /^(?!development$)/, read: readEnvironment },
  { names: ['config/dev.env.js'], modes: /^development$/, read: readEnvironment },
  { names: ['vue.config.js', 'vue.config.ts'], read: readMpx },
]

/** Modules that one configuration may be put together from. */
const MOST_MODULES = 12
/** Stands for `file://`: relative URLs are resolved as those of the web are. */
const FILE = 'http://file'
/** Nodes that one question may evaluate; configurations are small. */
const BUDGET = 20_000

/** What configurations take from packages: stand-ins whose values can be followed. */
const STAND_INS: Readonly<Record<string, string>> = {
  vite: 'export const defineConfig = (c) => c; export const mergeConfig = (a, b) => Object.assign({}, a, b); export const loadEnv = () => process.env',
  '@tarojs/cli': 'export const defineConfig = (c) => c',
  path: "export const resolve = (...parts) => parts.join('/'); export const join = resolve; export default { resolve, join }",
  url: 'const Own = URL; export { Own as URL }; export const fileURLToPath = (url) => String(url); export default { fileURLToPath, URL }',
  'webpack-merge': 'module.exports = (...layers) => Object.assign({}, ...layers)',
  '@vue/cli-service': 'export const defineConfig = (c) => c',
  merge: 'export const merge = (...layers) => Object.assign(...layers)',
}

/**
 * Reads what the toolchain's own configuration says of build-time values, aliases and variables, without running it:
 * Vite's `define`, `envPrefix`, `envDir` and `resolve.alias`, Taro's `defineConstants`, `env` and `alias`, mpx's `defs`,
 * and the variables of mpvue's templates. For hosts that are no bundler. What can't be decided by the text is left out.
 */
export function readBuildConfig(input: BuildConfigInput): BuildSettings {
  const settings: BuildSettings = { defines: [], alias: {} }
  for (const { names, modes, read } of CONFIGS) {
    if (modes && !modes.test(input.mode)) continue
    const file = names.map((name) => joinPath(input.root, name)).find((path) => input.files.kind(path) === 'file')
    const reader = file && new Reader(input, file)
    if (reader) for (const config of reader.configs()) read(reader, config, settings)
  }
  return settings
}

/** The modules of one configuration, linked. */
class Reader {
  private readonly world: World
  private readonly main: Module
  private readonly summaries = new Map<string, ModuleSummary>()

  constructor(
    private readonly input: BuildConfigInput,
    private readonly file: string,
  ) {
    const own: [string, unknown][] = [
      ['__dirname', directoryOf(file)],
      ['import.meta.dirname', directoryOf(file)],
      ['import.meta.url', FILE + file],
    ]
    const defines = new Map<string, BuildValue>([
      ...input.defines,
      ...own.map(([name, value]) => [name, { value, place: null }] as const),
    ])
    this.world = new World(input.platform, defines, [])
    this.main = this.load()
  }

  private load(): Module {
    const { files, root } = this.input
    const resolve = createResolver({ files, root, alias: {}, variants: [] })
    const queue = [this.file]
    for (let i = 0; i < queue.length && i < MOST_MODULES; i++) {
      const id = queue[i]
      const standIn = STAND_INS[id]
      const module = this.add(id, standIn ?? files.read(id) ?? '')
      for (const specifier of module.summary.specifiers) {
        const name = specifier.replace(/^node:/, '')
        const target = Object.hasOwn(STAND_INS, name) ? name : specifier.startsWith('.') ? resolve(specifier, id) : null
        module.resolved.set(specifier, target)
        if (target !== null && !queue.includes(target)) queue.push(target)
      }
      for (const target of this.required(module, resolve)) if (!queue.includes(target)) queue.push(target)
    }
    return this.world.modules.get(this.file)!
  }

  /** Finds the modules whose names are put together: `require(`./${env}`)`. */
  private required(module: Module, resolve: (specifier: string, importer: string) => string | null): string[] {
    const { nodes, globs } = module.summary
    const found = globs?.map((): [key: string, id: string][] => [])
    for (const n of nodes) {
      const glob = n[0] === 'call' ? nodes[n[1]]! : null
      if (n[0] !== 'call' || glob?.[0] !== 'glob' || !globs![glob[1]]!.required || typeof n[2][0] !== 'number') continue
      this.world.ask(BUDGET)
      for (const { v } of evaluate(this.world, module, n[2][0], module.frameOf(module.owner(n[2][0])))) {
        const name = keyText(v)
        const target = name === null ? null : resolve(globs![glob[1]]!.patterns[0]! + name.slice(1), module.id)
        if (target === null) continue
        found![glob[1]]!.push([name!, target])
        bindFile(module, target)
      }
    }
    if (found) module.globs = found
    module.forget()
    return found?.flat().map(([, id]) => id) ?? []
  }

  private add(id: string, code: string): Module {
    const summary = summarise(Object.hasOwn(STAND_INS, id) ? `${id}.js` : id, code, { force: true }) as ModuleSummary
    this.summaries.set(id, summary)
    return this.world.add(id, summary)
  }

  /** What the file exports; of a function, what it returns for a build. */
  configs(): Value[] {
    const exported = this.export(this.main, 'default')
    return exported.flatMap(({ v }) => (v.t === 'fn' ? this.called(v) : [v]))
  }

  private called(config: Extract<Value, { t: 'fn' }>): Value[] {
    this.world.ask(BUDGET)
    const env = one(fromJson({ command: 'build', mode: this.input.mode, isSsrBuild: false, isPreview: false }, null))
    const merge = this.export(this.world.modules.get('merge') ?? this.add('merge', STAND_INS.merge), 'merge')
    // Vite hands over the environment alone, Taro a merging function before it.
    const args = /(?:^|\/)vite\.config/.test(this.file) ? [env] : [merge, env]
    return callFunction(this.world, config, valueArguments(args), null).map(({ v }) => v)
  }

  private export(module: Module, name: string): Alternatives {
    this.world.ask(BUDGET)
    return exportOf(this.world, module, name, new Set(), module, 0)
  }

  /** The values of a member, of every layer where objects were merged: the last one counts. */
  layers(object: Value, name: string): Value[] {
    if (object.t === 'merged') return object.layers.flatMap((layer) => this.layers(layer, name))
    return this.get(object, name).map(({ v }) => v)
  }

  get(object: Value, name: string): Alternatives {
    this.world.ask(BUDGET)
    return member(this.world, object, name, this.main, 0)
  }

  keys(object: Value): string[] {
    const keys = new Set<string>()
    collectKeys(this.world, object, keys)
    return [...keys]
  }

  /** The one JSON value that something has; undefined where there are several or it is not known. */
  json(alternatives: Alternatives, depth = 0): unknown {
    const values = alternatives.map(({ v }) => this.plain(v, depth))
    const texts = new Set(values.map((value) => JSON.stringify(value)))
    return texts.size === 1 ? values[0] : undefined
  }

  private plain(v: Value, depth: number): unknown {
    if (depth > 6) return undefined
    if (v.t === 'prim') return v.p
    if (v.t === 'json') return v.value
    if (v.t === 'text')
      return v.parts.every((part) => 's' in part)
        ? v.parts.map((part) => ('s' in part ? part.s : '')).join('')
        : undefined
    if (v.t === 'builtin')
      return v.path === 'JSON.stringify()' && v.of ? JSON.stringify(this.plain(v.of, depth + 1)) : undefined
    if (v.t === 'arr') return v.items.map((item) => ('spread' in item ? undefined : this.json(item, depth + 1)))
    const keys = this.keys(v)
    if (keys.length === 0 && v.t !== 'obj') return undefined
    return Object.fromEntries(keys.map((key) => [key, this.json(this.get(v, key), depth + 1)]))
  }

  /** The place of the text that something begins with. */
  place(alternatives: Alternatives): Place | null {
    const first: Value | undefined = alternatives[0]?.v
    const v = first?.t === 'builtin' ? first.of : first
    const at = v?.t === 'text' && v.parts[0] && 's' in v.parts[0] ? v.parts[0].at : null
    if (!at) return null
    if (!('module' in at)) return at
    const summary = this.summaries.get(at.module.id)
    return summary && !Object.hasOwn(STAND_INS, at.module.id)
      ? { file: at.module.id, ...position(summary.lines, at.pos) }
      : null
  }
}

/** A table of definitions: source texts by the names that read them. */
function readDefinitions(reader: Reader, table: Value, prefix: string, into: BuildSettings, depth = 0): void {
  for (const name of reader.keys(table)) {
    const entry = reader.get(table, name)
    const [only] = entry
    const value = reader.json(entry)
    // Vite stringifies objects as they are; their members are read by their paths.
    if (entry.length === 1 && typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 3) {
      readDefinitions(reader, only.v, `${prefix}${name}.`, into, depth + 1)
    }
    into.defines.push([prefix + name, { value: depth > 0 ? value : definedValue(value), place: reader.place(entry) }])
  }
}

function readVite(reader: Reader, config: Value, into: BuildSettings): void {
  for (const table of reader.layers(config, 'define')) readDefinitions(reader, table, '', into)
  const prefix = reader.json(reader.get(config, 'envPrefix'))
  const prefixes = [prefix].flat().filter((item) => typeof item === 'string' && item !== '')
  if (prefixes.length > 0) into.envPrefix = prefixes as string[]
  const directory = reader.json(reader.get(config, 'envDir'))
  if (typeof directory === 'string') into.envDir = pathOf(directory)
  for (const resolve of reader.layers(config, 'resolve')) readAliases(reader.json(reader.get(resolve, 'alias')), into)
}

function readTaro(reader: Reader, config: Value, into: BuildSettings): void {
  for (const table of reader.layers(config, 'defineConstants')) readDefinitions(reader, table, '', into)
  for (const table of reader.layers(config, 'env')) readDefinitions(reader, table, 'process.env.', into)
  for (const table of reader.layers(config, 'alias')) readAliases(reader.json(one(table)), into)
}

/** `config/prod.env.js`: source texts by the names of variables. */
function readEnvironment(reader: Reader, config: Value, into: BuildSettings): void {
  const own: BuildSettings = { defines: [], alias: {} }
  readDefinitions(reader, config, 'process.env.', own)
  // The mode itself is the environment's.
  into.defines.push(...own.defines.filter(([name]) => name !== 'process.env.NODE_ENV'))
}

/** `pluginOptions.mpx.plugin.defs`: values as they are, no source texts. `@mpxjs/webpack-plugin`, lib/index.js. */
function readMpx(reader: Reader, config: Value, into: BuildSettings): void {
  let objects = [config]
  for (const name of ['pluginOptions', 'mpx', 'plugin', 'defs'])
    objects = objects.flatMap((o) => reader.layers(o, name))
  for (const table of objects) readDefinitions(reader, table, '', into, 1)
}

/** Vite's two forms of aliases, and Taro's. Only whole names; patterns are left out. */
function readAliases(aliases: unknown, into: BuildSettings): void {
  const entries: [unknown, unknown][] = Array.isArray(aliases)
    ? aliases.map((item: unknown) => [
        (item as { find?: unknown } | null)?.find,
        (item as { replacement?: unknown } | null)?.replacement,
      ])
    : Object.entries(aliases ?? {})
  for (const [name, target] of entries) {
    if (typeof name === 'string' && typeof target === 'string' && name !== '') into.alias[name] = pathOf(target)
  }
}

/** A path from a text that may be a file's URL; a relative one stays relative. */
function pathOf(text: string): string {
  const path = text.startsWith(`${FILE}/`) ? text.slice(FILE.length) : text
  return isAbsolute(path) ? joinPath(path) : path
}
