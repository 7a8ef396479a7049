import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { ClassRecord, Prop, Ref } from './ir'
import type { Scope } from './scope'
import { assignPattern, keyName, recordKey } from './assign'
import { expression } from './expressions'
import { statements } from './statements'
import { constantText } from './text'
import { environmentKeys, markLiterals, restrictLiterals } from './when'

type FunctionNode =
  | t.FunctionDeclaration
  | t.FunctionExpression
  | t.ArrowFunctionExpression
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod

export interface Membership {
  cls?: number
  static?: boolean
  owner?: Ref
  setter?: boolean
}

/** Registers a function; its index. */
export function defineFunction(
  b: Builder,
  node: FunctionNode,
  scope: Scope,
  name: string,
  of: Membership = {},
): number {
  const inner = b.scopeOf(node, scope)
  const arity = node.params.findIndex((p) => p.type === 'RestElement' || p.type === 'AssignmentPattern')
  const record = {
    name,
    pos: node.start!,
    params: node.params.length,
    arrow: node.type === 'ArrowFunctionExpression',
    cls: of.cls ?? -1,
    static: of.static ?? false,
    owner: of.owner ?? -1,
    ...(arity >= 0 ? { arity } : {}),
    ...(of.setter ? { setter: name } : {}),
  }
  const gives = node.type !== 'ArrowFunctionExpression' && node.generator && !b.asyncGenerator
  const index: number = b.defineFunction(record, inner.fn, () => {
    if (gives) {
      b.context.yields = b.hidden('#yields')
      b.context.state.set(b.context.yields, b.push(['arr', [], node.start!]))
    }
    const params = node.params.map((p, i) => {
      const isRest = p.type === 'RestElement'
      const ref = b.push(isRest ? ['rest', index, i] : ['param', index, i])
      assignPattern(b, p, ref, inner)
      return { node: p, ref }
    })
    if (node.type === 'FunctionExpression' && node.id) {
      const self = inner.names.get(node.id.name)
      if (self && b.simple(self)) self.value = b.push(['fn', index])
    }
    if (node.body.type === 'BlockStatement') statements(b, node.body.body, inner)
    else b.context.results.push(expression(b, node.body, inner))
    const { yields, dead, state } = b.context
    if (yields && !dead) b.context.results.push(b.guarded(state.get(yields)!))
    params.forEach(({ node: p, ref }, i) => {
      const id = p.type === 'AssignmentPattern' ? p.left : p
      if (id.type !== 'Identifier') return
      const binding = inner.names.get(id.name)
      const last = binding && b.context.state.get(binding)
      if (last !== undefined && last !== ref) b.functions[index]!.outs.push([i, last])
    })
  })
  return index
}

export function functionValue(b: Builder, node: FunctionNode, scope: Scope, name: string): Ref {
  return b.push(['fn', defineFunction(b, node, scope, name)])
}

export function objectValue(b: Builder, node: t.ObjectExpression, scope: Scope): Ref {
  const props: Prop[] = []
  // The node comes first, so that its methods can name it as their `this`.
  const ref = b.push(['obj', props, node.start!])
  const environmentOf = environmentKeys(node.properties.map((p) => (p.type === 'SpreadElement' ? null : keyName(p))))
  for (const p of node.properties) {
    const mark = markLiterals(b)
    if (p.type === 'SpreadElement') {
      props.push(['.', expression(b, p.argument, scope)])
      continue
    }
    recordKey(b, p.key)
    const name = keyName(p)
    if (p.type === 'ObjectMethod') {
      const fn = defineFunction(b, p, scope, name ?? '', { owner: ref, setter: p.kind === 'set' && name !== null })
      if (p.kind === 'get' && name !== null) props.push(['g', name, fn])
      else if (p.kind === 'method')
        props.push(
          name !== null ? ['p', name, b.push(['fn', fn])] : ['k', expression(b, p.key, scope), b.push(['fn', fn])],
        )
      continue
    }
    const plain = p.value.type === 'FunctionExpression'
    const value = plain
      ? b.push(['fn', defineFunction(b, p.value as t.FunctionExpression, scope, name ?? '', { owner: ref })])
      : expression(b, p.value, scope, name ?? '')
    // What an object inherits from lies below all that it has itself.
    if (name === '__proto__' && !p.shorthand) props.unshift(['.', value, 1])
    else props.push(name !== null ? ['p', name, value] : ['k', expression(b, p.key, scope), value])
    const when = environmentOf(name)
    if (when) restrictLiterals(b, mark, when)
  }
  return ref
}

