import { position as lineOf } from '../extract'
import { enter } from './calls'
import { around, edgesOfCall, type Edge } from './edges'
import { frameOfEdge } from './graph'
import type { Frame } from './frame'
import type { Module } from './module'
import { routed } from './router'
import { openParameters, supplied, type Open } from './open'
import type { Sink } from './sinks'
import type { NetworkCall, Via } from './types'
import { walk } from './steps'
import { mergeFound } from './merge-found'
import { one, paramKey, type Alternatives, type Value } from './values'
import type { World } from './world'
import { reachable } from './writes'

const MAX_CHAIN = 12
/** Nodes that may be evaluated for one URL. */
const URL_BUDGET = 40_000
const MAX_CALLS_OF_SINK = 6000
/** Ways through one use of a named template, to one attribute: templates that use each other multiply them. */
const MAX_WAYS = 6

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
  const start = sink.outer ? sinkFrame(world, sink, [sink.outer]) : sink.module.frameOf(sink.fn)
  if (!start) return out
  const urls = sink.url(start)
  const here = sink.at?.(start) ?? sink
  if (sink.outer) {
    // The API came in through this call: it is the caller's.
    out.push({
      sink: here,
      module: sink.outer.call.module,
      pos: position(sink.outer),
      via: via(sink, [sink.outer]),
      urls,
      chain: [sink.outer],
      inner: false,
      glued: false,
    })
    spread(world, sink, [sink.outer], urls, out, new Map())
    return out
  }
  const self: Found = {
    sink: here,
    module: sink.module,
    pos: sink.pos,
    via: via(sink, []),
    urls,
    chain: [],
    inner: false,
    glued: false,
  }
  out.push(self)
  self.inner = spread(world, sink, [], urls, out, new Map())
  self.glued = self.inner && gluesWell(out.slice(1))
  return out
}

/** Follows the parameters that a URL begins with to the callers that fill them; whether there are any. */
function spread(
  world: World,
  sink: Sink,
  chain: readonly Edge[],
  urls: Alternatives,
  out: Found[],
  ways: Map<Edge, number>,
): boolean {
  if (chain.length >= MAX_CHAIN || out.length >= MAX_CALLS_OF_SINK) return false
  let any = false
  const outermost = chain[chain.length - 1]
  const from = outermost
    ? { module: outermost.call.module, fn: outermost.call.module.owner(outermost.call.ref) }
    : { module: sink.module, fn: sink.fn }
  for (const open of openParameters(urls)) {
    if (!encloses(open.param.module, open.param.fn, from)) continue
    for (const edge of world.callers(open.param.module, open.param.fn)) {
      if (chain.some((e) => e.call.module === edge.call.module && e.call.ref === edge.call.ref && !e.outer)) continue
      any = true
      const count = (ways.get(edge) ?? 0) + 1
      ways.set(edge, count)
      if (sink.ref < 0 && count > MAX_WAYS) {
        if (count === MAX_WAYS + 1) out.push(unexplored(sink, chain, edge))
        continue
      }
      const next = edge.outer ? [...chain, edge, edge.outer] : [...chain, edge]
      follow(world, sink, next, edge, open, out, ways)
    }
  }
  return any
}

/** A use of a template that more ways lead through than are looked at. */
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
  out: Found[],
  ways: Map<Edge, number>,
): void {
  world.ask(URL_BUDGET)
  const at = chain[chain.length - 1]!
  const frame = sinkFrame(world, sink, chain)
  if (!frame) return
  // What this caller hands in may rule the place out.
  if (
    sink.ref >= 0 &&
    !recursive(world, chain) &&
    !reachable(world, sink.module, sink.module.conditionOf(sink.ref), frame).when
  )
    return
  const urls = sink.url(frame)
  if (!urls.length) return
  if (supplied(argumentValue(world, edge, open), open)) {
    const found: Found = {
      sink: sink.at?.(frame) ?? sink,
      module: at.call.module,
      pos: position(at),
      via: via(sink, chain),
      urls,
      chain,
      inner: false,
      glued: false,
    }
    const index = out.push(found)
    found.inner = spread(world, sink, chain, urls, out, ways)
    found.glued = found.inner && gluesWell(out.slice(index))
  } else spread(world, sink, chain, urls, out, ways)
}

/** Whether one of the functions on the way calls into another one by a way that isn't this one: its arguments may change from round to round. */
function recursive(world: World, chain: readonly Edge[]): boolean {
  const through = new Set(chain.map((e) => `${e.callee.module.index}:${e.callee.fn}`))
  return chain.some((e) =>
    world
      .callers(e.callee.module, e.callee.fn)
      .some((c) => !chain.includes(c) && through.has(`${c.call.module.index}:${c.call.module.owner(c.call.ref)}`)),
  )
}

/** What a call hands to the parameter that is open, in the caller's own terms. */
function argumentValue(world: World, edge: Edge, open: Open): Alternatives {
  const { param } = open
  if (param.index < 0) {
    // `this`: a call on an object that is known supplies what the object holds.
    const self: Value | null = edge.callee.self
    return self && self.t !== 'param'
      ? one({ t: 'unknown', reason: 'member', module: edge.call.module, pos: 0 })
      : one(param)
  }
  return walk(world, edge.args().get(param.index), param.path, edge.call.module, position(edge))
}

/** Whether `outer` is the function or lies around it. */
function encloses(module: Module, outer: number, inner: { module: Module; fn: number }): boolean {
  if (module !== inner.module) return false
  for (let f = inner.fn; f > 0; f = module.summary.functions[f]!.parent) if (f === outer) return true
  return false
}

/**
 * The sink's frame when it is reached through a chain of calls (innermost first). From the outermost call inwards each
 * call is evaluated in the frame that the one outside it makes, so that closures and `this` are the right ones.
 */
function sinkFrame(world: World, sink: Sink, chain: readonly Edge[]): Frame | null {
  let frame: Frame | null = null
  for (let i = chain.length - 1; i >= 0; i--) {
    let edge = chain[i]!
    // A call in a frame of its own was found through the edge outside it.
    if (frame) {
      const { module, ref } = edge.call
      const here = around(module, module.owner(ref), frame)
      const again = edgesOfCall(world, { module, ref, frame: here }).edges.filter(
        (e) => e.callee.module === edge.callee.module && e.callee.fn === edge.callee.fn,
      )
      if (again.length) edge = again[0]!
      else if (here !== edge.call.frame && !edge.outer) return null
    }
    frame = frame ? enter(edge.callee, edge.args(), edge.call.frame) : frameOfEdge(world, edge)
    if (!frame) return null
  }
  return frame ? around(sink.module, sink.fn, frame) : sink.module.frameOf(sink.fn)
}

function position(edge: Edge): number {
  const n = edge.call.module.summary.nodes[edge.call.ref]!
  return n[0] === 'call' || n[0] === 'new' ? n[3] : 0
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

/** Every caller's path begins as a path does, so that it can't run into the host. */
function gluesWell(callers: readonly Found[]): boolean {
  const judged = callers.filter((c) => !c.inner)
  return (
    judged.length > 0 &&
    judged.every((c) =>
      c.urls.every((x) => x.v.t === 'text' && boundary(x.v.parts.map((p) => ('hole' in p ? '\0' : p.s)).join(''))),
    )
  )
}

function boundary(url: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/[^/?#\0]*(?:[/?#]|$)/i.test(url) || /^[/?#]/.test(url)
}

export { paramKey }
