import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCalls } from '../../../src/check/calls'
import type { CheckContext } from '../../../src/check/types'
import { WHEN } from '../../../src/extract/literals'
import type { NetworkCall } from '../../../src/link/types'
import { makeCall, makeContext, makeUrl } from './build'

const LISTED = { production: { request: ['https://api.example.com'] } }
const codes = (calls: NetworkCall[], context: CheckContext): string[] =>
  checkCalls(calls, context).map((finding) => finding.code)
const literal = { file: 'config/api.js', line: 3, column: 14 }

describe('one finding for one cause', () => {
  const urls = ['/users', '/orders', '/goods/{*}']
  const calls = urls.map((path, index) =>
    makeCall([makeUrl(`http://127.0.0.1:3000${path}`, { source: literal })], {
      file: `pages/p${index}.js`,
      line: 10 + index,
    }),
  )

  it('stands at the literal and holds all uses and what they have in common', () => {
    expect(checkCalls([...calls].reverse(), makeContext())).toEqual([
      {
        ...literal,
        code: 'loopback-host',
        severity: 'error',
        uses: [
          { file: 'pages/p0.js', line: 10, column: 4 },
          { file: 'pages/p1.js', line: 11, column: 4 },
          { file: 'pages/p2.js', line: 12, column: 4 },
        ],
        url: 'http://127.0.0.1:3000',
        category: 'request',
        args: { origin: 'http://127.0.0.1:3000', host: '127.0.0.1', scheme: 'http', port: '3000' },
        trace: [],
        environment: 'production',
      },
    ])
  })

  it('is apart for each category', () => {
    const upload = { ...calls[0], category: 'uploadFile' as const, line: 99 }
    expect(checkCalls([...calls, upload], makeContext()).map((one) => [one.category, one.uses.length])).toEqual([
      ['request', 3],
      ['uploadFile', 1],
    ])
  })

  it('stands at the call where no literal holds the origin', () => {
    const [finding] = checkCalls([makeCall(['/users'])], makeContext())
    expect(finding).toMatchObject({ code: 'malformed-url', file: 'pages/index.js', line: 10, column: 4, url: '/users' })
    expect(finding.uses).toEqual([{ file: 'pages/index.js', line: 10, column: 4 }])
  })

  it('is none of a beginning that run time fills', () => {
    const filled = (first: string, rest: string) =>
      codes([makeCall([makeUrl(first), makeUrl(`{*}${rest}`)])], makeContext()).filter(
        (code) => code !== 'unresolved-url',
      )
    expect(filled('/users', '/users')).toEqual([])
    expect(filled('/users', '/orders')).toEqual(['malformed-url'])
    const missing = makeUrl('undefined/users', { undefinedAt: { name: 'base', ...literal } })
    expect(codes([makeCall([missing, '{*}/users'])], makeContext())).not.toContain('undefined-url')
    expect(codes([makeCall([missing, 'https://api.example.com/users'])], makeContext())).toContain('undefined-url')
  })

  it('names the other origins where one place gives several', () => {
    const call = makeCall(['http://localhost:1', 'http://localhost:2'])
    expect(checkCalls([call], makeContext())[0].args).toMatchObject({
      origin: 'http://localhost:1',
      others: 'http://localhost:2',
    })
  })

  it('counts a call once, however many alternatives lead to the same place', () => {
    const call = makeCall([
      makeUrl('http://localhost/a', { source: literal }),
      makeUrl('http://localhost/b', { source: literal }),
    ])
    expect(checkCalls([call], makeContext())[0].uses).toHaveLength(1)
  })

  it('does not depend on the order of the calls', () => {
    const all = [
      ...calls,
      makeCall(['https://x.example.org'], { line: 1 }),
      makeCall(['{*}/x'], { line: 2, unknown: { reason: 'call', ...literal } }),
    ]
    const expected = checkCalls(all, makeContext({ domains: LISTED }))
    expect(expected).toHaveLength(3)
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(checkCalls(shuffled, makeContext({ domains: LISTED }))).toEqual(expected)
      }),
    )
  })
})

