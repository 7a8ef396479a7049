import type { Ref } from '../extract/ir'
import { fillParameters } from './callers'
import { evaluate } from './evaluate'
import type { Module } from './module'
import { isStep } from './parameter-steps'
import type { Alternatives } from './values'
import type { World } from './world'

/**
 * The names that the key of `object[key] = value` may be.
 * @param wholly whether they are asked for as a URL is. Otherwise a look has to do, and what callers hand in as it is:
 *   libraries fill their tables so, from texts that they read
 * @param budget nodes that may be evaluated
 */
export function computedKeys(world: World, module: Module, key: Ref, wholly: boolean, budget: number): Alternatives {
  const frame = module.frameOf(module.owner(key))
  const seen = wholly ? null : world.look(budget, () => evaluate(world, module, key, frame))
  if (seen && !seen.some(({ v }) => v.t === 'param' && !isStep(v))) return seen
  world.ask(budget)
  return fillParameters(world, seen ?? evaluate(world, module, key, frame))
}
