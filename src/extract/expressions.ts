import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Scope } from './scope'
import { WHEN } from './literals'
import { environmentsOfTest, markLiterals, restrictLiterals } from './when'
import { assign, assignMember, assignPattern, symbolName } from './assign'
import { call, construct } from './calls'
import { classValue, functionValue, objectValue } from './functions'
import { jsx } from './jsx'
import { ownMember } from './own-members'
import { constantText, stringLiteral, taggedTemplate, templateLiteral, concatenation } from './text'

/** The symbolic value of an expression; everything inside it that calls or assigns is recorded on the way. */
export function expression(b: Builder, node: t.Node, scope: Scope, name = ''): Ref {
  switch (node.type) {
    case 'StringLiteral':
      return stringLiteral(b, node)
    case 'TemplateLiteral':
      return templateLiteral(b, node, scope)
    case 'NumericLiteral':
      return b.push(['n', node.value])
    case 'BooleanLiteral':
      return b.push(['b', node.value])
    case 'NullLiteral':
      return b.push(['null'])
    case 'RegExpLiteral':
      return b.push(['re', node.pattern, node.flags])
    case 'Identifier':
      return identifier(b, node.name, node.start!, scope)
    case 'ThisExpression':
      return b.push(['this', b.thisFunction()])
    case 'Super':
      return b.push(['super', b.thisFunction()])
    case 'MetaProperty':
      return node.meta.name === 'import' ? b.push(['meta', node.start!]) : b.unknown('unsupported', node.start!)
    case 'BinaryExpression':
      if (node.operator === '+') return concatenation(b, node, scope)
      return binary(b, node, scope)
    case 'LogicalExpression':
      return logical(b, node, scope, name)
    case 'ConditionalExpression':
      return conditional(b, node, scope, name)
    case 'AssignmentExpression':
      return assign(b, node, scope)
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return member(b, node, scope)
    case 'CallExpression':
    case 'OptionalCallExpression':
      return call(b, node, scope)
    case 'NewExpression':
      return construct(b, node, scope)
    case 'ImportExpression':
      return b.push(['import()', sourceOf(b, node.source, scope), node.start!])
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return functionValue(b, node, scope, name || (node.type === 'FunctionExpression' && node.id ? node.id.name : ''))
    case 'ClassExpression':
      return classValue(b, node, scope, name || node.id?.name || '')
    case 'ObjectExpression':
      return objectValue(b, node, scope)
    case 'ArrayExpression':
      return b.push(['arr', node.elements.map((e) => (e ? argument(b, e, scope) : b.undef())), node.start!])
    case 'SequenceExpression': {
      let last = b.undef()
      for (const e of node.expressions) last = expression(b, e, scope)
      return last
    }
    case 'UnaryExpression': {
      if (node.operator === 'delete') return remove(b, node.argument, scope)
      const value = expression(b, node.argument, scope)
      if (node.operator === 'void') return b.undef()
      return b.push(['unary', node.operator, value])
    }
    case 'UpdateExpression': {
      const old = expression(b, node.argument, scope)
      const next = b.push(['binary', node.operator === '++' ? '+' : '-', old, b.push(['n', 1])])
      assignPattern(b, node.argument, next, scope)
      return node.prefix ? next : old
    }
    case 'AwaitExpression': {
      const value = expression(b, node.argument, scope)
      b.observe()
      return value
    }
    case 'YieldExpression':
      return yielded(b, node, scope)
    case 'TaggedTemplateExpression':
      return taggedTemplate(b, node, scope)
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'TypeCastExpression':
      return expression(b, node.expression, scope, name)
    case 'JSXElement':
    case 'JSXFragment':
      return jsx(b, node, scope)
    case 'JSXExpressionContainer':
    case 'JSXSpreadChild':
      return expression(b, node.expression, scope)
    case 'SpreadElement':
      return expression(b, node.argument, scope)
    case 'JSXEmptyExpression':
    case 'JSXText':
    case 'PrivateName':
      return b.undef()
    default:
      return anything(b, node, scope)
  }
}

