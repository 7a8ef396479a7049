import { describe, expect, it } from 'vitest'
import { checkDomains, domainsTable, type EntryPlace } from '../../../src/check/domains'
import { environmentsOf } from '../../../src/check/environments'
import { packageOf } from '../../../src/check/package'
import type { Finding } from '../../../src/check/types'
import { WHEN } from '../../../src/extract/literals'
import { makeCall, makeContext, makeUrl } from './build'

const placeOf: EntryPlace = (environment, category, entry) => ({
  file: `${environment}/${category}`,
  line: entry.length,
  column: 1,
})
const brief = ({ code, category, args }: Finding): unknown[] => [code, category, args.entry ?? args.count]

describe('checkDomains', () => {
  it('asks nothing of entries where the platform has no such list', () => {
    const domains = { production: { request: ['https://api.example.com'] } }
    for (const platform of ['web', 'app'])
      expect(checkDomains([], makeContext({ domains, platform }), placeOf)).toEqual([])
    expect(checkDomains([], makeContext({ domains }), placeOf).map(brief)).toEqual([
      ['unused-domain', 'request', 'https://api.example.com'],
    ])
  })

  it('says what the console would refuse, where it stands, and what was meant', () => {
    const request = [
      'https://api.example.com/v1',
      'wss://api.example.com',
      '*.example.com',
      'https://api.weixin.qq.com',
    ]
    const context = makeContext({ domains: { production: { request } } })
    expect(checkDomains([], context, placeOf).map((one) => [one.file, one.args])).toEqual([
      ['production/request', { entry: '*.example.com', reason: 'wildcard' }],
      [
        'production/request',
        { entry: 'wss://api.example.com', reason: 'scheme', suggestion: 'https://api.example.com' },
      ],
      ['production/request', { entry: 'https://api.weixin.qq.com', reason: 'forbidden-host' }],
      [
        'production/request',
        { entry: 'https://api.example.com/v1', reason: 'path', suggestion: 'https://api.example.com' },
      ],
    ])
  })

  it('takes what the host map leads calls to as asked for, where sources are judged as they are', () => {
    const domains = { production: { request: ['https://api.example.com'], socket: ['wss://api.example.com'] } }
    const calls = [makeCall(['http://127.0.0.1:3000/x'])]
    const mapUrl = ({ url }: { url: string }) => url.replace('http://127.0.0.1:3000', 'https://api.example.com')
    expect(checkDomains(calls, makeContext({ domains, mapUrl }), placeOf).map(brief)).toEqual([
      ['unused-domain', 'socket', 'wss://api.example.com'],
    ])
    expect(checkDomains(calls, makeContext({ domains }), placeOf)).toHaveLength(2)
  })

  it('counts against the limit of the account, else of the platform', () => {
    const request = Array.from({ length: 21 }, (_, index) => `https://h${index}.example.com`)
    const of = (more: Parameters<typeof makeContext>[0]): unknown[] =>
      checkDomains([], makeContext({ domains: { production: { request } }, ...more }), placeOf)
        .filter((one) => one.code === 'too-many-domains')
        .map((one) => [one.severity, one.args.count, one.args.limit])
    expect(of({})).toEqual([])
    expect(of({ limits: { request: 20 } })).toEqual([['warn', 21, 20]])
    expect(of({ platform: 'baidu' })).toEqual([['warn', 21, 20]])
    expect(of({ platform: 'jd' })).toEqual([])
  })

  it('says what no call asks for, and that unresolved ones may', () => {
    const domains = {
      production: {
        request: ['https://used.example.com', 'https://unused.example.com'],
        webview: ['https://m.example.com'],
      },
    }
    const calls = [
      makeCall(['https://used.example.com/x']),
      makeCall(['https://a.m.example.com'], { category: 'webview', api: 'web-view.src' }),
    ]
    expect(checkDomains(calls, makeContext({ domains }), placeOf).map(brief)).toEqual([
      ['unused-domain', 'request', 'https://unused.example.com'],
    ])
    const open = makeCall(['{*}'], { unknown: { reason: 'call', file: 'a', line: 1, column: 1 } })
    expect(checkDomains([...calls, open], makeContext({ domains }), placeOf)[0].args.unresolved).toBe(1)
  })

  it('is silent without configuration, in environments without findings, and where switched off', () => {
    expect(checkDomains([], makeContext(), placeOf)).toEqual([])
    expect(checkDomains([], makeContext({ domains: { production: false } }), placeOf)).toEqual([])
    const domains = { production: { request: ['*'] } }
    expect(checkDomains([], makeContext({ domains, rules: { 'invalid-domain-entry': 'off' } }), placeOf)).toEqual([])
  })
})

