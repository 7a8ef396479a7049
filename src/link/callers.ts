import type { Ref } from '../extract/ir'
import { enter } from './calls'
import { evaluate } from './evaluate'
import type { Module } from './module'
import { walk, withoutCallers } from './parameter-steps'
import { isOpen } from './query'
import { eachPiece } from './text'
import { flatMap, limit, one, paramKey, type Alternatives, type ParamValue, type Part } from './values'
import type { World } from './world'

const MAX_DEPTH = 4
const MAX_CALLERS = 32
/** Callers whose values are looked at anew. */
const MAX_ANEW = 8

/** A parameter's value as all known callers fill it; the parameter itself where none is known. */
export function filledBy(world: World, p: ParamValue, depth = 0): Alternatives {
  // A shallow look asks for no callers: looking for callers is what it is for.
  if (world.shallow || depth >= MAX_DEPTH || p.index < 0 || isOpen(world, p)) return withoutCallers(world, one(p))
  const edges = world.callers(p.module, p.fn)
  if (!edges.length || edges.length > MAX_CALLERS) return withoutCallers(world, one(p))
  const key = isGeneral(world) ? `${depth}${paramKey(p)}` : null
  const known = key === null ? undefined : world.filled.get(key)
  if (known) return known
  const { cycles, rounds } = world
  const out = limit(
    edges.flatMap((e) => {
      const value = walk(world, e.args().get(p.index), p.path, p.module, 0)
      return [...fillParameters(world, value, depth + 1)]
    }),
  )
  if (key !== null && !world.tripped && world.cycles === cycles && world.rounds === rounds) world.filled.set(key, out)
  return out
}

/** Whether what is found now is true of every question: nothing is assumed, and no callers are being looked for. */
function isGeneral(world: World): boolean {
  return (
    world.pages.query === null &&
    world.openVariables.size === 0 &&
    world.givenVariables.size === 0 &&
    world.graph?.isAsking === false
  )
}

/** Replaces parameters in values by what known callers give. */
export function fillParameters(world: World, alts: Alternatives, depth = 0): Alternatives {
  if (depth >= MAX_DEPTH || !alts.some((x) => x.v.t === 'param' || (x.v.t === 'text' && x.v.parts.some(fillable))))
    return alts
  return flatMap(alts, (v) => {
    if (v.t === 'param') return filledBy(world, v, depth)
    if (v.t !== 'text' || !v.parts.some(fillable)) return one(v)
    return eachPiece(v, (p) =>
      'hole' in p && p.param && fillable(p) ? filledBy(world, p.param, depth) : one({ t: 'text', parts: [p] }),
    )
  })
}

/**
 * The value of a node of a function that others call, as all known callers fill it. What was made of a parameter (an
 * encoded text) is found anew with what each caller gives.
 */
export function asCalled(world: World, module: Module, ref: Ref, value: Alternatives): Alternatives {
  const fn = module.owner(ref)
  const made = value.some((x) => x.v.t === 'text' && x.v.parts.some((p) => 'hole' in p && p.changed))
  const edges = made && fn > 0 && !world.shallow ? world.callers(module, fn) : []
  const key = `${module.index}:c${ref}`
  const running = world.running.get(key) ?? 0
  if (!edges.length || edges.length > MAX_ANEW || running) return fillParameters(world, value)
  world.running.set(key, 1)
  const out = edges.flatMap((e) => {
    const frame = enter(e.callee, e.args(), e.call.frame)
    return [...fillParameters(world, frame ? evaluate(world, module, ref, frame) : value)]
  })
  world.running.set(key, 0)
  return limit(out)
}

function fillable(p: Part): boolean {
  return 'hole' in p && p.param !== undefined && p.param.index >= 0 && !p.changed
}
