import type { Finding } from '../check/types'
import type { BuildValue, Options, ResolvedOptions } from '../options'
import type { ReportData, ReportRewrite } from '../report/types'
import type { Session } from '../session'
import type { BuildMemory } from './memory'

/** What a host knows before anything is compiled: the part of the options that users need not write. */
export interface HostFacts {
  /** The host's project root, absolute, with `/`. */
  root: string
  /** The host's mode (`production`, `test`), or null where it has none (Rollup, Rolldown, esbuild). */
  mode: string | null
  /** The mode's name for people: `vite --mode`. */
  modeFrom: string
  command: 'build' | 'watch' | 'dev'
  /** Build-time values by the text that the program reads them with; values are JSON values. */
  defines: ReadonlyMap<string, BuildValue>
  envDir?: string
  envPrefix?: string | string[]
  /** The platform that the host builds for, where its configuration says so, and what says it. */
  target?: { name: string; from: string }
  /** `NODE_ENV`, where the host settles it. */
  nodeEnv?: string
}

/** One replacement in a text. */
export interface TextEdit {
  start: number
  end: number
  text: string
}

/** A rewritten emitted file. */
export interface AssetRewrite {
  code: string
  /** In order, without overlaps, for hosts that keep maps themselves. */
  edits: TextEdit[]
  rewrites: ReportRewrite[]
  map(): Promise<object>
}

/** Looks at the emitted files of a build whose modules are linked. `file` is the path that reports show. */
export interface Inspector {
  /** Applies the host map; null where nothing matches. */
  rewrite(file: string, text: string): AssetRewrite | null
  /** What must not stand in an emitted file. */
  audit(file: string, text: string): Finding[]
}

/** The text of a file by the path that reports show, or null. */
export type Sources = (file: string) => string | null

/**
 * The rooms before this one, as the adapters use them. Tests put in their own, so that an adapter can be tried
 * without the core, and count its calls.
 */
export interface Core {
  /** @throws where the configuration is wrong */
  resolveOptions(user: Options, facts: HostFacts): Promise<ResolvedOptions>
  /** Asked for once a module has to be analysed: a build of which an earlier one knew everything needs no session. */
  createSession(options: ResolvedOptions): Session | Promise<Session>
  /** What an earlier build with these options left, and where this one leaves its own; null where nothing is kept. */
  memory?(options: ResolvedOptions): BuildMemory | null
  /** Applies the host map in force to one value; null where it does not match. */
  mapText(text: string, options: ResolvedOptions): string | null
  /** A short text that differs where two builds would read or rewrite modules differently. */
  rewriteKey(options: ResolvedOptions): string
  /**
   * @param runtimeOrigins loopback origins, in lower case, in modules that were not linked since they belong to the
   * framework or the toolchain; asked for only where a loopback host is left that linking does not know
   */
  inspector(options: ResolvedOptions, linked: ReportData, runtimeOrigins?: () => ReadonlySet<string>): Inspector
  /** The code that goes in front of a development build's first script; null where none does. */
  guard(options: ResolvedOptions): string | null
  /** Takes the findings that the baseline knows out of the report's data, as the file stands now. */
  settle(data: ReportData, options: ResolvedOptions): ReportData
  /** The text for people, or null where there is nothing to say. */
  format(data: ReportData, options: ResolvedOptions, sources: Sources): string | null
  /** The report as a page that loads itself again at each event of the stream at `live`. */
  page(data: ReportData, options: ResolvedOptions, sources: Sources, live: string): string | Promise<string>
  /** Leaves the build's environment in a small file beside an output directory (absolute, with `/`). */
  writeMarker(directory: string, data: ReportData, options: ResolvedOptions): void
  /** Writes `report: { json, html, … }`. */
  writeReports(data: ReportData, options: ResolvedOptions, sources: Sources): void | Promise<void>
}
