import { ownerOf, NOBODY } from './influence'
import type { Module } from './module'
import { sharers } from './relevance'
import type { World } from './world'

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
