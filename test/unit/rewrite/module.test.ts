import { describe, expect, it } from 'vitest'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { HostMap } from '../../../src/options'
import { applyEdits, compileHostMap, rewriteModule } from '../../../src/rewrite'
import type { RewriteOptions } from '../../../src/rewrite'
import { WHEN } from '../../../src/extract/literals'
import { recordsOf } from '../../support/records'

const MAP: HostMap = { 'http://127.0.0.1:3000': 'https://api.example.com', 'http://dev.cn': 'https://prod.cn' }

function rewrite(code: string, map: HostMap = MAP, options: RewriteOptions = {}) {
  const compiled = compileHostMap(map)
  const result = rewriteModule(code, recordsOf(code), compiled, options)
  const output = applyEdits(code, result.edits, { id: '/src/a.js' })
  return {
    code: output?.code ?? null,
    map: output?.map,
    edits: result.edits,
    reasons: result.incomplete.map(({ reason }) => reason),
    incomplete: result.incomplete,
    kept: result.kept,
  }
}

describe('literals', () => {
  const cases: [name: string, code: string, expected: string][] = [
    ['single quotes', `a('http://127.0.0.1:3000/x')`, `a('https://api.example.com/x')`],
    ['double quotes', `a("http://127.0.0.1:3000")`, `a("https://api.example.com")`],
    ['a template', 'a(`http://127.0.0.1:3000/x/${id}`)', 'a(`https://api.example.com/x/${id}`)'],
    ['String.raw', 'a(String.raw`http://127.0.0.1:3000\\x`)', 'a(String.raw`https://api.example.com\\x`)'],
    ['a JSX attribute', `<image src="http://127.0.0.1:3000/a.png"/>`, `<image src="https://api.example.com/a.png"/>`],
    ['JSX text', `<Text>see http://127.0.0.1:3000/a</Text>`, `<Text>see https://api.example.com/a</Text>`],
    [
      'a JSX expression',
      `<image src={'http://127.0.0.1:3000' + '/a'}/>`,
      `<image src={'https://api.example.com' + '/a'}/>`,
    ],
    ['escaped slashes', String.raw`a('http:\/\/127.0.0.1:3000\/x')`, String.raw`a('https:\/\/api.example.com\/x')`],
    ['unicode escapes', String.raw`a('http:\u002f\u002F127.0.0.1:3000/x')`, `a('https://api.example.com/x')`],
    [
      'hex and code point escapes',
      String.raw`a('\x68ttp\u{3a}//127.0.0.1:3000/\x78')`,
      String.raw`a('https://api.example.com/\x78')`,
    ],
    ['an escape before it', String.raw`a('\thttp://127.0.0.1:3000/\n')`, String.raw`a('\thttps://api.example.com/\n')`],
    ['a continued line', `a('http://127.0.0.1:\\\n3000/x')`, `a('https://api.example.com/x')`],
    [
      'in the middle: url()',
      `a("x url('http://127.0.0.1:3000/f.ttf') y")`,
      `a("x url('https://api.example.com/f.ttf') y")`,
    ],
    ['in the middle: unquoted url()', `a("url(http://127.0.0.1:3000)")`, `a("url(https://api.example.com)")`],
    [
      'several',
      `a('http://127.0.0.1:3000/a,http://dev.cn/b http://127.0.0.1:3000')`,
      `a('https://api.example.com/a,https://prod.cn/b https://api.example.com')`,
    ],
    [
      'a list without paths',
      `a('http://127.0.0.1:3000,http://dev.cn;http://dev.cn')`,
      `a('https://api.example.com,https://prod.cn;https://prod.cn')`,
    ],
    [
      'a parameter of another URL',
      `a('https://x.cn/?u=http://dev.cn&y=1')`,
      `a('https://x.cn/?u=https://prod.cn&y=1')`,
    ],
    [
      'JSON in a text',
      `a('{"u":"http://dev.cn","v":[http://dev.cn]}')`,
      `a('{"u":"https://prod.cn","v":[https://prod.cn]}')`,
    ],
    [
      'Chinese prose',
      `a('请访问http://127.0.0.1:3000，或（http://dev.cn）')`,
      `a('请访问https://api.example.com，或（https://prod.cn）')`,
    ],
    ['upper case', `a('HTTP://DEV.CN/X')`, `a('https://prod.cn/X')`],
    ['a value of an object', `a({ 'http://dev.cn': 'http://dev.cn' })`, `a({ 'http://dev.cn': 'https://prod.cn' })`],
    ['ws', `a('ws://127.0.0.1:3000/chat')`, `a('wss://api.example.com/chat')`],
    [
      'a constant that something unknown is put behind',
      `const B = 'http://dev.cn'\na(B + path)`,
      `const B = 'https://prod.cn'\na(B + path)`,
    ],
    ['a path put behind', `a('http://dev.cn' + '/x' + y)`, `a('https://prod.cn' + '/x' + y)`],
    ['an escaped path put behind', String.raw`a('http://dev.cn' + '\/x')`, String.raw`a('https://prod.cn' + '\/x')`],
    [
      'a query put behind a constant',
      `const B = "http://dev.cn"; a(B + '?x')`,
      `const B = "https://prod.cn"; a(B + '?x')`,
    ],
    [
      'a slash before the hole',
      "a(`http://dev.cn/${x}`, 'http://dev.cn/' + x)",
      "a(`https://prod.cn/${x}`, 'https://prod.cn/' + x)",
    ],
    ['text before the literal', `a(x + 'http://dev.cn/')`, `a(x + 'https://prod.cn/')`],
    [
      'CRLF, BOM and tabs around',
      `\uFEFFa(\r\n\t'http://dev.cn/'\r\n)\r\n`,
      `\uFEFFa(\r\n\t'https://prod.cn/'\r\n)\r\n`,
    ],
    ['CRLF in a template', 'a(`x\r\ny http://dev.cn/\r\n`)', 'a(`x\r\ny https://prod.cn/\r\n`)'],
    ['characters outside the basic plane', `a('😀 http://dev.cn/😀')`, `a('😀 https://prod.cn/😀')`],
    ['an unknown tail that is a loose text', `a('http://dev.cn' + '')`, `a('https://prod.cn' + '')`],
  ]
  it.each(cases)('%s', (_, code, expected) => {
    const result = rewrite(code)
    expect(result.code).toBe(expected)
    expect(result.reasons).toEqual([])
    expect(rewrite(expected).code, 'a second run changes nothing').toBeNull()
  })

  it.each([
    [
      'nothing that matches',
      `a('https://api.example.com', 'http://127.0.0.1:30001', 'http://127.0.0.1:3000.evil.example')`,
    ],
    ['a comment', `// http://127.0.0.1:3000\n/* 'http://dev.cn' */ a()`],
    ['an import', `import x from 'http://dev.cn'`],
    ['a directive', `'http://dev.cn'; a()`],
    ['an object key', `a({ 'http://dev.cn': 1 })`],
    ['a regular expression', String.raw`a(/http:\/\/dev.cn\//)`],
    ['a protocol-relative URL', `a('//dev.cn/x')`],
    ['one odd host', `a('http://dev.cn,evil.example/')`],
    ['userinfo behind a bracket', `a("http://dev.cn)@evil.example/")`],
    ['no edits at all', `a()`],
  ])('leaves alone: %s', (_, code) => {
    const result = rewrite(code)
    expect(result).toMatchObject({ code: null, edits: [], reasons: [], kept: [] })
  })

  it('escapes the target for its literal', () => {
    const map = { 'http://dev.cn': "https://prod.cn/it's(a)&b" }
    expect(rewrite(`a('http://dev.cn/')`, map).code).toBe(String.raw`a('https://prod.cn/it\'s(a)&b/')`)
    expect(rewrite(`a("http://dev.cn/")`, map).code).toBe(`a("https://prod.cn/it's(a)&b/")`)
    expect(rewrite('a(`http://dev.cn/`)', map).code).toBe("a(`https://prod.cn/it's(a)&b/`)")
    expect(rewrite(`<a b="http://dev.cn/"/>`, map).code).toBe(`<a b="https://prod.cn/it&#39;s(a)&#38;b/"/>`)
  })

  it('tells a tagged template, and leaves it', () => {
    const result = rewrite('a(sql`http://dev.cn/x`)')
    expect(result).toMatchObject({ code: null, reasons: ['tagged'] })
    expect(result.incomplete[0]).toMatchObject({
      code: 'rewrite-incomplete',
      from: 'http://dev.cn',
      to: 'https://prod.cn',
      start: 6,
      literal: 0,
    })
  })

  it('tells a literal that is not where it was recorded', () => {
    const code = `a('http://dev.cn/')`
    const result = rewriteModule(`  ${code}`, recordsOf(code), compileHostMap(MAP))
    expect(result.edits).toEqual([])
    expect(result.incomplete.map(({ reason }) => reason)).toEqual(['source'])
  })

  it('writes a source map that leads home', () => {
    const code = `const a = 1\nrequest('http://127.0.0.1:3000/x', after)\n`
    const { code: output, map } = rewrite(code)
    const trace = new TraceMap(map as never)
    expect(trace.sources).toEqual(['/src/a.js'])
    const column = output!.split('\n')[1].indexOf('after')
    expect(originalPositionFor(trace, { line: 2, column })).toMatchObject({
      line: 2,
      column: code.split('\n')[1].indexOf('after'),
    })
  })

  it('says what it replaced', () => {
    const code = `a('x http://127.0.0.1:3000/x')`
    const [edit] = rewrite(code).edits
    expect(edit).toEqual({
      start: 5,
      end: 26,
      at: 5,
      text: 'https://api.example.com',
      from: 'http://127.0.0.1:3000',
      to: 'https://api.example.com',
      literals: [0],
      join: null,
    })
  })
})

