import { describe, expect, it } from 'vitest'
import { checkCalls } from '../../../src/check/calls'
import { guardCode } from '../../../src/guard'
import { guardTable } from '../../../src/guard/tables'
import { mapUrl, compileHostMap } from '../../../src/rewrite'
import { PLATFORMS } from '../../../src/platforms'
import type { Category } from '../../../src/platforms/types'
import { loadRegistrable } from '../../../src/url/registrable'
import { makeCall, makeContext, makeUrl } from '../check/build'
import { guardOptions, runGuarded, type Observed } from './support'

const DOMAINS = {
  production: {
    request: ['https://api.example.com', 'https://port.example.com:8443', 'https://192.168.1.9'],
    uploadFile: ['https://up.example.com'],
    downloadFile: [],
    socket: ['wss://ws.example.com'],
  },
}

/** URLs that programs ask for; the last ones are spelt so oddly that the observer may say nothing of them. */
const PLAIN = [
  'https://api.example.com/users?id=1',
  'https://API.Example.com',
  'https://api.example.com:443/x',
  'https://port.example.com:8443/x',
  'https://port.example.com/x',
  'https://v2.api.example.com/x',
  'https://example.com/x',
  'https://unlisted.org/x',
  'https://api.example.com./x',
  'http://api.example.com/x',
  'http://unlisted.org:8080',
  'wss://ws.example.com/socket',
  'wss://ws.example.com:9000',
  'ws://ws.example.com/socket',
  'http://localhost:3000/x',
  'http://127.0.0.1:3000',
  'http://127.9.9.9/x',
  'http://0.0.0.0/',
  'http://[::1]:3000/x',
  'http://app.localhost/x',
  'http://10.0.0.2/x',
  'https://192.168.1.9/x',
  'http://192.168.1.9:81/x',
  'http://172.16.0.1/x',
  'http://172.32.0.1/x',
  'http://100.64.0.1/',
  'http://169.254.1.1/',
  'http://nas.local/x',
  'http://server/x',
  'http://8.8.8.8/x',
  'https://8.8.8.8/x',
  'https://api.weixin.qq.com/sns/jscode2session',
  'https://my_host.example.com/x',
  '/users',
  'users/1',
  'undefined/users',
  'https://undefined/users',
  'null',
  'http://tmp/a.png',
  'http://usr/a.png',
  'wxfile://tmp_a.png',
  'data:text/plain,x',
]
const ODD = [
  'http://0x7f000001/',
  'http://2130706433/',
  'http://127.1/',
  'http://[::ffff:127.0.0.1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://①②⑦.0.0.1/',
  'https://user:pw@api.example.com/x',
  'https:\\\\api.example.com',
  'https://api.example.com:/x',
  'https://api.example.com:99999/x',
  'https://256.1.1.1/',
  'https://xn--fsqu00a.com/',
  'https://a b/',
  'ftp://api.example.com/x',
  'https:api.example.com',
  '',
  ' ',
  'mailto:a@b.c',
  '//api.example.com/x',
]
const URLS = [...PLAIN, ...ODD]

/** What the build would say of such a call. Extra findings (`leaked-secret`) come beside. */
function said(url: string, category: Category, api: string, context: Parameters<typeof checkCalls>[1]): string | null {
  const found = checkCalls([makeCall([makeUrl(url)], { category, api })], context)
  return found.find(({ code }) => code !== 'leaked-secret' && code !== 'unresolved-url')?.code ?? null
}

