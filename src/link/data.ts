import { argumentsOf } from './arguments'
import { unsettled, writtenOver } from './blank'
import { fillParameters } from './callers'
import { evaluate } from './evaluate'
import { collectKeys } from './elements'
import { lookup, member, objectMember } from './members'
import type { Module } from './module'
import { framesOf } from './query'
import {
  flatMap,
  limit,
  one,
  restrict,
  unknown,
  type Alternative,
  type Alternatives,
  type DataValue,
  type ObjectValue,
  type Value,
} from './values'
import { keyText } from './truth'
import type { WriteSite } from './caches'
import type { World } from './world'
import { besideData } from './state'
import { reachable } from './writes'

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
  const own = objectMember(world, d.base, d.base, name, at, pos)
  const beside = own.sure || own.found.some((x) => x.v.t !== 'unknown') ? [] : besideData(world, d, name, at, pos)
  const initial = beside.length ? beside : own.found
  const { values, deep } = writes(world, d.base.module, name, at, pos)
  // `setData({ 'list[0].url': … })` changes a member of a member.
  let all: Alternatives = limit([...unsettled(initial.map((x) => withoutEmpty(x))), ...values])
  for (const { path, value } of deep) all = flatMap(all, (v) => placed(world, v, path, value, at, pos))
  return all.length ? writtenOver(all) : one(unknown('variable', at, pos, name))
}

/** What a page or component puts under a name of its data, besides what it starts with. */
export function writtenData(world: World, module: Module, name: string, at: Module, pos: number): Alternatives {
  const { values, deep } = writes(world, module, name, at, pos)
  return limit(deep.length ? [...values, ...one(unknown('variable', at, pos, name))] : values)
}

interface Written {
  values: Alternative[]
  deep: { path: string[]; value: Alternatives }[]
}

function writes(world: World, module: Module, name: string, at: Module, pos: number): Written {
  const out: Written = { values: [], deep: [] }
  for (const site of world.writes.get(name) ?? []) {
    if (site.module !== module) continue
    const w = module.summary.writes[site.index]!
    const object = module.writtenObject(w)
    if (!(object[0] === 'member' && object[2] === 'data') && !module.selvesOf(object).length) continue
    for (const frame of framesOf(world, module, w.fn)) {
      const { when } = reachable(world, module, w.condition, frame)
      const value = fillParameters(world, evaluate(world, module, w.value, frame))
      out.values.push(...restrict(value.length ? value : one(unknown('variable', at, pos, name)), when, null))
    }
  }
  // `this[key] = e.detail.value`: a test of the member may see what was written.
  if (world.writes.has('') && (world.writes.get('') ?? []).some((site) => mayName(world, module, site, name)))
    out.values.push(...one(unknown('variable', at, pos, name)))
  const { own, others } = setDataCalls(world)
  for (const ref of own.get(module) ?? []) {
    for (const frame of framesOf(world, module, module.owner(ref))) {
      const found: Written = { values: [], deep: [] }
      for (const x of argumentsOf(world, { module, ref, frame }).get(0)) patch(world, x.v, name, at, pos, found)
      if (!found.values.length && !found.deep.length) continue
      // Asked last: the condition may read the page's data too, and most calls put nothing under this name.
      const { when } = reachable(world, module, module.conditionOf(ref), frame)
      if (!when) continue
      out.values.push(...restrict(found.values, when, null))
      out.deep.push(...found.deep.map(({ path, value }) => ({ path, value: restrict(value, when, null) })))
    }
  }
  for (const { module: m, ref } of others) if (m !== module) fromOutside(world, module, m, ref, name, at, pos, out)
  return out
}

/** Whether a write to `this` under a name that must be evaluated may be one to this member. */
function mayName(world: World, module: Module, site: WriteSite, name: string): boolean {
  if (site.module !== module) return false
  const w = module.summary.writes[site.index]!
  if (typeof w.name !== 'number' || !module.selvesOf(module.writtenObject(w)).length) return false
  const names = fillParameters(world, evaluate(world, module, w.name, module.frameOf(w.fn)))
  return names.some((x) => (keyText(x.v) ?? name) === name)
}

