import type { ModuleSummary, Ref } from '../extract/ir'

/** The getters and setters of a module's object literals. */
export class Accessors {
  constructor(private readonly summary: ModuleSummary) {}

  private readonly getters = new Map<Ref, ReadonlyMap<string, number>>()

  /** The function of an object literal's getter of this name, where nothing behind it in the literal may be it. */
  getterOf(literal: Ref, name: string): number | undefined {
    let own = this.getters.get(literal)
    if (!own) {
      const n = this.summary.nodes[literal]!
      const found = new Map<string, number>()
      for (const p of n[0] === 'obj' ? n[1] : []) {
        if (p[0] === 'g') found.set(p[1], p[2])
        else if (p[0] === 'p') found.delete(p[1])
        else if (!p[2]) found.clear()
      }
      this.getters.set(literal, (own = found))
    }
    return own.get(name)
  }

  private setters: Map<Ref, [name: string, fn: number][]> | null = null

  /** The setters of an object literal. */
  settersOf(literal: Ref): readonly [name: string, fn: number][] {
    if (!this.setters) {
      this.setters = new Map()
      for (const [fn, { owner, setter }] of this.summary.functions.entries())
        if (setter !== undefined) this.setters.set(owner, [...(this.setters.get(owner) ?? []), [setter, fn]])
    }
    return this.setters.get(literal) ?? []
  }
}
