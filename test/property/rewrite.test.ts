import { parse } from '@babel/parser'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasUrlOutsideComments, scanRegions } from '../../src/extract/scan'
import type { TextLang } from '../../src/extract/scan'
import { applyEdits, auditText, compileHostMap, mapText, rewriteAsset, rewriteModule } from '../../src/rewrite'
import type { HostMap } from '../../src/options'
import { growth, MOST_GROWTH } from '../support/growth'
import { recordsOf } from '../support/records'

const MAPS: HostMap[] = [
  { 'http://127.0.0.1:3000': 'https://prod.cn' },
  { 'http://127.0.0.1': 'https://prod.cn' },
  {
    'http://127.0.0.1': 'https://a.cn',
    'http://127.0.0.1:3000': 'https://b.cn/v1',
    'ws://127.0.0.1:3000': 'wss://c.cn',
  },
  { 'http://127.0.0.1:3000/x': 'https://prod.cn/y', 'http://127.0.0.1:3000': 'https://other.cn' },
  { '<loopback>:3000': 'https://prod.cn' },
  { '<loopback>:*': 'https://prod.cn', '//127.0.0.1:3000': '//prod.cn' },
]
const LANGS: TextLang[] = ['js', 'ts', 'tsx', 'markup', 'css', 'scss', 'json', 'env', 'text']

/** Pieces that meet inside authorities, at their ends, and in the syntax around them. */
const PIECES = [
  'http://',
  'HTTP:',
  '//',
  'ws://',
  '127.0.0.1',
  'http://127.0.0.1',
  'http://127.0.0.1:3000',
  'http://127.0.0.1:3000/x',
  '127.0.0.1:3000',
  ':',
  ':3000',
  '3000',
  '30',
  '00',
  '0',
  '.evil',
  '/x',
  '/xy',
  '?q',
  '#',
  '',
  ' ',
  'url(',
  ')',
  ',',
  "'",
  '"',
  '`',
  '${',
  '\\',
  '\n',
  '{',
  '@',
  '中',
]

/** Writes text as a literal, with some of its characters escaped. */
function quoted(text: string, quote: string, escapes: number[]): string {
  const body = Array.from(text, (c, i) => {
    const how = escapes[i % escapes.length]
    if (how === 1 && c === '/') return '\\/'
    if (how === 2) return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
    if (c === '\n' && quote !== '`') return '\\n'
    return c === '\\' || c === quote || (c === '$' && quote === '`') ? `\\${c}` : c
  }).join('')
  return quote + body + quote
}

const escapes = fc.array(fc.constantFrom(0, 0, 0, 0, 1, 2), { minLength: 1, maxLength: 7 })
const literal = fc
  .tuple(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 }), fc.constantFrom("'", '"', '`'), escapes)
  .map(([pieces, quote, how]) => quoted(pieces.join(''), quote, how))

