import { identity } from './alternatives'
import type { Alternative, Alternatives, Value } from './values'
import type { Module } from './module'
import type { Narrowing } from './narrow'

/** The arguments of a call, evaluated when they are asked for. */
export interface Arguments {
  get(index: number): Alternatives
  /** All from this index on, as an array's items; null where their number isn't known. */
  rest(from: number): Alternatives
}

/** Calls inside each other beyond which nothing is shared with other calls. */
const MAX_SHARED_DEPTH = 12

/** Looks at one node that run out of their means, beyond which no further one is begun. */
const MAX_TRIES = 2

/** Values of nodes; of one that is being evaluated, how deep that question stands. */
export type Memo = Map<number, Alternatives | number>

/** A loop that was followed round by round. */
export interface LoopRun {
  /** What it goes over; null where only tests end it. */
  items: readonly Alternatives[] | null
  /** What its variables are inside, by variable. */
  inside: ReadonlyMap<number, readonly Alternative[]>
  /** What they are behind it; null where it isn't known how many rounds there are. */
  after: ReadonlyMap<number, Alternatives> | null
}

/**
 * One activation of a function: its arguments, its `this`, and the frame of the function around it.
 * A frame without arguments is symbolic: its parameters stand for themselves.
 */
export class Frame {
  private values: Memo | null = null
  private shallowValues: Memo | null = null
  private lookups: Set<string> | null = null
  private shallowLookups: Set<string> | null = null
  private testNumbers: Map<number, number> | null = null
  readonly depth: number
  /** Whether it is, or was made in, one round of a loop. */
  private readonly inRound: boolean

  constructor(
    readonly module: Module,
    readonly fn: number,
    readonly parent: Frame | null,
    readonly args: Arguments | null,
    readonly self: Value | null,
    /** The frame that called, for recursion checks. */
    readonly caller: Frame | null = null,
    /** The frame of which this is one round of a loop. */
    readonly round: Frame | null = null,
  ) {
    this.depth = caller ? caller.depth + 1 : round ? round.depth : 0
    this.inRound = round !== null || (parent?.inRound ?? false)
  }

  /** What was evaluated here, by node. A shallow look keeps values of its own. */
  memo(shallow: boolean): Memo {
    return shallow ? (this.shallowValues ??= new Map()) : (this.values ??= new Map())
  }

  private tried: Map<number, { times: number; means: number }> | null = null

  /** A look at a node ran out of its means: nodes that it might still evaluate. */
  gaveUp(node: number, means: number): void {
    this.tried ??= new Map()
    const before = this.tried.get(node)
    if (before) this.tried.set(node, { times: before.times + 1, means: Math.max(before.means, means) })
    else this.tried.set(node, { times: 1, means })
  }

  /**
   * Whether looks at a node with these means or more were in vain. Each keeps what it found on its way, so that the next
   * one may get to the end; where the second doesn't, hundreds would be spent on it one after the other.
   */
  isTooMuch(node: number, means: number): boolean {
    const before = this.tried?.get(node)
    return before !== undefined && before.times >= MAX_TRIES && before.means >= means
  }

  /** What a round of a loop sets: loops inside it see the same. */
  readonly given: [node: number, value: Alternatives][] = []

  /** Sets the value of a node for one round of a loop. */
  give(node: number, value: Alternatives, shallow: boolean): void {
    this.given.push([node, value])
    this.memo(shallow).set(node, value)
    // A function that was made in this round is called later, whatever look it was found by.
    const other = this.memo(!shallow)
    if (!other.has(node)) other.set(node, value)
  }

  /** For a round: the nodes that may differ there. Only these are evaluated anew. */
  touched: ReadonlySet<number> | null = null
  /** The tests in front of the place that this frame is for. */
  narrowings: readonly Narrowing[] | null = null

