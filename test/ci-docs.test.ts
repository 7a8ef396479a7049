import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mpDomains } from './unit/cli/run'
import { codeBlocks } from './support/markdown'
import { text } from './support/source'

/**
 * The workflows of docs/ci.md: each block parses, its commands run as they stand in a project in a sub-directory of a
 * repository, and the files that later steps hand over are those that the commands wrote.
 */
interface Step {
  uses?: string
  run?: string
  with?: Record<string, string>
  id?: string
}
interface Workflow {
  jobs?: Record<string, { steps: Step[] }>
  domains?: { script: string[]; artifacts: { reports: { codequality: string } } }
  script?: string[]
}

const blocks = codeBlocks(text('docs/ci.md')).filter(({ lang }) => lang === 'yaml')
const workflows = blocks.map(({ code }) => load(code) as Workflow)
const stepsOf = ({ jobs = {} }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => steps)
const scriptOf = (workflow: Workflow): string[] =>
  [...stepsOf(workflow).map(({ run }) => run ?? ''), ...(workflow.domains?.script ?? workflow.script ?? [])].filter(
    Boolean,
  )
const commandsOf = (workflow: Workflow): string[] =>
  scriptOf(workflow).filter((line) => line.startsWith('npx mp-domains '))

const top = mkdtempSync(path.join(tmpdir(), 'mp-domains-ci-'))
const shop = path.join(top, 'packages/shop')
afterAll(() => rmSync(top, { recursive: true, force: true }))
beforeAll(() => {
  mkdirSync(path.join(top, '.git'), { recursive: true })
  mkdirSync(path.join(shop, 'dist'), { recursive: true })
  writeFileSync(path.join(shop, 'app.json'), '{}')
  writeFileSync(path.join(shop, 'app.js'), `wx.request({ url: 'http://127.0.0.1:3000/x' })\n`)
  writeFileSync(path.join(shop, 'dist/app.js'), `wx.request({ url: 'https://api.example.com/x' })\n`)
})

async function run(line: string) {
  return mpDomains(shop.replaceAll('\\', '/'), line.split(' ').slice(2), { CI: 'true' })
}

describe('docs/ci.md', () => {
  it('shows one workflow for each service, each with commands', () => {
    expect(workflows).toHaveLength(5)
    expect(workflows.filter((workflow) => commandsOf(workflow).length === 0)).toEqual([])
    const used = workflows.flatMap(commandsOf).map((line) => /--format (\w+)/.exec(line)?.[1])
    expect(new Set(used)).toEqual(new Set(['sarif', 'github', 'markdown', 'gitlab', undefined, 'html']))
  })

  it.each(workflows.flatMap(commandsOf))('%s', async (line) => {
    const { code, out, err } = await run(line)
    expect(err).toBe('')
    expect(code).toBe(line.includes(' audit ') ? 0 : 1)
    const output = /--output (\S+)/.exec(line)?.[1]
    if (output) expect(out).toBe('')
    const report = output ? readFileSync(path.join(shop, output), 'utf8') : out
    if (!line.includes(' audit ')) expect(report).toContain('127.0.0.1:3000')
    // Services look for files from the repository's root.
    if (/sarif|github|gitlab/.test(line)) expect(report).toContain('packages/shop/app.js')
  })

  it('hands over the files that the commands wrote', () => {
    for (const workflow of workflows) {
      const written = commandsOf(workflow).flatMap((line) => /--output (\S+)/.exec(line)?.[1] ?? [])
      const handed = [
        ...stepsOf(workflow).flatMap(({ with: input }) => input?.sarif_file ?? []),
        ...scriptOf(workflow).flatMap((line) => /(?:--body-file|^cat) (\S+)/.exec(line)?.[1] ?? []),
        ...(workflow.domains ? [workflow.domains.artifacts.reports.codequality] : []),
      ]
      expect(handed.filter((file) => !written.includes(file))).toEqual([])
      expect(written.filter((file) => !existsSync(path.join(shop, file)))).toEqual([])
    }
  })

  it('fails the job after the report was handed over', () => {
    for (const workflow of workflows) {
      const steps = stepsOf(workflow) as (Step & { 'continue-on-error'?: boolean; if?: string })[]
      const soft = steps.find((step) => step['continue-on-error'])
      if (!soft) continue
      expect(steps.at(-1)).toEqual({ if: `steps.${soft.id}.outcome == 'failure'`, run: 'exit 1' })
    }
  })
})
