import { evaluate } from './evaluate'
import { argumentsOf } from './arguments'
import { fillParameters } from './callers'
import { writtenOver } from './blank'
import { callFunction } from './calls'
import { sharedMember } from './state'
import { Frame } from './frame'
import { bindThis, prototypePath, type Lookup } from './members'
import type { Module } from './module'
import {
  limit,
  one,
  unknown,
  type Alternative,
  type Alternatives,
  type ClassValue,
  type InstanceValue,
  type Value,
} from './values'
import type { World } from './world'
import { functionInstanceMember } from './prototypes'
import { reachable, writesTo, writesToKey } from './writes'

/** A static member of a class, inherited ones included. */
export function classMember(world: World, c: ClassValue, name: string, at: Module, pos: number): Lookup {
  const written = writesTo(world, c, name)
  if (name === 'prototype') return { found: one({ t: 'builtin', path: prototypePath(c) }), sure: true }
  const record = c.module.summary.classes[c.cls]!
  const frame = initFrame(c, null)
  const own = record.statics.filter(([n]) => n === name).flatMap(([, ref]) => evaluate(world, c.module, ref, frame))
  const getter = record.staticGetters.find(([n]) => n === name)
  const got = getter
    ? callFunction(world, { t: 'fn', module: c.module, fn: getter[1], frame: c.frame, self: c, bound: [] }, null, null)
    : []
  const selfWrites = memberWrites(
    world,
    c.module,
    name,
    (f) => record.init === f || (c.module.summary.functions[f]!.cls === c.cls && c.module.summary.functions[f]!.static),
    c,
    c.frame,
  )
  const found = limit([...bindThis(own, c), ...got, ...written, ...selfWrites.values])
  if (found.length) return { found, sure: true }
  for (const parent of parents(world, c)) if (parent.t === 'class') return classMember(world, parent, name, at, pos)
  return { found: one(unknown('member', at, pos, name)), sure: true }
}

/** The values of a class's superclass. */
export function parents(world: World, c: ClassValue): Value[] {
  const record = c.module.summary.classes[c.cls]!
  return record.parent < 0 ? [] : evaluate(world, c.module, record.parent, c.frame).map((x) => x.v)
}

/** The frame of field initialisers: around it lies the constructor's, whose parameters may be fields. */
function initFrame(c: ClassValue, instance: InstanceValue | null): Frame {
  const record = c.module.summary.classes[c.cls]!
  const around =
    instance?.ctor && instance.ctor.module === c.module && instance.ctor.fn === record.ctor ? instance.ctor : c.frame
  return new Frame(c.module, record.init, around, null, instance ?? c)
}

/** A member of an instance: what its constructor and methods write, its fields, methods and getters, its superclass's. */
export function instanceMember(world: World, o: InstanceValue, name: string, at: Module, pos: number): Lookup {
  const cache = (world.instanceMembers[o.site] ??= new Map())
  const known = cache.get(name)
  if (known) return known
  cache.set(name, { found: one(unknown('cycle', at, pos, name)), sure: true })
  const result = findMember(world, o, name, at, pos)
  if (o.pure) cache.set(name, result)
  else cache.delete(name)
  return result
}

function findMember(world: World, o: InstanceValue, name: string, at: Module, pos: number): Lookup {
  const outside = bindThis(writesTo(world, o, name), o)
  const own =
    o.of.t === 'class'
      ? classInstanceMember(world, o, o.of, o.ctor, name)
      : functionInstanceMember(world, o, o.of, name)
  // A component that extends a framework's class has what every component has.
  const shared = own === null && o.of.t === 'class' ? sharedMember(world, o.of.module, name) : []
  if (own === null)
    return {
      found: outside.length ? outside : shared.length ? shared : one(unknown('member', at, pos, name)),
      sure: true,
    }
  const found = writtenOver(limit([...own, ...outside]))
  return found.length ? { found, sure: true } : { found: one(unknown('member', at, pos, name)), sure: true }
}

