import { argumentsOf, valueArguments } from './arguments'
import { currentArray } from './arrays'
import { apply, functionMethodArguments } from './calls'
import { handed } from './collections'
import { evaluate } from './evaluate'
import { choiceNumber } from './conditions'
import type { Arguments, Frame } from './frame'
import { element } from './elements'
import { parents } from './instances'
import { lookup } from './members'
import { withoutCallers } from './parameter-steps'
import type { Module } from './module'
import {
  bottomOf,
  limit,
  one,
  restrict,
  unknown,
  type Alternative,
  type Alternatives,
  type ArrayValue,
  type BuiltinValue,
  type MapValue,
  type CallRef,
  type FunctionValue,
  type ParamValue,
  type Value,
} from './values'
import type { World } from './world'

/** A way into a function: the call, what is known of the function there (`this`, closure), and the arguments. */
export interface Edge {
  call: CallRef
  callee: FunctionValue
  args: () => Arguments
  /** For a function that reached the call as a parameter: the way into the function around the call. */
  outer: Edge | null
  /** That way as one of its own callers enters it, where what is called came from there. */
  by?: Edge
  /** The language calls it: the function was handed to `then`, `map` and the like. */
  byLanguage?: true
}

/** Who calls what, as far as it was asked for. */
export class Edges {
  private readonly into = new Map<string, Edge[]>()
  private readonly seen = new Set<string>()
  /** Instances by class. */
  readonly instances = new Map<string, Value[]>()

  /** False where the edge was known. */
  add(edge: Edge): boolean {
    const { callee, call, outer, by } = edge
    const own = `${callee.module.index}:${callee.fn}<${call.module.index}:${call.ref}<${outer ? `${outer.call.module.index}:${outer.call.ref}` : ''}`
    const key = by ? `${own}<${waysOf(by)}` : own
    if (this.seen.has(key)) return false
    this.seen.add(key)
    const id = `${callee.module.index}:${callee.fn}`
    const list = this.into.get(id)
    if (list) list.push(edge)
    else this.into.set(id, [edge])
    return true
  }

  /** The edges into a function that were found so far. */
  found(module: Module, fn: number): readonly Edge[] {
    return this.into.get(`${module.index}:${fn}`) ?? []
  }
}

/** The calls outside a call, each by its place. */
function waysOf({ outer }: Edge): string {
  return outer ? `${outer.call.module.index}:${outer.call.ref}<${waysOf(outer)}` : ''
}

/** Most items of a list that are handed to a callback one by one. */
const MAX_HANDED = 48

const CALLBACKS = new Set(['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast'])

/** The functions that a call runs, with their arguments, in the frame that it is evaluated in. */
export function edgesOfCall(world: World, call: CallRef): { edges: Edge[]; callee: Alternatives } {
  const node = call.module.summary.nodes[call.ref]!
  if (node[0] !== 'call' && node[0] !== 'new') return { edges: [], callee: [] }
  const callee = withoutCallers(world, evaluate(world, call.module, node[1], call.frame))
  const edges: Edge[] = []
  for (const { v } of callee) {
    const below = bottomOf(v)
    const target = below.t === 'fn' || below.t === 'class' ? below : v
    if (target.t === 'fn')
      edges.push({ call, callee: target, args: () => argumentsOf(world, call, target.bound), outer: null })
    else if (target.t === 'class' && node[0] === 'new') edges.push(...constructorEdges(world, call, target))
    else if (target.t === 'param' && target.index === -2) edges.push(...superEdges(world, call, target))
    else if (target.t === 'param' && target.index >= 0 && target.path.at(-1) === 'then')
      edges.push(...callbackEdges(world, call, [one({ ...target, path: target.path.slice(0, -1) })]))
    else if (target.t === 'method') edges.push(...methodEdges(world, call, target.of, target.name))
    else if (target.t === 'builtin' && USE.test(target.path)) edges.push(...pluginEdges(world, call, target))
    else if (
      target.t === 'builtin' &&
      /^(?:setTimeout|setInterval|requestAnimationFrame|queueMicrotask)$|\.nextTick$/.test(target.path)
    )
      edges.push(...callbackEdges(world, call, [unknownArgument(call)]))
  }
  return { edges, callee }
}

