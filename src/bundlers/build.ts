import { createHash } from 'node:crypto'
import { compareFindings } from '../check'
import type { ResolvedOptions } from '../options'
import { joinPath, relativePath } from '../options/files'
import { parseJson } from '../options/json'
import type { ReportData } from '../report/types'
import type { HostPort, ModuleRecord, Session } from '../session'
import { comparePlaces } from '../url/place'
import type { AssetRewrite, Core, Inspector, Sources } from './core'
import { Emitted } from './emitted'
import { isBinary, isToolModule, parseId, slashed } from './ids'
import { mappedValues } from './mapped-values'
import { guardedFiles, guardLine } from './guard'
import type { EmittedScript } from './guard'
import { isRuntime, originsIn } from './runtime'
import { readSource, sourceDirectories, sourceOf, templatesBeside, textFiles } from './sources'

/** What the host does with a module after `transform`. */
export interface Transformed {
  /** To be kept with the module by the host. */
  record: ModuleRecord
  /** The text to go on with, where the host map matched. */
  rewritten: { code: string; map: object } | null
}

/** A live module of the host's graph. */
export interface LiveModule {
  /** The host's id. */
  id: string
  /** The record that the host kept with it, where it came back from a cache: as it is, or as JSON. */
  record?: ModuleRecord | string
}

/** How a build ends. */
export interface Verdict {
  /** Whether findings reach `failOn`. */
  failed: boolean
  /** `error` where it failed, `warn` where a finding of that weight stands, else `info`. */
  level: 'error' | 'warn' | 'info'
  /** The report for people, or null where there is nothing to say. */
  text: string | null
  data: ReportData
}

type ReadText = HostPort['read']

/**
 * One build of one environment by one host: the session and what the host's habits ask for around it.
 * It lives as long as the host's own build object (watch rebuilds included) and is never cleared: modules that left
 * the graph are pruned when the graph is known.
 */
export class Build {
  readonly session: Session
  /** When it began, in milliseconds since 1970. */
  readonly startedAt = Date.now()
  /** By module id: what came in, what went out. */
  private readonly seen = new Map<string, { input: string; output: string | null; result: Transformed }>()
  /** By module id: the kept record that the session holds for modules that did not pass by. */
  private readonly restored = new Map<string, ModuleRecord | string>()
  /** Texts of modules with no file behind them (`pages-json-js` of uni-app): linking may ask for them again. */
  private readonly texts = new Map<string, string>()
  private readonly recordTexts = new WeakMap<ModuleRecord, string>()
  private linked: { data: ReportData; inspector: Inspector } | null = null
  /** Modules of the framework's and toolchain's own, which are not followed. */
  private runtime = new Set<string>()
  private readonly emitted: Emitted
  /** Directories that files were emitted into, absolute. */
  readonly outputs = new Set<string>()
  /** What goes in front of the file that the program starts with. */
  readonly guard: string | null
  /** The data of the last verdict. */
  private told: ReportData | null = null
  /** Where the project's files lie that pass the host by. */
  readonly directories: ReturnType<typeof sourceDirectories>
  /** Names of build-time values that the host map was applied to where they enter the program. */
  readonly mappedDefines = new Set<string>()

  constructor(
    readonly options: ResolvedOptions,
    private readonly core: Core,
  ) {
    this.session = core.createSession(options)
    this.emitted = new Emitted(options.root)
    this.guard = core.guard(options)
    this.directories = sourceDirectories(options.root, process.env)
  }

