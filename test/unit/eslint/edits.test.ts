import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/check'
import { carryOver, without } from '../../../src/eslint/edits'

const at = (line: number, url = 'http://127.0.0.1'): Finding => ({
  code: 'loopback-host',
  severity: 'error',
  file: 'a.js',
  line,
  column: 3,
  uses: [],
  url,
  category: 'request',
  args: {},
  trace: [],
  environment: 'production',
})
const lines = (findings: Finding[]) => findings.map(({ line }) => line)

describe('findings carried over an edit', () => {
  const before = 'one\ntwo\nthree\nfour\n'

  it.each([
    ['nothing changed', before, [1, 2, 4]],
    ['a line was added in front', `zero\n${before}`, [3, 5]],
    ['text was added at the end of line 3', 'one\ntwo\nthree and\nfour\n', [1, 2, 4]],
    ['line 2 was typed in', 'one\ntwo!\nthree\nfour\n', [1, 4]],
    ['lines 2 and 3 went, and what stood behind them may have', 'one\nfour\n', [1]],
    ['everything went', '', []],
  ])('%s', (_, after, expected) => {
    expect(lines(carryOver([at(1), at(2), at(4)], before, after))).toEqual(expected)
  })
})

describe('findings without others', () => {
  it('counts: two against one leave one', () => {
    expect(lines(without([at(1), at(2)], [at(7)]))).toEqual([2])
    expect(without([at(1)], [at(1)])).toEqual([])
    expect(lines(without([at(1)], [at(1, 'http://10.0.0.1')]))).toEqual([1])
  })
})
