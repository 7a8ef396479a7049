import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readLeaves } from './soundness/case'
import { judge, report } from './soundness/static'

/**
 * Fixtures of which the tool knows less than it should. Nothing untrue may be said of them either, and each must
 * still fail, so that the list only shrinks.
 */
const gaps: string[] = JSON.parse(readFileSync(path.join(import.meta.dirname, 'soundness/known-gaps.json'), 'utf8'))
const leaves = readLeaves()
const counts = { full: 0, partial: 0, wrong: 0 }

// The truth of case.json is checked by running the programs in soundness/fixtures-truth.test.ts.
describe('the tool on small programs', () => {
  it.each(leaves)('$name', async (leaf) => {
    const { grade, wrong, missing } = judge(leaf, await report(leaf))
    counts[grade]++
    expect(wrong, 'untrue').toEqual([])
    expect(gaps.includes(leaf.name) ? [] : missing, 'missing').toEqual([])
    expect(gaps.includes(leaf.name) && missing.length === 0, 'solved: take it off known-gaps.json').toBe(false)
  })

  it('keeps a list of gaps that names fixtures only, sorted', () => {
    const names = new Set(leaves.map(({ name }) => name))
    expect(gaps.filter((name) => !names.has(name))).toEqual([])
    expect(gaps).toEqual([...new Set(gaps)].sort())
  })

  afterAll(() => {
    process.stdout.write(
      `cases: full ${counts.full}, partial ${counts.partial}, wrong ${counts.wrong} of ${leaves.length}\n`,
    )
  })
})
