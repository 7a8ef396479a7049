import type { ClientCategory } from '../platforms/clients'
import { argumentsOf } from './arguments'
import { apiOf, optionCategory, requestUrl } from './clients-request'
import { clientOf, setupsOf, type Client } from './clients-setup'
import { exportPath, isMade, sharedPath } from './clients-table'
import type { Edge } from './edges'
import { evaluate } from './evaluate'
import type { Frame } from './frame'
import { intercept } from './interceptors'
import type { Module } from './module'
import type { Sink } from './sinks'
import { flatMap, limit, one, type Alternatives, type BuiltinValue, type CallRef, type Value } from './values'
import type { World } from './world'

/** What an import of a client's package gives, or null where the specifier is none, or leads to the project's own code. */
export function clientImport(world: World, from: Module, specifier: string, name: string): BuiltinValue | null {
  const row = world.clientTable.ofSpecifier(specifier)
  if (!row) return null
  const id = from.resolved.get(specifier)
  // An alias may put a module of the project in the package's place.
  if (id && !world.clientTable.isOwn(row) && !/[\\/](?:node_modules|miniprogram_npm)[\\/]/.test(id)) return null
  return { t: 'builtin', path: exportPath(row, name === '*' ? 'default' : name) }
}

/** The value of a call or `new` of something that a client's package gives; null where it is no matter of clients. */
export function clientResult(world: World, v: BuiltinValue, isNew: boolean, call: CallRef): Value | null {
  const client = clientOf(world, v)
  if (!client) return null
  const { row, path } = client
  const { promisify } = row
  const entry = path.rest.startsWith('#') ? path.rest.slice(1) : path.rest === '' && !isMade(path) ? 'default' : null
  if (entry !== null && row.returns.includes(entry) && !argumentCount(call))
    return { t: 'builtin', path: sharedPath(row) }
  const what = entry === null ? path.rest : entry
  if (row.creates.includes(isNew ? `new ${what}` : what)) {
    const site = `${call.module.index}:${call.ref}`
    return { t: 'builtin', path: `${sharedPath(row)}@${site}`, call }
  }
  if (!isNew && promisify?.one && entry === promisify.one) {
    const api = argumentsOf(world, call).get(0)
    if (api.length === 1 && api[0]!.v.t === 'builtin') return api[0]!.v
  }
  return null
}

function argumentCount(call: CallRef): number {
  const node = call.module.summary.nodes[call.ref]!
  return node[0] === 'call' || node[0] === 'new' ? node[2].length : 0
}

/** The requests that a call of a client sends. */
export function clientCalls(world: World, call: CallRef, v: Value, when: number, outer: Edge | null): Sink[] {
  const node = call.module.summary.nodes[call.ref]!
  const client = clientOf(world, v)
  if (!client || (node[0] !== 'call' && node[0] !== 'new')) return []
  const method = methodName(client, node[0] === 'new')
  if (method === null) return []
  return client.row.methods
    .filter((m) => m.names.includes(method))
    .map((spec): Sink => {
      const here = (frame: Frame): Client => {
        const again = evaluate(world, call.module, node[1], frame)
          .map((x) => clientOf(world, x.v))
          .find((c) => c?.row === client.row && methodName(c, node[0] === 'new') === method)
        return again ?? client
      }
      const categoryIn = (frame: Frame): ClientCategory =>
        spec.category ?? optionCategory(world, here(frame), spec, { ...call, frame })
      const sinkAs = (category: ClientCategory, c: Client): Sink => ({
        api: apiOf(world, c, category),
        category,
        module: call.module,
        fn: call.module.owner(call.ref),
        pos: node[3],
        ref: call.ref,
        label: node[4],
        when,
        outer,
        library: node[4],
        url: (frame) => {
          const inFrame = { ...call, frame }
          const clients = evaluate(world, call.module, node[1], frame).flatMap((x) => {
            const one = clientOf(world, x.v)
            return one?.row === client.row && methodName(one, node[0] === 'new') === method ? [{ x, c: one }] : []
          })
          const all = clients.length
            ? clients.flatMap(({ x, c: one }) => flatMap([x], () => requestUrl(world, one, spec, inFrame)))
            : requestUrl(world, client, spec, inFrame)
          return intercept(world, apiOf(world, c, categoryIn(frame)), limit(all), null, call.module)
        },
        at: (frame) => {
          const actual = categoryIn(frame)
          return actual === category ? null : sinkAs(actual, here(frame))
        },
      })
      return sinkAs(categoryIn(call.frame), client)
    })
}

function methodName({ path }: Client, isNew: boolean): string | null {
  if (path.rest.startsWith('#')) return null
  const name = path.rest.slice(1)
  return isNew ? `new ${name}` : name.includes('.') || name.includes('(') ? null : name
}

/** Folders that UI libraries are copied into a project under, by their own names. */
const COPIED = /[\\/](?:uview-ui|uview-plus|uview-pro)[\\/]/

/**
 * What the project puts under a name, or the client that it is a copy of: what `Vue.prototype.$u` gets from the folder of
 * a UI library is that library's, whatever its code looks like.
 */
export function orCopied(world: World, name: string, written: Alternatives): Alternatives {
  const row = written.length ? world.clientTable.ofProperty(name) : undefined
  if (!row || !written.every(({ v }) => 'module' in v && v.module !== null && COPIED.test(v.module.id))) return written
  // Where nobody configures it, the base may be written into the copy.
  const configured = world.settingUp || setupsOf(world, `${sharedPath(row)}.${row.setConfig}`).length > 0
  return configured ? one({ t: 'builtin', path: sharedPath(row) }) : written
}

/** The shared instance that hangs under this name on a namespace, on components or on what they inherit from. */
export function clientProperty(world: World, holder: string, name: string): BuiltinValue | null {
  const row = world.clientTable.ofProperty(name)
  return row && (name.startsWith('$') || world.namespaces.has(holder)) ? { t: 'builtin', path: sharedPath(row) } : null
}
