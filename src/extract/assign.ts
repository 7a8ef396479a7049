import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Binding, Scope } from './scope'
import { exportsValue, expression, isModuleExports, memberOf, staticName } from './expressions'
import { wroteMember } from './own-members'
import { recordLiteral } from './text'

/** An assignment expression; its value. */
export function assign(b: Builder, node: t.AssignmentExpression, scope: Scope): Ref {
  const name =
    node.left.type === 'Identifier'
      ? node.left.name
      : node.left.type === 'MemberExpression'
        ? (staticName(node.left) ?? '')
        : ''
  if (node.operator === '=') {
    const value = expression(b, node.right, scope, name)
    // A method is bound to its object as it is.
    if (bindsItself(b, node.left, value)) return value
    assignPattern(b, node.left, value, scope)
    return value
  }
  const old = expression(b, node.left, scope)
  let right = old
  const walk = (): void => void (right = expression(b, node.right, scope, name))
  if (node.operator === '||=') b.under(old, 0, walk)
  else if (node.operator === '&&=') b.under(old, 1, walk)
  else if (node.operator === '??=') b.under(b.push(['binary', '==', old, b.push(['null'])]), 1, walk)
  else walk()
  const value = combined(b, node.operator, old, right)
  assignPattern(b, node.left, value, scope)
  return value
}

/** `this.get = this.get.bind(this)` */
function bindsItself(b: Builder, left: t.Node, value: Ref): boolean {
  if (left.type !== 'MemberExpression' || left.object.type !== 'ThisExpression') return false
  const call = b.nodes[value]!
  const bind = call[0] === 'call' && call[2].length === 1 ? b.nodes[call[1]]! : null
  const method = bind?.[0] === 'member' && bind[2] === 'bind' ? b.nodes[bind[1]]! : null
  return method?.[0] === 'member' && method[2] === staticName(left) && b.nodes[method[1]]![0] === 'this'
}

function combined(b: Builder, operator: string, old: Ref, right: Ref): Ref {
  switch (operator) {
    case '+=':
      return b.push(['cat', [old, right]])
    case '||=':
      return b.push(['or', old, right])
    case '&&=':
      return b.push(['and', old, right])
    case '??=':
      return b.push(['nullish', old, right])
    default:
      return b.push(['binary', operator.slice(0, -1), old, right])
  }
}

/** Gives a value to a name, a member or a pattern. */
export function assignPattern(b: Builder, node: t.Node, value: Ref, scope: Scope): void {
  switch (node.type) {
    case 'Identifier': {
      const binding = scope.lookup(node.name)
      if (binding) b.write(binding, value)
      else if (node.name === 'exports') setExports(b, value)
      else b.addWrite(b.push(['global', 'globalThis', node.start!]), node.name, value, node.start!)
      return
    }
    case 'ObjectPattern': {
      const names: string[] = []
      for (const p of node.properties) {
        if (p.type === 'RestElement') {
          assignPattern(b, p.argument, b.push(['omit', value, names]), scope)
          continue
        }
        const key = keyName(p)
        if (key !== null) {
          names.push(key)
          assignPattern(b, p.value, b.push(['member', value, key, p.key.start!]), scope)
        } else assignPattern(b, p.value, b.push(['index', value, expression(b, p.key, scope), p.key.start!]), scope)
      }
      return
    }
    case 'ArrayPattern':
      node.elements.forEach((e, i) => {
        if (!e) return
        if (e.type === 'RestElement') assignPattern(b, e.argument, b.push(['tail', value, i]), scope)
        else assignPattern(b, e, b.push(['member', value, String(i), e.start!]), scope)
      })
      return
    case 'AssignmentPattern':
      assignPattern(b, node.left, b.push(['default', value, defaultValue(b, node, scope)]), scope)
      return
    case 'RestElement':
      assignPattern(b, node.argument, value, scope)
      return
    case 'TSParameterProperty':
      assignPattern(b, node.parameter, value, scope)
      return
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      assignPattern(b, node.expression, value, scope)
      return
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      assignMember(b, node, value, scope)
      return
    default:
      expression(b, node, scope)
  }
}

/** What is taken where nothing is given. `= {}` is an object that nobody else can have filled. */
function defaultValue(b: Builder, node: t.AssignmentPattern, scope: Scope): Ref {
  if (node.right.type === 'ObjectExpression' && !node.right.properties.length)
    return b.push(['obj', [['.', b.undef()]], node.right.start!])
  return expression(b, node.right, scope, node.left.type === 'Identifier' ? node.left.name : '')
}

/** The name of a property's key where the source shows it; a key's text is recorded where it holds a URL. */
export function keyName(p: { computed?: boolean | null; key: t.Node }): string | null {
  const key = p.key
  if (!p.computed && key.type === 'Identifier') return key.name
  if (key.type === 'StringLiteral') return key.value
  if (key.type === 'NumericLiteral') return String(key.value)
  if (key.type === 'PrivateName') return '#' + key.id.name
  if (key.type === 'TemplateLiteral' && !key.expressions.length) return key.quasis[0]!.value.cooked ?? null
  return symbolName(key)
}

/** The name that stands for `Symbol.iterator` and its kin, or null. */
export function symbolName(key: t.Node): string | null {
  return key.type === 'MemberExpression' &&
    !key.computed &&
    key.object.type === 'Identifier' &&
    key.object.name === 'Symbol' &&
    key.property.type === 'Identifier'
    ? `@@${key.property.name}`
    : null
}

