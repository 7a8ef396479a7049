import { member } from './members'
import type { Module } from './module'
import { flatMap, type Alternative, type Alternatives } from './values'
import type { World } from './world'

/** Values that only run time, or a caller, knows. */
const OPEN: ReadonlySet<string> = new Set(['unknown', 'param', 'builtin'])

const isMissing = (x: Alternative): boolean => x.v.t === 'prim' && x.v.missing !== undefined

/**
 * A member of whatever an object is. An object literal that lacks it is what stands there at first where something comes
 * in its place that only run time knows: `data: { user: {} }`, and then `this.user = res.data`.
 */
export function membersOf(world: World, of: Alternatives, name: string, at: Module, pos: number): Alternatives {
  const found = flatMap(of, (v) => member(world, v, name, at, pos))
  if (of.length < 2 || !found.some(isMissing)) return found
  const open = of.reduce((when, x) => (OPEN.has(x.v.t) ? when | x.w : when), 0)
  return open ? found.filter((x) => !isMissing(x) || (x.w & ~open) !== 0) : found
}
