import type { Finding } from '../check/types'
import type { BuildValue, Options, ResolvedOptions } from '../options'
import type { ReportData, ReportRewrite } from '../report/types'
import type { Session } from '../session'

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
  map: object
  edits: TextEdit[]
  rewrites: ReportRewrite[]
}

/**
 * The rooms before this one, as the adapters use them. Tests put in their own, so that an adapter can be tried
 * without the core, and count its calls.
 */
export interface Core {
  resolveOptions(user: Options, facts: HostFacts): Promise<ResolvedOptions>
  createSession(options: ResolvedOptions): Session
  /** Applies the host map in force to one value; null where it does not match. */
  mapText(text: string, options: ResolvedOptions): string | null
  /** A short text that differs where two builds would rewrite differently. */
  rewriteKey(options: ResolvedOptions): string
  /** Applies the host map to the text of an emitted file; null where nothing matches. */
  rewriteAsset(file: string, text: string, options: ResolvedOptions, linked: ReportData): AssetRewrite | null
  /** What must not stand in an emitted file. */
  audit(file: string, text: string, options: ResolvedOptions, linked: ReportData): Finding[]
  /** The text for people, plain (hosts colour errors themselves), or null where there is nothing to say. */
  format(data: ReportData, options: ResolvedOptions): string | null
  /** Writes `report: { json, html, … }`. */
  writeReports(data: ReportData, options: ResolvedOptions): void | Promise<void>
}
