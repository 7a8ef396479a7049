import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { FlowState } from './flow'
import type { Ref } from './ir'
import type { Binding, Scope } from './scope'
import { assignPattern } from './assign'
import { expression } from './expressions'
import { classValue, defineFunction } from './functions'
import { WHEN } from './literals'
import { environmentsOfTest, markLiterals, restrictLiterals } from './when'
import { landed, leave, openTarget } from './jumps'
import { isLoop, loop } from './loops'
import { switchStatement } from './switch'
import { enumDeclaration, namespaceDeclaration } from './ts-declarations'
import { exportAllFrom, exportDefault, exportNamed, importDeclaration } from './modules'

/** Walks a list of statements in order; function declarations are known from its start. */
export function statements(b: Builder, list: t.Node[], scope: Scope): void {
  for (let node of list) {
    if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration') && node.declaration)
      node = node.declaration
    if (node.type === 'ImportDeclaration') importDeclaration(b, node, scope)
    if (node.type !== 'FunctionDeclaration' || !node.id) continue
    const binding = scope.lookup(node.id.name)
    if (binding?.hoisted === node) b.write(binding, b.push(['fn', defineFunction(b, node, scope, node.id.name)]))
  }
  list.forEach((node, i) => {
    // Code behind a `return` never runs: what it says is kept for rewriting, and holds under no condition.
    if (b.context.dead && i && !/^(?:Export|Import|FunctionDecl|ClassDecl|TS)/.test(node.type))
      b.under(b.push(['b', false]), 1, () => statement(b, node, scope))
    else statement(b, node, scope)
  })
}

export function statement(b: Builder, node: t.Node, scope: Scope): void {
  const cx = b.context
  switch (node.type) {
    case 'ExpressionStatement':
      expression(b, node.expression, scope)
      return
    case 'VariableDeclaration':
      for (const d of node.declarations) {
        if (!d.init) {
          if (d.id.type !== 'Identifier') continue
          const binding = scope.lookup(d.id.name)
          if (binding && !b.simple(binding) && !cx.state.has(binding) && binding.fn === cx.scopeFn) {
            if (binding.writtenInside) b.unset(binding)
            else cx.state.set(binding, b.undef())
          }
          continue
        }
        assignPattern(b, d.id, expression(b, d.init, scope, d.id.type === 'Identifier' ? d.id.name : ''), scope)
      }
      return
    case 'ReturnStatement': {
      const value = node.argument ? expression(b, node.argument, scope) : b.undef()
      cx.results.push(b.guarded((cx.yields && cx.state.get(cx.yields)) ?? value))
      cx.exit?.()
      cx.dead = true
      return
    }
    case 'ThrowStatement':
      b.mayThrow()
      expression(b, node.argument, scope)
      cx.dead = true
      return
    case 'IfStatement':
      return ifStatement(b, node, scope)
    case 'BlockStatement':
    case 'TSModuleBlock':
    case 'StaticBlock':
      statements(b, node.body, b.scopeOf(node, scope))
      return
    case 'SwitchStatement':
      return switchStatement(b, node, scope)
    case 'TryStatement':
      return tryStatement(b, node, scope)
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return loop(b, node, scope)
    case 'BreakStatement':
    case 'ContinueStatement':
      leave(b, node)
      return
    case 'LabeledStatement':
      return labelled(b, node, scope)
    case 'FunctionDeclaration':
      return
    case 'ClassDeclaration': {
      const value = classValue(b, node, scope, node.id?.name ?? '')
      const binding = node.id && scope.lookup(node.id.name)
      if (binding) b.write(binding, value)
      return
    }
    case 'ImportDeclaration':
      return
    case 'ExportNamedDeclaration':
      return exportNamed(b, node, scope)
    case 'ExportDefaultDeclaration':
      return exportDefault(b, node, scope)
    case 'ExportAllDeclaration':
      return exportAllFrom(b, node)
    case 'TSExportAssignment':
      b.usesCommonJs = true
      cx.state.set(b.exportsBinding, expression(b, node.expression, scope))
      return
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference') {
        const binding = scope.lookup(node.id.name)
        if (binding)
          binding.value = b.push(['require', b.specifier(node.moduleReference.expression.value), node.start!])
      }
      return
    case 'TSEnumDeclaration':
      return enumDeclaration(b, node, scope)
    case 'TSModuleDeclaration':
      return namespaceDeclaration(b, node, scope)
    case 'WithStatement':
      expression(b, node.object, scope)
      statement(b, node.body, scope)
      return
    default:
      // Types, directives and empty statements say nothing about URLs.
      return
  }
}

