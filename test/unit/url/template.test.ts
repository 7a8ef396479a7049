import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeTemplate, originOf, parseTemplate, type UrlTemplate } from '../../../src/url/template'

/** What a row expects; what it leaves out isn't looked at. */
type Row = [url: string, expected: Partial<UrlTemplate>]

const rows: Row[] = [
  // Whole URLs.
  [
    'https://api.example.com',
    {
      kind: 'absolute',
      scheme: 'https',
      host: 'api.example.com',
      port: null,
      path: '',
      origin: 'https://api.example.com',
      problem: null,
    },
  ],
  ['https://api.example.com/users?id=1#x', { path: '/users?id=1#x', origin: 'https://api.example.com' }],
  ['https://api.example.com?x=//y', { path: '?x=//y', origin: 'https://api.example.com' }],
  ['https://api.example.com#/route', { path: '#/route', host: 'api.example.com' }],
  [
    'HTTPS://API.Example.COM/Users',
    { scheme: 'https', host: 'api.example.com', path: '/Users', origin: 'https://api.example.com' },
  ],
  ['https://api.example.com:443/', { port: '443', origin: 'https://api.example.com:443' }],
  ['https://api.example.com:08080/', { port: '08080', origin: 'https://api.example.com:08080' }],
  ['wss://ws.example.com:9000', { scheme: 'wss', port: '9000' }],
  ['udp://192.168.1.9:5000', { scheme: 'udp', host: '192.168.1.9', port: '5000' }],
  ['cloud://env-1.6578/a.png', { kind: 'absolute', scheme: 'cloud', host: 'env-1.6578' }],
  ['https://api.example.com./x', { host: 'api.example.com.', name: 'api.example.com.' }],
  ['https://例子.com/x', { host: '例子.com', name: 'xn--fsqu00a.com', origin: 'https://例子.com' }],
  ['https://ａｐｉ.example.com', { name: 'api.example.com' }],
  ['https://%61pi.example.com', { host: '%61pi.example.com', name: 'api.example.com' }],
  // Who is the host?
  [
    'https://api.example.com@evil.example/x',
    { userinfo: 'api.example.com', host: 'evil.example', origin: 'https://evil.example' },
  ],
  ['https://user:pa@ss@api.example.com/x', { userinfo: 'user:pa@ss', host: 'api.example.com' }],
  ['https://evil.example\\@api.example.com/x', { host: 'evil.example', path: '\\@api.example.com/x' }],
  ['https://evil.example/@api.example.com', { host: 'evil.example' }],
  ['https://evil.example?@api.example.com', { host: 'evil.example' }],
  // Blanks and slashes, as the WHATWG standard reads them.
  [' \n https://api.example.com/x ', { origin: 'https://api.example.com' }],
  ['ht\ntps://api.exa\tmple.com/x', { origin: 'https://api.example.com' }],
  ['https:api.example.com/x', { host: 'api.example.com', problem: 'slashes' }],
  ['https:/api.example.com/x', { host: 'api.example.com', problem: 'slashes' }],
  ['https:\\\\api.example.com\\x', { host: 'api.example.com', path: '\\x', problem: 'slashes' }],
  ['https:///api.example.com/x', { host: 'api.example.com', problem: 'slashes' }],
  // Wrong ones.
  ['', { kind: 'empty' }],
  ['  \t', { kind: 'empty' }],
  ['https://', { kind: 'absolute', host: null, problem: 'no-host', origin: null }],
  ['https://:8080/x', { problem: 'no-host' }],
  ['https://a b/x', { host: 'a b', name: null, problem: 'bad-host', origin: null }],
  ['https://256.256.256.256/', { problem: 'bad-host' }],
  ['https://[::1/', { problem: 'bad-host', host: null }],
  ['https://api.example.com:http/', { problem: 'bad-port', origin: null }],
  ['https://api.example.com:70000/', { problem: 'bad-port' }],
  ['https://api.example.com:80:80/', { problem: 'bad-port' }],
  ['wss://abc.com:', { problem: 'empty-port', port: '', origin: 'wss://abc.com' }],
  // Not absolute.
  ['//cdn.example.com/a.png', { kind: 'protocol-relative', scheme: null, host: 'cdn.example.com', origin: null }],
  ['/users', { kind: 'relative', path: '/users' }],
  ['https{*}', { kind: 'unknown', origin: null }],
  ['httpx{*}', { kind: 'relative', origin: null }],
  ['users/1', { kind: 'relative' }],
  ['undefined/users', { kind: 'relative' }],
  ['localhost:3000/users', { kind: 'relative' }],
  ['api.example.com:8443', { kind: 'relative' }],
  ['127.0.0.1:3000/x', { kind: 'relative' }],
  ['data:image/png;base64,AAAA', { kind: 'opaque', scheme: 'data' }],
  ['blob:https://api.example.com/1', { kind: 'opaque', scheme: 'blob' }],
  ['tel:10086', { kind: 'relative' }],
  ['mailto:a@example.com', { kind: 'opaque', scheme: 'mailto' }],
  // Addresses.
  ['http://[::1]:3000/', { host: '[::1]', name: '[::1]', port: '3000' }],
  ['http://0x7f.1/', { host: '0x7f.1', name: '127.0.0.1', origin: 'http://0x7f.1' }],
  ['http://2130706433', { name: '127.0.0.1' }],
  // Holes.
  ['{*}', { kind: 'unknown' }],
  ['{*}/users', { kind: 'unknown', holeInAuthority: false }],
  ['https://api.example.com/{*}', { origin: 'https://api.example.com', path: '/{*}', holeInAuthority: false }],
  ['https://api.example.com?{*}', { origin: 'https://api.example.com' }],
  ['https://{*}/x', { scheme: 'https', host: null, holeInAuthority: true, origin: null, problem: null }],
  ['https://{*}.example.com/x', { host: null, origin: null }],
  ['https://api{*}/x', { host: null, holeInAuthority: true, origin: null }],
  ['https://api.example.com{*}', { host: null, origin: null }],
  ['http://127.0.0.1:{*}/x', { host: '127.0.0.1', portUnknown: true, port: null, origin: null }],
  ['http://127.0.0.1:30{*}', { host: '127.0.0.1', portUnknown: true, origin: null }],
  ['http://[::1]{*}', { host: '[::1]', portUnknown: true }],
  ['http://[{*}]/', { host: null, problem: null }],
  ['https://user:{*}@api.example.com/', { host: null, origin: null }],
  ['https:{*}', { scheme: 'https', host: null, holeInAuthority: true }],
  ['https:/{*}', { scheme: 'https', host: null, holeInAuthority: true, problem: null }],
  ['{*}://api.example.com/x', { kind: 'absolute', scheme: null, host: 'api.example.com', origin: null }],
  ['http{*}://localhost:3000', { scheme: null, host: 'localhost', port: '3000' }],
  ['https://api.example.com/%7B*%7D', { origin: 'https://api.example.com', path: '/%7B*%7D' }],
]

