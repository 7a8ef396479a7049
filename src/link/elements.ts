import { valueArguments } from './arguments'
import { currentArray } from './arrays'
import { apply } from './calls'
import { collected, handed } from './collections'
import { evaluate } from './evaluate'
import { lookup } from './members'
import type { Module } from './module'
import { keyText, partOf } from './truth'
import {
  flatMap,
  limit,
  one,
  textOf,
  unknown,
  type Alternative,
  type Alternatives,
  type ArrayValue,
  type CallRef,
  type Value,
} from './values'
import type { World } from './world'

/** The key under which an object keeps what it is gone over with. */
const ITERATOR = '@@iterator'

/** The items of what can be gone over, in their order; null where it is nothing of the kind. */
export function listOf(world: World, v: Value, at: Module): ArrayValue | null {
  if (v.t === 'arr') return v
  // A list with members of its own: what a pattern matched, the strings of a tagged template.
  if (v.t === 'over' && v.name !== null && !/^\d+$/.test(v.name) && (v.base.t === 'arr' || v.base.t === 'over'))
    return listOf(world, v.base, at)
  if (v.t === 'map') return collected(world, v)
  if (v.t === 'text') {
    const s = keyText(v)
    return s === null || s.length > 512 ? null : { t: 'arr', items: [...s].map((c) => one(textOf(c))) }
  }
  if (v.t !== 'obj' && v.t !== 'over' && v.t !== 'inst') return null
  // `*[Symbol.iterator]() { yield … }`
  const method = lookup(world, v, ITERATOR, at, 0).found.filter((x) => x.v.t === 'fn')
  if (method.length !== 1) return null
  const call: CallRef = { module: at, ref: 0, frame: at.top }
  const made = apply(world, method[0]!.v, valueArguments([]), call)
  return made.length === 1 && made[0]!.v.t === 'arr' ? made[0]!.v : null
}

/** What `forEach` hands to its callback for each item: the item, then its index or key, as arrays of two. */
export function handedPairs(world: World, v: Value): Alternatives {
  const known = v.t === 'arr' || v.t === 'map' ? handed(world, v.t === 'arr' ? currentArray(world, v) : v) : null
  if (known) return one({ t: 'arr', items: known.map(([x, i]) => one({ t: 'arr', items: [x, i] })) })
  const item = element(world, v, null, true)
  return one({
    t: 'arr',
    items: [
      { spread: one({ t: 'arr', items: [one({ t: 'arr', items: [item, one(unknown('unsupported', null, 0))] })] }) },
      { spread: one(unknown('variable', null, 0)) },
    ],
  })
}

/** Any element of an iterable; `values`: as `forEach` hands them on, a map's values and not its pairs. */
export function element(world: World, v: Value, at: Module | null, values = false): Alternatives {
  if (v.t === 'map') {
    const known = values ? handed(world, v) : null
    const list: ArrayValue = known ? { t: 'arr', items: known.map(([x]) => x) } : collected(world, v)
    return values && !known && v.kind !== 'set' ? one(unknown('unsupported', at, 0)) : element(world, list, at)
  }
  if (v.t === 'text' || v.t === 'obj' || v.t === 'over' || v.t === 'inst') {
    const list = at && listOf(world, v, at)
    return list ? element(world, list, at) : one(unknown('unsupported', at, 0))
  }
  if (v.t === 'arr') {
    const all = currentArray(world, v).items.flatMap((x) =>
      Array.isArray(x) ? x : flatMap((x as { spread: Alternatives }).spread, (s) => element(world, s, at)),
    )
    return all.length ? limit(all as Alternative[]) : one(unknown('unsupported', at, 0))
  }
  if (v.t === 'param') return one({ ...v, path: [...v.path, '*'] })
  if (v.t === 'unknown') return one(partOf(v))
  return one(unknown('unsupported', at, 0))
}

/** The names of an object's members as texts, or null where they aren't all known. */
export function keysOf(world: World, v: Value): Alternatives | null {
  const names = new Set<string>()
  if (!collectKeys(world, v, names)) return null
  return names.size ? [...names].map((s) => ({ v: textOf(s), w: 15, a: null })) : null
}

/**
 * The same as a loop goes over them. Of the platform's object that is the names that lead to a URL, which is all that is
 * asked of it there: `for (const name in wx) promised[name] = …`.
 */
export function keysInTurn(world: World, v: Value): Alternatives | null {
  if (v.t !== 'builtin' || !world.namespaces.has(v.path)) return keysOf(world, v)
  const names = [...world.apis].filter(([name, rows]) => !name.includes('.') && rows.some((r) => r.category !== 'none'))
  return names.length ? names.map(([s]) => ({ v: textOf(s), w: 15, a: null })) : null
}

export function collectKeys(world: World, v: Value, into: Set<string>): boolean {
  const known = collectAll(world, v, into, new Set())
  // Symbols are no names.
  for (const name of into) if (name.startsWith('@@')) into.delete(name)
  return known
}

/** Objects made of one another beyond which the names are not all asked for. */
const MAX_LAYERS = 200

function collectAll(world: World, v: Value, into: Set<string>, seen: Set<Value>): boolean {
  // `x = { ...x, a }` in a loop: what it is made of may be the object itself, whose names are in the set already.
  if (seen.has(v)) return true
  if (seen.add(v).size > MAX_LAYERS) return false
  switch (v.t) {
    case 'json':
      for (const k of Object.keys(v.value)) into.add(k)
      return true
    case 'over':
      // A name that an object has already keeps its place.
      if (v.name === null || !collectAll(world, v.base, into, seen)) return false
      into.add(v.name)
      return true
    case 'omit': {
      const all = new Set<string>()
      if (!collectAll(world, v.base, all, new Set(seen))) return false
      for (const name of all) if (!v.names.includes(name)) into.add(name)
      return true
    }
    case 'merged':
      return v.layers.every((x) => collectAll(world, x, into, seen))
    case 'ns':
      for (const [name] of v.module.summary.exports) into.add(name)
      return v.module.summary.stars.length === 0
    case 'obj': {
      const node = v.module.summary.nodes[v.ref]!
      if (node[0] !== 'obj') return false
      return node[1].every((p) => {
        if (p[0] === 'p' || p[0] === 'g') {
          into.add(p[1])
          return true
        }
        const values = evaluate(world, v.module, p[1], v.frame)
        if (p[0] === '.') return values.every((x) => collectAll(world, x.v, into, seen))
        const key = values.length === 1 ? keyText(values[0]!.v) : null
        if (key !== null) into.add(key)
        return key !== null
      })
    }
    default:
      return false
  }
}