/** `yield x`: one more value that the generator gives; where it stands for `await x`, that value. */
function yielded(b: Builder, node: t.YieldExpression, scope: Scope): Ref {
  const value = node.argument ? expression(b, node.argument, scope) : b.undef()
  const { yields, state } = b.context
  const list = yields && state.get(yields)
  if (yields && list !== undefined && list !== null)
    state.set(yields, b.push(['push', list, node.delegate ? ['...', value] : value]))
  b.observe()
  return yields ? b.unknown('call', node.start!) : value
}

/** `delete x.y`: the member is gone for the flow that follows; elsewhere it may be. */
function remove(b: Builder, node: t.Expression, scope: Scope): Ref {
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') return removeMember(b, node, scope)
  else expression(b, node, scope)
  return b.push(['b', true])
}

function removeMember(b: Builder, node: t.MemberExpression | t.OptionalMemberExpression, scope: Scope): Ref {
  assignMember(b, node, b.undef(), scope, b.unknown('variable', node.start!))
  const binding = node.object.type === 'Identifier' ? scope.resolve(node.object.name) : null
  const state = binding && b.flows(binding) && !b.simple(binding) ? b.context.state.get(binding) : undefined
  const set = state === undefined ? null : b.nodes[state]!
  // Its name is gone with it.
  if (!binding || set?.[0] !== 'set' || set[2] !== staticName(node)) return b.push(['b', true])
  const held = b.nodes[set[1]]!
  // What is frozen keeps its members.
  const frozen = held[0] === 'call' && held[4] === 'Object.freeze'
  b.write(binding, frozen ? set[1] : b.push(['omit', set[1], [set[2]]]))
  return b.push(['b', true])
}

/** A syntax that has no model: its parts are walked, its value is unknown. */
function anything(b: Builder, node: t.Node, scope: Scope): Ref {
  for (const [key, child] of Object.entries(node)) {
    if (key === 'loc' || key === 'extra') continue
    for (const c of Array.isArray(child) ? child : [child]) {
      if (c && typeof c === 'object' && typeof c.type === 'string' && /Expression$|Literal$|^Identifier$/.test(c.type))
        expression(b, c, scope)
    }
  }
  return b.unknown('unsupported', node.start ?? 0)
}

/** An argument or array item, spread kept. */
export function argument(b: Builder, node: t.Node, scope: Scope): Ref | ['...', Ref] {
  if (node.type === 'SpreadElement') return ['...', expression(b, node.argument, scope)]
  return expression(b, node, scope)
}

/** What only run time knows. */
export function response(b: Builder, pos: number): Ref {
  return b.push(['call', b.push(['global', '#response', pos]), [], pos, ''])
}

export function identifier(b: Builder, name: string, pos: number, scope: Scope): Ref {
  const binding = scope.resolve(name)
  // Where it is handed on, what it will be called with isn't known.
  if (binding?.resolves) binding.resolves.values.push(response(b, pos))
  if (binding) return b.read(binding, pos)
  switch (name) {
    case 'undefined':
      return b.undef()
    case 'exports':
      b.usesCommonJs = true
      return exportsValue(b)
    case 'arguments':
      return b.push(['arguments', b.thisFunction()])
  }
  return b.push(['global', name, pos])
}

/** `module.exports` here: the flow's value at the top level, the module's final one inside functions. */
export function exportsValue(b: Builder): Ref {
  return b.context.index === 0 ? (b.context.state.get(b.exportsBinding) ?? b.push(['exports'])) : b.push(['exports'])
}

export function isModuleExports(node: t.Node, scope: Scope): boolean {
  if (node.type === 'Identifier') return node.name === 'exports' && !scope.lookup('exports')
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    !scope.lookup('module') &&
    ((!node.computed && node.property.type === 'Identifier' && node.property.name === 'exports') ||
      (node.property.type === 'StringLiteral' && node.property.value === 'exports'))
  )
}

