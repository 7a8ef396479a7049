import { Accessors } from './accessors'
import type { ModuleSummary, Node, Prop, Ref, WriteRecord } from '../extract/ir'
import { Frame } from './frame'
import { holders } from './holders'
import type { Narrowing } from './narrow'
import { Dependence, NEEDS } from './needs'
import { Uses } from './touched'
import type { Alternatives } from './values'

/** What makes a component of a function calls it nowhere: the elements of its name do. */
const COMPONENT_OF = /(?:^|\.)(?:memo|forwardRef|observer)$/

/** A summarised module while it is being linked. */
export class Module {
  /** Frame of the top level. */
  readonly top: Frame
  private methods: Map<number, WriteRecord[]> | null = null
  private readonly symbolic: (Frame | undefined)[] = []
  private callConditions: ReadonlyMap<Ref, number> | null = null
  /** The function that each node belongs to. */
  private readonly owners: Uint32Array
  private compared: Set<Ref> | null = null
  private handed: Set<Ref> | null = null
  private callbacks: Set<number> | null = null
  private objectParents: Map<Ref, Ref> | null = null
  private readonly thisFunctions = new Map<Ref, number>()
  /** What of a call each node depends on. */
  readonly needs: Dependence
  /** How many looks into each object literal are under way. */
  readonly lookups: Uint8Array
  /** The ids that import specifiers lead to; null: no source. */
  resolved = new Map<string, string | null>()
  /** What each of its patterns of names leads to; null where that isn't known. See `globs.ts`. */
  globs: readonly (readonly (readonly [key: string, id: string])[] | null)[] = []

