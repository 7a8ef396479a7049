import { WHEN } from '../extract/literals'
import { unsettled, unwritten, writtenOver } from './blank'
import { currentArray, restItem } from './arrays'
import { builtinMember } from './builtins'
import { element, listOf } from './elements'
import { clientProperty } from './clients'
import { inherited, ownMember } from './literal-members'
import { isClientPath } from './clients-table'
import { collected } from './collections'
import { functionMember } from './function-members'
import { fromJson } from './globals'
import { exportOf } from './imports'
import { callFunction } from './calls'
import { dataMember } from './data'
import { classMember, getterOf, instanceMember } from './instances'
import { character, textMember } from './text-members'
import { throughSetters } from './setters'
import { thisMember } from './this'
import { partOf } from './truth'
import { urlMember } from './url-text'
import type { Module } from './module'
import {
  limit,
  one,
  unknown,
  type Alternative,
  type Alternatives,
  type Assumptions,
  type ObjectValue,
  type OverlayValue,
  type Value,
} from './values'
import type { World } from './world'
import { computedWrites } from './computed-writes'
import { hasComputedWrites, isWrittenAtOnce, thisWrites, writesTo } from './writes'

/** What reading a member finds: its value, and whether the object may still lack it. */
export interface Lookup {
  found: Alternatives
  /** The member is certainly there: what lies below it doesn't show through. */
  sure: boolean
}

const MISSING: Lookup = { found: [], sure: false }

/** `v.name`. `at` and `pos` are the place that asks, for reasons. */
export function member(world: World, v: Value, name: string, at: Module, pos: number): Alternatives {
  const { found, sure } = lookup(world, v, name, at, pos)
  // What is spread over an object isn't what makes it a promise.
  if (sure) return found
  if (!found.length || PROMISE.has(name)) return one(absent(v, name, at, pos))
  // Under run-time environments in which nobody writes it, it isn't there.
  const when = found.reduce((w, x) => w | x.w, 0)
  return limit(when === WHEN.ALL ? found : [...found, { v: absent(v, name, at, pos), w: WHEN.ALL & ~when, a: null }])
}

function absent(v: Value, name: string, at: Module, pos: number): Value {
  if (PROTOTYPE.has(name)) return { t: 'method', of: v, name }
  return { t: 'prim', p: undefined, missing: { name, module: at, pos } }
}

const PROMISE = new Set(['then', 'catch', 'finally'])

const PROTOTYPE = new Set([
  'toString',
  'valueOf',
  'hasOwnProperty',
  'then',
  'catch',
  'finally',
  'constructor',
  '__proto__',
  'isPrototypeOf',
])

