import { collectKeys } from './elements'
import { member } from './members'
import type { Module } from './module'
import { keyText } from './truth'
import type { Alternatives, Value } from './values'
import type { World } from './world'

/** The JSON text of a value, where all of it is known. One that holds a URL stays what it is: its literal must be found. */
export function jsonText(world: World, v: Value, module: Module): string | null {
  const data = jsonData(world, v, module, 0)
  const text = data === LOST ? null : (JSON.stringify(data) as string | undefined)
  return text === undefined || text === null || text.length > 2000 || text.includes('//') ? null : text
}

const LOST = Symbol('lost')

function jsonData(world: World, v: Value, module: Module, depth: number): unknown {
  if (depth > 5) return LOST
  if (v.t === 'prim') return v.missing ? LOST : v.p
  if (v.t === 'text') return keyText(v) ?? LOST
  const only = (alts: Alternatives): unknown =>
    alts.length === 1 ? jsonData(world, alts[0]!.v, module, depth + 1) : LOST
  if (v.t === 'arr') {
    const items = v.items.map((x) => (Array.isArray(x) ? only(x as Alternatives) : LOST))
    return items.includes(LOST) ? LOST : items
  }
  const names = new Set<string>()
  if (!/^(?:obj|over|merged|json|omit)$/.test(v.t) || !collectKeys(world, v, names) || names.size > 40) return LOST
  const out: Record<string, unknown> = {}
  for (const name of names) {
    const value = only(member(world, v, name, module, 0))
    if (value === LOST) return LOST
    out[name] = value
  }
  return out
}
