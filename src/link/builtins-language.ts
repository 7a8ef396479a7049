import { valueArguments } from './arguments'
import type { Pure } from './builtins'
import { apply, construct } from './calls'
import { collectKeys, listOf } from './elements'
import type { Arguments } from './frame'
import { fromJson } from './globals'
import { lookup, member } from './members'
import { keyText, truth } from './truth'
import {
  flatMap,
  one,
  textOf,
  unknown,
  type Alternatives,
  type ArrayValue,
  type CallRef,
  type Value,
  onlyItems,
  onlyValue,
} from './values'
import type { World } from './world'

/** Longest list that is made of a length. */
const MAX_LENGTH = 256

const lost = (call: CallRef): Alternatives => one(unknown('unsupported', call.module, 0))

/** A function of numbers, known where all of its arguments are. */
const numeric =
  (f: (...x: number[]) => number): Pure =>
  (_w, args, call) => {
    const numbers = onlyItems(args.rest(0))?.map((x) => {
      const v = onlyValue(x)
      const s = v && (v.t === 'prim' || v.t === 'text') ? keyText(v) : null
      return v?.t === 'prim' ? Number(v.p) : s === null ? null : Number(s)
    })
    if (!numbers || numbers.includes(null)) return lost(call)
    return one({ t: 'prim', p: f(...(numbers as number[])) })
  }

/** A function of one text. */
const ofText =
  (f: (s: string, radix: number | undefined) => number | boolean): Pure =>
  (_w, args, call) =>
    flatMap(args.get(0), (v) => {
      const s = v.t === 'text' || v.t === 'prim' ? keyText(v) : null
      const radix = args.get(1)[0]?.v
      if (s === null || radix?.t !== 'prim') return lost(call)
      return one({ t: 'prim', p: f(s, typeof radix.p === 'number' ? radix.p : undefined) })
    })

/** Characters by their numbers. */
const characters =
  (f: (...codes: number[]) => string): Pure =>
  (_w, args, call) => {
    const codes = onlyItems(args.rest(0))?.map((x) => {
      const v = onlyValue(x)
      return v?.t === 'prim' && typeof v.p === 'number' && v.p >= 0 && v.p < 0x11_00_00 ? v.p : null
    })
    return !codes || codes.includes(null) ? lost(call) : one(textOf(f(...(codes as number[]))))
  }

const base64 =
  (f: (s: string) => string): Pure =>
  (_w, args, call) =>
    flatMap(args.get(0), (v) => {
      const s = v.t === 'text' ? keyText(v) : null
      if (s === null) return lost(call)
      try {
        return one(textOf(f(s)))
      } catch {
        return lost(call)
      }
    })

/** An object of the pairs of a list: `Object.fromEntries`. */
const fromEntries: Pure = (world, args, call) =>
  flatMap(args.get(0), (v) => {
    const list = listOf(world, v, call.module)
    let out: Value = fromJson({}, null)
    for (const item of list?.items ?? [{ spread: [] }]) {
      const pair = onlyValue(item)
      const [key, value] = pair?.t === 'arr' ? pair.items : []
      const only = onlyValue(key)
      const named = only && keyText(only)
      const known = Array.isArray(value) ? (value as Alternatives) : lost(call)
      out = { t: 'over', base: out, name: named, value: () => known }
    }
    return one(out)
  })

/** Members that property descriptors describe: `Object.create(proto, { x: { value } })`. */
function described(world: World, base: Value, descriptors: Value, call: CallRef): Alternatives {
  const names = new Set<string>()
  if (!collectKeys(world, descriptors, names)) return lost(call)
  let out = base
  for (const name of names) {
    const value = (): Alternatives =>
      flatMap(member(world, descriptors, name, call.module, 0), (d) => {
        const get = member(world, d, 'get', call.module, 0)
        return get.some((x) => x.v.t === 'fn')
          ? flatMap(get, (f) => apply(world, f, valueArguments([]), call))
          : member(world, d, 'value', call.module, 0)
      })
    out = { t: 'over', base: out, name, value }
  }
  return one(out)
}

