import { unreadSummary, type ModuleSummary, type OpaqueRecord } from '../extract'
import { apisOf, attributesOf, namespacesOf } from '../platforms'
import { attributeSinks } from './attributes'
import { CallGraph } from './graph'
import { bindGlobs } from './globs'
import type { LinkInput } from './index'
import { Loader } from './loader'
import { networkCalls } from './network'
import { ImporterIndex } from './reach'
import { receivers } from './receivers'
import { RefusedTemplates } from './refused-templates'
import { relevantModules } from './relevance'
import { navigatorSinks } from './router'
import { assignmentSinks } from './assignments'
import { apiTable, webTable } from './sinks'
import { bindStores } from './stores'
import type { NetworkCall } from './types'
import { World } from './world'

/** What all modules together say, and the world that says it. */
export interface Solved {
  calls: NetworkCall[]
  world: World
  /** The modules that were summarised. */
  summaries: ReadonlyMap<string, ModuleSummary>
}

const MAX_ROUNDS = 24
/** The round from which on chains of re-exports are summarised at once. */
const CHAIN_ROUND = 8

/**
 * Links all modules: from the gate's choice outwards, to a fixed point. A refused module is summarised when a value of
 * it is asked for, when it imports a module that leads to the platform, or when it names shared state that does.
 * The order of modules never changes the result.
 * @param part for a part of a program: its summaries, the ids of the whole of it, and whether one is among them
 */
export async function solve(
  input: LinkInput,
  part?: { summaries: ReadonlyMap<string, ModuleSummary>; ids(): Iterable<string>; isKnown(id: string): boolean },
): Promise<Solved> {
  const summaries = new Map<string, ModuleSummary>(part?.summaries)
  const refused = new Map<string, OpaqueRecord>()
  for (const [id, record] of input.records) {
    if (record.gate) summaries.set(id, record as OpaqueRecord as ModuleSummary)
    else refused.set(id, record)
  }
  const world = makeWorld(input)
  world.traceAll = input.traceAll ?? false
  world.isKnown = part?.isKnown ?? ((id) => refused.has(id))
  const ids = part?.ids ?? (() => input.records.keys())
  const importers = new ImporterIndex(input, refused)
  const spread = new Set<string>()
  const templates = await RefusedTemplates.of(refused, (path, id) => input.port.resolve(path, id))
  const loader = new Loader(world, input, summaries, refused, ids)
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
      await addModules(world, input, summaries, ids)
      world.relevant = relevantModules(world)
      const ask = await importers.reach(world, summaries, spread)
      world.receivers = receivers(world, world.relevant)
      for (const id of world.receivers) if (refused.has(id)) ask.add(id)
      for (const id of templates.due(world, refused, summaries)) ask.add(id)
      if (!ask.size) break
      await summariseAll(ask)
    }
    world.restart()
    world.graph = new CallGraph(world)
    world.graph.construct()
    // What was asked until here had budgets of its own.
    world.ask(1_000_000)
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
    const isOpen = missing.length > 0 || loader.changesOthers()
    const more = isOpen ? missing.filter((id) => !summaries.has(id)) : await importers.putting(world.notHeld)
    // A round costs what the whole costs: what sets something comes with whatever else is asked for.
    const ask = [...new Set([...more, ...(await importers.setting(world))])]
    if ((!isOpen && !ask.length) || round >= MAX_ROUNDS) return { calls, world, summaries }
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
  ids: () => Iterable<string>,
): Promise<void> {
  for (const id of [...summaries.keys()].sort()) {
    if (world.modules.has(id)) continue
    const summary = summaries.get(id)!
    const module = world.add(id, summary)
    for (const specifier of summary.specifiers) {
      const target = input.port.resolve(specifier, id)
      module.resolved.set(specifier, target instanceof Promise ? await target : target)
    }
    bindGlobs(module, ids)
  }
}