  constructor(
    readonly id: string,
    readonly summary: ModuleSummary,
    readonly index: number,
  ) {
    this.owners = new Uint32Array(summary.nodes.length)
    this.needs = new Dependence(summary, this.owners)
    this.lookups = new Uint8Array(summary.nodes.length)
    this.accessors = new Accessors(summary)
    const order = summary.functions.map((f, i) => [f.first, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
    for (let k = 0; k < order.length; k++) {
      const end = order[k + 1]?.[0] ?? summary.nodes.length
      for (let r = Math.max(0, order[k]![0]); r < end; r++) this.owners[r] = order[k]![1]
    }
    this.top = new Frame(this, 0, null, null, null)
  }

  /** What functions are handed that only a framework calls: a store's mutations. By function, the values of their parameters. */
  given: Map<number, readonly Alternatives[]> | null = null

  /** Forgets what was evaluated in frames without a caller. */
  forget(): void {
    this.top.forget()
    for (const f of this.symbolic) f?.forget()
  }

  /** Writes that give a function to a member: `Http.prototype.get = function () {…}`. */
  methodWrites(fn: number): readonly WriteRecord[] {
    if (!this.methods) {
      this.methods = new Map()
      for (const w of this.summary.writes) {
        const value = this.summary.nodes[w.value]!
        if (value[0] !== 'fn') continue
        const list = this.methods.get(value[1])
        if (list) list.push(w)
        else this.methods.set(value[1], [w])
      }
    }
    return this.methods.get(fn) ?? []
  }

  private selfWrites: Map<number, { name: string; value: Ref }[]> | null = null

  /** What a function writes to named members of its own `this`. */
  ownWrites(fn: number): readonly { name: string; value: Ref }[] {
    if (!this.selfWrites) {
      this.selfWrites = new Map()
      for (const w of this.summary.writes) {
        const object = this.writtenObject(w)
        if (object[0] !== 'this' || object[1] !== w.fn || typeof w.name !== 'string') continue
        const list = this.selfWrites.get(w.fn)
        if (list) list.push({ name: w.name, value: w.value })
        else this.selfWrites.set(w.fn, [{ name: w.name, value: w.value }])
      }
    }
    return this.selfWrites.get(fn) ?? []
  }

  private unnamed: readonly number[] | null = null

  /** Writes to a `this` that name no member: copies of whole objects, and names that must be evaluated. */
  get unnamedWrites(): readonly number[] {
    return (this.unnamed ??= this.summary.writes.flatMap((w, index) =>
      (w.name === '*' || typeof w.name === 'number') && this.selvesOf(this.writtenObject(w)).length ? [index] : [],
    ))
  }

  private holders: ReadonlyMap<number, readonly Ref[]> | null = null

  /** The objects that hold a function under a name, where it stands elsewhere: `module.exports = { get: get }`, `exports.get = get`. */
  holdersOf(fn: number): readonly Ref[] {
    this.holders ??= holders(this.summary)
    return this.holders.get(fn) ?? []
  }

  /** What object literals are put on; see `this.ts`. */
  assigned: ReadonlyMap<Ref, Ref> | null = null

  /** Whether a value is handed to a call: `Page({ … })`. */
  isArgument(ref: Ref): boolean {
    if (!this.handed) {
      this.handed = new Set()
      for (const n of this.summary.nodes)
        if (n[0] === 'call' || n[0] === 'new') for (const a of n[2]) this.handed.add(typeof a === 'number' ? a : a[1])
    }
    return this.handed.has(ref)
  }

  /** Whether a function is written as an argument: `load((base) => …)`. */
  isHandedOn(fn: number): boolean {
    if (!this.callbacks) {
      const { nodes } = this.summary
      this.callbacks = new Set()
      for (const n of nodes)
        if ((n[0] === 'call' && !COMPONENT_OF.test(n[4])) || n[0] === 'new')
          for (const a of n[2]) {
            const arg = nodes[typeof a === 'number' ? a : a[1]]!
            if (arg[0] === 'fn') this.callbacks.add(arg[1])
          }
    }
    return this.callbacks.has(fn)
  }

  /** Whether a program compares a value: `at !== -1`. */
  isCompared(ref: Ref): boolean {
    if (!this.compared) {
      this.compared = new Set()
      for (const n of this.summary.nodes) if (n[0] === 'binary') this.compared.add(n[2]).add(n[3])
    }
    return this.compared.has(ref)
  }

  /** The object that a write goes to, without what was written to it before in the same flow. */
  writtenObject(w: WriteRecord): Node {
    return this.unwritten(w.object)
  }

  /** An object without what was written to it before in the same flow: `Vue`, behind `Vue.config.productionTip = false`. */
  unwritten(ref: Ref): Node {
    let n = this.summary.nodes[ref]!
    for (let i = 0; i < 200 && (n[0] === 'set' || n[0] === 'setIndex'); i++) n = this.summary.nodes[n[1]]!
    return n
  }

  /** The functions whose `this` an object is: also what a variable of the module holds (`let self`, then `self = this`). */
  selvesOf(object: Node): readonly number[] {
    if (object[0] === 'this') return [object[1]]
    if (object[0] !== 'var') return []
    const out: number[] = []
    for (const ref of this.summary.variables[object[1]]!.values) {
      const n = this.unwritten(ref)
      if (n[0] === 'this' && !out.includes(n[1])) out.push(n[1])
    }
    return out
  }

  /** Whether a node's value depends on the arguments or the `this` of a call. */
  dependsOnCaller(ref: number): boolean {
    return this.needs.of(ref) !== NEEDS.nothing
  }

  private keeps: boolean | null = null

  /** Whether functions of it put what they are handed where others find it. */
  get keepsArguments(): boolean {
    const { writes, variables } = this.summary
    return (this.keeps ??=
      writes.some((w) => w.fn > 0 && this.dependsOnCaller(w.value)) ||
      variables.some((v) => !v.loop && v.values.some((ref) => this.dependsOnCaller(ref))))
  }

  private uses: Uses | null = null
  private readonly touchedBy = new Map<string, ReadonlySet<Ref>>()

  /** The nodes that are made of some given ones, in an activation of a function; see {@link Uses}. */
  touched(given: readonly Ref[], fn: number): ReadonlySet<Ref> {
    const key = `${fn} ${given.join(' ')}`
    let known = this.touchedBy.get(key)
    if (!known) {
      this.uses ??= new Uses(this.summary, this.owners)
      known = this.uses.of(given, fn)
      this.touchedBy.set(key, known)
    }
    return known
  }

  private wholeArguments: Set<number> | null = null

  /** Whether a function reads its arguments as a list (`arguments`, `...rest`): how many there are tells calls apart. */
  takesList(fn: number): boolean {
    if (!this.wholeArguments) {
      this.wholeArguments = new Set()
      for (const n of this.summary.nodes) if (n[0] === 'arguments' || n[0] === 'rest') this.wholeArguments.add(n[1])
    }
    return this.wholeArguments.has(fn)
  }

  /** The getters and setters of its object literals. */
  readonly accessors: Accessors

  private readonly memberIndex = new Map<Ref, Map<string, number>>()

  /**
   * The index of the last member of an object literal that may be the one of this name, or -1. Literals with spread or
   * computed members may have it anywhere.
   */
  lastMember(ref: Ref, name: string, props: readonly Prop[]): number {
    if (props.length < 8) return props.length - 1
    let index = this.memberIndex.get(ref)
    if (!index) {
      index = new Map()
      props.forEach((p, at) => index!.set(p[0] === 'p' || p[0] === 'g' ? p[1] : '', at))
      this.memberIndex.set(ref, index)
    }
    return Math.max(index.get(name) ?? -1, index.get('') ?? -1)
  }

  /**
   * The function whose `this` stands for that of all methods of one object: the methods of a component share one `this`,
   * so that what is read of it is found once.
   */
  thisOf(fn: number): number {
    const record = this.summary.functions[fn]!
    if (record.owner < 0) return fn
    const root = this.rootObject(record.owner)
    const known = this.thisFunctions.get(root)
    if (known !== undefined) return known
    this.thisFunctions.set(root, fn)
    return fn
  }

  /** The outermost object literal that holds an object literal, as a member of a member. */
  rootObject(ref: Ref): Ref {
    let root = ref
    for (let up = this.parents().get(root), i = 0; up !== undefined && i < 3; up = this.parents().get(root), i++)
      root = up
    return root
  }

  /** The object literal that holds each object literal as a member. */
  parents(): ReadonlyMap<Ref, Ref> {
    if (this.objectParents) return this.objectParents
    const out = new Map<Ref, Ref>()
    this.objectParents = out
    this.summary.nodes.forEach((n, ref) => {
      if (n[0] === 'obj')
        for (const p of n[1]) if (p[0] === 'p' && this.summary.nodes[p[2]]![0] === 'obj') out.set(p[2], ref)
    })
    return out
  }

  /** The condition under which a call is reached inside its function, or -1. */
  conditionOf(call: Ref): number {
    this.callConditions ??= new Map(this.summary.calls)
    return this.callConditions.get(call) ?? -1
  }

  private readonly narrowingsOf = new Map<Ref, readonly Narrowing[]>()

  /** The tests in front of a call that ask about what it hands over, found once. */
  narrowings(call: Ref, find: (module: Module, call: Ref) => readonly Narrowing[]): readonly Narrowing[] {
    let known = this.narrowingsOf.get(call)
    if (!known) this.narrowingsOf.set(call, (known = find(this, call)))
    return known
  }

  owner(ref: number): number {
    return this.owners[ref] ?? 0
  }

  /** The frame of a function whose caller is not known: its parameters stand for themselves. */
  frameOf(fn: number): Frame {
    if (fn <= 0) return this.top
    let f = this.symbolic[fn]
    if (!f) {
      f = new Frame(this, fn, this.frameOf(this.summary.functions[fn]!.parent), null, null)
      this.symbolic[fn] = f
    }
    return f
  }
}
