import { apisOf, FRAMEWORKS, namespacesOf, WEB_APIS } from '../platforms'
import type { ApiRow, Category } from '../platforms/types'
import { argumentsOf, arrayArguments } from './arguments'
import { clientCalls } from './clients'
import type { Edge } from './edges'
import type { Arguments, Frame } from './frame'
import { element } from './elements'
import { member } from './members'
import type { Module } from './module'
import { intercept } from './interceptors'
import { navigation, type Route } from './router'
import { concatenate } from './text'
import { flatMap, one, textOf, UNDEFINED, type Alternatives, type CallRef, type Value } from './values'
import type { World } from './world'

/** A place where the platform is asked to use a URL. */
export interface Sink {
  api: string
  category: Category
  module: Module
  /** The function that it stands in. */
  fn: number
  pos: number
  /** The node of the call, or -1 for an attribute. */
  ref: number
  /** The expression that is the URL, where it is no argument of the call. */
  value?: number
  label: string
  when: number
  /** The URL, in a frame of that function. */
  url(frame: Frame): Alternatives
  /** For an API that reached the call as a parameter: the way in. */
  outer: Edge | null
  /** What is called is one of several (`wx[options.method || 'request']`): callers pick it. */
  picked?: true
  /** The function of a package that is called, as written; the platform is asked inside it. */
  library?: string
  /** A navigation: the web view that it ends at, once that is known. */
  route?: Route | null
  /** What it is in this frame, where that is something else: an option of the caller's picks the category. */
  at?(frame: Frame): Sink | null
}

/** The platform's APIs that a value is, as network calls. */
export function apiCalls(world: World, call: CallRef, v: Value, when: number, outer: Edge | null = null): Sink[] {
  const route = navigation(world, call, v, when, outer)
  if (route) return [route]
  const clients = clientCalls(world, call, v, when, outer)
  if (v.t !== 'builtin' || clients.length) return clients
  const node = call.module.summary.nodes[call.ref]!
  if (node[0] !== 'call' && node[0] !== 'new') return []
  const found = apiOf(world, v.path, node[0] === 'new')
  if (!found) return []
  return found.rows.map((row) => ({
    api: shownApi(found.api),
    category: row.category,
    module: call.module,
    fn: call.module.owner(call.ref),
    pos: node[3],
    ref: call.ref,
    label: node[4],
    when,
    url: (frame) =>
      intercept(
        world,
        found.api,
        urlArgument(world, row, { ...call, frame }, found.shift, takesBareUrl(found.api)),
        knownOptions(world, { ...call, frame }, found.shift),
        call.module,
      ),
    outer,
    ...(found.library ? { library: node[4] } : {}),
  }))
}

interface Found {
  api: string
  rows: readonly ApiRow[]
  /** Arguments in front of the API's own: `wx.request.call(wx, …)`. */
  shift: number
  /** It is reached through a package. */
  library?: boolean
}

/** The options that an API is called with, where they are one object. */
function knownOptions(world: World, call: CallRef, shift: number): Value | null {
  const options = givenArguments(world, call, shift).get(0)
  const v = options.length === 1 ? options[0]!.v : null
  return v && (v.t === 'obj' || v.t === 'over' || v.t === 'merged') ? v : null
}

/** The API that a path names on the world's platform. */
export function apiOf(world: World, path: string, isNew: boolean): Found | null {
  const called = /\.(call|apply|bind\(\))$/.exec(path)
  const written = called ? path.slice(0, called.index) : path
  const name = unpromised(world, written)
  const dot = name.indexOf('.')
  const namespace = dot < 0 ? '' : name.slice(0, dot)
  if (namespace && world.namespaces.has(namespace)) {
    const rows = world.apis.get(name.slice(dot + 1))
    return rows && !isNew
      ? {
          api: name,
          rows,
          shift: called?.[1] === 'call' ? 1 : called?.[1] === 'apply' ? APPLIED : 0,
          library: name !== written,
        }
      : null
  }
  const web = world.webApis.get(name)?.filter((r) => (r.form === 'new') === isNew && r.form !== 'instance')
  return web?.length ? { api: name, rows: web, shift: 0 } : null
}

