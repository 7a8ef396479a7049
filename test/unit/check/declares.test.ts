import { describe, expect, it } from 'vitest'
import { checkCalls } from '../../../src/check/calls'
import { parseIgnoreComments } from '../../../src/check/comments'
import { applyDeclares, type DeclareRule } from '../../../src/check/declares'
import type { NetworkCall } from '../../../src/link/types'
import { makeCall, makeContext, makeUrl } from './build'

const unknown = { reason: 'response' as const, file: 'pages/up.js', line: 8, column: 3 }
const upload = (more: Partial<NetworkCall> = {}): NetworkCall =>
  makeCall(['{*}'], { file: 'pages/up.js', line: 10, category: 'uploadFile', api: 'wx.uploadFile', unknown, ...more })

function run(
  calls: NetworkCall[],
  given: { comment?: [line: number, text: string]; declares?: DeclareRule[] },
): ReturnType<typeof applyDeclares> {
  return applyDeclares(calls, {
    comments: new Map(
      given.comment ? [['pages/up.js', parseIgnoreComments([{ line: given.comment[0], text: given.comment[1] }])]] : [],
    ),
    declares: given.declares ?? [],
    placeOf: (index) => ({ file: 'mp-domains.config.ts', line: 20 + index, column: 5 }),
    context: makeContext(),
  })
}

const TEXT = '// mp-domains-hosts https://oss.example.com -- from /oss/sign'

describe('a comment at the call', () => {
  it.each([9, 10])('on line %i declares its hosts', (line) => {
    const { calls, unused } = run([upload()], { comment: [line, TEXT] })
    expect(unused).toEqual([])
    expect(calls[0]).toMatchObject({
      resolution: 'declared',
      urls: [
        {
          url: 'https://oss.example.com',
          origin: 'https://oss.example.com',
          source: { file: 'pages/up.js', line, column: 1 },
        },
      ],
    })
  })

  it('is checked like a literal, at its own place', () => {
    const { calls } = run([upload()], { comment: [9, TEXT] })
    const context = makeContext({ domains: { production: { request: [] } } })
    expect(checkCalls(calls, context)).toMatchObject([{ code: 'domain-not-listed', line: 9, uses: [{ line: 10 }] }])
    const listed = makeContext({ domains: { production: { uploadFile: ['https://oss.example.com'] } } })
    expect(checkCalls(calls, listed)).toEqual([])
  })

  it('hits nothing where the host is known, or elsewhere', () => {
    const known = upload({ urls: [makeUrl('https://a.example.com/x')], resolution: 'full', unknown: null })
    for (const [calls, line] of [
      [[known], 9],
      [[upload()], 5],
    ] as const) {
      const result = run([...calls], { comment: [line, TEXT] })
      expect(result.calls).toEqual(calls)
      expect(result.unused).toMatchObject([
        { code: 'unused-ignore', line, args: { reason: 'no-hit', hosts: 'https://oss.example.com' } },
      ])
    }
  })

  it('asks for hosts and a reason', () => {
    expect(run([upload()], { comment: [9, '// mp-domains-hosts -- why'] }).unused[0].args.reason).toBe('no-hosts')
    expect(run([upload()], { comment: [9, '// mp-domains-hosts oss.example.com'] }).unused[0].args.reason).toBe(
      'no-reason',
    )
  })
})

describe('the option', () => {
  const hosts = ['oss.example.com', 'https://oss.example.com', 'https://b.example.com']
  it.each([
    [{ hosts, reason: 'x' }],
    [{ hosts, reason: 'x', api: 'wx.uploadFile' }],
    [{ hosts, reason: 'x', api: 'uploadFile' }],
    [{ hosts, reason: 'x', file: 'pages/**' }],
  ])('%j gives its hosts, each once', (rule) => {
    const { calls, unused } = run([upload()], { declares: [rule] })
    expect(calls[0].urls.map((url) => url.url)).toEqual(['https://oss.example.com', 'https://b.example.com'])
    expect(unused).toEqual([])
  })

  it.each([[{ hosts, api: 'request' }], [{ hosts, file: 'utils/**' }], [{ hosts, package: 'sdk' }]])(
    '%j hits nothing',
    (rule) => {
      const { calls, unused } = run([upload()], { declares: [rule] })
      expect(calls[0].resolution).toBe('none')
      expect(unused).toMatchObject([{ file: 'mp-domains.config.ts', line: 20, args: { reason: 'no-hit' } }])
    },
  )

  it('matches the package that the call stands in', () => {
    const call = upload({ file: 'node_modules/sdk/x.js' })
    expect(run([call], { declares: [{ hosts, package: 'sdk', reason: 'x' }] }).calls[0].resolution).toBe('declared')
  })

  it('keeps the alternatives that were known', () => {
    const call = upload({ urls: [makeUrl('https://known.example.com'), makeUrl('{*}')] })
    expect(
      run([call], { declares: [{ hosts: ['https://b.example.com'], reason: 'x' }] }).calls[0].urls.map(
        (url) => url.url,
      ),
    ).toEqual(['https://known.example.com', 'https://b.example.com'])
  })
})
