import { Aside } from './aside'
import type { WriteIndex } from './caches'
import { fillParameters } from './callers'
import { evaluate } from './evaluate'
import { ownerOf } from './influence'
import type { Module } from './module'
import type { Value } from './values'
import type { WriteSite } from './caches'
import type { World } from './world'

/** Objects that a call of the language or the browser makes. */
const MADE = /^(?:Object|Array|JSON|document|Reflect)\..*\(\)$/

/** A text by which an object that others hold too is the same everywhere; null for values that have no such identity. */
export function objectKey(v: Value): string | null {
  switch (v.t) {
    case 'obj':
      return `o${v.module.index}:${v.ref}`
    case 'arr':
      return v.id ?? null
    case 'map':
      return v.id
    case 'data':
      return objectKey(v.base)
    case 'inst':
      return `i${v.site}`
    case 'fn':
      return `f${v.module.index}:${v.fn}`
    case 'class':
      return `c${v.module.index}:${v.cls}`
    case 'builtin':
      // What the language makes anew each time is held by nobody else.
      return MADE.test(v.path) ? null : `b${v.path}`
    case 'ns':
      return `n${v.module.index}`
    case 'over':
      return objectKey(v.base)
    case 'param':
      if (v.index === -1 && !v.path.length) return thisKey(v.module, v.module.summary.functions[v.fn]!.owner)
      // `install(Vue)`: a plugin is handed what every component inherits from.
      return v.index >= 0 && /^(?:prototype|globalProperties)$/.test(v.path[v.path.length - 1] ?? '')
        ? 'b#plugin.prototype'
        : null
    default:
      return null
  }
}

/** The key of what methods of an object literal, and of those in and around it, have as `this`. */
export function thisKey(module: Module, owner: number): string | null {
  return owner < 0 ? null : `t${module.index}:${module.rootObject(owner)}`
}

/** A write and the run-time environments under which its object is the one that was asked for. */
export interface KeyedWrite {
  site: WriteSite
  when: number
}

/** Nodes that may be evaluated to learn which objects one write goes to. */
export const OBJECT_BUDGET = 5_000

/** Writes to members of this name, by the object that they go to. */
export function writesByObject(world: World, name: string): ReadonlyMap<string, KeyedWrite[]> {
  let index = world.writeIndex.get(name)
  if (!index) world.writeIndex.set(name, (index = { byKey: new Map(), count: 0, busy: false, open: [] }))
  const sites = world.writes.get(name) ?? []
  // Evaluating the objects may ask for members of this very name: it is told what was found so far.
  if (index.busy || (index.count === sites.length && !index.open.length)) return index.byKey
  index.busy = true
  const { open } = index
  if (open.length) {
    index.open = open.filter((x) => world.depth >= x.outermost)
    for (const x of open) if (world.depth < x.outermost) addWrite(world, index, x.site, name)
  }
  while (index.count < sites.length) addWrite(world, index, sites[index.count++]!, name)
  index.busy = false
  return index.byKey
}

/** Finds the objects of a write: once more later where that leads back to a question that is still open. */
function addWrite(world: World, index: WriteIndex, site: WriteSite, name: string): void {
  const around = world.aside
  const aside = new Aside(world.depth)
  world.aside = aside
  const objects = objectsOf(world, site, name)
  world.aside = around
  aside.close()
  const { outermost } = aside
  if (aside.isCut) {
    index.open.push({ site, outermost })
    around?.met(outermost)
  }
  for (const [key, when] of objects) {
    const list = index.byKey.get(key)
    if (!list) index.byKey.set(key, [{ site, when }])
    else if (!list.some((e) => e.site === site)) list.push({ site, when })
  }
}

/** The objects that a write may go to, by their keys, and the environments under which it does. */
export function objectsOf(world: World, { module, index }: WriteSite, name: string): [key: string, when: number][] {
  const w = module.summary.writes[index]!
  let objects = evaluate(world, module, w.object, module.frameOf(w.fn))
  // A member that isn't named may be any of the objects that callers hand in.
  if (!name) objects = fillParameters(world, objects)
  return objects.flatMap((x): [string, number][] => {
    const key = objectKey(x.v)
    return key === null ? [] : [[key, x.w]]
  })
}

/** The ids of the modules that made the objects to which a write may go. */
export function writeOwners(world: World, site: WriteSite): string[] {
  const { name } = site.module.summary.writes[site.index]!
  world.ask(OBJECT_BUDGET)
  return objectsOf(world, site, typeof name === 'string' ? name : '').map(([key]) => ownerOf(world, key))
}