describe('joins', () => {
  const cases: [name: string, code: string, expected: string][] = [
    [
      'constants of the module',
      `const h = '127.0.0.1', p = 3000\na('http://' + h + ':' + p + '/x')`,
      `const h = '127.0.0.1', p = 3000\na('https://api.example.com' + '/x')`,
    ],
    [
      'constants in a template',
      'const h = "127.0.0.1"; const p = "3000"\na(`http://${h}:${p}/x/${id}`)',
      'const h = "127.0.0.1"; const p = "3000"\na(`https://api.example.com/x/${id}`)',
    ],
    ['all but the scheme in one constant', `const h = '127.0.0.1:3000'; a('http://' + h + path)`, 'incomplete:hole'],
    [
      '… before a path',
      `const h = '127.0.0.1:3000'; a('http://' + h + '/x')`,
      `const h = '127.0.0.1:3000'; a('https://api.example.com' + '/x')`,
    ],
    ['literals only', `a('http://127.0.0.1' + ':3000')`, `a('https://api.example.com')`],
    ['the rest of the last piece', `a('http://127.0.0.1' + ':3000/x' + y)`, `a('https://api.example.com/x' + y)`],
    [
      'the rest of the last piece in other quotes',
      `a('http://127.0.0.1' + ":3000/it's" + y)`,
      String.raw`a('https://api.example.com/it\'s' + y)`,
    ],
    [
      'the rest of a constant',
      `const r = '127.0.0.1:3000/v1'; a("http://" + r + "/x")`,
      `const r = '127.0.0.1:3000/v1'; a("https://api.example.com/v1" + "/x")`,
    ],
    [
      'the rest of a constant in a template',
      'const r = "127.0.0.1:3000/`v1`"; a(`http://${r}/x`)',
      'const r = "127.0.0.1:3000/`v1`"; a(`https://api.example.com/\\`v1\\`/x`)',
    ],
    [
      'text before the origin',
      `a('url(http://' + '127.0.0.1:3000' + '/f)')`,
      `a('url(https://api.example.com' + '/f)')`,
    ],
    [
      'text before the origin in a constant',
      `const u = 'url(http://'; a(u + '127.0.0.1:3000/f)')`,
      `const u = 'url(http://'; a('url(https://api.example.com/f)')`,
    ],
    [
      'text before the origin in a template',
      'const u = "url(http://"; a(`x${u}127.0.0.1:3000/f)`)',
      'const u = "url(http://"; a(`xurl(https://api.example.com/f)`)',
    ],
    [
      'names only',
      `const s = 'http://', h = '127.0.0.1:3000'; a(s + h)`,
      `const s = 'http://', h = '127.0.0.1:3000'; a('https://api.example.com')`,
    ],
    ['a broken scheme', `a('ht' + 'tp://dev.cn/')`, `a('https://prod.cn/')`],
    ['a key with a path', `a('http://dev.cn' + '/api' + '/x')`, `a('https://prod.cn' + '/api' + '/x')`],
    ['something before', `a(x + 'http://' + 'dev.cn' + '/y')`, `a(x + 'https://prod.cn' + '/y')`],
    [
      'over lines',
      `const h = 'dev.cn'\na('http://' +\n  h +\n  '/x')`,
      `const h = 'dev.cn'\na('https://prod.cn' +\n  '/x')`,
    ],
    ['an empty hole', 'const e = ""; a(`http://dev.cn${e}/x`)', 'const e = ""; a(`https://prod.cn${e}/x`)'],
    [
      'ws',
      `const h = '127.0.0.1:3000'; a('ws://' + h + '/x')`,
      `const h = '127.0.0.1:3000'; a('wss://api.example.com' + '/x')`,
    ],
  ]
  it.each(cases)('%s', (_, code, expected) => {
    const result = rewrite(code)
    if (expected.startsWith('incomplete:')) {
      expect(result).toMatchObject({ code: null, reasons: [expected.slice(11)] })
      return
    }
    expect(result.code).toBe(expected)
    expect(result.reasons).toEqual([])
    expect(rewrite(expected)).toMatchObject({ code: null, reasons: [] })
  })

  it('evaluates a path prefix as whole text', () => {
    const map = { 'http://dev.cn/api': 'https://prod.cn/v1' }
    expect(rewrite(`a('http://' + 'dev.cn/api' + '/x')`, map).code).toBe(`a('https://prod.cn/v1' + '/x')`)
    expect(rewrite(`a('http://dev.cn' + '/api/x')`, map).code).toBe(`a('https://prod.cn/v1/x')`)
    expect(rewrite(`a('http://dev.cn' + '/apiv2/x')`, map)).toMatchObject({ code: null, reasons: [] })
    expect(rewrite(`a('http://dev.cn/api' + 'v2/x')`, map)).toMatchObject({ code: null, reasons: [] })
    expect(rewrite(`a('http://dev.cn/api' + v)`, map)).toMatchObject({ code: null, reasons: ['hole'] })
  })

  const portless: HostMap = { 'http://127.0.0.1': 'https://prod.cn' }
  it.each([
    [`a('http://127.0.0.1' + ':3000')`, []],
    ['a(`http://127.0.0.1${":3000"}`)', []],
    [`const p = ':3000'; a('http://127.0.0.1' + p)`, []],
    [`a('http://127.0.0.1' + ':' + port)`, []],
    [`a('http://127.0.0.1' + '.evil.example')`, []],
    [`a('http://127.0.0.1' + 1)`, []],
    [`const h = 'http://127.0.0.1'; a(h + ':3000')`, ['shared']],
    [`const h = 'http://127.0.0.1'; a(h + ':' + port)`, ['shared']],
    [`const h = 'http://127.0.0.1'; a(h + '/x'); b(h + ':3000')`, ['shared']],
    [`const h = 'http://127.0.0.1'; a(\`\${h}:3000\`)`, ['shared']],
    [`a((dev ? 'http://127.0.0.1' : 'https://x.cn') + ':3000')`, ['shared']],
    [`a('http://127.0.0.1' + port)`, ['hole']],
    ['a(`http://127.0.0.1${port}/x`)', ['hole']],
    [`a('http://127.0.0.1' /* : */ + port)`, ['hole']],
    [`a('http://127.0.0.1'.concat(port))`, ['hole']],
    [`a(<t>http://127.0.0.1{port}</t>)`, ['hole']],
    [`a('http://127.0.0.1{port}/x')`, ['hole']],
    [`a('http://127.0.0.1%s/x')`, ['hole']],
  ])('never maps an origin that goes on: %s', (code, reasons) => {
    expect(rewrite(code, portless)).toMatchObject({ code: null, reasons })
  })

  it('does not edit a constant, itself joined, that another join continues', () => {
    // The extractor folds the inner join into one known text of no single literal.
    const code = `const h = 'http://' + '127.0.0.1'; a(h + ':3000')`
    const records = recordsOf(code)
    records.joins[1].parts[0] = { ...records.joins[1].parts[0], text: 'http://127.0.0.1', literal: null }
    const result = rewriteModule(code, records, compileHostMap(portless))
    expect(result.edits).toEqual([])
    expect(result.incomplete.map(({ reason }) => reason)).toEqual(['shared'])
    const whole = rewriteModule(code, records, compileHostMap({ 'http://127.0.0.1:3000': 'https://prod.cn' }))
    expect(applyEdits(code, whole.edits, { id: 'x' })?.code).toBe(
      `const h = 'http://' + '127.0.0.1'; a('https://prod.cn')`,
    )
  })

  it('edits a constant whose other uses are replaced where they are joined', () => {
    const map = { 'http://127.0.0.1': 'https://a.cn', 'http://127.0.0.1:3000': 'https://b.cn' }
    expect(rewrite(`const h = 'http://127.0.0.1'; x(h + '/x'); y(h + ':3000/y')`, map)).toMatchObject({
      code: `const h = 'https://a.cn'; x(h + '/x'); y('https://b.cn/y')`,
      reasons: [],
    })
  })

  it.each([
    [`a('http://127.0.0.1:' + port + '/x')`, 'hole'],
    ['a(`http://127.0.0.1:${port}/x`)', 'hole'],
    [`const h = '127.0.0.1'; a('http://' + h + ':' + port)`, 'hole'],
    [`const h = '127.0.0.1:3000'; a('http://' + h + rest)`, 'hole'],
    [`const h = '127.0.0.1:3000'; a('http://' + (h) + '/x')`, 'opaque'],
    [`const h = '127.0.0.1:3000'; a('http://' /* dev */ + h + '/x')`, 'opaque'],
    [`a(('http://' + '127.0.0.1') + ':3000')`, 'opaque'],
  ])('tells what it can not apply: %s', (code, reason) => {
    const result = rewrite(code)
    expect(result.code).toBeNull()
    expect(result.reasons).toContain(reason)
    expect(result.incomplete[0]).toMatchObject({ code: 'rewrite-incomplete', to: 'https://api.example.com' })
  })

  it.each([
    [`a('http://' + host + ':3000/x')`],
    [`a('http://' + host)`],
    ['a(`https://a${x}.example.com/`)'],
    ['a(`${base}/x`)'],
    ['a(`http://d${x}/`)'],
  ])('says nothing where the map may mean anything: %s', (code) => {
    expect(rewrite(code)).toMatchObject({ code: null, reasons: [] })
  })

  it('takes a host that is known around a hole for a match that it can not apply', () => {
    const map = { 'http://dev.example.com': 'https://prod.cn' }
    expect(rewrite('a(`http://dev${n}.example.com/`)', map).reasons).toEqual(['hole'])
    expect(rewrite('a(`http://dev${n}.example.org/`)', map).reasons).toEqual([])
  })

  it('counts a port as the end of an origin where that is asked for', () => {
    const code = "a('http://127.0.0.1:3000' + path, `http://127.0.0.1:3000${path}`, 'http://dev.cn' + path)"
    expect(rewrite(code).reasons).toEqual(['hole', 'hole', 'hole'])
    expect(rewrite(code, MAP, { portEndsOrigin: true })).toMatchObject({
      code: "a('https://api.example.com' + path, `https://api.example.com${path}`, 'http://dev.cn' + path)",
      reasons: ['hole'],
    })
  })

  it('writes no quote of its own into a component whose expression stands in an attribute', () => {
    const script = `const s = 'http://', h = 'dev.cn'; a(s + h)`
    const records = recordsOf(script)
    const template = rewriteModule(script, records, compileHostMap(MAP), { lang: 'markup' })
    expect(template.incomplete.map(({ reason }) => reason)).toEqual(['opaque'])
    const head = '<template><a/></template><script>'
    const shifted = JSON.parse(JSON.stringify(records), (key, value) =>
      key === 'start' || key === 'end' ? value + head.length : value,
    )
    const component = rewriteModule(`${head}${script}</script>`, shifted, compileHostMap(MAP), { lang: 'markup' })
    expect(component.edits.map(({ text }) => text)).toEqual([`'https://prod.cn'`])
  })
})

