import { evaluate } from './evaluate'
import { keyText, outcome } from './truth'
import type { Frame } from './frame'
import type { Module } from './module'
import { asCalled, fillParameters } from './callers'
import { lookup } from './members'
import { promisedMember } from './clients-promised'
import { framesOf } from './query'
import {
  limit,
  one,
  restrict,
  unknown,
  type Alternative,
  type Alternatives,
  type FunctionValue,
  type ObjectValue,
  type Value,
} from './values'
import type { WriteSite } from './caches'
import type { World } from './world'
import { OBJECT_BUDGET, objectKey, objectsOf, thisKey, writesByObject, type KeyedWrite } from './write-index'

/** Nodes that may be evaluated to learn whether one place is reached. */
const CONDITION_BUDGET = 1_000

/** Run-time environments under which a place can be reached at all: 0 where a build-time condition rules it out. */
export function reachable(
  world: World,
  module: Module,
  condition: number,
  frame: Frame,
): { when: number; certain: boolean } {
  if (condition < 0) return { when: 15, certain: true }
  return world.look(CONDITION_BUDGET, () => holds(world, module, condition, frame))
}

function holds(world: World, module: Module, condition: number, frame: Frame): { when: number; certain: boolean } {
  let when = 15
  let certain = true
  for (let c = condition; c >= 0;) {
    const [parent, test, truthy] = module.summary.conditions[c]!
    const o = outcome(evaluate(world, module, test, frame))
    when &= truthy ? o.yes : o.no
    if (truthy ? o.no : o.yes) certain = false
    c = parent
  }
  return { when, certain }
}

/** The same for a place inside a function, with the conditions under which the functions around it were made. */
export function liveness(world: World, module: Module, fn: number, condition: number, frame: Frame): number {
  let when = reachable(world, module, condition, frame).when
  for (let f = fn; f > 0 && when; f = module.summary.functions[f]!.parent) {
    const record = module.summary.functions[f]!
    if (record.condition >= 0) when &= reachable(world, module, record.condition, frame).when
  }
  return when
}

/** What methods of an object literal write to a member of their `this`. */
export function thisWrites(world: World, module: Module, owner: number, name: string): Alternatives {
  const key = thisKey(module, owner)
  return key === null ? [] : writesToKey(world, key, name)
}

/** Somebody wants to know what is written to a member of an object. */
function asks(world: World, name: string, key: string): void {
  let keys = world.askedWrites.get(name)
  if (!keys) world.askedWrites.set(name, (keys = new Map()))
  if (!keys.has(key)) keys.set(key, world.modules.size)
}

/** The key under which all built-ins are asked for at once. */
const ANY_BUILTIN = 'b*'

/** Whether a write goes to a member that was asked for before its module was there. */
export function comesTooLate(world: World, site: WriteSite): boolean {
  const { name } = site.module.summary.writes[site.index]!
  const text = typeof name === 'string' ? name : ''
  if (text === '#super') return true
  // What is copied into an object may have any name.
  const asked = text === '*' ? [...world.askedWrites.values()] : [world.askedWrites.get(text)]
  const early = (key: string): boolean => asked.some((keys) => (keys?.get(key) ?? Infinity) <= site.module.index)
  const isSink = world.assignments.some((row) => row.url === `=${text}`)
  if (!isSink && !asked.some((keys) => keys?.size)) return false
  world.ask(OBJECT_BUDGET)
  const objects = objectsOf(world, site, text)
  return objects.some(([key]) => {
    if (early(key)) return true
    if (key[0] !== 'b') return false
    return early(ANY_BUILTIN) || (isSink && world.namespaces.has(key.slice(1, key.indexOf('.'))))
  })
}

/** All that is written to members of this name of an object, wherever it is written. */
export function writesTo(world: World, object: Value, name: string): Alternatives {
  const promised = promisedMember(world, object, name)
  if (promised) return one(promised)
  const key = objectKey(object)
  if (key !== null) asks(world, name, key)
  if (!world.writes.has(name) && !world.writes.has('*')) return []
  return key === null ? [] : limit([...writesToKey(world, key, name), ...copiedTo(world, key, name)])
}

