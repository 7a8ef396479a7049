import { argumentOf } from './arguments'
import { callFunction } from './calls'
import { evaluate } from './evaluate'
import { fillParameters } from './callers'
import { lookup } from './members'
import { keyText } from './truth'
import { flatMap, limit, one, type Alternatives, type CallRef, type ObjectValue } from './values'
import type { World } from './world'

/*
 * What components hand down without naming who takes it: `provide(key, value)`, `app.provide(…)` and the option
 * `provide`. https://vuejs.org/guide/components/provide-inject.html
 */

/** All that the project provides under a key; empty where nothing is known to be. */
export function provided(world: World, key: string): Alternatives {
  const out: Alternatives[] = []
  for (const { module, ref } of world.callsByName.get('provide') ?? []) {
    const call: CallRef = { module, ref, frame: module.frameOf(module.owner(ref)) }
    const keys = argumentOf(world, call, 0)
    if (keys.some((x) => keyText(x.v) === key)) out.push(fillParameters(world, argumentOf(world, call, 1)))
  }
  for (const o of providers(world)) {
    const values = flatMap(lookup(world, o, 'provide', o.module, 0).found, (v) =>
      v.t === 'fn' ? callFunction(world, { ...v, self: o }, null, null) : one(v),
    )
    for (const { v } of values)
      if (v.t === 'obj' || v.t === 'over' || v.t === 'merged') out.push(lookup(world, v, key, o.module, 0).found)
  }
  return limit(out.flat())
}

/** The object literals that have the option. */
function providers(world: World): readonly ObjectValue[] {
  if (world.providers) return world.providers
  const out: ObjectValue[] = []
  world.providers = out
  for (const module of world.modules.values())
    module.summary.nodes.forEach((n, ref) => {
      if (n[0] === 'obj' && n[1].some((p) => p[0] === 'p' && p[1] === 'provide'))
        out.push({ t: 'obj', module, ref, frame: module.frameOf(module.owner(ref)) })
    })
  return out
}

/** What a component takes under a name of its option `inject`: the same name, or the one that it says there. */
export function injected(world: World, option: ObjectValue | null, name: string): Alternatives {
  if (!option) return provided(world, name)
  const node = option.module.summary.nodes[option.ref]!
  if (node[0] !== 'obj') return []
  for (const p of node[1])
    if (p[0] === 'p' && p[1] === name) {
      const from = evaluate(world, option.module, p[2], option.frame)
      const key = flatMap(from, (v) => (v.t === 'obj' ? lookup(world, v, 'from', option.module, 0).found : one(v)))
      const text = key.length === 1 ? keyText(key[0]!.v) : null
      return provided(world, text ?? name)
    }
  return []
}
