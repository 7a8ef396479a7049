import type { OpaqueRecord } from './extract'
import type { Keeps } from './link'
import type { ResolvedOptions } from './options'
import type { ReportData } from './report/types'
import type { Analysis } from './session/analysis'
import { BuildSession } from './session/build'

/** What linking needs of the world. All ids are absolute paths with `/`, without queries. */
export interface HostPort {
  /** The id that an import specifier leads to, or null where there is none or it has no source (packages may have one). */
  resolve(specifier: string, importer: string): string | null | Promise<string | null>
  /** The raw text of a module, or null. */
  read(id: string): string | null | Promise<string | null>
  /** Ids that import this one, where the host's graph knows them; otherwise undefined and the session finds them by its records. */
  importers?(id: string): Iterable<string> | undefined
}

/** The JSON that hosts keep with the module (`meta`, `buildInfo`): a summary, or a record that the gate refused it. */
export type ModuleRecord = OpaqueRecord & Record<string, unknown>

export interface UpdateResult {
  record: ModuleRecord
  /** The rewritten text and its source map, where the host map matched; else null and the text stays as it is. */
  rewritten: { code: string; map: object } | null
}

/** One build of one environment. */
export interface Session {
  /**
   * A module's source passed by: summarise it (or refuse it at the gate) and rewrite its literals. Never throws on any text.
   * @param rewritten whether what it gives takes the module's place; false: the text reaches the program as it is
   */
  update(id: string, code: string, rewritten?: boolean): UpdateResult
  /** A module came back from the host's cache with its record. False where the record is of another version or key and the text is needed. */
  restore(id: string, record: ModuleRecord): boolean
  /**
   * The summaries of refused modules that linking asked for, by id: for hosts that can keep them for the next process.
   */
  asked(): Iterable<readonly [id: string, record: ModuleRecord]>
  /** What `asked` gave an earlier process: used where the module's text, version and settings are still the same. */
  offer(records: Iterable<readonly [id: string, record: ModuleRecord]>): void
  /**
   * What {@link Session.analysis} gave an earlier process, before anything else. Each part of it is used where all that it
   * was made from is still the same.
   */
  recall(analysis: Analysis): void
  /**
   * All that was found out about the program, as JSON, for hosts that can keep it for the next process; null where nothing
   * came to what was recalled. With the setting `analyses`, after `finish`.
   */
  analysis(): Analysis | null
  /** A module left the graph. */
  remove(id: string): void
  /** Drops what was said by modules that are not in `live`. */
  prune(live: Iterable<string>): void
  /** Links everything, checks it and gives the report's data. May be called again after further updates. */
  finish(port: HostPort): Promise<ReportData>
  /**
   * The same after a change that reaches only a small part of the program; null where everything would have to be linked.
   * @param most how many modules that part may have
   */
  finishPart(port: HostPort, most: number): Promise<ReportData | null>
}

/** What a host settles for its sessions besides the options. */
export interface SessionSettings {
  /** Keep the import specifiers of refused modules too, for hosts without a module graph. Default false. */
  imports?: boolean
  /** Tell the way from the literal for every call, and not only for some of each literal. Default false. */
  traces?: boolean
  /** From which `finish` on the session keeps what makes the next ones cheaper. Default: the second. */
  keeps?: Keeps
  /** Take down what is found out, for {@link Session.analysis}, and use what was recalled when linking. Default false. */
  analyses?: boolean
  /** Today as `YYYY-MM-DD`, for ignores with a date. Default: the clock's. */
  today?: string
}

/** Starts one build of one environment. Nothing is shared between sessions. */
export function createSession(options: ResolvedOptions, settings: SessionSettings = {}): Session {
  return new BuildSession(options, settings)
}

export { createResolver } from './session/resolver'
export type { ResolverInput } from './session/resolver'
export type { Analysis } from './session/analysis'
export { createAuditor } from './session/audit'
export type { Auditor } from './session/audit'
export { readBuildConfig } from './session/build-config'
export { applyObserved, parseObserved } from './session/observed'
export { BASELINE_NAME, baselineText, parseBaseline, settleBaseline } from './session/baseline'