/** Whether the module that makes an object writes to a member of it as it starts: nobody finds the object without it. */
export function isWrittenAtOnce(world: World, object: ObjectValue | FunctionValue, name: string): boolean {
  const key = objectKey(object)
  return ['*', name].some(
    (n) =>
      key !== null &&
      world.writes.has(n) &&
      writesByObject(world, n)
        .get(key)
        ?.some(({ site: { module, index } }) => {
          const w = module.summary.writes[index]!
          return module === object.module && w.fn === 0 && w.condition < 0
        }),
  )
}

/** What `Object.assign` copies into an object under a name. */
function copiedTo(world: World, key: string, name: string): Alternatives {
  const sites = world.writes.has('*') ? (writesByObject(world, '*').get(key) ?? []) : []
  if (!sites.length) return []
  // Objects that are copied into each other: what comes back is what is already being collected.
  const copy = `=${key} ${name}`
  if (world.openVariables.has(copy)) {
    world.cycles++
    return []
  }
  world.openVariables.add(copy)
  const out = sites.flatMap((w) =>
    written(world, w).flatMap((x) => {
      if (x.v.t === 'prim' || x.v.t === 'text' || x.v.t === 'unknown' || x.v.t === 'param' || x.v.t === 'builtin')
        return []
      return restrict(lookup(world, x.v, name, w.site.module, 0).found, x.w, x.a)
    }),
  )
  world.openVariables.delete(copy)
  return out
}

/** The same by the object's key. */
export function writesToKey(world: World, key: string, name: string): Alternatives {
  asks(world, name, key)
  if (!world.writes.has(name)) return []
  const list = writesByObject(world, name).get(key)
  return list ? limit(list.flatMap((w) => written(world, w))) : []
}

/** All that is written to members of this name of built-ins whose path matches. */
export function writesToPath(world: World, path: RegExp, name: string): Alternatives {
  asks(world, name, ANY_BUILTIN)
  if (!world.writes.has(name)) return []
  const out: Alternative[] = []
  for (const [key, list] of writesByObject(world, name))
    if (key[0] === 'b' && path.test(key.slice(1))) for (const w of list) out.push(...written(world, w))
  return limit(out)
}

function written(world: World, { site, when }: KeyedWrite): Alternatives {
  const { module, index } = site
  const w = module.summary.writes[index]!
  const known = world.writtenValues.get(w)
  if (known) return restrict(known, when, null)
  world.writtenValues.set(w, one(unknown('cycle', module, w.pos)))
  const value = framesOf(world, module, w.fn).flatMap((frame) => {
    const live = liveness(world, module, w.fn, w.condition, frame)
    if (!live) return []
    const value = evaluate(world, module, w.value, frame)
    const alts = frame.args ? fillParameters(world, value) : asCalled(world, module, w.value, value)
    return restrict(withoutItself(alts, module, w.pos), live, null)
  })
  world.writtenValues.set(w, value)
  return restrict(value, when, null)
}

/** A write that is made of what it replaces (`state.path += x`) adds up to what isn't known. */
function withoutItself(alts: Alternatives, module: Module, pos: number): Alternatives {
  const itself = (x: { reason: string; module: Module | null; pos: number }): boolean =>
    x.reason === 'cycle' && x.module === module && x.pos === pos
  const rest = alts.filter((x) => !(x.v.t === 'unknown' && itself(x.v)))
  return rest.map((x) =>
    x.v.t === 'text' && x.v.parts.some((p) => 'hole' in p && itself(p))
      ? { ...x, v: unknown('variable', module, pos) }
      : x,
  )
}

/** Whether members that can't be named, this one among them, are written to an object. */
export function hasComputedWrites(world: World, object: Value, name: string): boolean {
  const key = objectKey(object)
  if (key === null) return false
  asks(world, '', key)
  if (!world.writes.has('')) return false
  return (writesByObject(world, '').get(key) ?? []).some(({ site }) => {
    const w = site.module.summary.writes[site.index]!
    const names = typeof w.name === 'number' ? evaluate(world, site.module, w.name, site.module.frameOf(w.fn)) : []
    return names.some((x) => (keyText(x.v) ?? name) === name)
  })
}
