import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Scope } from './scope'
import { keyName, setExports } from './assign'
import { argument, expression, exportsValue } from './expressions'

type Helper = (b: Builder, node: t.CallExpression, scope: Scope) => Ref

/**
 * The helpers that compilers put into a file or import, by name without leading underscores and trailing digits, and
 * what they do. Their own code is written for old engines and hard to follow.
 * https://github.com/microsoft/tslib/blob/main/tslib.js, https://github.com/babel/babel/tree/main/packages/babel-helpers/src/helpers
 */
const HELPERS: Readonly<Record<string, Helper>> = {
  __assign: objectAssign,
  _extends: objectAssign,
  _objectSpread: objectAssign,
  __extends: inherits,
  _inherits: inherits,
  _inheritsLoose: inherits,
  __rest: without,
  _objectWithoutProperties: without,
  _objectWithoutPropertiesLoose: without,
  __importDefault: interop('#importDefault'),
  _interopRequireDefault: interop('#importDefault'),
  __importStar: interop('#importStar'),
  _interopRequireWildcard: interop('#importStar'),
  __exportStar: exportStar,
  _createClass: createClass,
  _defineProperty: defineProperty,
  _possibleConstructorReturn: first,
  _assertThisInitialized: first,
  _toConsumableArray: first,
  _toArray: first,
  _slicedToArray: first,
  __read: first,
  _asyncToGenerator: asyncGenerator,
  __awaiter: asyncGenerator,
  __spreadArray: spread,
  __spreadArrays: spread,
  __spread: spread,
  _getPrototypeOf: parent,
  _createSuper: parent,
  _callSuper: callSuper,
}

/** What a call of a compiler's helper does; -1 where it is none. */
export function compilerHelper(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  if (node.arguments.length === 0) return -1
  const name = helperName(node.callee)?.replace(/\d+$/, '')
  if (name !== undefined && Object.prototype.hasOwnProperty.call(HELPERS, name)) return HELPERS[name]!(b, node, scope)
  return regenerator(b, node, scope)
}

/**
 * What Babel makes of generators: `regeneratorRuntime.mark(function () { return regeneratorRuntime.wrap(function (_context) {
 * … return _context.abrupt('return', value) … }) })`.
 */
function regenerator(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  const { callee } = node
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return -1
  const method = callee.property.name
  if (method === 'abrupt') {
    const [kind, value] = node.arguments
    return kind?.type === 'StringLiteral' && kind.value === 'return' && value ? expression(b, value, scope) : -1
  }
  if (!/^(?:mark|wrap|awrap)$/.test(method)) return -1
  if (!/regenerator/i.test(b.code.slice(callee.object.start!, callee.object.end!))) return -1
  const value = first(b, node, scope)
  if (method !== 'wrap') return value
  const ref = b.push(['call', value, [], node.start!, 'wrap'])
  b.calls.push([ref, b.context.condition])
  return ref
}

function helperName(callee: t.Node): string | null {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type === 'SequenceExpression') return helperName(callee.expressions[callee.expressions.length - 1]!)
  if (callee.type === 'ParenthesizedExpression') return helperName(callee.expression)
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null
  if (callee.object.type !== 'Identifier') return null
  if (callee.property.name === 'default') return callee.object.name
  return /tslib/i.test(callee.object.name)
    ? callee.property.name
    : callee.object.name === 'babelHelpers'
      ? `_${callee.property.name}`
      : null
}

const args = (b: Builder, node: t.CallExpression, scope: Scope): (Ref | ['...', Ref])[] =>
  node.arguments.map((a) => argument(b, a, scope))

const plain = (b: Builder, node: t.CallExpression, scope: Scope): Ref[] =>
  args(b, node, scope).map((x) => (typeof x === 'number' ? x : x[1]))

function builtin(b: Builder, node: t.CallExpression, of: string, name: string, list: (Ref | ['...', Ref])[]): Ref {
  const pos = node.start!
  const object = b.push(['global', of, pos])
  return b.push(['call', name ? b.push(['member', object, name, pos]) : object, list, pos, name ? `${of}.${name}` : of])
}

function objectAssign(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  return builtin(b, node, 'Object', 'assign', args(b, node, scope))
}

function first(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  return plain(b, node, scope)[0]!
}

