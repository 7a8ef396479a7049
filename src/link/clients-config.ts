import type { CompleteClientRow } from '../platforms/clients'
import { argumentsOf, valueArguments } from './arguments'
import { fillParameters } from './callers'
import { enter } from './calls'
import { setupsOf, type Client } from './clients-setup'
import { isClientPath, isMade, sharedPath } from './clients-table'
import { evaluate } from './evaluate'
import { keyText } from './truth'
import { lookup, member } from './members'
import type { Module } from './module'
import {
  flatMap,
  limit,
  one,
  restrict,
  UNDEFINED,
  type Alternative,
  type Alternatives,
  type BuiltinValue,
  type CallRef,
  type FunctionValue,
  type Value,
} from './values'
import type { World } from './world'
import { writesTo } from './writes'

/** The options that an instance was made with; none for a shared one. */
function created(world: World, { value }: Client): Alternatives {
  return value.call ? argumentsOf(world, value.call).get(0) : []
}

const isFunction = (x: Alternative): boolean => x.v.t === 'fn'

const isObject = (v: Value): boolean => ['obj', 'over', 'merged', 'json', 'omit', 'data', 'ns', 'inst'].includes(v.t)

/** What an adapter's options say nothing of, though they are spread over the client's: `createAlova({ baseURL, ...AdapterUniapp() })`. */
function fromAdapter(row: CompleteClientRow, v: Value): boolean {
  return v.t === 'builtin' && row.adapters.some((a) => a.packages.some((p) => v.path.startsWith(`pkg:${p}`)))
}

/** What a client's own options say under a name, from everywhere that they are set. */
function configured(world: World, client: Client, name: string): Alternatives {
  const { row, path } = client
  const out: Alternative[] = []
  const made = flatMap(created(world, client), (v) =>
    isObject(v)
      ? lookup(world, v, name, client.value.call!.module, 0).found
      : v.t === 'param' || v.t === 'unknown'
        ? member(world, v, name, client.value.call!.module, 0)
        : [],
  )
  const overlaid = overlay(world, client, row.config ? [...row.config.split('.'), name] : [name])
  out.push(...(overlaid.length ? overlaid : made.filter((x) => !fromAdapter(row, x.v))))
  const holder: BuiltinValue = { t: 'builtin', path: row.config ? `${path.instance}.${row.config}` : path.instance }
  out.push(...writesTo(world, holder, name))
  if (row.config)
    for (const x of writesTo(world, { t: 'builtin', path: path.instance }, row.config))
      if (isObject(x.v)) out.push(...lookup(world, x.v, name, anyModule(world), 0).found)
  if (row.setConfig) {
    for (const { call, when } of setupsOf(world, `${path.instance}.${row.setConfig}`)) {
      out.push(
        ...restrict(
          flatMap(argumentsOf(world, call).get(0), (v) => fillParameters(world, setBy(world, v, name, made, call))),
          when,
          null,
        ),
      )
    }
  }
  if (row.plugin?.config && path.instance === sharedPath(row)) {
    for (const { call, when } of setupsOf(world, `${sharedPath(row)}#${row.plugin.entry}`)) {
      const options = flatMap(argumentsOf(world, call).get(1), (v) =>
        member(world, v, row.plugin!.config!, call.module, 0),
      )
      out.push(
        ...restrict(
          flatMap(options, (v) => (isObject(v) ? lookup(world, v, name, call.module, 0).found : [])),
          when,
          null,
        ),
      )
    }
  }
  const known = limit(out)
  // An instance starts with what the shared one has.
  if (!known.length && isMade(path) && row.instances.length)
    return configured(
      world,
      { row, path: { ...path, instance: sharedPath(row) }, value: { t: 'builtin', path: sharedPath(row) } },
      name,
    )
  return known
}

/** What the flow of one function set on an instance. */
function overlay(world: World, { value }: Client, path: readonly string[]): Alternatives {
  if (!value.of) return []
  const { top } = anyModule(world)
  let at: Alternatives = one(value.of)
  for (const name of path) at = flatMap(at, (v) => (isObject(v) ? lookup(world, v, name, top.module, 0).found : []))
  return at.filter((x) => !(x.v.t === 'builtin' && isClientPath(x.v.path)))
}

function anyModule(world: World): Module {
  return world.modules.values().next().value!
}

