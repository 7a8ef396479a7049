import type { Cooked } from './entities'

const SIMPLE: Readonly<Record<string, string>> = Object.freeze({
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
})

/** Resolves the escapes of a JavaScript string's raw text (pug's attribute values). A malformed one stays as it is written. */
export function decodeScript(raw: string): Cooked {
  return resolveEscapes(raw, (at) => {
    const char = raw[at + 1]
    const code =
      char === 'x'
        ? /^[\da-f]{2}/i.exec(raw.slice(at + 2, at + 4))
        : char === 'u'
          ? (/^[\da-f]{4}/i.exec(raw.slice(at + 2, at + 6)) ?? /^\{([\da-f]{1,6})\}/i.exec(raw.slice(at + 2, at + 10)))
          : null
    if (code) {
      const value = Number.parseInt(code[1] ?? code[0], 16)
      if (value <= 0x10ffff) return { text: String.fromCodePoint(value), length: 2 + code[0].length }
    }
    if (char === 'x' || char === 'u') return { text: '\\', length: 1 }
    if (char === '\r' && raw[at + 2] === '\n') return { text: '', length: 3 }
    if (char === '\n' || char === '\r') return { text: '', length: 2 }
    return { text: SIMPLE[char] ?? char, length: 2 }
  })
}

/** Resolves the escapes of a style's string or `url(…)`. */
export function decodeStyle(raw: string): Cooked {
  return resolveEscapes(raw, (at) => {
    const hex = /^[\da-f]{1,6}/i.exec(raw.slice(at + 1, at + 7))
    if (hex) {
      const value = Number.parseInt(hex[0], 16)
      const blank = /^(?:\r\n|[ \t\n\f\r])/.exec(raw.slice(at + 1 + hex[0].length, at + 3 + hex[0].length))
      const text = value === 0 || value > 0x10ffff ? '\ufffd' : String.fromCodePoint(value)
      return { text, length: 1 + hex[0].length + (blank ? blank[0].length : 0) }
    }
    const char = raw[at + 1]
    if (char === '\r' && raw[at + 2] === '\n') return { text: '', length: 3 }
    if (char === '\n' || char === '\r' || char === '\f') return { text: '', length: 2 }
    return { text: char, length: 2 }
  })
}

/** Replaces each backslash by what `read` makes of it; keeps count of the raw offsets. A backslash at the very end stays. */
function resolveEscapes(raw: string, read: (at: number) => { text: string; length: number }): Cooked {
  let at = raw.indexOf('\\')
  if (at < 0 || at === raw.length - 1) return { text: raw }
  const map: number[] = []
  const pieces: string[] = []
  let from = 0
  const copy = (end: number): void => {
    for (let i = from; i < end; i++) map.push(i)
    pieces.push(raw.slice(from, end))
  }
  while (at >= 0 && at < raw.length - 1) {
    copy(at)
    const { text, length } = read(at)
    for (let i = 0; i < text.length; i++) map.push(at)
    pieces.push(text)
    from = at + length
    at = raw.indexOf('\\', from)
  }
  copy(raw.length)
  map.push(raw.length)
  return { text: pieces.join(''), map }
}