export function classValue(b: Builder, node: t.Class, scope: Scope, name: string): Ref {
  const inner = b.scopeOf(node, scope)
  const record: ClassRecord = {
    name,
    pos: node.start!,
    parent: -1,
    ctor: -1,
    methods: [],
    getters: [],
    fields: [],
    statics: [],
    staticGetters: [],
    init: -1,
  }
  const cls = b.classes.push(record) - 1
  const ref = b.push(['class', cls])
  if (node.type === 'ClassExpression' && node.id) {
    const self = inner.names.get(node.id.name)
    if (self) self.value = ref
  }
  if (node.superClass) record.parent = expression(b, node.superClass, inner)
  for (const d of node.decorators ?? []) expression(b, d.expression, inner)
  const fieldScope = b.scopeOf(node.body, inner)
  const fields: t.ClassBody['body'] = []
  for (const m of node.body.body) {
    if (m.type !== 'ClassMethod' && m.type !== 'ClassPrivateMethod') {
      fields.push(m)
      continue
    }
    const key = memberName(b, m as ClassMember, inner)
    const fn = defineFunction(b, m, inner, key ?? '', { cls, static: m.static ?? false, setter: m.kind === 'set' })
    if (m.kind === 'constructor') record.ctor = fn
    else if (key !== null && m.kind === 'set' && !m.static) (record.setters ??= []).push([key, fn])
    else if (key === null || m.kind === 'set') continue
    else if (m.kind === 'get') (m.static ? record.staticGetters : record.getters).push([key, fn])
    else if (m.static) record.statics.push([key, b.push(['fn', fn])])
    else record.methods.push([key, fn])
  }
  const parameterProperties = constructorProperties(node)
  if (fields.length || parameterProperties.length) {
    record.init = b.defineFunction(
      { name: 'init', pos: node.body.start!, params: 0, arrow: false, cls, static: false, owner: -1 },
      fieldScope.fn,
      () => {
        for (const m of fields) classField(b, m, record, fieldScope)
        // `constructor(private base: string)` declares and fills a field.
        for (const [field, index] of parameterProperties)
          record.fields.push([field, parameterValue(b, node, record.ctor, index, fieldScope)])
      },
    )
  }
  return ref
}

type ClassMember = { computed?: boolean; key: t.Node }

/** The name of a class's member; a computed one where the module alone decides it. */
function memberName(b: Builder, m: ClassMember, scope: Scope): string | null {
  const name = keyName(m)
  return name === null && m.computed ? (constantText(b, expression(b, m.key, scope))?.text ?? null) : name
}

function classField(b: Builder, m: t.ClassBody['body'][number], record: ClassRecord, scope: Scope): void {
  if (m.type === 'StaticBlock') return statements(b, m.body, scope)
  if (m.type !== 'ClassProperty' && m.type !== 'ClassPrivateProperty' && m.type !== 'ClassAccessorProperty') return
  const key = memberName(b, m as ClassMember, scope)
  const value = m.value ? expression(b, m.value, scope, key ?? '') : b.undef()
  if (key === null) return
  // `declare x` and `x!: T` say nothing of the value.
  if (m.value) (m.static ? record.statics : record.fields).push([key, value])
}

/** What `constructor(private base = '…')` fills its field with. */
function parameterValue(b: Builder, node: t.Class, ctor: number, index: number, scope: Scope): Ref {
  const value = b.push(['param', ctor, index])
  for (const m of node.body.body) {
    const p = m.type === 'ClassMethod' && m.kind === 'constructor' ? m.params[index] : undefined
    const target = p?.type === 'TSParameterProperty' ? p.parameter : undefined
    if (target?.type === 'AssignmentPattern') return b.push(['default', value, expression(b, target.right, scope)])
  }
  return value
}

function constructorProperties(node: t.Class): [string, number][] {
  for (const m of node.body.body) {
    if (m.type !== 'ClassMethod' || m.kind !== 'constructor') continue
    return m.params.flatMap((p, i): [string, number][] => {
      if (p.type !== 'TSParameterProperty') return []
      const target = p.parameter.type === 'AssignmentPattern' ? p.parameter.left : p.parameter
      return target.type === 'Identifier' ? [[target.name, i]] : []
    })
  }
  return []
}
