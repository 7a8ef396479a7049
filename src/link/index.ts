import type { ModuleSummary, OpaqueRecord } from '../extract'
import type { Platform } from '../platforms/types'
import { solve } from './solve'
import type { BuildValue, ClientRow, NetworkCall } from './types'

/** What linking needs of the host: see `HostPort` of the session. */
export interface LinkPort {
  resolve(specifier: string, importer: string): string | null | Promise<string | null>
  read(id: string): string | null | Promise<string | null>
  importers?(id: string): Iterable<string> | undefined
}

export interface LinkInput {
  /** Records by id: summaries, and what is kept of refused modules. */
  records: ReadonlyMap<string, OpaqueRecord>
  port: LinkPort
  /** Summarises a module that the gate refused; the result is kept by the caller. */
  summarise(id: string, code: string): OpaqueRecord
  platform: Platform
  defines: ReadonlyMap<string, BuildValue>
  clients: readonly ClientRow[]
  /** Global objects besides the platform's own that carry its APIs (mpx: `wx` on every platform). */
  namespaces?: readonly string[]
  /** Tell the way from the literal for every call, and not only for some of each literal. Default false. */
  traceAll?: boolean
}

export interface LinkResult {
  calls: NetworkCall[]
  /** Indices of literals that a call was traced to, by module id. */
  usedLiterals: Map<string, Set<number>>
  /** Ids of the modules that were summarised. */
  analysed: Set<string>
  failed: { id: string; message: string; line: number; column: number }[]
}

/** Links all modules once: see {@link Linker} for hosts that link again and again. */
export async function link(input: LinkInput): Promise<LinkResult> {
  const { calls, summaries } = await solve(input)
  return linkResult(calls, summaries)
}

/** What a link found, as the other rooms take it. */
export function linkResult(calls: NetworkCall[], summaries: ReadonlyMap<string, ModuleSummary>): LinkResult {
  const failed: LinkResult['failed'] = []
  for (const [id, s] of summaries) if (s.error) failed.push({ id, ...s.error })
  failed.sort((a, b) => (a.id < b.id ? -1 : 1))
  return resultOf(calls, new Set(summaries.keys()), failed)
}

/** The result of a link, from what it is made of. */
export function resultOf(calls: NetworkCall[], analysed: Set<string>, failed: LinkResult['failed']): LinkResult {
  const usedLiterals = new Map<string, Set<number>>()
  for (const call of calls) {
    for (const u of call.urls) {
      if (u.sourceLiteral === null || !u.source) continue
      const set = usedLiterals.get(u.source.file)
      if (set) set.add(u.sourceLiteral)
      else usedLiterals.set(u.source.file, new Set([u.sourceLiteral]))
    }
  }
  return { calls, usedLiterals, analysed, failed }
}

export { Linker } from './relink'
export type { Keeps } from './relink'
