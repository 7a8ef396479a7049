import { describe, expect, it } from 'vitest'
import { toReport } from '../../../src/report'
import type { Lang } from '../../../src/report'
import type { ReportFinding } from '../../../src/report/types'
import { project } from '../session/project'

const DOMAINS = {
  production: {
    request: ['https://api.example.com', 'https://port.example.com:8443'],
    socket: ['wss://ws.example.com'],
  },
}

/** The finding of one call, with the sources judged as they are. */
async function found(call: string, lang: Lang = 'en', hostMap: Record<string, string> = {}): Promise<ReportFinding> {
  const tree = { 'page.js': `${call}\n` }
  const settings = { domains: DOMAINS, hostMap: { production: hostMap } }
  const { session, port, update, options } = await project(tree, settings, { command: 'check' })
  update()
  const report = toReport(await session.finish(port), { platform: options.platform, lang })
  // The server API of WeChat is a finding of its own besides.
  const findings = report.findings.filter(({ code }) => code !== 'unused-domain' && code !== 'leaked-secret')
  expect(findings).toHaveLength(1)
  return findings[0]!
}

/** What is offered for it, a line each. */
async function ways(...input: Parameters<typeof found>): Promise<string[]> {
  const { help } = await found(...input)
  return help.split('\n').filter((line) => !/^(?:on a phone|真机|docs|文档)/.test(line))
}

const request = (url: string) => `wx.request({ url: '${url}' })`

describe('what is offered first', () => {
  it.each([
    // The URL itself, where it can be made out of the wrong one.
    ['/api/a', 'https://api.example.com/api/a'],
    ['//api.example.com/a', 'https://api.example.com/a'],
    ['https:/api.example.com/a', 'https://api.example.com/a'],
    ['https:\\\\api.example.com/a', 'https://api.example.com/a'],
    ['https;//api.example.com/a', 'https://api.example.com/a'],
    ['http//api.example.com/a', 'http://api.example.com/a'],
    ['www.example.com/a', 'https://www.example.com/a'],
    ['https://api.example.com:/a', 'https://api.example.com/a'],
    ['ftp://api.example.com/a', 'https://api.example.com/a'],
    ['wss://ws.example.com/a', 'https://ws.example.com/a'],
    // A slip is mended, not listed.
    ['https://api.exmaple.com/a', 'https://api.example.com'],
    ['https://api.example.com./a', 'https://api.example.com'],
    ['https://port.example.com/a', 'https://port.example.com:8443'],
    // The port of plain http serves no TLS; a listed one does.
    ['http://api.example.com:8080/a', "{ 'http://api.example.com:8080': 'https://api.example.com' }"],
    ['http://port.example.com/a', "{ 'http://port.example.com': 'https://port.example.com:8443' }"],
  ])('of %s is %s', async (url, paste) => {
    for (const lang of ['en', 'zh'] as const) expect((await ways(request(url), lang))[0]).toContain(paste)
  })

  it.each([
    ['https://api.example.com:99999/a', /^write a port from 1 to 65535/],
    ['https://api example.com/a', /^write a domain name behind/],
    ['https:///a', /^write the host between the slashes$/],
    ['localhost:3000/a', /^write the whole URL/],
    ['mailto:a@b.c', /^write the whole URL/],
    ['', /^give it a URL/],
    ['https://bad_host.example.com/a', /^give the server a domain name/],
  ])('of %s is a sentence', async (url, sentence) => {
    expect((await ways(request(url)))[0]).toMatch(sentence)
  })

  it('is a list for names that are short or numbered, which are seldom a slip', async () => {
    expect((await ways(request('https://app.example.com/a')))[0]).toMatch(/^add it in the console/)
  })

  it('is a scheme of the list: sockets', async () => {
    expect((await ways("wx.connectSocket({ url: 'https://ws.example.com/a' })"))[0]).toContain('wss://ws.example.com/a')
    expect((await ways("wx.connectSocket({ url: '/a' })"))[0]).toContain('wss://ws.example.com/a')
  })

  it('lists a host as well that gets its encrypted scheme', async () => {
    const [map, console] = await ways(request('http://other.example.net:8080/a'))
    expect(map).toContain("{ 'http://other.example.net:8080': 'https://other.example.net' }")
    expect(console).toMatch(/^add it in the console.*https:\/\/other\.example\.net$/)
  })

  it('is the host map where it covers the URL, or what keeps it from being applied', async () => {
    const mapped = (call: string) =>
      ways(call, 'en', {
        'https://api.weixin.qq.com': 'https://api.example.com',
        'https://other.example.net': 'https://api.example.com',
      })
    const led = /^the host map leads it to https:\/\/api\.example\.com: build with it, or check with --rewrite$/
    expect((await mapped(request('https://other.example.net/a')))[0]).toMatch(led)
    expect((await mapped(request('https://api.weixin.qq.com/a')))[0]).toMatch(led)
    const joined = "wx.request({ url: ['https:', '', 'other.example.net', 'a'].join('/') })"
    expect((await mapped(joined))[0]).toMatch(/^write .*https:\/\/other\.example\.net/)
  })

  it('is not what the headline says already', async () => {
    const cause = async (call: string) => (await found(call)).message
    expect(await cause("wx.previewImage({ urls: ['http://img.example.net/a.png'] })")).toBe(
      'http://img.example.net is not encrypted: no list governs it, but some systems block it; use https://',
    )
    expect(await cause(request('http://api.example.com/a'))).toBe(
      'http://api.example.com is not in the request domain list: http:// is not encrypted, use https://',
    )
  })

  it('is a line of the variables where the build gives the value', async () => {
    expect((await ways("wx.request({ url: process.env.API_BASE + '/a' })"))[0]).toMatch(
      /^in \.env\.production.*: API_BASE=https:\/\//,
    )
    const unnamed = "const c = { base: undefined }\nwx.request({ url: c.base + '/a' })"
    expect((await ways(unnamed))[0]).toMatch(/^give the missing part a value/)
  })

  it.each([
    ['mp-domains-ignore-next-line insecure-scheme', /hits nothing/, null],
    [
      'mp-domains-ignore-next-line lopback-host -- x',
      /no code/,
      '// mp-domains-ignore-next-line loopback-host -- reason',
    ],
    ['mp-domains-hosts -- x', /names no host/, '// mp-domains-hosts https://oss.example.com -- reason'],
    ['mp-domains-hosts https://a.example.com -- x', /declaration of https:\/\/a\.example\.com/, null],
  ])('of %s is what is missing', async (comment, message, paste) => {
    const { session, port, update, options } = await project({
      'page.js': `  // ${comment}\nwx.request({ url: 'https://api.example.com/a' })\n`,
    })
    update()
    const report = toReport(await session.finish(port), { platform: options.platform, lang: 'en' })
    const finding = report.findings.find(({ code }) => code === 'unused-ignore')!
    expect(finding).toMatchObject({ line: 1, column: 3, message: expect.stringMatching(message) as string })
    if (paste) expect(finding.help).toContain(paste)
    else expect(finding.help).toMatch(/^remove the (?:ignore|declaration)$/)
  })
})
