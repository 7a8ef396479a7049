import { unreadSummary, type ModuleSummary, type OpaqueRecord } from '../extract'
import type { BuildValue, ClientRow } from './types'
import { apisOf, attributesOf, namespacesOf } from '../platforms'
import type { Platform } from '../platforms/types'
import { attributeSinks } from './attributes'
import { RefusedTemplates } from './refused-templates'
import { CallGraph } from './graph'
import { navigatorSinks } from './router'
import { ImporterIndex } from './reach'
import { relevantModules } from './relevance'
import { Loader } from './loader'
import { networkCalls } from './network'
import { bindStores } from './stores'
import { apiTable, assignmentSinks, webTable } from './sinks'
import type { NetworkCall } from './types'
import { World } from './world'

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

const MAX_ROUNDS = 24
/** The round from which on chains of re-exports are summarised at once. */
const CHAIN_ROUND = 8

/**
 * Links all modules: from the gate's choice outwards, to a fixed point. A refused module is summarised when a value of
 * it is asked for, when it imports a module that leads to the platform, or when it names shared state that does.
 * The order of modules never changes the result.
 */
export async function link(input: LinkInput): Promise<LinkResult> {
  const summaries = new Map<string, ModuleSummary>()
  const refused = new Map<string, OpaqueRecord>()
  for (const [id, record] of input.records) {
    if (record.gate) summaries.set(id, record as OpaqueRecord as ModuleSummary)
    else refused.set(id, record)
  }
  const world = makeWorld(input)
  world.traceAll = input.traceAll ?? false
  world.isKnown = (id) => refused.has(id)
  const importers = new ImporterIndex(input, refused)
  const spread = new Set<string>()
  const templates = await RefusedTemplates.of(refused, (path, id) => input.port.resolve(path, id))
  const loader = new Loader(world, input, summaries, refused)
  world.load = (id) => loader.load(id)
  const summariseAll = async (ids: Iterable<string>): Promise<void> => {
    for (const id of [...ids].sort()) {
      const code = await input.port.read(id)
      refused.delete(id)
      summaries.set(id, code === null ? unreadSummary() : (input.summarise(id, code) as ModuleSummary))
    }
  }
  for (let round = 0; ; round++) {
    // First everything that a look at imports and names can tell: no value is evaluated for it.
    for (;;) {
      await addModules(world, input, summaries)
      world.relevant = relevantModules(world)
      const ask = await importers.reach(world, summaries, spread)
      for (const id of templates.due(world, refused, summaries)) ask.add(id)
      if (!ask.size) break
      await summariseAll(ask)
    }
    world.restart()
    world.ask(1_000_000)
    world.graph = new CallGraph(world)
    world.graph.construct()
    bindStores(world)
    const sinks = [
      ...world.graph.sinks(),
      ...attributeSinks(world),
      ...assignmentSinks(world),
      ...navigatorSinks(world),
    ]
    const calls = networkCalls(world, sinks)
    // Some have a summary by now, and imports that the host is still resolving.
    const missing = [...world.wanted].filter((id) => !world.modules.has(id))
    if ((!missing.length && !loader.changesOthers()) || round >= MAX_ROUNDS) return result(calls, world, summaries)
    const ask = missing.filter((id) => !summaries.has(id))
    await summariseAll(ask)
    if (round < CHAIN_ROUND) continue
    // A value that is handed on from module to module would take a round for each of them.
    for (let next = ask; next.length;) {
      next = await handedOn(input, summaries, refused, next)
      await summariseAll(next)
    }
  }
}

/** Refused modules from which the given ones export what they import. */
async function handedOn(
  input: LinkInput,
  summaries: ReadonlyMap<string, ModuleSummary>,
  refused: ReadonlyMap<string, OpaqueRecord>,
  ids: readonly string[],
): Promise<string[]> {
  const out = new Set<string>()
  for (const id of ids) {
    const s = summaries.get(id)!
    for (const [, ref] of s.exports) {
      const n = s.nodes[ref]!
      const target = n[0] === 'import' ? await input.port.resolve(s.specifiers[n[1]]!, id) : null
      if (target !== null && refused.has(target)) out.add(target)
    }
  }
  return [...out]
}

function makeWorld(input: LinkInput): World {
  const world = new World(input.platform, input.defines, input.clients)
  world.namespaces = new Set([...namespacesOf(input.platform), ...(input.namespaces ?? [])])
  world.apis = apiTable(input.platform)
  world.webApis = webTable(input.platform)
  world.assignments = apisOf(input.platform).filter((r) => r.url.startsWith('='))
  world.attributes = new Map(attributesOf(input.platform).map((r) => [`${r.element}.${r.attribute}`, r]))
  return world
}

/** Adds what was summarised since, with its imports resolved. */
async function addModules(
  world: World,
  input: LinkInput,
  summaries: ReadonlyMap<string, ModuleSummary>,
): Promise<void> {
  for (const id of [...summaries.keys()].sort()) {
    if (world.modules.has(id)) continue
    const summary = summaries.get(id)!
    const module = world.add(id, summary)
    for (const specifier of summary.specifiers) {
      const target = input.port.resolve(specifier, id)
      module.resolved.set(specifier, target instanceof Promise ? await target : target)
    }
  }
}

function result(calls: NetworkCall[], world: World, summaries: ReadonlyMap<string, ModuleSummary>): LinkResult {
  const usedLiterals = new Map<string, Set<number>>()
  for (const call of calls) {
    for (const u of call.urls) {
      if (u.sourceLiteral === null || !u.source) continue
      const set = usedLiterals.get(u.source.file)
      if (set) set.add(u.sourceLiteral)
      else usedLiterals.set(u.source.file, new Set([u.sourceLiteral]))
    }
  }
  const failed: LinkResult['failed'] = []
  for (const [id, s] of summaries) if (s.error) failed.push({ id, ...s.error })
  failed.sort((a, b) => (a.id < b.id ? -1 : 1))
  return { calls, usedLiterals, analysed: new Set(world.modules.keys()), failed }
}
