import type { Ref } from '../extract/ir'
import { asData } from './data'
import { callFunction } from './calls'
import { evaluate } from './evaluate'
import { testNumber } from './conditions'
import { classMember, parents } from './instances'
import { lookup, objectMember } from './members'
import { isLooseTemplate, templateMember } from './page-data'
import { asProperties } from './component-options'
import { queryOfThis } from './query'
import type { Module } from './module'
import { componentMember, isOutside } from './state'
import {
  limit,
  one,
  restrict,
  unknown,
  type Alternative,
  type Alternatives,
  type ClassValue,
  type InstanceValue,
  type ObjectValue,
  type ParamValue,
  type Value,
} from './values'
import type { World } from './world'
import { thisWrites } from './writes'

/** Objects of one class of which each is asked for a member. */
const MAX_INSTANCES = 8

/** A member of `this` (or `super`) in a function whose caller isn't known. */
export function thisMember(world: World, p: ParamValue, name: string, at: Module, pos: number): Alternatives {
  const query = queryOfThis(world, p.module, [...p.path, name])
  if (query) return one(query)
  if (p.path.length) return one({ ...p, path: p.path.length > 7 ? p.path : [...p.path, name] })
  if (p.self) return findThisMember(world, p, name, at, pos)
  const key = `${p.module.index}:${p.fn}:${p.index}:${name}`
  const known = world.thisMembers.get(key)
  if (known) return known
  world.thisMembers.set(key, one(unknown('cycle', at, pos, name)))
  const value = findThisMember(world, p, name, at, pos)
  if (world.tripped) world.thisMembers.delete(key)
  else world.thisMembers.set(key, value)
  return value
}

function findThisMember(world: World, p: ParamValue, name: string, at: Module, pos: number): Alternatives {
  const record = p.module.summary.functions[p.fn]!
  const closure = p.module.frameOf(record.parent)
  if (isLooseTemplate(p.module, p.fn)) return templateMember(world, p, name, at, pos)
  if (record.cls >= 0) {
    const c: ClassValue = { t: 'class', module: p.module, cls: record.cls, frame: closure }
    if (p.index === -2 && record.static) return superStatic(world, p, c, name, at, pos)
    if (p.index === -2) return superMember(world, p, c, name, at, pos)
    if (record.static) return classMember(world, c, name, at, pos).found
    world.influence.instances(p.module, record.cls)
    const instances = world.edges.instances.get(`${p.module.index}:${record.cls}`) ?? []
    const symbolic: InstanceValue = {
      t: 'inst',
      of: c,
      ctor: null,
      site: `?${p.module.index}:${record.cls}`,
      pure: false,
    }
    // What one URL is made of belongs to one of them.
    const told = instances.length > 1 ? testNumber(world, p.module, -1e9 - record.cls, p.module.top) : 0
    const members = instances.length
      ? instances
          .slice(0, MAX_INSTANCES)
          .map((x, i) => restrict(lookup(world, x, name, at, pos).found, 15, told ? [[told, i]] : null))
      : [lookup(world, symbolic, name, at, pos).found]
    if (instances.length > MAX_INSTANCES) members.push(one(unknown('budget', at, pos, name)))
    // Methods keep the symbolic `this`, so that each caller's own object reaches them.
    return limit(
      members.flat().map((x) => (x.v.t === 'fn' && x.v.self?.t === 'inst' ? { ...x, v: { ...x.v, self: p } } : x)),
    )
  }
  if (record.owner >= 0) {
    const o: ObjectValue = {
      t: 'obj',
      module: p.module,
      ref: record.owner,
      frame: p.module.frameOf(p.module.owner(record.owner)),
    }
    const own = objectMember(world, o, p, name, at, pos)
    if (own.found.length && !own.found.every((x) => isOutside(x.v)))
      return name === 'data'
        ? asData(own.found, p)
        : name === 'properties'
          ? asProperties(world, p.module, own.found, at, pos)
          : own.found
    const component = componentMember(world, p, o, name, at, pos)
    if (component.length) return component
    if (own.found.length) return own.found
    const target = assignedMember(world, p.module, record.owner, name, at, pos)
    if (target.length) return target
    const written = thisWrites(world, p.module, record.owner, name)
    return written.length ? written : notHeld(world, p, name)
  }
  const holder = holderOf(world, p)
  if (holder) {
    const found = lookup(world, holder, name, at, pos).found
    if (found.length && !found.every((x) => x.v.t === 'unknown')) return found
  } else {
    const found = heldMember(world, p, name, at, pos)
    if (found.length) return found
  }
  const component = componentMember(world, p, null, name, at, pos)
  return component.length ? component : notHeld(world, p, name)
}

