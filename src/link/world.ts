import type { Aside } from './aside'
import type { BuildValue } from './types'
import type { ApiRow, AttributeRow, Platform } from '../platforms/types'
import type { ClientRow } from './types'
import { cachesOf, newCaches, type Caches, type WriteIndex, type WriteSite } from './caches'
import { ClientTable } from './clients-table'
import type { Setup } from './clients-setup'
import type { SetDataCalls } from './data'
import { Edges, type Edge } from './edges'
import type { CallGraph } from './graph'
import { Influence } from './influence'
import { Module } from './module'
import type { ModuleSummary, Ref } from '../extract/ir'
import { prototypePath, type Lookup } from './members'
import { Pages } from './pages'
import type { Store } from './stores'
import type { Alternatives, ClassValue, FunctionValue, ObjectValue, Value } from './values'

/**
 * Everything that evaluation may ask for, without asking the host: all summarised modules with their imports resolved.
 * What it lacks (`wanted`) is summarised before the next round.
 */
export class World {
  readonly modules = new Map<string, Module>()
  private readonly order: Module[] = []
  /** Ids of modules whose values were asked for and that have no summary yet. */
  readonly wanted = new Set<string>()
  /** List literals that nothing holds, by module; see `lone-lists.ts`. */
  readonly loneLists = new Map<Module, ReadonlySet<Ref>>()
  /** Members of components that no module which was read puts on them. */
  readonly notHeld = new Set<string>()
  edges = new Edges()
  /** Writes by member name; `''` holds the computed ones. */
  readonly writes = new Map<string, WriteSite[]>()
  /** Calls by the last name of what they call: `App`, `addInterceptor`, `component`. */
  readonly callsByName = new Map<string, { module: Module; ref: Ref; condition: number }[]>()
  namespaces: ReadonlySet<string> = new Set()
  apis: ReadonlyMap<string, readonly ApiRow[]> = new Map()
  webApis: ReadonlyMap<string, readonly ApiRow[]> = new Map()
  assignments: readonly ApiRow[] = []
  /** Modules whose calls are walked; and the ids of those that are handed what reaches the platform, as theirs are. */
  relevant: ReadonlySet<Module> = new Set()
  receivers: ReadonlySet<string> = new Set()
  attributes: ReadonlyMap<string, AttributeRow> = new Map()
  /** Pages, their templates and what opens them. */
  readonly pages = new Pages()
  /** What modules say of each other. */
  readonly influence = new Influence()
  writeIndex: Caches['writeIndex'] = new Map()
  writtenValues = new Map<object, Alternatives>()
  /** What functions without parameters return, by function and object. */
  results = new Map<string, Alternatives>()
  thisMembers = new Map<string, Alternatives>()
  dataMembers = new Map<string, Alternatives>()
  filled = new Map<string, Alternatives>()
  /** Who calls what; null until all modules are there. */
  graph: CallGraph | null = null
  /** What methods make of parameters, by the name of the step in a parameter's path. */
  readonly methodSteps = new Map<string, (v: Value) => Alternatives>()
  /** What a step leads to where no caller is known. */
  readonly stepsOtherwise = new Map<string, () => Alternatives>()
  readonly interceptors = new Map<string, FunctionValue[]>()
  /** How often the way to each literal was told; see `trace-fill.ts`. */
  readonly traced = new Map<string, number>()
  /** Whether the ways of all calls are told, not of some for each literal. */
  traceAll = false
  /** Calls of `setData`, once they are asked for, and how many there were then. */
  setDataCalls: (SetDataCalls & { count: number }) | null = null
  /**
   * Objects whose writers were looked for, by the member's name (`''`: one that must be evaluated), and how many modules
   * there were when each was first asked for.
   */
  readonly askedWrites = new Map<string, Map<string, number>>()

