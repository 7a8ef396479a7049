import { evaluate } from './evaluate'
import { argumentsOf } from './arguments'
import { placeholder, unwritten, writtenOver } from './blank'
import { callFunction } from './calls'
import { classState } from './class-state'
import { memberWrites } from './instance-writes'
import { queryHolder } from './query'
import { elementProps } from './react'
import { hasSetter, writtenBySetters } from './setters'
import { sharedMember } from './state'
import { Frame } from './frame'
import { bindThis, lookup, prototypePath, type Lookup } from './members'
import type { Module } from './module'
import {
  bottomOf,
  flatMap,
  limit,
  one,
  unknown,
  type Alternative,
  type Alternatives,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type ObjectValue,
  type Value,
} from './values'
import type { World } from './world'
import { computedMethods, functionInstanceMember } from './prototypes'
import { hasComputedWrites, writesTo, writesToKey } from './writes'

/** Looks at one static member inside each other. */
const MAX_STATICS = 2

/** A static member of a class, inherited ones included. */
export function classMember(world: World, c: ClassValue, name: string, at: Module, pos: number): Lookup {
  // `static get() { if (!this.made) this.made = … }`: what tests the member it writes asks for itself.
  const key = `${c.module.index}:${c.cls}.${name}`
  const running = world.running.get(key) ?? 0
  if (running > MAX_STATICS) return { found: one(unknown('cycle', at, pos, name)), sure: true }
  world.running.set(key, running + 1)
  const result = findStatic(world, c, name, at, pos, running > 0)
  world.running.set(key, running)
  return result
}

function findStatic(world: World, c: ClassValue, name: string, at: Module, pos: number, inside: boolean): Lookup {
  const written = writesTo(world, c, name)
  if (name === 'prototype') return { found: one({ t: 'builtin', path: prototypePath(c) }), sure: true }
  const record = c.module.summary.classes[c.cls]!
  const frame = initFrame(c, null)
  const own = record.statics.filter(([n]) => n === name).flatMap(([, ref]) => evaluate(world, c.module, ref, frame))
  const getter = record.staticGetters.find(([n]) => n === name)
  const got = getter
    ? callFunction(world, { t: 'fn', module: c.module, fn: getter[1], frame: c.frame, self: c, bound: [] }, null, null)
    : []
  // `static { Api.root += '/v1' }` is made of what the field began with.
  if (inside && own.length && !getter) return { found: bindThis(own, c), sure: true }
  const selfWrites = memberWrites(
    world,
    c.module,
    name,
    (f) => record.init === f || (c.module.summary.functions[f]!.cls === c.cls && c.module.summary.functions[f]!.static),
    c,
    c.frame,
  )
  // Behind a getter, what is written to the member is kept elsewhere, or nowhere.
  const kept = own.length && isReplacedAtOnce(world, c, record.init, name) ? [] : bindThis(own, c)
  const found = getter ? got : limit([...kept, ...written, ...selfWrites.values])
  if (found.length)
    return { found: own.length || got.length ? found : limit([...found, ...unwritten(c.module)]), sure: true }
  const above = record.parent < 0 ? [] : evaluate(world, c.module, record.parent, c.frame)
  const parent = above.find((x) => bottomOf(x.v).t === 'class')
  if (parent) return lookup(world, parent.v, name, at, pos)
  return { found: one(unknown('member', at, pos, name)), sure: true }
}

/** Whether a static block writes to a static member whatever happens: `static { Api.base = … }`. */
function isReplacedAtOnce(world: World, { module, cls }: ClassValue, init: number, name: string): boolean {
  return (world.writes.get(name) ?? []).some((site) => {
    const w = module.summary.writes[site.index]
    if (site.module !== module || w?.fn !== init || w.condition >= 0) return false
    const object = module.writtenObject(w)
    return object[0] === 'this' ? object[1] === init : object[0] === 'class' && object[1] === cls
  })
}

/** The values of a class's superclass, whatever was put on them. */
export function parents(world: World, c: ClassValue): Value[] {
  const record = c.module.summary.classes[c.cls]!
  return record.parent < 0 ? [] : evaluate(world, c.module, record.parent, c.frame).map((x) => bottomOf(x.v))
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
  const found = findMember(world, o, name, at, pos)
  const isState = name === 'state' && o.of.t === 'class' && !world.shallow
  const result = isState ? { ...found, found: classState(world, o.of as ClassValue, found.found) } : found
  if (o.pure) cache.set(name, result)
  else cache.delete(name)
  return result
}

function findMember(world: World, o: InstanceValue, name: string, at: Module, pos: number): Lookup {
  const holder = queryHolder(world, o.of.module, name)
  if (holder) return { found: one(holder), sure: true }
  const written = hasSetter(world, o, name) ? [] : writesTo(world, o, name)
  const outside = bindThis(limit([...written, ...writtenBySetters(world, o, name)]), o)
  const own =
    o.of.t === 'class'
      ? classInstanceMember(world, o, o.of, o.ctor, name)
      : functionInstanceMember(world, o, o.of, name)
  // A component that extends a framework's class has what every component has.
  const shared = own === null && o.of.t === 'class' ? sharedMember(world, o.of.module, name) : []
  if (own === null && name === 'props' && o.of.t === 'class') {
    const props = elementProps(world, o.of)
    if (props.length) return { found: limit([...props, ...one(unknown('parameter', at, pos, name))]), sure: true }
  }
  if (own === null)
    return {
      found: outside.length ? outside : shared.length ? shared : one(unknown('member', at, pos, name)),
      sure: true,
    }
  const found = outside.length ? writtenOver(limit([...own, ...outside])) : own
  if (found.length) return { found, sure: true }
  // What nobody writes isn't there: a test of it (`if (this.prefix)`) goes one way. All who import a module that leads to
  // the platform are read; of another, one that isn't may write it.
  const falsy = world.relevant.has(o.of.module) && !world.writes.has(name) && !hasComputedWrites(world, o, name)
  return { found: one({ ...unknown('member', at, pos, name), ...(falsy && { falsy }) }), sure: true }
}

