import { argumentsOf, valueArguments } from './arguments'
import { unsettled, writtenOver } from './blank'
import { callFunction } from './calls'
import { keysOf } from './elements'
import { evaluate } from './evaluate'
import { lookup } from './members'
import type { Module } from './module'
import { keyText } from './truth'
import {
  flatMap,
  limit,
  one,
  unknown,
  type Alternatives,
  type BuiltinValue,
  type CallRef,
  type FunctionValue,
  type Value,
} from './values'
import type { World } from './world'
import { writesTo } from './writes'

/*
 * Stores of Vuex (https://vuex.vuejs.org/api/) and Pinia (https://pinia.vuejs.org/api/): what they start with, and what
 * the functions of a store write to it.
 */

const VUEX = /^(?:new )?pkg:vuex[#.](?:Store|createStore)\(\)$/
const PINIA = /^pkg:pinia[#.]defineStore\(\)$/
const PINIA_STORE = '#pinia:'
const PINIA_REFS = '#piniaRefs:'
/** What stores hand to their functions: the state, the getters, or both. */
const GROUPS = { mutations: 'state', getters: 'getters', actions: 'context' } as const

/** A Vuex store as the project makes it. */
export interface Store {
  value: BuiltinValue
  state: Alternatives
  /** All getters, by the names that they are read under. */
  getters: Value
}

/** Finds the project's stores, and what they hand to the functions that they are made of. */
export function bindStores(world: World): void {
  world.stores.length = 0
  for (const name of ['Store', 'createStore', 'defineStore'])
    for (const { module, ref } of world.callsByName.get(name) ?? []) {
      const call: CallRef = { module, ref, frame: module.frameOf(module.owner(ref)) }
      for (const { v } of evaluate(world, module, ref, call.frame)) {
        if (v.t !== 'builtin' || v.call?.ref !== ref) continue
        if (VUEX.test(v.path)) world.stores.push(vuexStore(world, v, call))
        else if (PINIA.test(v.path)) bindPinia(world, v)
      }
    }
}

function vuexStore(world: World, value: BuiltinValue, call: CallRef): Store {
  const options = argumentsOf(world, call).get(0)
  const store: Store = { value, state: stateOf(world, options, call.module), getters: EMPTY }
  collect(world, store, options, store.state, '', call.module)
  return store
}

const EMPTY: Value = { t: 'json', value: {}, place: null }

/** The state of a module of a store, with those of the modules inside it as members. */
function stateOf(world: World, options: Alternatives, at: Module): Alternatives {
  const own = flatMap(read(world, options, 'state', at), (v) =>
    v.t === 'fn' ? callFunction(world, v, valueArguments([]), null) : one(v),
  )
  let state: Alternatives = own.length ? own : one(EMPTY)
  for (const [name, inner] of modulesOf(world, options, at)) {
    const value = stateOf(world, inner, at)
    state = flatMap(state, (base) => one({ t: 'over', base, name, value: () => value }))
  }
  return state
}

function modulesOf(world: World, options: Alternatives, at: Module): [string, Alternatives][] {
  const modules = read(world, options, 'modules', at)
  return namesOf(world, modules).map((name) => [name, read(world, modules, name, at)])
}

/** Binds the parameters of a module's functions, and adds its getters. */
function collect(
  world: World,
  store: Store,
  options: Alternatives,
  state: Alternatives,
  prefix: string,
  at: Module,
): void {
  const context = withMembers({
    state: () => state,
    rootState: () => store.state,
    getters: () => one(store.getters),
    rootGetters: () => one(store.getters),
    commit: () => one({ t: 'builtin', path: '#vuex.commit' }),
    dispatch: () => one({ t: 'builtin', path: '#vuex.dispatch' }),
  })
  for (const [group, gives] of Object.entries(GROUPS)) {
    const holder = read(world, options, group, at)
    for (const name of namesOf(world, holder))
      for (const f of functionsOf(world, read(world, holder, name, at), at)) {
        const given = gives === 'context' ? [one(context)] : [state]
        if (gives === 'getters') {
          given.push(one(store.getters), store.state, one(store.getters))
          const result = (): Alternatives => callFunction(world, f, valueArguments(given), null)
          store.getters = { t: 'over', base: store.getters, name: prefix + name, value: result }
        }
        give(f, given)
      }
  }
  for (const [name, inner] of modulesOf(world, options, at)) {
    const named = read(world, inner, 'namespaced', at).some((x) => x.v.t === 'prim' && x.v.p === true)
    const own = flatMap(state, (v) => lookup(world, v, name, at, 0).found)
    collect(world, store, inner, own, named ? `${prefix}${name}/` : prefix, at)
  }
}

function functionsOf(world: World, alts: Alternatives, at: Module): FunctionValue[] {
  return alts.flatMap((x) =>
    x.v.t === 'fn' ? [x.v] : x.v.t === 'obj' ? functionsOf(world, read(world, [x], 'handler', at), at) : [],
  )
}

/** What a function that nobody calls by itself is handed. */
function give(f: FunctionValue, values: readonly Alternatives[]): void {
  f.module.given ??= new Map()
  f.module.given.set(f.fn, values)
}

function withMembers(members: Readonly<Record<string, () => Alternatives>>): Value {
  return Object.entries(members).reduce<Value>((base, [name, value]) => ({ t: 'over', base, name, value }), EMPTY)
}

function read(world: World, alts: Alternatives, name: string, at: Module): Alternatives {
  return flatMap(alts, (v) => (isObject(v) ? lookup(world, v, name, at, 0).found : []))
}

function namesOf(world: World, alts: Alternatives): string[] {
  const keys = alts.flatMap((x) => (isObject(x.v) ? (keysOf(world, x.v) ?? []) : []))
  return [...new Set(keys.flatMap((k) => keyText(k.v) ?? []))]
}

const isObject = (v: Value): boolean => /^(?:obj|over|merged|json|ns)$/.test(v.t)

/** The options of a Pinia store, or the function that sets it up. */
function piniaOptions(world: World, call: CallRef): Alternatives {
  const args = argumentsOf(world, call)
  const second = args.get(1)
  return second.some((x) => x.v.t === 'fn' || isObject(x.v)) ? second : args.get(0)
}

function bindPinia(world: World, v: BuiltinValue): void {
  const store = one(piniaStore(v))
  const { module } = v.call!
  const getters = read(world, piniaOptions(world, v.call!), 'getters', module)
  for (const name of namesOf(world, getters))
    for (const f of functionsOf(world, read(world, getters, name, module), module)) give(f, [store])
}

function piniaStore(v: BuiltinValue): BuiltinValue {
  return { t: 'builtin', path: `${PINIA_STORE}${v.call!.module.index}:${v.call!.ref}`, call: v.call }
}

/** The store that a call gives: `useConfig()`, `storeToRefs(store)`; null for anything else. */
export function storeCall(v: BuiltinValue, args: { get(index: number): Alternatives }): Alternatives | null {
  if (PINIA.test(v.path) && v.call) return one(piniaStore(v))
  if (!/^pkg:pinia[#.]storeToRefs$/.test(v.path)) return null
  return flatMap(args.get(0), (s) =>
    one(
      s.t === 'builtin' && s.path.startsWith(PINIA_STORE)
        ? { ...s, path: PINIA_REFS + s.path.slice(PINIA_STORE.length) }
        : s,
    ),
  )
}

/** A member of a store, or of what a store's helper gives a component; null for anything else. */
export function storeMember(world: World, v: BuiltinValue, name: string, at: Module, pos: number): Alternatives | null {
  if (v.path.startsWith(PINIA_REFS)) {
    const store: BuiltinValue = { ...v, path: PINIA_STORE + v.path.slice(PINIA_REFS.length) }
    const value = (): Alternatives => storeMember(world, store, name, at, pos) ?? []
    return one({ t: 'over', base: v, name: 'value', value })
  }
  if (v.path.startsWith(PINIA_STORE)) return piniaMember(world, v, name, at)
  if (VUEX.test(v.path) || /^pkg:vuex[#.]useStore\(\)$/.test(v.path)) {
    const stores = VUEX.test(v.path) ? world.stores.filter((s) => s.value.call?.ref === v.call?.ref) : world.stores
    if (name === 'state') return known(stores.flatMap((s) => [...s.state]))
    if (name === 'getters') return known(stores.flatMap((s) => [...one(s.getters)]))
    return null
  }
  const helper = /^pkg:vuex[#.]map(State|Getters)\(\)$/.exec(v.path)
  return helper && v.call ? mapped(world, v.call, helper[1]!, name) : null
}

const known = (alts: Alternatives): Alternatives | null => (alts.length ? limit(alts) : null)

/** A member that `mapState` or `mapGetters` puts on a component: a method that gives it, as computed values are. */
function mapped(world: World, call: CallRef, kind: string, name: string): Alternatives | null {
  const args = argumentsOf(world, call)
  const first = args.get(0)
  const prefix = first.length === 1 ? keyText(first[0]!.v) : null
  const map = prefix === null ? first : args.get(1)
  const found = map.flatMap((m): Alternatives => {
    if (m.v.t === 'arr')
      return m.v.items.some((i) => Array.isArray(i) && i.some((x) => keyText(x.v) === name))
        ? [{ ...m, v: text(name) }]
        : []
    return isObject(m.v) ? lookup(world, m.v, name, call.module, 0).found : []
  })
  const out = world.stores.flatMap(({ state, getters }) =>
    flatMap(found, (from) => {
      const path = (prefix ?? '').split('/').filter(Boolean)
      const local = path.reduce((at, key) => read(world, at, key, call.module), state)
      if (from.t === 'fn') return callFunction(world, from, valueArguments([local, one(getters)]), null)
      const key = keyText(from)
      if (key === null) return []
      return kind === 'State'
        ? read(world, local, key, call.module)
        : lookup(world, getters, [...path, key].join('/'), call.module, 0).found
    }),
  )
  return out.length ? limit(out).map((x) => ({ ...x, v: { t: 'method', of: x.v, name: '#value' } as const })) : null
}

function text(s: string): Value {
  return { t: 'text', parts: [{ s, at: null }] }
}

function piniaMember(world: World, store: BuiltinValue, name: string, at: Module): Alternatives | null {
  const call = store.call!
  if (name === '$state') return one(store)
  const own = flatMap(piniaOptions(world, call), (options) => {
    if (options.t === 'fn') {
      const made = callFunction(world, options, valueArguments([]), null)
      // A ref is read by its value.
      return flatMap(read(world, made, name, at), (v) =>
        v.t === 'over' && v.name === 'value' ? lookup(world, v, 'value', at, 0).found : one(v),
      )
    }
    const of = (group: string): Alternatives => read(world, one(options), group, at)
    const state = flatMap(of('state'), (v) =>
      v.t === 'fn' ? callFunction(world, v, valueArguments([]), null) : one(v),
    )
    const value = read(world, state, name, at)
    const getter = flatMap(read(world, of('getters'), name, at), (v) =>
      v.t === 'fn' ? callFunction(world, { ...v, self: store }, valueArguments([one(store)]), null) : [],
    )
    const action = flatMap(read(world, of('actions'), name, at), (v) => one(v.t === 'fn' ? { ...v, self: store } : v))
    return [...value, ...getter, ...action]
  })
  const written = writesTo(world, store, name)
  const all = written.length ? writtenOver(limit([...unsettled(own), ...written])) : own
  return all.length ? all : one(unknown('member', at, 0, name))
}