describe('parseTemplate', () => {
  it.each(rows)('%j', (url, expected) => {
    expect(parseTemplate(url)).toMatchObject(expected)
  })

  it('takes the hole behind an authority for a path where linking knows it is one', () => {
    expect(parseTemplate('https://api.example.com{*}', { holeEndsAuthority: true })).toMatchObject({
      origin: 'https://api.example.com',
      path: '{*}',
      holeInAuthority: false,
    })
    expect(parseTemplate('https://api.example.com:8443{*}', { holeEndsAuthority: true }).origin).toBe(
      'https://api.example.com:8443',
    )
  })

  it('agrees with the WHATWG parser on the host of every URL that both read', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map((ip) => `[${ip}]`),
    )
    const url = fc
      .tuple(
        fc.constantFrom('http', 'https', 'ws', 'WSS', 'ftp'),
        fc.constantFrom('//', '/', '///', '\\\\', ''),
        fc.option(fc.constantFrom('u', 'u:p', 'a@b'), { nil: null }),
        host,
        fc.option(fc.nat(65535), { nil: null }),
        fc.constantFrom('', '/', '/a@b', '?q=//x', '#h', '\\x'),
      )
      .map(
        ([scheme, slashes, user, name, port, path]) =>
          `${scheme}:${slashes}${user ? `${user}@` : ''}${name}${port === null ? '' : `:${port}`}${path}`,
      )
    fc.assert(
      fc.property(url, (text) => {
        const ours = parseTemplate(text)
        expect(ours.name).toBe(new URL(text).hostname)
        expect(`${ours.scheme}:`).toBe(new URL(text).protocol)
      }),
      { numRuns: 2000 },
    )
  })

  it('never throws, and origins are stable, on any text', () => {
    const soup = fc.oneof(
      fc.string(),
      fc.string({
        unit: fc.constantFrom(
          'h',
          't',
          'p',
          's',
          ':',
          '/',
          '\\',
          '@',
          '{*}',
          '[',
          ']',
          '.',
          '1',
          '%',
          '\n',
          ' ',
          'é',
          '?',
        ),
      }),
      fc.webUrl(),
    )
    fc.assert(
      fc.property(soup, (text) => {
        const { origin } = parseTemplate(text)
        if (origin !== null) {
          expect(origin).not.toContain('{*}')
          expect(originOf(origin)).toBe(origin)
          expect(originOf(`${origin}/x`)).toBe(origin)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('is linear in the text', () => {
    const long = (length: number): string[] => [
      `data:image/png;base64,${'A'.repeat(length)}`,
      `https://${'a'.repeat(length)}`,
      `https://${'a.'.repeat(length / 2)}com`,
      `https://${'@'.repeat(length)}`,
      `https://${':'.repeat(length)}`,
      `${'{*}'.repeat(length / 3)}`,
      `https://a/${'\t'.repeat(length)}`,
      ' '.repeat(length),
    ]
    for (const text of long(2_000_000)) {
      const start = performance.now()
      parseTemplate(text)
      expect(performance.now() - start).toBeLessThan(5000)
    }
  })
})

describe('escapeTemplate', () => {
  it('hides literal holes only', () => {
    expect(escapeTemplate('https://a/{*}/{x}')).toBe('https://a/%7B*%7D/{x}')
    expect(escapeTemplate('plain')).toBe('plain')
  })
})
