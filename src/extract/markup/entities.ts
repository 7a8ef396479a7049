/**
 * Entities that stand in URLs and expressions. A browser knows two thousand more; those stay as they are written, which is
 * right for all that is done here with the text: no other one is part of an origin.
 */
const NAMED: Readonly<Record<string, string>> = Object.freeze({
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
  thinsp: '\u2009',
  colon: ':',
  sol: '/',
  bsol: '\\',
  period: '.',
  num: '#',
  equals: '=',
  quest: '?',
  lowbar: '_',
  percnt: '%',
  commat: '@',
  plus: '+',
  comma: ',',
  semi: ';',
  excl: '!',
  dollar: '$',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  lbrack: '[',
  rbrack: ']',
  lbrace: '{',
  rbrace: '}',
  lcub: '{',
  rcub: '}',
  grave: '`',
  vert: '|',
  ast: '*',
  Tab: '\t',
  NewLine: '\n',
})

/** Cooked text and, where it differs from the raw one, the raw offset of each of its code units and of its end. */
export interface Cooked {
  text: string
  map?: number[]
}

/** No entity that is read here is longer, from `&` to `;`. */
const LONGEST = 12

/** Resolves the entities of an attribute's or text's raw text. Only those closed by `;`: `?a=1&copy=2` is a query. */
export function decodeEntities(raw: string): Cooked {
  let at = raw.indexOf('&')
  if (at < 0) return { text: raw }
  let text = ''
  let map: number[] | undefined
  let from = 0
  while (at >= 0) {
    const end = closing(raw, at)
    const value = end < 0 ? null : decodeOne(raw.slice(at + 1, end))
    if (value === null) {
      at = raw.indexOf('&', at + 1)
      continue
    }
    map ??= []
    for (let i = from; i < at; i++) map.push(i)
    for (let i = 0; i < value.length; i++) map.push(at)
    text += raw.slice(from, at) + value
    from = end + 1
    at = raw.indexOf('&', from)
  }
  if (!map) return { text: raw }
  for (let i = from; i <= raw.length; i++) map.push(i)
  return { text: text + raw.slice(from), map }
}

function closing(raw: string, at: number): number {
  for (let i = at + 1; i < raw.length && i <= at + LONGEST; i++) {
    if (raw.charCodeAt(i) === 59 /* ; */) return i
  }
  return -1
}

function decodeOne(name: string): string | null {
  if (name.charCodeAt(0) !== 35 /* # */) return Object.hasOwn(NAMED, name) ? NAMED[name] : null
  const hex = /^#x([\da-f]+)$/i.exec(name)
  const code = hex ? Number.parseInt(hex[1], 16) : /^#\d+$/.test(name) ? Number(name.slice(1)) : Number.NaN
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null
}
