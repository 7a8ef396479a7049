import { argumentsOf } from './arguments'
import { functionMethodArguments } from './calls'
import { evaluate } from './evaluate'
import { Frame } from './frame'
import { classInstanceMember, memberWrites } from './instances'
import { bindThis, objectMember, prototypePath } from './members'
import type { Module } from './module'
import {
  limit,
  type Alternative,
  type Alternatives,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from './values'
import type { World } from './world'
import { writesTo, writesToKey } from './writes'

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
  if (out.length || depth >= MAX_PARENTS) return limit(out)
  const parents = [
    ...writesTo(world, f, '#super'),
    ...writesToKey(world, `b${path}`, '#super'),
    ...prototypes.filter((x) => x.v.t !== 'obj'),
  ]
  for (const { v } of parents) {
    const parent = constructorOf(world, v)
    if (!parent) continue
    const frame = superCall(world, o, f, parent, ctor)
    if (parent.t === 'fn') out.push(...functionInstanceMember(world, o, parent, name, frame, depth + 1))
    else if (parent.t === 'class') out.push(...(classInstanceMember(world, o, parent, frame, name) ?? []))
  }
  return limit(out)
}

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
function constructorOf(world: World, v: Value): Value | null {
  if (v.t === 'fn' || v.t === 'class') return v
  if (v.t === 'inst') return v.of
  if (v.t === 'over') return constructorOf(world, v.base)
  const named = v.t === 'builtin' ? /^#prototype:(\d+):([fc])(\d+)$/.exec(v.path) : null
  if (!named) return null
  const module = [...world.modules.values()][Number(named[1])]
  return module ? declared(module, named[2] === 'c', Number(named[3])) : null
}

function declared(module: Module, isClass: boolean, index: number): Value {
  if (!isClass) {
    const frame = module.frameOf(module.summary.functions[index]!.parent)
    return { t: 'fn', module, fn: index, frame, self: null, bound: [] }
  }
  const ref = module.summary.nodes.findIndex((n) => n[0] === 'class' && n[1] === index)
  return { t: 'class', module, cls: index, frame: module.frameOf(module.owner(ref)) }
}

/** The frame in which a constructor function runs its parent's: `Parent.call(this, a)`, `Parent.apply(this, arguments)`. */
function superCall(world: World, o: InstanceValue, f: FunctionValue, parent: Value, ctor: Frame | null): Frame | null {
  const { module } = f
  const { nodes, calls } = module.summary
  const target =
    parent.t === 'fn' ? parent.fn : parent.t === 'class' ? parent.module.summary.classes[parent.cls]!.ctor : -1
  if (target < 0 || (parent.t !== 'fn' && parent.t !== 'class')) return null
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
    const args = functionMethodArguments(world, as, callee[2], argumentsOf(world, call), call)
    return new Frame(parent.module, target, parent.frame, args, o)
  }
  return null
}