/** What no module that was read so far puts on `this`: one that was refused may put it on all components. */
function notHeld(world: World, p: ParamValue, name: string): Alternatives {
  world.notHeld.add(name)
  return one({ ...p, path: [name] })
}

/** `super.x` in a static method: a static member of the class above, with this class as its `this`. */
function superStatic(world: World, p: ParamValue, c: ClassValue, name: string, at: Module, pos: number): Alternatives {
  for (const parent of parents(world, c)) {
    if (parent.t !== 'class') continue
    const { found } = classMember(world, parent, name, at, pos)
    return found.map((x) => (x.v.t === 'fn' ? { ...x, v: { ...x.v, self: p.self ?? c } } : x))
  }
  return one(unknown('member', at, pos, name))
}

function superMember(world: World, p: ParamValue, c: ClassValue, name: string, at: Module, pos: number): Alternatives {
  const self: ParamValue = { ...p, index: -1 }
  for (const parent of parents(world, c)) {
    if (parent.t !== 'class') continue
    const record = parent.module.summary.classes[parent.cls]!
    const method = record.methods.find(([n]) => n === name)
    const getter = record.getters.find(([n]) => n === name)
    if (getter)
      return callFunction(
        world,
        { t: 'fn', module: parent.module, fn: getter[1], frame: parent.frame, self: p.self ?? self, bound: [] },
        null,
        null,
      )
    if (method)
      return one({
        t: 'fn',
        module: parent.module,
        fn: method[1],
        frame: parent.frame,
        self: p.self ?? self,
        bound: [],
      })
    if (record.parent >= 0) return superMember(world, p, parent, name, at, pos)
  }
  return one(unknown('member', at, pos, name))
}

/** What object literals are put on, by literal. */
function assignments(module: Module): ReadonlyMap<Ref, Ref> {
  const out = new Map<Ref, Ref>()
  for (const n of module.summary.nodes)
    if (n[0] === 'call' && n[4] === 'Object.assign' && typeof n[2][0] === 'number')
      for (const a of n[2].slice(1)) if (typeof a === 'number') out.set(a, n[2][0])
  return out
}

/** A member of what an object literal is put on: `Object.assign(http, { get(url) { return this.request(…) } })`. */
function assignedMember(
  world: World,
  module: Module,
  literal: number,
  name: string,
  at: Module,
  pos: number,
): Alternatives {
  const target = (module.assigned ??= assignments(module)).get(literal)
  if (target === undefined) return []
  const found = evaluate(world, module, target, module.frameOf(module.owner(target))).flatMap(({ v }) =>
    v.t === 'inst' || v.t === 'obj' || v.t === 'over' ? lookup(world, v, name, at, pos).found : [],
  )
  return found.every((x) => x.v.t === 'unknown') ? [] : limit(found)
}

/** Objects that hold one function of which each is asked for a member. */
const MAX_HOLDERS = 4

/** A member of the objects that hold a plain function: `module.exports = { get: get, send: send }`. */
function heldMember(world: World, p: ParamValue, name: string, at: Module, pos: number): Alternatives {
  const found: Alternative[] = []
  for (const ref of p.module.holdersOf(p.fn).slice(0, MAX_HOLDERS))
    for (const x of evaluate(world, p.module, ref, p.module.frameOf(p.module.owner(ref))))
      if (x.v.t === 'obj' || x.v.t === 'over' || x.v.t === 'inst')
        found.push(...lookup(world, x.v, name, at, pos).found)
  return found.every((x) => x.v.t === 'unknown') ? [] : limit(found)
}

/** The object that a plain function is a method of: `Http.prototype.get = function () {…}`, `api.get = function () {…}`. */
function holderOf(world: World, p: ParamValue): Value | null {
  for (const w of p.module.methodWrites(p.fn)) {
    for (const x of evaluate(world, p.module, w.object, p.module.frameOf(w.fn))) {
      if (x.v.t === 'builtin' && x.v.path.startsWith('#prototype:')) return world.prototypeInstance(x.v.path)
      if (x.v.t === 'obj' || x.v.t === 'inst' || x.v.t === 'fn') return x.v
      // `this.get = function () { this.send() }`, in a constructor.
      if (x.v.t === 'param' && x.v.index === -1 && x.v.fn !== p.fn) return x.v
    }
  }
  // A constructor function: what `new` makes of it.
  return world.prototypeInstance(`#prototype:${p.module.index}:f${p.fn}`)
}
