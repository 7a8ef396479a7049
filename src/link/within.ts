import { enter } from './calls'
import { around, edgesOfCall, type Edge } from './edges'
import type { Module } from './module'
import { walk } from './parameter-steps'
import { rootNames } from './roots'
import { paramKey, type CallRef, type ParamValue, type Value } from './values'
import type { World } from './world'

/** Nodes that may be evaluated for one call, and for what it hands in. */
const BUDGET = 1_500

/** Values that are no function of the project, whatever is known of them: a list's `map` is the language's. */
const NOT_OURS: ReadonlySet<string> = new Set<Value['t']>(['unknown', 'method', 'text', 'prim'])

/** Calls of a function by a method of its own. */
const INDIRECT = /^(?:call|apply|bind)\b/

/** The function that a call stands in. */
export function startOfCall({ module, ref }: CallRef): { module: Module; fn: number } {
  return { module, fn: module.owner(ref) }
}

/** Calls as the callers of the functions around them enter them, each found once. */
export class Within {
  private readonly known = new Map<Edge, Map<Edge, Edge | null>>()
  private readonly useful = new Map<Edge, Map<string, boolean>>()
  private roots: ReadonlySet<string> | null = null

  constructor(private readonly world: World) {}

  /**
   * Whether what a caller hands in for a parameter may be a function of the project or ask for a URL: a canvas that is
   * drawn on in a hundred places does neither.
   */
  mayBeCalled(p: ParamValue, outer: Edge): boolean {
    let known = this.useful.get(outer)
    if (!known) this.useful.set(outer, (known = new Map()))
    const key = paramKey(p)
    let useful = known.get(key)
    if (useful === undefined) {
      const given = this.world.look(BUDGET, () => walk(this.world, outer.args().get(p.index), p.path, p.module, 0))
      known.set(key, (useful = given.some(({ v }) => !NOT_OURS.has(v.t) && !this.isOtherApi(v))))
    }
    return useful
  }

  /** An API of the platform that takes no URL. */
  private isOtherApi(v: Value): boolean {
    if (v.t !== 'builtin') return false
    const names = v.path.split('.')
    if (!this.world.namespaces.has(names[0]!)) return false
    this.roots ??= rootNames(this.world)
    return !names.some((name) => this.roots!.has(name) || INDIRECT.test(name))
  }

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
