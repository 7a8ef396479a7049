import { argumentsOf } from './arguments'
import type { Edge } from './edges'
import type { Found } from './network'
import { openParameters, supplied, type Open } from './open'
import { isStep, walk, withoutCallers } from './parameter-steps'
import { one, type Alternatives, type Value } from './values'
import type { World } from './world'

/** A caller that leaves the URL out has what the wrapper asks for by itself. */
export function standsAlone(world: World, found: Found, edge: Edge, open: Open): void {
  const isLeftOut = argumentValue(world, edge, open).every(({ v }) => v.t === 'prim' && v.p === undefined && !v.missing)
  if (!isLeftOut || openParameters(found.urls).length) return
  let at = found
  while (at.by) at = at.by
  at.alone = [...(at.alone ?? []), ...found.urls]
}

/** Whether a call hands over something of its own: also what it looks up by a parameter that nobody is seen to fill. */
export function isSupplied(world: World, edge: Edge, open: Open): boolean {
  const value = argumentValue(world, edge, open)
  if (supplied(value, open)) return true
  const unfilled = value.filter(({ v }) => v.t === 'param' && isStep(v) && !world.isCalled(v.module, v.fn))
  return unfilled.length > 0 && supplied(withoutCallers(world, unfilled), open)
}

/** The same of a call by itself, whatever the function around it is handed. */
export function suppliesItself(world: World, edge: Edge, open: Open): boolean {
  const { module, ref } = edge.call
  const call = { module, ref, frame: module.frameOf(module.owner(ref)) }
  return isSupplied(world, { ...edge, call, args: () => argumentsOf(world, call, edge.callee.bound) }, open)
}

/** What a call hands to the parameter that is open, in the caller's own terms. */
function argumentValue(world: World, edge: Edge, open: Open): Alternatives {
  const { param } = open
  if (param.index < 0) {
    // `this`: a call on an object that is known supplies what the object holds.
    const self: Value | null = edge.callee.self
    return self && self.t !== 'param'
      ? one({ t: 'unknown', reason: 'member', module: edge.call.module, pos: 0 })
      : one(param)
  }
  return walk(world, edge.args().get(param.index), param.path, edge.call.module, position(edge))
}

export function position(edge: Edge): number {
  const n = edge.call.module.summary.nodes[edge.call.ref]!
  return n[0] === 'call' || n[0] === 'new' ? n[3] : 0
}
