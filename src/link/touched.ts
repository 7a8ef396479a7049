import { operands, type ModuleSummary, type Node, type Ref, type VariableRecord } from '../extract/ir'

/** Which nodes of a module are made of which: the other way round than {@link operands} tells it. */
export class Uses {
  /** Where the users of each node begin in {@link users}; one more at the end. */
  private readonly starts: Uint32Array
  private readonly users: Uint32Array
  /** The nodes that make each function: a closure, an object with a getter, a class. */
  private readonly makers = new Map<number, Ref[]>()

  /** @param owners the function that each node belongs to */
  constructor(
    private readonly summary: ModuleSummary,
    private readonly owners: Uint32Array,
  ) {
    const { nodes } = summary
    const used = nodes.map((n, ref) => {
      this.addMakers(n, ref)
      return usedBy(summary, n)
    })
    this.starts = new Uint32Array(nodes.length + 1)
    for (const list of used) for (const r of list) this.starts[r + 1]!++
    for (let r = 0; r < nodes.length; r++) this.starts[r + 1]! += this.starts[r]!
    this.users = new Uint32Array(this.starts[nodes.length]!)
    const next = this.starts.slice()
    used.forEach((list, ref) => {
      for (const r of list) this.users[next[r]!++] = ref
    })
  }

  private addMakers(n: Node, ref: Ref): void {
    const add = (fn: number): void => {
      const list = this.makers.get(fn)
      if (list) list.push(ref)
      else this.makers.set(fn, [ref])
    }
    if (n[0] === 'fn') add(n[1])
    else if (n[0] === 'obj') {
      for (const p of n[1]) if (p[0] === 'g') add(p[2])
    } else if (n[0] === 'class')
      this.summary.functions.forEach((f, fn) => {
        if (f.cls === n[1]) add(fn)
      })
  }

  /**
   * The nodes that are made of some given ones, these included: all others have the same value whatever these have.
   * @param owner the function in an activation of which they are given
   */
  of(given: Iterable<Ref>, owner: number): ReadonlySet<Ref> {
    const out = new Set(given)
    const add = (ref: Ref): void => void out.add(ref)
    for (const ref of out) {
      for (let i = this.starts[ref]!; i < this.starts[ref + 1]!; i++) add(this.users[i]!)
      // A function that reads one of them holds on to it.
      for (let fn = this.owners[ref]!; fn > 0 && fn !== owner; fn = this.summary.functions[fn]!.parent)
        this.makers.get(fn)?.forEach(add)
    }
    return out
  }
}

/** What a node is made of; a variable of a loop of all that its rounds depend on. */
export function usedBy({ variables }: ModuleSummary, n: Node): readonly Ref[] {
  if (n[0] !== 'var' && n[0] !== 'last') return operands(n)
  const v = variables[n[1]]!
  if (!v.loop) return v.values
  const out: Ref[] = v.each ? [v.each[0], ...roundOf(v)] : roundOf(v)
  for (const [variable] of v.round ?? []) out.push(...roundOf(variables[variable]!))
  return out.filter((r) => r >= 0)
}

function roundOf({ values, steps }: VariableRecord): Ref[] {
  if (!steps) return [...values]
  const { next, test = [], until = -1, left = [] } = steps
  return [...values, next, ...test, until, ...left]
}
