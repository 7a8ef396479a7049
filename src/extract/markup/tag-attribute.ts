import { isBlank } from './finder'
import type { Finder } from './finder'

/** An attribute as it stands in a tag. */
export interface RawAttribute {
  name: string
  /** Place of the name's first character. */
  start: number
  /** The value between its quotes; both equal to the name's end where there is no value. */
  valueStart: number
  valueEnd: number
  quote: string
  /** False for an attribute without `=`. */
  hasValue: boolean
  /** How the value is cooked: `html` entities (the default), the escapes of a `js` string (pug), or it is a `script` expression as a whole. */
  escapes?: 'js' | 'script'
}

/** How the text is to be scanned. */
export interface ScanOptions {
  /** Whether attributes may hold `{{ }}`: then a quote inside of it doesn't end the value. */
  interpolated: boolean
}

/** Reads the attribute that begins at `start` and adds it to `out`. Returns the place behind it. */
export function readTagAttribute(
  finder: Finder,
  start: number,
  to: number,
  options: ScanOptions,
  out: RawAttribute[],
  onError: (message: string, start: number) => void,
): number {
  const { code } = finder
  let at = start + 1 // a `=` in front belongs to the name, as in HTML
  while (at < to && !endsAttributeName(code.charCodeAt(at))) at++
  const name = code.slice(start, at)
  let next = at
  while (next < to && isBlank(code.charCodeAt(next))) next++
  if (next >= to || code.charCodeAt(next) !== 61 /* = */) {
    out.push({ name, start, valueStart: at, valueEnd: at, quote: '', hasValue: false })
    return at
  }
  next++
  while (next < to && isBlank(code.charCodeAt(next))) next++
  const quote = code[next]
  if (next < to && (quote === '"' || quote === "'")) {
    const value = quoted(finder, next + 1, to, quote, options)
    if (!value.closed) onError('attribute value without closing quote', start)
    out.push({ name, start, valueStart: next + 1, valueEnd: value.end, quote, hasValue: true })
    return value.closed ? value.end + 1 : value.end
  }
  const end = unquoted(finder, next, to, options)
  out.push({ name, start, valueStart: next, valueEnd: end, quote: '', hasValue: true })
  return end
}

function endsAttributeName(code: number): boolean {
  return isBlank(code) || code === 61 || code === 62 || code === 47 || code === 60
}

function unquoted(finder: Finder, start: number, to: number, options: ScanOptions): number {
  const { code } = finder
  let at = start
  while (at < to) {
    const char = code.charCodeAt(at)
    if (options.interpolated && char === 123 && code.charCodeAt(at + 1) === 123) {
      const end = finder.next('}}', at + 2) + 2
      if (end <= to && end <= finder.next('\n', at)) {
        at = end
        // `hidden={{a}}/>` ends the element; `src=a/>` is the value `a/`, as in HTML.
        if (code.startsWith('/>', at)) break
        continue
      }
    }
    if (isBlank(char) || char === 62 /* > */) break
    at++
  }
  return at
}

function quoted(
  finder: Finder,
  start: number,
  to: number,
  quote: string,
  options: ScanOptions,
): { end: number; closed: boolean } {
  const { code } = finder
  let end = finder.next(quote, start)
  let checked = start
  while (end < to && !endsValue(code.charCodeAt(end + 1))) {
    // No delimiter behind the quote: it stands inside `{{ }}`, or an earlier closing quote is missing.
    const inner = options.interpolated ? openMustache(code, checked, end) : -1
    const close = inner < 0 ? Infinity : finder.next('}}', end)
    if (close < to && close < finder.next('\n', end)) {
      checked = close + 2
      end = finder.next(quote, checked)
      continue
    }
    if (code.charCodeAt(end - 1) === 61 /* = */ && hasTag(code, start, end)) return recover(code, start, to)
    break
  }
  return end < to ? { end, closed: true } : recover(code, start, to)
}

/** Blank, `>`, `/`, or the end of the text. Another attribute may also follow at once, but that is rare enough to ask twice. */
function endsValue(code: number): boolean {
  return code !== code || isBlank(code) || code === 62 || code === 47
}

/** Place of a `{{` in the range that no `}}` closes, or -1. */
function openMustache(code: string, from: number, to: number): number {
  const range = code.slice(from, to)
  const open = range.lastIndexOf('{{')
  return open >= 0 && range.indexOf('}}', open) < 0 ? from + open : -1
}

/** Whether a tag seems to begin inside of a value. */
function hasTag(code: string, from: number, to: number): boolean {
  return code.slice(from, to).includes('<')
}

/** A value whose closing quote is missing ends where the line or the tag does. */
function recover(code: string, start: number, to: number): { end: number; closed: boolean } {
  let end = start
  while (end < to) {
    const char = code.charCodeAt(end)
    if (isBlank(char) || char === 62 /* > */ || char === 60 /* < */) break
    end++
  }
  return { end, closed: false }
}
