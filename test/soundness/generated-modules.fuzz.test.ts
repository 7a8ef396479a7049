import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { covers, joinHoles, type Leaf } from './case'
import { generateModules } from './generate-modules'
import { execute } from './harness'
import { report } from './static'

const SEEDS = 250
const FIRST = Number(process.env.FUZZ_SEED ?? 1)

/** The URL that a project asks for, and those that the tool tells. */
async function compare(files: Record<string, string>): Promise<{ truth: string; told: string[] }> {
  const dir = mkdtempSync(path.join(tmpdir(), 'mp-domains-modules-'))
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(dir, file), text)
    const leaf: Leaf = { name: 'generated', dir, case: { expect: { urls: [] }, notes: 'generated' } }
    const [{ url: truth }] = await execute(leaf, {})
    const { calls } = await report(leaf)
    return { truth, told: calls.flatMap(({ urls }) => urls.map(({ url }) => joinHoles(url))) }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

// The pieces of one URL, through three to seven modules in every mixture of ES modules and CommonJS.
it('links values through modules put together at random', { timeout: 120_000 }, async () => {
  const wrong: string[] = []
  let exact = 0
  for (let seed = FIRST; seed < FIRST + SEEDS && wrong.length < 3; seed++) {
    const files = generateModules(seed)
    const { truth, told } = await compare(files)
    if (told.length === 1 && told[0] === truth) exact++
    else if (told.length !== 1 || !covers(told[0], truth)) {
      const text = Object.entries(files).map(([file, code]) => `--- ${file}\n${code}`)
      wrong.push(`seed ${seed}: asks for ${truth}, report ${told.join(' ')}\n${text.join('\n')}`)
    }
  }
  expect(wrong.join('\n\n')).toBe('')
  expect(exact / SEEDS).toBeGreaterThan(0.95)
})