describe('domainsTable', () => {
  const domains = {
    production: { request: ['https://api.example.com', 'https://idle.example.com'], socket: ['wss://ws.example.com'] },
  }

  it('has each category, each origin with its calls, and idle entries', () => {
    const calls = [
      makeCall(['https://api.example.com/a'], { line: 1 }),
      makeCall(['https://API.example.com/b', 'https://api.example.com/c'], { line: 2 }),
      makeCall(['https://x.example.org:8443'], { line: 3 }),
      makeCall(['wss://ws.example.com:9000/x'], { line: 4, category: 'socket', api: 'wx.connectSocket' }),
      makeCall(['https://inner.example.com'], { line: 5, inner: true }),
      makeCall(['http://tmp/a.png'], { line: 6 }),
      makeCall(['https://cdn.example.com/a.png'], { line: 7, category: 'none', api: 'image.src' }),
      makeCall([makeUrl('http://localhost', { rewritten: 'https://api.example.com' })], { line: 8 }),
    ]
    expect(domainsTable(calls, makeContext({ domains }))).toEqual({
      request: [
        { origin: 'https://api.example.com', listed: true, calls: 3 },
        { origin: 'https://idle.example.com', listed: true, calls: 0 },
        { origin: 'https://x.example.org:8443', listed: false, calls: 1 },
      ],
      uploadFile: [],
      downloadFile: [],
      socket: [{ origin: 'wss://ws.example.com:9000', listed: true, calls: 1 }],
      udp: [],
      tcp: [],
      webview: [],
    })
  })

  it('knows nothing of lists where none are configured or none govern', () => {
    const calls = [makeCall(['https://api.example.com/a'])]
    expect(domainsTable(calls, makeContext()).request).toEqual([
      { origin: 'https://api.example.com', listed: null, calls: 1 },
    ])
    expect(domainsTable(calls, makeContext({ platform: 'web', domains }))).toEqual({
      request: [{ origin: 'https://api.example.com', listed: null, calls: 1 }],
    })
  })

  it('shows the built environment only', () => {
    const call = makeCall([
      makeUrl('http://localhost', { when: WHEN.develop }),
      makeUrl('https://api.example.com', { when: WHEN.release }),
    ])
    expect(domainsTable([call], makeContext({ domains })).request?.map((row) => [row.origin, row.calls])).toEqual([
      ['https://api.example.com', 1],
      ['https://idle.example.com', 0],
    ])
  })
})

describe('environmentsOf', () => {
  it.each([
    [WHEN.ALL, ['production']],
    [7, ['production']],
    [WHEN.develop, ['development']],
    [WHEN.develop | WHEN.trial, ['development', 'trial']],
    [WHEN.release | WHEN.gray, ['production']],
    [0, []],
  ])('%i', (when, expected) => {
    expect(environmentsOf(when, makeContext())).toEqual(expected)
  })

  it('falls back to the built environment for a name that the map leaves out', () => {
    expect(environmentsOf(WHEN.trial, makeContext({ envVersion: {}, environment: 'uat' }))).toEqual(['uat'])
  })
})

describe('packageOf', () => {
  it.each([
    ['src/a.js', null],
    ['node_modules/axios/lib/a.js', 'axios'],
    ['/p/node_modules/@scope/x/a.js', '@scope/x'],
    ['/p/node_modules/.pnpm/a@1/node_modules/a/b.js', 'a'],
    ['C:\\p\\node_modules\\a\\b.js', 'a'],
    ['miniprogram/miniprogram_npm/@vant/weapp/button/index.js', '@vant/weapp'],
    ['miniprogram_npm/dayjs.js', 'dayjs'],
    ['my_node_modules/x.js', null],
    ['node_modules/', null],
  ])('%s', (file, expected) => {
    expect(packageOf(file)).toBe(expected)
  })
})
