import type * as t from '@babel/types'
import type { JoinRecord, LiteralRecord } from './literals'
import type {
  AttributeCall,
  ClassRecord,
  Condition,
  FunctionRecord,
  GlobRecord,
  Node,
  Ref,
  VariableRecord,
  WriteRecord,
} from './ir'
import { FlowState } from './flow'
import type { Target } from './jumps'
import { mergeStates } from './merge'
import type { Binding, FunctionScope, Scope, ScopeTable } from './scope'

/** A loop that is being walked: its assigned bindings and the variables that stand for them. */
export interface LoopContext {
  variables: Map<Binding, number>
  /** What each round makes of the variables is known; false where a jump leaves several loops at once. */
  exact: boolean
}

/** The function whose body is being walked. */
export interface FunctionContext {
  index: number
  scopeFn: FunctionScope
  state: FlowState
  /** Condition of the path to here, or -1. */
  condition: number
  results: Ref[]
  /** The path ended: return, throw, break, continue. */
  dead: boolean
  /** The loops, switches and labelled statements around this place, innermost last. */
  targets: Target[]
  /** What the `try` block that is being walked has written, and how much of it before something that may throw. */
  tried: { writes: [Binding, Ref][]; seen: number } | null
  /** What this function wrote to members of its `this`, by their names; see `own-members.ts`. */
  own: Map<string, Binding> | null
  /** The values that a generator has given so far. */
  yields: Binding | null
  /** What a `return` does where the body of a function is walked as part of the function around it. */
  exit: (() => void) | null
}

/** A function body that waits until the function around it is finished, so that it finds all of its variables known. */
export interface PendingBody {
  index: number
  scopeFn: FunctionScope
  walk: () => void
}

const HIDDEN: Omit<Binding, 'name' | 'fn' | 'seen'> = {
  writes: 2,
  initialised: true,
  writtenInside: false,
  captured: false,
  mutated: true,
  hoisted: null,
  value: -1,
  variable: -1,
  alias: null,
}

/**
 * Collects one module's summary. The walk over statements, expressions, patterns and classes adds to it;
 * the tables are the summary's own.
 */
export class Builder {
  readonly nodes: Node[] = []
  readonly functions: FunctionRecord[] = []
  readonly classes: ClassRecord[] = []
  readonly variables: VariableRecord[] = []
  readonly conditions: Condition[] = []
  readonly calls: [Ref, number][] = []
  readonly writes: WriteRecord[] = []
  readonly attributes: AttributeCall[] = []
  readonly specifiers: string[] = []
  /** Templates that are taken in, and the file that holds the script: indices into `specifiers`. */
  readonly includes: number[] = []
  script = -1
  readonly globs: GlobRecord[] = []
  readonly exports: [string, Ref][] = []
  readonly stars: number[] = []
  /** Exports of bindings whose value may stand further down. */
  readonly lateExports: [name: string, binding: Binding, pos: number][] = []
  readonly literals: LiteralRecord[] = []
  readonly joins: JoinRecord[] = []
  /** The values of promises; filled until all functions are walked. */
  readonly promises: Ref[][] = []
  readonly pending: PendingBody[] = []
  /** `module.exports` as the flow of the top level changes it. */
  readonly exportsBinding: Binding
  usesCommonJs = false
  /** A generator that is declared here is how a compiler writes an async function. */
  asyncGenerator = false
  /** It has `import` or `export` statements: `this` at the top is no exports object. */
  readonly esModule: boolean
  context!: FunctionContext
  private readonly specifierIndex = new Map<string, number>()
  private readonly variableOf: Binding[] = []
  private readonly undefinedNode: Ref

  constructor(
    readonly code: string,
    readonly scopes: ScopeTable,
  ) {
    this.undefinedNode = this.push(['undef'])
    this.esModule = (scopes.root.fn.node as t.Program).body.some((s) => /^(?:Import|Export)/.test(s.type))
    const fn = scopes.root.fn
    this.exportsBinding = { ...HIDDEN, name: 'module.exports', fn, captured: true, seen: [] }
  }

  push(node: Node): Ref {
    return this.nodes.push(node) - 1
  }

  addWrite(object: Ref, name: string | Ref, value: Ref, pos: number): void {
    this.writes.push({ object, name, value, fn: this.context.index, condition: this.context.condition, pos })
  }

  undef(): Ref {
    return this.undefinedNode
  }

  unknown(reason: string, pos: number): Ref {
    return this.push(['unknown', reason, pos])
  }

  specifier(text: string): number {
    let i = this.specifierIndex.get(text)
    if (i === undefined) {
      i = this.specifiers.push(text) - 1
      this.specifierIndex.set(text, i)
    }
    return i
  }

  scopeOf(node: t.Node, fallback: Scope): Scope {
    return this.scopes.of.get(node) ?? fallback
  }

