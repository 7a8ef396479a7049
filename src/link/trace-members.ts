import type { Node, Ref } from '../extract/ir'
import { evaluate } from './evaluate'
import type { Module } from './module'
import type { Value } from './values'
import type { World } from './world'

/** An expression of a module. */
export interface At {
  module: Module
  ref: Ref
}

const MAX_WRITES = 24

/** The expressions that a module exports under a name, through re-exports; all of them for `*`. */
export function exportRefs(world: World, module: Module, name: string, depth = 0): At[] {
  const s = module.summary
  const own = s.exports.filter(([exported]) => name === '*' || exported === name).map(([, ref]) => ({ module, ref }))
  if (own.length) return own
  if (s.commonjs >= 0) {
    const n = s.nodes[s.commonjs]!
    const member = n[0] === 'obj' && name !== '*' && name !== 'default' ? propertyRefs(n, name) : []
    return (member.length ? member : [s.commonjs]).map((ref) => ({ module, ref }))
  }
  if (depth > 6) return []
  return s.stars.flatMap((star) => {
    const id = module.resolved.get(s.specifiers[star] ?? '')
    const target = id ? world.modules.get(id) : undefined
    return target ? exportRefs(world, target, name, depth + 1) : []
  })
}

/** The expressions that a member may be: of the objects that it is read of, and of all that is written under its name. */
export function memberRefs(world: World, module: Module, ref: Ref, n: Extract<Node, ['member', ...unknown[]]>): At[] {
  const name = n[2]
  const object = module.summary.nodes[n[1]]!
  const out: At[] = []
  if (object[0] === 'this') out.push(...ofThis(module, object[1], name))
  else if (object[0] === 'import' || object[0] === 'require') out.push(...ofImport(world, module, object, name))
  for (const { v } of evaluate(world, module, n[1], module.frameOf(module.owner(ref))))
    out.push(...ofValue(world, v, name))
  if (out.length) return out
  return (world.writes.get(name) ?? [])
    .slice(0, MAX_WRITES)
    .map((site) => ({ module: site.module, ref: site.module.summary.writes[site.index]!.value }))
}

function ofImport(world: World, module: Module, n: Node, name: string): At[] {
  if (n[0] === 'import' && n[2] !== '*') return []
  if (n[0] !== 'import' && n[0] !== 'require') return []
  const id = module.resolved.get(module.summary.specifiers[n[1]] ?? '')
  const target = id ? world.modules.get(id) : undefined
  return target ? exportRefs(world, target, name) : []
}

/** What a method finds as `this.name`: what other methods write there, and the members of its object or class. */
function ofThis(module: Module, fn: number, name: string): At[] {
  const s = module.summary
  const record = s.functions[fn]
  const out: Ref[] = []
  for (const w of s.writes) {
    const object = s.nodes[w.object]!
    if (w.name === name && object[0] === 'this') out.push(w.value)
  }
  if (record && record.cls >= 0) out.push(...classRefs(module, record.cls, name))
  if (record && record.owner >= 0) {
    const owner = s.nodes[record.owner]!
    if (owner[0] === 'obj') out.push(...propertyRefs(owner, name))
  }
  return out.map((ref) => ({ module, ref }))
}

function ofValue(world: World, v: Value, name: string): At[] {
  switch (v.t) {
    case 'obj': {
      const n = v.module.summary.nodes[v.ref]!
      if (n[0] !== 'obj') return []
      const own = propertyRefs(n, name)
      const refs = own.length ? own : n[1].flatMap((p) => (p[0] === '.' ? [p[1]] : []))
      return refs.map((ref) => ({ module: v.module, ref }))
    }
    case 'data':
      return ofValue(world, v.base, name)
    case 'over':
    case 'omit':
      return ofValue(world, v.base, name)
    case 'merged':
      return v.layers.flatMap((x) => ofValue(world, x, name))
    case 'ns':
      return exportRefs(world, v.module, name)
    case 'class':
      return classRefs(v.module, v.cls, name).map((ref) => ({ module: v.module, ref }))
    case 'inst':
      return v.of.t === 'class' ? ofValue(world, v.of, name) : []
    default:
      return []
  }
}

function propertyRefs(n: Extract<Node, ['obj', ...unknown[]]>, name: string): Ref[] {
  return n[1].flatMap((p) => (p[0] === 'p' && p[1] === name ? [p[2]] : []))
}

/** Fields and getters of a class, and what its methods write to `this`. */
function classRefs(module: Module, cls: number, name: string): Ref[] {
  const s = module.summary
  const record = s.classes[cls]!
  const out = [...record.fields, ...record.statics].flatMap(([n, ref]) => (n === name ? [ref] : []))
  for (const [n, fn] of [...record.getters, ...record.staticGetters])
    if (n === name && s.functions[fn]!.result >= 0) out.push(s.functions[fn]!.result)
  for (const w of s.writes) {
    const object = s.nodes[w.object]!
    if (w.name === name && object[0] === 'this' && s.functions[object[1]]!.cls === cls) out.push(w.value)
  }
  return out
}
