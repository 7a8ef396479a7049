import { addComment, addError } from './collect'
import { decodeStyle } from './escapes'
import { isBlank } from './finder'
import type { StyleSyntax } from './kinds'
import { textPart } from './mustache'
import type { SourceParts, StyleUrl } from './types'

/** Where a style is being read. */
interface Cursor {
  code: string
  parts: SourceParts
  end: number
  syntax: StyleSyntax
  /** Whether an `@import` (or `@use`) has begun and no `;` has come yet. */
  importing: boolean
}

/**
 * Records the `url(…)`, imported URLs, other strings with `//`, and comments of a style. `data:` URLs are left out.
 * `//` begins a comment in preprocessed styles; in plain CSS only as the first thing on its line, where a browser drops what
 * follows as well.
 */
export function readStyle(code: string, parts: SourceParts, from: number, to: number, syntax: StyleSyntax): void {
  const cursor: Cursor = { code, parts, end: to, syntax, importing: false }
  let at = from
  while (at < to) {
    switch (code.charCodeAt(at)) {
      case 47: // /
        at = comment(cursor, at, from)
        break
      case 34:
      case 39: // " '
        at = string(cursor, at, cursor.importing ? 'import' : 'string')
        break
      case 85:
      case 117: // U u
        at = url(cursor, at, from)
        break
      case 64: // @
        if (code.startsWith('@import', at) || code.startsWith('@use', at)) cursor.importing = true
        at++
        break
      case 92: // \
        at += 2
        break
      case 59:
      case 123:
      case 125: // ; { }
        cursor.importing = false
        at++
        break
      default:
        at++
    }
  }
}

function comment(cursor: Cursor, at: number, from: number): number {
  const { code, parts, end } = cursor
  const next = code.charCodeAt(at + 1)
  if (next === 42 /* * */ && at + 1 < end) {
    const inner = code.slice(at + 2, end).indexOf('*/')
    const closed = inner >= 0
    const close = at + 2 + inner
    if (!closed) addError(parts, 'comment without "*/"', at)
    const stop = closed ? close + 2 : end
    addComment(parts, code, at, stop, Math.min(at + 2, stop), closed ? close : end)
    return stop
  }
  if (next !== 47 || at + 1 >= end) return at + 1
  if (cursor.syntax === 'css' && !beginsLine(code, at, from)) return at + 2
  const stop = lineEnd(code, at, end)
  addComment(parts, code, at, stop, at + 2, stop)
  return stop
}

function beginsLine(code: string, at: number, from: number): boolean {
  for (let i = at - 1; i >= from; i--) {
    const char = code.charCodeAt(i)
    if (char === 10 || char === 13) return true
    if (!isBlank(char)) return false
  }
  return true
}

function lineEnd(code: string, from: number, to: number): number {
  const at = code.slice(from, to).indexOf('\n')
  const end = at < 0 ? to : from + at
  return end > from && code.charCodeAt(end - 1) === 13 ? end - 1 : end
}

/** A string; one whose quote is missing ends with its line. Returns the place behind it. */
function string(cursor: Cursor, at: number, place: StyleUrl['place']): number {
  const { code, end } = cursor
  const quote = code.charCodeAt(at)
  let stop = at + 1
  while (stop < end) {
    const char = code.charCodeAt(stop)
    if (char === quote || char === 10 || char === 13) break
    stop += char === 92 /* \ */ ? 2 : 1
  }
  stop = Math.min(stop, end)
  if (code.charCodeAt(stop) !== quote || stop >= end) {
    addError(cursor.parts, 'string without closing quote', at)
    return stop
  }
  add(cursor, at + 1, stop, place, code[at])
  return stop + 1
}

function url(cursor: Cursor, at: number, from: number): number {
  const { code, end } = cursor
  if (!isUrlName(code, at, from)) return at + 1
  let start = at + 4
  while (start < end && isBlank(code.charCodeAt(start))) start++
  const first = code.charCodeAt(start)
  if (start < end && (first === 34 || first === 39)) return string(cursor, start, 'url')
  let stop = start
  while (stop < end) {
    const char = code.charCodeAt(stop)
    if (char === 41 /* ) */) {
      add(cursor, start, stop, 'url', '')
      return stop + 1
    }
    if (char === 92 /* \ */) stop = escapeEnd(code, stop, end)
    else if (char === 34 || char === 39 || char === 40) return start // an expression: its strings are read on their own
    else if (char === 35 /* # */ || char === 64 /* @ */) stop = interpolation(code, stop, end)
    else if (isBlank(char) || char === 59) {
      const close = skipBlanks(code, stop, end)
      if (code.charCodeAt(close) !== 41 || close >= end) {
        if (code.slice(start, stop).includes('//')) add(cursor, start, stop, 'url', '')
        return stop
      }
      add(cursor, start, stop, 'url', '')
      return close + 1
    }
    stop++
  }
  addError(cursor.parts, 'url( without ")"', at)
  add(cursor, start, end, 'url', '')
  return end
}

/** Whether `url(` stands here and isn't the end of another name (`my-curl(`). */
function isUrlName(code: string, at: number, from: number): boolean {
  if ((code.charCodeAt(at + 1) | 32) !== 114 || (code.charCodeAt(at + 2) | 32) !== 108) return false
  if (code.charCodeAt(at + 3) !== 40) return false
  const before = at > from ? code.charCodeAt(at - 1) : 32
  const isLetter = (before | 32) >= 97 && (before | 32) <= 122
  return !isLetter && before !== 45 && before !== 95 && !(before >= 48 && before <= 57) && before !== 36
}

/** The last place of the escape that begins here: a character, or up to six hexadecimal digits and one blank. */
function escapeEnd(code: string, at: number, end: number): number {
  const escape = /^\\(?:[\da-f]{1,6}(?:\r\n|[ \t\n\f\r])?|[^])/i.exec(code.slice(at, Math.min(at + 9, end)))
  return escape ? at + escape[0].length - 1 : at
}

/** The place of the `}` that ends `#{…}` or `@{…}`; the same place where it is none. */
function interpolation(code: string, at: number, end: number): number {
  if (code.charCodeAt(at + 1) !== 123) return at
  // Bounded, so that thousands of unclosed ones are no slower than closed ones.
  for (let i = at + 2; i < end && i < at + 1000; i++) {
    const char = code.charCodeAt(i)
    if (char === 125) return i
    if (char === 10 || char === 13 || char === 59) return at
  }
  return at
}

function skipBlanks(code: string, from: number, end: number): number {
  let at = from
  while (at < end && isBlank(code.charCodeAt(at))) at++
  return at
}

function add(cursor: Cursor, start: number, end: number, place: StyleUrl['place'], quote: string): void {
  const { code, parts } = cursor
  if (end <= start || /^data:/i.test(code.slice(start, start + 5))) return
  const part = textPart(code, start, Math.min(end, cursor.end), decodeStyle)
  if (place === 'string' && !part.text.includes('//')) return
  parts.styleUrls.push({ ...part, place, quote })
}
