import { describe, expect, it } from 'vitest'
import type { TextLang } from '../../../src/extract/scan'
import { auditText, compileHostMap } from '../../../src/rewrite'
import type { AuditNeedles } from '../../../src/rewrite'

const maps = [
  compileHostMap({ 'http://dev.cn/api': 'https://prod.cn', 'https://test.cn:8443': 'https://prod.cn' }),
  compileHostMap({ '<lan>:1': 'https://x.cn' }),
]

/** `kind origin` of every hit. */
function audit(text: string, lang: TextLang = 'js', needles: AuditNeedles = { maps }): string[] {
  return auditText(text, lang, needles).map(({ kind, origin }) => `${kind} ${origin}`)
}

describe('auditText', () => {
  const cases: [lang: TextLang, text: string, expected: string[]][] = [
    ['js', `f("http://localhost:3000/x")`, ['loopback http://localhost:3000']],
    ['js', `f('HTTP://LocalHost')`, ['loopback http://localhost']],
    [
      'js',
      `f("http://127.1/","http://0x7f000001/","http://[::1]:80/","http://0.0.0.0")`,
      ['loopback http://127.1', 'loopback http://0x7f000001', 'loopback http://[::1]:80', 'loopback http://0.0.0.0'],
    ],
    [
      'js',
      `f("ws://192.168.1.4:9/x","http://10.0.0.2","http://nas.local/")`,
      ['lan ws://192.168.1.4:9', 'lan http://10.0.0.2', 'lan http://nas.local'],
    ],
    [
      'js',
      String.raw`f("http:\/\/localhost\/x","http:\u002f\u002flocalhost/y","\nhttp://localhost")`,
      ['loopback http://localhost', 'loopback http://localhost', 'loopback http://localhost'],
    ],
    [
      'js',
      'f(`http://localhost:${port}/`, `http://127.0.0.1${x}`)',
      ['loopback http://localhost', 'loopback http://127.0.0.1'],
    ],
    [
      'js',
      `f("http://dev.cn/api/x","http://dev.cn/apix","https://test.cn:8443","https://test.cn")`,
      ['host-map http://dev.cn', 'host-map https://test.cn:8443'],
    ],
    ['js', String.raw`f("http:\/\/dev.cn\/api\/x")`, ['host-map http://dev.cn']],
    ['js', `f("http://192.168.0.2:1/")`, ['host-map http://192.168.0.2:1']],
    ['js', `f("//localhost:80/x", a // localhost:80\n)`, ['loopback //localhost:80']],
    [
      'js',
      `f("127.0.0.1:3000", 'test.cn:8443/x', "10.0.0.2:80", "localhost:5173")`,
      ['loopback 127.0.0.1:3000', 'host-map test.cn:8443', 'lan 10.0.0.2:80', 'loopback localhost:5173'],
    ],
    [
      'markup',
      `<image src="http://localhost/a"/><web-view src='//10.0.0.3/'/><!-- http://localhost -->`,
      ['loopback http://localhost', 'lan //10.0.0.3'],
    ],
    ['css', `a{b:url(//localhost/x)} /* http://localhost */`, ['loopback //localhost']],
    ['json', `{"http://localhost":"http://10.1.1.1"}`, ['loopback http://localhost', 'lan http://10.1.1.1']],
    ['text', `see http://localhost`, ['loopback http://localhost']],
  ]
  it.each(cases)('%s: %s', (lang, text, expected) => {
    expect(audit(text, lang)).toEqual(expected)
  })

  it.each([
    `// http://localhost\n/* http://10.0.0.1 */ f()`,
    String.raw`f(/^https?:\/\/localhost/)`,
    `f("https://example.com/?u=localhost","localhost","127.0.0.1")`,
    `f("http://localhost.evil.example","http://127.0.0.1.example.com")`,
    `f("http://tmp/x","http://a","https://a@b","http://тест")`,
    `f({a:"b:80","c:80":1},"3:4","a:1")`,
    'f("http://"+a,`http://${a}`,"http://","//")',
    `f("http://www.w3.org/2000/svg","https://test.cnx:8443")`,
    `f(a//localhost\n)`,
    'f(`http://d${x}`)',
    '',
  ])('finds nothing in %s', (text) => {
    expect(audit(text)).toEqual([])
  })

  it('tells places, the host and why', () => {
    const text = `a\r\n  f("https:\\/\\/test.cn:8443/x")\n/* x */ g('http://localhost')`
    const first = text.indexOf('https')
    const second = text.indexOf('http://l')
    expect(auditText(text, 'js', { maps })).toEqual([
      {
        start: first,
        end: first + 22,
        line: 2,
        column: 6,
        kind: 'host-map',
        origin: 'https://test.cn:8443',
        host: 'test.cn',
        needle: 'https://test.cn:8443',
      },
      {
        start: second,
        end: second + 16,
        line: 3,
        column: 12,
        kind: 'loopback',
        origin: 'http://localhost',
        host: 'localhost',
        needle: null,
      },
    ])
  })

  it('knows origins of other environments', () => {
    const needles: AuditNeedles = {
      origins: new Map([
        ['https://uat.cn', 'trial'],
        ['https://uat.cn:444', 'trial'],
      ]),
    }
    const hits = auditText(
      `f("https://uat.cn/x","https://UAT.cn:444","https://uat.cn:443","http://uat.cn")`,
      'js',
      needles,
    )
    expect(hits.map(({ origin, needle, kind }) => [origin, needle, kind])).toEqual([
      ['https://uat.cn', 'trial', 'environment'],
      ['https://uat.cn:444', 'trial', 'environment'],
    ])
  })

  it('leaves out what this environment may use, and kinds that are switched off', () => {
    const text = `f("http://localhost:1","http://10.0.0.1","https://test.cn:8443")`
    expect(audit(text, 'js', { maps, allowed: new Set(['https://test.cn:8443', 'http://10.0.0.1']) })).toEqual([
      'loopback http://localhost:1',
    ])
    expect(audit(text, 'js', { loopback: false })).toEqual(['lan http://10.0.0.1'])
    expect(audit(text, 'js', { lan: false })).toEqual(['loopback http://localhost:1'])
  })
})
