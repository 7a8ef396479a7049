import { operands, type ModuleSummary, type Node, type Ref } from '../extract/ir'
import { usedBy } from './touched'

/**
 * What of a call the value of a node depends on: on nothing; on the object that the function is a method of, and on what
 * the functions around it were called with; or on its arguments too.
 */
export const NEEDS = { nothing: 1, self: 2, arguments: 3 } as const
export type Needs = (typeof NEEDS)[keyof typeof NEEDS]

/** What of a call the nodes of a module depend on, found when it is asked for. */
export class Dependence {
  /** By node; 0: not asked for yet. */
  private readonly known: Uint8Array

  /** @param owners the function that each node belongs to */
  constructor(
    private readonly summary: ModuleSummary,
    private readonly owners: Uint32Array,
  ) {
    this.known = new Uint8Array(summary.nodes.length)
  }

  of(ref: Ref): Needs {
    const known = this.known[ref]
    if (known) return known as Needs
    if (this.owners[ref] === 0) return (this.known[ref] = NEEDS.nothing)
    // While it is being found out.
    this.known[ref] = NEEDS.arguments
    return (this.known[ref] = this.find(ref, this.summary.nodes[ref]!))
  }

  private find(ref: Ref, n: Node): Needs {
    switch (n[0]) {
      case 'param':
      case 'rest':
      case 'arguments':
        return n[1] === this.owners[ref] ? NEEDS.arguments : NEEDS.self
      case 'this':
      case 'super':
        return NEEDS.self
      case 'fn':
      case 'class':
      case 'new':
      case 'obj':
      case 'arr':
        // Closures and objects remember the call that made them: one that two calls make is two.
        return NEEDS.arguments
      case 'var':
      case 'last':
        return this.most(ref, usedBy(this.summary, n), NEEDS.nothing)
      default:
        return this.most(ref, operands(n), NEEDS.nothing)
    }
  }

  private most(ref: Ref, refs: readonly Ref[], least: Needs): Needs {
    let most: Needs = least
    for (const r of refs) {
      const needs = this.of(r)
      // What the functions around it were called with is the same wherever it is called.
      const own = this.owners[r] === this.owners[ref] ? needs : (Math.min(needs, NEEDS.self) as Needs)
      if (own > most) most = own
      if (most === NEEDS.arguments) return most
    }
    return most
  }
}
