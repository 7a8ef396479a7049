import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { JoinPart, LiteralRecord } from './literals'
import type { Ref } from './ir'
import type { Scope } from './scope'
import { argument, expression } from './expressions'

/** A literal is recorded where its text may hold a URL: rewriting and the index of literals see only these. */
const URL_TEXT = /:\/\/|^\/\/[^/\s]/

/** Records a literal; returns its index, or -1 where its text can't hold a URL. `force`: it is part of a join. */
export function recordLiteral(
  b: Builder,
  kind: LiteralRecord['kind'],
  text: string,
  start: number,
  end: number,
  quote: string,
  force = false,
): number {
  if (!force && !URL_TEXT.test(text)) return -1
  const raw = b.code.slice(start, end)
  const record: LiteralRecord = { text, kind, quote, start, end }
  if (raw !== text) {
    const map = rawOffsets(raw, text)
    // Text that can't be mapped back to its source is shown, never edited.
    if (map) record.map = map
    else record.kind = kind === 'key' ? 'key' : 'tagged'
  }
  return b.literals.push(record) - 1
}

/** Raw offset of every code unit of `text`, escapes resolved as ECMAScript does; null where they don't agree. */
export function rawOffsets(raw: string, text: string): number[] | null {
  const map: number[] = []
  let i = 0
  let out = 0
  while (i < raw.length) {
    const start = i
    let produced: string
    if (raw[i] !== '\\') {
      produced = raw[i] === '\r' ? '\n' : raw[i]!
      i += raw[i] === '\r' && raw[i + 1] === '\n' ? 2 : 1
    } else {
      const m = /^\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))/.exec(
        raw.slice(i, i + 16),
      )
      if (!m) return null
      i += m[0].length
      if (m[1] || m[2] || m[3]) produced = String.fromCodePoint(Math.min(0x10ffff, parseInt(m[1] ?? m[2] ?? m[3]!, 16)))
      else if (m[4]) produced = String.fromCharCode(parseInt(m[4], 8))
      else produced = simpleEscape(m[5]!)
    }
    for (const unit of produced.split('')) {
      if (text[out] !== unit) return null
      map.push(start)
      out++
    }
  }
  if (out !== text.length) return null
  map.push(raw.length)
  return map
}

