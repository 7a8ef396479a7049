import { describe, expect, it } from 'vitest'
import { SEARCHED, tables, withDefine, withTables } from '../scripts/compare'
import { tableRows } from './support/markdown'
import { text } from './support/source'

const PAGES = { en: 'docs/comparison.md', zh: 'docs/zh/comparison.md' } as const

describe.each(Object.entries(PAGES) as ['en' | 'zh', string][])('the comparison in %s', (lang, file) => {
  it('says what the tools do (`npm run docs:comparison` writes it anew)', async () => {
    const page = text(file)
    const made = await tables(lang)
    expect(withTables(page, made)).toBe(page)
    for (const rows of Object.values(made)) expect(page).toContain(rows)
  })

  it('names the pattern that the searches look for', () => {
    expect(text(file)).toContain(`\`${SEARCHED}\``)
  })

  it('says what `define` and a missing variable become', async () => {
    const rows = tableRows(text(file)).flatMap((cells) => {
      const [source, setting, value] = cells.map((cell) => /^`([^`]+)`$/.exec(cell)?.[1])
      return cells.length === 3 && source && value ? [{ source, setting, value }] : []
    })
    expect(rows).toHaveLength(3)
    for (const { source, setting, value } of rows) {
      const define = setting ? (new Function(`return ({ ${setting} })`)() as { define: object }).define : {}
      expect(await withDefine(source, define as Record<string, string>)).toBe(value)
    }
  })
})

describe('the tables', () => {
  it('hold both kinds of answer, so that no column is right by itself', async () => {
    const { replacing, finding } = await tables('en')
    const columns = (table: string) => {
      const rows = tableRows(table).slice(1)
      return rows[0]!.slice(2).map((_, index) => rows.map((cells) => cells[index + 2]!.charAt(0)).join(''))
    }
    for (const column of [...columns(replacing!), ...columns(finding!)]) {
      expect(column).toContain('✓')
      expect(column).toContain('✗')
    }
  })

  it('replace nothing but themselves', () => {
    const page = 'a\n\n<!-- x -->\n\nold\n\n<!-- /x -->\n\nb <!-- y --> z'
    expect(withTables(page, { x: '| $1 |', z: 'no' })).toBe(
      'a\n\n<!-- x -->\n\n| $1 |\n\n<!-- /x -->\n\nb <!-- y --> z',
    )
  })
})
