import { describe, expect, it } from 'vitest'
import {
  comments,
  gateMatches,
  hasUrlOutsideComments,
  langOf,
  passesGate,
  regionAt,
  scanRegions,
} from '../../../src/extract/scan'
import type { TextLang } from '../../../src/extract/scan'

/** The regions of a text as `kind:text`. */
function regions(text: string, lang: TextLang = 'js'): string[] {
  const { kinds, starts, ends } = scanRegions(text, lang)
  for (let i = 0; i < starts.length; i++) {
    expect(starts[i]).toBeLessThanOrEqual(ends[i])
    expect(starts[i]).toBeGreaterThanOrEqual(i === 0 ? 0 : ends[i - 1])
  }
  return kinds.map((kind, i) => `${kind}:${text.slice(starts[i], ends[i])}`)
}

const isCertain = (text: string, lang: TextLang = 'js') => scanRegions(text, lang).certain

describe('scripts', () => {
  const cases: [code: string, expected: string[]][] = [
    [`a // b\nc /* d */ e`, ['comment:// b', 'comment:/* d */']],
    [`a('// no', "/* no */", 'it\\'s')`, [`string:'// no'`, `string:"/* no */"`, `string:'it\\'s'`]],
    [`'a\\\r\nb' // c`, [`string:'a\\\r\nb'`, 'comment:// c']],
    [
      '`a // ${b /* c */ + `d${e}`} // f` // g',
      ['template:a // ', 'comment:/* c */', 'template:d', 'template:', 'template: // f', 'comment:// g'],
    ],
    ['`a${{ b: `}` }}c`', ['template:a', 'template:}', 'template:c']],
    ['tag`a${b}c` + x[0]`d` + f()`e`', ['tagged:a', 'tagged:c', 'tagged:d', 'tagged:e']],
    ['return`a`; typeof `b`; (`c`)', ['template:a', 'template:b', 'template:c']],
    [`a = /'/; b = /[/']/g.test(c) / 2 / d`, [`regex:/'/`, `regex:/[/']/g`]],
    [`a / b; c /* ' */ / d`, [`comment:/* ' */`]],
    [`if (a) /'/.test(b)\nfor (;;) /"/.x; while (a) /'/.y`, [`regex:/'/`, `regex:/"/`, `regex:/'/`]],
    [`(a) / b; f(a) / '/' / g[0] / "x"`, [`string:'/'`, `string:"x"`]],
    [`return /'/; return/'/`, [`regex:/'/`, `regex:/'/`]],
    [`a.return / 'b' / c`, [`string:'b'`]],
    [`a++ / 'b' / c--`, [`string:'b'`]],
    [`!/'/.test(a); a! / 'b' / c`, [`regex:/'/`, `string:'b'`]],
    [`return!/'/.test(a)`, [`regex:/'/`]],
    [`x = a\n!/'/.test(b)`, [`regex:/'/`]],
    [`return /* c */ /'/`, ['comment:/* c */', `regex:/'/`]],
    [`#!/usr/bin/env node '\n'a'`, [`comment:#!/usr/bin/env node '`, `string:'a'`]],
    [`a <!--b`, []],
    [`'\u2028' // a\u2028'b'`, [`string:'\u2028'`, 'comment:// a', `string:'b'`]],
    [`a\\u0062 = 'x'`, [`string:'x'`]],
    [`变量 / '中文' / é`, [`string:'中文'`]],
    [`if (a < b / c) d('x' /* e */)`, [`string:'x'`, 'comment:/* e */']],
    [`x = {} / 'a' / b`, []],
  ]
  it.each(cases.slice(0, -1))('%s', (code, expected) => {
    expect(regions(code)).toEqual(expected)
  })

  const jsx: [code: string, expected: string[]][] = [
    [
      `a = <p>it's // no comment {/* c */} 'x</p>; 'y'`,
      [`jsx:it's // no comment `, 'comment:/* c */', `jsx: 'x`, `string:'y'`],
    ],
    [
      `a = <p a='b"c' d={'e' + <q f="g"/>}>h</p> / 'i'`,
      [`string:'b"c'`, `string:'e'`, `string:"g"`, 'jsx:h', `string:'i'`],
    ],
    [`<><a.b/>'<c>"</c></> // d`, [`jsx:'`, 'jsx:"', 'comment:// d']],
    [`<a b="\\" // c\n d='e' />`, [`string:"\\"`, 'comment:// c', `string:'e'`]],
    [`a < b; c('x') < d // e`, [`string:'x'`, 'comment:// e']],
    [`x = cond ? <a>'</a> : <b/>`, [`jsx:'`]],
    ['a = <p>{`b${<q>c</q>}`}</p>', ['template:b', 'jsx:c', 'template:']],
    [`f = <T,>(a: T) => 'x'; g = <T extends U>(b) => "y" // z`, [`string:'x'`, `string:"y"`, 'comment:// z']],
  ]
  it.each(jsx)('JSX: %s', (code, expected) => {
    expect(regions(code)).toEqual(expected)
    expect(isCertain(code)).toBe(true)
  })

  it('reads the text again without JSX where elements stay open', () => {
    const code = `type F = <T>(a: T) => void // it's\nconst a = 'b'`
    expect(regions(code, 'tsx')).toEqual([`comment:// it's`, `string:'b'`])
    expect(isCertain(code, 'tsx')).toBe(false)
    expect(isCertain(code, 'ts')).toBe(true)
  })

  it.each([
    `a = 'b\nc`,
    '`a',
    '/* a',
    'a)',
    '(a',
    'a}',
    '}}',
    `a = /b\n/c'`,
    'function f() {} /a/.b',
    'a of /b/',
    '<p>a',
    '<a b="c',
    '${',
  ])('is not certain of %j', (code) => {
    expect(isCertain(code)).toBe(false)
  })

  it('is certain of the usual', () => {
    expect(isCertain(`import a from 'b'\nexport default { c() { return a / 2 } }\n`)).toBe(true)
  })

  it('finds the region of an offset', () => {
    const code = `a('b') // c`
    const found = scanRegions(code, 'js')
    expect([0, 1, 2, 4, 5, 7, 10, 11].map((offset) => regionAt(found, offset))).toEqual([-1, -1, 0, 0, -1, 1, 1, -1])
    expect(regionAt(scanRegions('', 'js'), 0)).toBe(-1)
  })
})

