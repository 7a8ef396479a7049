import { ROUTER_APIS } from '../platforms'
import { argumentsOf } from './arguments'
import { evaluate } from './evaluate'
import type { Edge } from './edges'
import type { Frame } from './frame'
import { lookup, member } from './members'
import type { Module } from './module'
import { placeOf, type Found } from './network'
import type { Owner, WebView } from './pages'
import { framesOf, withQuery } from './query'
import { shapeOf, withHoles } from './queries'
import { isPageOf, pagePath } from './routes'
import type { Sink } from './sinks'
import type { Via } from './types'
import {
  flatMap,
  one,
  restrict,
  type Alternative,
  type Alternatives,
  type CallRef,
  type FunctionValue,
  type Part,
  type Value,
} from './values'
import type { World } from './world'

/** How a navigation asks for a URL of the web: through a page with a web view. */
export interface Route {
  /** The web view that it ends at, and the step there. */
  hop: Via
  /** The web view's own attribute. */
  target: WebView
}

/** A call of a router API (`wx.navigateTo`), where web views take their URL from what opens their page. */
export function navigation(world: World, call: CallRef, v: Value, when: number, outer: Edge | null): Sink | null {
  if (v.t !== 'builtin' || !world.pages.webViews.length) return null
  const dot = v.path.indexOf('.')
  const row = dot < 0 ? undefined : ROUTER_APIS.get(v.path.slice(dot + 1))
  if (!row || !world.namespaces.has(v.path.slice(0, dot))) return null
  const node = call.module.summary.nodes[call.ref]!
  if (node[0] !== 'call') return null
  const url = (frame: Frame): Alternatives =>
    flatMap(argumentsOf(world, { ...call, frame }).get(0), (options) =>
      // wepy takes the bare URL.
      options.t === 'text' ? one(options) : member(world, options, row.url, call.module, node[3]),
    )
  return navigationSink(world, call.module, call.module.owner(call.ref), node[3], call.ref, node[4], when, outer, url)
}

/** `<navigator url>` of all templates. */
export function navigatorSinks(world: World): Sink[] {
  if (!world.pages.webViews.length) return []
  return world.pages.navigators.map(({ module, index }) => {
    const a = module.summary.attributes[index]!
    const label = `${a.element}.${a.attribute}`
    return navigationSink(world, module, module.owner(a.value), a.pos, -1, label, 15, null, (frame) =>
      evaluate(world, module, a.value, frame),
    )
  })
}

function navigationSink(
  world: World,
  module: Module,
  fn: number,
  pos: number,
  ref: number,
  label: string,
  when: number,
  outer: Edge | null,
  destination: (frame: Frame) => Alternatives,
): Sink {
  let last: { frame: Frame; urls: Alternatives; target: WebView | null } | null = null
  const follow = (frame: Frame): { urls: Alternatives; target: WebView | null } => {
    if (last?.frame !== frame) last = { frame, ...urlsBehind(world, module, destination(frame)) }
    return last
  }
  const sink: Sink = {
    api: 'web-view.src',
    category: 'webview',
    module,
    fn,
    pos,
    ref,
    label,
    when,
    url: (frame) => follow(frame).urls,
    outer,
    route: null,
    at(frame) {
      const { target } = follow(frame)
      if (!target) return sink
      const a = target.module.summary.attributes[target.index]!
      const api = `${a.element}.${a.attribute}`
      return { ...sink, api, route: { hop: { name: label, ...placeOf(target.module, a.pos) }, target } }
    },
  }
  return sink
}

/** What web views ask for when these pages are opened; where the page itself is a parameter, that. */
function urlsBehind(
  world: World,
  from: Module,
  destinations: Alternatives,
): { urls: Alternatives; target: WebView | null } {
  const urls: Alternative[] = []
  let target: WebView | null = null
  for (const x of destinations) {
    if (x.v.t === 'param') urls.push(x)
    if (x.v.t !== 'text') continue
    const first = x.v.parts[0]
    if (first && 'hole' in first) {
      if (first.param) urls.push(x)
      continue
    }
    const opened = split(x.v.parts)
    if (!opened) {
      // `/pages/${page}/web`: callers say the page.
      const hole = x.v.parts.find((p) => 'hole' in p)
      if (hole && 'hole' in hole && hole.param) urls.push({ ...x, v: hole.param })
      continue
    }
    for (const view of world.pages.webViews) {
      if (!isPageOf(world, pagePath(world, view.module), opened.path, from)) continue
      const found = restrict(urlOfView(world, view, opened.query), x.w, x.a)
      if (found.length) target ??= view
      urls.push(...found)
    }
  }
  return { urls, target }
}

