import type { ClientCategory, ClientMethod, CompleteClientRow } from '../platforms/clients'
import { argumentsOf } from './arguments'
import { baseOf, hooksOf, optionIs, runHook } from './clients-config'
import type { Client } from './clients-setup'
import { joinUrl } from './clients-url'
import { lookup, member } from './members'
import type { Module } from './module'
import {
  flatMap,
  limit,
  one,
  UNDEFINED,
  unknown,
  type Alternatives,
  type CallRef,
  type FunctionValue,
  type Value,
} from './values'
import type { World } from './world'

const API: Readonly<Record<ClientCategory, string>> = {
  request: 'request',
  uploadFile: 'uploadFile',
  downloadFile: 'downloadFile',
  socket: 'connectSocket',
}

/** The URL and the options of a request, as a call gives them. */
function requestArguments(
  world: World,
  spec: ClientMethod,
  call: CallRef,
): { url: Alternatives; options: Alternatives }[] {
  const args = argumentsOf(world, call)
  const none = one(UNDEFINED)
  const inOptions = (options: Alternatives): { url: Alternatives; options: Alternatives } => ({
    url: flatMap(options, (v) => member(world, v, 'url', call.module, position(call))),
    options,
  })
  if (spec.url === 'response')
    return [
      {
        url: one({ t: 'text', parts: [{ hole: true, reason: 'response', module: call.module, pos: position(call) }] }),
        options: none,
      },
    ]
  if (spec.url === 'options') return [inOptions(args.get(spec.options ?? 0))]
  const first = args.get(spec.url)
  const options = spec.options === undefined ? none : args.get(spec.options)
  if (!spec.either) return [{ url: first, options }]
  return first.flatMap((x) => {
    const alone: Alternatives = [x]
    if (x.v.t === 'text' || x.v.t === 'prim') return [{ url: alone, options }]
    if (x.v.t === 'param') return [{ url: alone, options }, inOptions(alone)]
    return x.v.t === 'unknown' || x.v.t === 'builtin' || x.v.t === 'method'
      ? [{ url: alone, options }]
      : [inOptions(alone)]
  })
}

/** The URL that the platform is asked for. */
export function requestUrl(world: World, client: Client, spec: ClientMethod, call: CallRef): Alternatives {
  const hooks = hooksOf(world, client)
  const adapter = adapterOf(world, client)
  return limit(
    requestArguments(world, spec, call).flatMap(({ url, options }) => [
      ...flatMap(options, (o) => {
        const base = baseOf(world, client, o, call)
        const rule = {
          join: base.older ? client.row.olderBase!.join : (adapter?.join ?? client.row.join),
          absolute: adapter?.absolute ?? client.row.absolute,
        }
        const join = (b: Alternatives, u: Alternatives): Alternatives =>
          flatMap(u, (uv) => flatMap(b, (bv) => joinUrl(world, rule, bv, uv)))
        if (!hooks.length || spec.url === 'response') return join(base.value, url)
        if (client.row.interceptorTakesUrl || rule.join === 'plain')
          return hooks.reduce(
            (u, f) => flatMap(u, (uv) => hookedUrl(world, f, client, uv, o, call)),
            join(base.value, url),
          )
        // What alova's hooks are handed holds the options of the call in `config`.
        const seen = (v: Value): Value =>
          client.row.hooks.length ? { t: 'over', base: v, name: 'config', value: () => one(o) } : v
        let configs: Alternatives = one(seen(request(o, base.name, base.value, url)))
        for (const f of hooks) configs = withoutBudget(flatMap(configs, (c) => runHook(world, f, [c])))
        return limit(
          configs.flatMap((c) => {
            const read = (name: string): Alternatives =>
              name ? lookup(world, c.v, name, call.module, position(call)).found : one(UNDEFINED)
            const after = read(base.name)
            return [...flatMap([c], () => join(after.length ? after : one(UNDEFINED), read('url')))]
          }),
        )
      }),
    ]),
  )
}

/** A function that sees the joined URL: as an argument (umi-request), or as a member of the request. */
function hookedUrl(
  world: World,
  f: FunctionValue,
  client: Client,
  url: Value,
  options: Value,
  call: CallRef,
): Alternatives {
  const config = request(options, '', [], one(url))
  const after = runHook(world, f, client.row.interceptorTakesUrl ? [url, config] : [config])
  return flatMap(after, (v) => (v === url ? one(url) : lookup(world, v, 'url', call.module, position(call)).found))
}

/** Options as an interceptor sees them: the call's own, the URL and the base; headers are there, whatever they hold. */
function request(options: Value, baseName: string, base: Alternatives, url: Alternatives): Value {
  const over = (of: Value, name: string, value: Alternatives): Value => ({
    t: 'over',
    base: of,
    name,
    value: () => value,
  })
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

export function optionCategory(world: World, client: Client, spec: ClientMethod, call: CallRef): ClientCategory {
  const rules = [...(adapterOf(world, client)?.categories ?? []), ...client.row.categories]
  if (!rules.length) return 'request'
  const all = requestArguments(world, spec, call).flatMap((r) => r.options)
  for (const rule of rules) {
    const yes = (v: Value): boolean =>
      rule.options.every((name, i) => optionIs(world, v, name, i ? undefined : rule.value, call) === true)
    if (all.length && all.every((x) => yes(x.v))) return rule.category
  }
  return 'request'
}

/** The adapter in use: the one that the module that made the client imports, else any that the project imports. */
function adapterOf(world: World, client: Client): CompleteClientRow['adapters'][number] | undefined {
  const { adapters } = client.row
  if (!adapters.length) return undefined
  const imports = (m: Module, a: (typeof adapters)[number]): boolean =>
    a.packages.some((p) => m.summary.specifiers.includes(p))
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

export function apiOf(world: World, client: Client, category: ClientCategory): string {
  const { platform } = world
  let namespace = adapterOf(world, client)?.api ?? client.row.api
  if (namespace === 'web') {
    if (platform.name === 'web' || platform.name === 'app') return 'XMLHttpRequest.open'
    namespace = 'native'
  }
  return `${namespace === 'native' ? (platform.namespaces[0] ?? 'wx') : namespace}.${API[category]}`
}

function position(call: CallRef): number {
  const n = call.module.summary.nodes[call.ref]!
  return n[0] === 'call' || n[0] === 'new' ? n[3] : 0
}
