import { decodeEntities } from './entities'
import type { Cooked } from './entities'
import type { ExpressionPart, TextPart, ValuePart } from './types'

/** A part of static text, its entities resolved by `cook`. */
export function textPart(
  code: string,
  start: number,
  end: number,
  cook: (raw: string) => Cooked = decodeEntities,
): TextPart {
  const { text, map } = cook(code.slice(start, end))
  return map ? { text, start, end, map } : { text, start, end }
}

/** A part that is an expression. */
export function expressionPart(
  code: string,
  start: number,
  end: number,
  cook: (raw: string) => Cooked = decodeEntities,
): ExpressionPart {
  const { text, map } = cook(code.slice(start, end))
  return map ? { expr: text, start, end, map } : { expr: text, start, end }
}

/**
 * Splits a value at its `{{ }}`. An expression ends at the first `}}` outside its own brackets and strings, or, where those
 * don't balance, at the first `}}` at all; an unclosed `{{` is text. `swan`: `{= =}` is one too, and `{{{ a }}}` is the
 * object `{ a }`.
 */
export function splitMustache(
  code: string,
  start: number,
  end: number,
  swan = false,
  cook: (raw: string) => Cooked = decodeEntities,
): ValuePart[] {
  const parts: ValuePart[] = []
  let textFrom = start
  let balanced = true
  let at = nextOpen(code, start, end, swan)
  while (at >= 0) {
    const twoWay = code.charCodeAt(at + 1) === 61 /* = */
    let close = -1
    if (!twoWay && balanced) {
      close = balancedEnd(code, at + 2, end)
      // Asked once for each value: else a value full of lone brackets would be looked through again and again.
      if (close < 0) balanced = false
      // A lone quote (`{{ it's }} … {{ it's }}`) must not join two of them.
      else if (code.slice(at + 2, close).includes('{{')) close = -1
    }
    if (close < 0) close = indexWithin(code, twoWay ? '=}' : '}}', at + 2, end)
    if (close < 0) break
    if (at > textFrom) parts.push(textPart(code, textFrom, at, cook))
    parts.push(expressionPart(code, at + 2, close, cook))
    textFrom = close + 2
    at = nextOpen(code, textFrom, end, swan)
  }
  if (end > textFrom) parts.push(textPart(code, textFrom, end, cook))
  return parts
}

function nextOpen(code: string, from: number, end: number, swan: boolean): number {
  for (let at = from; at + 1 < end; at++) {
    if (code.charCodeAt(at) !== 123 /* { */) continue
    const next = code.charCodeAt(at + 1)
    if (next === 123 || (swan && next === 61)) return at
  }
  return -1
}

function indexWithin(code: string, needle: string, from: number, end: number): number {
  const at = code.slice(from, end).indexOf(needle)
  return at < 0 ? -1 : from + at
}

/** Place of the `}}` outside of brackets and strings, or -1. */
function balancedEnd(code: string, from: number, end: number): number {
  let depth = 0
  for (let at = from; at < end; at++) {
    switch (code.charCodeAt(at)) {
      case 39:
      case 34:
      case 96: {
        // ' " `
        at = skipString(code, at, end)
        if (at < 0) return -1
        break
      }
      case 40:
      case 91:
      case 123: // ( [ {
        depth++
        break
      case 41:
      case 93: // ) ]
        depth--
        break
      case 125: // }
        if (depth === 0) return code.charCodeAt(at + 1) === 125 && at + 1 < end ? at : -1
        depth--
    }
    if (depth < 0) return -1
  }
  return -1
}

/** Template strings are not looked through further, so that lone backticks can't make reading slow. */
const LONGEST_STRING = 65_536

/** Place of the quote that closes the one at `at`, or -1. Only a template string goes on over the end of its line. */
export function skipString(code: string, at: number, end: number): number {
  const quote = code.charCodeAt(at)
  const limit = Math.min(end, at + LONGEST_STRING)
  for (let i = at + 1; i < limit; i++) {
    const char = code.charCodeAt(i)
    if (char === 92 /* \ */) i++
    else if (char === quote) return i
    else if ((char === 10 || char === 13) && quote !== 96) return -1
  }
  return -1
}
