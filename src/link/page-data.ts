import { TEMPLATE_FUNCTION } from '../extract/template'
import { callFunction } from './calls'
import { listsName, propertyValue } from './component-options'
import { dataMember, writtenData } from './data'
import { evaluate } from './evaluate'
import { lookup, member } from './members'
import type { Module } from './module'
import type { Owner } from './pages'
import { queryProperty } from './query'
import { sharedMember } from './state'
import { flatMap, limit, one, unknown, type Alternatives, type ParamValue, type Value } from './values'
import type { World } from './world'

/** Whether a function stands for a template that has no component of its own in its file. */
export function isLooseTemplate(module: Module, fn: number): boolean {
  const f = module.summary.functions[fn]!
  return f.name === TEMPLATE_FUNCTION && f.pos === 0 && f.parent === 0 && f.owner < 0 && f.params === 0 && !f.arrow
}

/** A free name of a template: a member of the data of the page or component that it belongs to. */
export function templateMember(world: World, p: ParamValue, name: string, at: Module, pos: number): Alternatives {
  const owners = world.pages.ownersOf(world, p.module)
  const found = limit(owners.flatMap((o) => ownerMember(world, o, name, at, pos)))
  if (found.length) return found
  const props = setupProps(world, p.module)
  if (props.length) return flatMap(props, (v) => member(world, v, name, at, pos))
  const shared = sharedMember(world, p.module, name)
  // What isn't there may come from a behavior, a store or a library: it is no `undefined`.
  return shared.length ? shared : one(unknown('variable', at, pos, name))
}

/** Groups of a page's options that its template sees. */
const GROUPS = ['data', 'computed', 'methods', 'setup'] as const

/** The properties that the `<script setup>` of a template's file defines. */
function setupProps(world: World, module: Module): Alternatives {
  for (const name of ['withDefaults', 'defineProps']) {
    const site = world.callsByName.get(name)?.find((x) => x.module === module)
    if (site) return evaluate(world, module, site.ref, module.frameOf(module.owner(site.ref)))
  }
  return []
}

function ownerMember(world: World, owner: Owner, name: string, at: Module, pos: number): Alternatives {
  const query = queryProperty(world, owner, name)
  if (query) return query
  const { value, module } = owner
  const self: Value =
    value.t === 'class'
      ? { t: 'inst', of: value, ctor: null, site: `page:${module.index}:${value.cls}`, pure: false }
      : value
  const has = (v: Value, key: string): Alternatives => lookup(world, v, key, at, pos).found
  for (const group of ['properties', 'props'])
    for (const x of has(self, group))
      if (x.v.t === 'obj' || x.v.t === 'over') {
        const declared = lookup(world, x.v, name, at, pos).found
        if (declared.length)
          return limit([
            ...propertyValue(world, module, declared, name, at, pos),
            ...writtenData(world, module, name, at, pos),
          ])
      } else if (listsName(x.v, name)) return propertyValue(world, module, [], name, at, pos)
  for (const group of GROUPS) {
    const found = flatMap(has(self, group), (h) => groupMember(world, owner, self, group, h, name, at, pos))
    if (found.length) return found
  }
  // A class's own fields; of options only what is written to them later (`this.setData` of a name that `data` lacks).
  if (value.t === 'class') {
    const own = has(self, name).filter((x) => x.v.t !== 'unknown' || x.v.blank)
    if (own.length) return limit(own)
  }
  return writtenData(world, module, name, at, pos)
}

function groupMember(
  world: World,
  owner: Owner,
  self: Value,
  group: (typeof GROUPS)[number],
  holder: Value,
  name: string,
  at: Module,
  pos: number,
): Alternatives {
  const values = holder.t === 'fn' ? callFunction(world, { ...holder, self }, null, null) : one(holder)
  return flatMap(values, (h) => {
    if (h.t !== 'obj' && h.t !== 'over' && h.t !== 'merged') return []
    const own = lookup(world, h, name, at, pos).found
    if (group === 'data') {
      if (h.t === 'obj' && h.module === owner.module)
        return own.length ? dataMember(world, { t: 'data', base: h, self }, name, at, pos) : []
      return own.length ? limit([...own, ...writtenData(world, owner.module, name, at, pos)]) : []
    }
    if (group !== 'computed') return own
    return flatMap(own, (f) => {
      const getters = f.t === 'obj' ? lookup(world, f, 'get', at, pos).found : one(f)
      return flatMap(getters, (g) => (g.t === 'fn' ? callFunction(world, { ...g, self }, null, null) : []))
    })
  })
}
