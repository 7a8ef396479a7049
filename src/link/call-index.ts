import type { Ref } from '../extract/ir'
import { denote, WHOLE_EXPORTS, type Denoted } from './denote'
import type { Edge } from './edges'
import type { Module } from './module'
import type { Alternatives, ParamValue } from './values'

/** A call expression as the index holds it. */
export interface Site {
  module: Module
  ref: Ref
  condition: number
  /** It was evaluated: `edges` and `pending` say what it calls. */
  walked: boolean
  edges: Edge[]
  /** Parameters that its callee is: known once the callers of their functions are. */
  pending: ParamValue[]
  /** What it calls, once it was evaluated. */
  callee: Alternatives
}

/**
 * Calls by what they may call, and names by what they may stand for, found without evaluating anything. Linking walks
 * only the calls that a question needs: those that may reach the platform, and those of the functions it asks about.
 */
export class CallIndex {
  private readonly byName = new Map<string, Site[]>()
  private readonly byFunction = new Map<string, Site[]>()
  private readonly argumentNames = new Map<string, Site[]>()
  private readonly argumentFunctions = new Map<string, Site[]>()
  private readonly names = new Map<string, Set<string>>()
  private readonly aliases = new Map<string, Set<string>>([[WHOLE_EXPORTS, new Set(['default'])]])
  /** Names given to what calls return, and to parameters: they may be any function that is handed on. */
  private readonly openNames = new Set<string>()
  private readonly paramNames = new Set<string>()
  private readonly handedOnNames = new Set<string>()
  private readonly handedOn = new Set<string>()
  /** Calls whose callee is a parameter, by parameter. */
  private readonly ofParameter = new Map<string, Site[]>()
  /** Functions that are written to members whose names must be evaluated; `open`: whatever a call returned is. */
  readonly computed: { module: Module; key: Ref; fns: readonly number[]; open: boolean }[] = []
  /** Calls of what another call returned, or of an item of a list. */
  readonly open: Site[] = []
  /** `new` and `super(…)`: they say which objects there are. */
  readonly constructing: Site[] = []

  /** Adds the calls of a module, and the names that it gives. `calls`: those to walk. */
  add(module: Module, calls: Iterable<readonly [Ref, number]>): void {
    for (const [ref, condition] of calls) this.addCall(module, ref, condition)
    this.addNames(module)
    this.handedOnTo.clear()
  }

  private addCall(module: Module, ref: Ref, condition: number): void {
    const s = module.summary
    const n = s.nodes[ref]!
    if (n[0] !== 'call' && n[0] !== 'new') return
    const site: Site = { module, ref, condition, walked: false, edges: [], pending: [], callee: [] }
    const callee = s.nodes[n[1]]!
    if (n[0] === 'new' || callee[0] === 'super') this.constructing.push(site)
    const d = denote(s, n[1])
    for (const name of new Set(d.names)) push(this.byName, name, site)
    for (const fn of d.fns) push(this.byFunction, keyOf(module, fn), site)
    if (d.open) this.open.push(site)
    if (d.param && callee[0] === 'param') push(this.ofParameter, `${keyOf(module, callee[1])}`, site)
    else if (d.param) this.open.push(site)
    for (const item of n[2]) {
      const arg = denote(s, typeof item === 'number' ? item : item[1])
      // `promise.then(chain.shift())`: the language calls what came out of a list.
      if (arg.open && callee[0] === 'member' && callee[2] === 'then' && this.open.at(-1) !== site) this.open.push(site)
      for (const fn of arg.fns) push(this.argumentFunctions, keyOf(module, fn), site)
      for (const name of arg.names) push(this.argumentNames, name, site)
    }
  }

  private addNames(module: Module): void {
    const s = module.summary
    const pairs = s.nodes.some((n) => n[0] === 'member' && n[2] === 'fromEntries')
    for (const n of s.nodes) {
      switch (n[0]) {
        case 'obj':
          for (const p of n[1]) {
            if (p[0] === 'p') this.place(module, p[1], p[2])
            else if (p[0] === 'g') this.placeResult(module, p[1], p[2])
            else if (p[0] === 'k') this.placeComputed(module, p[1], p[2])
          }
          break
        case 'set':
          this.place(module, n[2], n[3])
          break
        case 'setIndex':
          this.placeComputed(module, n[2], n[3])
          break
        case 'arr':
          for (const item of n[1]) if (typeof item === 'number') this.handOn(module, denote(s, item))
          // `Object.fromEntries(names.map((name) => [name, send(name)]))`
          if (pairs && n[1].length === 2 && n[1].every((item) => typeof item === 'number'))
            this.placeComputed(module, n[1][0] as Ref, n[1][1] as Ref)
          break
      }
    }
    for (const [name, ref] of s.exports) this.place(module, name, ref)
    if (s.commonjs >= 0) this.place(module, WHOLE_EXPORTS, s.commonjs)
    for (const w of s.writes) {
      if (typeof w.name === 'number') this.placeComputed(module, w.name, w.value)
      else if (w.name === '[]') this.handOn(module, denote(s, w.value))
      else this.place(module, w.name, w.value)
    }
    for (const c of s.classes) {
      for (const [name, fn] of c.methods) this.give(name, keyOf(module, fn))
      for (const [name, ref] of [...c.fields, ...c.statics]) this.place(module, name, ref)
      for (const [name, fn] of [...c.getters, ...c.staticGetters]) this.placeResult(module, name, fn)
    }
    for (const f of s.functions) if (f.result >= 0) this.handOn(module, denote(s, f.result))
  }

