import { argumentOf } from './arguments'
import { evaluate } from './evaluate'
import { callFunction } from './calls'
import { clientProperty, orCopied } from './clients'
import { asData, dataMember, writtenData } from './data'
import { bindThis, lookup, objectMember } from './members'
import { injected } from './provide'
import type { Module } from './module'
import { asProperties, listsName, mixinsOf, propertyValue } from './component-options'
import {
  flatMap,
  limit,
  one,
  unknown,
  type Alternatives,
  type DataValue,
  type FunctionValue,
  type ObjectValue,
  type ParamValue,
  type Value,
} from './values'
import type { World } from './world'
import { storesOf } from './stores'
import { writesToPath } from './writes'

/** The objects that the project hands to `App({…})`, or exports from its `App.vue` and the like. */
function appObjects(world: World): readonly Value[] {
  const known = world.appObjects
  if (known) return known
  const out: Value[] = []
  world.appObjects = out
  for (const { module, ref } of world.callsByName.get('App') ?? []) {
    const node = module.summary.nodes[ref]!
    if (node[0] !== 'call' || module.summary.nodes[node[1]]![0] !== 'global') continue
    for (const x of argumentOf(world, { module, ref, frame: module.frameOf(module.owner(ref)) }, 0)) out.push(x.v)
  }
  for (const module of world.modules.values()) {
    if (!/(?:^|\/)app\.(?:vue|mpx|wpy|uvue|nvue)$/i.test(module.id)) continue
    for (const [name, ref] of module.summary.exports)
      if (name === 'default')
        for (const x of evaluate(world, module, ref, module.top))
          out.push(
            x.v.t === 'class' ? { t: 'inst', of: x.v, ctor: null, site: `app:${module.index}`, pure: true } : x.v,
          )
  }
  return out
}

/** A member of `getApp()`. */
export function appMember(world: World, name: string, at: Module, pos: number): Alternatives {
  return limit(
    appObjects(world).flatMap((o) => {
      const found = lookup(world, o, name, at, pos).found
      return [...bindThis(found, o)]
    }),
  )
}

/** Groups of a component's or store's options whose members are read through `this`. */
const GROUPS: readonly string[] = ['data', 'methods', 'computed', 'properties', 'props', 'customData', 'setup']
/** The same with those of a store of Pinia. */
const STORE_GROUPS: readonly string[] = [...GROUPS, 'state', 'getters', 'actions']

/** A member of a component's `this`: its data, methods, computed values, and what the project puts on every component. */
export function componentMember(
  world: World,
  self: ParamValue,
  owner: ObjectValue | null,
  name: string,
  at: Module,
  pos: number,
): Alternatives {
  // What is spread over the methods from a package may have the member or not: what every component has is told instead.
  const orShared = (found: Alternatives): Alternatives => {
    const shared = found.every((x) => isOutside(x.v)) ? sharedMember(world, self.module, name) : []
    return shared.length ? shared : found
  }
  for (const root of owner ? roots(owner) : []) {
    const direct = objectMember(world, root, self, name, at, pos)
    if (direct.found.length)
      return name === 'data'
        ? asData(direct.found, self)
        : name === 'properties'
          ? asProperties(world, self.module, direct.found, at, pos)
          : orShared(direct.found)
    // Properties are data too, also where there is no other.
    const declared = name === 'data' ? objectMember(world, root, self, 'properties', at, pos).found : []
    if (declared.length) return asProperties(world, self.module, declared, at, pos, unknown('variable', at, pos, name))
    for (const group of world.callsByName.has('defineStore') ? STORE_GROUPS : GROUPS) {
      const found = groupMember(world, root, self, group, name, at, pos)
      if (found.length) return orShared(found)
    }
    for (const { v } of objectMember(world, root, self, 'inject', at, pos).found) {
      const taken = v.t === 'obj' ? injected(world, v, name) : listsName(v, name) ? injected(world, null, name) : []
      if (taken.length) return taken
    }
    const mixed = mixedIn(world, root, self, name, at, pos)
    if (mixed.length) return mixed
  }
  return sharedMember(world, self.module, name)
}

/** A member that a component has of its mixins and behaviors. */
function mixedIn(
  world: World,
  root: ObjectValue,
  self: ParamValue,
  name: string,
  at: Module,
  pos: number,
): Alternatives {
  for (const mixin of mixinsOf(world, root, at)) {
    const direct = objectMember(world, mixin, self, name, at, pos)
    if (direct.found.length) return name === 'data' ? asData(direct.found, self) : direct.found
    for (const group of GROUPS) {
      const found = groupMember(world, mixin, self, group, name, at, pos)
      // The component may write to what its mixin declares.
      if (found.length)
        return group === 'data' ? limit([...found, ...writtenData(world, self.module, name, at, pos)]) : found
    }
  }
  return []
}

/** What the options around a page's or component's data say of a name that the data itself lacks: a property, a behavior's data. */
export function besideData(world: World, d: DataValue, name: string, at: Module, pos: number): Alternatives {
  const { module, ref } = d.base
  const rootRef = module.rootObject(ref)
  const self = d.self.t === 'param' ? d.self : null
  const record = self && self.index === -1 ? self.module.summary.functions[self.fn]! : null
  const root: ObjectValue =
    self && record && record.owner >= 0
      ? { t: 'obj', module: self.module, ref: self.module.rootObject(record.owner), frame: self.module.top }
      : { t: 'obj', module, ref: rootRef, frame: module.frameOf(module.owner(rootRef)) }
  for (const o of [root, ...mixinsOf(world, root, at)]) {
    for (const { v } of objectMember(world, o, o, 'properties', at, pos).found) {
      const declared = v.t === 'obj' || v.t === 'over' ? lookup(world, v, name, at, pos).found : []
      if (declared.length) return propertyValue(world, module, declared, name, at, pos)
    }
    if (o === root) continue
    for (const { v } of objectMember(world, o, o, 'data', at, pos).found) {
      const found = v.t === 'obj' ? lookup(world, v, name, at, pos).found : []
      if (found.length) return found
    }
  }
  return []
}

