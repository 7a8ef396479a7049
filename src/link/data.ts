import { argumentsOf } from './arguments'
import { unsettled, writtenOver } from './blank'
import { fillParameters } from './callers'
import { evaluate } from './evaluate'
import { collectKeys } from './elements'
import { lookup, member, objectMember } from './members'
import type { Module } from './module'
import { flatMap, limit, one, unknown, type Alternative, type Alternatives, type DataValue, type Value } from './values'
import type { World } from './world'

/** Marks a page's `data` object, so that reading it takes account of `setData`. */
export function asData(alts: Alternatives, self: Value): Alternatives {
  return alts.map((x) => (x.v.t === 'obj' ? { ...x, v: { t: 'data', base: x.v, self } } : x))
}

/** A member of a page's or component's data: what it starts with, and all that the same file puts there. */
export function dataMember(world: World, d: DataValue, name: string, at: Module, pos: number): Alternatives {
  const key = `${d.base.module.index}:${d.base.ref}:${name}`
  const known = world.dataMembers.get(key)
  if (known) return known
  world.dataMembers.set(key, one(unknown('cycle', at, pos, name)))
  const value = findData(world, d, name, at, pos)
  world.dataMembers.set(key, value)
  return value
}

function findData(world: World, d: DataValue, name: string, at: Module, pos: number): Alternatives {
  const initial = objectMember(world, d.base, d.base, name, at, pos).found
  const out: Alternative[] = [...unsettled(initial)]
  const deep: { path: string[]; value: Alternatives }[] = []
  const module = d.base.module
  for (const site of world.writes.get(name) ?? []) {
    if (site.module !== module) continue
    const w = module.summary.writes[site.index]!
    const object = module.summary.nodes[w.object]!
    if (object[0] === 'this' || (object[0] === 'member' && object[2] === 'data'))
      out.push(...fillParameters(world, evaluate(world, module, w.value, module.frameOf(w.fn))))
  }
  for (const { module: m, ref } of world.callsByName.get('setData') ?? []) {
    if (m !== module) continue
    const frame = m.frameOf(m.owner(ref))
    for (const x of argumentsOf(world, { module: m, ref, frame }).get(0)) {
      if (x.v.t !== 'obj' && x.v.t !== 'over' && x.v.t !== 'merged') continue
      out.push(...fillParameters(world, lookup(world, x.v, name, at, pos).found))
      const keys = new Set<string>()
      if (collectKeys(world, x.v, keys)) {
        for (const key of keys) {
          const path = key.match(/[^.[\]]+/g) ?? []
          if (path.length > 1 && path[0] === name)
            deep.push({ path: path.slice(1), value: fillParameters(world, lookup(world, x.v, key, at, pos).found) })
        }
      }
    }
  }
  // `setData({ 'list[0].url': … })` changes a member of a member.
  let all: Alternatives = limit(out)
  for (const { path, value } of deep) all = flatMap(all, (v) => placed(world, v, path, value, at, pos))
  return all.length ? writtenOver(all) : one(unknown('variable', at, pos, name))
}

/** An object with the member at a path changed. What it held there before is kept, unless it only kept the place. */
function placed(
  world: World,
  v: Value,
  path: readonly string[],
  value: Alternatives,
  at: Module,
  pos: number,
): Alternatives {
  const [name, ...rest] = path
  if (name === undefined || v.t === 'unknown' || v.t === 'prim' || v.t === 'text') return one(v)
  const before = member(world, v, name, at, pos)
  const after = (): Alternatives =>
    rest.length
      ? flatMap(before, (x) => placed(world, x, rest, value, at, pos))
      : writtenOver(limit([...before, ...value]))
  return one({ t: 'over', base: v, name, value: after })
}
