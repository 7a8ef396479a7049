import { enter } from './calls'
import { around, edgesOfCall, type Edge } from './edges'
import { evaluate } from './evaluate'
import type { Arguments, Frame } from './frame'
import { functionKey, type CallGraph } from './graph'
import { methodOf } from './made'
import type { Module } from './module'
import { narrowed } from './narrow'
import { apiCalls, type Sink } from './sinks'
import { Steps } from './steps'
import type { Alternative } from './values'
import type { World } from './world'
import { reachable } from './writes'

/** Where a chain of calls starts: the function around its outermost call. */
export function startOf(sink: Sink, chain: readonly Edge[]): { module: Module; fn: number } {
  const outermost = chain[chain.length - 1]
  return outermost
    ? { module: outermost.call.module, fn: outermost.call.module.owner(outermost.call.ref) }
    : { module: sink.module, fn: sink.fn }
}

/** An API that came in as a parameter, or that callers pick: whether the function that is called later holds this very one. */
export function isStill(world: World, sink: Sink, chain: readonly Edge[], frame: Frame): boolean {
  if (sink.ref < 0 || (sink.outer ? chain.includes(sink.outer) : !sink.picked || !chain.length)) return true
  const node = sink.module.summary.nodes[sink.ref]!
  if (node[0] !== 'call' && node[0] !== 'new') return true
  const call = { module: sink.module, ref: sink.ref, frame }
  return evaluate(world, sink.module, node[1], frame).some((x) =>
    apiCalls(world, call, x.v, x.w).some((s) => s.api === sink.api && s.category === sink.category),
  )
}

/**
 * Whether a place that the callers' arguments rule out may be reached in a later round: the functions on the way call
 * each other again by a way that isn't this one, and what is handed in then leads there.
 * @param at the call of the chain that enters the function which the place stands in
 * @param leads whether the place is reached from a frame of that function
 */
export function reachedLater(
  world: World,
  chain: readonly Edge[],
  at: number,
  leads: (frame: Frame) => boolean,
): boolean {
  const { graph } = world
  if (!graph) return false
  const through = new Set(chain.map((e) => functionKey(e.callee.module, e.callee.fn)))
  const again = (e: Edge): Edge[] => enteredAgain(graph, chain, e, through)
  const edge = chain[at]
  // Entered by a method on an object, as nobody of the chain calls it.
  if (!edge) return chain.some((e) => again(e).length > 0)
  const rounds = again(edge)
  // What calls it on this way does so once more where it is itself entered again.
  if (chain.slice(at + 1).some((e) => again(e).length > 0)) rounds.push(edge)
  // Who calls is symbolic here: whatever round it is in, no more is true of its arguments.
  return rounds.some((e) => {
    const frame = graph.frameOf(e)
    return !frame || leads(frame)
  })
}

/** The calls by which functions on the way enter the function of one of them again, by a way that isn't this one. */
function enteredAgain(graph: CallGraph, chain: readonly Edge[], { callee }: Edge, through: Iterable<string>): Edge[] {
  const from = graph.callingFunctions(callee.module, callee.fn)
  const out: Edge[] = []
  for (const key of through)
    for (const e of from.get(key) ?? []) if (!chain.some((own) => isSameCall(own, e))) out.push(e)
  return out
}

/** Whether two edges are one place that calls, which may enter a function as a method of several objects. */
function isSameCall(a: Edge, b: Edge): boolean {
  return a.call.ref === b.call.ref && a.call.module === b.call.module && a.outer?.call.ref === b.outer?.call.ref
}

/** Whether `outer` is the function or lies around it. */
export function encloses(module: Module, outer: number, inner: { module: Module; fn: number }): boolean {
  if (module !== inner.module) return false
  for (let f = inner.fn; f > 0; f = module.summary.functions[f]!.parent) if (f === outer) return true
  return false
}

/**
 * The way as far as the function that a parameter belongs to: calls further out only made what it holds. Null where no
 * call of that function leads on: one of the way's own calls has given the parameter already, and what other callers
 * give has nothing to do with it.
 */
