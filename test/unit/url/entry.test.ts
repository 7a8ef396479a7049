import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPlatform } from '../../../src/platforms/index'
import { LISTED_CATEGORIES, type ListedCategory } from '../../../src/platforms/types'
import { matchEntry, parseEntry } from '../../../src/url/entry'
import { loadRegistrable } from '../../../src/url/registrable'

const wechat = findPlatform('wechat')!
const parse = (text: string, category: ListedCategory = 'request', platform = 'wechat'): string => {
  const result = parseEntry(text, category, findPlatform(platform)!)
  return result.ok
    ? `ok ${result.entry.host}${result.entry.port === null ? '' : `:${result.entry.port}`}`
    : `${result.reason} ${result.suggestion}`
}

describe('parseEntry on WeChat', () => {
  it.each([
    ['https://api.example.com', 'ok api.example.com'],
    ['api.example.com', 'ok api.example.com'],
    [' https://API.Example.com ', 'ok api.example.com'],
    ['https://api.example.com:8443', 'ok api.example.com:8443'],
    ['https://api.example.com:443', 'ok api.example.com:443'],
    ['https://xn--fsqu00a.com', 'ok xn--fsqu00a.com'],
    ['https://192.168.1.5', 'ok 192.168.1.5'],
    ['', 'empty null'],
    ['https://', 'characters null'],
    ['http://api.example.com', 'scheme https://api.example.com'],
    ['wss://api.example.com:90', 'scheme https://api.example.com:90'],
    ['https://api.example.com/', 'path https://api.example.com'],
    ['https://api.example.com/v1?x=1', 'path https://api.example.com'],
    ['https://api.example.com?x', 'path https://api.example.com'],
    ['https://api.example.com\\x', 'path https://api.example.com'],
    ['*.example.com', 'wildcard null'],
    ['https://*.example.com', 'wildcard null'],
    ['https://{*}', 'wildcard null'],
    ['https://my_api.example.com', 'underscore null'],
    ['https://例子.com', 'characters https://xn--fsqu00a.com'],
    ['https://a b.example.com', 'characters null'],
    ['https://user@api.example.com', 'characters https://api.example.com'],
    ['https://api.example.com.', 'host https://api.example.com'],
    ['https://example', 'host null'],
    ['https://-a.example.com', 'host null'],
    ['https://a..example.com', 'host null'],
    [`https://${'a'.repeat(64)}.example.com`, 'host null'],
    ['https://localhost', 'loopback null'],
    ['https://127.1:3000', 'loopback null'],
    ['https://1.1.1.1', 'ip null'],
    ['https://[2001:db8::1]', 'ip null'],
    ['https://api.weixin.qq.com', 'forbidden-host null'],
    ['https://api.example.com:x', 'port https://api.example.com'],
    ['https://api.example.com:99999', 'port https://api.example.com'],
    ['https://api.example.com:', 'port https://api.example.com'],
  ])('%s: %s', (text, expected) => {
    expect(parse(text)).toBe(expected)
  })

  it.each([
    ['socket', 'wss://ws.example.com', 'ok ws.example.com'],
    ['socket', 'https://ws.example.com', 'scheme wss://ws.example.com'],
    ['udp', 'udp://u.example.com', 'ok u.example.com'],
    ['udp', 'udp://u.example.com:90', 'port udp://u.example.com'],
    ['webview', 'https://m.example.com:8080', 'port https://m.example.com'],
    ['webview', 'https://192.168.1.5', 'ip null'],
    ['webview', 'https://api.weixin.qq.com', 'ok api.weixin.qq.com'],
  ] as const)('%s: %s: %s', (category, text, expected) => {
    expect(parse(text, category)).toBe(expected)
  })
})

describe('parseEntry elsewhere', () => {
  it.each([
    ['baidu', 'request', 'https://api.example.com:8443', 'port https://api.example.com'],
    ['baidu', 'request', 'https://openapi.baidu.com', 'forbidden-host null'],
    ['qq', 'request', 'https://192.168.1.5', 'ip null'],
    ['douyin-game', 'request', 'https://api.example.com:1', 'port https://api.example.com'],
    ['dingtalk', 'request', 'http://1.1.1.1:80', 'ok 1.1.1.1:80'],
    ['feishu', 'request', 'http://api.example.com', 'ok api.example.com'],
    ['feishu', 'socket', 'https://api.example.com', 'scheme wss://api.example.com'],
    ['kuaishou', 'request', 'https://api.example.com:8443', 'ok api.example.com:8443'],
    ['web', 'request', 'https://api.example.com', 'ok api.example.com'],
  ] as const)('%s %s: %s: %s', (platform, category, text, expected) => {
    expect(parse(text, category, platform)).toBe(expected)
  })
})