/** What `setConfig` leaves under a name: of an object, or of what a function makes of the old options. */
function setBy(world: World, v: Value, name: string, before: Alternatives, call: CallRef): Alternatives {
  if (v.t === 'fn') {
    const old: Value = {
      t: 'over',
      base: { t: 'unknown', reason: 'unsupported', module: call.module, pos: 0 },
      name,
      value: () => (before.length ? before : one(UNDEFINED)),
    }
    return flatMap(runHook(world, v, [old]), (o) =>
      lookup(world, o, name, call.module, 0).found.filter(
        (x) => !(x.v.t === 'prim' && x.v.p === undefined && !x.v.missing),
      ),
    )
  }
  return isObject(v) ? lookup(world, v, name, call.module, 0).found : []
}

/**
 * What a function that sees a request's options makes of them: what it returns, or the argument as it leaves it.
 * A function that can't be followed changes nothing.
 */
export function runHook(world: World, f: FunctionValue, args: readonly Value[]): Alternatives {
  const record = f.module.summary.functions[f.fn]!
  const frame = enter(f, valueArguments(args.map((v) => one(v))), null)
  if (!frame) return one(args[0]!)
  const returned =
    record.result >= 0 ? evaluate(world, f.module, record.result, frame).filter((x) => isObject(x.v)) : []
  if (returned.length) return returned
  const out = record.outs.find(([i]) => i === 0)
  const left = out ? evaluate(world, f.module, out[1], frame).filter((x) => isObject(x.v)) : []
  return left.length ? left : one(args[0]!)
}

/** The base in front of a call's URL: of its own options, else of the client's; with the name of the option. */
export function baseOf(
  world: World,
  client: Client,
  options: Value | null,
  at: CallRef,
): { name: string; older: boolean; value: Alternatives } {
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
  const { found, sure } = lookup(world, options, name, at.module, 0)
  // What may be there, as far as anyone can tell, is taken not to be.
  const value = found.flatMap((x) =>
    x.v.t === 'prim' && !x.v.p && !x.v.missing
      ? restrict(own, x.w, x.a)
      : x.v.t === 'param'
        ? own
        : !sure && x.v.t === 'unknown'
          ? []
          : [x],
  )
  return { name, older, value: limit(sure && value.length ? value : [...value, ...own]) }
}

/** The functions that see a client's requests before they are sent. */
export function hooksOf(world: World, client: Client): FunctionValue[] {
  const { row, path } = client
  const out: FunctionValue[] = []
  const add = (alts: Alternatives): void => {
    for (const { v } of alts) {
      // A package that wraps a hook (alova's `onAuthRequired(hook)`) calls it in the end.
      if (v.t === 'builtin' && v.call && v.path.endsWith('()'))
        add(argumentsOf(world, v.call).get(0).filter(isFunction))
      if (v.t === 'fn' && !out.some((f) => f.module === v.module && f.fn === v.fn)) out.push(v)
    }
  }
  for (const method of row.interceptors) {
    // The one that was added last runs first.
    for (const { call } of [...setupsOf(world, `${path.instance}.${method}`)].reverse())
      add(argumentsOf(world, call).get(0))
  }
  for (const hook of row.hooks) {
    const dot = hook.lastIndexOf('.')
    add(overlay(world, client, hook.split('.')))
    add(
      writesTo(
        world,
        { t: 'builtin', path: dot < 0 ? path.instance : `${path.instance}.${hook.slice(0, dot)}` },
        hook.slice(dot + 1),
      ),
    )
    if (client.value.call)
      add(
        flatMap(created(world, client), (v) =>
          isObject(v) ? lookup(world, v, hook, client.value.call!.module, 0).found : [],
        ),
      )
  }
  if (row.plugin?.hook && path.instance === sharedPath(row)) {
    for (const { call } of setupsOf(world, `${sharedPath(row)}#${row.plugin.entry}`)) {
      let options = argumentsOf(world, call).get(1)
      for (const name of row.plugin.hook.split('.'))
        options = flatMap(options, (v) => member(world, v, name, call.module, 0))
      add(options)
    }
  }
  return out
}

/** Whether options pick a category: null where it isn't known. */
export function optionIs(
  world: World,
  options: Value | null,
  name: string,
  value: string | undefined,
  at: CallRef,
): boolean | null {
  if (!options || (options.t === 'prim' && options.p === undefined)) return false
  const alts = member(world, options, name, at.module, 0)
  let verdict: boolean | null | undefined
  for (const { v } of alts) {
    const text = keyText(v)
    const here =
      text === null
        ? isObject(v) || v.t === 'arr' || v.t === 'fn'
          ? value === undefined
          : v.t === 'text' && value === undefined && v.parts.some((p) => !('hole' in p))
            ? true
            : null
        : value === undefined
          ? !/^(?:undefined|null|false|0|)$/.test(text)
          : text.toLowerCase() === value.toLowerCase()
    verdict = verdict === undefined || verdict === here ? here : null
  }
  return verdict ?? null
}
