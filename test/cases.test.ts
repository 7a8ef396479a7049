import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readLeaves } from './soundness/case'
import { judge, report, type Verdict } from './soundness/static'

const LIST = path.join(import.meta.dirname, 'soundness/known-gaps.json')
/**
 * Fixtures of which the tool knows less than it should. Nothing untrue may be said of them either, and each must
 * still fail, so that the list only shrinks. `UPDATE_GAPS=1 npx vitest run test/cases.test.ts` writes it anew.
 */
const gaps: string[] = JSON.parse(readFileSync(LIST, 'utf8'))
/** Fixtures of which the tool still says something untrue. Each must still do so, so that what is solved comes off the list. */
const untrue: string[] = JSON.parse(readFileSync(path.join(import.meta.dirname, 'soundness/known-untrue.json'), 'utf8'))
const leaves = readLeaves()
const grades = new Map<string, Verdict['grade']>()
const update = Boolean(process.env.UPDATE_GAPS)

// The truth of case.json is checked by running the programs in soundness/fixtures-truth.test.ts.
describe('the tool on small programs', () => {
  it.each(leaves)('$name', async (leaf) => {
    const { grade, wrong, missing } = judge(leaf, await report(leaf))
    grades.set(leaf.name, grade)
    if (untrue.includes(leaf.name)) {
      expect(wrong, 'solved: take it off known-untrue.json').not.toEqual([])
      return
    }
    const isGap = gaps.includes(leaf.name) || update
    expect(wrong, 'untrue').toEqual([])
    expect(isGap ? [] : missing, 'missing').toEqual([])
    expect(isGap && missing.length === 0 && !update, 'solved: take it off known-gaps.json').toBe(false)
  })

  it('keeps a list of gaps that names fixtures only, sorted', () => {
    const names = new Set(leaves.map(({ name }) => name))
    expect(gaps.filter((name) => !names.has(name))).toEqual([])
    expect(gaps).toEqual([...new Set(gaps)].sort())
  })

  afterAll(() => {
    const of = (grade: Verdict['grade']) => [...grades].filter(([, is]) => is === grade).map(([name]) => name)
    const [full, partial, wrong] = [of('full'), of('partial'), of('wrong')]
    process.stdout.write(
      `cases: full ${full.length}, partial ${partial.length}, wrong ${wrong.length} of ${leaves.length}\n`,
    )
    if (update) writeFileSync(LIST, `${JSON.stringify(partial.sort(), null, 2)}\n`)
  })
})
