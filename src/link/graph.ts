import { computedKeys } from './computed-keys'
import { CallIndex, type Site } from './call-index'
import { encloses } from './chains'
import { enter } from './calls'
import { evaluate } from './evaluate'
import { around, edgesOfCall, type Edge } from './edges'
import type { Module } from './module'
import { rootNames } from './roots'
import { apiCalls, type Sink } from './sinks'
import { Steps } from './steps'
import { keyText } from './truth'
import type { Alternatives, CallRef, ParamValue } from './values'
import type { World } from './world'
import { callsToWalk, isWalked } from './walked'
import { startOfCall, Within } from './within'
import { liveness } from './writes'

/** Ways into functions with calls of their own parameters that are looked at, in one project. */
const MAX_PENDING = 20_000
/** Nodes that may be evaluated to learn what one call calls. */
const CALLEE_BUDGET = 1_500
/** The same to learn under which names functions are put: all their callers depend on it. */
const KEY_BUDGET = 6_000
/** The same for what has the name of an API, and is only known by what callers hand in. */
const API_BUDGET = 5_000
/** Functions that may hand on what they were handed, one to the next, until it is called. */
const MAX_HANDED_ON = 3

/**
 * Who calls what, found when it is asked for. A look at names says which calls may call a function, or reach the
 * platform; only those are evaluated, each once.
 */
export class CallGraph {
  private readonly index = new CallIndex()
  private readonly asking = new Set<string>()
  private readonly lives = new Map<Site, number>()
  private readonly entered = new Map<Site, Set<Edge>>()
  private readonly callers = new Map<string, readonly Edge[]>()
  private readonly never = new Map<string, boolean>()
  private readonly byCaller = new WeakMap<readonly Edge[], ReadonlyMap<string, readonly Edge[]>>()
  private readonly frames = new WeakMap<Edge, ReturnType<typeof enter>>()
  /** The calls of chains as they were entered. */
  readonly steps = new Steps()
  /** APIs that came into a call as a parameter. */
  private readonly handedIn: Sink[] = []
  private pendingLeft = MAX_PENDING

  constructor(private readonly world: World) {
    this.within = new Within(world)
    for (const module of world.modules.values()) this.index.add(module, callsToWalk(world, module))
  }

  /** Takes in a module whose values are asked for: the names that it gives, not its calls. */
  add(module: Module): void {
    this.index.add(module, [])
  }

  /** Which objects there are: every `new` of the project makes one, and says what its constructor is given. */
  construct(): void {
    for (const site of this.index.constructing) {
      this.walk(site)
      const frame = site.module.frameOf(site.module.owner(site.ref))
      this.world.look(CALLEE_BUDGET, () => evaluate(this.world, site.module, site.ref, frame))
    }
    for (const { module, key, fns, open } of this.index.computed)
      for (const x of computedKeys(this.world, module, key, fns.length > 0, fns.length ? KEY_BUDGET : CALLEE_BUDGET)) {
        const name = keyText(x.v)
        if (name === null) continue
        for (const fn of fns) this.index.name(module, fn, name)
        if (open) this.index.openName(name)
      }
  }

  /** The calls that reach the platform. */
  sinks(): Sink[] {
    const { world } = this
    const out: Sink[] = []
    const { sites, handing } = this.index.callsNamed(rootNames(world))
    for (const site of new Set([...this.index.constructing, ...sites])) {
      this.walk(site)
      const frame = site.module.frameOf(site.module.owner(site.ref))
      const call: CallRef = { module: site.module, ref: site.ref, frame }
      for (const x of this.callee(site)) {
        world.ask(CALLEE_BUDGET)
        const found = apiCalls(world, call, x.v, 15)
        if (!found.length) continue
        const when = this.live(site) & x.w
        const one = this.callee(site).length === 1
        if (when) out.push(...found.map((sink) => ({ ...sink, when, ...(!one && { picked: true as const }) })))
      }
      for (const p of site.pending) for (const into of this.into(p.module, p.fn)) this.settle(site, into)
    }
    for (const site of handing) this.handOver(site)
    return [...out, ...this.handedIn]
  }

