import { describe, expect, it } from 'vitest'
import { CODES } from '../../../src/check/codes'
import type { Finding } from '../../../src/check'
import { findPlatform } from '../../../src/platforms'
import { explain } from '../../../src/report/explain'
import { MESSAGES, counted, fill, firstOf, message } from '../../../src/report/messages'
import type { ReportData } from '../../../src/report/types'
import { projectFiles, text } from '../../support/source'

const { en, zh } = MESSAGES

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort()
}

describe('message tables', () => {
  it('have the same keys', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
  })

  it.each(Object.keys(en) as (keyof typeof en)[])('%s has the same placeholders in both', (key) => {
    expect(placeholders(zh[key])).toEqual(placeholders(en[key]))
    expect(en[key].trim()).not.toBe('')
    expect(zh[key].trim()).not.toBe('')
  })

  it('are really two languages', () => {
    // The switch to the other language is in the other language.
    for (const [key, text] of Object.entries(en))
      if (key !== 'page.language') expect(text).not.toMatch(/[\u4e00-\u9fff]/)
    const same = Object.keys(en).filter((key) => en[key as keyof typeof en] === zh[key as keyof typeof en])
    // Names that are the same everywhere, and sentences that come from elsewhere as a whole.
    expect(
      same.filter(
        (key) =>
          !key.startsWith('category.') &&
          !/^page\.(url|of|limit)s?$/.test(key) &&
          !/^\{\w+\}$/.test(en[key as keyof typeof en]),
      ),
    ).toEqual([])
  })

  it('know every code', () => {
    for (const { code } of CODES) {
      expect(en).toHaveProperty([`${code}.title`])
      expect(Object.keys(en).some((key) => key.startsWith(`${code}.headline`))).toBe(true)
    }
  })
})

/** Every reason that a finding's `args.reason` may have, by code. Those without words of their own are said by the code's. */
const REASONS: Record<string, readonly string[]> = {
  'domain-not-listed': ['article', 'trailing-dot', 'subdomain', 'parent', 'similar'],
  'port-mismatch': ['none-listed', 'other-port', 'missing', 'no-port-allowed', 'forbidden-port'],
  'malformed-url': [
    'empty',
    'relative',
    'protocol-relative',
    'scheme',
    'no-host',
    'bad-host',
    'bad-port',
    'empty-port',
    'slashes',
  ],
  'dev-host-left': ['host-map', 'other-map', 'loopback', 'lan', 'other-environment'],
  'rewrite-incomplete': ['hole', 'opaque', 'tagged', 'shared', 'source', 'escape', 'joined', 'data', 'made', 'outside'],
  'unused-ignore': [
    'no-code',
    'unknown-code',
    'no-hosts',
    'no-hit',
    'no-reason',
    'expired',
    'declare-no-hit',
    'declare-no-reason',
  ],
}
const SAID_BY_THE_CODE = new Set([
  'port-mismatch other-port',
  'dev-host-left loopback',
  'dev-host-left lan',
  'unused-ignore no-hit',
])

describe('reasons', () => {
  const known = Object.entries(REASONS).flatMap(([code, reasons]) => reasons.map((reason) => [code, reason] as const))

  it.each(known)('%s: %s has words in both languages', (code, reason) => {
    const keys = [`${code}.headline.${reason}`, `${code}.cause.${reason}`]
    const own = (table: object) => keys.filter((key) => Object.hasOwn(table, key))
    expect(own(zh)).toEqual(own(en))
    expect(own(en).length > 0).toBe(!SAID_BY_THE_CODE.has(`${code} ${reason}`))
  })

  it('are all that the rules give', () => {
    const sources = ['check', 'session', 'rewrite', 'platforms'].flatMap((room) =>
      projectFiles().filter((file) => file.startsWith(`src/${room}/`)),
    )
    const given = sources.flatMap((file) => [...text(file).matchAll(/\breason: '([\w-]+)'/g)].map((match) => match[1]!))
    const all = new Set(Object.values(REASONS).flat())
    expect(given.length).toBeGreaterThan(5)
    expect(given.filter((reason) => !all.has(reason))).toEqual([])
  })

  it('say of an article that it may open, not that it is refused', () => {
    const finding = {
      code: 'domain-not-listed',
      severity: 'info',
      file: 'a.wxml',
      line: 1,
      column: 1,
      uses: [],
      url: 'https://mp.weixin.qq.com/s/x',
      category: 'webview',
      args: { reason: 'article', label: '业务域名' },
      trace: [],
      environment: 'production',
    } as unknown as Finding
    for (const lang of ['en', 'zh'] as const) {
      const { headline, cause, device } = explain(finding, { environment: 'production' } as ReportData, {
        platform: findPlatform('wechat')!,
        lang,
      })
      expect(headline).toBe(
        fill(MESSAGES[lang]['domain-not-listed.headline.article'], { url: 'https://mp.weixin.qq.com' }),
      )
      expect([cause, device]).toEqual([MESSAGES[lang]['domain-not-listed.cause.article'], null])
    }
  })
})

describe('filling', () => {
  it('gives null where a value is absent', () => {
    expect(fill('{a} and {b}', { a: 1, b: 'x' })).toBe('1 and x')
    expect(fill('{a} and {b}', { a: 1 })).toBeNull()
    expect(fill('{a}', { a: null })).toBeNull()
    expect(fill('{a}', { a: '' })).toBeNull()
    expect(fill('none', {})).toBe('none')
  })

  it('does not fill what a value brings along', () => {
    expect(fill('{a}', { a: '{b}', b: 'never' })).toBe('{b}')
    expect(fill('{a}', { a: '$& $1' })).toBe('$& $1')
  })

  it('takes the first message that can be said', () => {
    const keys = ['no-such-key', 'domain-not-listed.cause.nearest', 'domain-not-listed.cause']
    expect(firstOf('en', keys, { nearest: 'https://a.example', environment: 'x' })).toContain('https://a.example')
    expect(firstOf('en', keys, { environment: 'staging' })).toContain('staging')
    expect(firstOf('en', keys, {})).toBeNull()
    expect(firstOf('en', ['toString'], {})).toBeNull()
  })

  it('shows a mark for what is absent', () => {
    expect(message('en', 'head.domains')).toBe('domain lists: ?')
  })

  it('counts in the singular', () => {
    expect(counted('en', 'summary.error', 1)).toBe('1 error')
    expect(counted('en', 'summary.error', 2)).toBe('2 errors')
    expect(counted('zh', 'summary.error', 1)).toBe('1 个错误')
    expect(counted('en', 'summary.modules', 1, { seen: 2, analysed: 1 })).toBe('1 of 2 modules analysed')
  })
})