function member(b: Builder, node: t.MemberExpression | t.OptionalMemberExpression, scope: Scope): Ref {
  if (isModuleExports(node, scope)) {
    b.usesCommonJs = true
    return exportsValue(b)
  }
  const written = ownMember(b, node)
  if (written !== undefined) return written
  const object = expression(b, node.object, scope)
  return memberOf(b, object, node, scope)
}

/** Reads the member that `node` names of an object already evaluated. */
export function memberOf(
  b: Builder,
  object: Ref,
  node: t.MemberExpression | t.OptionalMemberExpression,
  scope: Scope,
): Ref {
  // What is read of nothing throws.
  b.mayThrow()
  const name = staticName(node)
  if (name !== null) return b.push(['member', object, name, node.property.start!])
  return b.push(['index', object, expression(b, node.property, scope), node.property.start!])
}

/** The name of a member where the source shows it: `a.b`, `a['b']`, `a[0]`, `a.#b`. */
export function staticName(node: t.MemberExpression | t.OptionalMemberExpression): string | null {
  const p = node.property
  if (p.type === 'PrivateName') return '#' + p.id.name
  if (!node.computed) return p.type === 'Identifier' ? p.name : null
  if (p.type === 'StringLiteral') return p.value
  if (p.type === 'NumericLiteral') return String(p.value)
  return symbolName(p)
}

function binary(b: Builder, node: t.BinaryExpression, scope: Scope): Ref {
  const left = node.left.type === 'PrivateName' ? b.undef() : expression(b, node.left, scope)
  return b.push(['binary', node.operator, left, expression(b, node.right, scope)])
}

function logical(b: Builder, node: t.LogicalExpression, scope: Scope, name: string): Ref {
  const left = expression(b, node.left, scope, name)
  // `Parent.call(this, …) || this`, as compilers write `super(…)`.
  if (node.operator === '||' && node.right.type === 'ThisExpression' && node.left.type === 'CallExpression')
    return expression(b, node.right, scope)
  const before = b.context.state
  b.context.state = before.branch()
  let right = left
  const test = node.operator === '??' ? b.push(['binary', '==', left, b.push(['null'])]) : left
  b.under(test, node.operator === '||' ? 0 : 1, () => {
    right = expression(b, node.right, scope, name)
  })
  b.context.state =
    node.operator === '||' ? b.merge(test, before, b.context.state) : b.merge(test, b.context.state, before)
  return b.push([node.operator === '||' ? 'or' : node.operator === '&&' ? 'and' : 'nullish', left, right])
}

function conditional(b: Builder, node: t.ConditionalExpression, scope: Scope, name: string): Ref {
  const test = expression(b, node.test, scope)
  const before = b.context.state
  let yes = 0
  let no = 0
  b.context.state = before.branch()
  const when = environmentsOfTest(b, test)
  const mark = markLiterals(b)
  b.under(test, 1, () => (yes = expression(b, node.consequent, scope, name)))
  if (when !== null) restrictLiterals(b, mark, when)
  const markNo = markLiterals(b)
  const after = b.context.state
  b.context.state = before.branch()
  b.under(test, 0, () => (no = expression(b, node.alternate, scope, name)))
  if (when !== null) restrictLiterals(b, markNo, WHEN.ALL & ~when)
  b.context.state = b.merge(test, after, b.context.state)
  return b.push(['if', test, yes, no])
}

/** The specifier index of an import's source; a computed one is walked and recorded as empty. */
export function sourceOf(b: Builder, node: t.Node, scope: Scope, other?: (ref: Ref) => void): number {
  if (node.type === 'StringLiteral') return b.specifier(node.value)
  if (node.type === 'TemplateLiteral' && node.quasis.length === 1)
    return b.specifier(node.quasis[0]!.value.cooked ?? '')
  const ref = expression(b, node, scope)
  const known = constantText(b, ref)
  if (!known) other?.(ref)
  return known ? b.specifier(known.text) : -1
}
