import type { CompleteClientRow } from '../platforms/clients'
import { argumentsOf, valueArguments } from './arguments'
import { fillParameters } from './callers'
import { enter } from './calls'
import { isClientPath, parseClientPath, sharedPath, type ClientPath } from './clients-table'
import { evaluate, keyText } from './evaluate'
import { lookup, member } from './members'
import type { Module } from './module'
import { flatMap, limit, one, restrict, UNDEFINED, unknown, type Alternative, type Alternatives, type BuiltinValue, type CallRef, type FunctionValue, type Value } from './values'
import type { World } from './world'
import { liveness, writesTo } from './writes'

/** Nodes that may be evaluated to learn which client one call configures. */
const SETUP_BUDGET = 1_500

/** A client as a call meets it: its row, and the value of the instance. */
export interface Client {
  row: CompleteClientRow
  path: ClientPath
  value: BuiltinValue
}

/** The client that a value is, or belongs to. */
export function clientOf(world: World, v: Value): Client | null {
  if (v.t === 'param') {
    // `vm.$u.get(…)` on what a plugin is handed: the name alone says what it is.
    const at = v.path.findIndex((name) => world.clientTable.ofProperty(name))
    if (at < 0) return null
    const row = world.clientTable.ofProperty(v.path[at]!)!
    const rest = v.path.slice(at + 1)
    while (rest[0] && row.self.includes(rest[0])) rest.shift()
    return clientOf(world, { t: 'builtin', path: [sharedPath(row), ...rest].join('.') })
  }
  if (v.t === 'over') {
    // Members that were set on it lie over it.
    let bottom: Value = v
    while (bottom.t === 'over') bottom = bottom.base
    return bottom.t === 'builtin' ? clientOf(world, { ...bottom, of: v }) : null
  }
  if (v.t !== 'builtin') return null
  const path = parseClientPath(v.path)
  const row = path && world.clientTable.row(path.name)
  return row ? { row, path, value: v } : null
}

/** A call by which the project configures a client. */
export interface Setup {
  call: CallRef
  /** Run-time environments under which it is reached. */
  when: number
}

/** Calls of `setConfig`, `interceptors.request.use` and `app.use(plugin)`, by instance and method. */
function setupsOf(world: World, key: string): readonly Setup[] {
  if (!world.clientSetups) {
    const all = new Map<string, Setup[]>()
    // Set first: evaluating callees may ask for it.
    world.clientSetups = all
    // It is kept for every question, so the one that asks first must not cut it short.
    const { steps, budget, tripped } = world
    for (const name of world.clientTable.setups) {
      for (const site of world.callsByName.get(name) ?? []) {
        world.ask(SETUP_BUDGET)
        collectSetup(world, site, name, all)
      }
    }
    Object.assign(world, { steps, budget, tripped })
  }
  return world.clientSetups.get(key) ?? []
}

function collectSetup(world: World, { module, ref, condition }: { module: Module; ref: number; condition: number }, name: string, into: Map<string, Setup[]>): void {
  const fn = module.owner(ref)
  const call: CallRef = { module, ref, frame: module.frameOf(fn) }
  const keys = setupKeys(world, call, name)
  const when = keys.size ? liveness(world, module, fn, condition, call.frame) : 0
  for (const key of when ? keys : []) {
    const list = into.get(key)
    if (list) list.push({ call, when })
    else into.set(key, [{ call, when }])
  }
}

function setupKeys(world: World, call: CallRef, name: string): Set<string> {
  const node = call.module.summary.nodes[call.ref]!
  const keys = new Set<string>()
  if (node[0] !== 'call') return keys
  for (const { v } of evaluate(world, call.module, node[1], call.frame).flatMap((x) => (clientOf(world, x.v) ? [x] : [...fillParameters(world, [x])]))) {
    const client = clientOf(world, v)
    if (client) keys.add(client.path.instance + client.path.rest)
    else if (name === 'use') for (const plugin of argumentsOf(world, call).get(0)) {
      const c = clientOf(world, plugin.v)
      if (c?.row.plugin && c.path.rest === `#${c.row.plugin.entry}`) keys.add(sharedPath(c.row) + c.path.rest)
    }
  }
  return keys
}