/** Records the text of an object key, which is shown but never rewritten. */
export function recordKey(b: Builder, key: t.Node): void {
  if (key.type === 'StringLiteral')
    recordLiteral(b, 'key', key.value, key.start! + 1, key.end! - 1, b.code[key.start!] ?? '')
}

/** Another object is what the module exports. */
export function setExports(b: Builder, value: Ref): void {
  b.usesCommonJs = true
  if (b.context.index === 0) b.context.state.set(b.exportsBinding, value)
  else b.exportsBinding.seen.push(value)
}

/**
 * `a.b.c = value`: a step of the flow where `a` is a variable of this function, else a write that linking looks for.
 * `elsewhere`: the value that others see who hold the object; null where they were told already.
 */
export function assignMember(
  b: Builder,
  node: t.MemberExpression | t.OptionalMemberExpression,
  value: Ref,
  scope: Scope,
  elsewhere: Ref | null = value,
): void {
  if (isModuleExports(node, scope)) return setExports(b, value)
  wroteMember(b, node, value)
  const path: (t.MemberExpression | t.OptionalMemberExpression)[] = []
  let root: t.Node = node
  while (
    (root.type === 'MemberExpression' || root.type === 'OptionalMemberExpression') &&
    !isModuleExports(root, scope)
  ) {
    path.unshift(root)
    root = root.object
    while (root.type === 'TSNonNullExpression' || root.type === 'TSAsExpression') root = root.expression
  }
  const binding = trackedRoot(b, root, path, scope)
  const last = path[path.length - 1]!
  if (!binding) {
    if (elsewhere !== null) recordWrite(b, expression(b, last.object, scope), last, elsewhere, scope)
    return
  }
  const base = binding === b.exportsBinding ? exportsValue(b) : (b.context.state.get(binding) ?? b.undef())
  // The value before the write says whether others may hold the same object.
  const objects: Ref[] = [base]
  for (const step of path.slice(0, -1)) objects.push(memberOf(b, objects[objects.length - 1]!, step, scope))
  if (elsewhere === null) {
    // Nothing is left to tell.
  } else if (binding !== b.exportsBinding && !fresh(b, base))
    recordWrite(b, objects[objects.length - 1]!, last, elsewhere, scope)
  // A parameter's object is its callers': a member that can't be named may be any of theirs.
  else if (base !== undefined && staticName(last) === null && outer(b, base))
    recordWrite(b, objects[objects.length - 1]!, last, elsewhere, scope)
  let result = value
  for (let i = path.length - 1; i >= 0; i--) {
    const name = staticName(path[i]!)
    result =
      name !== null
        ? b.push(['set', objects[i]!, name, result])
        : b.push(['setIndex', objects[i]!, expression(b, path[i]!.property, scope), result])
  }
  if (binding === b.exportsBinding) setExports(b, result)
  else b.write(binding, result)
}

function trackedRoot(
  b: Builder,
  root: t.Node,
  path: { computed?: boolean; property: t.Node }[],
  scope: Scope,
): Binding | null {
  if (path.some((p) => p.property.type === 'Identifier' && p.property.name === 'prototype')) return null
  if (isModuleExports(root, scope) || (root.type === 'ThisExpression' && b.context.index === 0 && !b.esModule)) {
    b.usesCommonJs = true
    return b.context.index === 0 ? b.exportsBinding : null
  }
  if (root.type !== 'Identifier') return null
  const binding = scope.resolve(root.name)
  return binding && b.flows(binding) && !b.simple(binding) ? binding : null
}

/** What makes an object that only one flow holds, or hands one in. */
const MAKERS: ReadonlySet<string> = new Set(['obj', 'new', 'param', 'fn', 'class', 'arr', 'default', 'after'])

/** An object that only this function's flow holds: created here, or handed in by a caller. */
function fresh(b: Builder, ref: Ref): boolean {
  const seen = new Set<Ref>()
  const queue = [ref]
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue
    if (seen.add(at).size > 400) return false
    const n = b.nodes[at]!
    // What others hold stays theirs, however often it is written to.
    if (n[0] === 'set' || n[0] === 'setIndex' || n[0] === 'omit') queue.push(n[1])
    // A loop that changes members of it leaves it this function's own.
    else if ((n[0] === 'last' || n[0] === 'var') && b.variables[n[1]]!.loop) queue.push(b.variables[n[1]]!.values[0]!)
    // Behind an `if` that changes members of it: `if (prefix) options.url = prefix + options.url`.
    else if (n[0] === 'if') queue.push(n[2], n[3])
    else if (n[0] === 'guard') queue.push(n[3])
    else if (!MAKERS.has(n[0])) return false
  }
  return true
}

/** An object that came in as a parameter, whatever was changed of it since. */
export function outer(b: Builder, ref: Ref): boolean {
  let n = b.nodes[ref]!
  for (let i = 0; i < 20 && (n[0] === 'set' || n[0] === 'setIndex'); i++) n = b.nodes[n[1]]!
  return n[0] === 'param'
}

function recordWrite(
  b: Builder,
  object: Ref,
  node: t.MemberExpression | t.OptionalMemberExpression,
  value: Ref,
  scope: Scope,
): void {
  const made = b.nodes[object]!
  // What is frozen keeps its members.
  if (made[0] === 'call' && made[4] === 'Object.freeze') return
  const name = staticName(node) ?? expression(b, node.property, scope)
  b.addWrite(object, name, value, node.property.start!)
}