/** `_asyncToGenerator(function* () { … })`, `__awaiter(this, void 0, void 0, function* () { … })` */
function asyncGenerator(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  const before = b.asyncGenerator
  b.asyncGenerator = true
  const list = plain(b, node, scope)
  b.asyncGenerator = before
  if (list.length < 4) return list[0]!
  // `__awaiter` runs it at once.
  const ref = b.push(['call', list[3]!, [], node.start!, '__awaiter'])
  b.calls.push([ref, b.context.condition])
  return ref
}

function inherits(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  const [child, of] = plain(b, node, scope)
  if (child !== undefined && of !== undefined) b.addWrite(child, '#super', of, node.start!)
  return b.undef()
}

function parent(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  return b.push(['member', first(b, node, scope), '#super', node.start!])
}

/** `_callSuper(this, Child, [a, b])` */
function callSuper(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  const [self, child, list] = plain(b, node, scope)
  if (self === undefined || child === undefined) return b.undef()
  const pos = node.start!
  const callee = b.push(['member', b.push(['member', child, '#super', pos]), 'apply', pos])
  b.calls.push([
    b.push(['call', callee, list === undefined ? [self] : [self, list], pos, 'super']),
    b.context.condition,
  ])
  return self
}

function without(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  const names = node.arguments[1]
  const object = first(b, node, scope)
  if (names?.type !== 'ArrayExpression') return b.push(['omit', object, []])
  return b.push(['omit', object, names.elements.flatMap((e) => (e?.type === 'StringLiteral' ? [e.value] : []))])
}

function interop(name: string): Helper {
  return (b, node, scope) => builtin(b, node, name, '', args(b, node, scope))
}

/** `__exportStar(require('./x'), exports)` */
function exportStar(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  const from = expression(b, node.arguments[0]!, scope)
  setExports(b, builtin(b, node, 'Object', 'assign', [exportsValue(b), b.push(['omit', from, ['default']])]))
  return b.undef()
}

/** `_createClass(Ctor, [{ key: 'get', value: function () { … } }], [… of the class itself])` */
function createClass(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  const ctor = expression(b, node.arguments[0]!, scope)
  const prototype = b.push(['member', ctor, 'prototype', node.start!])
  for (const [i, object] of [prototype, ctor].entries()) {
    const list = node.arguments[i + 1]
    if (list?.type !== 'ArrayExpression') continue
    for (const e of list.elements) if (e?.type === 'ObjectExpression') describe(b, object, e, scope)
  }
  return ctor
}

function describe(b: Builder, object: Ref, e: t.ObjectExpression, scope: Scope): void {
  let key: string | Ref | null = null
  for (const p of e.properties) {
    if (p.type !== 'ObjectProperty') continue
    const name = keyName(p)
    if (name === 'key') key = p.value.type === 'StringLiteral' ? p.value.value : expression(b, p.value, scope)
    else if (key !== null && name === 'value')
      b.addWrite(object, key, expression(b, p.value, scope, typeof key === 'string' ? key : ''), p.start!)
    else if (key !== null && name === 'get')
      b.addWrite(object, key, b.push(['call', expression(b, p.value, scope), [], p.start!, 'get']), p.start!)
  }
}

/** `_defineProperty(object, key, value)`: the object with one member changed. */
function defineProperty(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  const [target, key] = node.arguments
  const [object, keyRef, value] = plain(b, node, scope)
  if (!target || !key || object === undefined || keyRef === undefined || value === undefined) return b.undef()
  const name = key.type === 'StringLiteral' ? key.value : keyRef
  const kind = b.nodes[object]![0]
  if (kind !== 'obj' && kind !== 'set' && kind !== 'setIndex') {
    b.addWrite(object, name, value, node.start!)
    return object
  }
  return b.push(typeof name === 'string' ? ['set', object, name, value] : ['setIndex', object, name, value])
}

function spread(b: Builder, node: t.CallExpression, scope: Scope): Ref {
  // `__spreadArray(to, from, pack)`: the third says only how.
  const lists = plain(b, node, scope).slice(0, helperName(node.callee)?.endsWith('Array') ? 2 : undefined)
  return b.push(['arr', lists.map((x): ['...', Ref] => ['...', x]), node.start!])
}
