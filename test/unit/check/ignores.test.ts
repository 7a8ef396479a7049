import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCalls } from '../../../src/check/calls'
import { parseIgnoreComments, type CommentRecord } from '../../../src/check/comments'
import { applyIgnores, type IgnoreInput } from '../../../src/check/ignores'
import type { Finding } from '../../../src/check/types'
import type { NetworkCall } from '../../../src/link/types'
import { makeCall, makeContext, makeUrl } from './build'

const HOST = { file: 'config/api.js', line: 3, column: 14 }
const calls = (): NetworkCall[] => [
  makeCall([makeUrl('http://127.0.0.1:3000/a', { source: HOST })], { file: 'a.js', line: 10 }),
  makeCall([makeUrl('http://127.0.0.1:3000/b', { source: HOST })], { file: 'b.js', line: 20 }),
]

function run(given: {
  comments?: Record<string, CommentRecord[]>
  ignores?: IgnoreInput['ignores']
  today?: string
  findings?: Finding[]
}): { left: string[]; ignored: number; unused: Finding['args'][]; uses: number } {
  const context = makeContext()
  const { findings, ignored } = applyIgnores(given.findings ?? checkCalls(calls(), context), {
    comments: new Map(Object.entries(given.comments ?? {}).map(([file, list]) => [file, parseIgnoreComments(list)])),
    ignores: given.ignores ?? [],
    today: given.today ?? '2026-11-23',
    placeOf: (index) => ({ file: 'mp-domains.config.ts', line: 10 + index, column: 5 }),
    context,
  })
  const unused = findings.filter((finding) => finding.code === 'unused-ignore')
  const left = findings.filter((finding) => finding.code !== 'unused-ignore')
  return {
    left: left.map((one) => one.code),
    ignored: ignored.length,
    unused: unused.map((one) => one.args),
    uses: left[0]?.uses.length ?? 0,
  }
}

const comment = (line: number, text: string): CommentRecord => ({ line, text })
const ACCEPT = '// mp-domains-ignore-next-line loopback-host -- the simulator'

describe('parseIgnoreComments', () => {
  it.each([
    '// mp-domains-ignore-next-line loopback-host -- why',
    ' mp-domains-ignore-next-line loopback-host -- why ',
    '/* mp-domains-ignore-next-line loopback-host -- why */',
    '/** mp-domains-ignore-next-line loopback-host -- why */',
    '{/* mp-domains-ignore-next-line loopback-host -- why */}',
    '<!-- mp-domains-ignore-next-line loopback-host -- why -->',
    '# mp-domains-ignore-next-line loopback-host -- why',
    '//mp-domains-ignore-next-line   loopback-host   --   why',
    '// mp-domains-ignore-next-line: loopback-host -- why',
  ])('reads %s', (text) => {
    expect(parseIgnoreComments([comment(7, text)])).toEqual([
      { kind: 'ignore', codes: ['loopback-host'], reason: 'why', line: 7, column: 1, target: 8 },
    ])
  })

  it('reads several codes, no code, no reason, dashes in the reason', () => {
    const read = (text: string): unknown => parseIgnoreComments([comment(1, text)])[0]
    expect(read('// mp-domains-ignore-next-line ip-host, lan-host -- a -- b')).toMatchObject({
      codes: ['ip-host', 'lan-host'],
      reason: 'a -- b',
    })
    expect(read('// mp-domains-ignore-next-line')).toMatchObject({ codes: [], reason: '' })
    expect(read('// mp-domains-ignore-next-line ip-host')).toMatchObject({ codes: ['ip-host'], reason: '' })
    expect(read('// mp-domains-ignore-next-line -- why')).toMatchObject({ codes: [], reason: 'why' })
    expect(read('<!-- mp-domains-ignore-next-line ip-host -->')).toMatchObject({ codes: ['ip-host'], reason: '' })
    expect(read('// mp-domains-hosts https://a.example.com, b.example.com -- from /oss/sign')).toMatchObject({
      kind: 'hosts',
      hosts: ['https://a.example.com', 'b.example.com'],
      reason: 'from /oss/sign',
    })
  })

  it('passes over everything else', () => {
    for (const text of [
      '// see mp-domains-ignore-next-line',
      '// mp-domains-ignore-next-lines x',
      '// mp-domains-hostsx',
      '// mp-domains',
      '',
    ])
      expect(parseIgnoreComments([comment(1, text)])).toEqual([])
  })

  it('means the line after the comment, past others of its kind', () => {
    const found = parseIgnoreComments([
      comment(1, '// mp-domains-ignore-next-line ip-host -- a'),
      comment(2, '/* something\n * mp-domains-ignore-next-line lan-host -- b\n */'),
      comment(5, '// mp-domains-hosts https://a.example.com -- c'),
      comment(9, '// mp-domains-ignore-next-line ip-host -- d'),
    ])
    expect(found.map((one) => [one.line, one.target])).toEqual([
      [1, 6],
      [3, 6],
      [5, 6],
      [9, 10],
    ])
  })

  it('is linear in the text, and never throws', () => {
    const start = performance.now()
    for (const text of [
      ' '.repeat(1e6),
      '-- '.repeat(3e5),
      `mp-domains-ignore-next-line ${'a,'.repeat(3e5)}`,
      `${'*'.repeat(1e6)} mp-domains-`,
    ])
      parseIgnoreComments([comment(1, `// mp-domains-ignore-next-line ${text}`), comment(2, text)])
    expect(performance.now() - start).toBeLessThan(8000)
    fc.assert(fc.property(fc.string(), (text) => void parseIgnoreComments([comment(1, `mp-domains-hosts${text}`)])))
  })
})

