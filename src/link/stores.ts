import type { WriteRecord } from '../extract/ir'
import { argumentsOf, valueArguments } from './arguments'
import { unsettled, writtenOver } from './blank'
import { callFunction } from './calls'
import { keysOf } from './elements'
import { evaluate } from './evaluate'
import { lookup } from './members'
import type { Module } from './module'
import { bindPinia, piniaMember } from './pinia'
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
  textOf,
} from './values'
import type { World } from './world'

/* Stores of Vuex: what they start with, and what their functions write to them. https://vuex.vuejs.org/api/ */

const VUEX = /^(?:new )?pkg:vuex[#.](?:Store|createStore)\(\)$/
/** What stores hand to their other functions than mutations: the state and the getters, or a context that holds both. */
const GROUPS = { getters: 'getters', actions: 'context' } as const

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
        else bindPinia(world, v)
      }
    }
  // What was found of their parameters before, was found of parameters that nobody fills.
  for (const m of world.modules.values()) if (m.given) m.forget()
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
  let state: Alternatives = mutated(world, options, own.length ? own : one(EMPTY), at)
  for (const [name, inner] of modulesOf(world, options, at)) {
    const value = stateOf(world, inner, at)
    state = flatMap(state, (base) => one({ t: 'over', base, name, value: () => value }))
  }
  return state
}

/** A state with all that the mutations of its module may make of it. */
function mutated(world: World, options: Alternatives, state: Alternatives, at: Module): Alternatives {
  const holder = read(world, options, 'mutations', at)
  const written = new Map<string, Alternatives>()
  let open = false
  for (const name of namesOf(world, holder))
    for (const f of functionsOf(world, read(world, holder, name, at), at)) {
      give(f, [state])
      const out = f.module.summary.functions[f.fn]!.outs.find(([i]) => i === 0)
      for (const x of out ? evaluate(world, f.module, out[1], f.module.frameOf(f.fn)) : [])
        for (let v = x.v; v.t === 'over'; v = v.base)
          if (v.name === null) open = true
          else written.set(v.name, [...(written.get(v.name) ?? []), ...v.value()])
      for (const w of innerWrites(f)) {
        // Whatever calls the function inside, and whatever it is handed: `_.forEach(values, (v, k) => (state[k] = v))`.
        if (typeof w.name === 'number' || !/^[\w$]+$/.test(w.name)) open = true
        else {
          const value = evaluate(world, f.module, w.value, f.module.frameOf(w.fn))
          written.set(w.name, [...(written.get(w.name) ?? []), ...value])
        }
      }
    }
  // A mutation that fills members by a computed name may fill any.
  if (open) for (const name of namesOf(world, state)) written.set(name, [...(written.get(name) ?? []), LOST])
  return [...written].reduce<Alternatives>(
    (all, [name, values]) =>
      flatMap(all, (base) => {
        const initial = (): Alternatives => (isObject(base) ? lookup(world, base, name, at, 0).found : [])
        return one({ t: 'over', base, name, value: () => writtenOver(limit([...unsettled(initial()), ...values])) })
      }),
    state,
  )
}

/** What the functions inside a mutation write to its state. */
function innerWrites({ module, fn }: FunctionValue): WriteRecord[] {
  const { nodes, writes } = module.summary
  return writes.filter((w) => {
    const object = nodes[w.object]!
    return w.fn !== fn && object[0] === 'param' && object[1] === fn && object[2] === 0
  })
}

const LOST = { v: unknown('variable', null, 0), w: 15, a: null } as const

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
        const given = [gives === 'context' ? one(context) : state]
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

export function functionsOf(world: World, alts: Alternatives, at: Module): FunctionValue[] {
  return alts.flatMap((x) =>
    x.v.t === 'fn' ? [x.v] : x.v.t === 'obj' ? functionsOf(world, read(world, [x], 'handler', at), at) : [],
  )
}

/** What a function that nobody calls by itself is handed. */
export function give(f: FunctionValue, values: readonly Alternatives[]): void {
  f.module.given ??= new Map()
  f.module.given.set(f.fn, values)
}

function withMembers(members: Readonly<Record<string, () => Alternatives>>): Value {
  return Object.entries(members).reduce<Value>((base, [name, value]) => ({ t: 'over', base, name, value }), EMPTY)
}

export function read(world: World, alts: Alternatives, name: string, at: Module): Alternatives {
  return flatMap(alts, (v) => (isObject(v) ? lookup(world, v, name, at, 0).found : []))
}

export function namesOf(world: World, alts: Alternatives): string[] {
  const keys = alts.flatMap((x) => (isObject(x.v) ? (keysOf(world, x.v) ?? []) : []))
  return [...new Set(keys.flatMap((k) => keyText(k.v) ?? []))]
}

export const isObject = (v: Value): boolean => /^(?:obj|over|merged|json|ns)$/.test(v.t)

/** A member of a store, or of what a store's helper gives a component; null for anything else. */
export function storeMember(world: World, v: BuiltinValue, name: string, at: Module): Alternatives | null {
  if (v.path.startsWith('#pinia')) return piniaMember(world, v, name, at)
  if (VUEX.test(v.path) || /^pkg:vuex[#.]useStore\(\)$/.test(v.path)) {
    const stores = VUEX.test(v.path) ? madeBy(world, v) : storesOf(world)
    if (name === 'state') return known(stores.flatMap((s) => [...s.state]))
    if (name === 'getters') return known(stores.flatMap((s) => [...one(s.getters)]))
    return null
  }
  const helper = /^pkg:vuex[#.]map(State|Getters)\(\)$/.exec(v.path)
  return helper && v.call ? mapped(world, v.call, helper[1]!, name) : null
}

/** The project's stores. Where there is none, the module that makes it may not have been read. */
export function storesOf(world: World): readonly Store[] {
  if (!world.stores.length) world.notHeld.add('$store')
  return world.stores
}

/** The store that a call makes. That of a module which is only read now, as a value of it is asked for, is bound now. */
function madeBy(world: World, v: BuiltinValue): readonly Store[] {
  const { call } = v
  const bound = world.stores.filter((s) => s.value.call?.ref === call?.ref && s.value.call?.module === call?.module)
  if (bound.length || !call) return bound
  const store = vuexStore(world, v, call)
  // A look finds less than there is.
  if (!world.shallow) world.stores.push(store)
  return [store]
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
        ? [{ ...m, v: textOf(name) }]
        : []
    return isObject(m.v) ? lookup(world, m.v, name, call.module, 0).found : []
  })
  const out = storesOf(world).flatMap(({ state, getters }) =>
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
