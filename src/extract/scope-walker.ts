import type * as t from '@babel/types'
import { NAMESPACES } from '../platforms'
import { eachChild, isNode } from './children'
import { collectionRoot, inlineCall, type Closure } from './inline-calls'
import { Scope, type FunctionScope } from './scope'
import { ScopeDeclarations } from './scope-declarations'

/** Functions of the platform, of frameworks and of the language that leave the members of what they are given as they are. */
const KEEPS: ReadonlySet<string> = new Set([
  ...NAMESPACES,
  ...(
    'App Page Component Behavior Vue Promise Object Array JSON console Math String Boolean Number Reflect require ' +
    'setTimeout clearTimeout getCurrentPages defineComponent encodeURIComponent decodeURIComponent ref reactive ' +
    'createApp createSSRApp'
  ).split(' '),
])

function makesObject(node: t.Expression): boolean {
  if (node.type === 'ObjectExpression') return node.properties.length > 0
  return node.type === 'ArrayExpression' && node.elements.length > 0
}

/** What keeps pairs or values, and is changed by its methods. */
const COLLECTION = /^(?:Map|Set|URL|URLSearchParams|WeakMap|WeakSet)$/

function makesCollection(node: t.Expression): boolean {
  // `new Map().set('a', 1).set(…)`
  let n: t.Node = node
  while (n.type === 'CallExpression' && n.callee.type === 'MemberExpression') n = n.callee.object
  return n.type === 'NewExpression' && n.callee.type === 'Identifier' && COLLECTION.test(n.callee.name)
}

/** The walk over a program that finds its scopes, declarations and uses. */
export class ScopeWalker extends ScopeDeclarations {
  /** The expression of the statement that is being walked: nobody takes its value. */
  private unused: t.Expression | null = null

  private func(node: t.Function, scope: Scope): void {
    const fn: FunctionScope = { node, parent: scope.fn }
    const inner = new Scope(scope, fn)
    this.table.functions.set(node, fn)
    this.table.of.set(node, inner)
    if (node.type === 'FunctionExpression' && node.id) this.declareOnce(inner, node.id.name)
    for (const p of node.params) this.pattern(p, inner, inner, true)
    if (node.body.type === 'BlockStatement') {
      this.hoistFunctions(node.body.body, inner)
      for (const s of node.body.body) this.visit(s, inner)
    } else this.visit(node.body, inner)
  }

  /** A function whose body is part of the flow around it. */
  private inlined(node: Closure, scope: Scope): void {
    const inner = new Scope(scope, scope.fn, true)
    this.table.of.set(node, inner)
    for (const p of node.params) this.pattern(p, inner, inner, true)
    if (node.body.type === 'BlockStatement') this.block(node.body.body, inner)
    else this.visit(node.body, inner)
  }

  private classBody(node: t.Class, scope: Scope): void {
    const inner = new Scope(scope, scope.fn)
    this.table.of.set(node, inner)
    if (node.type === 'ClassExpression' && node.id) this.declareOnce(inner, node.id.name)
    if (node.superClass) this.visit(node.superClass, inner)
    for (const d of node.decorators ?? []) this.visit(d, inner)
    // Field initialisers run as functions of their own: what they read is captured.
    const fields: FunctionScope = { node: node.body, parent: scope.fn }
    this.table.functions.set(node.body, fields)
    const fieldScope = new Scope(inner, fields)
    this.table.of.set(node.body, fieldScope)
    for (const m of node.body.body) {
      if ('computed' in m && m.computed && 'key' in m) this.visit(m.key as t.Node, inner)
      if (m.type === 'ClassMethod' || m.type === 'ClassPrivateMethod') this.func(m, inner)
      else if ('value' in m && isNode(m.value)) this.visit(m.value, fieldScope)
      else if (m.type === 'StaticBlock') for (const s of m.body) this.visit(s, fieldScope)
    }
  }

