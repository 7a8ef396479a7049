import { describe, expect, it } from 'vitest'
import { compileHostMap, HostMapError, mapUrl } from '../../../src/rewrite'
import type { HostMap } from '../../../src/options'

const LOCAL = 'http://127.0.0.1:3000'
const PROD = 'https://api.example.com'

function problemOf(map: HostMap): Pick<HostMapError, 'key' | 'problem' | 'other'> | null {
  try {
    compileHostMap(map)
    return null
  } catch (error) {
    expect(error).toBeInstanceOf(HostMapError)
    const { key, problem, other, message } = error as HostMapError
    expect(message).toContain(key)
    return { key, problem, other }
  }
}

describe('mapUrl', () => {
  const cases: [name: string, map: HostMap, url: string, expected: string | null][] = [
    ['the origin alone', { [LOCAL]: PROD }, LOCAL, PROD],
    ['with a path', { [LOCAL]: PROD }, `${LOCAL}/users`, `${PROD}/users`],
    ['with a query', { [LOCAL]: PROD }, `${LOCAL}?a=1`, `${PROD}?a=1`],
    ['with a fragment', { [LOCAL]: PROD }, `${LOCAL}#top`, `${PROD}#top`],
    ['with a backslash, which URL parsers read as a slash', { [LOCAL]: PROD }, `${LOCAL}\\x`, `${PROD}\\x`],
    ['a longer port', { [LOCAL]: PROD }, 'http://127.0.0.1:30001', null],
    ['a shorter port', { [LOCAL]: PROD }, 'http://127.0.0.1:300/', null],
    ['a host that goes on', { [LOCAL]: PROD }, 'http://127.0.0.1:3000.evil.example/', null],
    ['a host that goes on with a hyphen', { 'http://dev': PROD }, 'http://dev-2/', null],
    ['a longer top-level name', { 'https://dev.example.com': PROD }, 'https://dev.example.community/', null],
    ['a sub-domain', { 'https://example.com': PROD }, 'https://a.example.com', null],
    ['userinfo instead of a host', { [LOCAL]: PROD }, 'http://127.0.0.1:3000@evil.example/', null],
    ['userinfo before the host', { [LOCAL]: PROD }, 'http://me@127.0.0.1:3000/', null],
    ['another scheme', { [LOCAL]: PROD }, 'https://127.0.0.1:3000/', null],
    ['a scheme with a prefix', { [LOCAL]: PROD }, 'xhttp://127.0.0.1:3000/', null],
    ['no port in the key, one in the URL', { 'http://127.0.0.1': PROD }, `${LOCAL}/`, null],
    ['no port in the key, the default port in the URL', { 'http://127.0.0.1': PROD }, 'http://127.0.0.1:80/', null],
    ['the default port in the key, none in the URL', { 'http://127.0.0.1:80': PROD }, 'http://127.0.0.1/', null],
    ['the default port in both', { 'http://127.0.0.1:80': PROD }, 'http://127.0.0.1:80/x', `${PROD}/x`],
    ['an empty port', { 'http://127.0.0.1': PROD }, 'http://127.0.0.1:/x', null],
    ['scheme and host in upper case', { 'HTTP://LocalHost:3000': PROD }, 'hTTp://LOCALhost:3000/A', `${PROD}/A`],
    ['a path in another case', { 'http://h.cn/API': PROD }, 'http://h.cn/api', null],
    ['a path prefix', { 'http://h.cn/api': `${PROD}/v1` }, 'http://h.cn/api/users', `${PROD}/v1/users`],
    ['a path prefix alone', { 'http://h.cn/api': PROD }, 'http://h.cn/api', PROD],
    ['a path prefix before a query', { 'http://h.cn/api': PROD }, 'http://h.cn/api?x', `${PROD}?x`],
    ['no whole segment', { 'http://h.cn/api': PROD }, 'http://h.cn/apiv2/users', null],
    ['no whole segment, by a hyphen', { 'http://h.cn/api': PROD }, 'http://h.cn/api-v2', null],
    ['no whole segment, by another script', { 'http://h.cn/api': PROD }, 'http://h.cn/api版', null],
    ['a slash at the end of key and target', { 'http://h.cn/': `${PROD}/` }, 'http://h.cn/x', `${PROD}/x`],
    ['a target with a path', { [LOCAL]: `${PROD}/base` }, `${LOCAL}/x`, `${PROD}/base/x`],
    [
      'the longest key',
      { 'http://h.cn': 'https://a.cn', 'http://h.cn/api': 'https://b.cn', 'http://h.cn/api/v2': 'https://c.cn' },
      'http://h.cn/api/v2/x',
      'https://c.cn/x',
    ],
    [
      'the second longest key',
      { 'http://h.cn': 'https://a.cn', 'http://h.cn/api': 'https://b.cn', 'http://h.cn/api/v2': 'https://c.cn' },
      'http://h.cn/api/v1',
      'https://b.cn/v1',
    ],
    [
      'the shortest key',
      { 'http://h.cn/api': 'https://b.cn', 'http://h.cn': 'https://a.cn' },
      'http://h.cn/apix',
      'https://a.cn/apix',
    ],
    ['an IPv6 address', { 'http://[::1]:3000': PROD }, 'http://[::1]:3000/x', `${PROD}/x`],
    ['//host with a key for http', { [LOCAL]: PROD }, '//127.0.0.1:3000/x', null],
    [
      '//host with a key of its own',
      { '//127.0.0.1:3000': '//api.example.com' },
      '//127.0.0.1:3000/x',
      '//api.example.com/x',
    ],
    ['http with a key for //host', { '//127.0.0.1:3000': '//api.example.com' }, `${LOCAL}/x`, null],
    ['ws after http → https', { [LOCAL]: PROD }, 'ws://127.0.0.1:3000/chat', 'wss://api.example.com/chat'],
    [
      'ws with a key of its own',
      { [LOCAL]: PROD, 'ws://127.0.0.1:3000': 'wss://ws.example.com' },
      'ws://127.0.0.1:3000/chat',
      'wss://ws.example.com/chat',
    ],
    [
      'ws with a shorter key of its own',
      { [`${LOCAL}/api`]: PROD, 'ws://127.0.0.1:3000': 'wss://ws.example.com' },
      'ws://127.0.0.1:3000/api/x',
      'wss://ws.example.com/api/x',
    ],
    ['wss after http → https', { [LOCAL]: PROD }, 'wss://127.0.0.1:3000/chat', null],
    ['ws after http → http', { [LOCAL]: 'http://api.example.com' }, 'ws://127.0.0.1:3000/chat', null],
    ['ws after https → https', { 'https://dev.cn': PROD }, 'ws://dev.cn', null],
    ['a LAN class with a port', { '<lan>:3000': PROD }, 'http://192.168.1.7:3000/x', `${PROD}/x`],
    ['a LAN class with another port', { '<lan>:3000': PROD }, 'http://192.168.1.7:3001/x', null],
    ['a LAN class with any port', { '<lan>:*': PROD }, 'http://10.0.0.8:9/x', `${PROD}/x`],
    ['a LAN class with any port, and none', { '<lan>:*': PROD }, 'http://10.0.0.8/x', `${PROD}/x`],
    ['a LAN class without a port', { '<lan>': PROD }, 'http://10.0.0.8/x', `${PROD}/x`],
    ['a LAN class without a port, and one', { '<lan>': PROD }, 'http://10.0.0.8:80/x', null],
    ['a LAN class and a public address', { '<lan>:*': PROD }, 'http://8.8.8.8/x', null],
    ['a LAN class and loopback', { '<lan>:*': PROD }, LOCAL, null],
    ['a loopback class', { '<loopback>:*': PROD }, 'http://localhost:8080/x', `${PROD}/x`],
    ['a loopback class, in another spelling', { '<loopback>:*': PROD }, 'http://127.1:8080/x', `${PROD}/x`],
    ['a loopback class and https', { '<loopback>:*': PROD }, 'https://localhost:8080/x', `${PROD}/x`],
    ['a loopback class and ws', { '<loopback>:*': PROD }, 'ws://localhost:8080/x', 'wss://api.example.com/x'],
    [
      'a loopback class that leads to wss, and http',
      { '<loopback>:*': 'wss://ws.example.com' },
      'http://localhost:8080/x',
      null,
    ],
    ['a class in capitals', { '<LOOPBACK>:*': PROD }, 'http://localhost', PROD],
    ['an origin before a class', { '<loopback>:3000': 'https://a.cn', [LOCAL]: 'https://b.cn' }, LOCAL, 'https://b.cn'],
    [
      'a class with the port before one with any',
      { '<loopback>:*': 'https://a.cn', '<loopback>:3000': 'https://b.cn' },
      'http://localhost:3000',
      'https://b.cn',
    ],
    ["a platform's own file", { '<lan>:*': PROD }, 'http://tmp/a.png', null],
    ['a hole in the path', { [LOCAL]: PROD }, `${LOCAL}/users/{*}`, `${PROD}/users/{*}`],
    ['a hole behind the authority', { [LOCAL]: PROD }, `${LOCAL}{*}`, null],
    ['a hole as the port', { [LOCAL]: PROD }, 'http://127.0.0.1:{*}/x', null],
    [
      'a hole behind the path prefix, which a longer key might take',
      { 'http://h.cn': 'https://a.cn', 'http://h.cn/api': 'https://b.cn' },
      'http://h.cn/api{*}',
      null,
    ],
    ['a hole before everything', { [LOCAL]: PROD }, `{*}${LOCAL}`, null],
    ['a relative URL', { [LOCAL]: PROD }, '/users', null],
    ['no text', { [LOCAL]: PROD }, '', null],
    ['no map', {}, LOCAL, null],
  ]
  it.each(cases)('%s', (_, map, url, expected) => {
    expect(mapUrl(compileHostMap(map), url)).toBe(expected)
  })
})

