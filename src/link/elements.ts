import { currentArray } from './arrays'
import { evaluate } from './evaluate'
import type { Module } from './module'
import { keyText } from './truth'
import { flatMap, limit, one, textOf, unknown, type Alternative, type Alternatives, type Value } from './values'
import type { World } from './world'

/** Any element of an iterable. */
export function element(world: World, v: Value, at: Module): Alternatives {
  if (v.t === 'arr') {
    const all = currentArray(world, v).items.flatMap((x) =>
      Array.isArray(x) ? x : flatMap((x as { spread: Alternatives }).spread, (s) => element(world, s, at)),
    )
    return all.length ? limit(all as Alternative[]) : one(unknown('unsupported', at, 0))
  }
  if (v.t === 'param') return one({ ...v, path: [...v.path, '*'] })
  if (v.t === 'unknown') return one(v)
  return one(unknown('unsupported', at, 0))
}

/** The names of an object's members as texts, or null where they aren't all known. */
export function keysOf(world: World, v: Value): Alternatives | null {
  const names = new Set<string>()
  if (!collectKeys(world, v, names)) return null
  return names.size ? [...names].map((s) => ({ v: textOf(s), w: 15, a: null })) : null
}

export function collectKeys(world: World, v: Value, into: Set<string>): boolean {
  switch (v.t) {
    case 'json':
      for (const k of Object.keys(v.value)) into.add(k)
      return true
    case 'over':
      if (v.name === null) return false
      into.add(v.name)
      return collectKeys(world, v.base, into)
    case 'merged':
      return v.layers.every((x) => collectKeys(world, x, into))
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
        if (p[0] === '.') return values.every((x) => collectKeys(world, x.v, into))
        const key = values.length === 1 ? keyText(values[0]!.v) : null
        if (key !== null) into.add(key)
        return key !== null
      })
    }
    default:
      return false
  }
}
