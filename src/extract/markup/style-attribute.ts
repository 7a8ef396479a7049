import type { Cooked } from './entities'
import { isBlank } from './finder'
import { textPart } from './mustache'
import type { TextPart, ValuePart } from './types'

/** A `url(…)` in a `style` attribute, or an expression that makes one. */
export interface StyleAttributeUrl {
  start: number
  end: number
  parts: ValuePart[]
}

/**
 * The URLs of a `style` attribute's parts. A `url(` in the text yields what stands between its brackets (and quotes), which
 * may go on through expressions; an expression that holds `url(` or `//` itself is given whole.
 */
export function styleAttributeUrls(
  code: string,
  parts: readonly ValuePart[],
  cook: (raw: string) => Cooked,
): StyleAttributeUrl[] {
  const found: StyleAttributeUrl[] = []
  let open: Open | null = null
  for (const part of parts) {
    if ('expr' in part) {
      if (open) open.parts.push(part)
      else if (part.expr.includes('//') || /url\s*\(/i.test(part.expr)) {
        found.push({ start: part.start, end: part.end, parts: [part] })
      }
    } else {
      open = readText(code, part, open, found, cook)
    }
  }
  return found
}

/** A `url(` whose end is not found yet. */
interface Open {
  start: number
  quote: string
  parts: ValuePart[]
}

function readText(
  code: string,
  part: TextPart,
  open: Open | null,
  found: StyleAttributeUrl[],
  cook: (raw: string) => Cooked,
): Open | null {
  const { text } = part
  let at = 0
  let current = open
  if (!current && !/url\s*\(/i.test(text)) {
    // A URL outside of `url(…)` (a custom property): kept as it is.
    if (text.includes('//')) found.push({ start: part.start, end: part.end, parts: [part] })
    return null
  }
  while (at <= text.length) {
    if (!current) {
      const start = urlStart(text, at)
      if (start < 0) return null
      at = start
      const quote = text[at] === '"' || text[at] === "'" ? text[at] : ''
      if (quote) at++
      current = { start: rawOffset(part, at), quote, parts: [] }
    }
    const end = urlEnd(text, at, current.quote)
    const stop = end < 0 ? text.length : end
    if (stop > at) current.parts.push(textPart(code, rawOffset(part, at), rawOffset(part, stop), cook))
    if (end < 0) return current
    found.push({ start: current.start, end: rawOffset(part, stop), parts: current.parts })
    current = null
    at = end + 1
  }
  return current
}

/** Raw place of a code unit of the part's text. */
function rawOffset(part: TextPart, at: number): number {
  return part.start + (part.map ? part.map[at] : at)
}

/** Place of the first character in the next `url(`'s brackets, or -1. */
function urlStart(text: string, from: number): number {
  const match = /url\s*\(\s*/gi
  match.lastIndex = from
  return match.test(text) ? match.lastIndex : -1
}

/** Place where the URL ends: its quote, or the bracket and the blanks before it; -1 where this text doesn't hold it. */
function urlEnd(text: string, from: number, quote: string): number {
  const end = text.indexOf(quote || ')', from)
  if (end < 0 || quote) return end
  let stop = end
  while (stop > from && isBlank(text.charCodeAt(stop - 1))) stop--
  return stop
}