describe.each(PLATFORMS.filter(({ namespaces }) => namespaces.length > 0))('the rules of $name', (platform) => {
  it.each([DOMAINS, null])('are those of the build (%#)', async (domains) => {
    const registrable = await loadRegistrable(platform)
    const context = makeContext({
      platform: platform.name,
      domains,
      ...(registrable ? { registrable } : {}),
    })
    const options = guardOptions({ platform: platform.name, domains: domains ?? {} })
    let compared = 0
    for (const [name, [category, place]] of Object.entries(guardTable(options).a)) {
      const api = `${platform.namespaces[0]}.${name}`
      const calls = URLS.map((url) => (/^\d$/.test(place) ? [url] : [{ [place]: url }]))
      const program = `for (const given of calls) ${api}(...given)`
      const { log } = runGuarded(options, { [name]: () => {} }, program, { calls })
      expect(log).toHaveLength(URLS.length)
      for (const [index, url] of URLS.entries()) {
        const expected = said(url, category as Category, api, context)
        const { code } = log[index]
        compared++
        if (code === null && (ODD.includes(url) || registrable)) continue
        expect([api, url, code]).toEqual([api, url, expected])
      }
    }
    expect(compared).toBeGreaterThan(100)
  })
})

describe('the observer', () => {
  const options = guardOptions({ domains: DOMAINS })

  it('is under 6 KB with a usual configuration, in one line', () => {
    const usual = guardOptions({
      domains: DOMAINS,
      lang: 'zh',
      hostMapOf: () => ({ 'http://127.0.0.1:3000': 'https://api.example.com', '<lan>:*': 'https://api.example.com' }),
    })
    const code = guardCode(usual)!
    expect(new TextEncoder().encode(code).length).toBeLessThan(6 * 1024)
    expect(code).not.toContain('\n')
  })

  it('changes neither arguments nor results, `this`, promises, errors or properties', () => {
    const task = { abort() {} }
    const promise = Promise.resolve(1)
    const calls: unknown[][] = []
    const wx: Record<string, unknown> = {
      request(this: unknown, ...given: unknown[]) {
        calls.push([this, ...given])
        return task
      },
      uploadFile: () => promise,
      downloadFile() {
        throw new RangeError('refused')
      },
      connectSocket: Object.assign(
        function connectSocket(first: unknown, second: unknown) {
          return [first, second]
        },
        { version: 3 },
      ),
    }
    Object.defineProperty(wx.request, 'name', { value: 'request' })
    const given = { url: 'https://api.example.com/x', success() {} }
    const keys = Object.keys(wx)
    const { result } = runGuarded(
      options,
      wx,
      `[wx.request(given, 2, 3), wx.uploadFile({ url: 'https://up.example.com' }),
        (() => { try { wx.downloadFile({ url: 'https://a.example' }) } catch (error) { return error } })(),
        (() => { const { request } = wx; return request(given) })(), wx.request.name, wx.request.length,
        wx.connectSocket.version, wx.connectSocket.length, wx.connectSocket.name]`,
      { given },
    )
    const list = result as unknown[]
    expect(list[0]).toBe(task)
    expect(list[1]).toBe(promise)
    expect(list[2]).toBeInstanceOf(RangeError)
    expect(list.slice(4)).toEqual(['request', 0, 3, 2, 'connectSocket'])
    expect(calls[0]).toEqual([wx, given, 2, 3])
    expect(calls[0][1]).toBe(given)
    expect(calls[1]).toEqual([undefined, given])
    expect(Object.keys(wx)).toEqual(keys)
  })

  it('runs nothing of the program: no getter, no proxy, nothing but texts', () => {
    let read = 0
    const wx = { request: () => 'done' }
    const getter = Object.defineProperty({}, 'url', { get: () => `${read++}` })
    const program = `[getter, undefined, null, 1, 'text', {}, { url: 1 }, { url: { toString() { throw 1 } } }].map((one) => wx.request(one))`
    const { log, result } = runGuarded(options, wx, program, { getter })
    expect(result).toEqual(Array.from({ length: 8 }, () => 'done'))
    expect([log, read]).toEqual([[], 0])
  })

  it('leaves alone what it can not wrap', () => {
    const request = () => 1
    const frozen = Object.freeze({ request })
    expect(runGuarded(options, frozen, 'wx.request({ url: "x" })').result).toBe(1)
    expect(frozen.request).toBe(request)
    const fixed = Object.defineProperty({ uploadFile: () => 2 } as Record<string, unknown>, 'request', {
      value: request,
    })
    const { result, log } = runGuarded(options, fixed, '[wx.request({ url: "x" }), wx.uploadFile({ url: "/y" })]')
    expect(result).toEqual([1, 2])
    expect(log.map(({ api }) => api)).toEqual(['wx.uploadFile'])
    expect(() => runGuarded(options, {}, '1')).not.toThrow()
  })

  it('logs each URL once, with its count and place, and without what may be secret', () => {
    const program = `
      function get(path) { return wx.request({ url: 'https://user:pw@api.example.com' + path }) }
      get('/a?token=1'); get('/a?token=2#x'); get('/b')
      for (let i = 0; i < 700; i++) wx.request({ url: 'https://api.example.com/' + i })`
    const { log } = runGuarded(options, { request: () => {} }, program)
    expect(log).toHaveLength(500)
    expect(log[0]).toMatchObject({
      api: 'wx.request',
      category: 'request',
      url: 'https://api.example.com/a',
      count: 2,
    })
    expect(log[0].at.slice(0, 2)).toEqual(['app.js:3:38', 'app.js:4:7'])
    expect(JSON.stringify(log)).not.toMatch(/token|pw/)
  })

  it('prints a finding once, in the words of the report, and nothing for what is in order', () => {
    const program = `for (const url of ['https://api.example.com/x', 'http://192.168.1.5/y?t=1', 'http://192.168.1.5/y']) wx.request({ url })`
    const { printed } = runGuarded(options, { request: () => {} }, program)
    expect(printed).toHaveLength(1)
    expect(printed[0]).toMatch(/lan-host {2}http:\/\/192\.168\.1\.5\/y is an address of a local network/)
    expect(printed[0]).toMatch(/wx\.request \(request, production\)/)
    expect(printed[0]).toMatch(/\n {2}app\.js:2:\d+/)
    expect(printed[0]).not.toContain('t=1')
  })

  it('judges what production would ask for: through the host map, by the configured rules', () => {
    const map = {
      'http://127.0.0.1:3000': 'https://api.example.com',
      'http://127.0.0.1:3000/up': 'https://up.example.com',
      '<lan>:8080': 'https://api.example.com',
    }
    const compiled = compileHostMap(map)
    const urls = [
      'http://127.0.0.1:3000/x',
      'http://127.0.0.1:3000/up/x',
      'http://127.0.0.1:3000/upper',
      'http://127.0.0.1:30001/x',
      'http://127.0.0.1/x',
      'ws://127.0.0.1:3000/x',
      'HTTP://127.0.0.1:3000?q=1',
      'http://10.1.2.3:8080/x',
      'ws://10.1.2.3:8080/x',
      'http://10.1.2.3:8081/x',
    ]
    const context = makeContext({ domains: DOMAINS })
    const mapping = guardOptions({ domains: DOMAINS, hostMapOf: () => map })
    for (const url of urls) {
      const { log } = runGuarded(mapping, { request: () => {} }, 'wx.request({ url })', { url })
      const expected = said(mapUrl(compiled, url) ?? url, 'request', 'wx.request', context)
      expect([url, log[0].code]).toEqual([url, expected])
    }
    const off = guardOptions({ rules: { ...options.rules, 'loopback-host': 'off' } })
    const { log } = runGuarded(off, { request: () => {} }, "wx.request({ url: 'http://localhost/' })")
    expect(log[0].code).toBeNull()
  })

  it('is judged by its own environment where that one has lists', () => {
    const own = guardOptions({ domains: { ...DOMAINS, development: { request: ['https://dev.example.com'] } } })
    const run = (url: string): Observed => runGuarded(own, { request: () => {} }, 'wx.request({ url })', { url }).log[0]
    expect(run('https://dev.example.com/x').code).toBeNull()
    expect(run('https://api.example.com/x').code).toBe('domain-not-listed')
  })
})