/** Looks a member up; `found` is empty and `sure` false where the object certainly lacks it. */
export function lookup(world: World, v: Value, name: string, at: Module, pos: number): Lookup {
  const sure = (found: Alternatives): Lookup => ({ found, sure: true })
  switch (v.t) {
    case 'text':
      if (v.url && !/^(?:toString|toJSON)$/.test(name)) return sure(urlMember(v, name, at))
      if (/^\d+$/.test(name)) return sure(character(v.parts, Number(name), at, pos))
      return sure(one(textMember(v, name, at, pos, world.writes.has(name))))
    case 'prim':
      return sure(
        v.p === undefined || v.p === null ? one(unknown('member', at, pos, name)) : one({ t: 'method', of: v, name }),
      )
    case 'obj': {
      const own = objectMember(world, v, v, name, at, pos)
      const lacks = !own.sure && !own.found.length
      if (lacks && world.writes.has('#super')) {
        const above = inherited(world, writesTo(world, v, '#super'), v, name, at, pos).found
        if (above.length) return sure(bindThis(limit(above), v))
      }
      const list = lacks && /^\d+$/.test(name) ? listOf(world, v, at) : null
      return list ? lookup(world, list, name, at, pos) : own
    }
    case 'arr': {
      const current = currentArray(world, v)
      if (current !== v) return lookup(world, current, name, at, pos)
      if (/^\d+$/.test(name)) {
        const i = Number(name)
        const handed = restItem(v, i)
        if (handed) return sure(one(handed))
        if (v.items.slice(0, i + 1).every((x) => Array.isArray(x)))
          return sure((v.items[i] as Alternatives | undefined) ?? one(absent(v, name, at, pos)))
        return sure(element(world, v, at))
      }
      if (name === 'length')
        return sure(
          v.items.every((x) => Array.isArray(x))
            ? one({ t: 'prim', p: v.items.length })
            : one(unknown('unsupported', at, pos)),
        )
      return sure(one({ t: 'method', of: v, name }))
    }
    case 'map': {
      if (/^\d+$/.test(name)) return lookup(world, collected(world, v), name, at, pos)
      if (name !== 'size') return sure(one({ t: 'method', of: v, name }))
      const { items } = collected(world, v)
      return sure(
        one(items.every((x) => Array.isArray(x)) ? { t: 'prim', p: items.length } : unknown('unsupported', at, pos)),
      )
    }
    case 'json': {
      const own = Object.prototype.hasOwnProperty.call(v.value, name)
      return own ? sure(one(fromJson((v.value as Record<string, unknown>)[name], v.place))) : MISSING
    }
    case 'over':
      return changedMember(world, v, name, at, pos)
    case 'omit':
      return v.names.includes(name) ? MISSING : lookup(world, v.base, name, at, pos)
    case 'merged': {
      const here = layers(v.layers.map((x) => () => lookup(world, x, name, at, pos)))
      return here.found.some((x) => x.v.t === 'fn')
        ? { ...here, found: rebind(here.found, new Set(v.layers), v) }
        : here
    }
    case 'fn':
      return functionMember(world, v, name, at, pos)
    case 'class':
      return classMember(world, v, name, at, pos)
    case 'inst':
      return instanceMember(world, v, name, at, pos)
    case 'data':
      return sure(dataMember(world, v, name, at, pos))
    case 'ns':
      if (PROMISE.has(name) && !v.module.summary.exports.some(([n]) => n === name))
        return sure(one({ t: 'method', of: v, name }))
      return sure(exportOf(world, v.module, name, new Set(), at, pos))
    case 'builtin':
      return sure(builtinMember(world, v, name, at, pos))
    case 'method':
      return sure(
        one(
          name === 'call' || name === 'apply' || name === 'bind'
            ? { t: 'method', of: v, name }
            : unknown('unsupported', at, pos),
        ),
      )
    case 'param':
      if (v.index < 0) return sure(thisMember(world, v, name, at, pos))
      return sure(
        one(
          clientProperty(world, 'this', name) ??
            (v.path.length > 7 ? unknown('budget', at, pos) : { ...v, path: [...v.path, name] }),
        ),
      )
    case 'unknown':
      return sure(one(v.reason === 'cycle' && v.pos < 0 ? { ...v, name: 'member', pos: v.pos - 1e9 } : partOf(v)))
  }
}

/** Changes under names that aren't known, one after the other, beyond which a member may be any of them. */
const MAX_UNNAMED = 12

/** A member of an object with members changed: a program may change thousands, one after the other. */
function changedMember(world: World, top: OverlayValue, name: string, at: Module, pos: number): Lookup {
  const getter = top.name === name ? null : getterOf(world, top, name)
  if (getter) return { found: callFunction(world, getter, null, null), sure: true }
  const below = new Set<Value>()
  // A member that can't be named may have been this one, and one that is changed under a test may not have been.
  const unnamed: Alternative[] = []
  let layer = 0
  let v: Value = top
  let certain = true
  let unchanged: Assumptions | null = null
  for (; v.t === 'over' && (v.name !== name || v.maybe); v = v.base) {
    if (v.name === null) certain = false
    else if (v.name === name) unchanged = unchanged ? [] : v.maybe!
    if (v.name === null || v.name === name) {
      // What is filled place by place is a table of numbers, not of addresses.
      if (++layer > MAX_UNNAMED) return { found: one(unknown('member', at, pos, name)), sure: false }
      unnamed.push(...(v === top ? v.value() : rebind(v.value(), below, top)))
    }
    below.add(v.base)
  }
  if (v.t === 'over') below.add(v.base)
  world.steps += below.size >> 2
  const base = v.t === 'over' ? { found: v.value(), sure: true } : lookup(world, v, name, at, pos)
  const found = rebind(base.found, below, top)
  // Where it wasn't changed it isn't there.
  if (unchanged && !base.sure && !found.length)
    unnamed.push({ v: { ...unknown('member', at, pos, name), blank: true, falsy: true }, w: WHEN.ALL, a: unchanged })
  return unnamed.length
    ? { found: limit([...unnamed, ...found]), sure: certain && base.sure }
    : { found, sure: base.sure }
}