  /** Summarises a module in the midst of a question, where that is possible. */
  load: (id: string) => Module | null = () => null
  /** Whether a module is known that has no summary yet. */
  isKnown: (id: string) => boolean = () => false
  /** Stores of Vuex that the project makes. */
  readonly stores: Store[] = []
  nextTest = 1
  /** Numbers of tests that ask the same, and of what they ask about; see `same-tests.ts`. */
  readonly sameTests = new Map<string | object, number>()
  nextSite = 1
  /** What the project hands to `App({…})`, once it is asked for. */
  appObjects: Value[] | null = null
  /** Object literals with the option `provide`, once they are asked for. */
  providers: ObjectValue[] | null = null
  steps = 0
  /** Most nodes that one question may evaluate; {@link ask} sets it. */
  budget = 0
  /** The question that is being answered ran out of its budget. */
  tripped = false
  depth = 0
  /** Variables that are being looked at, and how often one was met again. */
  openVariables = new Set<string>()
  cycles = 0
  /** How often a question met itself. */
  rounds = 0
  /** The question apart that is being answered. */
  aside: Aside | null = null
  /** Tests that tell alternatives apart, evaluated inside each other; see `correlate.ts`. */
  correlating = 0
  /** A look that asks for no callers: parameters stand for themselves. */
  shallow = false
  private shallowCaches: Caches = newCaches()
  /** What a variable is taken for while it is looked at what a step makes of it. */
  givenVariables = new Map<string, Alternatives>()
  /** How often each function is being evaluated right now. */
  running = new Map<string, number>()

  constructor(
    readonly platform: Platform,
    readonly defines: ReadonlyMap<string, BuildValue>,
    clients: readonly ClientRow[],
  ) {
    this.clientTable = new ClientTable(clients)
  }

  readonly clientTable: ClientTable
  /** Calls that configure clients, by instance and method, once they are asked for. */
  clientSetups: Map<string, Setup[]> | null = null
  /** Those calls are being looked for right now. */
  settingUp = false
  /** Index of the adapter that a client speaks through, by the client's name; -1 for none. */
  clientAdapters: Map<string, number> | null = null
  /** Objects on which all of a namespace was put (`promisifyAll(wx, wxp)`), once they are asked for. */
  promisedObjects: Map<string, string> | null = null
  /** Begins a new question with a budget of its own, in nodes evaluated. */
  ask(budget: number): void {
    this.steps = 0
    this.budget = budget
    this.tripped = false
  }

  /**
   * Asks a question in the midst of others, with a budget of its own: parameters stand for themselves, and nothing is
   * taken from what the other questions found or assumed. It says what a call calls, and whether a place is reached.
   */
  look<T>(budget: number, question: () => T): T {
    if (this.shallow) return question()
    const { steps, budget: before, tripped, openVariables, givenVariables, running } = this
    const deep = cachesOf(this)
    Object.assign(this, this.shallowCaches, { shallow: true })
    this.openVariables = new Set()
    this.givenVariables = new Map()
    this.running = new Map()
    this.ask(budget)
    const result = question()
    Object.assign(this, { steps, budget: before, tripped, openVariables, givenVariables, running })
    this.shallow = false
    Object.assign(this, deep)
    return result
  }

  /** Asks a question under something that is only true of it: nothing that was found counts, and nothing found is kept. */
  apart<T>(question: () => T): T {
    const deep = cachesOf(this)
    const shallow = this.shallowCaches
    // Which object a write goes to stays as it is: it is what takes longest to find.
    Object.assign(this, newCaches(), { writeIndex: deep.writeIndex })
    this.shallowCaches = { ...newCaches(), writeIndex: shallow.writeIndex }
    const result = question()
    Object.assign(this, deep)
    this.shallowCaches = shallow
    return result
  }

  /** The calls that enter a function. */
  callers(module: Module, fn: number): readonly Edge[] {
    const edges = this.graph?.into(module, fn) ?? []
    this.influence.callers(module, fn, edges)
    return edges
  }

  /** Whether a call of the project enters a function. */
  isCalled(module: Module, fn: number): boolean {
    const edges = this.graph?.into(module, fn) ?? []
    this.influence.called('n', module, fn, () => edges.map((e) => e.call.module))
    return edges.length > 0
  }

  /** Whether only the language itself calls a function: by `then`, `map` and their like. */
  isCalledByLanguage(module: Module, fn: number): boolean {
    const edges = this.graph?.into(module, fn) ?? []
    const isOther = (e: Edge): boolean => e.byLanguage !== true
    this.influence.called('l', module, fn, () => edges.filter(isOther).map((e) => e.call.module))
    return !edges.some(isOther)
  }

