import type * as t from '@babel/types'
import type { Binding, Scope, ScopeTable, Use } from './scope'

/** How names come into a scope: declarations, patterns, hoisting, writes. */
export abstract class ScopeDeclarations {
  /** Names that are another name for a constant: `const b = a`. */
  readonly aliases: { binding: Binding; to: string; scope: Scope }[] = []

  constructor(
    protected readonly table: ScopeTable,
    protected readonly uses: Use[],
  ) {}

  abstract visit(node: t.Node, scope: Scope): void

  protected declare(scope: Scope, name: string): Binding {
    let b = scope.names.get(name)
    if (!b) {
      b = {
        name,
        fn: scope.fn,
        writes: 0,
        initialised: false,
        writtenInside: false,
        captured: false,
        mutated: false,
        hoisted: null,
        value: -1,
        seen: [],
        variable: -1,
        alias: null,
      }
      scope.names.set(name, b)
    }
    return b
  }

  /** Declares the names of a pattern; `init`: whether the declaration also gives them a value. */
  protected pattern(node: t.Node | null | undefined, declareIn: Scope | null, scope: Scope, init: boolean): void {
    if (!node) return
    switch (node.type) {
      case 'Identifier':
        if (declareIn) {
          const b = this.declare(declareIn, node.name)
          if (init) {
            b.writes++
            b.initialised = true
          }
        } else this.uses.push({ name: node.name, scope, kind: 'write' })
        return
      case 'ObjectPattern':
        for (const p of node.properties) {
          if (p.type === 'RestElement') this.pattern(p.argument, declareIn, scope, init)
          else {
            if (p.computed) this.visit(p.key, scope)
            this.pattern(p.value, declareIn, scope, init)
          }
        }
        return
      case 'ArrayPattern':
        for (const e of node.elements) this.pattern(e, declareIn, scope, init)
        return
      case 'AssignmentPattern':
        this.pattern(node.left, declareIn, scope, init)
        this.visit(node.right, scope)
        return
      case 'RestElement':
        this.pattern(node.argument, declareIn, scope, init)
        return
      case 'TSParameterProperty':
        this.pattern(node.parameter, declareIn, scope, init)
        return
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
        this.pattern(node.expression, declareIn, scope, init)
        return
      default:
        this.memberWrite(node, scope)
        this.visit(node, scope)
    }
  }

  protected memberWrite(node: t.Node, scope: Scope): void {
    let object: t.Node = node
    while (
      object.type === 'MemberExpression' ||
      object.type === 'OptionalMemberExpression' ||
      object.type === 'TSNonNullExpression' ||
      object.type === 'TSAsExpression'
    ) {
      object =
        object.type === 'MemberExpression' || object.type === 'OptionalMemberExpression'
          ? object.object
          : object.expression
    }
    if (object.type === 'Identifier') this.uses.push({ name: object.name, scope, kind: 'member' })
  }

  protected hoistFunctions(body: t.Node[], scope: Scope): void {
    for (let node of body) {
      if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration') && node.declaration)
        node = node.declaration
      if (node.type === 'FunctionDeclaration' && node.id) {
        this.declareOnce(scope, node.id.name).hoisted = node
      }
    }
  }

  protected declareOnce(scope: Scope, name: string): Binding {
    const b = this.declare(scope, name)
    b.writes++
    b.initialised = true
    return b
  }

  protected functionScope(scope: Scope): Scope {
    let s = scope
    while (s.parent && s.parent.fn === scope.fn && !s.inlined) s = s.parent
    return s
  }
}
