import { readAttribute } from './attributes'
import type { Dialect, Frame } from './attributes'
import { addComment, addError } from './collect'
import { isBlank } from './finder'
import { kebab } from './names'
import { pugAttributes } from './pug-attributes'
import { scopeOf } from './scope'
import { readText } from './template'
import type { SourceParts } from './types'

interface Open extends Frame {
  indent: number
}

/** What a line of pug is, and where reading goes on. */
interface Reading {
  code: string
  parts: SourceParts
  dialect: Dialect
  to: number
  stack: Open[]
}

/**
 * Reads a template written in pug, from its text alone: elements with their attributes, nesting by indentation, texts and
 * comments. Pug's own code (`- var a`, `each`, mixins, includes) isn't run.
 */
export function readPug(
  code: string,
  parts: SourceParts,
  dialect: Dialect,
  from: number,
  to: number,
  mode?: string,
): void {
  const stack: Open[] = [{ indent: -1, scope: null, template: undefined, mode }]
  const reading: Reading = { code, parts, dialect, to, stack }
  let at = from
  while (at < to) {
    const start = skipBlanksOnLine(code, at, to)
    if (start < to && !isLineEnd(code.charCodeAt(start))) {
      const indent = start - at
      while (stack.length > 1 && stack[stack.length - 1].indent >= indent) stack.pop()
      at = line(reading, start, indent)
    } else {
      at = nextLine(code, start, to)
    }
  }
}

/** Reads one line (with attributes over several); returns the start of the next to be read. */
function line(reading: Reading, start: number, indent: number): number {
  const { code, parts, to, stack } = reading
  if (code.startsWith('//', start)) {
    const end = blockEnd(code, start, to, indent)
    addComment(parts, code, start, end, Math.min(start + (code[start + 2] === '-' ? 3 : 2), end), end)
    return nextLine(code, end, to)
  }
  const first = code.charCodeAt(start)
  if (first === 124 /* | */ || first === 60 /* < */) {
    const end = lineEnd(code, start, to)
    readText(code, parts, reading.dialect, first === 124 ? start + 1 : start, end, stack[stack.length - 1])
    return nextLine(code, end, to)
  }
  // Code, mixin calls, filters.
  if (first === 45 || first === 61 || first === 33 || first === 43) return nextLine(code, start, to)
  if (first === 58) return nextLine(code, blockEnd(code, start, to, indent), to)
  return elements(reading, start, indent)
}

/** `tag.class#id(attributes): tag text`; every element of the line holds what is indented below. */
function elements(reading: Reading, start: number, indent: number): number {
  const { code, parts, dialect, to, stack } = reading
  let at = start
  for (;;) {
    const nameEnd = skipPugName(code, at, to)
    const outer = stack[stack.length - 1]
    const element = nameEnd > at ? kebab(code.slice(at, nameEnd)) : 'div'
    const begin = at
    at = skipShorthands(code, nameEnd, to)
    let frame: Frame = outer
    if (code.charCodeAt(at) === 40 /* ( */ && at < to) {
      const read = pugAttributes(code, at + 1, to)
      if (!read.closed) addError(parts, 'pug attributes without ")"', at)
      frame = { ...outer, scope: scopeOf(code, element, read.attributes, dialect.swan, outer.scope) }
      for (const attribute of read.attributes) readAttribute(code, parts, dialect, element, attribute, frame)
      at = skipShorthands(code, read.end, to)
      if (code.startsWith('&attributes(', at)) at = pugAttributes(code, at + 12, to).end
    }
    stack.push({ indent, scope: frame.scope, template: frame.template, mode: frame.mode })
    if (at === begin) return nextLine(code, at, to) // nothing that pug knows
    const next = code.charCodeAt(at)
    if (next === 58 /* : */ && at + 1 < to && isBlank(code.charCodeAt(at + 1))) {
      at = skipBlanksOnLine(code, at + 1, to)
      if (at < to && !isLineEnd(code.charCodeAt(at))) continue
      return nextLine(code, at, to)
    }
    if (next === 46 /* . */ && isRestBlank(code, at + 1, to)) {
      const end = blockEnd(code, at, to, indent)
      readText(code, parts, dialect, at + 1, end, frame)
      return nextLine(code, end, to)
    }
    const end = lineEnd(code, at, to)
    if (next === 32 || next === 9) readText(code, parts, dialect, at + 1, end, frame)
    return nextLine(code, end, to)
  }
}

function skipPugName(code: string, from: number, to: number): number {
  let at = from
  while (at < to) {
    const char = code.charCodeAt(at)
    // A colon belongs to the name only where more of a name follows (`svg:rect`); else another element follows.
    const isName = isWord(char) || char === 45 || (char === 58 && isWord(code.charCodeAt(at + 1)))
    if (!isName) break
    at++
  }
  return at
}

function skipShorthands(code: string, from: number, to: number): number {
  let at = from
  while (at < to) {
    const char = code.charCodeAt(at)
    const next = code.charCodeAt(at + 1)
    if ((char !== 46 && char !== 35) || !(isWord(next) || next === 45)) break
    at++
    while (at < to && (isWord(code.charCodeAt(at)) || code.charCodeAt(at) === 45)) at++
  }
  return at
}

function isWord(code: number): boolean {
  return ((code | 32) >= 97 && (code | 32) <= 122) || (code >= 48 && code <= 57) || code === 95 || code > 127
}

/** Where the lines end that are indented more than `indent` (after the one that holds `from`). */
function blockEnd(code: string, from: number, to: number, indent: number): number {
  let end = lineEnd(code, from, to)
  for (;;) {
    const next = nextLine(code, end, to)
    if (next >= to) return end
    const start = skipBlanksOnLine(code, next, to)
    const isEmpty = start >= to || isLineEnd(code.charCodeAt(start))
    if (!isEmpty && start - next <= indent) return end
    end = lineEnd(code, start, to)
  }
}

function isRestBlank(code: string, from: number, to: number): boolean {
  const at = skipBlanksOnLine(code, from, to)
  return at >= to || isLineEnd(code.charCodeAt(at))
}

function skipBlanksOnLine(code: string, from: number, to: number): number {
  let at = from
  while (at < to && (code.charCodeAt(at) === 32 || code.charCodeAt(at) === 9)) at++
  return at
}

function lineEnd(code: string, from: number, to: number): number {
  let at = from
  while (at < to && !isLineEnd(code.charCodeAt(at))) at++
  return at
}

function nextLine(code: string, from: number, to: number): number {
  const end = lineEnd(code, from, to)
  return Math.min(code.charCodeAt(end) === 13 && code.charCodeAt(end + 1) === 10 ? end + 2 : end + 1, to)
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13
}
