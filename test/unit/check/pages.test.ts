import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CODES, codeRow } from '../../../src/check/codes'
import { mayHoldComments, parseIgnoreComments } from '../../../src/check/comments'

const root = join(import.meta.dirname, '../../..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const names = CODES.map((row) => row.code)

/** Code blocks with a file name above them. */
function blocks(page: string): { file: string; text: string }[] {
  return [...page.matchAll(/^`([^`\n]+)`\n\n```\w+\n([\s\S]*?)\n```$/gm)].map(([, file, text]) => ({ file, text }))
}

const WORDS = {
  'docs/rules': { error: 'error', warn: 'warn', info: 'info', off: 'off' },
  'docs/zh/rules': { error: '错误', warn: '警告', info: '提示', off: '不报告' },
} as const

describe('the table of codes', () => {
  it('names pages that are there, and no page is left over', () => {
    for (const row of CODES) expect(row.page).toBe(`docs/rules/${row.code}.md`)
    for (const folder of Object.keys(WORDS))
      expect(readdirSync(join(root, folder)).sort()).toEqual(['index.md', ...names.map((code) => `${code}.md`)].sort())
  })

  it('has fixtures for each code, and none for others', () => {
    expect(readdirSync(join(root, 'fixtures/rules')).sort()).toEqual([...names].sort())
  })
})

describe.each(Object.entries(WORDS))('%s', (folder, words) => {
  it.each(CODES.map((row) => [row.code, row] as const))('%s says the severities in force', (code, row) => {
    const page = read(`${folder}/${code}.md`)
    expect(page.startsWith(`# ${code}\n`)).toBe(true)
    const bold = [...page.split('\n')[4].matchAll(/\*\*(.+?)\*\*/g)].map((match) => match[1])
    expect(bold).toEqual([words[row.severity], ...(row.ungoverned ? [words[row.ungoverned]] : [])])
    expect(read(`${folder}/index.md`)).toContain(`| [\`${code}\`](./${code}.md) | ${words[row.severity]} |`)
  })

  it.each(names)('%s shows its fixtures', (code) => {
    const shown = blocks(read(`${folder}/${code}.md`))
    expect(shown.length).toBeGreaterThanOrEqual(2)
    const fixtures = ['bad', 'good'].flatMap((side) =>
      shown.map(({ file }) => `fixtures/rules/${code}/${side}/${file}`),
    )
    const texts = new Set(fixtures.filter((file) => existsSync(join(root, file))).map((file) => read(file).trimEnd()))
    for (const { text } of shown) expect(texts).toContain(text)
  })

  it.each(names)('%s links to pages that are there', (code) => {
    const page = read(`${folder}/${code}.md`)
    for (const [, target] of page.matchAll(/\]\((\.[^)#]+)\)/g))
      expect(existsSync(join(root, folder, target)), target).toBe(true)
  })

  it.each(names)('%s shows comments that the tool reads', (code) => {
    for (const line of read(`${folder}/${code}.md`).split('\n')) {
      if (!line.trim().startsWith('// mp-domains-')) continue
      expect(mayHoldComments(line)).toBe(true)
      const [comment] = parseIgnoreComments([{ line: 1, text: line }])
      expect(comment.reason).not.toBe('')
      if (comment.kind === 'ignore') for (const name of comment.codes) expect(codeRow(name)).toBeDefined()
    }
  })
})

describe('fixtures/rules', () => {
  it.each(names)('%s says what is expected of it', (code) => {
    const folder = join(root, 'fixtures/rules', code)
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
      command: string
      finding: { code: string; severity: string; file: string; line: number | null }
    }
    expect(expected.finding).toMatchObject({ code, severity: codeRow(code)!.severity })
    expect(existsSync(join(folder, 'bad', expected.finding.file))).toBe(true)
    expect(existsSync(join(folder, 'good'))).toBe(true)
  })
})
