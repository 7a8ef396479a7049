import { argumentOf } from './arguments'
import { enter } from './calls'
import { evaluate } from './evaluate'
import { lookup, member } from './members'
import { flatMap, one, type Alternatives, type FunctionValue, type Value } from './values'
import type { Module } from './module'
import type { World } from './world'

/** Functions that see a platform API's options before it runs: `uni.addInterceptor('request', { invoke(args) {…} })`. */
function interceptorsOf(world: World, api: string): readonly FunctionValue[] {
  const known = world.interceptors.get(api)
  if (known) return known
  const out: FunctionValue[] = []
  world.interceptors.set(api, out)
  const name = api.slice(api.indexOf('.') + 1)
  for (const { module, ref } of world.callsByName.get('addInterceptor') ?? []) {
    const frame = module.frameOf(module.owner(ref))
    const node = module.summary.nodes[ref]!
    if (node[0] !== 'call') continue
    const callee = evaluate(world, module, node[1], frame)
    if (!callee.some((x) => x.v.t === 'builtin' && x.v.path === 'uni.addInterceptor')) continue
    const call = { module, ref, frame }
    const names = argumentOf(world, call, 0)
    if (!names.some((x) => x.v.t === 'text' && x.v.parts.length === 1 && 's' in x.v.parts[0]! && x.v.parts[0]!.s === name)) continue
    for (const x of argumentOf(world, call, 1)) {
      for (const f of lookup(world, x.v, 'invoke', module, 0, frame).found) if (f.v.t === 'fn') out.push(f.v)
    }
  }
  return out
}

/** The URL after the interceptors that the project registers for an API. */
export function intercept(world: World, api: string, url: Alternatives, module: Module): Alternatives {
  if (!api.startsWith('uni.')) return url
  let value = url
  for (const f of interceptorsOf(world, api)) {
    const record = f.module.summary.functions[f.fn]!
    const out = record.outs.find(([i]) => i === 0)
    if (!out && record.result < 0) continue
    value = flatMap(value, (v) => {
      const options: Value = { t: 'over', base: { t: 'json', value: {}, place: null }, name: 'url', value: () => one(v) }
      const frame = enter(f, { get: (i) => (i === 0 ? one(options) : one({ t: 'prim', p: undefined })), rest: () => one({ t: 'arr', items: [] }) }, null)
      if (!frame) return one(v)
      const after = out ? evaluate(world, f.module, out[1], frame) : one(options)
      return flatMap(after, (o) => member(world, o, 'url', module, 0, frame))
    })
  }
  return value
}