/** `Array.from(list, f)`, `Array.from({ length: 3 }, f)`. */
const arrayFrom: Pure = (world, args, call) =>
  flatMap(args.get(0), (v) => {
    let list = listOf(world, v, call.module)
    if (!list && (v.t === 'obj' || v.t === 'over')) {
      const length = member(world, v, 'length', call.module, 0)
      const n = length.length === 1 && length[0]!.v.t === 'prim' ? length[0]!.v.p : null
      if (typeof n === 'number' && n >= 0 && n <= MAX_LENGTH)
        list = { t: 'arr', items: Array.from({ length: n }, (_, i) => member(world, v, String(i), call.module, 0)) }
    }
    const from: ArrayValue = list ?? { t: 'arr', items: [{ spread: lost(call) }] }
    return flatMap(args.get(1), (f) => {
      if (f.t === 'prim') return one(from)
      return flatMap(one({ t: 'method', of: from, name: 'map' }), (map) =>
        apply(world, map, valueArguments([one(f)]), call),
      )
    })
  })

const typeCheck =
  (f: (p: number) => boolean): Pure =>
  (_w, args, call) =>
    flatMap(args.get(0), (v) =>
      v.t === 'prim' ? one({ t: 'prim', p: typeof v.p === 'number' && f(v.p) }) : lost(call),
    )

/** `Reflect.apply(f, self, list)` and its kin, by what they stand for. */
const reflectApply: Pure = (world, args, call) =>
  flatMap(args.get(0), (f) =>
    flatMap(member(world, f, 'apply', call.module, 0), (m) =>
      apply(world, m, valueArguments([args.get(1), args.get(2)]), call),
    ),
  )

const reflectConstruct: Pure = (world, args, call) =>
  flatMap(args.get(0), (f) =>
    flatMap(args.get(1), (list) =>
      list.t === 'arr' && list.items.every((x) => Array.isArray(x))
        ? construct(world, f, valueArguments(list.items as readonly Alternatives[]), call)
        : lost(call),
    ),
  )

const hasMember: Pure = (world, args, call) =>
  flatMap(args.get(0), (o) => flatMap(args.get(1), (key) => one(holds(world, o, key, call))))

/** Whether an object has a member: `key in object`. */
export function holds(world: World, o: Value, key: Value, call: Pick<CallRef, 'module'>): Value {
  const name = keyText(key)
  const names = new Set<string>()
  if (name === null || !collectKeys(world, o, names)) return unknown('unsupported', call.module, 0)
  return { t: 'prim', p: names.has(name) }
}

/** `options.hasOwnProperty(key)`: known where the member is certainly there, or certainly not. */
export function owns(world: World, o: Value, key: Value, call: CallRef): Value {
  const name = keyText(key)
  const lost = unknown('unsupported', call.module, 0)
  if (name === null) return lost
  const { found, sure } = lookup(world, o, name, call.module, 0)
  if (found.length) return sure && !found.some((x) => x.v.t === 'unknown' && x.v.blank) ? { t: 'prim', p: true } : lost
  return collectKeys(world, o, new Set()) ? { t: 'prim', p: false } : lost
}