/** `Vue.use(plugin, options)`, `app.use(plugin, options)`. https://vuejs.org/guide/reusability/plugins.html */
const USE = /^(?:Vue|pkg:vue(?:[.#](?:createApp|createSSRApp)\(\))?)\.use$/

function pluginEdges(world: World, call: CallRef, use: BuiltinValue): Edge[] {
  const args = argumentsOf(world, call)
  const host: Value = { ...use, path: use.path.replace(/\.use$/, '') }
  return args.get(0).flatMap(({ v }) => {
    const found = v.t === 'fn' ? one(v) : lookup(world, v, 'install', call.module, 0).found
    return found.flatMap((f): Edge[] =>
      f.v.t === 'fn'
        ? [{ call, callee: f.v, args: () => valueArguments([one(host), args.get(1)]), outer: null, byLanguage: true }]
        : [],
    )
  })
}

function constructorEdges(world: World, call: CallRef, c: Extract<Value, { t: 'class' }>): Edge[] {
  return evaluate(world, call.module, call.ref, call.frame).flatMap((x): Edge[] => {
    if (x.v.t !== 'inst' || x.v.of.t !== 'class') return []
    let owner = c
    for (let i = 0; i < 8; i++) {
      const record = owner.module.summary.classes[owner.cls]!
      if (record.ctor >= 0) {
        const callee: FunctionValue = {
          t: 'fn',
          module: owner.module,
          fn: record.ctor,
          frame: owner.frame,
          self: x.v,
          bound: [],
        }
        return [{ call, callee, args: () => argumentsOf(world, call), outer: null }]
      }
      const parent = parents(world, owner)[0]
      if (parent?.t !== 'class') return []
      owner = parent
    }
    return []
  })
}

function superEdges(world: World, call: CallRef, p: ParamValue): Edge[] {
  const cls = p.module.summary.functions[p.fn]!.cls
  if (cls < 0) return []
  const frame = p.module.frameOf(p.module.summary.functions[p.fn]!.parent)
  return parents(world, { t: 'class', module: p.module, cls, frame }).flatMap((v): Edge[] => {
    if (v.t !== 'class') return []
    const ctor = v.module.summary.classes[v.cls]!.ctor
    if (ctor < 0) return []
    return [
      {
        call,
        callee: { t: 'fn', module: v.module, fn: ctor, frame: v.frame, self: p.self ?? null, bound: [] },
        args: () => argumentsOf(world, call),
        outer: null,
      },
    ]
  })
}

function methodEdges(world: World, call: CallRef, of: Value, name: string): Edge[] {
  if (of.t === 'fn' && (name === 'call' || name === 'apply')) {
    const args = argumentsOf(world, call)
    return args.get(0).map(({ v: self }) => ({
      call,
      callee: { ...of, self: self.t === 'prim' ? of.self : self },
      args: () => functionMethodArguments(of, name, args, call),
      outer: null,
    }))
  }
  if (name === 'then') return callbackEdges(world, call, [one(of)])
  if (of.t === 'map' && name === 'forEach') return handedEdges(world, call, of)
  if (of.t === 'arr' && (name === 'reduce' || name === 'reduceRight')) return foldEdges(world, call, of, name)
  if (of.t === 'arr' && CALLBACKS.has(name)) return handedEdges(world, call, of)
  return []
}

/** What a method of a list hands to its callback: the item, its index or key, and the list. */
function handedEdges(world: World, call: CallRef, of: ArrayValue | MapValue): Edge[] {
  const pairs = handed(world, of.t === 'arr' ? currentArray(world, of) : of)
  if (!pairs || pairs.length > MAX_HANDED)
    return callbackEdges(world, call, [oneOf(world, call, element(world, of, call.module)), unknownArgument(call)])
  const round = choiceNumber(world, call.module, call.ref, call.frame)
  const told = (at: 0 | 1): Alternatives =>
    limit(pairs.flatMap((x, i) => restrict(x[at], 15, pairs.length > 1 ? [[round, i]] : null)))
  return callbackEdges(world, call, [told(0), told(1), one(of)])
}

/** `list.reduce(f, start)`: each round is handed what the rounds before made. */
function foldEdges(world: World, call: CallRef, of: ArrayValue, name: string): Edge[] {
  const list = currentArray(world, of)
  const items = list.items.every((x) => Array.isArray(x)) ? [...(list.items as readonly Alternatives[])] : null
  if (!items || items.length > MAX_HANDED)
    return callbackEdges(world, call, [unknownArgument(call), unknownArgument(call)])
  if (name === 'reduceRight') items.reverse()
  const given = argumentsOf(world, call)
  return given.get(0).flatMap(({ v }): Edge[] => {
    if (v.t !== 'fn') return []
    const args = (): Arguments => {
      const more = given.rest(1)
      const starts = more.length === 1 && more[0]!.v.t === 'arr' && more[0]!.v.items.length > 0
      const round = choiceNumber(world, call.module, call.ref, call.frame)
      let acc: Alternatives | null = starts ? given.get(1) : null
      const before: Alternative[] = []
      const item: Alternative[] = []
      for (const [i, x] of items.entries()) {
        if (acc) {
          before.push(...restrict(acc, 15, [[round, i]]))
          item.push(...restrict(x, 15, [[round, i]]))
        }
        acc = acc ? apply(world, v, valueArguments([acc, x, one({ t: 'prim', p: i })]), call) : x
      }
      return valueArguments([limit(before), limit(item), unknownArgument(call)])
    }
    return [{ call, callee: v, args, outer: null }]
  })
}

/** One item of a list is one item in all that a callback makes of it. */
function oneOf(world: World, call: CallRef, items: Alternatives): Alternatives {
  if (items.length < 2) return items
  const round = choiceNumber(world, call.module, call.ref, call.frame)
  return items.map((x, i) => ({ ...x, a: [...(x.a ?? []), [round, i] as const] }))
}

function unknownArgument(call: CallRef): Alternatives {
  return one(unknown('unsupported', call.module, 0))
}

/** The first argument is a function that the language calls with these values. */
function callbackEdges(world: World, call: CallRef, values: Alternatives[]): Edge[] {
  return argumentsOf(world, call)
    .get(0)
    .flatMap(({ v }): Edge[] =>
      v.t === 'fn' ? [{ call, callee: v, args: () => valueArguments(values), outer: null, byLanguage: true }] : [],
    )
}

/** The frame chain from `fn` outwards to a frame that is known. */
export function around(module: Module, fn: number, known: Frame): Frame {
  if (known.module !== module) return module.frameOf(fn)
  if (fn === known.fn) return known
  const parent = module.summary.functions[fn]?.parent ?? -1
  if (fn <= 0 || parent < 0) return module.frameOf(fn)
  const outer = around(module, parent, known)
  return outer === module.frameOf(parent) ? module.frameOf(fn) : outer.inner(fn)
}
