import { argumentOf } from './arguments'
import { callFunction } from './calls'
import { handedOver } from './component-uses'
import { collectKeys, listOf } from './elements'
import { fromJson } from './globals'
import { lookup, objectMember } from './members'
import type { Module } from './module'
import {
  flatMap,
  limit,
  one,
  onlyValue,
  unknown,
  type Alternatives,
  type BuiltinValue,
  type ObjectValue,
  type OverlayValue,
  type Value,
} from './values'
import type { World } from './world'

/*
 * What a component has besides its own options: mixins (https://v2.vuejs.org/v2/guide/mixins), behaviors
 * (https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html), and properties, which
 * hold their default until a parent gives them another value.
 */

const MAX_MIXINS = 24

/** The options that a component takes over, those of its mixins' mixins included. The last one wins over those before it. */
export function mixinsOf(world: World, root: ObjectValue, at: Module): readonly ObjectValue[] {
  const out: ObjectValue[] = []
  const add = (v: Value): void => {
    let o = v
    while (o.t === 'over') o = o.base
    if (o.t === 'builtin' && o.call && /(?:^|[.#])Behavior\(\)$/.test(o.path))
      for (const x of argumentOf(world, o.call, 0)) add(x.v)
    if (o.t !== 'obj' || out.length >= MAX_MIXINS || out.some((x) => x.module === o.module && x.ref === o.ref)) return
    out.push(o)
    collect(o)
  }
  const collect = (o: ObjectValue): void => {
    if (!names(o)) return
    for (const group of ['behaviors', 'mixins', 'extends'])
      for (const { v } of objectMember(world, o, o, group, at, 0).found) {
        const items = group === 'extends' ? null : listOf(world, v, at)?.items
        if (items) for (const item of items) for (const x of Array.isArray(item) ? item : []) add(x.v)
        else if (group === 'extends') add(v)
      }
  }
  collect(root)
  return out.reverse()
}

/** Whether an object literal names mixins at all. */
function names({ module, ref }: ObjectValue): boolean {
  const n = module.summary.nodes[ref]!
  return n[0] === 'obj' && n[1].some((p) => p[0] === 'p' && /^(?:behaviors|mixins|extends)$/.test(p[1]))
}

/** What a property holds: the default by its declaration, or what a parent hands in. A list of names declares no default. */
export function propertyValue(
  world: World,
  component: Module,
  declared: Alternatives,
  name: string,
  at: Module,
  pos: number,
): Alternatives {
  const given = one(unknown('parameter', at, pos, name))
  const defaults = flatMap(declared, (d) => {
    if (d.t !== 'obj' && d.t !== 'over' && d.t !== 'merged') return []
    for (const key of ['default', 'value']) {
      const { found } = lookup(world, d, key, at, pos)
      if (found.length)
        return flatMap(found, (v) =>
          v.t === 'fn'
            ? callFunction(world, v, null, null)
            : (v.t === 'text' && v.parts.length > 0) || v.t === 'obj' || v.t === 'arr'
              ? one(v)
              : [],
        )
    }
    return []
  })
  return limit([...defaults, ...handedOver(world, component, name), ...given])
}

/** A native component's `this.properties`: each with what its declaration says. `rest`: what else is read there. */
export function asProperties(
  world: World,
  component: Module,
  declared: Alternatives,
  at: Module,
  pos: number,
  rest: Value = fromJson({}, null),
): Alternatives {
  return flatMap(declared, (v) => {
    const keys = new Set<string>()
    if ((v.t !== 'obj' && v.t !== 'over') || !collectKeys(world, v, keys)) return one(v)
    let out = rest
    for (const name of keys) {
      const over: OverlayValue = {
        t: 'over',
        base: out,
        name,
        value: () => propertyValue(world, component, lookup(world, v, name, at, pos).found, name, at, pos),
      }
      out = over
    }
    return one(out)
  })
}

/** What `defineProps(…)` of a `<script setup>` gives; `withDefaults` tells it the defaults. */
export const DEFINED_PROPS = 'defineProps()'

/** A property of those that a `<script setup>` defines. */
export function definedProperty(world: World, v: BuiltinValue, name: string, at: Module, pos: number): Alternatives {
  const of = (o: Value): Alternatives => (o.t === 'obj' || o.t === 'over' ? lookup(world, o, name, at, pos).found : [])
  const declared = v.call ? flatMap(argumentOf(world, v.call, 0), of) : []
  const more = v.of ? flatMap(of(v.of), (d) => (d.t === 'fn' ? callFunction(world, d, null, null) : one(d))) : []
  return limit([...more, ...propertyValue(world, v.call?.module ?? at, declared, name, at, pos)])
}

/** Whether a list of names (`props: ['host']`, `inject: ['base']`) holds a name. */
export function listsName(list: Value, name: string): boolean {
  return (
    list.t === 'arr' &&
    list.items.some((item) => {
      const v = onlyValue(item)
      return v?.t === 'text' && v.parts.length === 1 && !('hole' in v.parts[0]!) && v.parts[0].s === name
    })
  )
}
