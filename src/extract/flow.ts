import type { Ref } from './ir'
import type { Binding } from './scope'

/** A binding whose value isn't known any more. */
const GONE = -1

/**
 * What is known at one point of a function's flow: the value of each binding that changes. A branch holds only what it
 * changes, so that a condition costs what stands under it and not what the function holds.
 */
export class FlowState {
  private readonly own: Map<Binding, Ref>
  /** Bindings that closures share and that were set since the last call. */
  private fresh: Set<Binding> | null = null

  constructor(
    private readonly parent: FlowState | null = null,
    own: Map<Binding, Ref> = new Map(),
  ) {
    this.own = own
  }

  get(b: Binding): Ref | undefined {
    for (let s: FlowState | null = this; s; s = s.parent) {
      const value = s.own.get(b)
      if (value !== undefined) return value === GONE ? undefined : value
    }
    return undefined
  }

  has(b: Binding): boolean {
    return this.get(b) !== undefined
  }

  set(b: Binding, value: Ref): void {
    this.own.set(b, value)
    if (b.captured) (this.fresh ??= new Set()).add(b)
  }

  delete(b: Binding): void {
    if (this.parent) this.own.set(b, GONE)
    else this.own.delete(b)
  }

  /** A state for what runs under a condition. Nothing may change this one until {@link join} or {@link adopt}. */
  branch(): FlowState {
    const out = new FlowState(this)
    if (this.fresh?.size) out.fresh = new Set(this.fresh)
    return out
  }

  /** A state of its own with the same values. */
  copy(): FlowState {
    const out = new FlowState(null, this.all())
    if (this.fresh?.size) out.fresh = new Set(this.fresh)
    return out
  }

  /** All bindings that are known, with their values. */
  all(): Map<Binding, Ref> {
    if (!this.parent) return new Map(this.own)
    const out = this.parent.all()
    for (const [b, value] of this.own) {
      if (value === GONE) out.delete(b)
      else out.set(b, value)
    }
    return out
  }

  /** Calls `each` for what closures may read and did not see yet. */
  takeFresh(each: (b: Binding, value: Ref) => void): void {
    if (!this.fresh?.size) return
    const { fresh } = this
    this.fresh = null
    for (const b of fresh) {
      const value = this.get(b)
      if (value !== undefined) each(b, value)
    }
  }

  /** The bindings that two branches of one state changed, or null where they aren't such. */
  static changes(yes: FlowState, no: FlowState): { base: FlowState; changed: Iterable<Binding> } | null {
    if (yes.parent && yes.parent === no.parent)
      return { base: yes.parent, changed: new Set([...yes.own.keys(), ...no.own.keys()]) }
    if (yes.parent === no) return { base: no, changed: [...yes.own.keys()] }
    if (no.parent === yes) return { base: yes, changed: [...no.own.keys()] }
    return null
  }

  /** What both branches have set since the last call. */
  joinFresh(yes: FlowState, no: FlowState): void {
    for (const from of [yes, no])
      if (from !== this && from.fresh) for (const b of from.fresh) (this.fresh ??= new Set()).add(b)
  }

  /** This state as one branch of it, the only one that goes on, has left it. */
  adopt(branch: FlowState): FlowState {
    if (branch.parent !== this) return branch
    for (const [b, value] of branch.own) {
      if (value === GONE) this.delete(b)
      else this.own.set(b, value)
    }
    this.fresh = branch.fresh
    return this
  }
}
