import { enter } from './calls'
import { evaluate } from './evaluate'
import { around, edgesOfCall, type Edge } from './edges'
import type { Module } from './module'
import { apiCalls, type Sink } from './sinks'
import type { CallRef } from './values'
import type { World } from './world'
import { liveness } from './writes'

const MAX_PENDING = 20_000
/** Nodes that may be evaluated to learn what one call calls. */
const CALLEE_BUDGET = 1_500
/** A module of more calls is a library that was copied in: only calls that name an API, or what it imports, are walked. */
const MANY_CALLS = 3_000

/** Walks every call of every module once: who calls what, and which calls reach the platform. */
export function buildGraph(world: World): Sink[] {
  for (let pass = 0; ; pass++) {
    const sinks = walkCalls(world)
    // Values that were filled before their callers were known are evaluated again, with what is known now.
    const late = [...world.askedCallers].some((key) => world.edges.has(key))
    world.askedCallers.clear()
    if (!late || pass >= 2) return sinks
    world.forget()
    world.edges.pending.length = 0
  }
}

function walkCalls(world: World): Sink[] {
  const sinks: Sink[] = []
  for (const module of world.relevant) {
    const large = module.summary.calls.length > MANY_CALLS
    for (const [ref, condition] of module.summary.calls) {
      if (large && !plainlyRelevant(world, module, ref)) continue
      const fn = module.owner(ref)
      const frame = module.frameOf(fn)
      world.ask(CALLEE_BUDGET)
      const when = liveness(world, module, fn, condition, frame)
      if (!when) continue
      const call: CallRef = { module, ref, frame }
      const { edges, callee } = edgesOfCall(world, call)
      for (const e of edges) world.edges.add(e)
      for (const x of callee) {
        if (x.v.t === 'param' && x.v.index >= 0) world.edges.pending.push({ call, param: x.v })
        sinks.push(...apiCalls(world, call, x.v, when & x.w))
      }
    }
  }
  settlePending(world, sinks)
  return sinks
}

function plainlyRelevant(world: World, module: Module, ref: number): boolean {
  const n = module.summary.nodes[ref]!
  if (n[0] !== 'call' && n[0] !== 'new') return false
  let callee = module.summary.nodes[n[1]]!
  if (callee[0] === 'member' && world.apis.has(callee[2])) return true
  for (let i = 0; i < 6 && callee[0] === 'member'; i++) callee = module.summary.nodes[callee[1]]!
  return (
    callee[0] === 'import' ||
    callee[0] === 'require' ||
    (callee[0] === 'global' && (world.namespaces.has(callee[1]) || world.webApis.has(callee[1])))
  )
}

/** Calls of parameters: each caller of the parameter's function may hand in a function, or an API of the platform. */
function settlePending(world: World, sinks: Sink[]): void {
  const { edges } = world
  let budget = MAX_PENDING
  let changed = true
  for (let round = 0; changed && round < 4; round++) {
    changed = false
    for (const p of edges.pending) {
      for (const into of edges.callers(p.param.module, p.param.fn)) {
        if (--budget < 0) return
        world.ask(CALLEE_BUDGET)
        const frame = frameOfEdge(world, into)
        if (!frame) continue
        const inner: CallRef = {
          module: p.call.module,
          ref: p.call.ref,
          frame: around(p.call.module, p.call.module.owner(p.call.ref), frame),
        }
        const found = edgesOfCall(world, inner)
        for (const e of found.edges) if (edges.add({ ...e, outer: into })) changed = true
        if (round > 0) continue
        for (const x of found.callee) if (x.v.t === 'builtin') sinks.push(...apiCalls(world, inner, x.v, x.w, into))
      }
    }
  }
}

/** The frame in which a function runs when it is entered through an edge. */
export function frameOfEdge(_world: World, e: Edge): ReturnType<typeof enter> {
  return enter(e.callee, e.args(), e.call.frame)
}

export { evaluate }