/** The calls of `setData`, by module; `others` are those that aren't the page's own, on `this`. */
export interface SetDataCalls {
  own: Map<Module, number[]>
  others: { module: Module; ref: number }[]
}

function setDataCalls(world: World): SetDataCalls {
  const sites = world.callsByName.get('setData') ?? []
  if (world.setDataCalls?.count === sites.length) return world.setDataCalls
  const out: SetDataCalls = { own: new Map(), others: [] }
  for (const { module, ref } of sites) {
    const list = out.own.get(module)
    if (list) list.push(ref)
    else out.own.set(module, [ref])
    const { nodes } = module.summary
    const call = nodes[ref]!
    const callee = call[0] === 'call' ? nodes[call[1]]! : null
    if (callee?.[0] === 'member' && nodes[callee[1]]![0] !== 'this') out.others.push({ module, ref })
  }
  world.setDataCalls = { ...out, count: sites.length }
  return out
}

/** `page.setData(…)` of a helper that was handed the page, or got hold of one. */
function fromOutside(
  world: World,
  page: Module,
  module: Module,
  ref: number,
  name: string,
  at: Module,
  pos: number,
  out: Written,
): void {
  const { nodes } = module.summary
  const call = nodes[ref]!
  const callee = call[0] === 'call' ? nodes[call[1]]! : null
  if (callee?.[0] !== 'member') return
  const frame = module.frameOf(module.owner(ref))
  const receivers = fillParameters(world, evaluate(world, module, callee[1], frame))
  const isPage = receivers.some(({ v }) => v.t === 'param' && v.index === -1 && v.module === page)
  if (!isPage && receivers.every(({ v }) => v.t === 'param' && v.index === -1)) return
  world.influence.add(page.id, module.id)
  const found: Written = { values: [], deep: [] }
  for (const x of argumentsOf(world, { module, ref, frame }).get(0)) patch(world, x.v, name, at, pos, found)
  if (!found.values.length && !found.deep.length) return
  if (isPage) {
    out.values.push(...found.values)
    out.deep.push(...found.deep)
  } else out.values.push(...one(unknown('parameter', module, module.summary.functions[frame.fn]!.pos, name)))
}

/** What the object given to `setData` changes under a name. */
function patch(world: World, v: Value, name: string, at: Module, pos: number, out: Written): void {
  if (v.t !== 'obj' && v.t !== 'over' && v.t !== 'merged') return
  const value = (key: string): Alternatives => fillParameters(world, lookup(world, v, key, at, pos).found)
  out.values.push(...value(name))
  const keys = new Set<string>()
  if (!collectKeys(world, v, keys)) {
    // `form.${field}`: whichever member of it that is.
    if (v.t === 'obj' && writesBelow(world, v, name)) out.values.push(...one(unknown('variable', at, pos, name)))
    return
  }
  for (const key of keys) {
    const path = key.match(/[^.[\]]+/g) ?? []
    if (path.length > 1 && path[0] === name) out.deep.push({ path: path.slice(1), value: value(key) })
  }
}

/** Whether a path of which the end isn't known leads below a member. */
function writesBelow(world: World, { module, ref, frame }: ObjectValue, name: string): boolean {
  const node = module.summary.nodes[ref]!
  if (node[0] !== 'obj') return false
  const keys = node[1].flatMap((p) => (p[0] === 'k' ? [...evaluate(world, module, p[1], frame)] : []))
  return keys.some(({ v }) => {
    const head = v.t === 'text' && v.parts.length > 1 ? v.parts[0]! : null
    return head !== null && 's' in head && head.s.startsWith(name) && /^[.[]/.test(head.s.slice(name.length))
  })
}

/** `data: { page: {} }` keeps the place of what comes later. */
function withoutEmpty(x: Alternative): Alternative {
  if (x.v.t !== 'obj') return x
  const n = x.v.module.summary.nodes[x.v.ref]!
  return n[0] === 'obj' && !n[1].length ? { ...x, v: { t: 'prim', p: null } } : x
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