describe('other languages', () => {
  const cases: [lang: TextLang, text: string, expected: string[]][] = [
    ['css', `a { b: url(//x/*) } /* c */ d { e: "/* f */" }`, ['comment:/* c */', 'string:"/* f */"']],
    ['css', `a { b: c } // no comment`, []],
    ['scss', `a { b: url( http://x.cn/y ) } // c\n/* d */`, ['comment:// c', 'comment:/* d */']],
    ['scss', `$a: http://x.cn; // b`, ['comment:// b']],
    [
      'json',
      `{ "a": "// b", /* c */ 'd': 'e\\'f' // g\n}`,
      ['string:"a"', 'string:"// b"', 'comment:/* c */', `string:'d'`, `string:'e\\'f'`, 'comment:// g'],
    ],
    [
      'env',
      `# a\nB=http://x.cn/#/c # d\nE="f # g" # h\n  # i\nJ='k\nl' # m`,
      ['comment:# a', 'comment:# d', 'string:"f # g"', 'comment:# h', 'comment:# i', `string:'k\nl'`, 'comment:# m'],
    ],
    ['env', `export A=b#c\r\nD="e`, []],
    ['markup', `<a b="<!-- c -->"> d <!-- e\n --> </a>`, ['comment:<!-- e\n -->']],
    ['markup', `<a>{{ x < y ? "z" : 'w' }}</a> <!--<a>-->`, ['comment:<!--<a>-->']],
    [
      'markup',
      `<script>'a' // b\n</script><style>/* c */ d{} // e\n</style><style lang="scss">// f\n</style>`,
      [`string:'a'`, 'comment:// b', 'comment:/* c */', 'comment:// f'],
    ],
    ['markup', `<wxs module="m">// a\n</wxs><wxs src="x.wxs" module="n"/> // b`, ['comment:// a']],
    ['markup', `<script type="application/json">{ "a": 1 /* b */ }</script>`, ['string:"a"', 'comment:/* b */']],
    ['markup', `<template><a b="it's"/></template><script lang="ts">const a = <T>b; // c\n</script>`, ['comment:// c']],
    ['text', `// a 'b' /* c */`, []],
  ]
  it.each(cases)('%s: %s', (lang, text, expected) => {
    expect(regions(text, lang)).toEqual(expected)
  })

  it.each([
    ['css', '/* a'],
    ['css', '"a\nb'],
    ['json', '"a'],
    ['json', '/*'],
    ['markup', '<!-- a'],
    ['markup', '<script>a'],
    ['markup', '<script>`</script>'],
  ] as [TextLang, string][])('is not certain: %s %j', (lang, text) => {
    expect(isCertain(text, lang)).toBe(false)
  })

  it.each([
    ['/a/b.js', 'js'],
    ['C:\\a\\b.TS', 'ts'],
    ['a.tsx?x=.vue', 'tsx'],
    ['a.vue?vue&type=style&lang.css', 'markup'],
    ['a/.env', 'env'],
    ['.env.production', 'env'],
    ['a.wxss', 'css'],
    ['a.less', 'scss'],
    ['a.json5', 'json'],
    ['Makefile', 'text'],
    ['', 'text'],
    ['a.d.mts', 'ts'],
  ])('tells the language of %s', (file, lang) => {
    expect(langOf(file)).toBe(lang)
  })

  it('gives comments with their places', () => {
    expect([...comments(`a // b\n'// c' /* d */`, 'js')]).toEqual([
      { start: 2, end: 6, text: '// b' },
      { start: 14, end: 21, text: '/* d */' },
    ])
    expect([...comments('', 'js')]).toEqual([])
  })
})