  /**
   * A module passes by. Null where it is none of ours.
   * A file may come several times: for each of its blocks (mpx, uni-app with Vue 2), and a second time after our own
   * rewriting (mpx runs loaders twice); it is taken once, as the file has it.
   */
  async transform(rawId: string, code: string, read: ReadText): Promise<Transformed | null> {
    const { id, virtual, part } = parseId(rawId)
    if (isBinary(id) || !this.options.filter(id)) return null
    if (virtual && (isToolModule(id) || !code.includes('://'))) return null
    if (isRuntime(id)) return null
    const known = this.seen.get(id)
    const input = hashOf(code)
    if (known?.output === input) return { record: known.result.record, rewritten: null }
    if (known?.input === input) return known.result
    if (part && !virtual) {
      const file = await read(id)
      if (file !== null && file !== code) {
        // A block of the file or another form of it: what the file says is taken from the whole.
        const record = known ? known.result.record : this.take(id, file).record
        return { record, rewritten: null }
      }
    }
    return this.take(id, code, input)
  }

  private take(id: string, code: string, input = hashOf(code), isRewritten = true): Transformed {
    const { record, rewritten } = this.session.update(id, code, isRewritten)
    const result = { record, rewritten }
    this.seen.set(id, { input, output: rewritten ? hashOf(rewritten.code) : null, result })
    this.restored.delete(id)
    if (!/\/[^/]+\.\w+$/.test(id)) this.texts.set(id, code)
    return result
  }

  /** Brings the session to the host's graph: restores or reads what did not pass by, drops what is gone. */
  async sync(modules: Iterable<LiveModule>, read: ReadText): Promise<void> {
    const live = new Map<string, LiveModule['record']>()
    this.runtime = new Set()
    for (const { id: rawId, record } of modules) {
      const { id, virtual } = parseId(rawId)
      if (isBinary(id) || !this.options.filter(id)) continue
      if (virtual && !record && !this.seen.has(id)) continue
      if (isRuntime(id)) {
        this.runtime.add(id)
        continue
      }
      live.set(id, live.get(id) ?? record)
    }
    for (const id of this.seen.keys()) if (!live.has(id)) this.seen.delete(id)
    for (const id of this.restored.keys()) if (!live.has(id)) this.restored.delete(id)
    for (const id of this.texts.keys()) if (!live.has(id)) this.texts.delete(id)
    this.session.prune(live.keys())
    for (const [id, kept] of live) {
      if (this.seen.has(id) || isSame(kept, this.restored.get(id))) continue
      const record = typeof kept === 'string' ? (parseJson(kept) as ModuleRecord | undefined) : kept
      if (record && this.session.restore(id, record)) {
        this.restored.set(id, kept!)
        continue
      }
      const text = await read(id)
      if (text !== null) this.take(id, text)
    }
  }

  /** A record as JSON, for hosts that write it to disk; made once, however often the file passes. */
  textOf(record: ModuleRecord): string {
    let text = this.recordTexts.get(record)
    if (text === undefined) this.recordTexts.set(record, (text = JSON.stringify(record)))
    return text
  }

  /** How many modules passed by. */
  get size(): number {
    return this.seen.size
  }

  /** A file left the project (dev servers, which have no graph to prune by). */
  remove(rawId: string): void {
    const { id } = parseId(rawId)
    this.seen.delete(id)
    this.restored.delete(id)
    this.session.remove(id)
  }

  /** Links what is known; the graph must be complete. */
  async link(port: HostPort): Promise<void> {
    this.emitted.clear()
    const linked = await this.session.finish({
      // What the host answers at once stays so: linking takes it in the midst of a question.
      resolve: (specifier, importer) =>
        then(port.resolve(specifier, importer), (id) => (id !== null && isRuntime(id) ? null : id)),
      read: (id) => then(port.read(id), (text) => text ?? this.texts.get(id) ?? null),
      ...(port.importers && { importers: (id: string) => port.importers!(id) }),
    })
    const { runtime } = this
    let origins: Set<string> | null = null
    const runtimeOrigins = () => (origins ??= originsIn(runtime))
    this.linked = { data: linked, inspector: this.core.inspector(this.options, linked, runtimeOrigins) }
  }

  /** An emitted file's path as reports show it. */
  label(directory: string, file: string): string {
    return relativePath(this.options.root, joinPath(this.options.root, slashed(directory), file))
  }

