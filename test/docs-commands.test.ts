import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { check } from '../src/api'
import { CODES } from '../src/check/codes'
import { mpDomains } from './unit/cli/run'
import { codeBlocks, tableRows } from './support/markdown'
import { has, projectFiles, text } from './support/source'

const pages = projectFiles().filter((file) => /^(?:README|CONTRIBUTING|docs\/).*\.md$/.test(file))
const COMMANDS = ['check', 'audit', 'explain', 'domains', 'pull', 'doctor', 'fix', 'init']
/** The flags that each command's help names. */
const flags = new Map<string, Set<string>>()

beforeAll(async () => {
  for (const command of COMMANDS) {
    const log = vi.spyOn(console, 'info').mockImplementation(() => {})
    try {
      await mpDomains('/', [command, '--help'])
      const help = log.mock.calls.flat().join('\n')
      if (!help.includes(`mp-domains ${command}`)) throw new Error(`no help of ${command}: ${help}`)
      flags.set(command, new Set([...help.matchAll(/--[a-z][\w-]*/g)].map(([flag]) => flag)))
    } finally {
      log.mockRestore()
    }
  }
})
afterEach(() => vi.restoreAllMocks())

/** Command lines in blocks of shell and in code between words. */
function commandLines(markdown: string): { command: string; rest: string }[] {
  const shell = codeBlocks(markdown).filter(({ lang }) => ['sh', 'yaml', 'json'].includes(lang))
  const inline = [...markdown.matchAll(/`((?:npx )?(?:-p unplugin-mp-domains )?mp-domains [^`]+)`/g)]
  return [...shell.map(({ code }) => code), ...inline.map(([, code]) => code as string)]
    .flatMap((code) => [...code.matchAll(/(?<![\w./-])mp-domains ([a-z]+)([^"\n&|]*)/g)])
    .map(([, command, rest]) => ({ command: command as string, rest: rest as string }))
}

describe('command lines', () => {
  it.each(pages)('in %s name commands and flags that there are', (page) => {
    for (const { command, rest } of commandLines(text(page))) {
      expect(COMMANDS).toContain(command)
      for (const [flag] of rest.matchAll(/--[a-z][\w-]*/g))
        expect([...(flags.get(command) ?? [])], rest).toContain(flag)
    }
  })

  it('are found at all', () => {
    expect(pages.flatMap((page) => commandLines(text(page))).length).toBeGreaterThan(100)
    expect(commandLines('`npx mp-domains nothing --at-all`')).toEqual([{ command: 'nothing', rest: ' --at-all' }])
  })

  it('of npm name scripts that there are', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> }
    const named = projectFiles()
      .filter((file) =>
        /^(?:README|CONTRIBUTING|ARCHITECTURE|AGENTS).*\.md$|^docs\/(?:zh\/)?(?:performance|comparison)\.md$/.test(
          file,
        ),
      )
      .flatMap((file) => [...text(file).matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] as string))
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})

describe("a command's page", () => {
  const pagesOf = COMMANDS.flatMap((command) =>
    ['docs/guide', 'docs/zh/guide'].map((folder) => [
      command,
      `${folder}/${command === 'audit' ? 'check' : command}.md`,
    ]),
  ) as [string, string][]

  it.each(pagesOf)('of %s, %s, has each of its flags, and no other', (command, page) => {
    expect(has(page)).toBe(true)
    const shown = new Set(
      tableRows(text(page)).flatMap(([first]) => [...(first as string).matchAll(/--[a-z][\w-]*/g)].map(String)),
    )
    const own = [...(flags.get(command) as Set<string>)].filter((flag) => flag !== '--help')
    expect(own.filter((flag) => !shown.has(flag))).toEqual([])
    const known = command === 'check' || command === 'audit' ? flags.get('check') : flags.get(command)
    expect([...shown].filter((flag) => !known?.has(flag))).toEqual([])
  })
})

describe('examples that name a finding', () => {
  /** `<!-- finding: code -->` stands above a block that gives just this error. */
  const examples = pages.flatMap((page) =>
    [...text(page).matchAll(/<!-- finding: ([\w-]+) -->\n\n```js\n([^]*?)\n```/g)].map(([, code, source]) => ({
      page,
      code: code as string,
      source: source as string,
    })),
  )

  it('are there in both languages', () => {
    const english = examples.filter(({ page }) => !page.startsWith('docs/zh/'))
    expect(english.length).toBeGreaterThan(2)
    expect(examples).toHaveLength(english.length * 2)
  })

  it.each(examples)('$page: $code', async ({ code, source }) => {
    expect(CODES.map((row) => row.code)).toContain(code)
    const folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-faq-'))
    try {
      writeFileSync(path.join(folder, 'app.js'), source)
      const { report } = await check(folder, {
        config: false,
        platform: 'wechat',
        environment: 'production',
        domains: { request: ['https://api.example.com'], socket: ['wss://ws.example.com'] },
      })
      const errors = report.findings.filter(({ severity }) => severity === 'error').map((finding) => finding.code)
      expect([...new Set(errors)]).toEqual([code])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
