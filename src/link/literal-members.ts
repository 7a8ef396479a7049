import type { Prop, Ref } from '../extract/ir'
import { argumentsOf } from './arguments'
import { callFunction } from './calls'
import { keysOf } from './elements'
import { evaluate } from './evaluate'
import { bindThis, lookup, member, objectMember, type Lookup } from './members'
import type { Module } from './module'
import { keyText } from './truth'
import {
  flatMap,
  limit,
  one,
  unknown,
  type Alternative,
  type Alternatives,
  type FunctionValue,
  type ObjectValue,
  type Value,
} from './values'
import type { World } from './world'
import { hasComputedWrites, writesTo } from './writes'

const MISSING: Spread = { found: [], sure: false, lacking: [] }

/** What is found in something that is spread, and the alternatives of it that certainly lack the member, as blanks. */
interface Spread extends Lookup {
  lacking: readonly Alternative[]
}

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
  const lacking: Alternative[] = []
  const spreadHere = (ref: number): Lookup => {
    const here = spread(world, filledHere(world, o, ref, ev(ref), name), self, name, at, pos)
    if (here.found.length) lacking.push(...here.lacking)
    return here
  }
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
        const keys = ev(p[1])
        const only = keys.length === 1 ? keyText(keys[0]!.v) : null
        if (!keys.some((k) => (keyText(k.v) ?? name) === name && !isPathElsewhere(k.v, name))) continue
        here = { found: bindThis(ev(p[2]), self), sure: only === name }
        break
      }
      case '.':
        here = p[2] ? inherited(world, ev(p[1]), self, name, at, pos) : spreadHere(p[1])
    }
    if (here.sure) return found ? { found: limit([...found, ...here.found]), sure: true } : here
    if (here.found.length) (found ??= []).push(...here.found)
  }
  // A test of what only one way gives (`{ ...(flag ? { url } : {}) }.url || '/b'`) can go both ways.
  return found
    ? { found: limit(lacking.length ? [...found, ...besides(found, lacking)] : found), sure: false }
    : MISSING
}

