import { argumentsOf } from './arguments'
import { unwritten, writtenOver } from './blank'
import { functionMethodArguments } from './calls'
import { evaluate } from './evaluate'
import { Frame } from './frame'
import { memberWrites } from './instance-writes'
import { classInstanceMember, parents } from './instances'
import { bindThis, objectMember, prototypePath } from './members'
import type { Module } from './module'
import { keyText } from './truth'
import {
  limit,
  unknown,
  type Alternative,
  type Alternatives,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from './values'
import type { World } from './world'
import { writesTo, writesToKey } from './writes'
import { writesByObject } from './write-index'

/** Prototypes behind each other that are looked at. */
const MAX_PARENTS = 6

/**
 * A member of what `new f()` makes of a function: `this.x = …` in it and in the methods of its prototype, the prototype
 * itself, and the functions or classes that it inherits from.
 */
export function functionInstanceMember(
  world: World,
  o: InstanceValue,
  f: FunctionValue,
  name: string,
  ctor: Frame | null = o.ctor,
  depth = 0,
): Alternatives {
  const path = prototypePath(f)
  const isOwn = (fn: number): boolean => fn === f.fn || methodOf(world, f, fn)
  const own = memberWrites(world, f.module, name, isOwn, o, ctor ?? f.frame, f.fn, ctor)
  const out: Alternative[] = [...own.values, ...bindThis(writesToKey(world, `b${path}`, name), o)]
  const prototypes = writesTo(world, f, 'prototype')
  for (const { v } of prototypes)
    if (v.t === 'obj') out.push(...bindThis(objectMember(world, v, o, name, f.module, 0).found, o))
  if (!out.length) out.push(...computedMethods(world, f, name, o))
  // Until a method writes it a test (`if (this.started) return`) sees nothing there.
  else if (own.count && !own.certain && out.length === own.values.length) out.push(...unwritten(f.module))
  if (out.length || depth >= MAX_PARENTS) return writtenOver(limit(out))
  for (const parent of parentsOf(world, f)) {
    const frame = superCall(world, o, f, parent, ctor)
    if (parent.t === 'fn') out.push(...functionInstanceMember(world, o, parent, name, frame, depth + 1))
    else out.push(...(classInstanceMember(world, o, parent, frame, name) ?? []))
  }
  return limit(out)
}

/** `['get', 'post'].forEach((method) => { Http.prototype[method] = function () { … } })` */
export function computedMethods(world: World, of: FunctionValue | ClassValue, name: string, o: Value): Alternatives {
  const sites = world.writes.has('') ? writesByObject(world, '').get(`b${prototypePath(of)}`) : undefined
  const out: Alternative[] = []
  for (const { site } of sites ?? []) {
    const { module, index } = site
    const w = module.summary.writes[index]!
    if (typeof w.name !== 'number' || module.summary.nodes[w.value]![0] !== 'fn') continue
    const frame = module.frameOf(w.fn)
    if (evaluate(world, module, w.name, frame).some((x) => keyText(x.v) === name))
      out.push(...bindThis(evaluate(world, module, w.value, frame), o))
  }
  return limit(out)
}

/** The functions and classes that a function's prototype inherits from. */
function parentsOf(world: World, f: FunctionValue): (FunctionValue | ClassValue)[] {
  const written = [
    ...writesTo(world, f, '#super'),
    ...writesToKey(world, `b${prototypePath(f)}`, '#super'),
    ...writesTo(world, f, 'prototype'),
  ]
  return written.flatMap((x) => constructorOf(world, x.v) ?? [])
}

/** All that an instance of a function or class inherits from, nearest first. */
export function ancestors(world: World, of: FunctionValue | ClassValue): (FunctionValue | ClassValue)[] {
  const out: (FunctionValue | ClassValue)[] = []
  const queue = [of]
  for (let next = queue.shift(); next && out.length < MAX_PARENTS; next = queue.shift()) {
    const up = next.t === 'fn' ? parentsOf(world, next) : parents(world, next).filter(isConstructor)
    for (const p of up) {
      if (p.module === of.module && p.t === of.t && (p.t === 'fn' ? p.fn : p.cls) === (of.t === 'fn' ? of.fn : of.cls))
        continue
      out.push(p)
      queue.push(p)
    }
  }
  return out
}

/** Whether an object is an instance of a class or function: `object instanceof Class`. */
export function madeBy(world: World, o: Value, c: Value, module: Module): Value {
  if (isConstructor(c)) {
    if (o.t === 'inst') return { t: 'prim', p: [o.of, ...ancestors(world, o.of)].some((x) => isSame(x, c)) }
    if (o.t === 'text' || o.t === 'prim' || o.t === 'arr' || o.t === 'obj' || o.t === 'map')
      return { t: 'prim', p: false }
  }
  const kind = c.t === 'builtin' ? c.path : ''
  if (o.t === 'prim' || (o.t === 'text' && !o.url)) return { t: 'prim', p: false }
  if (kind === 'Array' && (o.t === 'arr' || o.t === 'obj')) return { t: 'prim', p: o.t === 'arr' }
  if (kind === 'Function' && (o.t === 'fn' || o.t === 'class')) return { t: 'prim', p: true }
  return unknown('unsupported', module, 0)
}

function isSame(a: FunctionValue | ClassValue, b: FunctionValue | ClassValue): boolean {
  return a.module === b.module && (a.t === 'fn' ? b.t === 'fn' && a.fn === b.fn : b.t === 'class' && a.cls === b.cls)
}

const isConstructor = (v: Value): v is FunctionValue | ClassValue => v.t === 'fn' || v.t === 'class'

/** Whether a function is put on the prototype of another one. */
function methodOf(world: World, f: FunctionValue, fn: number): boolean {
  const { module } = f
  return module.methodWrites(fn).some((w) => {
    const object = module.summary.nodes[w.object]!
    if (object[0] !== 'member' || object[2] !== 'prototype') return false
    return evaluate(world, module, object[1], module.frameOf(w.fn)).some(
      ({ v }) => v.t === 'fn' && v.module === module && v.fn === f.fn,
    )
  })
}

/** The function or class behind a prototype: itself, `Parent.prototype`, `new Parent()`. */
function constructorOf(world: World, v: Value): FunctionValue | ClassValue | null {
  if (v.t === 'fn' || v.t === 'class') return v
  if (v.t === 'inst') return v.of
  if (v.t === 'over') return constructorOf(world, v.base)
  const named = v.t === 'builtin' ? /^#prototype:(\d+):([fc])(\d+)$/.exec(v.path) : null
  if (!named) return null
  const module = world.moduleAt(Number(named[1]))
  return module ? declared(module, named[2] === 'c', Number(named[3])) : null
}

function declared(module: Module, isClass: boolean, index: number): FunctionValue | ClassValue {
  if (!isClass) {
    const frame = module.frameOf(module.summary.functions[index]!.parent)
    return { t: 'fn', module, fn: index, frame, self: null, bound: [] }
  }
  const ref = module.summary.nodes.findIndex((n) => n[0] === 'class' && n[1] === index)
  return { t: 'class', module, cls: index, frame: module.frameOf(module.owner(ref)) }
}

/** The frame in which a constructor function runs its parent's: `Parent.call(this, a)`, `Parent.apply(this, arguments)`. */
function superCall(
  world: World,
  o: InstanceValue,
  f: FunctionValue,
  parent: FunctionValue | ClassValue,
  ctor: Frame | null,
): Frame | null {
  const { module } = f
  const { nodes, calls } = module.summary
  const target = parent.t === 'fn' ? parent.fn : parent.module.summary.classes[parent.cls]!.ctor
  if (target < 0) return null
  const frame = ctor ?? module.frameOf(f.fn)
  for (const [ref] of calls) {
    if (module.owner(ref) !== f.fn) continue
    const n = nodes[ref]!
    if (n[0] !== 'call') continue
    const callee = nodes[n[1]]!
    if (callee[0] !== 'member' || (callee[2] !== 'call' && callee[2] !== 'apply')) continue
    const self = n[2][0]
    if (typeof self !== 'number' || nodes[self]![0] !== 'this') continue
    const called = evaluate(world, module, callee[1], frame).some(
      ({ v }) => v.t === parent.t && 'module' in v && v.module === parent.module,
    )
    if (!called) continue
    const call = { module, ref, frame }
    const as: FunctionValue = { t: 'fn', module: parent.module, fn: target, frame: parent.frame, self: o, bound: [] }
    const args = functionMethodArguments(as, callee[2], argumentsOf(world, call), call)
    return new Frame(parent.module, target, parent.frame, args, o)
  }
  return null
}
