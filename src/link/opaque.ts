import type { Edge } from './edges'
import type { Frame } from './frame'
import { walk } from './parameter-steps'
import { changedHoles, eachPiece, partsOf } from './text'
import { flatMap, one, type Alternatives, type ParamValue, type Part } from './values'
import type { World } from './world'

/** Parameters beyond which a call is evaluated as any other. */
const MANY = 6

/**
 * Whether a call hands over nothing that is known: no test inside the function it enters comes out otherwise than for
 * all its callers, so that what it asks for is what they all ask for, with its own arguments put in.
 */
export function isOpaque({ callee, args, outer }: Edge): boolean {
  const { params, owner, cls } = callee.module.summary.functions[callee.fn]!
  const { self } = callee
  // Who makes an object says what `this` is in its methods.
  if (cls >= 0 && callee.module.summary.classes[cls]!.ctor === callee.fn) return false
  if (outer || !params || params > MANY || callee.bound.length || callee.module.takesList(callee.fn)) return false
  // The function's own object is `this` for all its callers.
  if (self && !(self.t === 'obj' && self.module === callee.module && self.ref === owner)) return false
  for (let frame: Frame | null = callee.frame; frame; frame = frame.parent) if (frame.args || frame.round) return false
  const given = args()
  for (let i = 0; i < params; i++) {
    const alts = given.get(i)
    if (alts.length !== 1) return false
    const { v } = alts[0]!
    if (v.t !== 'param' && (v.t !== 'unknown' || v.falsy || v.truthy || v.blank)) return false
  }
  return true
}

/**
 * Values with a call's arguments in place of the parameters of what it enters; null where one that was changed on the
 * way (encoded, cut) is known in part: what the change makes of it must be found anew.
 */
export function withArguments(world: World, values: Alternatives, edge: Edge, pos: number): Alternatives | null {
  const { module, fn } = edge.callee
  const isOwn = (p: ParamValue | undefined): p is ParamValue =>
    p !== undefined && p.module === module && p.fn === fn && p.index >= 0
  const value = (p: ParamValue): Alternatives => walk(world, edge.args().get(p.index), p.path, edge.call.module, pos)
  let isLost = false
  const piece = (p: Part): Alternatives => {
    if (!('hole' in p) || !isOwn(p.param)) return one({ t: 'text', parts: [p] })
    const given = value(p.param)
    if (!p.changed) return given
    if (!given.every(({ v }) => v.t === 'param' || (v.t === 'unknown' && !v.falsy && !v.truthy && !v.blank)))
      isLost = true
    return flatMap(given, (v) => one({ t: 'text', parts: [...changedHoles(partsOf(v))] }))
  }
  const out = flatMap(values, (v) => {
    if (v.t === 'param') return isOwn(v) ? value(v) : one(v)
    if (v.t !== 'text' || !v.parts.some((p) => 'hole' in p && isOwn(p.param))) return one(v)
    return eachPiece(v, piece)
  })
  return isLost ? null : out
}