  visit(node: t.Node, scope: Scope): void {
    // `declare const wx: Wx` describes what exists elsewhere; it declares nothing here.
    if ('declare' in node && node.declare) return
    switch (node.type) {
      case 'Identifier':
      case 'JSXIdentifier':
        this.uses.push({ name: node.name, scope, kind: 'read' })
        return
      case 'ExpressionStatement':
        this.unused = node.expression
        this.visit(node.expression, scope)
        return
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
        if (node.type === 'ObjectMethod' && node.computed) this.visit(node.key, scope)
        if (node.type === 'FunctionDeclaration' && node.id && !scope.lookup(node.id.name)?.hoisted) {
          this.declareOnce(scope, node.id.name).hoisted = node
        }
        this.func(node, scope)
        return
      case 'ClassDeclaration':
        if (node.id) this.declareOnce(scope, node.id.name)
        this.classBody(node, scope)
        return
      case 'ClassExpression':
        this.classBody(node, scope)
        return
      case 'VariableDeclaration': {
        const target = node.kind === 'var' ? this.functionScope(scope) : scope
        for (const d of node.declarations) {
          this.pattern(d.id, target, scope, d.init != null)
          if (d.id.type === 'Identifier' && d.init && makesObject(d.init)) this.declare(target, d.id.name).made = true
          if (d.id.type === 'Identifier' && d.init && makesCollection(d.init))
            this.declare(target, d.id.name).collection = true
          if (node.kind === 'const' && d.id.type === 'Identifier' && d.init?.type === 'Identifier')
            this.aliases.push({ binding: this.declare(target, d.id.name), to: d.init.name, scope })
          if (d.init) this.visit(d.init, scope)
        }
        return
      }
      case 'ImportDeclaration':
        for (const s of node.specifiers) this.declareOnce(scope, s.local.name)
        return
      case 'TSImportEqualsDeclaration':
        this.declareOnce(scope, node.id.name)
        return
      case 'ExportNamedDeclaration':
        if (node.declaration) this.visit(node.declaration, scope)
        else if (!node.source)
          for (const s of node.specifiers) if (s.type === 'ExportSpecifier') this.visit(s.local, scope)
        return
      case 'ExportDefaultDeclaration':
        if (node.declaration) this.visit(node.declaration as t.Node, scope)
        return
      case 'ExportAllDeclaration':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        return
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
        if (node.id.type === 'Identifier') this.declareOnce(scope, node.id.name)
        if (node.type === 'TSEnumDeclaration')
          for (const m of node.members) {
            if (m.initializer) this.visit(m.initializer, scope)
          }
        else if (node.body) {
          // A namespace is a function that runs once.
          const fn: FunctionScope = { node, parent: scope.fn }
          this.table.functions.set(node, fn)
          const inner = new Scope(scope, fn)
          this.table.of.set(node, inner)
          this.visit(node.body, inner)
        }
        return
      case 'AssignmentExpression':
        this.table.assigned.add(node.left)
        this.pattern(node.left, null, scope, true)
        if (node.operator !== '=' && node.left.type === 'Identifier')
          this.uses.push({ name: node.left.name, scope, kind: 'read' })
        this.visit(node.right, scope)
        return
      case 'UpdateExpression':
        this.table.assigned.add(node.argument)
        this.pattern(node.argument, null, scope, true)
        return
      case 'UnaryExpression':
        if (node.operator === 'delete') this.memberWrite(node.argument, scope)
        this.visit(node.argument, scope)
        return
      case 'NewExpression':
      case 'CallExpression': {
        if (node.type === 'CallExpression') {
          this.mutatingCall(node, scope)
          this.handedOver(node, scope)
        }
        const atOnce = inlineCall(node, node === this.unused)
        for (const a of node.arguments) this.table.assigned.add(a)
        this.table.assigned.add(node.callee)
        if (!atOnce) {
          this.visit(node.callee, scope)
          for (const a of node.arguments) this.visit(a, scope)
          return
        }
        this.table.inlined.set(node, atOnce)
        const { callee } = node
        if (atOnce.kind === 'each') this.visit((callee as t.MemberExpression).object, scope)

        for (const a of node.arguments) if (a !== atOnce.fn) this.visit(a, scope)
        this.inlined(atOnce.fn, scope)
        return
      }
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        this.visit(node.object, scope)
        if (node.computed) this.visit(node.property, scope)
        return
      case 'ObjectProperty':
        if (node.computed) this.visit(node.key, scope)
        this.visit(node.value, scope)
        return
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'ForStatement': {
        const inner = new Scope(scope, scope.fn)
        this.table.of.set(node, inner)
        if (node.type === 'ForStatement') {
          if (node.init) this.visit(node.init, inner)
          if (node.test) this.visit(node.test, inner)
          if (node.update) this.visit(node.update, inner)
        } else {
          if (node.left.type === 'VariableDeclaration') {
            const target = node.left.kind === 'var' ? this.functionScope(scope) : inner
            for (const d of node.left.declarations) this.pattern(d.id, target, inner, true)
          } else {
            this.table.assigned.add(node.left)
            this.pattern(node.left, null, inner, true)
          }
          this.visit(node.right, inner)
        }
        this.visit(node.body, inner)
        return
      }
      case 'CatchClause': {
        const inner = new Scope(scope, scope.fn)
        this.table.of.set(node, inner)
        this.pattern(node.param, inner, inner, true)
        this.block(node.body.body, inner)
        return
      }
      case 'BlockStatement':
      case 'TSModuleBlock':
      case 'StaticBlock': {
        const inner = new Scope(scope, scope.fn)
        this.table.of.set(node, inner)
        this.block(node.body, inner)
        return
      }
      case 'SwitchStatement': {
        this.visit(node.discriminant, scope)
        const inner = new Scope(scope, scope.fn)
        this.table.of.set(node, inner)
        for (const c of node.cases) this.hoistFunctions(c.consequent, inner)
        for (const c of node.cases) {
          if (c.test) this.visit(c.test, inner)
          for (const s of c.consequent) this.visit(s, inner)
        }
        return
      }
      case 'LabeledStatement':
        this.visit(node.body, scope)
        return
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'JSXClosingElement':
        return
      case 'JSXAttribute':
        if (node.value) this.visit(node.value, scope)
        return
      case 'JSXMemberExpression':
        this.visit(node.object, scope)
        return
      default:
        eachChild(node, (child) => this.visit(child, scope))
    }
  }