const hostLiteral = fc
  .tuple(
    fc.array(fc.constantFrom(...PIECES.filter((piece) => !/http|ws|\/\//i.test(piece))), {
      minLength: 1,
      maxLength: 3,
    }),
    escapes,
  )
  .map(([pieces, how]) => quoted(pieces.join(''), "'", how))

/** A module that assigns its values to `out`: constants, concatenations, templates; `h` is what only run time knows. */
function moduleOf(holes: boolean, constants: boolean): fc.Arbitrary<string> {
  // A constant with a scheme stands behind a blank: directly behind a letter it would be no URL any more.
  const names = constants ? ["' ' + k0", 'k1', 'k2'] : []
  const term = fc.oneof(
    { weight: 4, arbitrary: literal },
    { weight: 2, arbitrary: fc.constantFrom("''", ...names, ...(holes ? ['h'] : [])) },
  )
  const blank = fc.constantFrom('', ' ', '\n  ', '\r\n', ' /* , */ ')
  const concat = fc
    .tuple(fc.array(fc.tuple(term, blank, blank), { minLength: 1, maxLength: 5 }), fc.boolean())
    .map(([terms, wrapped]) => {
      const text = terms.map(([item, a, b], i) => (i === 0 ? item : `${a}+${b}${item}`)).join('')
      return wrapped ? `(${text})` : text
    })
  const hole = fc.constantFrom(
    '',
    "${':3000'}",
    ...(constants ? [' ${k0}', '${k1}', '${k2}'] : []),
    ...(holes ? ['${h}'] : []),
  )
  const template = fc
    .array(fc.tuple(literal, hole), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map(([text, filled]) => text.slice(1, -1).replace(/[`$\\]/g, '') + filled).join(''))
    .map((body) => `\`${body}\``)
  const value = fc.oneof({ weight: 3, arbitrary: concat }, { weight: 2, arbitrary: template })
  const head = constants
    ? fc.tuple(literal, hostLiteral, hostLiteral).map((values) => values.map((v, i) => `const k${i} = ${v}\n`).join(''))
    : fc.constant('')
  return fc
    .tuple(head, fc.array(value, { minLength: 1, maxLength: 4 }))
    .map(([constantsText, values]) => `${constantsText}out.push(${values.join(', ')})\n`)
    .filter((code) => isModule(code))
}

function isModule(code: string): boolean {
  try {
    parse(code, { sourceType: 'module', plugins: ['typescript', 'jsx'] })
    return true
  } catch {
    return false
  }
}

function run(code: string, h: string): string[] {
  const out: string[] = []
  // eslint-disable-next-line no-new-func
  new Function('out', 'h', code)(out, h)
  return out
}

function rewrite(code: string, map: HostMap) {
  const result = rewriteModule(code, recordsOf(code), compileHostMap(map))
  return { ...result, code: applyEdits(code, result.edits, { id: '/a.js' })?.code ?? null }
}

/** What a program says, whatever the host map did to it so far. */
const mapped = (values: string[], map: HostMap) => values.map((value) => mapText(compileHostMap(map), value))

describe('rewriting a module', () => {
  const anyMap = fc.constantFrom(...MAPS)

  it('changes only what the map says, whatever run time puts into the holes', () => {
    fc.assert(
      fc.property(
        moduleOf(true, false),
        anyMap,
        fc.constantFrom('/', '0/', ':3000/', '.evil/', '/x/', '127.0.0.1/', '@evil/', '中/'),
        (code, map, h) => {
          const after = rewrite(code, map).code
          if (after !== null) expect(mapped(run(after, h), map)).toEqual(mapped(run(code, h), map))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('applies the map wholly where it reports nothing', () => {
    fc.assert(
      fc.property(moduleOf(false, true), anyMap, (code, map) => {
        const { code: after, incomplete } = rewrite(code, map)
        const before = mapped(run(code, ''), map)
        if (after !== null) expect(mapped(run(after, ''), map)).toEqual(before)
        if (incomplete.length === 0) expect(run(after ?? code, '')).toEqual(before)
      }),
      { numRuns: 500 },
    )
  })

  it('changes nothing in a second run', () => {
    fc.assert(
      fc.property(moduleOf(true, true), anyMap, (code, map) => {
        const after = rewrite(code, map).code
        if (after === null) return
        expect(after).not.toBe(code)
        expect(rewrite(after, map).edits).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('gives nothing where nothing matches', () => {
    fc.assert(
      fc.property(moduleOf(true, true), (code) => {
        expect(
          rewrite(code, { 'http://192.0.2.1:3000': 'https://prod.cn', 'https://127.0.0.1:3000': 'https://prod.cn' }),
        ).toEqual({
          edits: [],
          incomplete: [],
          kept: [],
          code: null,
        })
        expect(rewrite(code, {}).code).toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  it('keeps every byte outside its edits, and the syntax tree but for texts', () => {
    const shape = (code: string) => JSON.stringify(withoutTexts(parse(code, { sourceType: 'module' }).program))
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 6 }), anyMap, (literals, map) => {
        const code = `f(${literals.map((text, i) => `{ a${i}: ${text} }`).join(',\r\n\t')}) // http://127.0.0.1:3000\n`
        const { code: after, edits } = rewrite(code, map)
        if (after === null) return
        expect(shape(after)).toBe(shape(code))
        let rest = after
        for (const edit of [...edits].reverse()) {
          const start =
            edit.start +
            edits.filter((e) => e.start < edit.start).reduce((sum, e) => sum + e.text.length - (e.end - e.start), 0)
          rest = rest.slice(0, start) + code.slice(edit.start, edit.end) + rest.slice(start + edit.text.length)
        }
        expect(rest).toBe(code)
      }),
      { numRuns: 500 },
    )
  })
})

function withoutTexts(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutTexts)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).filter(
    ([key]) => !['start', 'end', 'loc', 'extra', 'value', 'trailingComments', 'leadingComments'].includes(key),
  )
  const { value } = node as { value?: unknown }
  return Object.fromEntries([
    ...entries.map(([key, child]) => [key, withoutTexts(child)]),
    ['value', typeof value === 'object' ? null : typeof value],
  ])
}

/** Text of the characters and words that matter to the scanners, in any order. */
const soup = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ...PIECES,
        '/',
        '*',
        '/*',
        '*/',
        '<!--',
        '-->',
        '<a ',
        '</a>',
        '<',
        '>',
        '}',
        '(',
        '[',
        ']',
        '<script>',
        '</script>',
        'return',
        'if(a)',
        '=',
        '\r',
        '\u2028',
        '\uD800',
        '\uFFFF',
        'a',
        '1',
        '"',
        '\\u002f',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
)

describe('any text', () => {
  it('is scanned, rewritten and audited without a crash', () => {
    fc.assert(
      fc.property(soup, fc.constantFrom(...LANGS), fc.constantFrom(...MAPS), (text, lang, map) => {
        const { kinds, starts, ends } = scanRegions(text, lang)
        expect(ends).toHaveLength(kinds.length)
        starts.forEach((start, i) => {
          expect(start).toBeGreaterThanOrEqual(i === 0 ? 0 : ends[i - 1])
          expect(ends[i]).toBeGreaterThanOrEqual(start)
          expect(ends[i]).toBeLessThanOrEqual(text.length)
        })
        hasUrlOutsideComments(text, lang)
        const compiled = compileHostMap(map)
        for (const hit of auditText(text, lang, { maps: [compiled] }))
          expect(text.slice(hit.start, hit.end)).not.toBe('')
        const result = rewriteAsset(text, lang, compiled)
        if (result) expect(result.text).not.toBe(text)
      }),
      { numRuns: 1500 },
    )
  })

  it('is rewritten once', () => {
    fc.assert(
      fc.property(soup, fc.constantFrom(...LANGS), fc.constantFrom(...MAPS), (text, lang, map) => {
        const compiled = compileHostMap(map)
        const once = rewriteAsset(text, lang, compiled)
        if (once) expect(rewriteAsset(once.text, lang, compiled)).toBeNull()
      }),
      { numRuns: 1500 },
    )
  })

  it('passes the gate where a URL stands outside every comment', () => {
    fc.assert(
      fc.property(soup, fc.constantFrom<TextLang>('js', 'ts', 'tsx'), (text, lang) => {
        // Behind a line end, a quote that was open is closed; only block comments and templates go on.
        const code = `a("http://x.cn/");\n${text}`
        expect(hasUrlOutsideComments(code, lang)).toBe(true)
        const plain = text.replace(/[*`<]/g, '')
        expect(hasUrlOutsideComments(`${plain}\n;a("http://x.cn/")`, lang)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('hostile input', () => {
  const UNITS = [
    '/',
    '//\n',
    '/[',
    '/*',
    '*/',
    '`${',
    '`',
    '<!--',
    '<a ',
    '<a><b>{',
    '<script>',
    '"',
    "'\n",
    '\\',
    '({[',
    ')}]',
    'url(',
    'http://',
    'http://127.0.0.1:3000',
    '://',
    "A='",
    ' ',
    'x',
    '"a:1"',
    '//a',
    '%',
    ',',
    'http://127.0.0.1:',
    '+',
    '<T>(',
    'a of /',
    '"http://a"+',
  ]
  const map = compileHostMap({ ...MAPS[0], '<lan>:*': 'https://lan.cn' })

  function read(text: string, lang: TextLang): void {
    scanRegions(text, lang)
    hasUrlOutsideComments(text, lang)
    auditText(text, lang, { maps: [map] })
    rewriteAsset(text, lang, map)
  }

  it.each(['js', 'ts', 'markup', 'scss', 'json', 'env', 'text'] as TextLang[])(
    'takes time in proportion to its length: %s',
    (lang) => {
      const slow = UNITS.filter((unit) => {
        const run = (length: number) => read(unit.repeat(Math.ceil(length / unit.length)), lang)
        return growth(run, 20_000) > MOST_GROWTH
      })
      expect(slow).toEqual([])
    },
  )
})