/** The page and the query of a URL of the program; null where the page isn't known. */
function split(parts: readonly Part[]): { path: string; query: Part[] } | null {
  let path = ''
  for (const [i, p] of parts.entries()) {
    if ('hole' in p) return null
    const at = p.s.indexOf('?')
    if (at < 0) path += p.s
    else return { path: path + p.s.slice(0, at), query: [{ ...p, s: p.s.slice(at + 1) }, ...parts.slice(i + 1)] }
  }
  return { path, query: [] }
}

/** What a web view shows when its page is opened with a query; nothing where it doesn't take anything from it. */
function urlOfView(world: World, view: WebView, query: readonly Part[]): Alternatives {
  if (!query.length) return []
  const page = pageOf(world, view)
  // Many navigations carry the same but for what isn't known: what the page makes of it is found once.
  const shape = shapeOf(query, page)
  if (!shape) return askView(world, view, page, query)
  const { answers } = world.pages
  const key = `${view.module.index}:${view.index}${shape.key}`
  let answer = answers.get(key)
  if (!answer) {
    answer = { holes: shape.holes, urls: askView(world, view, page, shape.parts) }
    if (!world.tripped) answers.set(key, answer)
  }
  return withHoles(answer.urls, answer.holes, view.module, shape.holes) ?? askView(world, view, page, query)
}

/** The modules of a web view's page: its template first. */
function pageOf(world: World, { module }: WebView): readonly Module[] {
  return [...new Set([module, ...world.pages.scripts(world, module)])]
}

function askView(world: World, view: WebView, modules: readonly Module[], query: readonly Part[]): Alternatives {
  const { module, index } = view
  const { value } = module.summary.attributes[index]!
  return withQuery(world, { modules, entries: entriesOf(world, module) }, query, (q) => {
    const frame = framesOf(world, module, module.owner(value))
    const urls = frame.flatMap((f) => evaluate(world, module, value, f))
    return q.read ? urls.filter((x) => !isNothing(x.v)) : []
  })
}

/** What the page shows before it knows its query. */
function isNothing(v: Value): boolean {
  return (
    (v.t === 'prim' && v.p == null) ||
    (v.t === 'unknown' && (v.blank === true || v.falsy === true)) ||
    (v.t === 'text' && !v.parts.length)
  )
}

/** The functions that a page is entered by with its query. */
function entriesOf(world: World, view: Module): FunctionValue[] {
  const out: FunctionValue[] = []
  const add = (values: Alternatives): void => {
    for (const x of values) if (x.v.t === 'fn') out.push(x.v)
  }
  for (const owner of world.pages.ownersOf(world, view)) {
    add(methodOf(world, owner, owner.value, 'onLoad'))
    for (const x of lookup(world, owner.value, 'methods', owner.module, 0).found)
      if (x.v.t === 'obj' || x.v.t === 'over') add(methodOf(world, owner, x.v, 'onLoad'))
  }
  // `onLoad((options) => …)` of uni-app's composition API, `useLoad` of Taro.
  const modules = new Set([view, ...world.pages.scripts(world, view)])
  for (const name of ['onLoad', 'useLoad'])
    for (const { module, ref } of world.callsByName.get(name) ?? [])
      if (modules.has(module)) add(argumentsOf(world, { module, ref, frame: module.frameOf(module.owner(ref)) }).get(0))
  return out
}

function methodOf(world: World, owner: Owner, v: Value, name: string): Alternatives {
  if (v.t !== 'class') return lookup(world, v, name, owner.module, 0).found
  const record = v.module.summary.classes[v.cls]!
  return record.methods
    .filter(([n]) => n === name)
    .flatMap(([, fn]) => one({ t: 'fn', module: v.module, fn, frame: v.frame, self: null, bound: [] }))
}

/** Whether a navigation says a URL of its own, and does not only hand on a parameter. */
function isOwn(x: Alternative): boolean {
  if (x.v.t === 'param') return false
  if (x.v.t !== 'text') return true
  const first = x.v.parts[0]
  return !first || !('hole' in first) || !first.param
}

/** Of navigations, those that say the URL of a web view; the web views that they fill are wrappers then. */
export function routed(all: readonly Found[]): Found[] {
  const filled = new Set<string>()
  const out = all.flatMap((f): Found[] => {
    const { route } = f.sink
    if (route === undefined) return [f]
    // A hop that only passes its parameter on is no call of its own, where there are callers.
    const urls = f.inner ? f.urls.filter(isOwn) : f.urls
    if (!route || !urls.length) return []
    filled.add(`${route.target.module.index}:${route.hop.line}:${route.hop.column}`)
    return [{ ...f, urls, via: [...f.via, route.hop] }]
  })
  if (!filled.size) return out
  return out.map((f) => {
    if (f.sink.route || f.sink.ref >= 0 || f.sink.category !== 'webview') return f
    const { line, column } = placeOf(f.module, f.pos)
    return filled.has(`${f.module.index}:${line}:${column}`) ? { ...f, inner: true } : f
  })
}
