import { describe, expect, it } from 'vitest'
import { formatJson, toReport } from '../../../src/report/json'
import type { ReportData } from '../../../src/report/types'
import { formatWhen } from '../../../src/report/when'
import { SAMPLE, context, finding } from './sample'

/** A copy of the sample in which every list that has no order of its own is turned round. */
function shuffled(): ReportData {
  const data = structuredClone(SAMPLE)
  for (const list of [data.calls, data.findings, data.rewrites, data.literals]) list.reverse()
  for (const rows of Object.values(data.domains)) rows.reverse()
  for (const call of data.calls) call.urls.reverse()
  for (const { uses } of data.findings) uses.reverse()
  data.domains = Object.fromEntries(Object.entries(data.domains).reverse())
  return data
}

describe('toReport', () => {
  const report = toReport(SAMPLE, context())

  it('has the keys of the contract, in its order', () => {
    expect(Object.keys(report)).toEqual([
      'version',
      'tool',
      'platform',
      'environment',
      'appid',
      'from',
      'modules',
      'calls',
      'findings',
      'rewrites',
      'literals',
      'domains',
    ])
    expect(Object.keys(report.calls[0]!)).toEqual([
      'file',
      'line',
      'column',
      'api',
      'category',
      'via',
      'resolution',
      'urls',
      'unknown',
    ])
    expect(Object.keys(report.findings[0]!)).toEqual([
      'code',
      'severity',
      'file',
      'line',
      'column',
      'uses',
      'message',
      'help',
      'url',
      'category',
      'trace',
    ])
    expect(Object.keys(report.literals[0]!)).toEqual(['url', 'origin', 'file', 'line', 'column', 'used'])
    expect(Object.keys(report.rewrites[0]!)).toEqual(['file', 'line', 'column', 'from', 'to', 'stage'])
  })

  it('names a condition only where there is one', () => {
    const conditions = report.calls.flatMap((call) => call.urls.map((url) => url.when))
    expect(new Set(conditions)).toEqual(new Set([undefined, 'envVersion=develop|trial', 'envVersion=release']))
    expect(report.calls.flatMap((call) => call.urls).filter((url) => 'when' in url)).toHaveLength(2)
  })

  it('names the package only where there is one', () => {
    expect(report.findings.filter((row) => 'package' in row).map((row) => row.package)).toEqual(['old-sdk'])
  })

  it('gives the same bytes whatever order things came in', () => {
    expect(formatJson(toReport(shuffled(), context()))).toBe(formatJson(report))
  })

  it('is left as it was handed in', () => {
    const before = JSON.stringify(SAMPLE)
    toReport(SAMPLE, context())
    expect(JSON.stringify(SAMPLE)).toBe(before)
  })

  it('survives JSON', () => {
    expect(JSON.parse(formatJson(report))).toEqual(JSON.parse(JSON.stringify(report)))
  })

  it('has no secret in it', () => {
    const secret = '3f2a9c0d1e4b5a697887f6e5d4c3b2a1'
    const data: ReportData = {
      ...SAMPLE,
      findings: [
        finding(
          'leaked-secret',
          { file: 'a.js', line: 1, column: 1 },
          {
            url: `https://api.weixin.qq.com/x?appid=wx1&secret=${secret}&grant_type=x`,
            args: { kind: 'server-api' },
          },
        ),
      ],
      literals: [
        {
          url: `https://h.example/?appsecret=${secret}`,
          origin: 'https://h.example',
          used: false,
          file: 'a.js',
          line: 1,
          column: 1,
        },
      ],
    }
    const text = formatJson(toReport(data, context()))
    expect(text).not.toContain(secret)
    expect(text).toContain('&grant_type=x')
  })

  it('has sentences in both languages', () => {
    const zh = toReport(SAMPLE, context({ lang: 'zh' }))
    expect(zh.findings.map((row) => row.code)).toEqual(report.findings.map((row) => row.code))
    const first = (rows: typeof zh) => rows.findings.find((row) => row.code === 'loopback-host')!
    expect(first(zh).message).toBe(
      'http://127.0.0.1:3000 不在以下 request 合法域名列表中：本机地址，在手机上指手机自己，不是你的电脑',
    )
    expect(first(zh).help).toContain('request:fail url not in domain list (600002)')
    expect(first(zh).help).toContain("hostMap: { production: { 'http://127.0.0.1:3000': 'https://api.example.com' } },")
    expect(first(report).message).toMatch(/^http:\/\/127\.0\.0\.1:3000 is not in the request domain list: /)
  })
})

describe('formatJson', () => {
  it('escapes what a terminal would obey, and loses nothing', () => {
    const url = 'https://a.example/\u001b[31m\u009b\u2028\u202e\u200b\ud800/\u0000'
    const data = {
      ...SAMPLE,
      findings: [finding('malformed-url', { file: 'a\u001b.js', line: 1, column: 1 }, { url })],
    }
    const text = formatJson(toReport(data, context()))
    // oxlint-disable-next-line no-control-regex
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e\u200b\ud800]/)
    expect(JSON.parse(text).findings[0].url).toBe(url)
  })
})

describe('formatWhen', () => {
  it.each([
    [15, undefined],
    [7, 'envVersion=develop|trial|release'],
    [1, 'envVersion=develop'],
    [3, 'envVersion=develop|trial'],
    [8, 'envVersion=gray'],
  ])('%i is %s', (bits, text) => {
    expect(formatWhen(bits)).toBe(text)
  })

  it('knows that all of a platform’s versions are no condition', () => {
    expect(formatWhen(7, ['develop', 'trial', 'release'])).toBeUndefined()
    expect(formatWhen(6, ['develop', 'trial', 'release'])).toBe('envVersion=trial|release')
    expect(formatWhen(1, [])).toBe('envVersion=develop')
  })
})
