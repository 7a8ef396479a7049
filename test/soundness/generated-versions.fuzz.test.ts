import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import vm from 'node:vm'
import { afterAll, expect, it } from 'vitest'
import { covers, joinHoles } from './case'
import { generate } from './generate'
import { report } from './static'

const VERSIONS = ['develop', 'trial', 'release']
const SEEDS = 200
const FIRST = Number(process.env.FUZZ_SEED ?? 1)
const dir = mkdtempSync(path.join(tmpdir(), 'mp-domains-versions-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** The URL that the program asks for under each run-time environment; null where it throws. */
function truthOf(code: string): Record<string, string> | null {
  const truth: Record<string, string> = {}
  for (const envVersion of VERSIONS) {
    const wx = {
      request: ({ url }: { url: string }) => (truth[envVersion] = url),
      getAccountInfoSync: () => ({ miniProgram: { envVersion } }),
    }
    try {
      vm.runInContext(code, vm.createContext({ wx }), { timeout: 2000 })
    } catch {
      return null
    }
  }
  return truth
}

/** The environments under which the report's answer is another one than the program's, and the answer. */
async function wrongOf(code: string, truth: Record<string, string>): Promise<string | null> {
  writeFileSync(path.join(dir, 'index.js'), code)
  const { calls } = await report({ name: 'generated', dir, case: { expect: { urls: [] }, notes: 'generated' } })
  const call = calls.find(({ api }) => api === 'wx.request')
  if (!call) return 'no call'
  const under = (version: string) =>
    call.urls.filter(
      ({ when }) =>
        !when ||
        when
          .slice(when.indexOf('=') + 1)
          .split('|')
          .includes(version),
    )
  const lost = VERSIONS.filter((version) => !under(version).some(({ url }) => covers(joinHoles(url), truth[version])))
  const foreign = VERSIONS.some((version) =>
    under(version).some(({ url }) => !url.includes('{*}') && url !== truth[version]),
  )
  if (lost.length === 0 || (call.resolution === 'none' && !foreign)) return null
  return `${lost.join()}: ${call.urls.map(({ url, when }) => `${url}${when ? ` when ${when}` : ''}`).join(' | ')}`
}

// Tests on the run-time environment stay conditions: what is asked for under each is told for each.
it('keeps apart what the run-time environments ask for', { timeout: 120_000 }, async () => {
  const wrong: string[] = []
  for (let seed = FIRST; seed < FIRST + SEEDS && wrong.length < 4; seed++) {
    const program = generate(seed, 3, { flags: 0, versions: true })
    const truth = truthOf(program.code())
    if (!truth || !(await wrongOf(program.code(), truth))) continue
    let list = program.statements
    for (let i = list.length - 1; i >= 0; i--) {
      const less = program.code(list.filter((_, at) => at !== i))
      const again = truthOf(less)
      if (again && (await wrongOf(less, again))) list = list.filter((_, at) => at !== i)
    }
    const code = program.code(list)
    wrong.push(
      `seed ${seed}\n${code}\n// asks for ${JSON.stringify(truthOf(code))}\n// report ${await wrongOf(code, truthOf(code)!)}`,
    )
  }
  expect(wrong.join('\n\n')).toBe('')
})
