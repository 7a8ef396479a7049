import type { Prop } from '../extract/ir'
import { callFunction } from './calls'
import { evaluate } from './evaluate'
import { bindThis, lookup, member, type Lookup } from './members'
import type { Module } from './module'
import { keyText } from './truth'
import {
  flatMap,
  limit,
  type Alternative,
  type Alternatives,
  type FunctionValue,
  type ObjectValue,
  type Value,
} from './values'
import type { World } from './world'

const MISSING: Lookup = { found: [], sure: false }

/** What the literal itself says, from its last member to its first, until one certainly is the one asked for. */
export function ownMember(
  world: World,
  o: ObjectValue,
  props: readonly Prop[],
  self: Value,
  name: string,
  at: Module,
  pos: number,
): Lookup {
  const ev = (ref: number): Alternatives => evaluate(world, o.module, ref, o.frame)
  let found: Alternative[] | null = null
  for (let i = o.module.lastMember(o.ref, name, props); i >= 0; i--) {
    const p = props[i]!
    let here: Lookup
    switch (p[0]) {
      case 'p':
        if (p[1] !== name) continue
        here = { found: bindThis(ev(p[2]), self), sure: true }
        break
      case 'g': {
        if (p[1] !== name) continue
        const getter: FunctionValue = { t: 'fn', module: o.module, fn: p[2], frame: o.frame, self, bound: [] }
        here = { found: callFunction(world, getter, null, null), sure: true }
        break
      }
      case 'k': {
        const named = ev(p[1]).map((k) => keyText(k.v))
        const only = named.length === 1 ? named[0]! : null
        if (!named.some((k) => k === null || k === name)) continue
        here = { found: bindThis(ev(p[2]), self), sure: only === name }
        break
      }
      case '.':
        here = spread(world, ev(p[1]), name, at, pos)
    }
    if (here.sure) return found ? { found: limit([...found, ...here.found]), sure: true } : here
    if (here.found.length) (found ??= []).push(...here.found)
  }
  return found ? { found: limit(found), sure: false } : MISSING
}

function spread(world: World, values: Alternatives, name: string, at: Module, pos: number): Lookup {
  const found: Alternative[] = []
  let sure = true
  for (const x of values) {
    // What isn't known may have the member or not.
    if (x.v.t === 'param' || (x.v.t === 'unknown' && !x.v.blank && x.v.reason !== 'cycle') || x.v.t === 'builtin') {
      found.push(...flatMap([x], (v) => member(world, v, name, at, pos)))
      sure = false
      continue
    }
    if (x.v.t === 'prim' || x.v.t === 'text' || (x.v.t === 'unknown' && (x.v.blank || x.v.reason === 'cycle'))) {
      sure = false
      continue
    }
    const here = lookup(world, x.v, name, at, pos)
    found.push(...flatMap([x], () => here.found))
    // A member that is `undefined` still covers what lies below, as the program would.
    if (!here.sure) sure = false
  }
  return { found, sure: sure && values.length > 0 }
}
