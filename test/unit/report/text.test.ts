import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { CODES } from '../../../src/check/codes'
import { web } from '../../../src/platforms/web'
import { formatText } from '../../../src/report/text'
import { textWidth } from '../../../src/report/terminal/width'
import type { ReportContext, ReportData, TextOptions } from '../../../src/report/types'
import { SAMPLE, at, context, finding } from './sample'

const render = (data: ReportData, text: TextOptions = {}, init: Partial<ReportContext> = {}) =>
  formatText(data, context({ text: { width: 100, ...text }, ...init }))

const only = (...findings: ReportData['findings']): ReportData => ({ ...SAMPLE, findings })

describe('the whole report', () => {
  it.each(['en', 'zh'] as const)('in %s', async (lang) => {
    await expect(render(SAMPLE, {}, { lang })).toMatchFileSnapshot(`__snapshots__/text.${lang}.txt`)
  })

  it('verbose', async () => {
    await expect(render(SAMPLE, { verbose: true })).toMatchFileSnapshot('__snapshots__/text.verbose.en.txt')
  })

  it('lists what was replaced and accepted when verbose, and only then', () => {
    const data = { ...only(), accepted: ['http://10.0.0.9'] }
    const verbose = render(data, { verbose: true })
    for (const { from, to, file, line } of SAMPLE.rewrites) {
      expect(verbose).toContain(`${from} → ${to}`)
      expect(verbose).toContain(`${file}:${line}`)
    }
    expect(verbose).toContain('accepted at their source: http://10.0.0.9')
    expect(render(data)).not.toContain('http://10.0.0.9')
  })

  it('in a narrow terminal', async () => {
    await expect(render(SAMPLE, { width: 40 }, { lang: 'zh' })).toMatchFileSnapshot('__snapshots__/text.narrow.zh.txt')
  })

  it('says every code, and every place of it', () => {
    const text = render(SAMPLE, { verbose: true })
    for (const { code } of CODES) expect(text).toContain(code)
    for (const row of SAMPLE.findings) expect(text).toContain(`${row.file}:${row.line}:${row.column}`)
  })

  it('does not depend on the order of findings', () => {
    expect(render({ ...SAMPLE, findings: [...SAMPLE.findings].reverse() })).toBe(render(SAMPLE))
  })
})

describe('causes', () => {
  const place = (line: number) => ({ file: 'a.js', line, column: 1 })
  const uses = Array.from({ length: 40 }, (_, index) => ({ file: 'pages/x.js', line: index + 1, column: 3 }))

  it('one literal that forty calls use is one block with three of them', () => {
    const text = render(
      only(finding('loopback-host', at('config/api.js', "'http://127"), { url: 'http://127.0.0.1:3000', uses })),
    )
    expect(text.match(/✖ http/g)).toHaveLength(1)
    expect(text).toContain('40 calls: pages/x.js:1:3, pages/x.js:2:3, pages/x.js:3:3 and 37 more')
    expect(text).not.toContain('pages/x.js:4:3')
  })

  it('all of them when verbose', () => {
    const text = render(
      only(finding('loopback-host', at('config/api.js', "'http://127"), { url: 'http://127.0.0.1:3000', uses })),
      { verbose: true },
    )
    for (const use of uses) expect(text).toContain(`pages/x.js:${use.line}:3`)
  })

  it('the same host in many places is one block that names every place', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      finding('loopback-host', place(index + 1), { url: `http://127.0.0.1/${index}` }),
    )
    const text = render(only(...many))
    expect(text.match(/^✖ http/gm)).toHaveLength(1)
    for (const row of many) expect(text).toContain(`a.js:${row.line}:1`)
  })

  it('two environments, two severities, two packages are different causes', () => {
    const init = { url: 'http://127.0.0.1/x' }
    const rows = [
      finding('loopback-host', place(1), init),
      finding('loopback-host', place(2), { ...init, environment: 'trial' }),
      finding('loopback-host', place(3), { ...init, severity: 'warn' }),
      finding('loopback-host', place(4), { ...init, severity: 'warn', package: 'p' }),
    ]
    const text = render(only(...rows))
    expect(text.match(/^[✖▲] http:/gm)).toHaveLength(4)
    expect(text).toMatch(/in the trial\s+environment/)
    expect(text).toContain('in the package p')
  })

  it('unresolved and unused are one line each, in full when verbose', () => {
    const text = render(SAMPLE)
    expect(text).toMatch(/^● 2 calls go to hosts known at run time only {2,}unresolved-url$/m)
    expect(text).not.toContain('pages/chat/chat.vue:11:5')
    expect(render(SAMPLE, { verbose: true })).toContain('pages/chat/chat.vue:11:5')
  })

  it('unless their rule makes errors of them', () => {
    const row = finding('unresolved-url', at('pages/chat/chat.vue', 'downloadFile'), {
      args: { reason: 'response', name: 'sign' },
    })
    expect(render(only(row))).toMatch(/^✖ the host of this URL is known at run time only/m)
  })
})