describe('matchEntry', () => {
  const match = (
    entry: string,
    host: string,
    port: string | null | undefined,
    rule: Parameters<typeof matchEntry>[2],
  ): string => {
    const parsed = parseEntry(entry, 'request', findPlatform('feishu')!)
    if (!parsed.ok) throw new Error(parsed.reason)
    const result = matchEntry(parsed.entry, { host, port }, rule)
    return `${result.host ? 'host' : ''}${result.host && result.port ? '+port' : ''}`
  }

  it.each([
    ['https://a.example.com', 'a.example.com', null, 'exact', 'exact', 'host+port'],
    ['https://a.example.com', 'a.example.com', '443', 'exact', 'exact', 'host'],
    ['https://a.example.com:443', 'a.example.com', '443', 'exact', 'exact', 'host+port'],
    ['https://a.example.com:443', 'a.example.com', null, 'exact', 'exact', 'host'],
    ['https://a.example.com:80', 'a.example.com', '080', 'exact', 'exact', 'host'],
    ['https://a.example.com', 'a.example.com', undefined, 'exact', 'exact', 'host+port'],
    ['https://a.example.com:90', 'a.example.com', '1', 'exact', 'any', 'host+port'],
    ['https://a.example.com', 'a.example.com', '1', 'exact', 'none', 'host'],
    ['https://a.example.com', 'b.a.example.com', null, 'exact', 'exact', ''],
    ['https://a.example.com', 'b.a.example.com', null, 'subdomains', 'none', 'host+port'],
    ['https://a.example.com', 'xa.example.com', null, 'subdomains', 'none', ''],
    ['https://a.example.com', 'example.com', null, 'subdomains', 'none', ''],
    ['https://a.example.com', 'b.example.com', null, 'registrable-domain', 'any', 'host+port'],
    ['https://a.example.com', 'b.example.org', null, 'registrable-domain', 'any', ''],
    ['https://1.2.3.4', '9.2.3.4', null, 'registrable-domain', 'any', ''],
    ['https://1.2.3.4', '1.2.3.4', null, 'subdomains', 'any', 'host+port'],
  ] as const)('%s and %s:%s under %s/%s', (entry, host, port, hostRule, portRule, expected) => {
    expect(match(entry, host, port, { host: hostRule, port: portRule })).toBe(expected)
  })

  it('knows public suffixes where the platform needs them, and loads nothing elsewhere', async () => {
    expect(await loadRegistrable(wechat)).toBeUndefined()
    const registrable = (await loadRegistrable(findPlatform('alipay')!))!
    const parsed = parseEntry('https://shop.com.cn', 'request', wechat)
    if (!parsed.ok) throw new Error(parsed.reason)
    const rule = { host: 'registrable-domain', port: 'any' } as const
    expect(matchEntry(parsed.entry, { host: 'api.shop.com.cn', port: null }, rule, registrable).host).toBe(true)
    expect(matchEntry(parsed.entry, { host: 'evil.com.cn', port: null }, rule, registrable).host).toBe(false)
    expect(registrable('localhost')).toBe(null)
  })
})

describe('any text', () => {
  it('is read without throwing, quickly, and what is accepted matches itself', () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.domain().map((host) => `https://${host}`),
      fc.ipV4(),
      fc.string({ unit: fc.constantFrom('a', '.', ':', '/', '@', '*', '[', '1', 'https://') }),
    )
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...LISTED_CATEGORIES),
        fc.constantFrom('wechat', 'alipay', 'jd'),
        (entry, category, name) => {
          const platform = findPlatform(name)!
          const result = parseEntry(entry, category, platform)
          if (!result.ok) {
            if (result.suggestion !== null) expect(parseEntry(result.suggestion, category, platform).ok).toBe(true)
            return
          }
          const rule = platform.categories[category] ?? { host: 'exact' as const, port: 'any' as const }
          expect(matchEntry(result.entry, result.entry, rule)).toMatchObject({ host: true })
        },
      ),
      { numRuns: 1000 },
    )
    const start = performance.now()
    for (const long of ['a'.repeat(1e6), 'https://'.repeat(1e5), '.'.repeat(1e6), `https://${':'.repeat(2000)}`])
      parseEntry(long, 'request', wechat)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
