import type { CompleteClientRow } from '../platforms/clients'
import { argumentsOf } from './arguments'
import { fillParameters } from './callers'
import { parseClientPath, sharedPath, type ClientPath } from './clients-table'
import { evaluate } from './evaluate'
import type { Module } from './module'
import type { BuiltinValue, CallRef, Value } from './values'
import type { World } from './world'
import { liveness } from './writes'

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
export function setupsOf(world: World, key: string): readonly Setup[] {
  if (!world.clientSetups) {
    const all = new Map<string, Setup[]>()
    // Set first: evaluating callees may ask for it.
    world.clientSetups = all
    world.settingUp = true
    // It is kept for every question, so the one that asks first must not cut it short.
    const { steps, budget, tripped } = world
    for (const name of world.clientTable.setups) {
      for (const site of world.callsByName.get(name) ?? []) {
        world.ask(SETUP_BUDGET)
        collectSetup(world, site, name, all)
      }
    }
    Object.assign(world, { steps, budget, tripped, settingUp: false })
  }
  return world.clientSetups.get(key) ?? []
}

function collectSetup(
  world: World,
  { module, ref, condition }: { module: Module; ref: number; condition: number },
  name: string,
  into: Map<string, Setup[]>,
): void {
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
  for (const { v } of evaluate(world, call.module, node[1], call.frame).flatMap((x) =>
    clientOf(world, x.v) ? [x] : [...fillParameters(world, [x])],
  )) {
    const client = clientOf(world, v)
    if (client) keys.add(client.path.instance + client.path.rest)
    else if (name === 'use')
      for (const plugin of argumentsOf(world, call).get(0)) {
        const c = clientOf(world, plugin.v)
        if (c?.row.plugin && c.path.rest === `#${c.row.plugin.entry}`) keys.add(sharedPath(c.row) + c.path.rest)
      }
  }
  return keys
}