/** Whether a value comes from a package, or from where nothing is known. */
export function isOutside(v: Value): boolean {
  return v.t === 'unknown' || (v.t === 'builtin' && v.path.startsWith('pkg:'))
}

/** What the project puts on every component, and what its framework does. */
export function sharedMember(world: World, module: Module, name: string): Alternatives {
  const written = writesToPath(world, COMPONENT_PROTOTYPE, name)
  if (written.length) return orCopied(world, name, written)
  // A page of wepy has the app as its parent.
  if (name === '$parent' && /\.wpy$/i.test(module.id)) return one({ t: 'builtin', path: 'getApp()' })
  if (name === '$store') return limit(storesOf(world).flatMap((s) => [...one(s.value)]))
  const client = clientProperty(world, 'this', name)
  return client ? one(client) : []
}

/** Where projects put what every component shall have: Vue 2's prototype, Vue 3's globalProperties, mpx's and wepy's own. */
const COMPONENT_PROTOTYPE =
  /^(?:pkg:(?:vue|wepy|@mpxjs\/core|@wepy\/core)|Vue|wepy|mpx)\.prototype$|\.config\.globalProperties$|^#plugin\.prototype$/

function groupMember(
  world: World,
  root: ObjectValue,
  self: Value,
  group: string,
  name: string,
  at: Module,
  pos: number,
): Alternatives {
  const holder = objectMember(world, root, self, group, at, pos).found
  return flatMap(holder, (h) => {
    let values: Alternatives = one(h)
    if (h.t === 'fn') values = callFunction(world, { ...h, self }, null, null)
    return limit(
      values.flatMap((x) => {
        if (x.v.t === 'arr' && group === 'props' && listsName(x.v, name))
          return propertyValue(world, componentOf(root, self), [], name, at, pos)
        // `computed: mapState(['base'])`
        const isHelper = x.v.t === 'builtin' && /^pkg:vuex\W/.test(x.v.path)
        if (x.v.t !== 'obj' && x.v.t !== 'over' && x.v.t !== 'merged' && !isHelper) return []
        if (group === 'props' || group === 'properties') {
          const declared = lookup(world, x.v, name, at, pos).found
          return declared.length ? propertyValue(world, componentOf(root, self), declared, name, at, pos) : []
        }
        const isData = group === 'data' || group === 'state'
        if (isData && x.v.t === 'obj' && !declares(world, x.v, name, at, pos)) return []
        const source =
          isData && x.v.t === 'obj'
            ? dataMember(world, { t: 'data', base: x.v, self }, name, at, pos)
            : lookup(world, x.v, name, at, pos).found
        const found = bindThis(source, self).map((y) => rebindTo(y, x.v, self))
        // A ref that `setup` returns is read by its value.
        if (group === 'setup')
          return flatMap(found, (r) =>
            r.t === 'over' && r.name === 'value' ? lookup(world, r, 'value', at, pos).found : one(r),
          )
        if (group !== 'computed' && group !== 'getters') return found
        // A computed value is what its function returns, or what its `get` does.
        return flatMap(found, (f) => {
          const getter = f.t === 'obj' ? objectMember(world, f, self, 'get', at, pos).found : one(f)
          return flatMap(getter, (g) => {
            if (g.t === 'method' && g.name === '#value') return one(g.of)
            return g.t === 'fn' ? callFunction(world, { ...g, self }, null, null) : []
          })
        })
      }),
    )
  })
}

/** The component whose options these are, or that has them as a mixin. */
function componentOf(root: ObjectValue, self: Value): Module {
  return self.t === 'param' ? self.module : root.module
}

/** Whether a component's data names a member: what isn't there may be a computed value, a property, a method. */
function declares(world: World, data: ObjectValue, name: string, at: Module, pos: number): boolean {
  const n = data.module.summary.nodes[data.ref]!
  if (n[0] !== 'obj') return false
  if (n[1].some((p) => (p[0] === 'p' || p[0] === 'g') && p[1] === name)) return true
  const open = n[1].some((p) => p[0] === '.' || p[0] === 'k')
  return open && objectMember(world, data, data, name, at, pos).found.length > 0
}

function rebindTo<T extends { v: Value }>(x: T, from: Value, self: Value): T {
  if (x.v.t !== 'fn' || x.v.self === self) return x
  const f: FunctionValue = x.v
  return f.self === from || f.self === null ? { ...x, v: { ...f, self } } : x
}

/** The object literal and those around it that hold it as a member: `{ methods: { get() {} } }`. */
function roots(owner: ObjectValue): ObjectValue[] {
  const out: ObjectValue[] = [owner]
  const parents = owner.module.parents()
  for (let ref = parents.get(owner.ref); ref !== undefined && out.length < 4; ref = parents.get(ref)) {
    out.push({ t: 'obj', module: owner.module, ref, frame: owner.module.frameOf(owner.module.owner(ref)) })
  }
  return out
}