/** The options that an instance was made with; none for a shared one. */
function created(world: World, { value }: Client): Alternatives {
  return value.call ? argumentsOf(world, value.call).get(0) : []
}

const isObject = (v: Value): boolean => ['obj', 'over', 'merged', 'json', 'omit', 'data', 'ns', 'inst'].includes(v.t)

/** What an adapter's options say nothing of, though they are spread over the client's: `createAlova({ baseURL, ...AdapterUniapp() })`. */
function fromAdapter(row: CompleteClientRow, v: Value): boolean {
  return v.t === 'builtin' && row.adapters.some((a) => a.packages.some((p) => v.path.startsWith(`pkg:${p}`)))
}

/** What a client's own options say under a name, from everywhere that they are set. */
function configured(world: World, client: Client, name: string): Alternatives {
  const { row, path } = client
  const out: Alternative[] = []
  const made = flatMap(created(world, client), (v) => (isObject(v) ? lookup(world, v, name, client.value.call!.module, 0, client.value.call!.frame).found : v.t === 'param' || v.t === 'unknown' ? member(world, v, name, client.value.call!.module, 0, client.value.call!.frame) : []))
  const overlaid = overlay(world, client, row.config ? [...row.config.split('.'), name] : [name])
  out.push(...(overlaid.length ? overlaid : made.filter((x) => !fromAdapter(row, x.v))))
  const holder: BuiltinValue = { t: 'builtin', path: row.config ? `${path.instance}.${row.config}` : path.instance }
  out.push(...writesTo(world, holder, name))
  if (row.config) for (const x of writesTo(world, { t: 'builtin', path: path.instance }, row.config)) if (isObject(x.v)) out.push(...lookup(world, x.v, name, anyModule(world), 0, anyModule(world).top).found)
  if (row.setConfig) {
    for (const { call, when } of setupsOf(world, `${path.instance}.${row.setConfig}`)) {
      out.push(...restrict(flatMap(argumentsOf(world, call).get(0), (v) => fillParameters(world, setBy(world, v, name, made, call))), when, null))
    }
  }
  if (row.plugin?.config && path.instance === sharedPath(row)) {
    for (const { call, when } of setupsOf(world, `${sharedPath(row)}#${row.plugin.entry}`)) {
      const options = flatMap(argumentsOf(world, call).get(1), (v) => member(world, v, row.plugin!.config!, call.module, 0, call.frame))
      out.push(...restrict(flatMap(options, (v) => (isObject(v) ? lookup(world, v, name, call.module, 0, call.frame).found : [])), when, null))
    }
  }
  const known = limit(out)
  // An instance starts with what the shared one has.
  if (!known.length && path.instance.includes('@') && row.instances.length) return configured(world, { row, path: { ...path, instance: sharedPath(row) }, value: { t: 'builtin', path: sharedPath(row) } }, name)
  return known
}

/** What the flow of one function set on an instance. */
function overlay(world: World, { value }: Client, path: readonly string[]): Alternatives {
  if (!value.of) return []
  const { top } = anyModule(world)
  let at: Alternatives = one(value.of)
  for (const name of path) at = flatMap(at, (v) => (isObject(v) ? lookup(world, v, name, top.module, 0, top).found : []))
  return at.filter((x) => !(x.v.t === 'builtin' && isClientPath(x.v.path)))
}

function anyModule(world: World): Module {
  return world.modules.values().next().value!
}

/** What `setConfig` leaves under a name: of an object, or of what a function makes of the old options. */
function setBy(world: World, v: Value, name: string, before: Alternatives, call: CallRef): Alternatives {
  if (v.t === 'fn') {
    const old: Value = { t: 'over', base: { t: 'unknown', reason: 'unsupported', module: call.module, pos: 0 }, name, value: () => (before.length ? before : one(UNDEFINED)) }
    return flatMap(runHook(world, v, [old]), (o) => lookup(world, o, name, call.module, 0, call.frame).found.filter((x) => !(x.v.t === 'prim' && x.v.p === undefined && !x.v.missing)))
  }
  return isObject(v) ? lookup(world, v, name, call.module, 0, call.frame).found : []
}

