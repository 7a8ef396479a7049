import { parse } from '@babel/parser'
import type * as t from '@babel/types'
import type { JoinPart, JoinRecord, LiteralRecord } from '../../src/extract/literals'
import { cook } from '../../src/rewrite/cook'

/**
 * A small reference for what the extractor records, so that rewriting is tested apart from it: every literal that may hold
 * a URL, every `+` and template; top-level `const`s with one text are known.
 */
export function recordsOf(code: string): { literals: LiteralRecord[]; joins: JoinRecord[] } {
  const ast = parse(code, { sourceType: 'module', plugins: ['typescript', 'jsx'] })
  const literals: LiteralRecord[] = []
  const joins: JoinRecord[] = []
  const constants = new Map<string, { text: string; literal: number | null }>()
  const byNode = new Map<t.Node, number>()

  function add(
    node: t.Node,
    kind: LiteralRecord['kind'],
    start: number,
    end: number,
    text: string,
    quote: string,
  ): number {
    const known = byNode.get(node)
    if (known !== undefined) return known
    const raw = code.slice(start, end)
    const cooked = cook(raw)
    const record: LiteralRecord = { text, kind, quote, start, end }
    if (raw !== text && cooked.map) record.map = cooked.map
    byNode.set(node, literals.length)
    return literals.push(record) - 1
  }

  function string(node: t.StringLiteral, kind: LiteralRecord['kind'] = 'string'): number {
    return add(node, kind, node.start! + 1, node.end! - 1, node.value, code[node.start!])
  }

  function known(node: t.Node): { text: string; literal: number | null } | null {
    if (node.type === 'StringLiteral') return { text: node.value, literal: string(node) }
    if (node.type === 'TemplateLiteral' && node.expressions.length === 0) {
      const [quasi] = node.quasis
      const text = quasi.value.cooked!
      return { text, literal: add(quasi, 'template', quasi.start!, quasi.end!, text, '`') }
    }
    if (node.type === 'NumericLiteral') return { text: String(node.value), literal: null }
    if (node.type === 'Identifier') return constants.get(node.name) ?? null
    return null
  }

  function concatenation(node: t.BinaryExpression): void {
    const operands: t.Expression[] = []
    let left: t.Expression | t.PrivateName = node
    let opaque = false
    while (left.type === 'BinaryExpression' && left.operator === '+') {
      operands.unshift(left.right)
      if (left !== node && left.extra?.parenthesized) opaque = true
      left = left.left
    }
    operands.unshift(left as t.Expression)
    if (operands.some((operand) => operand.extra?.parenthesized)) opaque = true
    const parts = operands.map((operand): JoinPart => {
      const value = known(operand)
      return {
        text: value?.text ?? null,
        literal: value?.literal ?? null,
        inline: operand.type === 'StringLiteral',
        start: operand.start!,
        end: operand.end!,
      }
    })
    for (let i = 1; i < parts.length; i++) {
      if (!/^\s*\+\s*$/.test(code.slice(parts[i - 1].end, parts[i].start))) opaque = true
    }
    joins.push({ kind: 'concat', parts, opaque, start: node.start!, end: node.end! })
    for (const operand of operands) walk(operand)
  }

  function template(node: t.TemplateLiteral): void {
    const parts: JoinPart[] = []
    node.quasis.forEach((quasi, i) => {
      const text = quasi.value.cooked!
      if (text) {
        const literal = add(quasi, 'template', quasi.start!, quasi.end!, text, '`')
        parts.push({ text, literal, inline: true, start: quasi.start!, end: quasi.end! })
      }
      const hole = node.expressions[i]
      if (!hole) return
      const value = known(hole)
      parts.push({
        text: value?.text ?? null,
        literal: value?.literal ?? null,
        inline: false,
        start: quasi.end!,
        end: node.quasis[i + 1].start!,
      })
      walk(hole)
    })
    joins.push({ kind: 'template', parts, opaque: false, start: node.start!, end: node.end! })
  }

  function walk(node: t.Node): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'Directive':
        return
      case 'StringLiteral':
        string(node)
        return
      case 'BinaryExpression':
        if (node.operator === '+') return concatenation(node)
        break
      case 'TemplateLiteral':
        return template(node)
      case 'TaggedTemplateExpression': {
        const isRaw = code.slice(node.tag.start!, node.tag.end!) === 'String.raw'
        for (const quasi of node.quasi.quasis) {
          const text = isRaw ? quasi.value.raw : (quasi.value.cooked ?? '')
          add(quasi, isRaw ? 'raw' : 'tagged', quasi.start!, quasi.end!, text, '`')
        }
        return
      }
      case 'ObjectProperty':
        if (node.key.type === 'StringLiteral') string(node.key, 'key')
        walk(node.value)
        return
      case 'JSXAttribute':
        if (node.value?.type === 'StringLiteral') string(node.value, 'jsx')
        else if (node.value) walk(node.value)
        return
      case 'JSXText':
        add(node, 'jsx', node.start!, node.end!, node.value, '')
        return
      case 'VariableDeclarator':
        if (node.id.type === 'Identifier' && node.init) {
          const value = known(node.init)
          if (value) constants.set(node.id.name, value)
        }
        break
    }
    for (const [key, child] of Object.entries(node)) {
      if (key === 'loc' || key === 'extra' || key.endsWith('Comments')) continue
      for (const item of Array.isArray(child) ? child : [child]) {
        if (item && typeof item === 'object' && typeof item.type === 'string') walk(item as t.Node)
      }
    }
  }

  walk(ast.program)
  return { literals, joins }
}
