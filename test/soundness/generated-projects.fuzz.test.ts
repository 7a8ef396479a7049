import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { joinHoles, type Leaf } from './case'
import { generateProjects } from './generate-projects'
import { execute } from './harness'
import { report } from './static'
import { toTemplate } from './values'

const SEEDS = 250
/** `FUZZ_SEED=1000 npm run test:fuzz` looks at other projects. */
const FIRST = Number(process.env.FUZZ_SEED ?? 1)

/** What a project asks for that the report does not tell as it is, and all that it tells. */
async function lacking(files: Record<string, string>): Promise<{ lost: string[]; told: string[] }> {
  const dir = mkdtempSync(path.join(tmpdir(), 'mp-domains-projects-'))
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(dir, file), text)
    const leaf: Leaf = { name: 'generated', dir, case: { expect: { urls: [] }, notes: 'generated' } }
    const asked = new Set((await execute(leaf, {})).map(({ url }) => toTemplate(url)))
    const { calls } = await report(leaf)
    const told = calls.flatMap(({ urls }) => urls.map(({ url }) => joinHoles(url)))
    return { lost: [...asked].filter((url) => !told.includes(url)), told }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

// Hosts, paths, wrappers and callers as real projects have them, in every combination: none may be lost.
it('tells every URL of projects put together at random', { timeout: 240_000 }, async () => {
  const wrong: string[] = []
  for (let seed = FIRST; seed < FIRST + SEEDS && wrong.length < 3; seed++) {
    const project = generateProjects(seed)
    if (!(await lacking(project.files())).lost.length) continue
    for (const piece of project.pieces) {
      const { lost, told } = await lacking(project.files([piece]))
      if (lost.length)
        wrong.push(`seed ${seed}\n${piece}\n// asks for ${lost.join(' ')}\n// report   ${told.join(' ')}`)
    }
  }
  expect(wrong.join('\n\n')).toBe('')
})
