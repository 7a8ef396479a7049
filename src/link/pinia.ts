import { argumentsOf, valueArguments } from './arguments'
import { unsettled, writtenOver } from './blank'
import { callFunction } from './calls'
import { lookup } from './members'
import type { Module } from './module'
import { functionsOf, give, isObject, namesOf, read } from './stores'
import { flatMap, limit, one, unknown, type Alternatives, type BuiltinValue, type CallRef } from './values'
import type { World } from './world'
import { writesTo } from './writes'

/* Stores of Pinia: https://pinia.vuejs.org/api/ */

const DEFINED = /^pkg:pinia[#.]defineStore\(\)$/
const STORE = '#pinia:'
const REFS = '#piniaRefs:'

/** The options of a Pinia store, or the function that sets it up. */
function piniaOptions(world: World, call: CallRef): Alternatives {
  const args = argumentsOf(world, call)
  const second = args.get(1)
  return second.some((x) => x.v.t === 'fn' || isObject(x.v)) ? second : args.get(0)
}

/** Finds what a store hands to its getters. */
export function bindPinia(world: World, v: BuiltinValue): void {
  if (!DEFINED.test(v.path)) return
  const store = one(piniaStore(v))
  const { module } = v.call!
  const getters = read(world, piniaOptions(world, v.call!), 'getters', module)
  for (const name of namesOf(world, getters))
    for (const f of functionsOf(world, read(world, getters, name, module), module)) give(f, [store])
}

function piniaStore(v: BuiltinValue): BuiltinValue {
  return { t: 'builtin', path: `${STORE}${v.call!.module.index}:${v.call!.ref}`, call: v.call }
}

/** The store that a call gives: `useConfig()`, `storeToRefs(store)`; null for anything else. */
export function storeCall(v: BuiltinValue, args: { get(index: number): Alternatives }): Alternatives | null {
  if (DEFINED.test(v.path) && v.call) return one(piniaStore(v))
  if (!/^pkg:pinia[#.]storeToRefs$/.test(v.path)) return null
  return flatMap(args.get(0), (s) =>
    one(s.t === 'builtin' && s.path.startsWith(STORE) ? { ...s, path: REFS + s.path.slice(STORE.length) } : s),
  )
}

/** A member of a store, or of the refs that `storeToRefs` makes of it. */
export function piniaMember(world: World, v: BuiltinValue, name: string, at: Module): Alternatives | null {
  if (!v.path.startsWith(REFS)) return storeMember(world, v, name, at)
  const store: BuiltinValue = { ...v, path: STORE + v.path.slice(REFS.length) }
  return one({ t: 'over', base: v, name: 'value', value: () => storeMember(world, store, name, at) })
}

function storeMember(world: World, store: BuiltinValue, name: string, at: Module): Alternatives {
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
