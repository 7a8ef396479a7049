import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { covers, joinHoles, type Leaf } from './case'
import { generateLanguage } from './generate-language'
import { generateSyntax } from './generate-syntax'
import { execute } from './harness'
import { report } from './static'

const SEEDS = 250
/** `FUZZ_SEED=1000 npm run test:fuzz` looks at other programs. */
const FIRST = Number(process.env.FUZZ_SEED ?? 1)
const dir = mkdtempSync(path.join(tmpdir(), 'mp-domains-language-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

interface Answer {
  /** A URL that is asked for is missing, and nothing says that something is unknown. */
  bad: boolean
  /** Every URL is told as it is, and no other. */
  exact: boolean
  text: string
}

async function answer(code: string): Promise<Answer> {
  writeFileSync(path.join(dir, 'index.js'), code)
  const leaf: Leaf = { name: 'generated', dir, case: { expect: { urls: [] }, notes: 'generated' } }
  const truth = [...new Set((await execute(leaf, {})).map(({ url }) => url))]
  const { calls } = await report(leaf)
  const told = [...new Set(calls.flatMap(({ urls }) => urls.map(({ url }) => joinHoles(url))))]
  const lost = truth.filter((url) => !told.some((template) => covers(template, url)))
  const idle = told.filter((url) => !url.includes('{*}') && !truth.includes(url))
  const open = calls.some(({ resolution }) => resolution === 'none')
  return {
    bad: lost.length > 0 && (!open || idle.length > 0),
    exact: idle.length === 0 && truth.every((url) => told.includes(url)),
    text: `${code}\n// asks for ${truth.join(' ')}\n// report   ${told.join(' ')}`,
  }
}

it.each([
  // Classes, generators, promises, closures, patterns: the language as projects write it.
  { name: 'of the whole language', generate: generateLanguage, least: 0.7 },
  // What only run time could tell apart (handlers of events, proxies) is a hole there.
  { name: 'of newer syntax and layers', generate: generateSyntax, least: 0.45 },
])('never lacks what a program $name asks for', { timeout: 120_000 }, async ({ generate, least }) => {
  const wrong: string[] = []
  let exact = 0
  for (let seed = FIRST; seed < FIRST + SEEDS && wrong.length < 3; seed++) {
    const program = generate(seed, 2)
    const found = await answer(program.code())
    if (found.exact) exact++
    if (!found.bad) continue
    let list = program.pieces
    for (let i = list.length - 1; i >= 0; i--) {
      const less = list.filter((_, at) => at !== i)
      if (less.length && (await answer(program.code(less))).bad) list = less
    }
    wrong.push(`seed ${seed}\n${(await answer(program.code(list))).text}`)
  }
  expect(wrong.join('\n\n')).toBe('')
  expect(exact / SEEDS).toBeGreaterThan(least)
})
