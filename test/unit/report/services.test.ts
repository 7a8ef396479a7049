import { describe, expect, it } from 'vitest'
import { formats, isFormat, render } from '../../../src/report'
import { fingerprints } from '../../../src/report/fingerprint'
import { codeSpan, escapeMarkdown } from '../../../src/report/markdown'
import type { ReportData } from '../../../src/report/types'
import { FILES, SAMPLE, context, finding } from './sample'

const only = (...findings: ReportData['findings']): ReportData => ({ ...SAMPLE, findings })
const place = { file: 'a.js', line: 1, column: 1 }

describe('formats', () => {
  it('are known by name', () => {
    for (const name of Object.keys(formats)) expect(isFormat(name)).toBe(true)
    expect(isFormat('toString')).toBe(false)
  })

  it.each(Object.keys(formats) as (keyof typeof formats)[])('%s depends on nothing but its input', (name) => {
    const data = structuredClone(SAMPLE)
    const first = render(name, data, context())
    expect(data).toEqual(SAMPLE)
    expect(render(name, { ...data, findings: [...data.findings].reverse() }, context())).toBe(first)
    expect(render(name, data, context({ lang: 'zh' }))).not.toBe(first)
  })

  it.each(Object.keys(formats) as (keyof typeof formats)[])(
    '%s shows no secret, no control character, of whatever source',
    (name) => {
      const secret = '3f2a9c0d1e4b5a697887f6e5d4c3b2a1'
      const nasty = `\u001b[31m\u009b2J\u202e\u0007\u2028::error::x\r`
      const data: ReportData = {
        ...SAMPLE,
        environment: `prod${nasty}`,
        findings: [
          finding(
            'leaked-secret',
            { file: `a${nasty}.js`, line: 1, column: 10 },
            { url: `https://api.weixin.qq.com/x?secret=${secret}`, args: { kind: 'server-api' } },
          ),
          finding(
            'loopback-host',
            { file: 'b.js', line: 1, column: 1 },
            {
              url: `http://127.0.0.1/${nasty}`,
              trace: [
                { ...place, note: nasty },
                { ...place, note: nasty },
              ],
            },
          ),
          finding('parse-failed', place, { args: { error: nasty } }),
        ],
        calls: [],
        literals: [],
      }
      const sources = () => `const a = 'http://127.0.0.1/${nasty}' // appSecret = '${secret}'\n`
      const text = render(name, data, context({ sources }))
      expect(text).not.toContain(secret)
      // oxlint-disable-next-line no-control-regex
      expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/)
    },
  )

  it.each(Object.keys(formats) as (keyof typeof formats)[])('%s asks for each file once', (name) => {
    const asked: string[] = []
    render(name, SAMPLE, context({ sources: (file) => (asked.push(file), FILES[file] ?? null) }))
    expect(asked.length).toBe(new Set(asked).size)
  })

  it.each(Object.keys(formats) as (keyof typeof formats)[])('%s takes a report with nothing in it', (name) => {
    const empty: ReportData = {
      ...SAMPLE,
      calls: [],
      findings: [],
      rewrites: [],
      literals: [],
      domains: {},
      appid: null,
    }
    expect(() => render(name, empty, context({ sources: undefined }))).not.toThrow()
  })
})

describe('GitHub annotations', () => {
  const lines = (data: ReportData) => render('github', data, context()).trimEnd().split('\n')

  it('are one command for each finding', async () => {
    await expect(render('github', SAMPLE, context({ lang: 'zh' }))).toMatchFileSnapshot('__snapshots__/github.zh.txt')
    for (const line of lines(SAMPLE))
      expect(line).toMatch(/^::(error|warning|notice) (file=[^:,\s]+,line=\d+,col=\d+,)?title=[^:,]+::[^\r\n]+$/)
    expect(lines(SAMPLE).filter((line) => line.startsWith('::error'))).toHaveLength(17)
  })

  it('begin with the errors, since the service shows ten', () => {
    const kinds = lines(SAMPLE).map((line) => /^::(\w+)/.exec(line)![1])
    expect(kinds).toEqual(
      [...kinds].sort(
        (a, b) => ['error', 'warning', 'notice'].indexOf(a!) - ['error', 'warning', 'notice'].indexOf(b!),
      ),
    )
  })

  it('keep what would end a property or a line inside it', () => {
    const [line] = lines(
      only(finding('ip-host', { file: 'a,b:c%\n::warning::x.js', line: 1, column: 2 }, { url: 'https://1.2.3.4' })),
    )
    expect(line).toContain('file=a%2Cb%3Ac%25%0A%3A%3Awarning%3A%3Ax.js,line=1,col=2,')
  })

  it('say nothing where nothing is wrong', () => {
    expect(render('github', only(), context())).toBe('')
  })
})

