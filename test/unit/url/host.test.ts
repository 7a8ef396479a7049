import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyHost, normalizeHost, type HostKind } from '../../../src/url/host'

const kinds: Record<HostKind, string[]> = {
  loopback: [
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'localhost.localdomain',
    '127.0.0.1',
    '127.0.0.1.',
    '127.255.255.254',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '0.0.0.0',
    '0',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '１２７.０.０.１',
    '127。0。0。1',
    'ｌｏｃａｌｈｏｓｔ',
    '%6c%6f%63alhost',
    '%31%32%37.0.0.1',
    'ⓛocalhost',
  ],
  lan: [
    '10.0.0.1',
    '10.0.2.2',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.5',
    '192.168.257',
    '0xc0a80105',
    '169.254.1.1',
    '100.64.0.1',
    '100.127.255.255',
    '224.0.0.251',
    '255.255.255.255',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[::ffff:192.168.1.5]',
    '[ff02::fb]',
    'printer.local',
    'NAS.local.',
    'db.internal',
    'router.lan',
    'tv.home.arpa',
    'server',
    'dev-machine',
  ],
  ip: [
    '1.1.1.1',
    '47.100.1.2',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '8.8.8.8.',
    '134744072',
    '[2001:db8::1]',
    '[::ffff:8.8.8.8]',
    '203.0.113.9',
  ],
  domain: [
    'api.example.com',
    'API.EXAMPLE.COM',
    'example.com.',
    '例子.com',
    'xn--fsqu00a.com',
    'a_b.example.com',
    'localhost.example.com',
    '127.0.0.1.nip.io',
    '10.0.0.1.example.com',
    'mylocalhost.com',
    '1.2.3.4.com',
    'my.local.example.com',
  ],
  invalid: [
    '',
    ' ',
    'a b',
    'a/b',
    'a?b',
    'a#b',
    'a@b',
    'a:80',
    'a\\b',
    '[::1',
    '[::g]',
    '256.1.1.1',
    '1.2.3.4.5',
    '%zz',
    'a%2fb',
    'a<b',
  ],
}

describe('classifyHost', () => {
  const rows = Object.entries(kinds).flatMap(([kind, hosts]) => hosts.map((host) => [host, kind] as const))
  it.each(rows)('%j is %s', (host, kind) => {
    expect(classifyHost(host)).toBe(kind)
  })

  it('knows every spelling of 127/8, and no address outside of it', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (address) => {
        const loopback = address >>> 24 === 127 || address >>> 24 === 0
        const dotted = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255)
        const spellings = [
          String(address),
          `0x${address.toString(16)}`,
          `0${address.toString(8)}`,
          dotted.join('.'),
          dotted.map((part) => `0x${part.toString(16)}`).join('.'),
          dotted.map((part) => (part ? `0${part.toString(8)}` : '0')).join('.'),
          `[::ffff:${dotted.join('.')}]`,
        ]
        const found = new Set(spellings.map(classifyHost))
        expect(found.size).toBe(1)
        expect(found.has('loopback')).toBe(loopback)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void classifyHost(text)))
  })
})

describe('normalizeHost', () => {
  it('gives what the WHATWG parser gives, also on its short way', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.domain(), fc.string({ unit: fc.constantFrom('a', '1', '-', '.', 'x', 'n', '0', '7') })),
        (host) => {
          let expected: string | null
          try {
            expected = new URL(`http://${host}/`).hostname || null
          } catch {
            expected = null
          }
          expect(normalizeHost(host)).toBe(host === '' ? null : expected)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