describe('options', () => {
  it('quiet shows errors and the last line', () => {
    const text = render(SAMPLE, { quiet: true })
    expect(text).not.toContain('▲ ')
    expect(text).not.toContain('npx')
    expect(text).toContain('✖ 16 errors, 7 warnings, 3 notes')
    // One for each cause that is shown, and the last line.
    expect(text.match(/^✖ /gm)).toHaveLength(17)
    expect(text.startsWith('✖ http')).toBe(true)
  })

  it('has no escape codes without colours, and the same text with them', () => {
    const plain = render(SAMPLE)
    const colored = render(SAMPLE, { colors: true })
    expect(plain).toBe(stripVTControlCharacters(plain))
    expect(colored).not.toBe(plain)
    expect(stripVTControlCharacters(colored)).toBe(plain)
  })

  it('links places to files', () => {
    const text = render(SAMPLE, { hyperlinks: true })
    expect(text).toContain('\u001b]8;;file:///work/shop/config/api.js#L3\u001b\\config/api.js:3:14\u001b]8;;\u001b\\')
    expect(stripVTControlCharacters(text)).toBe(render(SAMPLE))
    expect(render(SAMPLE, { hyperlinks: true }, { root: undefined })).toBe(render(SAMPLE))
    expect(render(SAMPLE, { hyperlinks: true }, { root: 'C:/a b' })).toContain('file:///C:/a%20b/config/api.js')
  })

  it.each([40, 60, 80, 100, 160])('keeps to %i cells, but for text to paste and the documents', (width) => {
    for (const lang of ['en', 'zh'] as const) {
      const lines = render(SAMPLE, { width }, { lang }).split('\n')
      const wide = lines.filter((line) => textWidth(line) > width)
      const paste = /^ {2}(?: {2}|[①②③④⑤] |docs: |文档：)|^ {2}npx /
      expect(wide.filter((line) => !paste.test(line))).toEqual([])
    }
  })

  it('keeps codes in sight of their headlines in wide terminals', () => {
    const ends = (width: number) =>
      render(SAMPLE, { width })
        .split('\n')
        .filter((line) => /^[✖▲●].*\S {2,}[a-z]+-[a-z-]+$/u.test(line))
        .map(textWidth)
    expect(new Set(ends(100))).toEqual(new Set([100]))
    expect(new Set(ends(240))).toEqual(new Set([110]))
  })

  it('takes any width', () => {
    for (const width of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1.5])
      expect(render(SAMPLE, { width })).toContain('loopback-host')
  })

  it('works without sources', () => {
    const text = render(SAMPLE, {}, { sources: undefined })
    expect(text).toContain('─ dist/common/vendor.js:1:90210')
    expect(text).not.toContain('const HOST')
  })
})

describe('head and end', () => {
  it('says that nothing was found', () => {
    const text = render(only())
    expect(text).toContain('✔ no findings · 41 calls')
    expect(text).toContain('5 unknown) · 1 media URL · 7 hosts')
    expect(text).not.toContain('npx')
  })

  it('names no command that there is not', () => {
    const hints = (commands?: string[]) =>
      render(SAMPLE, {}, { commands })
        .split('\n')
        .flatMap((line) => /npx mp-domains (\w+)/.exec(line)?.[1] ?? [])
    expect(hints()).toEqual(['check', 'check'])
    expect(hints(['explain', 'domains'])).toEqual(['explain', 'domains'])
  })

  it('says what the configuration lacks', () => {
    const notices: ReportData['notices'] = [
      { code: 'no-configuration', args: {} },
      { code: 'unknown-environment', args: { environment: 'prod', from: '--env', known: 'production, trial' } },
    ]
    const text = render(
      { ...SAMPLE, from: { environment: '--env', domains: null }, notices },
      {},
      { commands: ['check', 'init'] },
    )
    expect(text).toContain('! no domain lists configured')
    expect(text).toContain('npx mp-domains init')
    expect(text).toContain('“prod”')
    expect(text).toContain('known: production, trial')
    expect(text).not.toContain('domain lists:')
  })
})

