import type { Node, Ref } from '../extract/ir'
import { argumentsOf, arrayArguments, valueArguments } from './arguments'
import { fillParameters } from './callers'
import { builtinCall, builtinConstruct } from './builtins'
import { evaluate } from './evaluate'
import { Frame, type Arguments } from './frame'
import { changedArray, changedQuery } from './arrays'
import { methodCall } from './methods'
import { ancestors } from './prototypes'
import { isStep, stepOf } from './parameter-steps'
import { partOf } from './truth'
import type { Module } from './module'
import {
  bottomOf,
  flatMap,
  one,
  UNDEFINED,
  unknown,
  type Alternatives,
  type CallRef,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from './values'
import type { World } from './world'

const MAX_FRAMES = 28
/** Evaluations of one function inside each other. */
const MAX_RECURSION = 12

/** The frame in which a function runs when this value is called; null where it recurses or goes too deep. */
export function enter(f: FunctionValue, args: Arguments | null, caller: Frame | null): Frame | null {
  let same = 0
  for (let c = caller; c; c = c.caller)
    if (c.module === f.module && c.fn === f.fn && ++same > 1) {
      // A call that is given all it needs comes to an end, as the program does.
      if (same > MAX_RECURSION || !knownArguments(args, f)) return null
    }
  if (caller && caller.depth > MAX_FRAMES) return null
  return new Frame(f.module, f.fn, f.frame, args, f.self, caller)
}

function knownArguments(args: Arguments | null, f: FunctionValue): boolean {
  const { params } = f.module.summary.functions[f.fn]!
  if (!args || !params || params > 6) return false
  for (let i = 0; i < params; i++) {
    const given = args.get(i)
    if (given.length !== 1 || !isKnown(given[0]!.v)) return false
  }
  return true
}

function isKnown(v: Value): boolean {
  if (v.t === 'arr') return v.items.every((x) => Array.isArray(x) && x.length === 1 && isKnown(x[0].v))
  return v.t === 'prim' || (v.t === 'text' && v.parts.every((p) => !('hole' in p)))
}

/** What a function of the project returns. */
export function callFunction(
  world: World,
  f: FunctionValue,
  args: Arguments | null,
  caller: Frame | null,
): Alternatives {
  const record = f.module.summary.functions[f.fn]!
  if (record.result < 0) return one(UNDEFINED)
  const key = record.params === 0 ? resultKey(f) : null
  const known = key === null ? undefined : world.results.get(key)
  if (known) return known
  const frame = enter(f, args, caller)
  // A getter that reads itself has no caller to tell it by.
  const id = `${f.module.index}:${f.fn}`
  const running = world.running.get(id) ?? 0
  if (!frame || running >= MAX_RECURSION) {
    world.rounds++
    return one(unknown('cycle', f.module, record.pos, record.name))
  }
  world.running.set(id, running + 1)
  const value = evaluate(world, f.module, record.result, frame)
  world.running.set(id, running)
  if (key !== null && !world.tripped && !world.aside?.isCut) world.results.set(key, value)
  return value
}

/** A key for a function without parameters whose result is the same for every caller; null where it may differ. */
function resultKey(f: FunctionValue): string | null {
  for (let frame: Frame | null = f.frame; frame; frame = frame.parent)
    if (frame.args || frame.self || frame.round) return null
  if (f.self && f.self.t !== 'obj' && !(f.self.t === 'param' && !f.self.self)) return null
  const self =
    f.self === null
      ? ''
      : f.self.t === 'obj'
        ? `o${f.self.module.index}:${f.self.ref}`
        : `p${f.self.t === 'param' ? f.self.fn : ''}`
  return `${f.module.index}:${f.fn}:${self}`
}

/** The value of a call expression. */
export function callValue(world: World, call: CallRef, node: Extract<Node, ['call', ...unknown[]]>): Alternatives {
  const callee = evaluate(world, call.module, node[1], call.frame)
  const known = callee.some((x) => x.v.t === 'param' && x.v.index >= 0) ? filledCallee(world, callee, call) : callee
  return flatMap(known, (v) =>
    v.t === 'param' && isStep(v)
      ? one(v)
      : v.t === 'param' && v.path[v.path.length - 1] === 'then'
        ? // What a promise holds is written as the promise itself.
          flatMap(argumentsOf(world, call).get(0), (f) =>
            apply(world, f, valueArguments([one({ ...v, path: v.path.slice(0, -1) })]), call),
          )
        : apply(world, v, argumentsOf(world, call, v.t === 'fn' ? v.bound : []), call),
  )
}

/** What a call calls, by all callers of the function around it. A method of a parameter is a step behind the parameter. */
function filledCallee(world: World, callee: Alternatives, call: CallRef): Alternatives {
  return flatMap(callee, (v) => {
    const step = stepOf(world, v, call)
    return step ? one(step) : fillParameters(world, one(v))
  })
}

/** Applies a value to arguments. */
export function apply(world: World, v: Value, args: Arguments, call: CallRef): Alternatives {
  switch (v.t) {
    case 'fn':
      return callFunction(world, v, args, call.frame)
    case 'method':
      return methodCall(world, v, args, call)
    case 'builtin':
      return builtinCall(world, v, args, call)
    case 'over':
      return apply(world, v.base, args, call)
    case 'unknown':
      return one(v.reason === 'cycle' ? unknown('call', call.module, position(call)) : partOf(v))
    default:
      return one(unknown('call', call.module, position(call)))
  }
}

/** `f.call(self, …)`, `f.apply(self, list)`, `f.bind(self, …)` on a function of the project. */
export function applyFunctionMethod(
  world: World,
  f: FunctionValue,
  name: string,
  args: Arguments,
  call: CallRef,
): Alternatives {
  return flatMap(args.get(0), (self) => {
    const bound: FunctionValue = { ...f, self: self.t === 'prim' ? f.self : self }
    if (name === 'bind') {
      const rest = args.rest(1)
      const items =
        rest.length === 1 && rest[0]!.v.t === 'arr'
          ? rest[0]!.v.items.filter((x): x is Alternatives => Array.isArray(x))
          : []
      return one({ ...bound, bound: [...f.bound, ...items] })
    }
    return callFunction(world, bound, functionMethodArguments(f, name, args, call), call.frame)
  })
}

/** The arguments that reach a function through `call` or `apply`. */
export function functionMethodArguments(f: FunctionValue, name: string, args: Arguments, call: CallRef): Arguments {
  return arrayArguments(name === 'apply' ? args.get(1) : args.rest(1), f.bound, call)
}

/** The value of `new X(…)`. */
export function constructValue(world: World, call: CallRef, node: Extract<Node, ['new', ...unknown[]]>): Alternatives {
  return flatMap(evaluate(world, call.module, node[1], call.frame), (v) =>
    construct(world, v, givenBefore(argumentsOf(world, call), node, call), call),
  )
}

/**
 * `if (!made) made = new Api(base)`: a caller that leaves `base` out isn't the one that makes the object, so what the
 * constructor is given isn't known there.
 */
function givenBefore(args: Arguments, node: Extract<Node, ['new', ...unknown[]]>, call: CallRef): Arguments {
  const { module, ref, frame } = call
  if (!frame.args || module.conditionOf(ref) < 0) return args
  return {
    ...args,
    get(i) {
      const value = args.get(i)
      const given = node[2][i]
      const leftOut = value.length === 1 && value[0]!.v.t === 'prim' && value[0]!.v.p === undefined
      return leftOut && typeof given === 'number' && module.summary.nodes[given]![0] === 'param'
        ? one({ ...unknown('parameter', module, position(call)), blank: true })
        : value
    },
  }
}

/** What `new` makes of a value. Members that were put on a class or function (`Api.base = …`) change nothing of it. */
export function construct(world: World, given: Value, args: Arguments, call: CallRef): Alternatives {
  const v = bottomOf(given)
  if (v.t === 'class') return one(instance(world, v, call, v.module.summary.classes[v.cls]!.ctor, args))
  if (v.t === 'fn') {
    const o = instance(world, v, call, v.fn, args)
    // One that returns an object makes that object; `return this` gives the new one.
    const made =
      v.module.summary.functions[v.fn]!.result >= 0
        ? callFunction(world, { ...v, self: o }, args, call.frame).filter(
            ({ v: r }) => r.t === 'obj' || r.t === 'over' || r.t === 'fn' || (r.t === 'inst' && r !== o),
          )
        : []
    return made.length ? made : one(o)
  }
  if (v.t === 'builtin') return builtinConstruct(world, v, args, call)
  return one(unknown('call', call.module, position(call)))
}

function instance(
  world: World,
  of: ClassValue | FunctionValue,
  call: CallRef,
  ctor: number,
  args: Arguments,
): InstanceValue {
  const symbolic = inSymbolicFrame(call.frame)
  const o: InstanceValue = {
    t: 'inst',
    of,
    ctor: null,
    site: `${call.module.index}:${call.ref}${symbolic ? '' : `@${world.nextSite++}`}`,
    pure: call.frame.fn === 0,
  }
  o.ctor = new Frame(of.module, ctor, of.frame, args, o, call.frame)
  if (symbolic) for (const x of [of, ...ancestors(world, of)]) world.remember(x, o)
  return o
}

function inSymbolicFrame(frame: Frame): boolean {
  for (let f: Frame | null = frame; f; f = f.parent) if (f.args) return false
  return true
}

/** What an object looks like after it was handed to a call: functions of the project may change members of it. */
export function mutatedArgument(
  world: World,
  module: Module,
  callRef: Ref,
  index: number,
  before: Ref,
  frame: Frame,
): Alternatives {
  const node = module.summary.nodes[callRef]!
  const old = (): Alternatives => evaluate(world, module, before, frame)
  if (node[0] !== 'call') return old()
  if (index === -2) return changedQuery(world, old(), { module, ref: callRef, frame })
  if (index < 0) return changedArray(world, old(), { module, ref: callRef, frame })
  return flatMap(evaluate(world, module, node[1], frame), (v) => {
    if (v.t !== 'fn') return old()
    const out = v.module.summary.functions[v.fn]!.outs.find(([i]) => i === index + v.bound.length)
    if (!out) return old()
    const inner = enter(v, argumentsOf(world, { module, ref: callRef, frame }, v.bound), frame)
    return inner ? evaluate(world, v.module, out[1], inner) : old()
  })
}

export function position(call: CallRef): number {
  const n = call.module.summary.nodes[call.ref]!
  return n[0] === 'call' || n[0] === 'new' ? n[3] : 0
}