  /** Calls that change an object in place: `Object.assign(x, …)`, `Object.defineProperty(x, …)`, `x.push(…)`. */
  private mutatingCall(node: t.CallExpression, scope: Scope): void {
    const callee = node.callee
    if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return
    const name = callee.property.name
    const first = node.arguments[0]
    if (callee.object.type === 'Identifier' && callee.object.name === 'Object') {
      if (/^(assign|definePropert(y|ies))$/.test(name) && first) this.memberWrite(first, scope)
    } else if (/^(?:push|unshift|pop|shift|reverse|sort|splice|fill|copyWithin)$/.test(name))
      this.memberWrite(callee.object, scope)
    else if (/^(?:set|add|append|delete|clear)$/.test(name)) {
      const root = collectionRoot(callee.object)
      if (root && scope.resolve(root.name)?.collection) this.memberWrite(root, scope)
    }
  }

  /** Objects that a call is given: functions of the project may change them. */
  private handedOver(node: t.CallExpression, scope: Scope): void {
    let root: t.Node = node.callee
    while (root.type === 'MemberExpression') root = root.object
    if (root.type === 'Identifier' && KEEPS.has(root.name)) return
    for (const a of node.arguments.slice(0, 4))
      if (a.type === 'Identifier') this.uses.push({ name: a.name, scope, kind: 'handed' })
  }

  block(body: t.Node[], scope: Scope): void {
    this.hoistFunctions(body, scope)
    for (const s of body) this.visit(s, scope)
  }
}
