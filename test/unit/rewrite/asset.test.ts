import { describe, expect, it } from 'vitest'
import type { TextLang } from '../../../src/extract/scan'
import type { HostMap } from '../../../src/options'
import { compileHostMap, rewriteAsset } from '../../../src/rewrite'

const MAP: HostMap = { 'http://127.0.0.1:3000': 'https://api.example.com', 'http://dev.cn': 'https://prod.cn' }

function rewrite(text: string, lang: TextLang = 'js', map: HostMap = MAP) {
  return rewriteAsset(text, lang, compileHostMap(map))
}

describe('rewriteAsset', () => {
  const cases: [lang: TextLang, text: string, expected: string][] = [
    [
      'js',
      `var a="http://127.0.0.1:3000",b='http://dev.cn/x';`,
      `var a="https://api.example.com",b='https://prod.cn/x';`,
    ],
    ['js', 'f(`http://dev.cn/${a}`,`x${"http://dev.cn"}`)', 'f(`https://prod.cn/${a}`,`x${"https://prod.cn"}`)'],
    [
      'js',
      String.raw`f("http:\/\/dev.cn\/x","http:\u002f\u002Fdev.cn/y","\nhttp://dev.cn")`,
      String.raw`f("https:\/\/prod.cn\/x","https://prod.cn/y","\nhttps://prod.cn")`,
    ],
    ['js', `f("http://dev.cn"+"/x")`, `f("https://prod.cn"+"/x")`],
    ['js', `if(a){}/'/.test(b);f('http://dev.cn/')`, `if(a){}/'/.test(b);f('https://prod.cn/')`],
    ['js', `a?"http://dev.cn":"b"`, `a?"https://prod.cn":"b"`],
    ['js', `switch(a){case"http://dev.cn":b()}`, `switch(a){case"https://prod.cn":b()}`],
    ['js', `f({"http://dev.cn":"http://dev.cn"})`, `f({"http://dev.cn":"https://prod.cn"})`],
    ['js', `f("url(http://dev.cn)","ws://127.0.0.1:3000")`, `f("url(https://prod.cn)","wss://api.example.com")`],
    [
      'json',
      `{"a":"http:\\/\\/dev.cn\\/x","b":["http://dev.cn"],"c":"x\\"http://dev.cn\\""}`,
      `{"a":"https:\\/\\/prod.cn\\/x","b":["https://prod.cn"],"c":"x\\"https://prod.cn\\""}`,
    ],
    [
      'markup',
      `<image src="http://dev.cn/a.png"/><text>http://dev.cn</text>`,
      `<image src="https://prod.cn/a.png"/><text>https://prod.cn</text>`,
    ],
    [
      'markup',
      `<image src='http://dev.cn/{{a}}'/><a b="{{c ? 'http://dev.cn' : d}}"/>`,
      `<image src='https://prod.cn/{{a}}'/><a b="{{c ? 'https://prod.cn' : d}}"/>`,
    ],
    ['markup', `<a b="{{'http://dev.cn' + '/x'}}"/>`, `<a b="{{'https://prod.cn' + '/x'}}"/>`],
    [
      'markup',
      `<wxs module="m">var a = "http:\\/\\/dev.cn/"</wxs><script src="http://dev.cn/x.js"></script>`,
      `<wxs module="m">var a = "https:\\/\\/prod.cn/"</wxs><script src="https://prod.cn/x.js"></script>`,
    ],
    [
      'markup',
      `<style>a{b:url(http://dev.cn/x) "http://dev.cn"}</style>`,
      `<style>a{b:url(https://prod.cn/x) "https://prod.cn"}</style>`,
    ],
    ['markup', `<a b="&quot;http://dev.cn&quot;">`, `<a b="&quot;https://prod.cn&quot;">`],
    ['css', `a{b:url(http://dev.cn);c:url("http://dev.cn/x")}`, `a{b:url(https://prod.cn);c:url("https://prod.cn/x")}`],
    ['css', `@import 'http://dev.cn/a.wxss';`, `@import 'https://prod.cn/a.wxss';`],
    ['text', `# http://dev.cn\nhttp://dev.cn/x`, `# https://prod.cn\nhttps://prod.cn/x`],
    [
      'env',
      `# http://dev.cn\nA=http://dev.cn\nB="http://dev.cn/"`,
      `# http://dev.cn\nA=https://prod.cn\nB="https://prod.cn/"`,
    ],
  ]
  it.each(cases)('%s: %s', (lang, text, expected) => {
    const result = rewrite(text, lang)
    expect(result?.text).toBe(expected)
    expect(rewrite(expected, lang)).toBeNull()
  })

  const untouched: [lang: TextLang, text: string][] = [
    ['js', `// "http://dev.cn"\n/* http://dev.cn */f()`],
    ['js', String.raw`f(/http:\/\/dev.cn/)`],
    ['js', `import"http://dev.cn";export*from"http://dev.cn";import("http://dev.cn");require("http://dev.cn")`],
    ['js', `"http://dev.cn";f()`],
    ['js', `f({a:1,/* b */"http://dev.cn":1})`],
    ['js', 'f(html`<a href="http://dev.cn/">`)'],
    ['js', 'f("http://dev.cn"+a,`http://dev.cn${a}`,"http://127.0.0.1:3000"+(b))'],
    ['js', `f("http://dev.cn".concat(a), "http://dev.cn" /* x */ + a)`],
    ['js', `f("http://dev.cnx","http://dev.cn:80","xhttp://dev.cn","//dev.cn")`],
    ['js', `f("http://dev.cn`],
    ['json', `{"http://dev.cn": 1, /* "http://dev.cn" */ "a": "b" // http://dev.cn\n}`],
    ['markup', `<!-- http://dev.cn --><a b="http://dev.cn{{c}}"/><a b="{{'http://dev.cn' + c}}"/>`],
    ['markup', `<script>// http://dev.cn\n</script><style>/* http://dev.cn */</style>`],
    ['css', `/* http://dev.cn */ a { b: c }`],
    ['scss', `// http://dev.cn\n$a: url(http://dev.cn#{$b})`],
    ['text', `http://dev.cn.evil.example`],
    ['text', ''],
  ]
  it.each(untouched)('leaves alone: %s: %s', (lang, text) => {
    expect(rewrite(text, lang)).toBeNull()
  })

  it('tells what it left because something goes on behind it', () => {
    const result = rewrite('f("http://dev.cn/");g("http://dev.cn"+a)')
    expect(result?.text).toBe('f("https://prod.cn/");g("http://dev.cn"+a)')
    expect(result?.incomplete).toEqual([
      {
        code: 'rewrite-incomplete',
        start: 23,
        end: 36,
        from: 'http://dev.cn',
        to: 'https://prod.cn',
        reason: 'hole',
        literal: null,
        join: null,
      },
    ])
  })

  it('tells the places of its edits', () => {
    const text = `a\r\nb("http://dev.cn/")\rc("http://dev.cn")\n\n  d("http://dev.cn")`
    const edits = rewrite(text)!.edits
    expect(edits.map(({ line, column }) => [line, column])).toEqual([
      [2, 4],
      [3, 4],
      [5, 6],
    ])
    expect(edits[0]).toEqual({
      start: 6,
      end: 19,
      text: 'https://prod.cn',
      from: 'http://dev.cn',
      to: 'https://prod.cn',
      line: 2,
      column: 4,
    })
  })

  it('knows classes and protocol-relative keys', () => {
    expect(rewrite('f("http://192.168.0.9:8080/x")', 'js', { '<lan>:8080': 'https://prod.cn' })?.text).toBe(
      'f("https://prod.cn/x")',
    )
    expect(rewrite('f("//dev.cn/x","http://dev.cn/")', 'js', { '//dev.cn': '//prod.cn' })?.text).toBe(
      'f("//prod.cn/x","http://dev.cn/")',
    )
    expect(rewrite('f()', 'js', { '<lan>:8080': 'https://prod.cn' })).toBeNull()
    expect(rewrite('f("http://dev.cn")', 'js', {})).toBeNull()
  })

  it('does not write quotes into templates', () => {
    expect(rewrite(`<a b="http://dev.cn/"/>`, 'markup', { 'http://dev.cn': "https://prod.cn/it's" })).toBeNull()
    expect(rewrite(`a{b:url(http://dev.cn/)}`, 'css', { 'http://dev.cn': "https://prod.cn/(it's)" })?.text).toBe(
      String.raw`a{b:url(https://prod.cn/\(it\'s\)/)}`,
    )
  })
})