describe('what is judged', () => {
  it('leaves inner calls of wrappers to their callers', () => {
    expect(codes([makeCall(['http://localhost/{*}'], { inner: true })], makeContext())).toEqual([])
  })

  it('judges the rewritten URL where the edit was made', () => {
    const rewritten = makeUrl('http://localhost:3000/x', { rewritten: 'https://api.example.com/x' })
    expect(codes([makeCall([rewritten])], makeContext({ domains: LISTED }))).toEqual([])
    const wrong = makeUrl('http://localhost:3000/x', { rewritten: 'https://other.example.org/x' })
    expect(codes([makeCall([wrong])], makeContext({ domains: LISTED }))).toEqual(['domain-not-listed'])
  })

  it('believes linking that a hole behind the host begins a path', () => {
    const url = 'https://api.example.com{*}'
    expect(
      codes([makeCall([makeUrl(url, { origin: 'https://api.example.com' })])], makeContext({ domains: LISTED })),
    ).toEqual([])
    const mapped = makeUrl('http://localhost{*}', {
      origin: 'http://localhost',
      rewritten: 'https://evil.example.org{*}',
    })
    expect(codes([makeCall([mapped])], makeContext({ domains: LISTED }))).toEqual(['domain-not-listed'])
  })

  it('says nothing of lists where none are configured, and all the rest', () => {
    const call = makeCall([
      'https://x.example.org',
      'https://x.example.org:8443',
      'https://api.weixin.qq.com/x',
      'http://x.example.org',
      'https://1.1.1.1',
    ])
    expect(codes([call], makeContext()).sort()).toEqual([
      'forbidden-host',
      'insecure-scheme',
      'ip-host',
      'leaked-secret',
    ])
  })

  it('takes a category that the set leaves out for an empty list', () => {
    const call = makeCall(['https://api.example.com/x'], { category: 'uploadFile', api: 'wx.uploadFile' })
    expect(checkCalls([call], makeContext({ domains: LISTED }))[0]).toMatchObject({
      code: 'domain-not-listed',
      args: { listedIn: 'request' },
    })
  })

  it('lets local files pass where the API takes them', () => {
    const image = makeCall(['/images/a.png'], { api: 'wx.getImageInfo', category: 'downloadFile' })
    expect(codes([image], makeContext({ domains: LISTED }))).toEqual([])
    expect(codes([{ ...image, api: 'wx.downloadFile' }], makeContext({ domains: LISTED }))).toEqual(['malformed-url'])
  })

  it('knows that a text empty at first may be filled later', () => {
    const loss = { reason: 'response' as const, file: 'a.js', line: 1, column: 1 }
    expect(codes([makeCall([''])], makeContext())).toEqual(['malformed-url'])
    expect(codes([makeCall(['', 'https://api.example.com'])], makeContext({ domains: LISTED }))).toEqual([])
    expect(codes([makeCall([''], { unknown: loss })], makeContext())).toEqual(['unresolved-url'])
  })

  it('names what has no value, and where', () => {
    const undefinedAt = { file: 'config.js', line: 2, column: 7, name: 'VITE_API' }
    const [finding] = checkCalls([makeCall([makeUrl('undefined/users', { undefinedAt })])], makeContext())
    expect(finding).toMatchObject({ code: 'undefined-url', args: { name: 'VITE_API' } })
    expect(finding.trace).toEqual([{ file: 'config.js', line: 2, column: 7, note: 'VITE_API' }])
  })

  it('reports an unresolved call with the first loss, once, and only where nothing else explains it', () => {
    const unknown = { reason: 'parameter' as const, name: 'path', file: 'pages/order.js', line: 40, column: 3 }
    const [finding] = checkCalls([makeCall(['{*}/x', '{*}/y'], { unknown })], makeContext())
    expect(finding).toMatchObject({
      code: 'unresolved-url',
      severity: 'info',
      url: '{*}/x',
      args: { reason: 'parameter', name: 'path', lossFile: 'pages/order.js', lossLine: 40, lossColumn: 3 },
    })
    expect(codes([makeCall(['http://{*}/x'], { unknown })], makeContext())).toEqual(['insecure-scheme'])
    expect(codes([makeCall(['{*}'], { unknown, category: 'none', api: 'image.src' })], makeContext())).toEqual([])
    expect(codes([makeCall(['{*}'], { unknown, resolution: 'declared' })], makeContext())).toEqual([])
  })

  it('lets a listed address of the local network pass', () => {
    const domains = { production: { request: ['https://192.168.1.9'] } }
    expect(codes([makeCall(['https://192.168.1.9/x'])], makeContext({ domains }))).toEqual([])
    expect(codes([makeCall(['https://192.168.1.8/x'])], makeContext({ domains }))).toEqual(['lan-host'])
    expect(codes([makeCall(['https://192.168.1.9/x'])], makeContext({ domains, platform: 'qq' }))).toEqual(['lan-host'])
  })
})

