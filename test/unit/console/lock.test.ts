import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitEntry, tidyEntry } from '../../../src/console/entries'
import { formatLock, parseLock, placeInLock, selectFrom, withApp, type LockedApp } from '../../../src/console/lock'
import { LISTED_CATEGORIES } from '../../../src/platforms/types'

const app = (request: string[]): LockedApp => ({
  platform: 'wechat',
  pulled: '2026-11-23T05:00:00Z',
  api: 'getwxadevinfo',
  domains: { request },
})

describe('the lock file', () => {
  it('has the same bytes for the same lists, in whatever order they came', () => {
    const one = formatLock({ version: 1, appids: { b: app(['https://b', 'https://a', 'https://b']), a: app([]) } })
    const two = formatLock({ version: 1, appids: { a: app([]), b: app(['https://a', 'https://b']) } })
    expect(one).toBe(two)
    expect(one.endsWith('}\n')).toBe(true)
    expect(one.indexOf('"a":')).toBeLessThan(one.indexOf('"b":'))
  })

  it('comes back as it was written', () => {
    const lists = fc.dictionary(
      fc.constantFrom(...LISTED_CATEGORIES),
      fc.uniqueArray(fc.string()).map((list) => list.sort()),
    )
    const apps = fc.record({ platform: fc.string(), pulled: fc.string(), api: fc.string(), domains: lists })
    const appid = fc.string().filter((name) => name !== '__proto__')
    fc.assert(
      fc.property(fc.dictionary(appid, apps), (appids) => {
        expect(parseLock(formatLock({ version: 1, appids }))).toEqual({ version: 1, appids })
      }),
    )
  })

  it('reads any text without throwing', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => 'problem' in parseLock(text)))
  })

  it('keeps the other appids', () => {
    const lock = withApp({ version: 1, appids: { a: app(['x']) } }, 'b', app(['y']))
    expect(Object.keys(lock.appids)).toEqual(['a', 'b'])
    expect(withApp(lock, 'a', app(['z'])).appids.a!.domains.request).toEqual(['z'])
  })

  it('is told where an entry stands by appid and list', () => {
    const text = formatLock({ version: 1, appids: { a: app(['https://x']), b: app(['https://x']) } })
    const [first, second] = [...text.matchAll(/"https:\/\/x"/g)].map(({ index }) => index)
    expect([placeInLock(text, 'a', 'request', 'https://x'), placeInLock(text, 'b', 'request', 'https://x')]).toEqual([
      first,
      second,
    ])
    expect(placeInLock(text, 'c', 'socket', 'https://x')).toBe(0)
  })
})

describe('entries', () => {
  it.each([
    ['https://API.example.com:8443', { scheme: 'https', host: 'api.example.com', port: '8443' }],
    ['api.example.com', { scheme: null, host: 'api.example.com', port: null }],
    ['wss://ws.example.com/', { scheme: 'wss', host: 'ws.example.com', port: null }],
    ['*.example.com', { scheme: null, host: '*.example.com', port: null }],
    ['tcp://[::1]:80', { scheme: 'tcp', host: '[::1]', port: '80' }],
  ])('%s is taken apart', (text, parts) => expect(splitEntry(text)).toEqual(parts))

  it.each(['', 'https://', 'a b', 'https://a/b', 'a:b', 'https://u@a'])('%j is none', (text) =>
    expect(splitEntry(text)).toBeNull(),
  )

  it('lose the slash at their end, and no more', () => {
    expect([' https://a.com/ ', 'https://a.com', 'https://a.com/b/', 'a.com'].map(tidyEntry)).toEqual([
      'https://a.com',
      'https://a.com',
      'https://a.com/b/',
      'a.com',
    ])
  })
})

describe('selecting', () => {
  it('leaves lists that are not told unknown, and says which items hit nothing', () => {
    const { set, unmatched } = selectFrom(app(['a.com', 'b.com:1']), { only: ['https://a.com', 'c.com'] })
    expect(set.request).toEqual(['a.com'])
    expect(set.socket).toBeNull()
    expect(unmatched).toEqual(['c.com'])
  })
})