  /**
   * The same activation once more, with the rounds of loops that it is in: what is set there is seen there alone.
   * @param differ the nodes that differ there, and with them all that is made of them; the rest is what it is here
   */
  again(differ: readonly number[], shallow: boolean): Frame {
    const out = new Frame(this.module, this.fn, this.parent, this.args, this.self, this.caller, this)
    out.touched = this.module.touched(differ, this.fn)
    for (const [node, value] of this.given) out.give(node, value, shallow)
    return out
  }

  /** Whether a node of this function is made of what a round around it sets: `() => wx[name]` of this round's name. */
  isOfRound(node: number): boolean {
    if (this.inRound) for (let f = this.parent; f; f = f.parent) if (f.touched?.has(node)) return true
    return false
  }

  private narrow: Map<number, Frame> | null = null
  private shallowNarrow: Map<number, Frame> | null = null

  /** The same activation as the conditions in front of a call leave it, by the call's node; see `narrow.ts`. */
  narrowed(shallow: boolean): Map<number, Frame> {
    return shallow ? (this.shallowNarrow ??= new Map()) : (this.narrow ??= new Map())
  }

  private loops: Map<number, LoopRun> | null = null
  private shallowLoops: Map<number, LoopRun> | null = null

  /** Loops that were followed here, by a node of theirs. */
  runs(shallow: boolean): Map<number, LoopRun> {
    return shallow ? (this.shallowLoops ??= new Map()) : (this.loops ??= new Map())
  }

  private scratch: Map<string, Frame> | null = null
  private shallowScratch: Map<string, Frame> | null = null

  /** Rounds on values that aren't known, by what a loop changes in each. */
  scratches(shallow: boolean): Map<string, Frame> {
    return shallow ? (this.shallowScratch ??= new Map()) : (this.scratch ??= new Map())
  }

  /** Members that are being looked up: an object that is spread into itself ends there. */
  busy(shallow: boolean): Set<string> {
    return shallow ? (this.shallowLookups ??= new Set()) : (this.lookups ??= new Set())
  }

  private shared: Map<number, Map<unknown, Frame>> | null = null
  private forAll: Frame | undefined

  /**
   * The same activation for what depends on none of its arguments: one for all calls of the function on one object.
   * Calls that are deep inside others, or inside one of the same function, have their own: what is cut short there
   * would be cut short for all.
   */
  get withoutArguments(): Frame {
    return (this.forAll ??= this.findShared())
  }

  private findShared(): Frame {
    const { parent, fn, self } = this
    if (!this.args || this.round || !parent || this.depth > MAX_SHARED_DEPTH) return this
    for (let f = this.caller; f; f = f.caller) if (f.fn === fn && f.module === this.module) return this
    const key = self && identity(self)
    parent.shared ??= new Map()
    let frames = parent.shared.get(fn)
    if (!frames) parent.shared.set(fn, (frames = new Map()))
    let frame = frames.get(key)
    if (!frame) frames.set(key, (frame = new Frame(this.module, fn, parent, this.args, self, this.caller)))
    return frame
  }

  private innerFrames: Map<number, Frame> | null = null

  /** The frame of a function written in this one that was entered by nobody in particular. */
  inner(fn: number): Frame {
    const known = this.innerFrames?.get(fn)
    if (known) return known
    const frame = new Frame(this.module, fn, this, null, null, this.caller)
    ;(this.innerFrames ??= new Map()).set(fn, frame)
    return frame
  }

  /** Numbers of the tests evaluated here, for assumptions. */
  get tests(): Map<number, number> {
    return (this.testNumbers ??= new Map())
  }

  /** Forgets what was evaluated. */
  forget(): void {
    this.values?.clear()
    this.tried = null
    this.shallowValues?.clear()
    this.loops?.clear()
    this.shallowLoops?.clear()
    this.scratch?.clear()
    this.shallowScratch?.clear()
    this.narrow?.clear()
    this.shallowNarrow?.clear()
    this.shared = null
    this.forAll = undefined
  }

  /** The frame of an enclosing function, this one included; null where it is not around. */
  find(fn: number): Frame | null {
    for (let f: Frame | null = this; f; f = f.parent) if (f.fn === fn) return f
    return null
  }
}
