import { position as lineOf } from '../extract'
import type { Edge } from './edges'
import { entersCallback, filledElsewhere, saysItself, wrappersOf } from './handed'
import type { Frame } from './frame'
import type { Module } from './module'
import { narrowed } from './narrow'
import { routed } from './router'
import { followedWay, gluesWell, newWays, type Ways } from './ways'
import { askedBy, askedWith } from './asked'
import { possible } from './ruled-out'
import { isOpaque } from './opaque'
import { openParameters, type Open } from './open'
import type { Sink } from './sinks'
import type { NetworkCall, Via } from './types'
import { isSupplied, position, standsAlone, suppliesItself } from './supplied'
import { mergeFound } from './merge-found'
import { one, type Alternatives } from './values'
import type { World } from './world'
import { outOf, sinkFrame, startOf } from './chains'
import { methodAround, suppliedByConstructor, symbolicMethod } from './made'

const MAX_CHAIN = 12
/** Nodes that may be evaluated for one URL. */
const URL_BUDGET = 40_000
const MAX_CALLS_OF_SINK = 6000
/** Ways through one use of a named template, to one attribute: templates that use each other multiply them. */
const MAX_WAYS = 6
/** The same for calls: functions that call each other through callbacks (a protocol's states) lead everywhere from everywhere. */
const MAX_ENTERED = 24

/** A call as it is found: several ways may lead through one place. */
export interface Found {
  sink: Sink
  module: Module
  pos: number
  via: Via[]
  urls: Alternatives
  /** The calls of wrappers that lead to the platform, innermost first. */
  chain: readonly Edge[]
  inner: boolean
  /** Paths behind a bare host begin with `/` at every caller. */
  glued: boolean
  /** The call that it was found from, where it only hands on what it is handed: that one says what is asked for. */
  by?: Found
  /** What it asks for itself, with callers that leave the URL out (`send(data, url = HOST)`). */
  alone?: Alternatives
}

/** All network calls: what the platform is asked for, and every call of a wrapper that supplies the URL or its path. */
export function networkCalls(world: World, sinks: readonly Sink[]): NetworkCall[] {
  const found: Found[] = []
  for (const sink of sinks) found.push(...callsOf(world, sink))
  return mergeFound(world, routed(found))
}

function callsOf(world: World, sink: Sink): Found[] {
  const out: Found[] = []
  world.ask(URL_BUDGET)
  if (sink.outer) {
    // The API came in through this call: it is the caller's, where what it hands in leads to this place.
    const { module } = sink.outer.call
    const chain = [sink.outer]
    const asked = askedBy(world, sink, chain)
    if (!asked) return out
    // Or the place's own, where it says what it asks for: `(http) => ({ list: () => http.get('/list') })`.
    const own = saysItself(sink)
    const at = own ? { module: sink.module, pos: sink.pos } : { module, pos: position(sink.outer) }
    const call = { ...asked, ...at, via: via(sink, own ? [] : chain), chain }
    const caller: Found = { ...call, inner: false, glued: false }
    out.push(caller)
    spread(world, sink, caller, out, newWays())
    return out
  }
  const start = sink.module.frameOf(sink.fn)
  const found = (frame: Frame): Alternatives =>
    possible(world, sink, [], start, filledElsewhere(world, sink, [], sink.url(frame)))
  const all = found(start)
  const behind = all.length > 1 ? narrowed(world, sink.module, sink.ref, start) : start
  const urls = behind === start ? all : found(behind)
  const self: Found = {
    sink: sink.at?.(start) ?? sink,
    module: sink.module,
    pos: sink.pos,
    via: via(sink, []),
    urls,
    chain: [],
    inner: false,
    glued: false,
  }
  out.push(self)
  const ways = newWays()
  self.inner = spread(world, sink, self, out, ways) || made(world, sink, self, out, ways)
  if (self.inner && isReplaced(world, self, out)) return out.filter((f) => f !== self)
  if (self.inner) self.urls = withoutMissing(urls)
  self.glued = self.inner && gluesWell(out.slice(1))
  return out
}

