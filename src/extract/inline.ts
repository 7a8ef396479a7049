import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Resolution, Scope } from './scope'
import { assignPattern } from './assign'
import { copyEach } from './copies'
import { expression, response } from './expressions'
import type { Closure, InlineCall } from './inline-calls'
import { landed, type Landing } from './jumps'
import { rounds } from './loops'
import { statements } from './statements'

/** Walks the body of a function that is run at once; the value of the call. */
export function inline(
  b: Builder,
  node: t.CallExpression | t.OptionalCallExpression | t.NewExpression,
  call: InlineCall,
  scope: Scope,
): Ref {
  if (call.kind === 'each') return each(b, node as t.CallExpression, call, scope)
  const { fn } = call
  const cx = b.context
  const inner = b.scopeOf(fn, scope)
  const args = call.args.map((a) => expression(b, a, scope))
  const outer = { results: cx.results, exit: cx.exit, targets: cx.targets }
  const start = cx.condition
  const wasDead = cx.dead
  const returns: Landing[] = []
  Object.assign(cx, { results: [], targets: [], dead: false })
  cx.exit = () => returns.push({ state: cx.state.copy(), condition: cx.condition })
  const before = fn.async ? cx.state.copy() : null
  const promise: Resolution | null = call.kind === 'promise' ? { values: [], fn: cx.index } : null
  fn.params.forEach((p, i) => {
    assignPattern(b, p, args[i] ?? (promise ? b.push(['global', '#settle', p.start!]) : b.undef()), inner)
    const binding = promise && i === 0 && p.type === 'Identifier' ? inner.names.get(p.name) : null
    if (binding) binding.resolves = promise!
  })
  body(b, fn, inner)
  if (returns.length) {
    cx.state = landed(b, start, returns, cx.dead ? null : cx.state)!
    cx.dead = false
  }
  const { results } = cx
  const ended = cx.dead && call.kind !== 'promise'
  // What stands behind its first `await` happens later.
  if (before) cx.state = b.merge(null, cx.state, before)
  Object.assign(cx, outer)
  cx.condition = start
  cx.dead = wasDead || ended
  // What the function did to a variable's object, it did to that variable.
  fn.params.forEach((p, i) => leave(b, p, call.args[i], args[i], inner, scope))
  if (promise) {
    b.promises.push(promise.values)
    return b.push(['join', promise.values])
  }
  return results.length ? b.joined(results) : b.undef()
}

/** `resolve(value)` inside a promise's function. */
export function resolve(
  b: Builder,
  node: t.CallExpression | t.OptionalCallExpression,
  to: Resolution,
  scope: Scope,
): Ref {
  const args = node.arguments.map((a) => expression(b, a, scope))
  // A value that was known before the function that settles the promise is as good as one here.
  const own = b.functions[b.context.index]!
  const here = b.context.index === to.fn || (args[0] !== undefined && args[0] < own.first && own.parent === to.fn)
  to.values.push(here ? b.guarded(args[0] ?? b.undef()) : response(b, node.start!))
  return b.undef()
}

function body(b: Builder, fn: Closure, inner: Scope): void {
  if (fn.body.type === 'BlockStatement') statements(b, fn.body.body, inner)
  else b.context.results.push(b.guarded(expression(b, fn.body, inner)))
}

function leave(
  b: Builder,
  p: t.Node,
  arg: t.Node | undefined,
  before: Ref | undefined,
  inner: Scope,
  scope: Scope,
): void {
  if (p.type !== 'Identifier' || !arg || before === undefined) return
  const own = inner.names.get(p.name)
  const after = own && b.context.state.get(own)
  if (after === undefined || after === before) return
  // `(Env || (Env = {}))`, as compilers write enums.
  const target = arg.type === 'LogicalExpression' ? arg.left : arg
  if (target.type === 'MemberExpression' || target.type === 'Identifier') {
    const isVariable = target.type === 'Identifier'
    const binding = isVariable ? scope.resolve(target.name) : null
    if (isVariable ? binding && b.flows(binding) && !b.simple(binding) : true) assignPattern(b, target, after, scope)
  }
}

function each(b: Builder, node: t.CallExpression, call: InlineCall, scope: Scope): Ref {
  const { fn } = call
  const cx = b.context
  const inner = b.scopeOf(fn, scope)
  if (copyEach(b, (node.callee as t.MemberExpression).object, fn, inner)) return b.undef()
  const list = expression(b, (node.callee as t.MemberExpression).object, scope)
  for (const a of call.args.slice(1)) expression(b, a, scope)
  const outer = { results: cx.results, exit: cx.exit }
  const wasDead = cx.dead
  const both = fn.params.length > 1
  const over = { kind: 'element' as const, of: both ? b.push(['pairs', list]) : list, handed: !both }
  const round = (item: Ref | null, next: () => void): void => {
    cx.results = []
    cx.exit = next
    fn.params.forEach((p, i) => {
      const value = i > 1 ? list : both ? b.push(['member', item!, String(i), p.start!]) : item!
      assignPattern(b, p, value, inner)
    })
    body(b, fn, inner)
  }
  rounds(b, fn, { over, body: round })
  Object.assign(cx, outer)
  cx.dead = wasDead
  return b.undef()
}
