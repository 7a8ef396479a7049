import { mayHold, namesMember, type ModuleSummary, type OpaqueRecord } from '../extract'
import { sourceKind } from '../extract/markup'
import { byModule, isContained, moduleOf } from './contained'
import { linkResult, type LinkInput, type LinkResult } from './index'
import { influences, saysOfAll } from './influence'
import type { Module } from './module'
import { Neighbours } from './neighbours'
import { putsOnAll } from './reach'
import { sharedNames } from './relevance'
import { solve, type Solved } from './solve'
import type { NetworkCall } from './types'
import type { World } from './world'

/** From which link on a linker remembers what it found. */
export type Keeps = 'first' | 'second' | 'never'

/** How often a module isn't tried after the part around it said something else than the whole. */
const PATIENCE = 10

/** What a link of the whole program found, as far as later links need it. */
export interface Memory {
  /** The calls by file. */
  calls: Map<string, NetworkCall[]>
  summaries: Map<string, ModuleSummary>
  neighbours: Neighbours
  /** Summarised modules that the gate let through, and those that the host has no record of. */
  passed: ReadonlySet<string>
  unrecorded: readonly string[]
  /** Modules that say something of all others. */
  global: Set<string>
  /** Names of members whose writers were asked for, and other questions about the whole program. */
  names: ReadonlySet<string>
  asked: ReadonlyMap<string, ReadonlySet<string>>
  witnesses: ReadonlyMap<string, readonly string[]>
  /** Names by which modules reach what the project shares, and modules that lead to the platform. */
  shared: ReadonlySet<string>
  relevant: ReadonlySet<string>
  /** Members of components that no module puts on them: whichever does so answers for all. */
  notHeld: ReadonlySet<string>
  /** The last part that was linked apart, by its modules: what it said is what it said before. */
  last: { key: string; solved: Solved } | null
}

/**
 * Links a program again and again. After a change it links anew only the modules that the changed ones can reach: those
 * that import them, and all that these need. It does so where that part, with the text as it was, says exactly what the
 * whole program said of these modules, and where the new text asks nothing of the whole program that wasn't asked before
 * and says nothing to it. In all other cases everything is linked.
 */
export class Linker {
  private memory: Memory | null = null
  /** Whether the last link looked at a part of the program only. */
  wasPartial = false
  private readonly tried = new Map<string, number>()
  private isFirst = true
  private running: Promise<unknown> = Promise.resolve()

  /**
   * @param few parts of so many modules are tried in any program; larger ones where they are less than a third of it
   * @param keeps from which link on what was found is remembered. Default: most programs are linked once
   */
  constructor(
    private readonly few = 20,
    private readonly keeps: Keeps = 'second',
  ) {}

  /**
   * Links one after the other.
   * @param changed ids of modules with another text than at the last link; null: modules came or went, or it isn't known
   */
  link(input: LinkInput, changed: ReadonlySet<string> | null): Promise<LinkResult> {
    return this.afterOthers(() => this.linkNow(input, changed))
  }

  /**
   * Links after a change where only a small part has to be looked at; else null, and nothing is changed.
   * @param most how many modules that part may have
   */
  linkPart(input: LinkInput, changed: ReadonlySet<string> | null, most: number): Promise<LinkResult | null> {
    return this.afterOthers(async () => (await this.partNow(input, changed, most)) ?? null)
  }

  private afterOthers<T>(job: () => Promise<T>): Promise<T> {
    const next = this.running.then(job)
    this.running = next.catch(() => {})
    return next
  }

  private async linkNow(input: LinkInput, changed: ReadonlySet<string> | null): Promise<LinkResult> {
    const part = await this.partNow(input, changed, Math.max(this.few, (this.memory?.summaries.size ?? 0) / 3))
    if (part) return part
    // Nothing is kept of what an error may end.
    this.memory = null
    const solved = await solve(input)
    if (this.keeps === 'first' || (this.keeps === 'second' && !this.isFirst)) this.memory = remember(input, solved)
    this.isFirst = false
    return linkResult(solved.calls, solved.summaries)
  }