describe('a comment', () => {
  it('above the literal accepts all uses', () => {
    expect(run({ comments: { 'config/api.js': [comment(2, ACCEPT)] } })).toEqual({
      left: [],
      ignored: 1,
      unused: [],
      uses: 0,
    })
  })

  it('above a call accepts that use', () => {
    expect(run({ comments: { 'a.js': [comment(9, ACCEPT)] } })).toEqual({
      left: ['loopback-host'],
      ignored: 0,
      unused: [],
      uses: 1,
    })
    expect(run({ comments: { 'a.js': [comment(9, ACCEPT)], 'b.js': [comment(19, ACCEPT)] } })).toMatchObject({
      left: [],
      ignored: 1,
      unused: [],
    })
  })

  it.each([
    [
      'of another code',
      '// mp-domains-ignore-next-line lan-host -- x',
      ['loopback-host'],
      { target: 'lan-host', reason: 'no-hit' },
    ],
    [
      'of an unknown code',
      '// mp-domains-ignore-next-line loopbak-host -- x',
      ['loopback-host'],
      { target: 'loopbak-host', reason: 'unknown-code', nearest: 'loopback-host' },
    ],
    ['without a code', '// mp-domains-ignore-next-line -- x', ['loopback-host'], { target: '', reason: 'no-code' }],
    [
      'without a reason',
      '// mp-domains-ignore-next-line loopback-host',
      [],
      { target: 'loopback-host', reason: 'no-reason' },
    ],
  ])('%s is reported', (_, text, left, args) => {
    expect(run({ comments: { 'config/api.js': [comment(2, text)] } })).toMatchObject({ left, unused: [args] })
  })

  it('on another line hits nothing', () => {
    for (const line of [1, 3, 4])
      expect(run({ comments: { 'config/api.js': [comment(line, ACCEPT)] } }).unused).toEqual([
        { target: 'loopback-host', reason: 'no-hit' },
      ])
  })
})

describe('the option', () => {
  const reason = 'known'
  it.each([
    [{ code: 'loopback-host', reason }],
    [{ code: ['lan-host', 'loopback-host'], reason }],
    [{ host: '127.0.0.1', reason }],
    [{ host: '127.0.0.1:3000', reason }],
    [{ url: 'http://127.0.0.1:3000', reason }],
    [{ url: /127\.0/g, reason }],
    [{ file: 'config/*.js', reason }],
    [{ file: '**/*.js', code: 'loopback-host', reason }],
    [{ file: '{a,b}.js', reason }],
  ] as const)('%j accepts', (rule) => {
    expect(run({ ignores: [rule as never] })).toMatchObject({ left: [], ignored: 1, unused: [] })
  })

  it.each([
    [{ code: 'lan-host', reason }],
    [{ host: '127.0.0.2', reason }],
    [{ url: 'http://127.0.0.1:300', reason }],
    [{ file: 'a.js', reason }],
    [{ package: 'axios', reason }],
    [{ reason }],
    [{ code: 'loopback-host', file: 'other/**', reason }],
  ] as const)('%j does not', (rule) => {
    expect(run({ ignores: [rule as never] })).toMatchObject({
      left: ['loopback-host'],
      ignored: 0,
      unused: [{ reason: 'no-hit' }],
    })
  })

  it('matches the package of a finding', () => {
    const source = { file: 'node_modules/sdk/a.js', line: 1, column: 1 }
    const findings = checkCalls([makeCall([makeUrl('http://localhost', { source })])], makeContext())
    expect(run({ findings, ignores: [{ package: 'sdk', reason }] })).toMatchObject({ left: [], ignored: 1 })
  })

  it('asks for a reason, and stands in the configuration', () => {
    expect(run({ ignores: [{ code: 'loopback-host' }] })).toMatchObject({
      left: [],
      unused: [{ target: 'loopback-host', reason: 'no-reason' }],
    })
    expect(run({ ignores: [{ code: 'loopback-host', reason: ' ' }] }).unused).toHaveLength(1)
  })

  it('counts up to its date', () => {
    const rule = { code: 'loopback-host' as const, reason, until: '2026-11-23' }
    expect(run({ ignores: [rule] })).toMatchObject({ left: [], unused: [] })
    expect(run({ ignores: [rule], today: '2026-11-24' })).toMatchObject({
      left: ['loopback-host'],
      unused: [{ target: 'loopback-host', reason: 'expired', until: '2026-11-23' }],
    })
  })

  it('can be checked twice with the same expression', () => {
    const rule = { url: /127/g, reason }
    for (let i = 0; i < 3; i++) expect(run({ ignores: [rule] })).toMatchObject({ left: [] })
  })
})
