import { describe, expect, it } from 'vitest'
import { stripVTControlCharacters } from 'node:util'
import { maskSecrets } from '../../../src/report/mask'
import { clip, printable } from '../../../src/report/printable'
import { markedLine, SourceLines } from '../../../src/report/sources'
import { frameAt } from '../../../src/report/terminal/frame'
import { charWidth, padEnd, textWidth, wrap } from '../../../src/report/terminal/width'
import { formatText } from '../../../src/report/text'
import { SAMPLE, context, finding } from './sample'

const lines = (text: string) => new SourceLines(context({ sources: () => text }))
const place = (column: number, line = 1) => ({ file: 'a.js', line, column })

describe('width', () => {
  it.each([
    ['abc', 3],
    ['中文', 4],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['👍', 2],
    ['한국', 4],
    ['…', 1],
    ['①', 1],
    ['', 0],
    ['「」', 4],
    ['a\u200db', 2],
  ])('%s takes %i cells', (text, width) => {
    expect(textWidth(text)).toBe(width)
  })

  it('knows every character of the planes', () => {
    for (let code = 0x20; code < 0x30000; code += 7) {
      if (code >= 0xd800 && code < 0xe000) continue
      expect([0, 1, 2]).toContain(charWidth(String.fromCodePoint(code)))
    }
  })

  it('pads by cells', () => {
    expect(padEnd('中', 4)).toBe('中  ')
    expect(padEnd('中文', 3)).toBe('中文')
  })
})