/** The getter of an object literal, of an instance's class, or of one that it inherits from. */
export function getterOf(world: World, v: Value, name: string): FunctionValue | null {
  const x = bottomOf(v)
  const own = x.t === 'obj' ? x.module.accessors.getterOf(x.ref, name) : undefined
  if (x.t === 'obj' && own !== undefined)
    return { t: 'fn', module: x.module, fn: own, frame: x.frame, self: v, bound: [] }
  let c = x.t === 'inst' && x.of.t === 'class' ? x.of : null
  for (let depth = 0; c && depth < 6; depth++) {
    const of: ClassValue = c
    const getter = of.module.summary.classes[of.cls]!.getters.find(([n]) => n === name)
    if (getter) return { t: 'fn', module: of.module, fn: getter[1], frame: of.frame, self: v, bound: [] }
    c = parents(world, of).find((p): p is ClassValue => p.t === 'class') ?? null
  }
  return null
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
  const setters = new Set(record.setters?.map(([, fn]) => fn))
  const isMethod = (f: number): boolean =>
    functions[f]!.cls === c.cls && !functions[f]!.static && f !== record.init && !setters.has(f)
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
  if (out.length) {
    // One value that is written whatever happens replaces nothing, but what one caller of several leaves out.
    if (written.certain && written.count === 1) return limit(givenOver(out, module))
    if (!field.length && !written.certain && !method && !getter) out.push(...unwritten(module))
    return writtenOver(updated(world, limit(out), name, module))
  }
  if (getter)
    return callFunction(world, { t: 'fn', module, fn: getter[1], frame: c.frame, self: o, bound: [] }, null, null)
  if (method) return one({ t: 'fn', module, fn: method[1], frame: c.frame, self: o, bound: [] })
  const mixedIn = bindThis(writesToKey(world, `b${prototypePath(c)}`, name), o)
  if (mixedIn.length) return mixedIn
  const named = computedMethods(world, c, name, o)
  if (named.length) return named
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

/** `Api.of(base)` makes the instance, `Api.of()` asks for it: what is left out there was given before. */
function givenOver(alts: readonly Alternative[], module: Module): readonly Alternative[] {
  const leftOut = (x: Alternative): boolean => x.v.t === 'prim' && x.v.p === undefined && !x.v.missing
  if (!alts.some(leftOut) || alts.every(leftOut)) return alts
  return alts.map((x) => (leftOut(x) ? { ...x, v: { ...unknown('variable', module, 0), blank: true } } : x))
}

/**
 * `this.config = change(this.config)`: a value that is made of what the member held before is that value with members
 * changed, wherever the member's other values come from.
 */
function updated(world: World, alts: Alternatives, name: string, at: Module): Alternatives {
  const changes = alts.filter((x) => madeOfItself(world, x.v, name))
  if (!changes.length) return alts
  const rest = alts.filter((x) => !changes.includes(x) && !(x.v.t === 'unknown' && x.v.reason === 'cycle'))
  if (!rest.length) return alts
  return flatMap(rest, (v) => changes.map((x) => ({ ...x, v: rebased(world, x.v, v, name, at) })))
}

function madeOfItself(world: World, v: Value, name: string): boolean {
  const x = bottomOf(v)
  if (x.t === 'merged') return x.layers.some((layer) => isItself(layer, name))
  return x.t === 'obj' ? ownSpread(world, x, name) >= 0 : v.t === 'over' && isItself(x, name)
}

/** Where an object literal spreads the member that it is written to: the index of that spread, or -1. */
function ownSpread(world: World, { module, ref, frame }: ObjectValue, name: string): number {
  const node = module.summary.nodes[ref]!
  if (node[0] !== 'obj') return -1
  return node[1].findIndex((p) => p[0] === '.' && evaluate(world, module, p[1], frame).some((y) => isItself(y.v, name)))
}

const isItself = (v: Value, name: string): boolean => v.t === 'unknown' && v.reason === 'cycle' && v.name === name

function rebased(world: World, change: Value, on: Value, self: string, at: Module): Value {
  if (change.t === 'merged')
    return { t: 'merged', layers: change.layers.map((layer) => (isItself(layer, self) ? on : layer)) }
  if (change.t === 'obj') {
    // `{ ...defaults, ...this.config }`: what it was lies above.
    const node = change.module.summary.nodes[change.ref]!
    const above = node[0] === 'obj' && node[1].length > 1 && ownSpread(world, change, self) === node[1].length - 1
    return { t: 'merged', layers: above ? [change, on] : [on, change] }
  }
  if (change.t !== 'over') return on
  const { name } = change
  const value = (): Alternatives => {
    const now = change.value()
    const before = name === null ? [] : lookup(world, on, name, at, 0).found
    // A base that was empty until it was set is what it was set to.
    const set = now.length > 0 && now.every((x) => x.v.t === 'text' && x.v.parts.length > 0)
    return writtenOver(limit([...now, ...(set ? before.filter((x) => !placeholder(x.v)) : before)]))
  }
  return { t: 'over', base: rebased(world, change.base, on, self, at), name, value }
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
