import type { MagicString } from 'magic-string'

/** As much of a syntax tree as is needed here. */
export interface Node {
  type: string
  [member: string]: unknown
}

/** What stands in a configuration where a function is looked for. */
export interface Hook {
  /** The statements in their braces; null where it is no function with a body, or one that takes nothing. */
  body: Node | null
  /** What it calls its first parameter. */
  parameter: string
}

/** The function at the end of a path of members; null where the member is missing, and `body` null where it is none. */
export function hookOf(object: Node, [name, ...rest]: readonly string[]): Hook | null {
  const members = object.properties as Node[]
  const index = members.findIndex((member) => nameOf(member) === name)
  if (index < 0) return null
  const member = members[index]!
  const value = member.type === 'ObjectMethod' ? member : (member.value as Node | undefined)
  // What is spread behind it may replace it.
  const isLast = !members.slice(index + 1).some(({ type }) => type === 'SpreadElement')
  if (isLast && rest.length > 0 && value?.type === 'ObjectExpression') return hookOf(value, rest)
  const body = rest.length === 0 && isLast ? (value?.body as Node | undefined) : undefined
  const [first] = (value?.params ?? []) as Node[]
  const isTaken = body?.type === 'BlockStatement' && first?.type === 'Identifier'
  return { body: isTaken ? body : null, parameter: isTaken ? String(first.name) : '' }
}

/** Puts a statement in front of a function's others, on a line of its own. */
export function addToHook(text: MagicString, source: string, { body }: Hook, statement: string): void {
  const { start, end } = body as unknown as { start: number; end: number }
  if (source[start] !== '{' || source[end - 1] !== '}') throw new Error('offsets differ')
  const eol = source.includes('\r\n') ? '\r\n' : '\n'
  const indent = /^[^\S\r\n]*/.exec(source.slice(source.lastIndexOf('\n', start) + 1))![0]
  const inner = indent + (indent.includes('\t') ? '\t' : '  ')
  const isEmpty = source.slice(start + 1, end - 1).trim() === ''
  const isOnOwnLine = /^[^\S\r\n]*\r?\n/.test(source.slice(start + 1))
  const semicolon = /;[^\S\r\n]*\r?\n/.test(source) ? ';' : ''
  const line = `${eol}${inner}${statement}${semicolon}`
  if (isEmpty && end - start > 2) text.overwrite(start + 1, end - 1, `${line}${eol}${indent}`)
  else if (isEmpty) text.appendLeft(start + 1, `${line}${eol}${indent}`)
  else text.appendLeft(start + 1, line + (isOnOwnLine ? '' : eol + inner))
}

/**
 * What a function of a configuration returns in the end: the value of its only `return`, or what every `return` of Taro's
 * templates hands to the `merge` of the first parameter behind an empty object. Null where that takes more than reading.
 */
export function returnedBy(fn: Node): Node | null {
  const { body } = fn.body as { body?: Node[] }
  const returns = (body ?? []).flatMap(returnsIn)
  const [parameter] = fn.params as Node[]
  const merged = returns.map((value) => (parameter?.type === 'Identifier' ? mergedBy(value, parameter.name) : null))
  const [first] = merged
  if (first && merged.every((value) => value?.name === first.name)) return first
  const last = body?.at(-1)
  return returns.length === 1 && last?.type === 'ReturnStatement' ? returns[0]! : null
}

/** `base` of `merge({}, base, …)`. */
function mergedBy({ type, callee, arguments: args }: Node, merge: unknown): Node | null {
  if (type !== 'CallExpression' || (callee as Node).name !== merge) return null
  const [into, base] = args as Node[]
  const isFresh = into?.type === 'ObjectExpression' && (into.properties as Node[]).length === 0
  return isFresh && base?.type === 'Identifier' ? base : null
}

/** The values that a statement may leave the function with. Functions inside have returns of their own. */
function returnsIn(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(returnsIn)
  if (typeof node !== 'object' || node === null) return []
  const { type, argument } = node as Node
  // Nothing at all is no configuration.
  if (type === 'ReturnStatement') return [(argument ?? { type: 'NullLiteral' }) as Node]
  if (typeof type === 'string' && /Function|Class|ObjectMethod/.test(type)) return []
  return Object.entries(node).flatMap(([key, child]) =>
    /^(?:loc|original|comments|tokens)$/.test(key) ? [] : returnsIn(child),
  )
}

/** The name of a member as it is written; null where it is computed. */
export function nameOf({ key, computed }: Node): unknown {
  if (computed === true || key === undefined) return null
  const { name, value } = key as Node
  return name ?? value
}
