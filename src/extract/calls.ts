import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Scope } from './scope'
import { argument, exportsValue, expression, isModuleExports, sourceOf, staticName } from './expressions'
import { assignMember, keyName, setExports } from './assign'
import { functionValue } from './functions'
import { dynamicRequire, globCall } from './globs'
import { compilerHelper } from './helpers'
import { collectionRoot } from './inline-calls'
import { inline, resolve } from './inline'
import { isRequire } from './modules'
import { forgetOwnMembers } from './own-members'

/** Calls of these run no code of the project and reach no network: they are values, not calls to follow. */
const PURE =
  /^(?:console|Math|JSON|Number|String|Boolean|parseInt|parseFloat|isNaN|encodeURI(?:Component)?|decodeURI(?:Component)?|Symbol|Date|RegExp|Error|TypeError)$/
/** Methods that never run the project's functions. */
const PURE_METHODS =
  /^(?:concat|join|slice|substr|substring|trim|trimStart|trimEnd|replaceAll|toString|toLowerCase|toUpperCase|toFixed|indexOf|lastIndexOf|includes|startsWith|endsWith|split|charAt|padStart|padEnd|getAccountInfoSync|hasOwnProperty|valueOf|match|test|getTime|freeze|seal|keys|values|entries|stopPropagation|preventDefault)$/

type AnyCall = t.CallExpression | t.OptionalCallExpression

export function call(b: Builder, node: AnyCall, scope: Scope): Ref {
  b.mayThrow()
  const callee = node.callee
  if (callee.type === 'Import')
    return b.push(['import()', node.arguments[0] ? sourceOf(b, node.arguments[0], scope) : -1, node.start!])
  if (isRequire(callee, scope) && node.arguments[0]) {
    let other: Ref = -1
    const spec = sourceOf(b, node.arguments[0], scope, (ref) => (other = dynamicRequire(b, ref, node.start!)))
    const [loaded, ...more] = node.arguments.slice(1).map((a) => argument(b, a, scope))
    const exports = spec >= 0 ? b.push(['require', spec, node.start!]) : other
    if (typeof loaded !== 'number') return exports
    // `require(path, loaded, failed)` hands over what it loads, as a promise's `then` does.
    const then = b.push(['member', exports, 'then', node.start!])
    b.calls.push([b.push(['call', then, [loaded, ...more], node.start!, 'require']), b.context.condition])
    b.observe()
    return exports
  }
  const atOnce = b.scopes.inlined.get(node)
  if (atOnce) return inline(b, node, atOnce, scope)
  const glob = globCall(b, node, scope)
  if (glob >= 0) return glob
  const helper = node.type === 'CallExpression' ? compilerHelper(b, node, scope) : -1
  if (helper >= 0) return helper
  const inPlace = changesInPlace(b, node, scope)
  if (inPlace >= 0) return inPlace
  const reflected = reflectApply(b, node, scope)
  if (reflected >= 0) return reflected
  const resolves = callee.type === 'Identifier' ? scope.lookup(callee.name)?.resolves : undefined
  if (resolves) return resolve(b, node, resolves, scope)
  const calleeRef = expression(b, callee, scope)
  const args = node.arguments.map((a) => argument(b, a, scope))
  const ref = b.push(['call', calleeRef, args, calleePosition(callee), label(b, callee)])
  finish(b, ref, callee, scope)
  leaveArguments(b, node, ref, scope)
  leaveReceiver(b, callee, ref, args, scope)
  return ref
}

/** `Reflect.apply(f, self, list)` is `f.apply(self, list)`. */
function reflectApply(b: Builder, node: AnyCall, scope: Scope): Ref {
  const { callee } = node
  const target = node.arguments[0]
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || !target) return -1
  if (callee.object.name !== 'Reflect' || staticName(callee) !== 'apply' || scope.lookup('Reflect')) return -1
  const pos = callee.property.start!
  const f = b.push(['member', expression(b, target, scope), 'apply', pos])
  const args = node.arguments.slice(1).map((a) => argument(b, a, scope))
  const ref = b.push(['call', f, args, pos, label(b, callee)])
  finish(b, ref, target, scope)
  return ref
}

export function construct(b: Builder, node: t.NewExpression, scope: Scope): Ref {
  b.mayThrow()
  const atOnce = b.scopes.inlined.get(node)
  if (atOnce) return inline(b, node, atOnce, scope)
  const callee = node.callee
  const calleeRef = expression(b, callee as t.Node, scope)
  const args = node.arguments.map((a) => argument(b, a, scope))
  const ref = b.push(['new', calleeRef, args, calleePosition(callee), label(b, callee)])
  finish(b, ref, callee, scope)
  return ref
}

function finish(b: Builder, ref: Ref, callee: t.Node, scope: Scope): void {
  if (pure(callee, scope)) return
  b.calls.push([ref, b.context.condition])
  b.observe()
}