/** Looks through layers from the last to the first, until one certainly has the member. */
function layers(all: readonly (() => Lookup)[]): Lookup {
  const found: Alternative[] = []
  for (let i = all.length - 1; i >= 0; i--) {
    const here = all[i]!()
    found.push(...here.found)
    if (here.sure) return { found: limit(found), sure: true }
  }
  return { found: limit(found), sure: false }
}

/** A method keeps `this`: the object that it was read of. */
export function bindThis(alts: Alternatives, self: Value): Alternatives {
  if (!alts.some((x) => x.v.t === 'fn' && !x.v.self)) return alts
  return alts.map((x) => {
    if (x.v.t !== 'fn' || x.v.self) return x
    const record = x.v.module.summary.functions[x.v.fn]!
    return record.arrow ? x : { ...x, v: { ...x.v, self } }
  })
}

function rebind(alts: Alternatives, from: ReadonlySet<Value>, to: Value): Alternatives {
  return alts.map((x) =>
    x.v.t === 'builtin' && isClientPath(x.v.path)
      ? { ...x, v: { ...x.v, of: to } }
      : x.v.t === 'fn' && (x.v.self === null || from.has(x.v.self)) && !x.v.module.summary.functions[x.v.fn]!.arrow
        ? { ...x, v: { ...x.v, self: to } }
        : x,
  )
}

/** Looks into one object literal inside each other, each in a run of its function of its own. */
const MAX_UNFOLDED = 16

/** A member of an object literal, with all that other places write to it. */
export function objectMember(world: World, o: ObjectValue, self: Value, name: string, at: Module, pos: number): Lookup {
  const key = `${o.ref}.${name}`
  const busy = o.frame.busy(world.shallow)
  if (busy.has(key)) {
    const node = o.module.summary.nodes[o.ref]!
    // A getter that reads itself never ends; an object that is spread into itself adds nothing.
    const getter = node[0] === 'obj' && node[1].some((p) => p[0] === 'g' && p[1] === name)
    return getter ? { found: one(unknown('cycle', at, pos, name)), sure: true } : MISSING
  }
  const node = o.module.summary.nodes[o.ref]!
  // `this.player = { ...this.player, ...options }` unfolds for ever: what is below was found above.
  if (node[0] !== 'obj' || o.module.lookups[o.ref]! >= MAX_UNFOLDED) return MISSING
  busy.add(key)
  o.module.lookups[o.ref]!++
  // An object that starts empty is filled in ways that can't all be seen.
  const own = node[1].length
    ? ownMember(world, o, node[1], self, name, at, pos)
    : { found: one(unknown('member', at, pos, name)), sure: false }
  o.module.lookups[o.ref]!--
  busy.delete(key)
  const byMethods = own.found.length || self === o ? thisWrites(world, o.module, o.ref, name) : []
  const written = throughSetters(world, o, name, () => [...writesTo(world, o, name), ...byMethods])
  if (written.length) {
    // Until it is written a test (`if (!app.globalData.info)`) sees nothing there.
    const known = node[1].length ? own.found : []
    const there = known.length || written.every((x) => x.v.t === 'fn') || isWrittenAtOnce(world, o, name)
    const before = there ? known : unwritten(o.module)
    return { found: writtenOver(limit([...before, ...bindThis(written, self)])), sure: true }
  }
  if (!world.writes.has('') || (node[1].length && !hasComputedWrites(world, o, name))) return own
  const { values, open } = computedWrites(world, o, name)
  if (!values.length && (!open || !node[1].length)) return own
  const before = node[1].length ? unsettled(own.found) : []
  const more = open ? one(unknown('member', at, pos, name)) : []
  return { found: writtenOver(limit([...before, ...bindThis(values, self), ...more])), sure: true }
}

/** A name for the prototype object of a function or class, so that writes to it are found. */
export function prototypePath(v: Value): string {
  if (v.t === 'fn') return `#prototype:${v.module.index}:f${v.fn}`
  if (v.t === 'class') return `#prototype:${v.module.index}:c${v.cls}`
  return '#prototype:'
}