export function outOf(sink: Sink, chain: readonly Edge[], module: Module, fn: number): readonly Edge[] | null {
  let way = chain
  while (!encloses(module, fn, startOf(sink, way))) {
    const last = way[way.length - 1]
    if (!last || (last.callee.module === module && last.callee.fn === fn)) return null
    way = way.slice(0, -1)
  }
  return way
}

/** One alternative of an argument, looked at by itself. */
export interface Handed {
  /** The place of the call in the chain. */
  readonly at: number
  /** The argument's index. */
  readonly index: number
  /** Which of its alternatives. */
  readonly which: number
  readonly of: Alternative
}

/** The sink's frame at the end of a chain, and what each call hands over, by its place in the chain. */
export interface Entered {
  readonly frame: Frame
  readonly given: readonly Arguments[]
  /** What is handed in here leads there in a later round only. */
  readonly later: boolean
}

/** A call with what the conditions in front of it leave of what it hands over. */
function narrowedEdge(world: World, edge: Edge): Edge {
  const { module, ref, frame } = edge.call
  const here = narrowed(world, module, ref, frame)
  if (here === frame) return edge
  const { edges } = edgesOfCall(world, { module, ref, frame: here })
  return edges.find((e) => e.callee.module === edge.callee.module && e.callee.fn === edge.callee.fn) ?? edge
}

/**
 * The sink's frame when it is reached through a chain of calls (innermost first). From the outermost call inwards each
 * call is evaluated in the frame that the one outside it makes, so that closures and `this` are the right ones.
 * @param start what is known of the function around the outermost call
 * @param handed what is looked at of what a call hands over, where that is not all that it may
 */
export function sinkFrame(
  world: World,
  sink: Sink,
  chain: readonly Edge[],
  start: Frame | null = null,
  handed: Handed | null = null,
): Entered | null {
  const steps = world.graph?.steps ?? new Steps()
  const given: Arguments[] = []
  let later = false
  let frame: Frame | null = start
  for (let i = chain.length - 1; i >= 0; i--) {
    const edge = chain[i]!
    const from: Frame | null = frame
    // A call in a frame of its own was found through the edge outside it.
    if (from) {
      const { module, ref } = edge.call
      // What the call outside hands in may rule this one out: `if (store) return viaStore(store)`.
      const leads = (into: Frame): boolean =>
        reachable(world, module, module.conditionOf(ref), around(module, module.owner(ref), into)).when !== 0
      if (!leads(from)) {
        if (!reachedLater(world, chain, i + 1, leads)) return null
        later = true
      }
    }
    const place = startOf(sink, chain.slice(0, i))
    const own = handed?.at === i ? handed : null
    const variant = `${place.module.index}:${place.fn}${own ? `:${own.index}:${own.which}` : ''}`
    const isOuter = edge.outer !== null && chain[i + 1] === edge.outer
    const step = steps.of(from, edge, variant, () => {
      const same = from ? inFrame(world, edge, from, isOuter) : edge
      if (!same) return null
      const entering = narrowedEdge(world, same)
      const args = own ? only(entering.args(), own) : entering.args()
      const entered = enter(entering.callee, args, entering.call.frame)
      return entered && { frame: methodOf(entering, place) ?? entered, args }
    })
    if (!step) return null
    frame = step.frame
    given[i] = step.args
  }
  return { frame: frame ? around(sink.module, sink.fn, frame) : sink.module.frameOf(sink.fn), given, later }
}

/** The same call in the frame that the calls outside it lead to; null where it does not enter the function there. */
function inFrame(world: World, edge: Edge, frame: Frame, isOuter: boolean): Edge | null {
  const { module, ref } = edge.call
  const here = around(module, module.owner(ref), frame)
  const again = edgesOfCall(world, { module, ref, frame: here }).edges.find(
    (e) => e.callee.module === edge.callee.module && e.callee.fn === edge.callee.fn,
  )
  return again ?? (here === edge.call.frame || isOuter ? edge : null)
}

function only(args: Arguments, { index, of }: Handed): Arguments {
  return { ...args, get: (n) => (n === index ? [of] : args.get(n)) }
}