describe('environments', () => {
  const domains = {
    production: { request: ['https://api.example.com'] },
    trial: { request: ['https://trial.example.com'] },
    development: false as const,
  }
  const map = (): NetworkCall =>
    makeCall([
      makeUrl('http://localhost:3000', { when: WHEN.develop }),
      makeUrl('https://trial.example.com', { when: WHEN.trial }),
      makeUrl('https://api.example.com', { when: WHEN.release }),
    ])

  it('judge each alternative by the set of the environment that it runs in', () => {
    expect(codes([map()], makeContext({ domains }))).toEqual([])
  })

  it('find what runs in the wrong one', () => {
    const call = makeCall([
      makeUrl('http://localhost:3000', { when: WHEN.trial }),
      makeUrl('https://trial.example.com', { when: WHEN.release }),
    ])
    expect(
      checkCalls([call], makeContext({ domains })).map((one) => [one.code, one.environment, one.args.listedFor]),
    ).toEqual([
      ['domain-not-listed', 'production', 'trial'],
      ['loopback-host', 'trial', undefined],
    ])
  })

  it('judge a URL once for each environment that asks for it', () => {
    const call = makeCall([makeUrl('http://localhost', { when: WHEN.develop | WHEN.trial | WHEN.release })])
    // All that WeChat has: unconditional.
    expect(checkCalls([call], makeContext({ domains })).map((one) => one.environment)).toEqual(['production'])
    const two = makeCall([makeUrl('http://localhost', { when: WHEN.trial | WHEN.release })])
    expect(checkCalls([two], makeContext({ domains })).map((one) => one.environment)).toEqual(['production', 'trial'])
  })

  it("take Alipay's gray for a release", () => {
    const gray = makeCall([makeUrl('http://localhost', { when: WHEN.gray })], { api: 'my.request' })
    expect(checkCalls([gray], makeContext({ domains, platform: 'alipay' })).map((one) => one.environment)).toEqual([
      'production',
    ])
  })

  it('are named by the map of the options', () => {
    const context = makeContext({ domains, envVersion: { develop: 'trial', trial: 'trial', release: 'production' } })
    const call = makeCall([makeUrl('https://trial.example.com', { when: WHEN.develop })])
    expect(codes([call], context)).toEqual([])
  })

  it('with `false` have no findings, unresolved ones included', () => {
    const unknown = { reason: 'call' as const, file: 'a.js', line: 1, column: 1 }
    const calls = [makeCall(['http://localhost']), makeCall(['{*}'], { unknown, line: 11 })]
    expect(codes(calls, makeContext({ domains, environment: 'development' }))).toEqual([])
  })
})

