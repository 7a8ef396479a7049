import type { Memo } from './frame'

/**
 * A question that has nothing to do with the ones in the midst of which it is asked: which objects a write goes to. Where
 * it leads back to one of those, its answer is cut short there: it counts for now and is found anew once that one is
 * closed, with all that was made of it.
 */
export class Aside {
  private readonly cut: [Memo, number][] = []
  /** How deep the outermost question stands that was met again. */
  outermost = Infinity

  /** @param depth how deep the question stands that leads to this one */
  constructor(private readonly depth: number) {}

  /** A question that is still open was met, that deep. */
  met(depth: number): void {
    if (depth <= this.depth && depth < this.outermost) this.outermost = depth
  }

  /** A node was evaluated: what comes behind the place where an open question was met may be made of it. */
  found(memo: Memo, node: number): void {
    if (this.isCut) this.cut.push([memo, node])
  }

  get isCut(): boolean {
    return this.outermost < Infinity
  }

  /** Forgets what was cut short. */
  close(): void {
    for (const [memo, node] of this.cut) if (typeof memo.get(node) === 'object') memo.delete(node)
  }
}