  private async partNow(
    input: LinkInput,
    changed: ReadonlySet<string> | null,
    most: number,
  ): Promise<LinkResult | null> {
    const { memory } = this
    this.wasPartial = false
    if (!memory || !changed || this.givenUp(changed)) return null
    const result = await relinked(input, memory, changed, most)
    this.wasPartial = result === 'linked'
    if (this.wasPartial) return linkResult([...memory.calls.values()].flat(), memory.summaries)
    if (result === 'in vain') for (const id of changed) this.tried.set(id, PATIENCE)
    return null
  }

  /** Whether one of these was tried in vain a short while ago. */
  private givenUp(changed: ReadonlySet<string>): boolean {
    let out = false
    for (const id of changed) {
      const left = this.tried.get(id) ?? 0
      if (left === 1) this.tried.delete(id)
      else if (left) this.tried.set(id, left - 1)
      out ||= left > 0
    }
    return out
  }
}

function remember(input: LinkInput, { calls, world, summaries }: Solved): Memory {
  const on = new Map(influences(world))
  for (const [question, [first]] of world.influence.witnesses) {
    const owner = moduleOf(question)
    if (first !== undefined) on.set(owner, new Set([...(on.get(owner) ?? []), first]))
  }
  const neighbours = new Neighbours(world.modules.values(), input.records.keys(), on)
  const global = new Set([...world.modules.values()].filter((m) => saysOfAll(world, m)).map((m) => m.id))
  for (const id of on.get('') ?? []) global.add(id)
  return {
    calls: byFile(calls),
    summaries: new Map(summaries),
    neighbours,
    passed: new Set([...summaries.keys()].filter((id) => input.records.get(id)?.gate)),
    unrecorded: [...summaries.keys()].filter((id) => !input.records.has(id)),
    global,
    names: new Set(world.askedWrites.keys()),
    asked: byModule(world.influence.asked),
    witnesses: new Map(world.influence.witnesses),
    shared: sharedNames(world),
    notHeld: new Set(world.notHeld),
    relevant: new Set([...world.modules.values()].flatMap((m) => (leads(world, m) ? [m.id] : []))),
    last: null,
  }
}

/** Whether importers of a module may say something of the program: it leads to the platform, or keeps what it is handed. */
const leads = (world: World, m: Module): boolean => world.relevant.has(m) || m.keepsArguments

/** Brings what is remembered up to a change, where not everything must be linked; `in vain`: that took links to see. */
async function relinked(
  input: LinkInput,
  memory: Memory,
  changed: ReadonlySet<string>,
  most: number,
): Promise<'linked' | 'refused' | 'in vain'> {
  for (const id of memory.unrecorded) {
    const code = await input.port.read(id)
    // The host gives the very same summary for the same text.
    if (code === null || input.summarise(id, code) !== (memory.summaries.get(id) as unknown)) return 'refused'
  }
  const roots: string[] = []
  for (const id of changed) {
    if (memory.summaries.has(id)) roots.push(id)
    else if (!(await saysNothing(input, memory, id))) return 'refused'
  }
  if (!roots.length) return 'linked'
  const affected = memory.neighbours.affectedBy(roots, most)
  if (!affected || [...affected].some((id) => memory.global.has(id))) return 'refused'
  const needed = memory.neighbours.neededBy([...affected, ...memory.global], most)
  if (!needed) return 'refused'

  const next = new Map<string, ModuleSummary>()
  for (const id of roots) {
    const summary = await summaryNow(input, id)
    if (!summary || summary.error || memory.summaries.get(id)!.error) return 'refused'
    if (memory.passed.has(id) !== Boolean(input.records.get(id)!.gate)) return 'refused'
    if (makesStore(summary) !== makesStore(memory.summaries.get(id)!)) return 'refused'
    next.set(id, summary)
  }
  const part = partOf(input, memory, needed)
  const key = [...needed].sort().join('\n')
  const before = memory.last?.key === key ? memory.last.solved : await solve(part.input, part)
  // With the text as it was, the part must say what the whole said.
  const then = byFile(before.calls)
  for (const file of affected) if (textOf(then.get(file)) !== textOf(memory.calls.get(file))) return 'in vain'
  for (const [id, summary] of next) part.summaries.set(id, summary)
  const after = await solve(part.input, part)
  const now = byFile(after.calls)
  for (const file of needed)
    if (!affected.has(file) && textOf(then.get(file)) !== textOf(now.get(file))) return 'in vain'
  if (!isContained(memory, before, after, affected)) return 'in vain'
  for (const [id, summary] of next) memory.summaries.set(id, summary)
  memory.last = { key, solved: after }
  const isNew = (file: string): boolean => !memory.calls.has(file) && now.has(file)
  const sorts = [...affected].some(isNew)
  for (const file of affected) {
    const calls = now.get(file)
    if (calls) memory.calls.set(file, calls)
    else memory.calls.delete(file)
  }
  if (sorts) memory.calls = new Map([...memory.calls].sort(([x], [y]) => (x < y ? -1 : 1)))
  return 'linked'
}

