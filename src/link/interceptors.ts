import { frameworkOf } from '../platforms'
import { argumentOf, valueArguments } from './arguments'
import { fillParameters } from './callers'
import { enter } from './calls'
import { runHook } from './clients-config'
import { evaluate } from './evaluate'
import { keyText } from './truth'
import { lookup, member } from './members'
import {
  flatMap,
  limit,
  one,
  restrict,
  unknown,
  type Alternatives,
  type BuiltinValue,
  type FunctionValue,
  type Value,
} from './values'
import type { Module } from './module'
import type { World } from './world'
import { reachable, writesTo } from './writes'

/** Functions that the project registers to see what `api` is asked for: `uni.addInterceptor`, `Taro.addInterceptor`. */
function interceptorsOf(world: World, api: string): readonly FunctionValue[] {
  const known = world.interceptors.get(api)
  if (known) return known
  const out: FunctionValue[] = []
  world.interceptors.set(api, out)
  const dot = api.indexOf('.')
  const [namespace, name] = [api.slice(0, dot), api.slice(dot + 1)]
  // Taro's chain stands before its `request` alone.
  if (namespace === 'Taro' && name !== 'request') return out
  if (namespace === 'wepy') return wepyInterceptors(world, name, out)
  for (const { module, ref } of world.callsByName.get('addInterceptor') ?? []) {
    const frame = module.frameOf(module.owner(ref))
    const node = module.summary.nodes[ref]!
    if (node[0] !== 'call') continue
    const callee = evaluate(world, module, node[1], frame)
    if (!callee.some((x) => x.v.t === 'builtin' && x.v.path === `${namespace}.addInterceptor`)) continue
    const call = { module, ref, frame }
    const add = (alts: Alternatives): void => {
      for (const { v } of alts) addFunction(out, v)
    }
    const first = fillParameters(world, argumentOf(world, call, 0))
    if (namespace === 'Taro') {
      add(first)
      continue
    }
    const invoke = (alts: Alternatives): void => {
      for (const { v } of alts)
        if (v.t !== 'prim' && v.t !== 'unknown') add(lookup(world, v, 'invoke', module, 0).found)
    }
    if (first.some((x) => keyText(x.v) === name)) invoke(fillParameters(world, argumentOf(world, call, 1)))
    // Without a name it sees every API.
    else invoke(first.filter((x) => x.v.t !== 'text'))
  }
  return out
}

function addFunction(out: FunctionValue[], v: Value): void {
  if (v.t === 'fn' && !out.some((f) => f.module === v.module && f.fn === v.fn)) out.push(v)
}

/** wepy's app has its own: `this.intercept('request', { config(p) { …; return p } })`. */
function wepyInterceptors(world: World, name: string, out: FunctionValue[]): readonly FunctionValue[] {
  for (const { module, ref } of world.callsByName.get('intercept') ?? []) {
    const frame = module.frameOf(module.owner(ref))
    const call = { module, ref, frame }
    if (!module.summary.specifiers.some((s) => frameworkOf(s)?.framework.namespace === 'wepy')) continue
    if (!argumentOf(world, call, 0).some((x) => keyText(x.v) === name)) continue
    for (const { v } of argumentOf(world, call, 1)) {
      if (v.t !== 'obj') continue
      for (const f of lookup(world, v, 'config', module, 0).found) addFunction(out, f.v)
    }
  }
  return out
}

/** The URL after the interceptors that the project registers for an API; `options` are what the API is called with, where they are known. */
export function intercept(
  world: World,
  api: string,
  url: Alternatives,
  options: Value | null,
  module: Module,
): Alternatives {
  if (!/^(?:uni|Taro|wepy)\./.test(api)) return url
  let value = url
  for (const f of interceptorsOf(world, api))
    value = flatMap(value, (v) => intercepted(world, api, f, v, options, module))
  return value
}

function intercepted(
  world: World,
  api: string,
  f: FunctionValue,
  url: Value,
  options: Value | null,
  module: Module,
): Alternatives {
  const base: Value = options ?? unknown('unsupported', module, 0)
  const asked: Value = { t: 'over', base, name: 'url', value: () => one(url) }
  const after = api.startsWith('Taro.') ? proceeded(world, f, asked) : runHook(world, f, [asked])
  const urls = flatMap(after, (o) => member(world, o, 'url', module, 0))
  const known = urls.filter((x) => !(x.v.t === 'unknown' && x.v.reason === 'budget'))
  return known.length ? limit(known) : one(url)
}

/** What a function of Taro's chain hands on: the argument of `chain.proceed(…)`. */
function proceeded(world: World, f: FunctionValue, asked: Value): Alternatives {
  const { module, fn } = f
  let chain: Value = {
    t: 'over',
    base: unknown('unsupported', module, 0),
    name: 'requestParams',
    value: () => one(asked),
  }
  chain = { t: 'over', base: chain, name: 'proceed', value: () => one({ t: 'builtin', path: 'chain.proceed' }) }
  const frame = enter(f, valueArguments([one(chain)]), null)
  if (!frame) return one(asked)
  const out = module.summary.calls.flatMap(([ref, condition]): Alternatives => {
    const node = module.summary.nodes[ref]!
    if (node[0] !== 'call' || module.owner(ref) !== fn || !/\bproceed$/.test(node[4])) return []
    if (!evaluate(world, module, node[1], frame).some((x) => x.v.t === 'builtin' && x.v.path === 'chain.proceed'))
      return []
    const { when } = reachable(world, module, condition, frame)
    return restrict(argumentOf(world, { module, ref, frame }, 0), when, null)
  })
  return out.length ? limit(out) : one(asked)
}

/**
 * Whether an API of the platform that the project replaces (`wx.request = …`) is still the platform's own where it is
 * read: before the replacement in the module that makes it, or everywhere if the replacement can't be followed or has
 * kept no original to call.
 */
export function originalApi(world: World, v: BuiltinValue, name: string, at: Module, pos: number): boolean {
  if (!world.namespaces.has(v.path) || !world.apis.has(name)) return false
  // Asked first: a module that is loaded later may replace it.
  const written = writesTo(world, v, name)
  if (!world.writes.has(name)) return false
  let followed = false
  for (const { module, index } of world.writes.get(name)!) {
    const w = module.summary.writes[index]!
    const object = module.summary.nodes[w.object]!
    if (object[0] !== 'global' || object[1] !== v.path) continue
    if (at === module && pos < w.pos) return true
    followed ||= keepsOriginal(module, v.path, name, w.pos)
  }
  if (!followed) return true
  // One that isn't a function of the project replaces nothing that can be followed.
  return !written.some((x) => x.v.t === 'fn')
}

function keepsOriginal(module: Module, namespace: string, name: string, before: number): boolean {
  const { nodes } = module.summary
  return nodes.some((n) => {
    if (n[0] !== 'member' || n[2] !== name || n[3] >= before) return false
    const object = nodes[n[1]]!
    return object[0] === 'global' && object[1] === namespace
  })
}