describe('wrap', () => {
  const texts = [
    'one two three four five six seven eight nine ten',
    '开发者工具和调试模式关闭校验时不报，上线即失败。开发者工具和调试模式。',
    `https://example.com/${'long/'.repeat(40)}end?with=query&and=more`,
    'x'.repeat(200),
    '中'.repeat(100),
    'mixed 中文 and https://a.example/b，then 更多',
  ]

  it.each([10, 17, 40, 79])('keeps lines to %i cells and loses nothing but blanks', (width) => {
    for (const text of texts) {
      const list = wrap(text, width)
      for (const line of list) expect(textWidth(line)).toBeLessThanOrEqual(width)
      expect(list.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    }
  })

  it('never begins a line with a closing mark', () => {
    for (let width = 8; width < 40; width++)
      for (const line of wrap(texts[1]!, width)) expect(line).not.toMatch(/^[，。]/)
  })

  it('is quick with long text', () => {
    const start = performance.now()
    wrap('ab 中'.repeat(50_000), 80)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('printable', () => {
  it('keeps the length and shows what it replaces', () => {
    const text = 'a\u001b[31mb\tc\u0000\u007f\u009b\u202e\u2066\u200b\ufeff\ud800x'
    expect(printable(text)).toBe('a␛[31mb c␀␡\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdx')
    expect(printable(text)).toHaveLength(text.length)
    expect(printable('中文 👍 e\u0301 👨\u200d👩')).toBe('中文 👍 e\u0301 👨\u200d👩')
  })

  it('clips in the middle', () => {
    expect(clip('abcdefghij', 7)).toBe('abcd…ij')
    expect(clip('abc', 7)).toBe('abc')
  })
})

describe('masking', () => {
  const secret = '3f2a9c0d1e4b5a697887f6e5d4c3b2a1'

  it.each([
    [`const appSecret = '${secret}'`, secret],
    [`{"secret":"${secret}"}`, secret],
    ['https://h/?a=1&secret=s3cr3t&b=2', 's3cr3t'],
    ['?appsecret=abc', 'abc'],
  ])('hides %s and keeps its length', (text, hidden) => {
    expect(maskSecrets(text)).not.toContain(hidden)
    expect(maskSecrets(text)).toHaveLength(text.length)
  })

  it('leaves ordinary text', () => {
    expect(maskSecrets(`const hash = '${secret}'; const secretary = 'Ann'; u('/x?secret=')`)).toBe(
      `const hash = '${secret}'; const secretary = 'Ann'; u('/x?secret=')`,
    )
  })

  it('hides a private key in all its lines', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${`${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj'}\n`.repeat(3)}-----END PRIVATE KEY-----\n`
    expect(maskSecrets(key)).not.toMatch(/MIIEv|VJTUt9/)
    expect(maskSecrets(key).split('\n')).toHaveLength(key.split('\n').length)
  })
})

describe('the marked part', () => {
  const marked = (text: string, column: number, about: Parameters<typeof markedLine>[1]) => {
    const found = markedLine(place(column), about, lines(text))!
    return [found.text.slice(found.from, found.to), found.exact]
  }
  const url = (url: string, args = {}) => ({ url, args })

  it.each([
    ["x('http://127.0.0.1:3000/a')", 'http://127.0.0.1:3000/a', 'http://127.0.0.1:3000'],
    ["x('HTTP://LocalHost/a')", 'http://localhost/a', 'HTTP://LocalHost'],
    ["x('http:\\/\\/127.0.0.1\\/a')", 'http://127.0.0.1/a', 'http:\\/\\/127.0.0.1'],
    ["x('127.0.0.1:80' + p)", 'http://127.0.0.1:80/a', '127.0.0.1:80'],
  ])('of %s is the origin as written', (text, about, expected) => {
    expect(marked(text, 3, url(about))).toEqual([expected, true])
  })

  it('is the literal or the name where the URL is not to be seen', () => {
    expect(marked('x(`${HOST}/a`)', 3, url('http://h/a'))).toEqual(['${HOST}/a', false])
    expect(marked('wx.request({})', 4, null)).toEqual(['request', false])
    expect(marked("x('')", 3, null)).toEqual(["''", false])
    expect(marked("x('a\\'b')", 3, null)).toEqual(["a\\'b", false])
    expect(marked("x('open", 3, null)).toEqual(["'open", false])
    expect(marked('// ignore me  ', 1, null)).toEqual(['// ignore me', false])
  })

  it('is not a URL further on in the line', () => {
    expect(marked("x(A, 'http://h.example/')", 3, url('http://h.example/'))).toEqual(['A', false])
  })

  it('is only what is wrong of it', () => {
    expect(
      marked("x('http://h.example:81/a')", 3, { ...url('http://h.example:81/a'), code: 'insecure-scheme' }),
    ).toEqual(['http://', true])
    expect(
      marked("x('https://h.example:81/a')", 3, { ...url('https://h.example:81/a'), code: 'port-mismatch' }),
    ).toEqual([':81', true])
  })

  it('is there for letters that change their length in lower case', () => {
    expect(marked("İİİ; x('HTTP://H.example/')", 9, url('http://h.example/'))).toEqual(['HTTP://H.example', true])
  })

  it.each([place(1, 99), place(1, 0), place(9999), place(1, 2), { ...place(1), line: -1 }])(
    'bears places that are not there: %o',
    (at) => {
      expect(() => frameAt(at, null, lines('a = 1\n\n'), 40)).not.toThrow()
    },
  )
})

describe('frames', () => {
  it.each([20, 40, 80])('keep the mark under the URL in %i cells, whatever stands before it', (width) => {
    for (const before of [
      '',
      '  ',
      '\t\t',
      '中文 ',
      'const veryLongName = somethingElse + ',
      '👍'.repeat(30),
      '一'.repeat(60),
    ]) {
      const text = `${before}'http://127.0.0.1'${' + tail'.repeat(20)}`
      const frame = frameAt(
        place(before.length + 1),
        finding('loopback-host', place(1), { url: 'http://127.0.0.1' }),
        lines(text),
        width,
      )!
      expect(textWidth(frame.text)).toBeLessThanOrEqual(width)
      let cells = 0
      let found = ''
      for (const character of frame.text) {
        if (cells >= frame.indent && cells < frame.indent + frame.marks) found += character
        cells += charWidth(character)
      }
      expect('http://127.0.0.1'.startsWith(found.replace('…', '')) && found.length > 5).toBe(true)
    }
  })

  it('count lines as editors do', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const frame = frameAt(place(1, 3), null, lines(['a', 'b', 'third', 'd'].join(end)), 40)
      expect(frame?.text).toBe('third')
    }
  })

  it('come from a file of 20 MB with one line in no time, however many findings there are', () => {
    const text = `${'x'.repeat(10_000_000)}'http://127.0.0.1'${'y'.repeat(10_000_000)}`
    const many = Array.from({ length: 300 }, (_, index) =>
      finding(
        'loopback-host',
        { file: 'a.js', line: 1, column: 10_000_001 - index * 7 },
        { url: `http://127.0.0.1/${index}` },
      ),
    )
    const start = performance.now()
    const report = formatText({ ...SAMPLE, findings: many }, context({ sources: () => text, text: { verbose: true } }))
    expect(performance.now() - start).toBeLessThan(3000)
    expect(report.length).toBeLessThan(100_000)
  })

  it('show no escape codes of a source', () => {
    const text = `const a = '\u001b[2J\u001b]0;title\u0007http://127.0.0.1\u202e'`
    const row = finding('loopback-host', place(11), {
      url: 'http://127.0.0.1',
      trace: [
        { ...place(1), note: '\u001b[1m' },
        { ...place(2), note: 'x' },
      ],
    })
    for (const colors of [true, false]) {
      const report = formatText({ ...SAMPLE, findings: [row] }, context({ sources: () => text, text: { colors } }))
      expect(report).not.toContain('\u001b[2J')
      expect(report).not.toContain('\u001b]0')
      expect(report).not.toContain('\u202e')
      expect(stripVTControlCharacters(report)).toContain('␛[2J␛]0;title␇')
    }
  })

  it('are asked for once for each file, and once more for the comments of a component', () => {
    let asked = 0
    formatText(SAMPLE, context({ sources: (file) => (asked++, file.endsWith('.js') ? 'a\n'.repeat(50) : null) }))
    expect(asked).toBeLessThanOrEqual(
      SAMPLE.findings.filter((row) => row.file.endsWith('.vue')).length +
        new Set(SAMPLE.findings.map((row) => row.file)).size,
    )
  })
})