/** What the language itself gives, beside what has effects: all of it is pure, and computed here. */
export const LANGUAGE: Readonly<Record<string, Pure>> = {
  'Object.fromEntries': fromEntries,
  'Object.create': (world, args, call) =>
    flatMap(args.get(0), (proto) => {
      const base: Value = proto.t === 'prim' ? fromJson({}, null) : proto
      return flatMap(args.get(1), (d) => (d.t === 'prim' ? one(base) : described(world, base, d, call)))
    }),
  'Object.defineProperties': (world, args, call) =>
    flatMap(args.get(0), (base) => flatMap(args.get(1), (d) => described(world, base, d, call))),
  'Object.is': (_w, args, call) =>
    flatMap(args.get(0), (a) =>
      flatMap(args.get(1), (b) => {
        const [x, y] = [keyText(a), keyText(b)]
        return x === null || y === null ? lost(call) : one({ t: 'prim', p: a.t === b.t && x === y })
      }),
    ),
  'Object.getOwnPropertyNames': (world, args, call) => keys(world, args.get(0), call),
  'Reflect.ownKeys': (world, args, call) => keys(world, args.get(0), call),
  'Reflect.get': (world, args, call) =>
    flatMap(args.get(0), (o) =>
      flatMap(args.get(1), (key) => {
        const name = keyText(key)
        return name === null ? lost(call) : member(world, o, name, call.module, 0)
      }),
    ),
  'Reflect.has': hasMember,
  'Object.hasOwn': hasMember,
  'Reflect.apply': reflectApply,
  'Reflect.construct': reflectConstruct,
  'Array.from': arrayFrom,
  Array: (_w, args) => args.rest(0),
  Boolean: (_w, args, call) =>
    flatMap(args.get(0), (v) => {
      const known = truth(v)
      return known === null ? lost(call) : one({ t: 'prim', p: known })
    }),
  Number: (_w, args, call) =>
    flatMap(args.get(0), (v) => {
      const s = v.t === 'text' ? keyText(v) : null
      return v.t === 'prim'
        ? one({ t: 'prim', p: Number(v.p) })
        : s === null
          ? lost(call)
          : one({ t: 'prim', p: Number(s) })
    }),
  parseInt: ofText((s, radix) => Number.parseInt(s, radix)),
  'Number.parseInt': ofText((s, radix) => Number.parseInt(s, radix)),
  parseFloat: ofText((s) => Number.parseFloat(s)),
  'Number.parseFloat': ofText((s) => Number.parseFloat(s)),
  isNaN: ofText((s) => Number.isNaN(Number(s))),
  isFinite: ofText((s) => Number.isFinite(Number(s))),
  'Number.isInteger': typeCheck(Number.isInteger),
  'Number.isNaN': typeCheck(Number.isNaN),
  'Number.isFinite': typeCheck(Number.isFinite),
  'Math.max': numeric(Math.max),
  'Math.min': numeric(Math.min),
  'Math.floor': numeric(Math.floor),
  'Math.ceil': numeric(Math.ceil),
  'Math.round': numeric(Math.round),
  'Math.trunc': numeric(Math.trunc),
  'Math.abs': numeric(Math.abs),
  'Math.pow': numeric(Math.pow),
  'Math.sign': numeric(Math.sign),
  'String.fromCharCode': characters(String.fromCharCode),
  'String.fromCodePoint': characters(String.fromCodePoint),
  btoa: base64((s) => btoa(s)),
  atob: base64((s) => atob(s)),
  'Symbol.for': (_w, args, call) =>
    flatMap(args.get(0), (v) => {
      const s = keyText(v)
      return s === null ? lost(call) : one(textOf(`@@for:${s}`))
    }),
  // A key of its own for each place that makes one.
  Symbol: (_w, _args, call) => one(textOf(`@@${call.module.index}:${call.ref}`)),
}

function keys(world: World, objects: Alternatives, call: CallRef): Alternatives {
  return flatMap(objects, (o) => {
    const names = new Set<string>()
    return collectKeys(world, o, names) ? one({ t: 'arr', items: [...names].map((s) => one(textOf(s))) }) : lost(call)
  })
}

/** `Object.prototype.toString.call(x)`, `Object.prototype.hasOwnProperty.call(x, key)`. */
export function objectPrototype(world: World, name: string, args: Arguments, call: CallRef): Alternatives {
  if (name === 'hasOwnProperty') return hasMember(world, args, call)
  if (name !== 'toString') return lost(call)
  return flatMap(args.get(0), (v) => {
    const tag = tagOf(v)
    return tag ? one(textOf(`[object ${tag}]`)) : lost(call)
  })
}

function tagOf(v: Value): string | null {
  switch (v.t) {
    case 'text':
      return v.url ? 'URL' : 'String'
    case 'arr':
      return 'Array'
    case 'fn':
    case 'class':
      return 'Function'
    case 'obj':
    case 'over':
    case 'omit':
    case 'merged':
    case 'json':
    case 'inst':
      return 'Object'
    case 'prim':
      return v.p === undefined ? 'Undefined' : v.p === null ? 'Null' : typeof v.p === 'number' ? 'Number' : 'Boolean'
    default:
      return null
  }
}
