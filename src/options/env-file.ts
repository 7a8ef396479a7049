/** One assignment of a `.env` file. */
export interface EnvEntry {
  name: string
  /** The value as written, quotes removed, `${…}` not yet replaced. */
  value: string
  /** Where the value's first character stands (behind an opening quote), from 1. */
  line: number
  column: number
}

/**
 * Reads a `.env` file as dotenv does (Vite 2 to 7, Taro, Vue CLI; Vite 8's own reader differs only where the text is
 * malformed): `export`, `KEY: value`, quotes of three kinds, values over several lines, comments.
 * Every assignment is returned, in order; of duplicates the last one counts.
 * Takes time linear in the text.
 */
export function parseEnvFile(source: string): EnvEntry[] {
  const text = source.replace(/\r\n?/g, '\n')
  const entries: EnvEntry[] = []
  const assignment = /(?:export\s+)?([\w.-]+)(?:[^\S\n]*=|[^\S\n]*\n\s*=|:(?=\s))/y
  let line = 1
  let lineStart = 0
  let counted = 0
  let at = 0
  while (at < text.length) {
    at = skipBlank(text, at)
    assignment.lastIndex = at
    const match = assignment.exec(text)
    if (!match) {
      at = endOfLine(text, at) + 1
      continue
    }
    const value = readValue(text, assignment.lastIndex)
    for (; counted < value.start; counted++) {
      if (text[counted] === '\n') {
        line++
        lineStart = counted + 1
      }
    }
    entries.push({ name: match[1], value: value.text, line, column: value.start - lineStart + 1 })
    at = value.end
  }
  return entries
}

interface ReadValue {
  text: string
  /** Offset of the first character of the value. */
  start: number
  /** Offset behind the value and what follows it on its line. */
  end: number
}

function readValue(text: string, from: number): ReadValue {
  const first = skipBlank(text, from)
  const quote = text[first]
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = closingQuote(text, first, quote)
    if (close > 0) {
      return { text: unquoted(text.slice(first + 1, close), quote), start: first + 1, end: endOfLine(text, close) }
    }
  }
  const lineEnd = endOfLine(text, from)
  const hash = text.indexOf('#', from)
  const raw = text.slice(from, hash >= 0 && hash < lineEnd ? hash : lineEnd)
  const value = raw.trim()
  const start = from + (value ? raw.indexOf(value) : 0)
  const wrapped = value.length > 1 && value[0] === value.at(-1) && /["'`]/.test(value[0])
  const inner = wrapped ? value.slice(1, -1) : value
  return { text: unquoted(inner, value[0]), start: wrapped ? start + 1 : start, end: lineEnd }
}

/** Line breaks are written as `\n` and `\r` in double quotes only. */
function unquoted(value: string, quote: string): string {
  return quote === '"' ? value.replace(/\\n/g, '\n').replace(/\\r/g, '\r') : value
}

/**
 * The quote that ends a value: the first one not behind a backslash, or before it the last escaped one, behind which
 * nothing but a comment stands. -1 where there is none: the value is then read without quotes.
 */
function closingQuote(text: string, open: number, quote: string): number {
  let limit = text.indexOf(quote, open + 1)
  while (limit >= 0 && text[limit - 1] === '\\' && limit - 1 > open) limit = text.indexOf(quote, limit + 1)
  let candidate = limit >= 0 ? limit : text.lastIndexOf(quote)
  for (let tries = 0; candidate > open && tries < 100; tries++) {
    if (/^[^\S\n]*(?:#|$)/.test(text.slice(candidate + 1, endOfLine(text, candidate)))) return candidate
    candidate = text.lastIndexOf(quote, candidate - 1)
  }
  return -1
}

function skipBlank(text: string, at: number): number {
  while (at < text.length && /\s/.test(text[at])) at++
  return at
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}