async function summaryNow(input: LinkInput, id: string): Promise<ModuleSummary | null> {
  const record = input.records.get(id)
  if (!record) return null
  if (record.gate) return record as OpaqueRecord as ModuleSummary
  const code = await input.port.read(id)
  return code === null ? null : (input.summarise(id, code) as ModuleSummary)
}

/** The part of a program that these modules are. */
function partOf(
  input: LinkInput,
  memory: Memory,
  ids: ReadonlySet<string>,
): { input: LinkInput; summaries: Map<string, ModuleSummary>; ids(): Iterable<string>; isKnown(id: string): boolean } {
  const summaries = new Map<string, ModuleSummary>()
  const records = new Map<string, OpaqueRecord>()
  // In the order of the whole, so that alternatives stand in the same order.
  for (const [id, summary] of memory.summaries) if (ids.has(id)) summaries.set(id, summary)
  for (const id of ids) {
    const record = summaries.has(id) ? undefined : input.records.get(id)
    if (record && !record.gate) records.set(id, record)
  }
  const { neighbours } = memory
  const port = {
    ...input.port,
    resolve: (specifier: string, importer: string) => {
      const known = neighbours.target(importer, specifier)
      return known === undefined ? input.port.resolve(specifier, importer) : known
    },
    read: (id: string) => input.port.read(id),
    importers: (id: string) => neighbours.importersOf(id),
  }
  return {
    input: { ...input, records, port },
    summaries,
    ids: () => input.records.keys(),
    isKnown: (id) => input.records.has(id),
  }
}

/** Whether a module makes a store, which all components have, whether or not they were seen to ask for it. */
function makesStore({ calls, nodes }: ModuleSummary): boolean {
  return calls.some(([ref]) => {
    const n = nodes[ref]!
    return (n[0] === 'call' || n[0] === 'new') && /(?:^|\.)(?:Store|createStore)$/.test(n[4])
  })
}

/** Whether a module that linking never asked for says as little as before. */
async function saysNothing(input: LinkInput, memory: Memory, id: string): Promise<boolean> {
  const record = input.records.get(id)
  if (!record || record.gate || sourceKind(id)?.type === 'template' || sourceKind(id) === undefined) return false
  for (const specifier of (record as { specifiers?: readonly string[] }).specifiers ?? []) {
    const target = await input.port.resolve(specifier, id)
    if (target !== null && memory.relevant.has(target)) return false
  }
  if (!('names' in record)) return true
  if (await putsOnAll(input, id, record, memory.notHeld)) return false
  const names = [...memory.shared].filter((name) => mayHold(record.names as string, name))
  if (!names.length) return true
  const code = await input.port.read(id)
  return code !== null && !namesMember(code, names)
}

/** The calls of each file, in their order. */
function byFile(calls: readonly NetworkCall[]): Map<string, NetworkCall[]> {
  const out = new Map<string, NetworkCall[]>()
  for (const call of calls) {
    const list = out.get(call.file)
    if (list) list.push(call)
    else out.set(call.file, [call])
  }
  return out
}

/** All that is said of calls, but where they were traced through: that is told for some uses of a literal only. */
function textOf(calls: readonly NetworkCall[] = []): string {
  return JSON.stringify(calls, (key, value: unknown) => (key === 'trace' ? undefined : value))
}
