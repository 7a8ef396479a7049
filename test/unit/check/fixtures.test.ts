import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check, NodeFiles } from '../../../src/api'
import { auditFiles } from '../../../src/cli/audit'
import { resolveOptions } from '../../../src/options'
import type { Finding } from '../../../src/check/types'

const root = join(import.meta.dirname, '../../../fixtures/rules')

/** What `expected.json` of a rule's fixtures says: the finding in `bad`; `good` has none, of any severity. */
interface Expected {
  command: string
  finding: { code: string; severity: string; file: string; line: number | null }
  /** Codes that the same mistake gives besides. */
  also?: string[]
}

async function run(directory: string, command: string): Promise<Finding[]> {
  const [name, ...words] = command.split(' ')
  if (name === 'audit') {
    const files = new NodeFiles()
    const { options } = await resolveOptions({
      root: directory,
      command: 'audit',
      files,
      shell: {},
      options: { lang: 'en' },
    })
    const found = auditFiles(files, join(directory, words[0]), options).findings
    return found.map((finding) => ({ ...finding, file: `${words[0]}/${finding.file}` }))
  }
  const { data } = await check(directory, { lang: 'en', rewrite: words.includes('--rewrite') })
  return data.findings
}

describe.each(readdirSync(root))('%s', (code) => {
  const expected = JSON.parse(readFileSync(join(root, code, 'expected.json'), 'utf8')) as Expected

  it('is found in the bad example, at its place', async () => {
    const found = await run(join(root, code, 'bad'), expected.command)
    const { line, ...finding } = expected.finding
    expect(found.filter((one) => one.code === code)).toMatchObject([line === null ? finding : expected.finding])
    const others = found.filter((one) => one.code !== code).map((one) => one.code)
    expect(new Set(others)).toEqual(new Set(expected.also ?? []))
  })

  it('is not found in the good example, nor is anything else', async () => {
    expect(await run(join(root, code, 'good'), expected.command)).toEqual([])
  })
})
