import type * as t from '@babel/types'

/** A name in a text that only its own code can see. */
export interface LocalName {
  start: number
  end: number
  /** What binds it: the same object wherever the same thing is meant. */
  binding: Binding
  /** Where the name is a property's as well (`{ a }`), that property's name, which stays as it is written. */
  property?: string
}

/** One variable, parameter, function, class or label. */
export interface Binding {
  name: string
}

interface Scope {
  names: Map<string, Binding>
  outer: Scope | null
  /** Functions in blocks belong to the block. */
  strict: boolean
}

/**
 * Every name of a script that is bound in one of its functions or blocks. What stands at the script's top is seen by
 * others, and is none of them; neither is a property's name, nor a global one.
 */
export function localNames(program: t.Program): LocalName[] {
  const found: LocalName[] = []
  const strict = program.sourceType === 'module' || isStrict(program.directives)
  visitEach(program.body, { scope: { names: new Map(), outer: null, strict }, labels: new Map(), found })
  return found.sort((a, b) => a.start - b.start)
}

interface Place {
  scope: Scope
  labels: ReadonlyMap<string, Binding>
  found: LocalName[]
}

function visit(node: t.Node | null | undefined, place: Place): void {
  if (!node) return
  switch (node.type) {
    case 'Identifier':
      return take(node, lookUp(place.scope, node.name), place)
    case 'PrivateName':
    case 'MetaProperty':
      return
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      visit(node.object, place)
      return node.computed ? visit(node.property, place) : undefined
    case 'ObjectProperty':
      return node.shorthand ? visitShorthand(node, place) : visitMember(node, [node.value], place)
    case 'ClassProperty':
    case 'ClassAccessorProperty':
      return visitMember(node, [node.value], place)
    case 'ObjectMethod':
    case 'ClassMethod':
      visitMember(node, [], place)
      return visitFunction(node, place)
    case 'FunctionExpression':
    case 'ClassExpression':
      return visitExpression(node, place)
    case 'FunctionDeclaration':
      visit(node.id, place)
      return visitFunction(node, place)
    case 'ArrowFunctionExpression':
    case 'ClassPrivateMethod':
      return visitFunction(node, place)
    case 'StaticBlock':
      return visitEach(node.body, inside(place, [...varsOf(node.body, true), ...lexicalOf(node.body)], true))
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return visitLabel(node, place)
    case 'SwitchStatement':
      visit(node.discriminant, place)
      return visitEach(node.cases, inside(place, boundBy(node, place.scope.strict)))
    default:
      return visitEach(childrenOf(node), inside(place, boundBy(node, place.scope.strict)))
  }
}

function visitEach(nodes: Iterable<t.Node | null | undefined>, place: Place): void {
  for (const node of nodes) visit(node, place)
}

/** `{ a }` and `{ a = 1 }`, read or bound. */
function visitShorthand({ key, value }: t.ObjectProperty, place: Place): void {
  const before = place.found.length
  const name = value.type === 'AssignmentPattern' ? value.left : value
  visit(name, place)
  const [taken] = place.found.slice(before)
  if (taken) taken.property = (key as t.Identifier).name
  if (value.type === 'AssignmentPattern') visit(value.right, place)
}

function visitMember(
  node: t.ObjectProperty | t.ClassProperty | t.ClassAccessorProperty | t.ObjectMethod | t.ClassMethod,
  values: readonly (t.Node | null | undefined)[],
  place: Place,
): void {
  if (node.computed) visit(node.key, place)
  visitEach(values, place)
}

/** The name of a function's or class's expression is seen inside it only. */
function visitExpression(node: t.FunctionExpression | t.ClassExpression, place: Place): void {
  const own = inside(place, node.id ? [node.id] : [])
  visit(node.id, own)
  if (node.type === 'FunctionExpression') return visitFunction(node, own)
  visit(node.superClass, own)
  visit(node.body, { ...own, scope: { ...own.scope, strict: true } })
}