  /** Whether callers are being looked for right now: those that are found so far may not be all. */
  get isAsking(): boolean {
    return this.asking.size > 0
  }

  /** The calls that enter a function, dead ones left out. */
  into(module: Module, fn: number): readonly Edge[] {
    const key = functionKey(module, fn)
    const known = this.callers.get(key)
    if (known) return known
    const live = (): Edge[] => this.world.edges.found(module, fn).filter((e) => this.isLive(e))
    // It is being found out: what was found so far.
    if (this.asking.has(key)) return live()
    this.asking.add(key)
    this.find(module, fn)
    this.asking.delete(key)
    const edges = live()
    this.callers.set(key, edges)
    const late = this.late.get(key)
    this.late.delete(key)
    for (const further of late ?? []) further()
    return edges
  }

  /** The calls that enter a function, by each of the functions that they stand in. */
  callingFunctions(module: Module, fn: number): ReadonlyMap<string, readonly Edge[]> {
    const edges = this.into(module, fn)
    const known = this.byCaller.get(edges)
    if (known) return known
    const out = new Map<string, Edge[]>()
    for (const e of edges) {
      const { module, ref } = e.call
      for (let f = module.owner(ref); f > 0; f = module.summary.functions[f]!.parent) {
        const key = functionKey(module, f)
        const list = out.get(key)
        if (list) list.push(e)
        else out.set(key, [e])
      }
    }
    this.byCaller.set(edges, out)
    return out
  }

  /** The frame that an edge enters for all rounds of the function that it stands in; null where it can't be entered. */
  frameOf(edge: Edge): ReturnType<typeof enter> {
    const known = this.frames.get(edge)
    if (known !== undefined) return known
    const frame = frameOfEdge(this.world, edge)
    this.frames.set(edge, frame)
    return frame
  }

  /** Whether no call of the project can be a call of a function: its parameters never get a value. */
  isNeverCalled(module: Module, fn: number): boolean {
    const record = module.summary.functions[fn]!
    // Assignments call setters, a class its own fields' values; the platform and frameworks call methods of components by names of their own.
    if (record.setter !== undefined || module.summary.classes[record.cls]?.init === fn) return false
    if (
      record.cls >= 0 &&
      (module.summary.classes[record.cls]!.parent >= 0 || /^(?:on[A-Z]|component[A-Z]|constructor$)/.test(record.name))
    )
      return false
    if (/\.(?:n?vue|uvue|mpx|wpy)$/i.test(module.id)) return false
    if (record.owner >= 0 && module.isArgument(module.rootObject(record.owner))) return false
    const key = functionKey(module, fn)
    const known = this.never.get(key)
    if (known !== undefined) return known
    const { sites, handing } = this.index.callsOf(module, fn)
    const never = !sites.length && !handing.length
    this.world.influence.called('n', module, fn, () => [...sites, ...handing].map((site) => site.module))
    this.never.set(key, never)
    return never
  }

  private find(module: Module, fn: number): void {
    const { sites, handing } = this.index.callsOf(module, fn)
    for (const site of sites) {
      this.walk(site)
      for (const p of site.pending) for (const into of this.into(p.module, p.fn)) this.settle(site, into)
    }
    for (const site of handing) this.handOver(site)
  }

  /** A call hands a function to another one, which may call it: its parameters are what this call gives. */
  private handOver(site: Site): void {
    this.walk(site)
    for (const edge of site.edges)
      for (const inner of this.index.ofParameters(edge.callee.module, edge.callee.fn)) this.settle(inner, edge)
  }

  /** Evaluates what a call calls. */
  private walk(site: Site): void {
    const { world } = this
    if (site.walked || !isWalked(world, site.module, site.ref)) return
    const frame = site.module.frameOf(site.module.owner(site.ref))
    site.walked = true
    const { edges, callee } = world.look(CALLEE_BUDGET, () =>
      edgesOfCall(world, { module: site.module, ref: site.ref, frame }),
    )
    site.edges = edges
    site.callee = callee
    site.pending = callee.flatMap((x) => (x.v.t === 'param' && x.v.index >= 0 ? [x.v] : []))
    for (const e of edges) if (world.edges.add(e)) this.siteOf.set(e, site)
  }

