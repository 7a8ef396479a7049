import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Scope } from './scope'
import { outer } from './assign'
import { storeAll } from './calls'
import { expression } from './expressions'
import type { Closure } from './inline-calls'

/** A loop that copies all members of an object into another. */
interface Copy {
  to: t.Identifier
  from: t.Expression
}

/**
 * `for (var key in options) params[key] = options[key]`, as `Object.assign` was written before there was one, with or
 * without a test that a member is the object's own. Walked as what it does: which members there are only a caller knows.
 * Whether it was such a loop.
 */
export function copyLoop(b: Builder, node: t.ForInStatement | t.ForOfStatement, scope: Scope): boolean {
  const { left, right } = node
  const key = left.type === 'VariableDeclaration' ? left.declarations[0]!.id : left
  const from = node.type === 'ForInStatement' ? right : keysOf(right)
  return from !== null && copyAll(b, copied(key, from, node.body), scope, node.start!)
}

/** The same as `Object.keys(options).forEach((key) => { params[key] = options[key] })`. */
export function copyEach(b: Builder, list: t.Node, fn: Closure, inner: Scope): boolean {
  const from = keysOf(list)
  if (!from || fn.params.length !== 1) return false
  return copyAll(b, copied(fn.params[0]!, from, fn.body), inner, fn.start!)
}

function copyAll(b: Builder, copy: Copy | null, scope: Scope, pos: number): boolean {
  if (!copy) return false
  const binding = scope.resolve(copy.to.name)
  // One that closures change too, or that callers hold, is looked for by its writers.
  if (!binding || !b.flows(binding) || b.simple(binding)) return false
  const held = b.context.state.get(binding)
  if (held === undefined || outer(b, held)) return false
  const assign = b.push(['member', b.push(['global', 'Object', pos]), 'assign', pos])
  const to = expression(b, copy.to, scope)
  const from = expression(b, copy.from, scope)
  storeAll(b, copy.to, b.push(['call', assign, [to, from], pos, 'Object.assign']), [from], scope)
  return true
}

function copied(key: t.Node, from: t.Expression, body: t.Node): Copy | null {
  const step = key.type === 'Identifier' ? only(body, from, key.name) : null
  if (key.type !== 'Identifier' || step?.type !== 'AssignmentExpression' || step.operator !== '=') return null
  const { left: target, right: value } = step
  if (target.type !== 'MemberExpression' || !target.computed || target.object.type !== 'Identifier') return null
  if (!isNamed(target.property, key.name) || same(target.object, from)) return null
  return reads(value, from, key.name) ? { to: target.object, from } : null
}

/** `x` in `Object.keys(x)`. */
function keysOf(node: t.Node): t.Expression | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.computed) return null
  const { object, property } = node.callee
  const of = node.arguments[0]
  const isKeys = object.type === 'Identifier' && object.name === 'Object' && isNamed(property, 'keys')
  return isKeys && of && /^(?:Identifier|MemberExpression)$/.test(of.type) ? (of as t.Expression) : null
}

/** The one expression of a loop's body, behind a test that a member is the object's own. */
function only(body: t.Node, from: t.Expression, key: string): t.Node | null {
  if (body.type === 'BlockStatement') return body.body.length === 1 ? only(body.body[0]!, from, key) : null
  if (body.type === 'IfStatement' && !body.alternate && isOwnTest(body.test, from, key))
    return only(body.consequent, from, key)
  return body.type === 'ExpressionStatement' ? body.expression : body
}

/** `from.hasOwnProperty(key)`, `Object.prototype.hasOwnProperty.call(from, key)`, `from[key] !== undefined`. */
function isOwnTest(test: t.Expression, from: t.Expression, key: string): boolean {
  if (test.type === 'BinaryExpression')
    return (
      /^!==?$/.test(test.operator) &&
      reads(test.left, from, key) &&
      (isNamed(test.right, 'undefined') || test.right.type === 'UnaryExpression' || test.right.type === 'NullLiteral')
    )
  if (test.type !== 'CallExpression' || test.callee.type !== 'MemberExpression') return false
  const { object, property } = test.callee
  const [first, second] = test.arguments
  if (isNamed(property, 'hasOwnProperty')) return same(object, from) && !!first && isNamed(first, key)
  return (
    isNamed(property, 'call') &&
    object.type === 'MemberExpression' &&
    isNamed(object.property, 'hasOwnProperty') &&
    !!first &&
    same(first, from) &&
    !!second &&
    isNamed(second, key)
  )
}

const isNamed = (node: t.Node, name: string): boolean => node.type === 'Identifier' && node.name === name

/** `from[key]` */
const reads = (node: t.Node, from: t.Expression, key: string): boolean =>
  node.type === 'MemberExpression' && node.computed && isNamed(node.property, key) && same(node.object, from)

/** Whether two expressions are the same variable, or the same member of one. */
function same(a: t.Node, b: t.Node): boolean {
  if (a.type === 'Identifier') return b.type === 'Identifier' && a.name === b.name
  return (
    a.type === 'MemberExpression' &&
    b.type === 'MemberExpression' &&
    !a.computed &&
    !b.computed &&
    same(a.object, b.object) &&
    same(a.property, b.property)
  )
}
