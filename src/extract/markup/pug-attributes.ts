import { isBlank } from './finder'
import { skipString } from './mustache'
import type { RawAttribute } from './tag-attribute'

/**
 * Reads the attributes between pug's brackets, `from` being the place behind the opening one. Their values are JavaScript:
 * a lone string literal is a static value; anything else is handed on as it is written, with no quote around it.
 */
export function pugAttributes(
  code: string,
  from: number,
  to: number,
): { attributes: RawAttribute[]; end: number; closed: boolean } {
  const attributes: RawAttribute[] = []
  let at = from
  while (at < to) {
    const char = code.charCodeAt(at)
    if (char === 41 /* ) */) return { attributes, end: at + 1, closed: true }
    if (isBlank(char) || char === 44 /* , */) {
      at++
      continue
    }
    at = attribute(code, at, to, attributes)
  }
  return { attributes, end: to, closed: false }
}

function attribute(code: string, from: number, to: number, out: RawAttribute[]): number {
  let start = from
  let at = from
  let nameEnd: number
  const first = code.charCodeAt(at)
  if (first === 34 || first === 39) {
    const close = skipString(code, at, to)
    start = at + 1
    nameEnd = close < 0 ? to : close
    at = Math.min(nameEnd + 1, to)
  } else {
    at++
    let depth = first === 40 || first === 91 ? 1 : 0
    // Brackets belong to a name (`[(ngModel)]`, `:[key]`) as long as they are opened in it.
    for (; at < to; at++) {
      const char = code.charCodeAt(at)
      if (isBlank(char) || char === 61 || char === 44 || (char === 33 && code.charCodeAt(at + 1) === 61)) break
      if (char === 40 || char === 91) depth++
      else if (char === 41 || char === 93) {
        if (depth === 0) break
        depth--
      }
    }
    nameEnd = at
  }
  const name = code.slice(start, nameEnd)
  let next = skipBlanks(code, at, to)
  if (code.charCodeAt(next) === 33 && code.charCodeAt(next + 1) === 61) next++
  if (next >= to || code.charCodeAt(next) !== 61) {
    out.push({ name, start, valueStart: nameEnd, valueEnd: nameEnd, quote: '', hasValue: false })
    return at
  }
  next = skipBlanks(code, next + 1, to)
  const end = valueEnd(code, next, to)
  const quote = code[next]
  const isString = quote === '"' || quote === "'" || quote === '`'
  if (
    isString &&
    end - 1 > next &&
    skipString(code, next, end) === end - 1 &&
    !(quote === '`' && code.slice(next, end).includes('${'))
  ) {
    out.push({ name, start, valueStart: next + 1, valueEnd: end - 1, quote, hasValue: true, escapes: 'js' })
  } else {
    out.push({ name, start, valueStart: next, valueEnd: end, quote: '', hasValue: true, escapes: 'script' })
  }
  return end
}

/** Where an attribute's expression ends: at a comma, the closing bracket, or a blank that no operator stands beside. */
function valueEnd(code: string, from: number, to: number): number {
  let depth = 0
  let at = from
  while (at < to) {
    const char = code.charCodeAt(at)
    if (char === 34 || char === 39 || char === 96) {
      const close = skipString(code, at, to)
      if (close < 0) return lineOf(code, at, to)
      at = close + 1
      continue
    }
    if (char === 40 || char === 91 || char === 123) depth++
    else if (char === 41 || char === 93 || char === 125) {
      if (depth === 0) return at
      depth--
    } else if (depth === 0 && char === 44) return at
    else if (depth === 0 && isBlank(char)) {
      const next = skipBlanks(code, at, to)
      if (next >= to || !(isOperator(code.charCodeAt(next)) || isOperator(code.charCodeAt(at - 1)))) return at
      at = next
      continue
    }
    at++
  }
  return to
}

/** `+ - * / % & | ^ ? < > = !` and the dot. A colon or `@` begins the next attribute, except behind a `?`, which is rare in pug. */
function isOperator(code: number): boolean {
  return '+-*/%&|^?<>=!.'.includes(String.fromCharCode(code))
}

function lineOf(code: string, from: number, to: number): number {
  let at = from
  while (at < to && code.charCodeAt(at) !== 10 && code.charCodeAt(at) !== 13) at++
  return at
}

function skipBlanks(code: string, from: number, to: number): number {
  let at = from
  while (at < to && isBlank(code.charCodeAt(at))) at++
  return at
}