describe('compileHostMap', () => {
  it.each([
    '',
    '127.0.0.1:3000',
    'localhost',
    'http://',
    'http:///x',
    'http://a b',
    'http://h:70000',
    'http://h:x',
    'http://h:*',
    'http://*.h.cn',
    'http://me@h',
    'http://h?x',
    'http://h/#x',
    '<lan>:',
    '<lan>:x',
    '<lan>:99999',
    '<wan>:80',
    '<lan>:80/api',
    'http://<lan>:80',
    'http://h/{id}',
  ])('refuses the key %j', (key) => {
    expect(problemOf({ [key]: PROD })).toEqual({ key, problem: 'key', other: null })
  })

  it.each([
    '',
    'api.example.com',
    'https://',
    'https://a b',
    'https://h?x',
    'https://h#x',
    'https://me@h',
    '<lan>:80',
    '//h',
    'https://h:99999',
    3 as never,
    null as never,
  ])('refuses the target %j', (target) => {
    expect(problemOf({ [LOCAL]: target })).toEqual({ key: LOCAL, problem: 'target', other: null })
  })

  const chains: [HostMap, key: string, other: string][] = [
    [{ 'http://a.cn': 'http://b.cn', 'http://b.cn': 'https://c.cn' }, 'http://a.cn', 'http://b.cn'],
    [{ 'http://a.cn': 'http://a.cn' }, 'http://a.cn', 'http://a.cn'],
    [{ 'http://a.cn': 'HTTP://A.cn/' }, 'http://a.cn', 'http://a.cn'],
    [{ 'http://a.cn': 'http://b.cn/api/v1', 'http://b.cn/api': 'https://c.cn' }, 'http://a.cn', 'http://b.cn/api'],
    [{ 'http://a.cn': 'https://b.cn', 'https://b.cn/mock': 'https://b.cn/v1' }, 'http://a.cn', 'https://b.cn/mock'],
    [{ 'http://a.cn': 'http://10.0.0.2:80', '<lan>:80': 'https://c.cn' }, 'http://a.cn', '<lan>:80'],
    [{ '<lan>:*': 'http://192.168.0.1' }, '<lan>:*', '<lan>:*'],
    [{ 'http://a.cn': 'https://b.cn', 'wss://b.cn': 'wss://c.cn' }, 'http://a.cn', 'wss://b.cn'],
    [{ '<lan>:80': 'https://b.cn', 'wss://b.cn': 'wss://c.cn' }, '<lan>:80', 'wss://b.cn'],
    [{ 'http://a.cn': 'https://b.cn', 'ws://c.cn': 'ws://a.cn' }, 'ws://c.cn', 'http://a.cn'],
  ]
  it.each(chains)('refuses a target that a second run would map again: %j', (map, key, other) => {
    expect(problemOf(map)).toEqual({ key, problem: 'chain', other })
  })

  it('refuses two targets of one key', () => {
    expect(problemOf({ 'http://A.cn': 'https://b.cn', 'http://a.cn/': 'https://c.cn' })).toEqual({
      key: 'http://a.cn/',
      problem: 'duplicate',
      other: 'http://A.cn',
    })
    expect(problemOf({ 'http://A.cn': 'https://b.cn', 'http://a.cn/': 'https://b.cn' })).toBeNull()
  })

  it('accepts neighbours of a target', () => {
    expect(
      problemOf({
        'http://a.cn': 'https://b.cn',
        'https://b.cn:8443': 'https://c.cn',
        'https://b.cnx': 'https://d.cn',
      }),
    ).toBeNull()
  })

  it('has a hash that tells what the map does, and nothing else', () => {
    const hash = (map: HostMap) => compileHostMap(map).hash
    expect(hash({ 'http://a.cn': 'https://b.cn', 'http://c.cn': 'https://d.cn' })).toBe(
      hash({ 'http://C.cn/': 'https://d.cn', 'HTTP://a.cn': 'https://b.cn/' }),
    )
    const all = [
      {},
      { 'http://a.cn': 'https://b.cn' },
      { 'http://a.cn': 'https://c.cn' },
      { 'http://a.cn:80': 'https://b.cn' },
      { '<lan>:80': 'https://b.cn' },
      { '<lan>:*': 'https://b.cn' },
      { '<lan>': 'https://b.cn' },
    ]
    expect(new Set(all.map((map) => hash(map as HostMap))).size).toBe(all.length)
    expect(hash({ 'http://a.cn': 'https://b.cn' })).toMatch(/^[a-z0-9]{4,12}$/)
    expect(compileHostMap({}).isEmpty).toBe(true)
  })
})
