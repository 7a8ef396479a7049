import type * as t from '@babel/types'
import type { InlineCall } from './inline-calls'
import { Assigned } from './assigned'
import { ScopeWalker } from './scope-walker'

/** A function (or the module's top level) while its module is being summarised. */
export interface FunctionScope {
  node: t.Node
  parent: FunctionScope | null
}

/** A declared name, with the facts that decide how precisely its value can be followed. */
export interface Binding {
  name: string
  fn: FunctionScope
  /** Assignments, the declaration's initialiser included. */
  writes: number
  /** The declaration itself gives the value. */
  initialised: boolean
  /** Written by a function inside the one that declares it: its value at a point in time isn't known. */
  writtenInside: boolean
  /** Read by a function inside the one that declares it. */
  captured: boolean
  /** A member of it is assigned by its own function: its object changes with the flow. */
  mutated: boolean
  /** Its declaration makes an object of its own. */
  made?: boolean
  /** Its declaration makes a `Map`, a `Set`, a `URL` or a `URLSearchParams`. */
  collection?: boolean
  /** What a promise's function calls with its value: the values that are handed to it. */
  resolves?: Resolution
  /** A function declaration: known from the start of its scope. */
  hoisted: t.FunctionDeclaration | null
  /** The value where there is exactly one, once it is known. */
  value: number
  /** Values that closures may see, where there are several. */
  seen: number[]
  /** Index into the summary's variables, or -1. */
  variable: number
  /** `const a = b`: the variable whose object it is, where both are written once. */
  alias: Binding | null
}

/** The values that a promise is given. */
export interface Resolution {
  values: number[]
  /** The function that it is given them in, by its index; elsewhere only run time knows them. */
  fn: number
}

export class Scope {
  readonly names = new Map<string, Binding>()
  constructor(
    readonly parent: Scope | null,
    readonly fn: FunctionScope,
    /** The body of a function that is walked as part of the one around it: its `var`s are its own. */
    readonly inlined = false,
  ) {}

  lookup(name: string): Binding | null {
    for (let s: Scope | null = this; s; s = s.parent) {
      const found = s.names.get(name)
      if (found) return found
    }
    return null
  }

  /** The variable that a name stands for, through names that are given to the same object. */
  resolve(name: string): Binding | null {
    let found = this.lookup(name)
    for (let i = 0; found?.alias && i < 8; i++) found = found.alias
    return found
  }
}

export interface ScopeTable {
  root: Scope
  /** The scope that a node opens. */
  of: Map<t.Node, Scope>
  functions: Map<t.Node, FunctionScope>
  /** Calls whose function is run at once, as part of the flow around them. */
  inlined: Map<t.Node, InlineCall>
  assigned: Assigned
}

/** A name as it is used somewhere. */
export interface Use {
  name: string
  scope: Scope
  /** `handed`: a call of a function that may change members of it. */
  kind: 'read' | 'write' | 'member' | 'handed'
}

/**
 * Declares every name of a program and counts its writes and captures in one plain walk.
 * (`@babel/traverse` does the same at six times a parse and throws on names declared twice.)
 */
export function analyseScopes(program: t.Program): ScopeTable {
  const top: FunctionScope = { node: program, parent: null }
  const root = new Scope(null, top)
  const table: ScopeTable = {
    root,
    of: new Map([[program as t.Node, root]]),
    functions: new Map([[program as t.Node, top]]),
    inlined: new Map(),
    assigned: new Assigned(),
  }
  const uses: Use[] = []
  const walker = new ScopeWalker(table, uses)
  walker.block(program.body, root)
  for (const use of uses) if (use.kind === 'write') settle(use)
  for (const alias of walker.aliases) {
    const target = alias.scope.lookup(alias.to)
    if (
      target &&
      target !== alias.binding &&
      alias.binding.writes === 1 &&
      target.writes === 1 &&
      target.initialised &&
      target.fn === alias.binding.fn &&
      !target.alias
    )
      alias.binding.alias = target
  }
  for (const use of uses) if (use.kind !== 'write') settle(use)
  return table
}

function settle(use: Use): void {
  const binding = use.kind === 'member' ? use.scope.resolve(use.name) : use.scope.lookup(use.name)
  if (!binding) return
  const inside = use.scope.fn !== binding.fn
  if (use.kind === 'write') {
    binding.writes++
    if (inside) binding.writtenInside = true
  } else if (!inside && (use.kind === 'member' || (use.kind === 'handed' && binding.made))) binding.mutated = true
  if (inside) binding.captured = true
  if (binding.alias && use.kind === 'read') settle({ ...use, name: binding.alias.name })
}
