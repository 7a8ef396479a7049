import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../../../src/cli/main'
import type { Report, ReportCall, ReportData } from '../../../src/report'
import { applyObserved, parseObserved, type Observation } from '../../../src/session/observed'
import { makeTree } from '../cli/tree'
import { guardOptions, runGuarded } from '../guard/support'

const call = (given: Partial<ReportCall>): ReportCall => ({
  file: 'src/pages/a.js',
  line: 1,
  column: 1,
  api: 'wx.request',
  category: 'request',
  via: [],
  resolution: 'none',
  urls: [],
  unknown: { reason: 'response', file: 'src/pages/a.js', line: 1, column: 1 },
  ...given,
})
const template = (url: string) => [{ url, origin: null, rewritten: null, source: null }]
const seen = (url: string, at: string[] = []): Observation => ({
  api: 'wx.request',
  category: 'request',
  url,
  at,
  count: 1,
})

/** The place of the call that each observation was given to. */
function placed(calls: ReportCall[], observations: Observation[]): (string | null)[] {
  const data = { calls, findings: [] } as unknown as ReportData
  const { observed } = applyObserved(data, observations, 'log.json')
  return observations.map(({ url }) => {
    const found = observed!.urls.find((row) => row.url === url)!.call
    return found && `${found.file}:${found.line}`
  })
}

describe('observations', () => {
  it('belong to the call whose known text fits', () => {
    const calls = [
      call({ line: 1, urls: template('{*}/users/{*}') }),
      call({ line: 2, urls: template('{*}/orders') }),
      call({ line: 3, category: 'uploadFile', urls: template('{*}/users/{*}') }),
    ]
    const urls = ['https://a.example/users/7', 'https://a.example/orders', 'https://a.example/else']
    expect(
      placed(
        calls,
        urls.map((url) => seen(url)),
      ),
    ).toEqual(['src/pages/a.js:1', 'src/pages/a.js:2', null])
  })

  it('belong to the call whose file, and whose wrappers, stand in the stack', () => {
    const hop = (file: string) => ({ name: 'get', file, line: 1, column: 1 })
    const calls = [
      call({ file: 'src/utils/http.js', urls: template('{*}') }),
      call({ file: 'src/pages/a.vue', urls: template('{*}'), via: [hop('src/utils/http.js')] }),
      call({ file: 'src/pages/b.vue', urls: template('{*}'), via: [hop('src/utils/http.js')] }),
    ]
    const stack = ['utils/http.js:9:3', 'pages/b.js:4:1', 'app.js:1:1']
    expect(placed(calls, [seen('https://x.example/y', stack)])).toEqual(['src/pages/b.vue:1'])
    expect(placed(calls, [seen('https://x.example/y', ['vendor.js:1:1'])])).toEqual([null])
  })

  it('are left alone where a known URL explains them, or two calls fit alike', () => {
    const full = call({ line: 5, resolution: 'full', unknown: null, urls: template('https://a.example/users') })
    const open = call({ line: 6, urls: template('{*}/users') })
    expect(placed([full, open], [seen('https://a.example/users')])).toEqual(['src/pages/a.js:5'])
    const data = { calls: [full, open], findings: [] } as unknown as ReportData
    expect(applyObserved(data, [seen('https://a.example/users')], 'l').calls).toEqual([full, open])
    expect(placed([open, call({ line: 7, urls: template('{*}/users') })], [seen('https://b.example/users')])).toEqual([
      null,
    ])
  })

  it('take linear time for templates with many holes', () => {
    const holes = '{*}a'.repeat(20_000)
    expect(placed([call({ urls: template(`${holes}b`) })], [seen('a'.repeat(100_000))])).toEqual([null])
  })

  it('are read from a log, and from nothing else', () => {
    const log = { version: 1, tool: 'unplugin-mp-domains', calls: [{ ...seen('https://a.example'), at: ['a', 1] }] }
    expect(parseObserved(JSON.stringify(log))).toEqual([seen('https://a.example', ['a'])])
    for (const text of ['', '[]', '{}', JSON.stringify({ ...log, version: 2 }), JSON.stringify({ ...log, calls: [1] })])
      expect(parseObserved(text)).toBeNull()
  })
})

describe('check --observed', () => {
  const SOURCE = `Page({
  async onLoad() {
    const { data } = await signed()
    wx.request({ url: data.host + '/upload' })
    wx.request({ url: 'https://api.example.com/known' })
  },
})
function signed() { return new Promise((done) => wx.login({ success: done })) }
`

  async function check(cwd: string, ...argv: string[]) {
    const said = { out: '', err: '' }
    const stream = (name: 'out' | 'err') => ({ isTTY: false, write: (text: string) => void (said[name] += text) })
    const code = await run(['check', ...argv], { stdout: stream('out'), stderr: stream('err'), env: {}, cwd })
    return { code, ...said }
  }

  it('marks an unresolved call with what the guard saw', async () => {
    const root = makeTree({ 'pages/index.js': SOURCE })
    const wx = { request: () => {} } as Record<string, unknown>
    const program = `wx.request({ url: 'https://oss.example.com/upload?sign=1' }); wx.request({ url: 'https://api.example.com/known' })`
    runGuarded(guardOptions({}), wx, program)
    writeFileSync(join(root, 'log.json'), JSON.stringify(wx.__mpDomains))
    const { code, out } = await check(root, '--observed', 'log.json', '--format', 'json')
    expect(code).toBe(0)
    const report = JSON.parse(out) as Report
    const [open, known] = report.calls
    expect(open.observed).toEqual([
      { url: 'https://oss.example.com/upload', origin: 'https://oss.example.com', count: 1 },
    ])
    expect(known).not.toHaveProperty('observed')
    expect(report.observed!.urls.map(({ call: place }) => place?.line)).toEqual([5, 4])
    expect(report.findings.find((finding) => finding.code === 'unresolved-url')!.message).toContain(
      'https://oss.example.com',
    )
    const text = await check(root, '--observed', 'log.json', '--verbose')
    expect(text.out).toMatch(/https:\/\/oss\.example\.com/)
    expect((await check(root, '--format', 'json')).out).not.toContain('"observed"')
  })

  it('is wrong use without such a log', async () => {
    const root = makeTree({ 'a.js': '', 'x.json': '{}' })
    for (const name of ['none.json', 'x.json']) {
      const { code, err } = await check(root, '--observed', name)
      expect([name, code]).toEqual([name, 2])
      expect(err).toContain(name)
    }
  })
})