function pure(callee: t.Node, scope: Scope): boolean {
  if (callee.type === 'Identifier') return PURE.test(callee.name) && !scope.lookup(callee.name)
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return false
  const o = callee.object
  if (o.type === 'Identifier' && PURE.test(o.name) && !scope.lookup(o.name)) return true
  const name = staticName(callee)
  return name !== null && PURE_METHODS.test(name)
}

/** `(0, http.get)(…)`, as compilers write the call of an import, is a call of `http.get`. */
function called(callee: t.Node): t.Node {
  let n = callee
  while (n.type === 'ParenthesizedExpression' || n.type === 'SequenceExpression')
    n = n.type === 'SequenceExpression' ? n.expressions[n.expressions.length - 1]! : n.expression
  return n
}

/** The place of a call: the callee's last name; the string in `wx['request']`. */
export function calleePosition(written: t.Node): number {
  const callee = called(written)
  if (callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression')
    return callee.property.type === 'PrivateName' ? callee.property.id.start! : callee.property.start!
  return callee.start!
}

/** The callee as written, for people: `http.get`, `this.request`; long ones are cut. */
function label(b: Builder, written: t.Node): string {
  const callee = called(written)
  const text = b.code.slice(callee.start!, callee.end!).replace(/\s+/g, '')
  return text.length > 60 ? text.slice(0, 28) + '…' + text.slice(-28) : text
}

/** `Object.assign(x, …)` and `Object.defineProperty(x, 'y', …)` on a variable change what it holds. */
function changesInPlace(b: Builder, node: AnyCall, scope: Scope): Ref {
  const callee = node.callee
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return -1
  const name = callee.property.name
  const first = node.arguments[0]
  if (callee.object.type === 'Identifier' && callee.object.name === 'Object' && !scope.lookup('Object') && first) {
    if (name === 'assign') {
      const calleeRef = expression(b, callee, scope)
      const args = node.arguments.map((a) => argument(b, a, scope))
      const ref = b.push(['call', calleeRef, args, callee.property.start!, 'Object.assign'])
      storeAll(b, first, ref, args.slice(1), scope)
      return ref
    }
    if (name === 'setPrototypeOf' && node.arguments[1]) {
      const object = expression(b, first, scope)
      const made = b.nodes[object]!
      // What an object inherits from lies below all that it has itself.
      if (first.type === 'ObjectExpression' && made[0] === 'obj') {
        made[1].unshift(['.', expression(b, node.arguments[1], scope), 1])
        return object
      }
      b.addWrite(object, '#super', expression(b, node.arguments[1], scope), callee.property.start!)
      return object
    }
    if (name === 'defineProperty' && node.arguments[2]?.type === 'ObjectExpression')
      return defineProperty(b, node, scope)
  }
  return -1
}

/** What `Object.assign` leaves in its target. */
export function storeAll(b: Builder, target: t.Node, value: Ref, sources: (Ref | ['...', Ref])[], scope: Scope): void {
  if (target.type === 'Identifier') {
    const binding = scope.resolve(target.name)
    if (binding && !b.simple(binding) && b.flows(binding)) {
      b.write(binding, value)
      return
    }
    if (!binding && target.name === 'exports') return exportAll(b, value)
  }
  if (target.type === 'MemberExpression' && target.object.type === 'Identifier' && target.object.name === 'module')
    return exportAll(b, value)
  const object = expression(b, target, scope)
  if (b.nodes[object]![0] === 'this') forgetOwnMembers(b)
  // Members of an object that others hold: each one is a write of its own.
  for (const source of sources) {
    if (typeof source !== 'number') continue
    const node = b.nodes[source]!
    if (node[0] === 'obj')
      for (const p of node[1])
        if (p[0] === 'p') b.addWrite(object, p[1], p[2], node[2])
        else if (p[0] === '.') b.addWrite(object, '*', p[1], node[2])
    // All that another object has; its names are known when values are linked.
    if (node[0] !== 'obj') b.addWrite(object, '*', source, target.start!)
  }
  // And a step of the flow where the object hangs on a variable: `Object.assign(api[name], …)`.
  if (target.type === 'MemberExpression') assignMember(b, target, value, scope, null)
}

function exportAll(b: Builder, value: Ref): void {
  b.usesCommonJs = true
  if (b.context.index === 0) b.context.state.set(b.exportsBinding, value)
}

function defineProperty(b: Builder, node: AnyCall, scope: Scope): Ref {
  const [target, key, descriptor] = node.arguments as [t.Node, t.Node, t.ObjectExpression]
  const object = expression(b, target, scope)
  const keyRef = expression(b, key, scope)
  const name = key.type === 'StringLiteral' ? key.value : keyRef
  // What a module exports is known step by step; an object that others hold, only to those who look for its writers.
  const isExports = b.context.index === 0 && typeof name === 'string' && isModuleExports(target, scope)
  const put = (value: Ref): void =>
    isExports
      ? setExports(b, b.push(['set', exportsValue(b), name, value]))
      : b.addWrite(object, name, value, key.start!)
  for (const p of descriptor.properties) {
    const field = p.type === 'SpreadElement' ? null : keyName(p)
    if (p.type === 'ObjectProperty' && field === 'value') {
      put(expression(b, p.value, scope, typeof name === 'string' ? name : ''))
    } else if (p.type === 'ObjectMethod' && field === 'value') {
      put(functionValue(b, p, scope, typeof name === 'string' ? name : ''))
    } else if (p.type !== 'SpreadElement' && field === 'get') {
      const called =
        p.type === 'ObjectProperty'
          ? expression(b, p.value, scope)
          : b.push(['member', expression(b, descriptor, scope), 'get', p.start!])
      put(b.push(['call', called, [], key.start!, 'get']))
    } else if (p.type === 'ObjectProperty') expression(b, p.value, scope)
  }
  return object
}

/** A project function that is handed a variable's object may change it: `normalize(options); wx.request(options)`. */
function leaveArguments(b: Builder, node: AnyCall, ref: Ref, scope: Scope): void {
  if (pure(node.callee, scope)) return
  node.arguments.forEach((a, i) => {
    if (a.type !== 'Identifier' || i > 3) return
    const binding = scope.resolve(a.name)
    if (!binding || !b.flows(binding) || b.simple(binding)) return
    const before = b.context.state.get(binding)
    if (before !== undefined) b.write(binding, b.push(['after', ref, i, before]))
  })
}

/** Methods that change an array in place. */
const IN_PLACE = /^(?:push|unshift|pop|shift|reverse|sort|splice|fill|copyWithin)$/

/** Whether a variable holds a list that this function made and that only its flow changes. */
function ownList(b: Builder, ref: Ref, depth = 0): boolean {
  const n = b.nodes[ref]!
  if (n[0] === 'arr' || n[0] === 'after' || depth > 8) return n[0] === 'arr' || n[0] === 'after'
  if (n[0] === 'var' || n[0] === 'last') {
    const v = b.variables[n[1]]!
    return v.loop && v.values.length > 0 && ownList(b, v.values[0]!, depth + 1)
  }
  return n[0] === 'if' && ownList(b, n[2], depth + 1) && ownList(b, n[3], depth + 1)
}

/** Methods that change a `Map`, a `Set`, a `URLSearchParams` or the query of a `URL` in place. */
const COLLECTION = /^(?:set|add|append|delete|clear)$/

/** `x.set(key, value)` and the like: `x` may be a collection, and holds something else from here on. */
function leaveCollection(
  b: Builder,
  callee: t.MemberExpression | t.OptionalMemberExpression,
  name: string,
  ref: Ref,
  args: (Ref | ['...', Ref])[],
  scope: Scope,
): void {
  const root = collectionRoot(callee.object)
  const binding = root && scope.resolve(root.name)
  const before =
    binding?.collection && b.flows(binding) && !b.simple(binding) ? b.context.state.get(binding) : undefined
  if (before !== undefined) {
    b.write(binding!, b.push(['after', ref, callee.object.type === 'MemberExpression' ? -2 : -1, before]))
    return
  }
  const node = b.nodes[ref]!
  const receiver = node[0] === 'call' ? b.nodes[node[1]]! : node
  if (receiver[0] !== 'member' || !(name === 'set' ? args.length === 2 : name === 'add' || name === 'append')) return
  b.addWrite(receiver[1], '{}', b.push(['arr', args, callee.start!]), callee.property.start!)
}

/** `x.push(…)` and the like: `x` may be an array, and is another one from here on. */
function leaveReceiver(b: Builder, callee: t.Node, ref: Ref, args: (Ref | ['...', Ref])[], scope: Scope): void {
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return
  const name = staticName(callee)
  if (name !== null && COLLECTION.test(name)) return leaveCollection(b, callee, name, ref, args, scope)
  if (name === null || !IN_PLACE.test(name)) return
  const binding = callee.object.type === 'Identifier' ? scope.resolve(callee.object.name) : null
  // Nobody else holds a list that is written down here.
  if (callee.object.type === 'ArrayExpression') return
  const node = b.nodes[ref]!
  const receiver = node[0] === 'call' ? b.nodes[node[1]]! : node
  if (receiver[0] !== 'member') return
  if (binding && b.flows(binding) && !b.simple(binding)) {
    const before = b.context.state.get(binding)
    if (before === undefined) return
    b.write(binding, b.push(['after', ref, -1, before]))
    // Others may hold the same array.
    if (ownList(b, before)) return
  }
  b.addWrite(
    receiver[1],
    '[]',
    b.push([
      'arr',
      name === 'push' || name === 'unshift' ? args : name === 'splice' ? args.slice(2) : [],
      callee.start!,
    ]),
    callee.property.start!,
  )
}