  /** A function is known under a name. */
  name(module: Module, fn: number, name: string): void {
    this.give(name, keyOf(module, fn))
  }

  /** What a call returned is known under a name. */
  openName(name: string): void {
    if (!this.openNames.has(name)) this.handedOnTo.clear()
    this.openNames.add(name)
  }

  private give(name: string, fn: string): void {
    const own = this.names.get(fn)
    if (own) own.add(name)
    else this.names.set(fn, new Set([name]))
  }

  /** An expression is known under a name from here on. */
  private place(module: Module, name: string, ref: Ref): void {
    const d = denote(module.summary, ref)
    for (const fn of d.fns) this.give(name, keyOf(module, fn))
    for (const other of d.names) {
      if (other === name) continue
      const set = this.aliases.get(other)
      if (set) set.add(name)
      else this.aliases.set(other, new Set([name]))
    }
    if (d.open) this.openNames.add(name)
    if (d.param) this.paramNames.add(name)
  }

  private placeResult(module: Module, name: string, fn: number): void {
    const { result } = module.summary.functions[fn]!
    if (result >= 0) this.place(module, name, result)
  }

  /** `object[key] = value`: a function gets the names that the key turns out to be; what had a name before is taken to keep it. */
  private placeComputed(module: Module, key: Ref, value: Ref): void {
    const k = module.summary.nodes[key]!
    if (k[0] === 's') return this.place(module, k[1], value)
    const d = denote(module.summary, value)
    if (d.fns.length || d.open) this.computed.push({ module, key, fns: d.fns, open: d.open })
    this.handOn(module, d)
  }

  /** It is handed on where no name follows it: through a list, a result, a computed member. */
  private handOn(module: Module, d: Denoted): void {
    for (const fn of d.fns) this.handedOn.add(keyOf(module, fn))
    for (const name of d.names) this.handedOnNames.add(name)
  }

  /** All names that what has one of these names may have. */
  closure(names: Iterable<string>): Set<string> {
    const out = new Set(names)
    for (const name of out) for (const other of this.aliases.get(name) ?? []) out.add(other)
    return out
  }

  /** Calls that may call a function. */
  callsOf(module: Module, fn: number): Candidates {
    const key = keyOf(module, fn)
    const names = this.closure(this.names.get(key) ?? [])
    const sites = new Set(this.byFunction.get(key))
    for (const name of names) for (const site of this.byName.get(name) ?? []) sites.add(site)
    // `app.use(plugin)` calls its `install`.
    if (names.has('install')) for (const site of this.byName.get('use') ?? []) sites.add(site)
    return this.withHandedOn(names, sites, new Set(this.argumentFunctions.get(key)), this.handedOn.has(key))
  }

  /** Calls that may call what has one of these names from the start. */
  callsNamed(roots: Iterable<string>): Candidates {
    const names = this.closure(roots)
    const sites = new Set<Site>()
    for (const name of names) for (const site of this.byName.get(name) ?? []) sites.add(site)
    return this.withHandedOn(names, sites, new Set(), true)
  }

  private withHandedOn(names: Set<string>, sites: Set<Site>, handing: Set<Site>, handedOn: boolean): Candidates {
    let away = handedOn
    for (const name of names) {
      for (const site of this.argumentNames.get(name) ?? []) handing.add(site)
      if (this.handedOnNames.has(name)) away = true
    }
    if (away || handing.size) {
      for (const site of this.anywhere(handing.size > 0)) sites.add(site)
    }
    return { sites: ordered(sites), handing: ordered(handing) }
  }

  /** Calls that may call whatever is handed on; `asArgument`: also by the name of what a parameter was put into. */
  private anywhere(asArgument: boolean): ReadonlySet<Site> {
    const known = this.handedOnTo.get(asArgument)
    if (known) return known
    const out = new Set(this.open)
    for (const name of this.closure(asArgument ? [...this.openNames, ...this.paramNames] : this.openNames))
      for (const site of this.byName.get(name) ?? []) out.add(site)
    this.handedOnTo.set(asArgument, out)
    return out
  }

  private readonly handedOnTo = new Map<boolean, ReadonlySet<Site>>()

  /** Calls of a function's parameters, inside it or in the functions in it. */
  ofParameters(module: Module, fn: number): readonly Site[] {
    return this.ofParameter.get(keyOf(module, fn)) ?? []
  }
}

/** Calls that may call something, and those that may hand it to a function as an argument. */
export interface Candidates {
  sites: readonly Site[]
  handing: readonly Site[]
}

/** In the order of modules and places, so that nothing depends on the way that led to them. */
function ordered(sites: Set<Site>): Site[] {
  return [...sites].sort((a, b) => a.module.index - b.module.index || a.ref - b.ref)
}

function keyOf(module: Module, fn: number): string {
  return `${module.index}:${fn}`
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
