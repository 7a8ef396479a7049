import { NAMESPACES } from '../platforms'
import type { BuildValue } from './types'
import { writesToKey } from './writes'
import { one, unknown, type Alternatives, type OutsidePlace, type Value } from './values'
import type { Module } from './module'
import type { World } from './world'

/** A name that no scope declares: a build-time value, the platform, or something the language gives. */
export function globalValue(world: World, module: Module, name: string, pos: number): Alternatives {
  const defined = world.defines.get(name)
  if (defined) return one(buildValue(defined))
  if (name === 'window' || name === 'globalThis' || name === 'self' || name === 'global')
    return one({ t: 'builtin', path: 'globalThis' })
  // The platform's object stays the platform's, whatever a test's set-up puts in its place.
  if (NAMESPACES.has(name)) return one({ t: 'builtin', path: name })
  const written = writesToKey(world, 'bglobalThis', name)
  if (written.length) return written
  if (name === '__wxConfig') return one({ t: 'builtin', path: '__wxConfig' })
  return one({ t: 'builtin', path: name, call: { module, ref: pos, frame: module.top } })
}

/** A value of the build's configuration. */
export function buildValue(v: BuildValue): Value {
  return fromJson(v.value, v.place)
}

/** A JSON value as a value of the program. */
export function fromJson(value: unknown, place: OutsidePlace | null): Value {
  if (typeof value === 'string') return { t: 'text', parts: value === '' ? [] : [{ s: value, at: place }] }
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return { t: 'prim', p: value }
  if (Array.isArray(value)) return { t: 'arr', items: value.map((x) => one(fromJson(x, place))) }
  if (typeof value === 'object') return { t: 'json', value, place }
  return unknown('unsupported', null, 0)
}