  /**
   * Files of the program that pass the host by, as the disk has them now: native components that are copied, templates
   * that only the toolchain reads.
   * @param packages files that nothing of ours can change
   */
  async companions(ids: readonly string[], read: ReadText, packages: readonly string[] = []): Promise<string[]> {
    const own = ids.map((id) => parseId(id)).filter(({ virtual }) => !virtual)
    const beside = templatesBeside(
      own.map(({ id }) => id),
      this.options.platform.extensions.template,
    )
    for (const id of packages) {
      const text = !this.seen.has(id) && this.options.filter(id) ? await read(id) : null
      if (text !== null) this.take(id, text, hashOf(text), false)
    }
    const found = [...textFiles(this.directories.components), ...beside]
    for (const id of found) {
      const text = await read(id)
      if (text !== null) await this.transform(id, text, read)
    }
    return [...found, ...packages]
  }

  /**
   * Applies the host map to an emitted file, where it was not applied at the source.
   * @param file the file's path inside the output
   * @param from the file that the host says it was copied from, absolute
   */
  rewriteAsset(directory: string, file: string, text: string, from?: string): AssetRewrite | null {
    if (!this.linked) return null
    return this.emitted.rewrite(this.linked.inspector, this.label(directory, file), text, this.original(file, from))
  }

  /** Looks for dev hosts in an emitted file. */
  audit(directory: string, file: string, text: string, from?: string): void {
    if (!this.linked) return
    this.outputs.add(joinPath(this.options.root, slashed(directory)))
    this.emitted.audit(this.linked.inspector, this.label(directory, file), text, this.original(file, from))
  }

  private original(file: string, from: string | undefined) {
    return () => (from === undefined ? null : readSource(from)) ?? sourceOf(file, this.directories.mirrored)
  }

  /**
   * The line that goes in front of an emitted script, or null: in development builds, the file that the program starts
   * with carries a guard.
   */
  guardOf(file: string, code: string, scripts: readonly EmittedScript[]): string | null {
    // A script of a shell is none of a mini program, and its first line must stay the first.
    if (this.guard === null || code.startsWith('#!')) return null
    return guardedFiles(scripts).has(file) ? guardLine(this.guard, code) : null
  }

  /** The whole report so far; null before the first link. */
  verdict(): Verdict | null {
    if (!this.linked) return null
    const linked = this.linked.data
    const rewrites = [...linked.rewrites, ...mappedValues(this.mappedDefines, this.options, this.core)]
    const whole: ReportData = {
      ...linked,
      findings: [...linked.findings, ...this.emitted.findings()].sort(compareFindings),
      rewrites: [...rewrites, ...this.emitted.rewrites(rewrites)].sort(comparePlaces),
    }
    const data = this.core.settle(whole, this.options)
    this.told = data
    const { failOn } = this.options
    const errors = data.findings.some(({ severity }) => severity === 'error')
    const warnings = data.findings.some(({ severity }) => severity === 'warn')
    const failed = (failOn !== 'never' && errors) || (failOn === 'warn' && warnings)
    const level = failed ? 'error' : errors || warnings ? 'warn' : 'info'
    return { failed, level, text: this.core.format(data, this.options, this.sources), data }
  }

  /** Writes the reports that the options ask for. */
  async writeReports({ data }: Verdict): Promise<void> {
    await this.core.writeReports(data, this.options, this.sources)
  }

  /** Leaves beside each output what it was built for. For hosts to call once the files are (about to be) there. */
  mark(): void {
    if (!this.told) return
    for (const directory of this.outputs) this.core.writeMarker(directory, this.told, this.options)
  }

  /** Emitted files as they were looked at: where the build fails they are never written. */
  private readonly sources: Sources = (file) => this.emitted.text(file)
}

function isSame(a: LiveModule['record'], b: LiveModule['record']): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a !== undefined && a === b
  return a.key === b.key
}

function then<Value, Result>(value: Value | Promise<Value>, make: (value: Value) => Result): Result | Promise<Result> {
  return value instanceof Promise ? value.then(make) : make(value)
}

function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('base64')
}
