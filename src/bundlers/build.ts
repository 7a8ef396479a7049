import { compareFindings } from '../check'
import type { ResolvedOptions } from '../options'
import { joinPath, relativePath } from '../options/files'
import type { ReportData } from '../report/types'
import type { HostPort, ModuleRecord, Session } from '../session'
import { noting, type Answers } from '../session/answers'
import { comparePlaces } from '../url/place'
import type { AssetRewrite, Core, Inspector, Sources } from './core'
import { Emitted } from './emitted'
import { parseId, slashed } from './ids'
import { mappedValues } from './mapped-values'
import { guardedFiles, guardLine } from './guard'
import type { BuildMemory } from './memory'
import { ProgramModules } from './modules'
import type { LiveModule, Transformed } from './modules'
import type { EmittedScript } from './guard'
import { isRuntime, originsIn } from './runtime'
import { readSource, sourceDirectories, sourceOf, templatesBeside, textFiles } from './sources'

export type { LiveModule, Transformed } from './modules'

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
  /** When it began, in milliseconds since 1970. */
  readonly startedAt = Date.now()
  private readonly modules: ProgramModules
  private readonly memory: BuildMemory | null
  private linked: { data: ReportData; inspector: Inspector } | null = null
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
    this.memory = core.memory?.(options) ?? null
    this.modules = new ProgramModules(options, () => core.createSession(options), this.memory)
    this.emitted = new Emitted(options.root)
    this.guard = core.guard(options)
    this.directories = sourceDirectories(options.root, process.env)
  }

  /** A module passes by. Null where it is none of ours. */
  transform(rawId: string, code: string, read: ReadText): Promise<Transformed | null> {
    return this.modules.transform(rawId, code, read)
  }

  /** What analyses the modules. */
  session(): Promise<Session> {
    return this.modules.session()
  }

  /** Brings the session to the host's graph: restores or reads what did not pass by, drops what is gone. */
  sync(modules: Iterable<LiveModule>, read: ReadText): Promise<void> {
    return this.modules.sync(modules, read)
  }

  /** A record as JSON, for hosts that write it to disk. */
  textOf(record: ModuleRecord | string): string {
    return this.modules.textOf(record)
  }

  /** How many modules passed by. */
  get size(): number {
    return this.modules.size
  }

  /** A file left the project (dev servers, which have no graph to prune by). */
  remove(rawId: string): void {
    this.modules.remove(rawId)
  }

  /**
   * Links what is known; the graph must be complete.
   * @param prepare called where it is really linked, and no earlier build did it
   */
  async link(port: HostPort, prepare?: () => Promise<void>): Promise<void> {
    this.emitted.clear()
    const { modules } = this
    const own: HostPort = {
      // What the host answers at once stays so: linking takes it in the midst of a question.
      resolve: (specifier, importer) =>
        then(port.resolve(specifier, importer), (id) => (id !== null && isRuntime(id) ? null : id)),
      read: (id) => then(port.read(id), (text) => text ?? modules.texts.get(id) ?? null),
      ...(port.importers && { importers: (id: string) => port.importers!(id) }),
    }
    const linked = await this.linkedData(own, prepare)
    let origins: Set<string> | null = null
    const runtimeOrigins = () => (origins ??= originsIn(modules.runtime))
    this.linked = { data: linked, inspector: this.core.inspector(this.options, linked, runtimeOrigins) }
  }

  private async linkedData(port: HostPort, prepare?: () => Promise<void>): Promise<ReportData> {
    const { memory, modules } = this
    const key = memory ? modules.key() : ''
    const known = await memory?.recall(key, port)
    if (known) return known
    await modules.tell(port.read)
    await prepare?.()
    const session = await this.session()
    if (!memory) return session.finish(port)
    const answers: Answers = new Map()
    const data = await session.finish(noting(port, answers))
    const isWhole = isInside(data, this.options, [...modules.ids(), ...[...answers.values()].map(([, id]) => id)])
    memory.write(modules.kept(), isWhole ? key : '', answers, data)
    return data
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
      const text = !this.modules.has(id) && this.options.filter(id) ? await read(id) : null
      if (text !== null) await this.modules.take(id, text, undefined, false)
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

/**
 * Whether each finding stands in one of the files, or where the options say. Others stand in a configuration, at a place
 * that nobody asks for again when the report is taken for the next build.
 */
function isInside({ findings }: ReportData, options: ResolvedOptions, files: readonly string[]): boolean {
  const places = [...options.urlCheckDisabled, ...options.projectSecrets].map(({ file }) => file)
  const inside = new Set([...files, ...places].map((file) => relativePath(options.root, file)))
  return findings.every(({ file }) => inside.has(file))
}

function then<Value, Result>(value: Value | Promise<Value>, make: (value: Value) => Result): Result | Promise<Result> {
  return value instanceof Promise ? value.then(make) : make(value)
}