function visitFunction(node: t.Function, place: Place): void {
  const { body } = node
  const strict = place.scope.strict || (body.type === 'BlockStatement' && isStrict(body.directives))
  const statements = body.type === 'BlockStatement' ? body.body : []
  const bound = [...node.params.flatMap(namesIn), ...varsOf(statements, strict), ...lexicalOf(statements)]
  const own = { ...inside(place, bound, strict), labels: new Map<string, Binding>() }
  visitEach(node.params, own)
  if (body.type === 'BlockStatement') visitEach(statements, own)
  else visit(body, own)
}

function visitLabel(node: t.LabeledStatement | t.BreakStatement | t.ContinueStatement, place: Place): void {
  const { label } = node
  if (node.type !== 'LabeledStatement') return label ? take(label, place.labels.get(label.name), place) : undefined
  const binding = { name: node.label.name }
  take(node.label, binding, place)
  visit(node.body, { ...place, labels: new Map([...place.labels, [binding.name, binding]]) })
}

function take({ start, end }: t.Identifier, binding: Binding | undefined, { found }: Place): void {
  if (binding) found.push({ start: start!, end: end!, binding })
}

function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const binding = at.names.get(name)
    if (binding) return binding
  }
  return undefined
}

function inside(place: Place, bound: readonly t.Identifier[], strict = place.scope.strict): Place {
  if (bound.length === 0 && strict === place.scope.strict) return place
  const names = new Map(bound.map(({ name }) => [name, { name }]))
  return { ...place, scope: { names, outer: place.scope, strict } }
}

/** What a statement that is a scope of its own binds for what stands in it. */
function boundBy(node: t.Node, strict: boolean): t.Identifier[] {
  switch (node.type) {
    case 'BlockStatement':
      // Where functions in blocks belong to the function around them, they are bound there.
      return lexicalOf(strict ? node.body : node.body.filter(({ type }) => type !== 'FunctionDeclaration'))
    case 'SwitchStatement':
      return lexicalOf(node.cases.flatMap(({ consequent }) => consequent))
    case 'ForStatement':
      return node.init ? lexicalOf([node.init]) : []
    case 'ForInStatement':
    case 'ForOfStatement':
      return lexicalOf([node.left])
    case 'CatchClause':
      return node.param ? namesIn(node.param) : []
    default:
      return []
  }
}

/** `let`, `const`, classes and functions that stand in a list of statements themselves. */
function lexicalOf(statements: readonly t.Node[]): t.Identifier[] {
  return statements.flatMap((node) => {
    if (node.type === 'VariableDeclaration')
      return node.kind === 'var' ? [] : node.declarations.flatMap(({ id }) => namesIn(id))
    return (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id ? [node.id] : []
  })
}

/** `var` at any depth of a function, and functions in blocks where nothing is strict. */
function varsOf(nodes: Iterable<t.Node>, strict: boolean): t.Identifier[] {
  const out: t.Identifier[] = []
  for (const node of nodes) {
    if (node.type === 'FunctionDeclaration' && !strict && node.id) out.push(node.id)
    if (node.type === 'VariableDeclaration' && node.kind === 'var')
      out.push(...node.declarations.flatMap(({ id }) => namesIn(id)))
    if (!/Function|Method|^Class|^StaticBlock$/.test(node.type)) out.push(...varsOf(childrenOf(node), strict))
  }
  return out
}

/** The names that a pattern binds. */
function namesIn(pattern: t.Node | null): t.Identifier[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern]
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => namesIn(one.type === 'RestElement' ? one : one.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn)
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    default:
      return []
  }
}

function isStrict(directives: readonly t.Directive[] | null | undefined): boolean {
  return directives?.some(({ value }) => value.value === 'use strict') ?? false
}

/** The nodes below one, without comments. */
export function childrenOf(node: t.Node): t.Node[] {
  const out: t.Node[] = []
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key === 'extra' || key.endsWith('Comments')) continue
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof child === 'object' && child !== null && typeof (child as t.Node).type === 'string')
        out.push(child as t.Node)
    }
  }
  return out
}