describe('words', () => {
  it('puts none into the mouth of a platform that has no lists', () => {
    const row = finding('loopback-host', at('config/api.js', "'http://127"), { url: 'http://127.0.0.1:3000' })
    const text = render(only(row), {}, { platform: web, lang: 'zh' })
    expect(text).toContain('✖ http://127.0.0.1:3000 是本机地址')
    expect(text).not.toMatch(/真机|后台|合法域名/)
  })

  it('offers no list for what no list takes', () => {
    for (const url of [
      'https://a_b.example.com',
      'https://localhost',
      'https://1.2.3.4',
      'ftp://a.example.com',
      'https://api.weixin.qq.com',
    ]) {
      const text = render(only(finding('domain-not-listed', { file: 'a.js', line: 1, column: 1 }, { url })))
      expect(text).toContain(url)
      expect(text).not.toContain('in the console’s')
      expect(text).not.toContain('add it')
      expect(text).not.toContain('domains: {')
    }
  })

  it('says only what it has the facts for', () => {
    for (const { code } of CODES) {
      const text = render(
        only(finding(code, { file: 'a.js', line: 1, column: 1 }, { category: null })),
        {},
        { sources: undefined },
      )
      expect(text).not.toMatch(/\{\w+\}(?!')|null|\?/)
    }
  })

  it('names the host map where it covers the URL', () => {
    const row = finding(
      'loopback-host',
      { file: 'a.js', line: 1, column: 1 },
      { url: 'http://127.0.0.1', args: { mapped: 'https://a.example' } },
    )
    const text = render(only(row))
    expect(text).toContain('the host map leads it to https://a.example: build with it, or check with --rewrite')
    expect(text).not.toContain('hostMap:')
  })

  it('offers no key of the host map for a host of which a part is not known', () => {
    const args = { origin: 'http://p{*}.example.com', host: 'p{*}.example.com', scheme: 'http' }
    const row = finding(
      'insecure-scheme',
      { file: 'a.js', line: 1, column: 1 },
      { url: 'http://p{*}.example.com', args },
    )
    const text = render(only(row))
    expect(text).toContain('write https:// where this URL is put together')
    expect(text).not.toContain('hostMap')
  })

  it('names a single call where it stands in another line', () => {
    const at = { file: 'a.js', line: 1, column: 9 }
    const shown = (line: number) =>
      render(only(finding('ip-host', at, { url: 'https://1.2.3.4', uses: [{ file: 'a.js', line, column: 1 }] })))
    expect(shown(1)).not.toContain('1 call:')
    expect(shown(2)).toContain('1 call: a.js:2:1')
  })

  it('writes the ignore as the file writes comments', () => {
    const ignore = (file: string, line = 1, sources?: ReportContext['sources']) =>
      /mp-domains-ignore|ignores: .*/.exec(
        render(only(finding('ip-host', { file, line, column: 1 }, { url: 'https://1.2.3.4' })), {}, { sources }),
      )
    const comment = (file: string, line = 1, sources?: ReportContext['sources']) => {
      const text = render(
        only(finding('ip-host', { file, line, column: 1 }, { url: 'https://1.2.3.4' })),
        { width: 200 },
        { sources },
      )
      return /\S+ mp-domains-ignore-next-line ip-host -- reason.*/.exec(text)?.[0]
    }
    const body = 'mp-domains-ignore-next-line ip-host -- reason'
    expect(comment('a.ts')).toBe(`// ${body}`)
    expect(comment('a.wxml')).toBe(`<!-- ${body} -->`)
    expect(comment('a.wxss')).toBe(`/* ${body} */`)
    expect(comment('a.wxs')).toBe(`/* ${body} */`)
    expect(comment('.env.production')).toBe(`# ${body}`)
    const sfc = () => '<template>\n<image />\n</template>\n<script>\nlet a\n</script>\n<style>\na{}\n</style>\n'
    expect(comment('a.vue', 2, sfc)).toBe(`<!-- ${body} -->`)
    expect(comment('a.vue', 5, sfc)).toBe(`// ${body}`)
    expect(comment('a.vue', 8, sfc)).toBe(`/* ${body} */`)
    expect(ignore('ext.json')?.[0]).toBe("ignores: [{ code: 'ip-host', file: 'ext.json', reason: 'reason' }],")
  })
})