/** The platform's own name of an API that a package gives with promises: `wx.pro.request` is `wx.request`. */
function unpromised(world: World, path: string): string {
  for (const [promised, own] of world.clientTable.promised)
    if (path.startsWith(promised + '.')) return own + path.slice(promised.length)
  return path
}

function takesBareUrl(api: string): boolean {
  return FRAMEWORKS.some((f) => f.bareUrl && api.startsWith(f.namespace + '.'))
}

/** An API as reports name it. */
function shownApi(api: string): string {
  const framework = FRAMEWORKS.find((f) => f.shownAs && api.startsWith(f.namespace + '.'))
  return framework ? framework.shownAs + api.slice(framework.namespace.length) : api
}

/** API rows of a platform by name; rows that are assignments are looked up apart. */
export function apiTable(platform: Parameters<typeof apisOf>[0]): Map<string, ApiRow[]> {
  const out = new Map<string, ApiRow[]>()
  for (const row of apisOf(platform)) {
    if (row.url.startsWith('=')) continue
    const list = out.get(row.name)
    if (list) list.push(row)
    else out.set(row.name, [row])
  }
  return out
}

/** The web's own APIs, on the platforms that have them. */
export function webTable(platform: Parameters<typeof apisOf>[0]): Map<string, ApiRow[]> {
  const out = new Map<string, ApiRow[]>()
  if (platform.name !== 'web' && platform.name !== 'app') return out
  for (const row of WEB_APIS) out.set(row.name, [...(out.get(row.name) ?? []), row])
  return out
}

export { namespacesOf }

/** The arguments of `wx.request.apply(wx, list)` are a list. */
const APPLIED = -1

/** The arguments that reach the API. */
function givenArguments(world: World, call: CallRef, shift: number): Pick<Arguments, 'get'> {
  const all = argumentsOf(world, call)
  return shift === APPLIED ? arrayArguments(all.get(1), [], call) : shift ? { get: (i) => all.get(i + shift) } : all
}

/** The URL among a call's arguments, as the API's row says where it stands. */
function urlArgument(world: World, row: ApiRow, call: CallRef, shift: number, bare: boolean): Alternatives {
  const args = givenArguments(world, call, shift)
  const path = row.url.split('.')
  let value: Alternatives
  if (/^\d+$/.test(path[0]!)) value = args.get(Number(path.shift()))
  else value = args.get(0)
  for (const step of path) {
    const name = step.replace('[]', '')
    value = flatMap(value, (v) =>
      bare && v.t === 'text' ? one(v) : member(world, v, name, call.module, position(call)),
    ).map((x) => (leftOut(x.v, name, call) ? { ...x, v: UNDEFINED } : x))
    if (step.endsWith('[]')) value = flatMap(value, (v) => element(world, v, call.module))
  }
  if (row.css) value = flatMap(value, unwrapCssUrl)
  if (row.port) {
    const port = flatMap(args.get(0), (v) => member(world, v, row.port!, call.module, position(call)))
    value = concatenate([one(textOf(`${row.scheme ?? 'tcp'}://`)), value, one(textOf(':')), port])
  }
  return value
}

/** An option that the call doesn't name: it asks for nothing. */
function leftOut(v: Value, name: string, call: CallRef): boolean {
  return (
    v.t === 'prim' && v.missing?.name === name && v.missing.module === call.module && v.missing.pos === position(call)
  )
}

/** `url("https://…")` holds the URL between its parentheses. */
function unwrapCssUrl(v: Value): Alternatives {
  if (v.t !== 'text' || !v.parts.length) return one(v)
  const parts = v.parts.map((p) => ('hole' in p ? p : { ...p }))
  const first = parts[0]!
  const last = parts[parts.length - 1]!
  if ('hole' in first || !/^\s*url\(/i.test(first.s)) return one(v)
  parts[0] = { ...first, s: first.s.replace(/^\s*url\(\s*["']?/i, '') }
  const end = parts[parts.length - 1]!
  if (!('hole' in last) && !('hole' in end))
    parts[parts.length - 1] = { ...end, s: end.s.replace(/["']?\s*\)[^)]*$/, '') }
  return one({ t: 'text', parts: parts.filter((p) => 'hole' in p || p.s !== '') })
}

function position(call: CallRef): number {
  const n = call.module.summary.nodes[call.ref]!
  return n[0] === 'call' || n[0] === 'new' ? n[3] : 0
}
