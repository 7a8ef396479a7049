import { mayHold, namesMember, type ModuleSummary, type OpaqueRecord } from '../extract'
import type { LinkInput } from './index'
import type { Module } from './module'
import { sharedNames } from './relevance'
import type { World } from './world'

/** Members on which what all components have is put, and the places where it is. */
const PUTTING = ['prototype', 'globalProperties']
const PUT = /(?:\b(?:Vue|vue|wepy|mpx)\.prototype|\bglobalProperties)\s*(?:\.|\[\s*['"])\s*([\w$]+)/g

/** What makes the store that components have as `$store`: https://vuex.vuejs.org/api/ */
const VUEX = /['"]vuex['"]/
const STORE = /\bnew\s+(?:\w+\.)?Store\b|\bcreateStore\b/

/** Finds refused modules that lead to the platform through what they import or name. */
export class ImporterIndex {
  private by: Map<string, string[]> | null = null
  /** Names that a module's text does not hold though its filter does. */
  private readonly notNamed = new Map<string, Set<string>>()

  constructor(
    private readonly input: LinkInput,
    private readonly refused: ReadonlyMap<string, OpaqueRecord>,
  ) {}

  /** Refused modules that import a module that leads to the platform, or that name shared state which does. */
  async reach(world: World, summaries: ReadonlyMap<string, ModuleSummary>, done: Set<string>): Promise<Set<string>> {
    const out = new Set<string>()
    const queue = carriers(world).filter((id) => !done.has(id))
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (done.has(id)) continue
      done.add(id)
      for (const importer of await this.importersOf(id)) {
        if (this.refused.has(importer)) out.add(importer)
        else {
          // A barrel hands on what it imports.
          const s = summaries.get(importer)
          if (s && (s.stars.length || s.exports.some(([, ref]) => s.nodes[ref]?.[0] === 'import'))) queue.push(importer)
        }
      }
    }
    for (const id of await this.naming(sharedNames(world), out)) out.add(id)
    return out
  }

  /** Refused modules that put one of these members on all components, or make the store that all of them have. */
  async putting(names: ReadonlySet<string>): Promise<string[]> {
    const out: string[] = []
    for (const [id, record] of this.refused) if (await putsOnAll(this.input, id, record, names)) out.push(id)
    return out
  }

  /**
   * Refused modules that call what keeps its arguments for all, in a module that asks for nothing itself:
   * `setHost(hosts.live)` as the program starts. Only functions count of which it was asked who calls them.
   */
  async setting(world: World): Promise<string[]> {
    const names = new Map<string, Set<string>>()
    for (const question of [...world.influence.asked, ...world.influence.witnesses.keys()]) {
      if (question[0] !== 'f' && question[0] !== 'n') continue
      const end = question.lastIndexOf(':')
      const module = world.modules.get(question.slice(1, end))
      if (!module || world.relevant.has(module) || !module.keepsArguments) continue
      const fn = Number(question.slice(end + 1))
      const { name } = module.summary.functions[fn]!
      if (!/^\w+$/.test(name) || !keepsForAll(module, fn)) continue
      const all = names.get(module.id)
      if (all) all.add(name)
      else names.set(module.id, new Set([name]))
    }
    const out = new Set<string>()
    for (const [id, setters] of names) {
      const calls = new RegExp(`\\b(?:${[...setters].join('|')})\\s*\\(`)
      for (const importer of await this.importersOf(id)) {
        if (!this.refused.has(importer) || out.has(importer)) continue
        const code = await this.input.port.read(importer)
        if (code !== null && calls.test(code)) out.add(importer)
      }
    }
    return [...out]
  }

  /**
   * Refused modules that name one of these members. Their filters say which may; the text says which do, since a bundle's
   * filter is full, and a parse costs more than a look.
   */
  private async naming(names: ReadonlySet<string>, without: ReadonlySet<string>): Promise<string[]> {
    const out: string[] = []
    for (const [id, record] of this.refused) {
      if (without.has(id) || !('names' in record)) continue
      let known = this.notNamed.get(id)
      const asked = [...names].filter((name) => !known?.has(name) && mayHold(record.names as string, name))
      if (!asked.length) continue
      const code = await this.input.port.read(id)
      if (code === null || namesMember(code, asked)) {
        out.push(id)
        continue
      }
      if (!known) this.notNamed.set(id, (known = new Set()))
      for (const name of asked) known.add(name)
    }
    return out
  }

  private async importersOf(id: string): Promise<Iterable<string>> {
    const known = this.input.port.importers?.(id)
    if (known) return known
    if (!this.by) {
      this.by = new Map()
      for (const [importer, record] of this.input.records) {
        for (const specifier of (record as { specifiers?: string[] }).specifiers ?? []) {
          const target = await this.input.port.resolve(specifier, importer)
          if (target === null) continue
          const list = this.by.get(target)
          if (list) list.push(importer)
          else this.by.set(target, [importer])
        }
      }
    }
    return this.by.get(id) ?? []
  }
}

/** Modules that hand on what reaches the platform. */
function carriers(world: World): string[] {
  return [...world.relevant]
    .filter((m) => m.summary.exports.length || m.summary.stars.length || m.summary.commonjs >= 0)
    .map((m) => m.id)
}

/**
 * Whether a refused module puts one of these members on all components (`Vue.prototype.$config = config`), or makes the
 * store that all of them have (`$store`).
 */
export async function putsOnAll(
  { port }: LinkInput,
  id: string,
  record: OpaqueRecord,
  names: ReadonlySet<string>,
): Promise<boolean> {
  if (!('names' in record)) return false
  const holds = (name: string): boolean => mayHold(record.names as string, name)
  const puts = PUTTING.some(holds) && [...names].some(holds)
  // A host with a graph of its own records no specifiers.
  const { specifiers } = record as { specifiers?: readonly string[] }
  const makes = names.has('$store') && (specifiers?.includes('vuex') ?? true)
  const code = puts || makes ? await port.read(id) : null
  if (code === null) return false
  return (makes && VUEX.test(code) && STORE.test(code)) || [...code.matchAll(PUT)].some((m) => names.has(m[1]!))
}

/** Whether a function keeps an argument where every caller of its module finds it. */
function keepsForAll(module: Module, fn: number): boolean {
  const { functions, nodes, variables, writes } = module.summary
  const { owner } = functions[fn]!
  // `Base.extend({ init(key) { this.key = key } })`: each caller makes an object for itself.
  const isOfAll = owner < 0 || !module.isArgument(module.rootObject(owner))
  const isInside = (f: number): boolean => {
    while (f > 0 && f !== fn) f = functions[f]!.parent
    return f === fn
  }
  return (
    writes.some(
      (w) =>
        isInside(w.fn) &&
        module.dependsOnCaller(w.value) &&
        (nodes[w.object]![0] === 'this' ? isOfAll : !module.dependsOnCaller(w.object)),
    ) ||
    variables.some(
      ({ loop, values }) =>
        !loop &&
        values.some((r) => isInside(module.owner(r)) && module.dependsOnCaller(r)) &&
        values.some((r) => !isInside(module.owner(r))),
    )
  )
}