describe('the gate', () => {
  const yes: [text: string, lang: TextLang][] = [
    [`a('http://x.cn')`, 'js'],
    [`// b\na('http://x.cn')`, 'js'],
    [`/* b */ a('http://x.cn') // http://y.cn`, 'js'],
    [`/* http://y.cn */ a('ws://x.cn')`, 'js'],
    [String.raw`a('http:\/\/x.cn')`, 'js'],
    [String.raw`a('http:\u002f\u002Fx.cn')`, 'js'],
    [String.raw`a('http\x3a\x2f\57x.cn')`, 'js'],
    [String.raw`a('http\u{3a}\u{002f}/x.cn')`, 'js'],
    [`a('http%3A%2F%2Fx.cn')`, 'js'],
    [`a('http:' + '//' + b)`, 'js'],
    [`a('https:' + b)`, 'js'],
    [`a('//x.cn/y')`, 'js'],
    ['a(`//${x}/y`)', 'js'],
    [`a = <p>http://x.cn</p>`, 'js'],
    [`/* it's */ a = \`/* \${'http://x.cn'} */\``, 'js'],
    [`a = '/*'; b = 'http://x.cn'; c = '*/'`, 'js'],
    [`a = '//'; b = "http://x.cn"`, 'js'],
    [`a = /[/*]/; b = 'http://x.cn' // */`, 'js'],
    ['a = `\n// http://x.cn\n`', 'js'],
    [`a = 'b\n// http://x.cn`, 'js'],
    [`} /'/.test(a); // http://x.cn '`, 'js'],
    [`<image src="https://x.cn"/>`, 'markup'],
    [`<image src="//x.cn"/>`, 'markup'],
    [`<a b="http:&#47;&#x2F;x.cn">`, 'markup'],
    [`<!-- a --><script>b('http://x.cn')</script>`, 'markup'],
    [`a{b:url(//x.cn)}`, 'css'],
    [`a{b:url(http://x.cn)} // c`, 'scss'],
    [`// http://x.cn`, 'css'],
    [`{"a":"http:\\/\\/x.cn"} // b`, 'json'],
    [`# a\nB=http://x.cn`, 'env'],
    [`// http://x.cn`, 'text'],
  ]
  it.each(yes)('finds the URL in %s', (text, lang) => {
    expect(hasUrlOutsideComments(text, lang)).toBe(true)
  })

  const no: [text: string, lang: TextLang][] = [
    [`a('b') // http://x.cn`, 'js'],
    [`/**\n * @see https://x.cn\n */\na()`, 'js'],
    [`// a\r\n// 'http://x.cn'\r\nb()`, 'js'],
    [`a = 'b' //c 'http://x.cn'\nd = "e"//f`, 'js'],
    [`a = {b: 'c', d: "::"} // //x`, 'js'],
    ['a = `b${c}` /* ws://x.cn */', 'js'],
    [`a = <p>{/* http://x.cn */}</p>`, 'js'],
    [`<!-- <image src="https://x.cn"/> --><view/>`, 'markup'],
    [`<script>// http://x.cn\n</script>`, 'markup'],
    [`/* http://x.cn */ a { b: c }`, 'css'],
    [`// http://x.cn\na { b: c }`, 'scss'],
    [`{} // http://x.cn`, 'json'],
    [`# http://x.cn\nA=b`, 'env'],
    [`a`, 'text'],
    ['', 'js'],
  ]
  it.each(no)('finds none in %s', (text, lang) => {
    expect(hasUrlOutsideComments(text, lang)).toBe(false)
  })

  it('looks at many URLs in comments', () => {
    const text = `${'// http://x.cn/a b\n'.repeat(500)}a()`
    expect(hasUrlOutsideComments(text, 'js')).toBe(false)
    expect(hasUrlOutsideComments(`${text}\nb('http://x.cn')`, 'js')).toBe(true)
  })

  it('looks for names the same way', () => {
    const names = /\b(?:wx|uni)\s*\.\s*request\b/
    expect(gateMatches(`wx.request({})`, names)).toBe(true)
    expect(gateMatches(`// wx.request()\n`, names)).toBe(false)
    expect(gateMatches(`// wx.request()\nuni\n  .request()`, names)).toBe(true)
    expect(gateMatches(`/* wx.request */ a()`, /wx\.request/g)).toBe(false)
    expect(gateMatches(`<!-- wx.request -->`, names, 'markup')).toBe(false)
    expect(gateMatches(`x`, /x/)).toBe(true)
    expect(gateMatches(`//x`, /x/)).toBe(false)
    expect(gateMatches(`// a`, /(?:)/)).toBe(false)
  })

  it('passes for a URL or a name', () => {
    expect(passesGate(`wx.request({}) // http://x.cn`, 'js', /wx\.request/)).toBe(true)
    expect(passesGate(`a('http://x.cn') // wx.request`, 'js', /wx\.request/)).toBe(true)
    expect(passesGate(`a() // http://x.cn wx.request`, 'js', /wx\.request/)).toBe(false)
    expect(passesGate(`a('http://x.cn')`, 'js', null)).toBe(true)
  })
})