/** A member of an instance that a class gives it; null where a superclass isn't known. */
export function classInstanceMember(
  world: World,
  o: InstanceValue,
  c: ClassValue,
  ctor: Frame | null,
  name: string,
): Alternatives | null {
  const { module } = c
  const record = module.summary.classes[c.cls]!
  const functions = module.summary.functions
  const isMethod = (f: number): boolean => functions[f]!.cls === c.cls && !functions[f]!.static && f !== record.init
  const written = memberWrites(world, module, name, isMethod, o, ctor ?? c.frame, record.ctor, ctor)
  const field = record.fields.filter(([n]) => n === name).map(([, ref]) => ref)
  const method = record.methods.find(([n]) => n === name)
  const getter = record.getters.find(([n]) => n === name)
  const out: Alternative[] = [...bindThis(written.values, o)]
  if (field.length && !written.certain) {
    const frame = new Frame(
      module,
      record.init,
      ctor && ctor.module === module && ctor.fn === record.ctor ? ctor : c.frame,
      null,
      o,
    )
    out.push(...bindThis(evaluate(world, module, field[field.length - 1]!, frame), o))
  }
  if (out.length) return writtenOver(out)
  if (getter)
    return callFunction(world, { t: 'fn', module, fn: getter[1], frame: c.frame, self: o, bound: [] }, null, null)
  if (method) return one({ t: 'fn', module, fn: method[1], frame: c.frame, self: o, bound: [] })
  const mixedIn = bindThis(writesToKey(world, `b${prototypePath(c)}`, name), o)
  if (mixedIn.length) return mixedIn
  if (record.parent < 0) return []
  const all: Alternative[] = []
  for (const parent of parents(world, c)) {
    if (parent.t === 'class') {
      const up = classInstanceMember(world, o, parent, superFrame(world, c, parent, o, ctor), name)
      if (up === null) return null
      all.push(...up)
    } else if (parent.t === 'fn') all.push(...functionInstanceMember(world, o, parent, name))
    else return null
  }
  return all
}

/** The superclass's constructor as `super(…)` calls it; without a constructor of its own, a class hands its arguments on. */
function superFrame(
  world: World,
  c: ClassValue,
  parent: ClassValue,
  o: InstanceValue,
  ctor: Frame | null,
): Frame | null {
  const parentCtor = parent.module.summary.classes[parent.cls]!.ctor
  if (parentCtor < 0) return null
  const own = c.module.summary.classes[c.cls]!.ctor
  if (own < 0) return ctor?.args ? new Frame(parent.module, parentCtor, parent.frame, ctor.args, o) : null
  for (const [ref] of c.module.summary.calls) {
    const n = c.module.summary.nodes[ref]!
    if (n[0] !== 'call') continue
    const callee = c.module.summary.nodes[n[1]]!
    if (callee[0] !== 'super' || callee[1] !== own) continue
    const frame = ctor ?? c.module.frameOf(own)
    return new Frame(parent.module, parentCtor, parent.frame, argumentsOf(world, { module: c.module, ref, frame }), o)
  }
  return null
}

export interface MemberWrites {
  values: Alternatives
  /** One of them is made in the constructor whatever happens. */
  certain: boolean
}

/** What functions picked by `of` write to `this.name`. */
export function memberWrites(
  world: World,
  module: Module,
  name: string,
  of: (fn: number) => boolean,
  self: Value,
  around: Frame,
  ctorFn = -1,
  ctor: Frame | null = null,
): MemberWrites {
  const values: Alternative[] = []
  let certain = false
  for (const site of world.writes.get(name) ?? []) {
    if (site.module !== module) continue
    const w = module.summary.writes[site.index]!
    const object = module.writtenObject(w)
    if (object[0] !== 'this' || !of(object[1])) continue
    const inCtor = object[1] === ctorFn
    const closure = inCtor ? around : around.fn === ctorFn ? (around.parent ?? around) : around
    const frame =
      inCtor && ctor
        ? ctor
        : new Frame(module, object[1], closure.fn === object[1] ? closure.parent : closure, null, self)
    const { when, certain: always } = reachable(world, module, w.condition, frame)
    if (!when) continue
    let value = evaluate(world, module, w.value, frame)
    if (w.fn !== ctorFn || !ctor) value = fillParameters(world, value)
    if (w.fn === ctorFn && always) certain = true
    for (const x of value) if (x.w & when) values.push({ ...x, w: x.w & when })
  }
  return { values: limit(values), certain }
}
