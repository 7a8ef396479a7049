import { enter } from './calls'
import { around, edgesOfCall, type Edge } from './edges'
import type { Module } from './module'
import type { CallRef } from './values'
import type { World } from './world'

/** Nodes that may be evaluated for one call. */
const BUDGET = 1_500

/** The function that a call stands in. */
export function startOfCall({ module, ref }: CallRef): { module: Module; fn: number } {
  return { module, fn: module.owner(ref) }
}

/** Calls as the callers of the functions around them enter them, each found once. */
export class Within {
  private readonly known = new Map<Edge, Map<Edge, Edge | null>>()

  constructor(private readonly world: World) {}

  /** A call as one of the callers of the function around it enters it; null where it calls something else there. */
  of(edge: Edge, outer: Edge): Edge | null {
    let known = this.known.get(edge)
    if (!known) this.known.set(edge, (known = new Map()))
    const before = known.get(outer)
    if (before !== undefined) return before
    const { callee, call } = edge
    const again = this.world.look(BUDGET, () => {
      const frame = enter(outer.callee, outer.args(), outer.call.frame)
      if (!frame) return null
      const { module, ref } = call
      const { edges } = edgesOfCall(this.world, { module, ref, frame: around(module, module.owner(ref), frame) })
      return edges.find((e) => e.callee.module === callee.module && e.callee.fn === callee.fn) ?? null
    })
    const found = again && { ...again, outer }
    known.set(outer, found)
    return found
  }
}