/** `['list[' + i + '].done']`, as `setData` takes it, says nothing of any member but `list`, whatever `i` is. */
function isPathElsewhere(key: Value, name: string): boolean {
  const first = key.t === 'text' ? key.parts[0] : undefined
  const head = first && !('hole' in first) ? /^([^.[\]]+)[.[]/.exec(first.s) : null
  return head !== null && head[1] !== name
}

/** Blanks under the run-time environments in which something is found; in the others the member isn't there. */
function besides(found: readonly Alternative[], lacking: readonly Alternative[]): readonly Alternative[] {
  const when = found.reduce((w, x) => w | x.w, 0)
  return lacking.flatMap((x) => (x.w & when ? [{ ...x, w: x.w & when }] : []))
}

/**
 * What is spread over an object literal. An object that starts empty is filled in ways that can't all be seen; but one
 * that starts so in the same run of the same function (`const more = {}; more.a = a; send({ url, ...more })`), or that
 * is written as an argument (`send(url, {})`), holds what is seen to be put into it and no more. So does one that a
 * function fills key by key from a list that is known (`pick(['data', 'timeout'], options)`).
 */
function filledHere(world: World, o: ObjectValue, ref: Ref, values: Alternatives, name: string): Alternatives {
  const literal = emptyLiteral(o.module, ref)
  const owner = o.module.owner(o.ref)
  const here = literal >= 0 && owner !== 0 && o.module.owner(literal) === owner
  const closed = (v: Value, filled: boolean): Value => {
    if (v.t === 'over') {
      const base = closed(v.base, filled && v.name !== null)
      return base === v.base ? v : { ...v, base }
    }
    if (v.t !== 'obj') return v
    const own = here && v.module === o.module && v.ref === literal
    if (!own && !isEmptyArgument(v) && !(filled && isEmpty(v))) return v
    return writesTo(world, v, name).length || hasComputedWrites(world, v, name) ? v : { t: 'merged', layers: [] }
  }
  return values.some((x) => x.v.t === 'over' || x.v.t === 'obj')
    ? flatMap(values, (v) => one(closed(v, v.t === 'over')))
    : values
}

function isEmpty({ module, ref }: ObjectValue): boolean {
  const n = module.summary.nodes[ref]!
  return n[0] === 'obj' && !n[1].length
}

/** Whether a value is the `{}` that is written as an argument. */
export function isEmptyArgument(v: Value): boolean {
  return v.t === 'obj' && isEmpty(v) && v.module.isArgument(v.ref)
}

/** The `{}` that a node is, with members set in the flow of its function; -1 where it may be anything else. */
function emptyLiteral(module: Module, ref: Ref): Ref {
  const { nodes } = module.summary
  let at = ref
  for (let n = nodes[at]!; n[0] === 'set' || n[0] === 'setIndex'; n = nodes[at]!) at = n[1]
  const n = nodes[at]!
  return n[0] === 'obj' && !n[1].length ? at : -1
}

/** What the helpers of stores give, which components spread over their methods and computed values. */
const STORE_HELPER = /^pkg:(?:vuex|pinia)[#.]map[A-Z]\w*\(\)$/

/** `...mapActions(['load'])` gives the members that it names, and no others. */
function lacksMember(world: World, v: Value, name: string): boolean {
  if (v.t !== 'builtin' || !v.call || !STORE_HELPER.test(v.path)) return false
  const node = v.call.module.summary.nodes[v.call.ref]!
  const last = node[0] === 'call' ? argumentsOf(world, v.call).get(node[2].length - 1) : []
  return (
    last.length > 0 &&
    last.every((x) => {
      if (x.v.t === 'arr') return x.v.items.every((i) => Array.isArray(i) && i.every((y) => isOtherName(y.v, name)))
      const keys = x.v.t === 'obj' ? keysOf(world, x.v) : null
      return keys !== null && keys.every((k) => isOtherName(k.v, name))
    })
  )
}

function isOtherName(v: Value, name: string): boolean {
  const text = keyText(v)
  return text !== null && text !== name
}

function spread(world: World, values: Alternatives, self: Value, name: string, at: Module, pos: number): Spread {
  const found: Alternative[] = []
  const lacking: Alternative[] = []
  let sure = true
  for (const x of values) {
    if (lacksMember(world, x.v, name)) {
      sure = false
      continue
    }
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
    found.push(...flatMap([x], () => taken(here.found, x.v, self)))
    // A member that is `undefined` still covers what lies below, as the program would.
    if (!here.sure) sure = false
    if (!here.sure && here.found.every((y) => !/^(?:param|unknown|builtin)$/.test(y.v.t)))
      lacking.push({ ...x, v: { ...unknown('variable', at, pos), blank: true } })
  }
  return { found, sure: sure && values.length > 0, lacking }
}

/** Methods that another object was given: their `this` is that object now. */
function taken(alts: Alternatives, from: Value, self: Value): Alternatives {
  if (!alts.some((x) => x.v.t === 'fn' && x.v.self === from)) return alts
  return alts.map((x) => (x.v.t === 'fn' && x.v.self === from ? { ...x, v: { ...x.v, self } } : x))
}

/** What an object has of its prototype: its getters and methods run on the object itself. */
export function inherited(
  world: World,
  values: Alternatives,
  self: Value,
  name: string,
  at: Module,
  pos: number,
): Lookup {
  const found: Alternative[] = []
  let sure = values.length > 0
  for (const x of values) {
    const here =
      x.v.t === 'obj' ? objectMember(world, x.v, self, name, at, pos) : spread(world, [x], self, name, at, pos)
    found.push(...flatMap([x], () => here.found))
    if (!here.sure) sure = false
  }
  return { found: limit(found), sure }
}
