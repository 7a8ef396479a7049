import type { Edge } from './edges'
import type { Module } from './module'
import { sharers } from './relevance'
import type { World } from './world'

/** How many modules are kept that call a function: a change of one of them takes nothing from the answer then. */
const WITNESSES = 3

/**
 * What modules say of each other without an import: calls that fill another module's parameters, writes to its objects,
 * instances of its classes. Linking again after a change looks only at the modules that a change can reach by imports or
 * by one of these.
 */
export class Influence {
  /** By a module's id: those that give it something. */
  readonly on = new Map<string, Set<string>>()
  /** The functions and classes of which it was asked what others give them. */
  readonly asked = new Set<string>()
  /** By a question whether functions are called: some modules that call them. */
  readonly witnesses = new Map<string, readonly string[]>()

  /** What the callers of a function hand to it was asked for. */
  callers(module: Module, fn: number, edges: readonly Edge[]): void {
    const question = `f${module.id}:${fn}`
    if (this.asked.has(question)) return
    this.asked.add(question)
    for (const e of edges) this.add(module.id, e.call.module.id)
  }

  /**
   * Whether there is a call of a function was asked for.
   * @param kind which calls: any, those that the language doesn't make, those that hand over a path
   * @param by the modules that such calls stand in; some of them are enough
   */
  called(kind: 'n' | 'l' | 'p', module: Module, fn: number, by: () => Iterable<Module>): void {
    const question = `${kind}${module.id}:${fn}`
    const known = this.witnesses.get(question)
    // Whether a path is handed over may differ from way to way.
    if (known && (kind !== 'p' || known.length >= WITNESSES)) return
    const some = new Set(known)
    for (const { id } of by()) if (id !== module.id && some.add(id).size >= WITNESSES) break
    this.witnesses.set(question, [...some])
  }

  /** The instances of a class were asked for. */
  instances(module: Module, cls: number): void {
    this.asked.add(`i${module.id}:${cls}`)
  }

  /** What uses of a component hand to one of its properties was asked for. */
  uses(component: Module, property: string): void {
    this.asked.add(`u${component.id}:${property}`)
  }

  /** A module gives another one something. */
  add(owner: string, by: string): void {
    if (owner === by) return
    const all = this.on.get(owner)
    if (all) all.add(by)
    else this.on.set(owner, new Set([by]))
  }

  clear(): void {
    this.on.clear()
    this.asked.clear()
    this.witnesses.clear()
  }
}

/** The owner of what no module made: the platform's and the frameworks' objects. */
export const NOBODY = ''

/** The id of the module that made an object, by the object's key (see `objectKey`). */
export function ownerOf(world: World, key: string): string {
  if (key[0] === 'b' && !key.startsWith('b#prototype:')) return NOBODY
  const index = /\d+/.exec(key)
  return (index && world.moduleAt(Number(index[0]))?.id) || NOBODY
}

/** Names of calls by which a module says something of the whole program. */
const DECLARING = new Set(['App', 'addInterceptor', 'intercept', 'Store', 'createStore', 'defineStore', 'provide'])

/** By a module's id: those that give it something without being imported. `''` holds what is given to everyone. */
export function influences(world: World): ReadonlyMap<string, ReadonlySet<string>> {
  const out = new Map<string, Set<string>>()
  const add = (owner: string, by: string): void => {
    if (owner === by) return
    const all = out.get(owner)
    if (all) all.add(by)
    else out.set(owner, new Set([by]))
  }
  for (const [owner, all] of world.influence.on) for (const by of all) add(owner, by)
  for (const indexes of world.writeIndexes())
    for (const { byKey } of indexes.values())
      for (const [key, writes] of byKey) for (const { site } of writes) add(ownerOf(world, key), site.module.id)
  for (const module of sharers(world)) add(NOBODY, module.id)
  return out
}

/** Whether a module says something of the whole program, whoever imports it. */
export function saysOfAll(world: World, { id, summary }: Module): boolean {
  if (/(?:^|\/)app\.\w+$/i.test(id)) return true
  if (summary.specifiers.some((s) => world.isClient(s) || world.clientTable.isAdapter(s))) return true
  for (const a of summary.attributes)
    if (world.attributes.get(`${a.element}.${a.attribute}`)?.category === 'webview') return true
  if (summary.nodes.some((n) => n[0] === 'obj' && n[1].some((p) => p[0] === 'p' && p[1] === 'provide'))) return true
  return summary.calls.some(([ref]) => {
    const n = summary.nodes[ref]!
    const label = n[0] === 'call' || n[0] === 'new' ? n[4] : ''
    const name = label.slice(label.lastIndexOf('.') + 1)
    return DECLARING.has(name) || world.clientTable.setups.has(name) || world.clientTable.promisifyAll.includes(name)
  })
}