  /** A binding with one value that its declaration gives and that nothing changes. */
  simple(b: Binding): boolean {
    return b.initialised && b.writes === 1 && !b.mutated && !b.writtenInside
  }

  /** The value of a declared name at this point. */
  read(b: Binding, pos: number): Ref {
    if (this.simple(b)) return b.value >= 0 ? b.value : this.unknown('variable', pos)
    if (this.flows(b)) return this.context.state.get(b) ?? this.undef()
    return this.context.state.get(b) ?? this.push(['var', this.variable(b)])
  }

  /** The summary's variable that closures read a binding through. */
  variable(b: Binding): number {
    if (b.variable < 0) {
      b.variable = this.variables.push({ name: b.name, values: [], loop: false }) - 1
      this.variableOf[b.variable] = b
    }
    return b.variable
  }

  write(b: Binding, value: Ref): void {
    if (this.simple(b)) {
      b.value = value
      return
    }
    this.context.state.set(b, value)
    this.context.tried?.writes.push([b, value])
    if (!this.flows(b)) see(b, value)
  }

  /** A declaration without a value: a function that fills it tests for that (`if (!client) client = …`). */
  unset(b: Binding): void {
    see(b, this.undef())
  }

  /** Something may throw here: a `catch` sees what was written until now. */
  mayThrow(): void {
    const { tried } = this.context
    if (tried) tried.seen = tried.writes.length
  }

  /** Only the flow of this function changes it: what another function may write is known only until the next call. */
  flows(b: Binding): boolean {
    return b.fn === this.context.scopeFn && !b.writtenInside
  }

  /** A call may run closures: what they could read now counts as seen. */
  observe(): void {
    const { state } = this.context
    state.takeFresh((b, value) => {
      if (this.flows(b)) see(b, value)
      else state.delete(b)
    })
  }

  /** Runs `body` under one more condition and restores the condition after it. */
  under(test: Ref, truthy: 0 | 1, body: () => void): void {
    const saved = this.context.condition
    this.context.condition = this.condition(saved, test, truthy)
    body()
    this.context.condition = saved
  }

  condition(parent: number, test: Ref, truthy: 0 | 1): number {
    return this.conditions.push([parent, test, truthy]) - 1
  }

  /** A value guarded by all conditions of the path to here within this function. */
  guarded(value: Ref): Ref {
    let result = value
    for (let c = this.context.condition; c >= 0;) {
      const [parent, test, truthy] = this.conditions[c]!
      result = this.push(['guard', test, truthy, result])
      c = parent
    }
    return result
  }

  joined(values: Ref[]): Ref {
    const unique = [...new Set(values)]
    if (unique.length === 1) return unique[0]!
    return this.push(['join', unique])
  }

  /** Joins two states after a branch; the value under `test` comes first. */
  merge(test: Ref | null, yes: FlowState, no: FlowState): FlowState {
    return mergeStates(this, test, yes, no)
  }

  /** A variable that no program names: what the walk itself keeps in the flow of a function. */
  hidden(name: string): Binding {
    return { ...HIDDEN, name, fn: this.context.scopeFn, seen: [] }
  }

  /** Registers a function; its body is walked later. `walk` runs with the context of that function. */
  defineFunction(
    record: Omit<FunctionRecord, 'first' | 'result' | 'outs' | 'condition' | 'parent'>,
    scopeFn: FunctionScope,
    walk: () => void,
  ): number {
    const index = this.functions.length
    this.functions.push({
      ...record,
      parent: this.context.index,
      first: -1,
      result: -1,
      outs: [],
      condition: this.context.condition,
    })
    this.pending.push({ index, scopeFn, walk })
    return index
  }

  /** Walks a function's body in a context of its own and completes its record. */
  runFunction(body: PendingBody): void {
    const record = this.functions[body.index]!
    record.first = this.nodes.length
    this.context = {
      index: body.index,
      scopeFn: body.scopeFn,
      state: new FlowState(),
      condition: -1,
      results: [],
      dead: false,
      targets: [],
      own: null,
      yields: null,
      tried: null,
      exit: null,
    }
    body.walk()
    if (this.context.results.length) record.result = this.joined(this.context.results)
    for (const [b, value] of this.context.state.all()) if (b.captured) see(b, value)
  }

  /** The variables' values, when all functions have been walked. */
  finishVariables(): void {
    this.variables.forEach((v, i) => {
      const b = this.variableOf[i]
      if (b) v.values = [...new Set(b.seen)]
    })
  }

  /** The function whose `this` is in force: arrows take their parent's. */
  thisFunction(): number {
    let i = this.context.index
    while (i > 0 && this.functions[i]!.arrow) i = this.functions[i]!.parent
    return i
  }
}

function see(b: Binding, value: Ref): void {
  if (b.seen[b.seen.length - 1] !== value) b.seen.push(value)
}
