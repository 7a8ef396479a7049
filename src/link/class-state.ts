import { argumentsOf, valueArguments } from './arguments'
import { writtenOver } from './blank'
import { fillParameters } from './callers'
import { apply } from './calls'
import { collectKeys } from './elements'
import { lookup } from './members'
import { framesOf } from './query'
import {
  flatMap,
  limit,
  one,
  restrict,
  unknown,
  type Alternatives,
  type CallRef,
  type ClassValue,
  type Value,
} from './values'
import type { World } from './world'
import { reachable } from './writes'

/** The state of a class component of React: what it starts with, changed by all that its methods give to `setState`. */
export function classState(world: World, c: ClassValue, initial: Alternatives): Alternatives {
  const { module } = c
  const { nodes, functions } = module.summary
  const patches: Alternatives[] = []
  for (const { module: m, ref, condition } of world.callsByName.get('setState') ?? []) {
    if (m !== module) continue
    const n = nodes[ref]!
    const callee = n[0] === 'call' ? nodes[n[1]]! : null
    if (callee?.[0] !== 'member') continue
    if (!module.selvesOf(module.unwritten(callee[1])).some((fn) => functions[fn]!.cls === c.cls)) continue
    for (const frame of framesOf(world, module, module.owner(ref))) {
      const { when } = reachable(world, module, condition, frame)
      const call: CallRef = { module, ref, frame }
      const given = flatMap(argumentsOf(world, call).get(0), (v) =>
        v.t === 'fn' ? apply(world, v, valueArguments([initial]), call) : one(v),
      )
      patches.push(restrict(given, when, null))
    }
  }
  return patches.length ? initial.map((x) => ({ ...x, v: changedBy(world, c, x.v, patches) })) : initial
}

/** A state of which each member is what it starts with, or what one of the changes makes of it. */
function changedBy(world: World, { module }: ClassValue, state: Value, patches: readonly Alternatives[]): Value {
  const of = (v: Value, name: string): Alternatives => lookup(world, v, name, module, 0).found
  const keys = new Set<string>()
  let isOpen = false
  for (const { v } of patches.flat()) {
    if (v.t === 'prim') continue
    const isKnown = (v.t === 'obj' || v.t === 'over' || v.t === 'merged') && collectKeys(world, v, keys)
    if (!isKnown) isOpen = true
  }
  let out = state
  for (const name of keys) {
    const value = (): Alternatives => {
      const given = patches.flatMap((patch) => flatMap(patch, (v) => (v.t === 'prim' ? [] : of(v, name))))
      return writtenOver(limit([...of(state, name), ...fillParameters(world, given)]))
    }
    out = { t: 'over', base: out, name, value }
  }
  // What isn't known may have changed any member.
  return isOpen ? { t: 'over', base: out, name: null, value: () => one(unknown('variable', module, 0)) } : out
}