  /** The module with that index: see {@link Module.index}. */
  moduleAt(index: number): Module | undefined {
    return this.order[index]
  }

  /** Who writes to which objects, as far as that was asked for. */
  writeIndexes(): readonly ReadonlyMap<string, WriteIndex>[] {
    return [this.writeIndex, this.shallowCaches.writeIndex]
  }

  add(id: string, summary: ModuleSummary): Module {
    const m = new Module(id, summary, this.modules.size)
    this.modules.set(id, m)
    this.order.push(m)
    this.pages.add(m, (element, name) => this.attributes.get(`${element}.${name}`)?.category === 'webview')
    summary.writes.forEach((w, index) => {
      const name = typeof w.name === 'string' ? w.name : ''
      push(this.writes, name, { module: m, index })
    })
    for (const [ref, condition] of summary.calls) {
      const node = summary.nodes[ref]!
      if (node[0] !== 'call' && node[0] !== 'new') continue
      const name = /[\w$]+(?=>?$)/.exec(node[4])?.[0]
      if (name) push(this.callsByName, name, { module: m, ref, condition })
    }
    return m
  }

  /** Members of instances that don't depend on a caller, by allocation site. */
  instanceMembers: Record<string, Map<string, Lookup>> = {}
  /** What `new f()` makes of functions and classes, by the name of the prototype. */
  readonly prototypeInstances = new Map<string, Value>()
  /** An instance of the function whose prototype is named, where the project makes one. */
  prototypeInstance(path: string): Value | null {
    return this.prototypeInstances.get(path) ?? null
  }

  /** Begins another round: with more modules, every value may be another. */
  restart(): void {
    this.forget()
    this.influence.clear()
    this.askedWrites.clear()
    this.traced.clear()
    this.edges = new Edges()
    this.wanted.clear()
    this.prototypeInstances.clear()
    this.graph = null
    this.stores.length = 0
    for (const m of this.modules.values()) m.given = null
  }

  /** Forgets every value: another pass knows more callers. */
  forget(): void {
    this.pages.reset()
    for (const m of this.modules.values()) m.forget()
    Object.assign(this, newCaches())
    this.shallowCaches = newCaches()
    this.methodSteps.clear()
    this.stepsOtherwise.clear()
    this.interceptors.clear()
    this.clientSetups = null
    this.clientAdapters = null
    this.promisedObjects = null
    this.appObjects = null
    this.providers = null
  }

  /** Keeps an instance for functions whose `this` isn't known. */
  remember(of: ClassValue | FunctionValue, o: Value): void {
    const key = `${of.module.index}:${of.t === 'class' ? of.cls : `f${of.fn}`}`
    const by = o.t === 'inst' ? this.moduleAt(Number.parseInt(o.site, 10)) : undefined
    if (by) this.influence.add(of.module.id, by.id)
    const list = this.edges.instances.get(key)
    if (!list) this.edges.instances.set(key, [o])
    else if (o.t === 'inst' && !list.some((x) => x.t === 'inst' && x.site === o.site)) list.push(o)
    this.prototypeInstances.set(prototypePath(of), o)
  }

  /** The module that a specifier leads to: undefined for a package without source; null if not found, or wanted now. */
  target(from: Module, specifier: string): Module | null | undefined {
    const id = from.resolved.get(specifier)
    if (id === undefined || id === null) return /^[./]|^@\//.test(specifier) && id === null ? null : undefined
    const m = this.modules.get(id)
    if (m) return m
    if (this.outside(id)) return undefined
    const loaded = this.load(id)
    if (loaded) return loaded
    this.wanted.add(id)
    return null
  }

  /** Whether a specifier is a package with a row in the table of clients. */
  isClient(specifier: string): boolean {
    return this.clientTable.ofSpecifier(specifier) !== undefined
  }

  /** Whether an id belongs to a package whose source isn't looked at. */
  outside(id: string): boolean {
    return this.unavailable.has(id)
  }

  readonly unavailable = new Set<string>()
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