/**
 * What a function that sees a request's options makes of them: what it returns, or the argument as it leaves it.
 * A function that can't be followed changes nothing.
 */
export function runHook(world: World, f: FunctionValue, args: readonly Value[]): Alternatives {
  const record = f.module.summary.functions[f.fn]!
  const frame = enter(f, valueArguments(args.map((v) => one(v))), null)
  if (!frame) return one(args[0]!)
  const returned = record.result >= 0 ? evaluate(world, f.module, record.result, frame).filter((x) => isObject(x.v)) : []
  if (returned.length) return returned
  const out = record.outs.find(([i]) => i === 0)
  const left = out ? evaluate(world, f.module, out[1], frame).filter((x) => isObject(x.v)) : []
  return left.length ? left : one(args[0]!)
}

/** The base in front of a call's URL: of its own options, else of the client's; with the name of the option. */
export function baseOf(world: World, client: Client, options: Value | null, at: CallRef): { name: string; older: boolean; value: Alternatives } {
  const { row } = client
  if (row.base === null) return { name: '', older: false, value: one(UNDEFINED) }
  let name = row.base
  let own = configured(world, client, name)
  let older = false
  if (row.olderBase && !own.length) {
    const other = configured(world, client, row.olderBase.base)
    if (other.length) [name, own, older] = [row.olderBase.base, other, true]
  }
  if (!own.length) own = one(UNDEFINED)
  if (!options || !isObject(options)) return { name, older, value: own }
  const { found, sure } = lookup(world, options, name, at.module, 0, at.frame)
  const value = found.flatMap((x) => (x.v.t === 'prim' && !x.v.p && !x.v.missing ? restrict(own, x.w, x.a) : x.v.t === 'param' ? own : [x]))
  return { name, older, value: limit(sure && value.length ? value : [...value, ...own]) }
}

/** The functions that see a client's requests before they are sent. */
export function hooksOf(world: World, client: Client): FunctionValue[] {
  const { row, path } = client
  const out: FunctionValue[] = []
  const add = (alts: Alternatives): void => {
    for (const { v } of alts) if (v.t === 'fn' && !out.some((f) => f.module === v.module && f.fn === v.fn)) out.push(v)
  }
  for (const method of row.interceptors) {
    // The one that was added last runs first.
    for (const { call } of [...setupsOf(world, `${path.instance}.${method}`)].reverse()) add(argumentsOf(world, call).get(0))
  }
  for (const hook of row.hooks) {
    const dot = hook.lastIndexOf('.')
    add(overlay(world, client, hook.split('.')))
    add(writesTo(world, { t: 'builtin', path: dot < 0 ? path.instance : `${path.instance}.${hook.slice(0, dot)}` }, hook.slice(dot + 1)))
    if (client.value.call) add(flatMap(created(world, client), (v) => (isObject(v) ? lookup(world, v, hook, client.value.call!.module, 0, client.value.call!.frame).found : [])))
  }
  if (row.plugin?.hook && path.instance === sharedPath(row)) {
    for (const { call } of setupsOf(world, `${sharedPath(row)}#${row.plugin.entry}`)) {
      let options = argumentsOf(world, call).get(1)
      for (const name of row.plugin.hook.split('.')) options = flatMap(options, (v) => member(world, v, name, call.module, 0, call.frame))
      add(options)
    }
  }
  return out
}

/** Whether options pick a category: null where it isn't known. */
export function optionIs(world: World, options: Value | null, name: string, value: string | undefined, at: CallRef): boolean | null {
  if (!options || (options.t === 'prim' && options.p === undefined)) return false
  const alts = member(world, options, name, at.module, 0, at.frame)
  let verdict: boolean | null | undefined
  for (const { v } of alts) {
    const text = keyText(v)
    const here = text === null ? (isObject(v) || v.t === 'arr' || v.t === 'fn' ? value === undefined : v.t === 'text' && value === undefined && v.parts.some((p) => !('hole' in p)) ? true : null)
      : value === undefined ? !/^(?:undefined|null|false|0|)$/.test(text) : text.toLowerCase() === value.toLowerCase()
    verdict = verdict === undefined || verdict === here ? here : null
  }
  return verdict ?? null
}

export { unknown }