/**
 * Without the URLs of a member that the parameter's default lacks (`send(options = { method: 'GET' })`): whether one asks
 * for `undefined` is said where the callers are.
 */
function withoutMissing(urls: Alternatives): Alternatives {
  const rest = urls.filter((x) => x.v.t !== 'text' || !x.v.parts.some((p) => 's' in p && p.missing))
  return openParameters(rest).length ? rest : urls
}

/** Whether a place's URL is open only as far as callbacks around it are handed it, which was told for that place. */
function isReplaced(world: World, f: Found, all: readonly Found[]): boolean {
  return (
    all.some((x) => x !== f && x.module === f.module && x.pos === f.pos) &&
    openParameters(f.urls).every(({ param }) =>
      (world.graph?.into(param.module, param.fn) ?? []).every((e) => entersCallback(world, e)),
    ) &&
    f.urls.every(({ v }) => openParameters([{ v, w: 15, a: null }]).length > 0)
  )
}

/** How often a call of a function that was made on the way leads to one place, and how often that is tried. */
const MAX_LATER = 3
const MAX_TRIED = 24

/** Follows the parameters that a URL begins with to the callers that fill them; whether there are any that are judged. */
function spread(world: World, sink: Sink, from: Found, out: Found[], ways: Ways, late: Late = null): boolean {
  const { chain, urls } = from
  if (chain.length >= MAX_CHAIN || out.length >= MAX_CALLS_OF_SINK) return false
  let any = false
  for (const found of openParameters(urls)) {
    const open: Open = late === 'paths' && found.mode === 'late' ? { ...found, mode: 'head' } : found
    // A function that was made by a call on the way (`make(base)`) is called later: its closure holds what that call gave.
    const { module, fn } = open.param
    const way = outOf(sink, chain, module, fn)
    if (!way) continue
    const callers = world.graph?.into(module, fn) ?? []
    const first = out.length
    const all = (open: Open, ways: Ways, late: Late): readonly Edge[] =>
      callers.filter((edge) => into(world, sink, from, way, edge, open, out, ways, late))
    if (open.mode !== 'late' || late) any = all(open, ways, late).length > 0 || any
    else {
      const paths = all(open, newWays(), 'looked')
      // What one caller gives decides about the others.
      world.influence.called('p', module, fn, () => paths.map((e) => e.call.module))
      if (!paths.length) continue
      // One caller's text is a path: what all of them give is, also where it is one name (`get('user')`).
      out.length = first
      any = all({ ...open, mode: 'head' }, ways, 'paths').length > 0 || any
    }
  }
  return any
}

/**
 * What is known of a parameter behind `…/api/`: nothing yet (`null`), it is being looked at (`looked`), or one caller's
 * text is a path of several names, so that every caller supplies one (`paths`).
 */
type Late = null | 'looked' | 'paths'

/** Follows those who made the object on which the method is called, where they supply the URL. */
function made(world: World, sink: Sink, from: Found, out: Found[], ways: Ways): boolean {
  const { chain } = from
  const method = chain.length < MAX_CHAIN ? methodAround(startOf(sink, chain)) : null
  const start = method && symbolicMethod(method)
  const frame = start && sinkFrame(world, sink, chain, start)?.frame
  if (!frame) return false
  world.ask(URL_BUDGET)
  const before = out.length
  for (const open of suppliedByConstructor(method, sink.url(frame)))
    for (const edge of world.graph?.into(open.param.module, open.param.fn) ?? [])
      into(world, sink, from, chain, edge, open, out, ways, null)
  return out.length > before
}

