import type { ClientCategory, ClientMethod, CompleteClientRow } from '../platforms/clients'
import { argumentsOf } from './arguments'
import { baseOf, clientOf, hooksOf, optionIs, runHook, type Client } from './clients-config'
import { joinUrl } from './clients-url'
import { exportPath, sharedPath } from './clients-table'
import type { Edge } from './edges'
import { evaluate } from './evaluate'
import type { Frame } from './frame'
import { intercept } from './interceptors'
import { lookup, member } from './members'
import type { Module } from './module'
import type { Sink } from './sinks'
import { flatMap, limit, one, UNDEFINED, unknown, type Alternatives, type BuiltinValue, type CallRef, type Value } from './values'
import type { World } from './world'
import { objectKey } from './writes'

const API: Readonly<Record<ClientCategory, string>> = { request: 'request', uploadFile: 'uploadFile', downloadFile: 'downloadFile', socket: 'connectSocket' }

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
  const entry = path.rest.startsWith('#') ? path.rest.slice(1) : path.rest === '' && !path.instance.includes('@') ? 'default' : null
  if (entry !== null && row.returns.includes(entry) && !argumentCount(call)) return { t: 'builtin', path: sharedPath(row) }
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
  return client.row.methods.filter((m) => m.names.includes(method)).map((spec): Sink => {
    const here = (frame: Frame): Client => {
      const again = evaluate(world, call.module, node[1], frame).map((x) => clientOf(world, x.v)).find((c) => c?.row === client.row && methodName(c, node[0] === 'new') === method)
      return again ?? client
    }
    const categoryIn = (frame: Frame): ClientCategory => spec.category ?? optionCategory(world, here(frame), spec, { ...call, frame })
    const sinkAs = (category: ClientCategory, c: Client): Sink => ({
      api: apiOf(world, c, category), category, module: call.module, fn: call.module.owner(call.ref), pos: node[3], ref: call.ref, label: node[4], when, outer,
      library: node[4],
      url: (frame) => {
        const inFrame = { ...call, frame }
        const clients = evaluate(world, call.module, node[1], frame).flatMap((x) => {
          const one = clientOf(world, x.v)
          return one?.row === client.row && methodName(one, node[0] === 'new') === method ? [{ x, c: one }] : []
        })
        const all = clients.length ? clients.flatMap(({ x, c: one }) => flatMap([x], () => requestUrl(world, one, spec, inFrame))) : requestUrl(world, client, spec, inFrame)
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

/** The URL and the options of a request, as a call gives them. */
function requestArguments(world: World, spec: ClientMethod, call: CallRef): { url: Alternatives; options: Alternatives }[] {
  const args = argumentsOf(world, call)
  const none = one(UNDEFINED)
  const inOptions = (options: Alternatives): { url: Alternatives; options: Alternatives } => ({ url: flatMap(options, (v) => member(world, v, 'url', call.module, position(call), call.frame)), options })
  if (spec.url === 'response') return [{ url: one({ t: 'text', parts: [{ hole: true, reason: 'response', module: call.module, pos: position(call) }] }), options: none }]
  if (spec.url === 'options') return [inOptions(args.get(spec.options ?? 0))]
  const first = args.get(spec.url)
  const options = spec.options === undefined ? none : args.get(spec.options)
  if (!spec.either) return [{ url: first, options }]
  return first.flatMap((x) => {
    const alone: Alternatives = [x]
    if (x.v.t === 'text' || x.v.t === 'prim') return [{ url: alone, options }]
    if (x.v.t === 'param') return [{ url: alone, options }, inOptions(alone)]
    return x.v.t === 'unknown' || x.v.t === 'builtin' || x.v.t === 'method' ? [{ url: alone, options }] : [inOptions(alone)]
  })
}

/** The URL that the platform is asked for. */
function requestUrl(world: World, client: Client, spec: ClientMethod, call: CallRef): Alternatives {
  const hooks = hooksOf(world, client)
  const adapter = adapterOf(world, client)
  return limit(requestArguments(world, spec, call).flatMap(({ url, options }) => [...flatMap(options, (o) => {
    const base = baseOf(world, client, o, call)
    const rule = { join: base.older ? client.row.olderBase!.join : (adapter?.join ?? client.row.join), absolute: adapter?.absolute ?? client.row.absolute }
    const join = (b: Alternatives, u: Alternatives): Alternatives => flatMap(u, (uv) => flatMap(b, (bv) => joinUrl(rule, bv, uv)))
    if (!hooks.length || spec.url === 'response') return join(base.value, url)
    if (client.row.interceptorTakesUrl || rule.join === 'plain') return hooks.reduce((u, f) => flatMap(u, (uv) => hookedUrl(world, f, client, uv, o, call)), join(base.value, url))
    let configs: Alternatives = one(request(o, base.name, base.value, url))
    for (const f of hooks) configs = withoutBudget(flatMap(configs, (c) => runHook(world, f, [c])))
    return limit(configs.flatMap((c) => {
      const read = (name: string): Alternatives => (name ? lookup(world, c.v, name, call.module, position(call), call.frame).found : one(UNDEFINED))
      const after = read(base.name)
      return [...flatMap([c], () => join(after.length ? after : one(UNDEFINED), read('url')))]
    }))
  })]))
}

/** A function that sees the joined URL: as an argument (umi-request), or as a member of the request. */
function hookedUrl(world: World, f: Parameters<typeof runHook>[1], client: Client, url: Value, options: Value, call: CallRef): Alternatives {
  const config = request(options, '', [], one(url))
  const after = runHook(world, f, client.row.interceptorTakesUrl ? [url, config] : [config])
  return flatMap(after, (v) => (v === url ? one(url) : lookup(world, v, 'url', call.module, position(call), call.frame).found))
}

/** Options as an interceptor sees them: the call's own, the URL and the base; headers are there, whatever they hold. */
function request(options: Value, baseName: string, base: Alternatives, url: Alternatives): Value {
  const over = (of: Value, name: string, value: Alternatives): Value => ({ t: 'over', base: of, name, value: () => value })
  const absent = options.t === 'prim'
  let out: Value = absent ? { t: 'json', value: {}, place: null } : options
  if (absent) for (const name of ['header', 'headers']) out = over(out, name, one(unknown('unsupported', null, 0)))
  if (baseName) out = over(out, baseName, base)
  return over(out, 'url', url)
}

function withoutBudget(alts: Alternatives): Alternatives {
  const rest = alts.filter((x) => !(x.v.t === 'unknown' && x.v.reason === 'budget'))
  return rest.length ? rest : alts
}

function optionCategory(world: World, client: Client, spec: ClientMethod, call: CallRef): ClientCategory {
  const rules = [...(adapterOf(world, client)?.categories ?? []), ...client.row.categories]
  if (!rules.length) return 'request'
  const all = requestArguments(world, spec, call).flatMap((r) => r.options)
  for (const rule of rules) {
    const yes = (v: Value): boolean => rule.options.every((name, i) => optionIs(world, v, name, i ? undefined : rule.value, call) === true)
    if (all.length && all.every((x) => yes(x.v))) return rule.category
  }
  return 'request'
}

/** The adapter in use: the one that the module that made the client imports, else any that the project imports. */
function adapterOf(world: World, client: Client): CompleteClientRow['adapters'][number] | undefined {
  const { adapters } = client.row
  if (!adapters.length) return undefined
  const imports = (m: Module, a: (typeof adapters)[number]): boolean => a.packages.some((p) => m.summary.specifiers.includes(p))
  const module = client.value.call?.module
  const near = module && adapters.find((a) => imports(module, a))
  if (near) return near
  world.clientAdapters ??= new Map()
  const known = world.clientAdapters.get(client.row.name)
  if (known !== undefined) return known < 0 ? undefined : adapters[known]
  const modules = [...world.modules.values()]
  const index = adapters.findIndex((a) => modules.some((m) => imports(m, a)))
  world.clientAdapters.set(client.row.name, index)
  return adapters[index]
}

function apiOf(world: World, client: Client, category: ClientCategory): string {
  const { platform } = world
  let namespace = adapterOf(world, client)?.api ?? client.row.api
  if (namespace === 'web') {
    if (platform.name === 'web' || platform.name === 'app') return 'XMLHttpRequest.open'
    namespace = 'native'
  }
  return `${namespace === 'native' ? (platform.namespaces[0] ?? 'wx') : namespace}.${API[category]}`
}

/** The shared instance that hangs under this name on a namespace, on components or on what they inherit from. */
export function clientProperty(world: World, holder: string, name: string): BuiltinValue | null {
  const row = world.clientTable.ofProperty(name)
  return row && (name.startsWith('$') || world.namespaces.has(holder)) ? { t: 'builtin', path: sharedPath(row) } : null
}

function position(call: CallRef): number {
  const n = call.module.summary.nodes[call.ref]!
  return n[0] === 'call' || n[0] === 'new' ? n[3] : 0
}

/** A member of an object on which a package put the platform's APIs with promises: `promisifyAll(wx, wxp)`. */
export function promisedMember(world: World, object: Value, name: string): BuiltinValue | null {
  const { promisifyAll } = world.clientTable
  if (!promisifyAll.some((f) => world.callsByName.has(f))) return null
  const key = objectKey(object)
  if (key === null || key.startsWith('b')) return null
  const namespace = promisedObjects(world).get(key)
  return namespace === undefined ? null : { t: 'builtin', path: `${namespace}.${name}` }
}

function promisedObjects(world: World): ReadonlyMap<string, string> {
  if (world.promisedObjects) return world.promisedObjects
  const out = new Map<string, string>()
  // Set first: evaluating the arguments may ask for it.
  world.promisedObjects = out
  for (const f of world.clientTable.promisifyAll) {
    for (const { module, ref } of world.callsByName.get(f) ?? []) {
      const call: CallRef = { module, ref, frame: module.frameOf(module.owner(ref)) }
      const node = module.summary.nodes[ref]!
      if (node[0] !== 'call') continue
      const callee = evaluate(world, module, node[1], call.frame).map((x) => clientOf(world, x.v))
      if (!callee.some((c) => c?.row.promisify?.all && c.path.rest === `#${c.row.promisify.all}`)) continue
      const args = argumentsOf(world, call)
      for (const { v: api } of args.get(0)) {
        for (const { v: target } of args.get(1)) {
          const key = objectKey(target)
          if (api.t === 'builtin' && world.namespaces.has(api.path) && key !== null) out.set(key, api.path)
        }
      }
    }
  }
  return out
}