describe('severities', () => {
  it('follow the rules', () => {
    const call = makeCall(['http://localhost'])
    expect(codes([call], makeContext({ rules: { 'loopback-host': 'off' } }))).toEqual([])
    expect(checkCalls([call], makeContext({ rules: { 'loopback-host': 'info' } }))[0].severity).toBe('info')
  })

  it('know no server behind a scheme that names a command', () => {
    const call = makeCall(['alipays://platformapi/startapp?appId=1'], { category: 'webview' })
    expect(codes([call], makeContext({ platform: 'alipay' }))).toEqual([])
  })

  it('ask the list when plain http is switched off, and nothing when lan-host is', () => {
    const rules = { 'insecure-scheme': 'off', 'lan-host': 'off' } as const
    const http = makeCall(['http://x.example.org', 'http://api.example.com'])
    expect(checkCalls([http], makeContext({ domains: LISTED, rules })).map((one) => [one.code, one.args.host])).toEqual(
      [['domain-not-listed', 'x.example.org']],
    )
    expect(codes([makeCall(['http://192.168.1.1'])], makeContext({ domains: LISTED, rules }))).toEqual([])
  })

  it('never rise above what a category without a list deserves', () => {
    const image = makeCall(['http://cdn.example.com/a.png'], { category: 'none', api: 'image.src' })
    expect(checkCalls([image], makeContext())[0].severity).toBe('warn')
    expect(checkCalls([image], makeContext({ rules: { 'insecure-scheme': 'info' } }))[0].severity).toBe('info')
    expect(codes([image], makeContext({ rules: { 'insecure-scheme': 'off' } }))).toEqual([])
  })

  it('are a warning under the name of the package for what nobody here can edit', () => {
    const source = { file: '/p/node_modules/@scope/sdk/lib/x.js', line: 1, column: 1 }
    const [finding] = checkCalls([makeCall([makeUrl('http://localhost', { source })])], makeContext())
    expect(finding).toMatchObject({ severity: 'warn', package: '@scope/sdk' })
    const named = makeContext({ packageOf: (file) => (file.startsWith('vendor/') ? 'vendored' : null) })
    const own = makeCall(['http://localhost'], { file: 'vendor/x.js' })
    expect(checkCalls([own], named)[0]).toMatchObject({ severity: 'warn', package: 'vendored' })
  })

  it('are those of the worst use', () => {
    const source = { file: 'config.js', line: 1, column: 1 }
    const article = makeCall([makeUrl('https://mp.weixin.qq.com/s/1', { source })], { category: 'webview', line: 1 })
    const other = makeCall([makeUrl('https://mp.weixin.qq.com/x', { source })], { category: 'webview', line: 2 })
    const context = makeContext({ domains: LISTED })
    expect(checkCalls([article], context)).toMatchObject([
      { code: 'domain-not-listed', severity: 'info', args: { reason: 'article' } },
    ])
    expect(checkCalls([article, other], context)).toMatchObject([
      { severity: 'error', uses: [{ line: 1 }, { line: 2 }] },
    ])
  })

  it('say what the host map would do', () => {
    const context = makeContext({
      mapUrl: ({ url }) => (url === 'http://localhost/x' ? 'https://api.example.com/x' : null),
      unmapped: ({ url }) =>
        url === 'http://localhost/y' ? { to: 'https://api.example.com/y', reason: 'joined', place: null } : null,
    })
    const argsOf = (url: string) => checkCalls([makeCall([url])], context)[0].args
    expect(argsOf('http://localhost/x').mapped).toBe('https://api.example.com/x')
    expect(argsOf('http://localhost/y')).toMatchObject({ unmapped: 'joined', to: 'https://api.example.com' })
    expect(argsOf('http://localhost/y')).not.toHaveProperty('mapped')
    expect(argsOf('http://localhost/z')).not.toHaveProperty('unmapped')
  })
})

describe('any calls', () => {
  it('are judged without throwing, and every finding has a use', () => {
    const text = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.string({
        unit: fc.constantFrom('http', '://', '{*}', 'localhost', ':', '/', '@', '[', ']', '.', 'a', '1', '\\'),
      }),
    )
    const call = fc.record({
      urls: fc.array(text, { maxLength: 3 }),
      when: fc.nat(15),
      category: fc.constantFrom('request', 'socket', 'webview', 'udp', 'none'),
    })
    fc.assert(
      fc.property(
        fc.array(call, { maxLength: 4 }),
        fc.constantFrom('wechat', 'alipay', 'baidu', 'web'),
        (given, platform) => {
          const calls = given.map(({ urls, when, category }, index) =>
            makeCall(
              urls.map((url) => makeUrl(url, { when })),
              { line: index + 1, category: category as NetworkCall['category'] },
            ),
          )
          const context = makeContext({ platform, domains: { production: { request: ['https://api.example.com'] } } })
          for (const finding of checkCalls(calls, context)) expect(finding.uses.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('take time in proportion to their number', () => {
    const many = (count: number): NetworkCall[] =>
      Array.from({ length: count }, (_, index) =>
        makeCall([`https://h${index % 500}.example.org/x/${index}`], { file: `p${index % 97}.js`, line: index }),
      )
    const entries = Array.from({ length: 200 }, (_, index) => `https://h${index}.example.org`)
    const context = makeContext({ domains: { production: { request: entries } } })
    checkCalls(many(1000), context)
    const time = (count: number): number => {
      const calls = many(count)
      const start = performance.now()
      checkCalls(calls, context)
      return performance.now() - start
    }
    const small = Math.max(time(2_000), 5)
    expect(time(20_000)).toBeLessThan(small * 10 * 4)
  })
})