describe('run-time environments', () => {
  const code = `const base = v === 'develop' ? 'http://dev.cn/' : 'http://127.0.0.1:3000/'`
  function withWhen(when: number | undefined, keepWhen?: RewriteOptions['keepWhen']) {
    const records = recordsOf(code)
    if (when !== undefined) records.literals.find(({ text }) => text === 'http://dev.cn/')!.when = when
    return rewriteModule(code, records, compileHostMap(MAP), { keepWhen })
  }

  it('keeps a literal that is used only where the host is allowed', () => {
    const result = withWhen(WHEN.develop, WHEN.develop | WHEN.trial)
    expect(result.edits.map(({ from }) => from)).toEqual(['http://127.0.0.1:3000'])
    expect(result.kept).toEqual([
      {
        start: code.indexOf('http://dev'),
        end: code.indexOf('http://dev') + 13,
        from: 'http://dev.cn',
        to: 'https://prod.cn',
        when: WHEN.develop,
        literal: expect.any(Number),
        join: null,
      },
    ])
    expect(result.incomplete).toEqual([])
  })

  it('asks for each origin', () => {
    const asked: string[] = []
    const result = withWhen(WHEN.develop, (origin) => {
      asked.push(origin)
      return 0
    })
    expect(asked).toEqual(['http://dev.cn'])
    expect(result.edits).toHaveLength(2)
  })

  it.each([
    ['the condition allows an environment that may not use it', WHEN.develop | WHEN.release, WHEN.develop],
    ['there is no condition', undefined, WHEN.ALL],
    ['the condition is none', WHEN.ALL, WHEN.ALL],
    ['nothing may be kept', WHEN.develop, undefined],
  ])('replaces it where %s', (_, when, keepWhen) => {
    const result = withWhen(when, keepWhen)
    expect(result.edits).toHaveLength(2)
    expect(result.kept).toEqual([])
  })

  it('keeps a join', () => {
    const joined = `const u = dev ? 'http://' + 'dev.cn' + '/x' : ''`
    const records = recordsOf(joined)
    records.joins[0].when = WHEN.develop
    const result = rewriteModule(joined, records, compileHostMap(MAP), { keepWhen: WHEN.develop })
    expect(result).toMatchObject({ edits: [], incomplete: [], kept: [{ from: 'http://dev.cn', join: 0 }] })
  })
})