function simpleEscape(c: string): string {
  if (c === '\n' || c === '\r\n' || c === '\r' || c === '\u2028' || c === '\u2029') return ''
  return { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' }[c] ?? c
}

export function stringLiteral(b: Builder, node: t.StringLiteral, kind: LiteralRecord['kind'] = 'string'): Ref {
  const start = node.start!
  const lit = recordLiteral(b, kind, node.value, start + 1, node.end! - 1, b.code[start] ?? '')
  return b.push(['s', node.value, start, lit])
}

export function templateLiteral(b: Builder, node: t.TemplateLiteral, scope: Scope): Ref {
  const parts: Ref[] = []
  const pieces: Piece[] = []
  node.quasis.forEach((q, i) => {
    const text = q.value.cooked ?? q.value.raw
    if (text) {
      const lit = recordLiteral(b, 'template', text, q.start!, q.end!, '`')
      const ref = b.push(['s', text, i === 0 ? node.start! : q.start!, lit])
      parts.push(ref)
      pieces.push({ ref, start: q.start!, end: q.end!, node: q })
    }
    const e = node.expressions[i]
    if (e) {
      const ref = expression(b, e, scope)
      parts.push(ref)
      pieces.push({ ref, start: q.end!, end: node.quasis[i + 1]!.start!, node: null })
    }
  })
  if (!parts.length) return b.push(['s', '', node.start!, -1])
  recordJoin(b, 'template', node, pieces)
  if (!node.expressions.length) return parts[0]!
  // A template is a text whatever its first hole is.
  if (b.nodes[parts[0]!]![0] !== 's') parts.unshift(b.push(['s', '', node.start!, -1]))
  return b.push(['cat', parts])
}

export function taggedTemplate(b: Builder, node: t.TaggedTemplateExpression, scope: Scope): Ref {
  const tag = node.tag
  const raw =
    tag.type === 'MemberExpression' &&
    tag.object.type === 'Identifier' &&
    tag.object.name === 'String' &&
    tag.property.type === 'Identifier' &&
    tag.property.name === 'raw' &&
    !scope.lookup('String')
  const parts: Ref[] = []
  const callee = raw ? -1 : expression(b, tag, scope)
  const strings: Ref[] = []
  const values: Ref[] = []
  node.quasi.quasis.forEach((q, i) => {
    const text = raw ? q.value.raw : (q.value.cooked ?? '')
    const lit = text ? recordLiteral(b, raw ? 'raw' : 'tagged', text, q.start!, q.end!, '`') : -1
    const s = b.push(['s', text, i === 0 ? node.quasi.start! : q.start!, lit])
    strings.push(s)
    if (text) parts.push(s)
    const e = node.quasi.expressions[i]
    if (e) {
      const v = argument(b, e, scope) as Ref
      values.push(v)
      parts.push(v)
    }
  })
  if (raw) return parts.length === 1 ? parts[0]! : b.push(['cat', parts])
  const raws = node.quasi.quasis.map((q) => b.push(['s', q.value.raw, q.start!, -1]))
  const list = b.push(['set', b.push(['arr', strings, node.quasi.start!]), 'raw', b.push(['arr', raws, node.start!])])
  const ref = b.push(['call', callee, [list, ...values], node.start!, ''])
  b.calls.push([ref, b.context.condition])
  b.observe()
  return ref
}

interface Piece {
  ref: Ref
  start: number
  end: number
  node: t.Node | null
}

/** `a + b + c`, flattened over nesting on the left (a thousand terms are one node). */
export function concatenation(b: Builder, node: t.BinaryExpression, scope: Scope): Ref {
  const operands: t.Node[] = []
  let opaque = false
  let left: t.Node = node
  while (left.type === 'BinaryExpression' && left.operator === '+') {
    operands.push(left.right)
    if (left !== node && left.extra?.parenthesized) opaque = true
    left = left.left
  }
  operands.push(left)
  operands.reverse()
  const pieces: Piece[] = operands.map((o) => ({ ref: expression(b, o, scope), start: o.start!, end: o.end!, node: o }))
  if (operands.some((o) => o.extra?.parenthesized)) opaque = true
  recordJoin(b, 'concat', node, pieces, opaque)
  return b.push(['cat', pieces.map((p) => p.ref)])
}

const OPEN_AUTHORITY = /:\/\/[^/?#\s]*$/

/** Records a join whose origin, or what may be one, is spread over several pieces. */
function recordJoin(b: Builder, kind: 'concat' | 'template', node: t.Node, pieces: Piece[], opaque = false): void {
  if (pieces.length < 2) return
  const known = pieces.map((p) => constantText(b, p.ref))
  if (!known.some((k) => k !== null && /https?|wss?|:|\/\//i.test(k.text))) return
  let text = ''
  for (const k of known) text += k?.text ?? '\0'
  const scheme = text.search(/(?:https?|wss?):\/\//i)
  if (scheme < 0) return
  // A literal that holds its whole origin with the end of it needs no join.
  if (
    !known.some((k) => k && OPEN_AUTHORITY.test(k.text)) &&
    known.some((k) => k && /(?:https?|wss?):\/\//i.test(k.text))
  )
    return
  const parts: JoinPart[] = pieces.map((p, i) => {
    const k = known[i]
    const inline = p.node !== null && (p.node.type === 'StringLiteral' || p.node.type === 'TemplateElement')
    let literal: number | null = k ? k.literal : null
    if (k && literal === -1) literal = inline ? forceLiteral(b, p.node!) : null
    return { text: k ? k.text : null, literal, inline, start: p.start, end: p.end }
  })
  if (!opaque) {
    for (let i = 1; i < pieces.length && kind === 'concat'; i++) {
      if (!/^\s*\+\s*$/.test(b.code.slice(pieces[i - 1]!.end, pieces[i]!.start))) opaque = true
    }
  }
  b.joins.push({ kind, parts, opaque, start: node.start!, end: node.end! })
}

function forceLiteral(b: Builder, node: t.Node): number | null {
  if (node.type === 'StringLiteral')
    return recordLiteral(b, 'string', node.value, node.start! + 1, node.end! - 1, b.code[node.start!] ?? '', true)
  if (node.type === 'TemplateElement')
    return recordLiteral(b, 'template', node.value.cooked ?? '', node.start!, node.end!, '`', true)
  return null
}

/** The text of a value that this module alone decides, and the one literal it comes from (-1: not recorded, null: several). */
export function constantText(b: Builder, ref: Ref, depth = 0): { text: string; literal: number | null } | null {
  const node = b.nodes[ref]!
  if (node[0] === 's') return { text: node[1], literal: node[3] }
  if (node[0] === 'n') return { text: String(node[1]), literal: null }
  if (depth > 8) return null
  if (node[0] === 'cat') {
    let text = ''
    for (const part of node[1]) {
      const k = constantText(b, part, depth + 1)
      if (!k) return null
      text += k.text
    }
    return { text, literal: null }
  }
  if (node[0] === 'member') {
    const object = b.nodes[node[1]]!
    if (object[0] !== 'obj') return null
    for (let i = object[1].length - 1; i >= 0; i--) {
      const p = object[1][i]!
      if (p[0] === 'p' && p[1] === node[2]) return constantText(b, p[2], depth + 1)
      if (p[0] !== 'p') return null
    }
  }
  return null
}
