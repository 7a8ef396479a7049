import { isBlank } from './finder'
import { expressionPart, splitMustache } from './mustache'
import type { RawAttribute } from './tag-attribute'
import type { ExpressionPart, ScopeName, TemplateScope } from './types'

/** Native `wx:for`, `a:for`, `tt:for`, `s-for` and their like; group 1 is the rest (`-item`, `-index`, `-items`). */
const NATIVE_FOR = /^(?:[a-z]+:|s-)for(-items?|-index)?$/

/** A scope that has not got its surroundings yet. */
type Bare = Omit<TemplateScope, 'outer'>

/**
 * The innermost scope in force for an element: what its own attributes bring into force (a slot inside of a loop), else
 * `outer`. `element`: in kebab case.
 */
export function scopeOf(
  code: string,
  element: string,
  attributes: readonly RawAttribute[],
  swan: boolean,
  outer: TemplateScope | null,
): TemplateScope | null {
  let loop: RawAttribute | undefined
  let item: RawAttribute | undefined
  let index: RawAttribute | undefined
  let vue: Bare | undefined
  let slot: Bare | undefined
  for (const attribute of attributes) {
    const { name } = attribute
    if (name === 'v-for') vue = vueLoop(code, attribute)
    else if (isSlot(name, element)) {
      const names = trimmed(code, attribute.valueStart, attribute.valueEnd)
      if (names.length > 0) slot = { kind: 'slot', names, source: null }
    } else if (element === 'repeat' && attribute.hasValue) {
      // wepy 1: <repeat for="{{list}}" item="x" index="i">
      if (name === 'for') loop = attribute
      else if (name === 'item') item = attribute
      else if (name === 'index') index = attribute
    } else if (name.includes('for')) {
      const match = NATIVE_FOR.exec(name)
      if (!match || !attribute.hasValue) continue
      if (match[1] === '-item') item = attribute
      else if (match[1] === '-index') index = attribute
      else loop = attribute
    }
  }
  let scope = outer
  if (loop) scope = { ...nativeLoop(code, loop, item, index, swan), outer: scope }
  if (vue) scope = { ...vue, outer: scope }
  return slot ? { ...slot, outer: scope } : scope
}

function isSlot(name: string, element: string): boolean {
  if (name.startsWith('v-slot') || name.startsWith('#') || name === 'slot-scope') return true
  return name === 'scope' && element === 'template'
}

function nativeLoop(
  code: string,
  loop: RawAttribute,
  item: RawAttribute | undefined,
  index: RawAttribute | undefined,
  swan: boolean,
): Bare {
  if (swan && code.slice(loop.valueStart, loop.valueEnd).indexOf('{{') < 0) {
    const inner = vueLoop(code, loop)
    if (inner.names.length > 0) return inner
    const names = [nameOf(code, item, loop, 'item'), nameOf(code, index, loop, 'index')]
    return { kind: 'loop', names, source: expressionPart(code, loop.valueStart, loop.valueEnd) }
  }
  const parts = splitMustache(code, loop.valueStart, loop.valueEnd, swan)
  const solid = parts.filter((part) => 'expr' in part || part.text.trim() !== '')
  const source = solid.length === 1 && 'expr' in solid[0] ? solid[0] : null
  return { kind: 'loop', names: [nameOf(code, item, loop, 'item'), nameOf(code, index, loop, 'index')], source }
}

function nameOf(code: string, attribute: RawAttribute | undefined, loop: RawAttribute, fallback: string): ScopeName {
  if (attribute && attribute.valueEnd > attribute.valueStart) {
    const [name] = trimmed(code, attribute.valueStart, attribute.valueEnd)
    if (name) return name
  }
  return { text: fallback, start: loop.start, end: loop.start + loop.name.length }
}

/** `(item, index) in list`, `item of list`, swan's `item, index in list trackBy item.id`. */
function vueLoop(code: string, { valueStart, valueEnd }: RawAttribute): Bare {
  const keyword = loopKeyword(code, valueStart, valueEnd)
  if (keyword < 0) return { kind: 'loop', names: [], source: null }
  const track = code.slice(keyword, valueEnd).search(/\strackBy\s/)
  const end = track < 0 ? valueEnd : keyword + track
  const source: ExpressionPart = expressionPart(code, keyword + 2, end)
  let [start, stop] = trimSpan(code, valueStart, keyword)
  if (code[start] === '(' && code[stop - 1] === ')') {
    start++
    stop--
  }
  return { kind: 'loop', names: splitNames(code, start, stop), source }
}

/** Place of the first `in` or `of` that stands between blanks, or -1. */
function loopKeyword(code: string, from: number, to: number): number {
  for (let at = from + 1; at + 2 < to; at++) {
    const first = code.charCodeAt(at)
    const second = code.charCodeAt(at + 1)
    if ((first === 105 && second === 110) || (first === 111 && second === 102)) {
      const before = code.charCodeAt(at - 1)
      if ((isBlank(before) || before === 41) && isBlank(code.charCodeAt(at + 2))) return at
    }
  }
  return -1
}

function splitNames(code: string, from: number, to: number): ScopeName[] {
  const names: ScopeName[] = []
  let depth = 0
  let start = from
  for (let at = from; at <= to; at++) {
    const char = at < to ? code.charCodeAt(at) : 44
    if (char === 123 || char === 91 || char === 40) depth++
    else if (char === 125 || char === 93 || char === 41) depth--
    else if (char === 44 && (depth === 0 || at === to)) {
      names.push(...trimmed(code, start, at))
      start = at + 1
    }
  }
  return names
}

function trimmed(code: string, from: number, to: number): ScopeName[] {
  const [start, end] = trimSpan(code, from, to)
  return end > start ? [{ text: code.slice(start, end), start, end }] : []
}

/** The range without the blanks at its ends. */
export function trimSpan(code: string, from: number, to: number): [number, number] {
  let start = from
  let end = to
  while (start < end && isBlank(code.charCodeAt(start))) start++
  while (end > start && isBlank(code.charCodeAt(end - 1))) end--
  return [start, end]
}