  /** What a call calls. What callers hand in is looked for where a look at the place alone leaves it open. */
  private callee(site: Site): Alternatives {
    const open = site.callee.some((x) => x.v.t === 'param' || (x.v.t === 'unknown' && x.v.reason === 'variable'))
    const node = site.module.summary.nodes[site.ref]!
    if (!open || (node[0] !== 'call' && node[0] !== 'new')) return site.callee
    this.world.ask(API_BUDGET)
    return evaluate(this.world, site.module, node[1], site.module.frameOf(site.module.owner(site.ref)))
  }

  private readonly siteOf = new Map<Edge, Site>()

  /**
   * A call of a parameter, entered through one of the callers of the parameter's function.
   * @param from the same caller as its own callers enter it, where it only hands on what it was handed
   */
  private settle(site: Site, into: Edge, from = into, depth = 0): void {
    const { world } = this
    const done = this.entered.get(site)
    if (done?.has(from) || --this.pendingLeft < 0) return
    if (done) done.add(from)
    else this.entered.set(site, new Set([from]))
    const handed: ParamValue[] = []
    world.look(CALLEE_BUDGET, () => {
      const frame = frameOfEdge(world, from)
      if (!frame) return
      const inner: CallRef = {
        module: site.module,
        ref: site.ref,
        frame: around(site.module, site.module.owner(site.ref), frame),
      }
      const found = edgesOfCall(world, inner)
      for (const e of found.edges) {
        const edge: Edge = { ...e, outer: into, ...(from !== into && { by: from }) }
        if (!world.edges.add(edge)) continue
        this.siteOf.set(edge, site)
        if (depth) this.callers.delete(functionKey(e.callee.module, e.callee.fn))
      }
      for (const { v, w } of found.callee) {
        if (v.t === 'builtin') this.handedIn.push(...apiCalls(world, inner, v, w, into))
        if (v.t === 'param' && v.index >= 0 && encloses(from.call.module, v.fn, startOfCall(from.call))) handed.push(v)
      }
    })
    // A class that is handed in makes objects, and asks for nothing.
    if (depth >= MAX_HANDED_ON || site.module.summary.nodes[site.ref]![0] === 'new') return
    for (const p of handed) {
      const further = (): void => this.settleWithin(site, into, from, depth, p)
      // Its callers are being found out: once they are.
      const key = functionKey(p.module, p.fn)
      if (this.asking.has(key)) this.late.set(key, [...(this.late.get(key) ?? []), further])
      else further()
    }
  }

  private readonly within: Within
  private readonly late = new Map<string, (() => void)[]>()

  /** The same as the callers of the function around it enter it. */
  private settleWithin(site: Site, into: Edge, from: Edge, depth: number, p: ParamValue): void {
    for (const outer of this.into(p.module, p.fn)) {
      // What calls itself hands on nothing else.
      if (encloses(p.module, p.fn, startOfCall(outer.call)) || !this.within.mayBeCalled(p, outer)) continue
      const again = this.within.of(from, outer)
      if (again) this.settle(site, into, again, depth + 1)
    }
  }

  private isLive(edge: Edge): boolean {
    const site = this.siteOf.get(edge)
    return !site || this.live(site) !== 0
  }

  /** Run-time environments under which a call is reached. */
  private live(site: Site): number {
    const known = this.lives.get(site)
    if (known !== undefined) return known
    const { world } = this
    const fn = site.module.owner(site.ref)
    const when = liveness(world, site.module, fn, site.condition, site.module.frameOf(fn))
    this.lives.set(site, when)
    return when
  }
}

/** A text by which a function is known in all of a link. */
export function functionKey(module: Module, fn: number): string {
  return `${module.index}:${fn}`
}

/** The frame in which a function runs when it is entered through an edge. */
export function frameOfEdge(_world: World, e: Edge): ReturnType<typeof enter> {
  return enter(e.callee, e.args(), e.call.frame)
}
