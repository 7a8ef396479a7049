import type { Module } from './module'
import { one, textOf, UNDEFINED, unknown, type Alternatives, type Part, type TextValue, type Value } from './values'

/** The length of a text, where all of it is known. */
function lengthOf(parts: readonly Part[], at: Module, pos: number): Value {
  let length = 0
  for (const p of parts) {
    if ('hole' in p) return unknown('unsupported', at, pos)
    length += p.s.length
  }
  return { t: 'prim', p: length }
}

/** Whether a value is certainly a text, and no text has a member of this name: `let { url } = 'https://…'`. */
function lacksMember(parts: readonly Part[], name: string): boolean {
  // A promise is written as what it holds.
  return (
    !(name in String.prototype) &&
    !/^(?:then|catch|finally)$/.test(name) &&
    parts.some((p) => !('hole' in p) && p.s !== '')
  )
}

/** `text[0]`, where the text is known that far. */
export function character(parts: readonly Part[], index: number, at: Module, pos: number): Alternatives {
  let before = 0
  for (const p of parts) {
    if ('hole' in p) return one(unknown('unsupported', at, pos))
    if (index < before + p.s.length) return one(textOf(p.s[index - before]!))
    before += p.s.length
  }
  return one(UNDEFINED)
}

/**
 * A member of a text that is no character of it.
 * @param isWritten whether the project gives a member of this name to any object: texts may have it then
 */
export function textMember(v: TextValue, name: string, at: Module, pos: number, isWritten: boolean): Value {
  if (name === 'length') return lengthOf(v.parts, at, pos)
  // Of a table that holds texts and objects the one that is meant may be another: nobody asks for `undefined`.
  if (lacksMember(v.parts, name) && !isWritten) return { ...unknown('member', at, pos, name), falsy: true }
  return { t: 'method', of: v, name }
}
