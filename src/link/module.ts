import type { ModuleSummary, Ref, WriteRecord } from '../extract/ir'
import { Frame } from './frame'

/** A summarised module while it is being linked. */
export class Module {
  /** Frame of the top level. */
  readonly top: Frame
  private methods: Map<number, WriteRecord[]> | null = null
  private readonly symbolic: (Frame | undefined)[] = []
  /** The function that each node belongs to. */
  private readonly owners: Uint32Array
  /** The object literal that holds each object literal as a member, once it is asked for. */
  objectParents: Map<Ref, Ref> | null = null
  /** The ids that import specifiers lead to; null: no source. */
  resolved = new Map<string, string | null>()

  constructor(
    readonly id: string,
    readonly summary: ModuleSummary,
    readonly index: number,
  ) {
    this.owners = new Uint32Array(summary.nodes.length)
    const order = summary.functions.map((f, i) => [f.first, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
    for (let k = 0; k < order.length; k++) {
      const end = order[k + 1]?.[0] ?? summary.nodes.length
      for (let r = Math.max(0, order[k]![0]); r < end; r++) this.owners[r] = order[k]![1]
    }
    this.top = new Frame(this, 0, null, null, null)
  }

  /** Forgets what was evaluated in frames without a caller. */
  forget(): void {
    this.top.memo.clear()
    for (const f of this.symbolic) f?.memo.clear()
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
