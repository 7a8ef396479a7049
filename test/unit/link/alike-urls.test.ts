import { describe, expect, it } from 'vitest'
import { withoutQueries } from '../../../src/link/alike-urls'
import type { ResolvedUrl } from '../../../src/link/types'

const url = (text: string, when = 15, line = 1): ResolvedUrl => ({
  url: text,
  origin: 'https://a.com',
  rewritten: null,
  when,
  source: { file: 'a.js', line, column: 1 },
  sourceLiteral: 0,
  trace: [],
})
const left = (...all: ResolvedUrl[]): string[] => withoutQueries(all, false).map((u) => u.url)

describe('URLs of one call that say the same', () => {
  it.each([
    [['https://a.com/x?id=1', 'https://a.com/x?id={*}'], ['https://a.com/x?id={*}']],
    [['https://a.com/x?a=1&b={*}', 'https://a.com/x?a={*}&b={*}'], ['https://a.com/x?a={*}&b={*}']],
    [['https://a.com/x', 'https://a.com/x?{*}'], ['https://a.com/x']],
    [
      ['https://a.com/users', 'https://a.com/{*}'],
      ['https://a.com/users', 'https://a.com/{*}'],
    ],
    [
      ['https://a.com/x?id=1', 'https://a.com/x?key={*}'],
      ['https://a.com/x?id=1', 'https://a.com/x?key={*}'],
    ],
    [
      ['https://a.com/y?id=1', 'https://a.com/{*}?id={*}'],
      ['https://a.com/y?id=1', 'https://a.com/{*}?id={*}'],
    ],
  ])('%j: %j', (all, expected) => {
    expect(left(...all.map((text) => url(text)))).toEqual(expected)
  })

  it('keeps those of other literals, and joins the conditions of the others', () => {
    expect(left(url('https://a.com/x?id=1', 15, 2), url('https://a.com/x?id={*}'))).toHaveLength(2)
    const [only, ...others] = withoutQueries([url('https://a.com/x?id=1', 1), url('https://a.com/x?id={*}', 4)], false)
    expect([only!.when, others]).toEqual([5, []])
  })
})
