import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { joinHoles, type Leaf } from './case'
import { generateWrappers } from './generate-wrappers'
import { execute } from './harness'
import { report } from './static'

const SEEDS = 200
const FIRST = Number(process.env.FUZZ_SEED ?? 1)

/** What is wrong with the tool's answer on a project, against what running it shows; null where all is well. */
async function complaint(files: Record<string, string>, paths: string[]): Promise<string | null> {
  const dir = mkdtempSync(path.join(tmpdir(), 'mp-domains-wrappers-'))
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(dir, file), text)
    const leaf: Leaf = { name: 'generated', dir, case: { expect: { urls: [] }, notes: 'generated' } }
    const truth = [...new Set((await execute(leaf, {})).map(({ url }) => url))]
    expect(truth).toHaveLength(paths.length)
    const { calls } = await report(leaf)
    const shown = calls.map(
      (call) => `${call.file}:${call.line} ${call.resolution} ${call.urls.map(({ url }) => url).join(' | ')}`,
    )
    const told = new Set(calls.flatMap(({ urls }) => urls.map(({ url }) => joinHoles(url))))
    const foreign = calls
      .flatMap(({ urls }) => urls)
      .filter(({ origin }) => origin && origin !== 'https://api.example.com')
    const places = calls.filter(({ file, resolution }) => file === 'index.js' && resolution === 'full')
    if (truth.every((url) => told.has(url)) && places.length === paths.length && !foreign.length) return null
    return `asks for ${truth.join(' ')}\nreport\n  ${shown.join('\n  ')}`
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

// Each project reaches the platform through one to five wrappers, each in a module and a style of its own.
it('follows every call through wrappers put together at random', { timeout: 120_000 }, async () => {
  const wrong: string[] = []
  for (let seed = FIRST; seed < FIRST + SEEDS && wrong.length < 3; seed++) {
    const { files, paths } = generateWrappers(seed)
    const found = await complaint(files, paths)
    const text = Object.entries(files).map(([file, code]) => `--- ${file}\n${code}`)
    if (found) wrong.push(`seed ${seed}: ${found}\n${text.join('\n')}`)
  }
  expect(wrong.join('\n\n')).toBe('')
})