function ifStatement(b: Builder, node: t.IfStatement, scope: Scope): void {
  const cx = b.context
  const test = expression(b, node.test, scope)
  const before = cx.state
  const start = cx.condition
  const wasDead = cx.dead
  cx.dead = false
  cx.state = before.branch()
  cx.condition = b.condition(start, test, 1)
  const when = environmentsOfTest(b, test)
  const mark = markLiterals(b)
  statement(b, node.consequent, scope)
  if (when !== null) restrictLiterals(b, mark, when)
  const markNo = markLiterals(b)
  const yes = cx.state
  const yesDead = cx.dead
  cx.dead = false
  cx.state = before.branch()
  cx.condition = node.alternate ? b.condition(start, test, 0) : start
  if (node.alternate) statement(b, node.alternate, scope)
  if (when !== null) restrictLiterals(b, markNo, WHEN.ALL & ~when)
  const noDead = cx.dead
  cx.condition = start
  cx.dead = wasDead || (yesDead && noDead)
  if (yesDead && !noDead) {
    // What follows runs only where the branch was not taken.
    cx.state = before.adopt(cx.state)
    cx.condition = b.condition(start, test, 0)
  } else if (noDead && !yesDead) {
    cx.state = before.adopt(yes)
    cx.condition = b.condition(start, test, 1)
  } else cx.state = b.merge(test, yes, cx.state)
}

function tryStatement(b: Builder, node: t.TryStatement, scope: Scope): void {
  const cx = b.context
  const before = cx.state.copy()
  const start = cx.condition
  const wasDead = cx.dead
  const outer = cx.tried
  const own: NonNullable<typeof outer> = { writes: [], seen: 0 }
  cx.tried = own
  statement(b, node.block, scope)
  cx.tried = outer
  outer?.writes.push(...own.writes)
  const done = cx.state
  let tried: FlowState | null = cx.dead ? null : done
  if (node.handler) {
    cx.dead = wasDead
    cx.condition = start
    cx.state = b.merge(null, done, before)
    between(b, own.writes.slice(0, own.seen))
    const inner = b.scopeOf(node.handler, scope)
    if (node.handler.param)
      assignPattern(b, node.handler.param, b.unknown('response', node.handler.param.start!), inner)
    statements(b, node.handler.body.body, inner)
    const caught = cx.dead ? null : cx.state
    tried = tried && caught ? b.merge(null, tried, caught) : (tried ?? caught)
  }
  cx.condition = start
  cx.dead = wasDead || tried === null
  cx.state = tried ?? done
  if (node.finalizer) {
    const dead = cx.dead
    cx.dead = false
    statement(b, node.finalizer, scope)
    cx.dead ||= dead
  }
}

/** What a `try` block wrote before it threw may be what its `catch` finds. */
function between(b: Builder, writes: readonly (readonly [Binding, Ref])[]): void {
  const { state } = b.context
  const by = new Map<Binding, Ref[]>()
  for (const [binding, value] of writes) {
    const list = by.get(binding)
    if (list) list.push(value)
    else by.set(binding, [value])
  }
  for (const [binding, values] of by) {
    const here = state.get(binding)
    // What closures write too may be anything that is ever written to it.
    if (!b.flows(binding)) state.delete(binding)
    else if (here !== undefined) state.set(binding, b.joined([...values, here]))
  }
}

function labelled(b: Builder, node: t.LabeledStatement, scope: Scope): void {
  const cx = b.context
  if (isLoop(node.body)) return loop(b, node.body, scope, node.label.name)
  const wasDead = cx.dead
  const target = openTarget(b, node.label.name, null)
  statement(b, node.body, scope)
  cx.targets.pop()
  if (!target.breaks.length) return
  cx.state = landed(b, target.start, target.breaks, cx.dead ? null : cx.state)!
  cx.condition = target.start
  cx.dead = wasDead
}
