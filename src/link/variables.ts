import { WHEN } from '../extract/literals'
import type { Ref } from '../extract/ir'
import { writtenOver } from './blank'
import { asCalled } from './callers'
import { evaluate } from './evaluate'
import type { Frame } from './frame'
import { accumulated, loopVariable, marker } from './loops'
import type { Module } from './module'
import { limit, one, unknown, type Alternative, type Alternatives } from './values'
import type { World } from './world'

/** The values that are ever given: a function that nobody calls hands nothing on. */
function written(world: World, module: Module, refs: readonly Ref[], frame: Frame): readonly Ref[] {
  const { graph } = world
  if (refs.length < 2 || !graph || world.shallow) return refs
  const rest = refs.filter((r) => {
    const fn = module.owner(r)
    // What runs here was called, whoever called it.
    return frame.find(fn) !== null || !module.dependsOnCaller(r) || !graph.isNeverCalled(module, fn)
  })
  return rest.length ? rest : refs
}

/** What a variable with several assignments holds, as a closure or a loop sees it; `last`: behind the loop. */
export function variable(world: World, module: Module, index: number, last: boolean, frame: Frame): Alternatives {
  const v = module.summary.variables[index]!
  if (v.loop) return loopVariable(world, module, index, last, frame)
  const key = `${module.index}:${index}`
  if (world.openVariables.has(key) && !world.givenVariables.has(key)) {
    world.cycles++
    return one(unknown('cycle', module, marker(index)))
  }
  const given = world.givenVariables.get(key)
  if (given) {
    world.cycles++
    return given
  }
  const evaluated = (r: Ref): Alternatives => {
    const value = evaluate(world, module, r, frame)
    // A function that isn't running here wrote it: its callers say what.
    return frame.find(module.owner(r)) ? value : asCalled(world, module, r, value)
  }
  world.openVariables.add(key)
  const changing: Ref[] = []
  const fixed: Alternative[] = []
  const values = written(world, module, v.values, frame).flatMap((r) => {
    const { cycles } = world
    const value = evaluated(r)
    if (
      world.cycles !== cycles &&
      value.some((x) => !/^(?:text|prim)$/.test(x.v.t) && !(x.v.t === 'unknown' && x.v.pos === marker(index)))
    )
      changing.push(r)
    else fixed.push(...value)
    return value
  })
  let all = accumulated(values, module, [index])
  const walked = values.some((x) => x.v.t === 'unknown' && x.v.reason === 'cycle' && x.v.name === 'member')
  if (changing.length && fixed.length && !walked) {
    // `current = step(current)`: what one step makes of the value before.
    world.givenVariables.set(key, limit(fixed))
    const stepped = changing.flatMap(evaluated)
    world.givenVariables.delete(key)
    if (stepped.some((x) => x.v.t !== 'unknown'))
      all = [...stepped, { v: unknown('variable', module, 0), w: WHEN.ALL, a: null }]
  }
  world.openVariables.delete(key)
  all = writtenOver(limit(all))
  // A variable that is declared first and filled later is read when it is filled.
  const filled = all.filter((x) => !(x.v.t === 'prim' && x.v.p === undefined && !x.v.missing))
  return filled.length ? filled : all
}