describe('GitLab code quality', () => {
  const rows = JSON.parse(render('gitlab', SAMPLE, context({ basePath: 'app' })))

  it('has the fields of the format', async () => {
    await expect(render('gitlab', SAMPLE, context())).toMatchFileSnapshot('__snapshots__/gitlab.en.json')
    expect(rows).toHaveLength(SAMPLE.findings.length)
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['description', 'check_name', 'fingerprint', 'severity', 'location'])
      expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(row.severity)
      expect(row.location.path).toMatch(/^app\//)
      expect(Number.isInteger(row.location.lines.begin)).toBe(true)
    }
  })

  it('has a fingerprint for each', () => {
    expect(new Set(rows.map((row: any) => row.fingerprint)).size).toBe(rows.length)
    for (const row of rows) expect(row.fingerprint).toMatch(/^[\da-f]{32}$/)
  })

  it('is a list also when empty', () => {
    expect(JSON.parse(render('gitlab', only(), context()))).toEqual([])
  })
})

describe('fingerprints', () => {
  it('spread well', () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      finding(
        'ip-host',
        { file: `f${index % 100}.js`, line: index, column: 1 },
        { url: `https://10.${index % 256}.${index >> 8}.1` },
      ),
    )
    expect(new Set(fingerprints(many).values()).size).toBe(many.length)
  })
})

describe('Markdown', () => {
  it.each(['en', 'zh'] as const)('in %s', async (lang) => {
    await expect(render('markdown', SAMPLE, context({ lang }))).toMatchFileSnapshot(`__snapshots__/report.${lang}.md`)
  })

  it('can be found again by its first line', () => {
    expect(render('markdown', SAMPLE, context())).toMatch(/^<!-- mp-domains wechat\/production -->\n/)
    expect(render('markdown', { ...SAMPLE, environment: 'x --> <img>' }, context())).toMatch(
      /^<!-- mp-domains wechat\/x%20--%3E%20%3Cimg%3E -->\n/,
    )
  })

  it('shows text as text', () => {
    expect(escapeMarkdown('<img src=x> @team #12 [a](b) `c` **d** http://e www.f :tada: a|b')).not.toMatch(
      /[<>@[\]`*|]|(?<!&)#\d|http:|www\.|:tada:/,
    )
    expect(codeSpan('a`b``c')).toBe('``` a`b``c ```')
    const text = render(
      'markdown',
      only(
        finding('loopback-host', { file: '</details><script>`a`.js', line: 1, column: 1 }, { url: 'http://127.0.0.1' }),
      ),
      context({ sources: () => '``` </details> <script>alert(1)</script> ````' }),
    )
    const outside = text
      .replace(/^(`{3,}).*\n[\s\S]*?\n\1$/gm, '')
      .replace(/^ {3}(`{3,}).*\n[\s\S]*?\n {3}\1$/gm, '')
      .replace(/(`+).+?\1(?!`)/g, '')
    expect(outside).not.toContain('<script')
    expect(outside.match(/<\/details>/g)).toHaveLength(1)
    expect(text).toContain('`````\n``` </details>')
  })

  it('fits into a comment, however much there is', () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      finding(
        'domain-not-listed',
        { file: `pages/p${index}/index.js`, line: 1, column: 1 },
        { url: `https://h${index}.example.com/x` },
      ),
    )
    const text = render('markdown', only(...many), context())
    expect(text.length).toBeLessThan(65_536)
    const rows = text.match(/^\| ❌/gm)!.length
    expect(rows).toBeGreaterThan(100)
    expect(text).toContain(`${3000 - rows} more do not fit into a comment`)
  })
})
