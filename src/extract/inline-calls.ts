import type * as t from '@babel/types'

export type Closure = t.FunctionExpression | t.ArrowFunctionExpression

/** A function that its own call runs at once, so that its body is a step of the flow around it. */
export interface InlineCall {
  /** `run`: `(() => { … })()`; `each`: `list.forEach((item) => { … })`, a loop; `promise`: `new Promise((resolve) => { … })`. */
  kind: 'run' | 'each' | 'promise'
  fn: Closure
  args: readonly t.Node[]
}

/**
 * The function that a call runs at once and in order, or null. `unused`: nobody takes what the call returns, so that
 * `list.map((item) => { … })` is a `forEach`.
 */
export function inlineCall(node: t.CallExpression | t.NewExpression, unused = false): InlineCall | null {
  const callee = bare(node.callee)
  if (node.type === 'NewExpression') {
    const executor = node.arguments[0]
    if (callee.type !== 'Identifier' || callee.name !== 'Promise') return null
    if (executor?.type !== 'FunctionExpression' && executor?.type !== 'ArrowFunctionExpression') return null
    return suits(executor, false) ? { kind: 'promise', fn: executor, args: [] } : null
  }
  if (callee.type === 'FunctionExpression' || callee.type === 'ArrowFunctionExpression')
    return suits(callee, false) && node.arguments.every(plain)
      ? { kind: 'run', fn: callee, args: node.arguments }
      : null
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null
  const first = node.arguments[0]
  if (callee.property.name === 'forEach' || (unused && callee.property.name === 'map' && isListed(callee.object))) {
    if (first?.type !== 'FunctionExpression' && first?.type !== 'ArrowFunctionExpression') return null
    return suits(first, false) && !first.async ? { kind: 'each', fn: first, args: node.arguments } : null
  }
  const called = bare(callee.object)
  // `(function () { … }).call(this)`: at the top of a file `this` stays what it is.
  if (callee.property.name === 'call' && called.type === 'FunctionExpression' && first?.type === 'ThisExpression')
    return suits(called, true) && node.arguments.every(plain)
      ? { kind: 'run', fn: called, args: node.arguments.slice(1) }
      : null
  return null
}

/** A list that stands there, or the names of an object's members: what responses hold isn't worth the walk. */
function isListed(object: t.Node): boolean {
  const list = bare(object)
  return list.type === 'ArrayExpression' || (list.type === 'CallExpression' && ownerOf(list.callee) === 'Object')
}

/** `Object` of `Object.keys`. */
const ownerOf = (callee: t.Node): string =>
  callee.type === 'MemberExpression' && callee.object.type === 'Identifier' ? callee.object.name : ''

/** The variable whose collection a method changes: `map.set(…)`, `map.set(…).set(…)`, `url.searchParams.append(…)`. */
export function collectionRoot(object: t.Node): t.Identifier | null {
  let n = object
  while (n.type === 'CallExpression' && n.callee.type === 'MemberExpression') n = n.callee.object
  if (n.type === 'MemberExpression' && n.property.type === 'Identifier' && n.property.name === 'searchParams')
    n = n.object
  return n.type === 'Identifier' ? n : null
}

const plain = (a: t.Node): boolean => a.type !== 'SpreadElement'

function bare(node: t.Node): t.Node {
  let n = node
  while (n.type === 'ParenthesizedExpression' || n.type === 'TSAsExpression' || n.type === 'TSNonNullExpression')
    n = n.expression
  return n
}

function suits(fn: Closure, sameThis: boolean): boolean {
  if (fn.generator || fn.params.some((p) => p.type === 'RestElement')) return false
  if (fn.type === 'ArrowFunctionExpression') return true
  // One with a name may call itself.
  return !fn.id && !namesItself(fn.body, sameThis)
}

/** Whether a plain function uses its own `this` or `arguments`. */
function namesItself(node: t.Node, sameThis: boolean): boolean {
  if (node.type === 'ThisExpression') return !sameThis
  if (node.type === 'Identifier') return node.name === 'arguments'
  if (node.type === 'MetaProperty') return true
  if (node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'ObjectMethod')
    return false
  if (node.type === 'ClassMethod' || node.type === 'ClassPrivateMethod' || node.type === 'ClassProperty') return false
  for (const key in node) {
    if (key === 'loc' || key === 'extra' || key === 'typeAnnotation') continue
    const child = (node as unknown as Record<string, unknown>)[key]
    for (const c of Array.isArray(child) ? child : [child])
      if (c && typeof (c as t.Node).type === 'string' && namesItself(c as t.Node, sameThis)) return true
  }
  return false
}