/** Follows one caller; whether it is judged. */
function into(
  world: World,
  sink: Sink,
  from: Found,
  way: readonly Edge[],
  edge: Edge,
  open: Open,
  out: Found[],
  ways: Ways,
  late: Late,
): boolean {
  if (way.some((e) => e.call.module === edge.call.module && e.call.ref === edge.call.ref && !e.outer)) return false
  const before = out.length
  const count = (ways.entered.get(edge) ?? 0) + 1
  ways.entered.set(edge, count)
  const { chain } = from
  const isLater = way.length < chain.length
  if (isLater && (count > MAX_TRIED || (ways.led.get(edge) ?? 0) >= MAX_LATER)) return true
  const most = sink.ref < 0 ? MAX_WAYS : MAX_ENTERED
  if (count > most) {
    if (count === most + 1) out.push(unexplored(sink, chain, edge))
    return true
  }
  const next = edge.outer ? [...way, edge, edge.outer] : [...way, edge]
  const known = way === chain && !sink.outer && isOpaque(edge) ? from : null
  follow(world, sink, next, edge, open, from, known, out, ways, late)
  if (isLater && out.length > before) ways.led.set(edge, (ways.led.get(edge) ?? 0) + 1)
  // What fills a later piece is judged where it stands, unless a caller's text really is the path.
  return open.mode === 'head' || out.length > before
}

/** A call, or a use of a template, that more ways lead through than are looked at. */
function unexplored(sink: Sink, chain: readonly Edge[], edge: Edge): Found {
  const { module } = edge.call
  const pos = position(edge)
  const urls = one({ t: 'unknown', reason: 'budget', module, pos } as const)
  const all = [...chain, edge]
  return { sink, module, pos, via: via(sink, all), urls, chain: all, inner: false, glued: false }
}

function follow(
  world: World,
  sink: Sink,
  chain: readonly Edge[],
  edge: Edge,
  open: Open,
  from: Found,
  known: Found | null,
  out: Found[],
  ways: Ways,
  late: Late,
): void {
  const way = followedWay(ways, chain)
  if (way.entered) {
    // Another parameter leads the same way: it can only say that this call, too, supplies something.
    if (!way.call || way.told || !isSupplied(world, edge, open)) return
    way.told = true
    out.push(way.call)
    return
  }
  way.entered = true
  world.ask(URL_BUDGET)
  const asked = (known && askedWith(world, known, edge)) ?? askedBy(world, sink, chain)
  if (!asked?.urls.length) return
  // Who handed the client in gave no URL: `createApi(http)`, where `(http) => ({ list: () => http.get('/list') })`.
  const wrappers = wrappersOf(world, edge.outer && suppliesItself(world, edge, open) ? chain.slice(0, -1) : chain)
  const at = wrappers[wrappers.length - 1]
  const { urls } = asked
  const found: Found = {
    sink: asked.sink,
    module: at?.call.module ?? sink.module,
    pos: at ? position(at) : sink.pos,
    via: via(sink, wrappers),
    urls,
    chain,
    inner: false,
    glued: false,
  }
  way.call = found
  way.told = isSupplied(world, edge, open)
  if (!way.told) found.by = from
  if (!way.told && open.mode === 'head') standsAlone(world, found, edge, open)
  const index = way.told ? out.push(found) : out.length
  found.inner = spread(world, sink, found, out, ways, late) || made(world, sink, found, out, ways)
  found.glued = found.inner && gluesWell(out.slice(index))
}

function via(sink: Sink, chain: readonly Edge[]): Via[] {
  const out: Via[] = []
  for (let i = chain.length - 1; i >= 0; i--) {
    const edge = chain[i]!
    const n = edge.call.module.summary.nodes[edge.call.ref]!
    const inner = chain[i - 1]
    const place = inner ? placeOf(inner.call.module, position(inner)) : placeOf(sink.module, sink.pos)
    out.push({ name: n[0] === 'call' || n[0] === 'new' ? n[4] : '', ...place })
  }
  if (sink.library) out.push({ name: sink.library, file: null, line: null, column: null })
  return out
}

export function placeOf(module: Module, pos: number): { file: string; line: number; column: number } {
  return { file: module.id, ...lineOf(module.summary.lines, pos) }
}
