import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { CODES } from '../src/check/codes'
import { validateOptions } from '../src/options/validate'
import { PLATFORMS } from '../src/platforms'
import { CLIENTS } from '../src/platforms/clients'
import { MESSAGES } from '../src/report/messages'
import { headings, tableRows } from './support/markdown'
import { has, list, parse, text } from './support/source'

/** Where each language's pages lie. */
const LANGUAGES = { 'README.md': 'docs/', 'README.zh-CN.md': 'docs/zh/' }
const READMES = Object.keys(LANGUAGES)
const codes = CODES.map(({ code }) => code)

describe('codes', () => {
  it('are the members of the type, once each', () => {
    expect([...codes].sort()).toEqual(unionMembers('src/check/types.ts', 'Code').sort())
  })

  it.each(CODES)('$code has its pages, texts and row', ({ code, severity, page }) => {
    for (const lang of ['en', 'zh'] as const) expect(Object.keys(MESSAGES[lang])).toContain(`${code}.title`)
    expect(page).toBe(`docs/rules/${code}.md`)
    for (const [readme, docs] of Object.entries(LANGUAGES)) {
      const file = `${docs}rules/${code}.md`
      expect(has(file), file).toBe(true)
      expect(headings(text(file))[0]?.text).toBe(code)
      const row = tableRows(text(readme)).find(([first]) => first === `[\`${code}\`](./${file})`)
      expect(row?.[1], `${readme}: default severity of ${code}`).toBe(severity)
    }
  })

  it.each(codes)('%s has fixtures that expect it', (code) => {
    const expected = JSON.parse(text(`fixtures/rules/${code}/expected.json`)) as unknown
    expect(JSON.stringify(expected)).toContain(`"${code}"`)
  })

  it('have a page each, and no page without a code', () => {
    for (const docs of Object.values(LANGUAGES)) expect(pagesIn(`${docs}rules`)).toEqual([...codes].sort())
  })

  it('stand in the READMEs in the order of the table', () => {
    for (const readme of READMES) {
      const rows = tableRows(text(readme)).flatMap(
        ([first]) => /^\[`([\w-]+)`\]\(\.\/docs\/(?:zh\/)?rules/.exec(first as string)?.[1] ?? [],
      )
      expect(rows).toEqual(codes)
    }
  })
})

describe('messages', () => {
  it('exist in both languages with the same placeholders', () => {
    const shape = (lang: 'en' | 'zh'): Record<string, string[]> =>
      Object.fromEntries(
        Object.entries(MESSAGES[lang])
          // A singular form is English only where Chinese has none.
          .filter(([key]) => !key.endsWith('.one'))
          .map(([key, message]) => [key, [...new Set(message.match(/\{\w+\}/g) ?? [])].sort()]),
      )
    expect(shape('zh')).toEqual(shape('en'))
  })
})

describe('platforms', () => {
  it('are judged in a reviewed table each', () => {
    expect(pagesIn('test/unit/check/__golden__')).toEqual(PLATFORMS.map(({ name }) => name).sort())
  })

  it('have a page each, and no page without a platform', () => {
    const named = list('docs/platforms').map((file) => file.replace(/(\.zh-CN)?\.md$/, ''))
    expect(named.filter((name) => name !== 'index' && !PLATFORMS.some((platform) => platform.name === name))).toEqual(
      [],
    )
  })
})

describe('clients', () => {
  it('are documented with every field of a row', () => {
    for (const docs of Object.values(LANGUAGES)) {
      const rows = tableRows(text(`${docs}clients.md`)).map(([first]) => (first as string).replaceAll('`', ''))
      expect(rows).toEqual(expect.arrayContaining(CLIENTS.map(({ name }) => name)))
      expect(rows).toEqual(expect.arrayContaining(interfaceMembers('src/platforms/clients.ts', 'ClientRow')))
      const page = text(`${docs}clients.md`)
      const packages = CLIENTS.flatMap((row) => [
        ...row.packages,
        ...row.adapters.flatMap((adapter) => adapter.packages),
      ])
      const missing = packages.filter((name) => !page.includes(`\`${name}\``) && !isBelow(name, packages))
      expect(missing).toEqual([])
    }
  })
})

describe('options', () => {
  const keys = interfaceMembers('src/options.ts', 'Options')

  it('are all known to the validation', () => {
    expect(keys.length).toBeGreaterThan(15)
    const everything = Object.fromEntries(keys.map((key) => [key, undefined]))
    expect(validateOptions(everything, 'test', codes, 'en')).toEqual(everything)
    expect(() => validateOptions({ ...everything, nothing: 1 }, 'test', codes, 'en')).toThrow('nothing')
  })

  it.each(keys)('%s is documented', (key) => {
    for (const docs of Object.values(LANGUAGES)) {
      const titles = headings(text(`${docs}options.md`)).map((heading) => heading.text)
      expect(titles.join('\n')).toMatch(new RegExp(`\\b${key}\\b`))
    }
    for (const readme of READMES) {
      const named = tableRows(text(readme)).flatMap(([first]) =>
        [...(first as string).matchAll(/^`(\w+)`|[,、]\s*`(\w+)`/g)].map((m) => m[1] ?? m[2]),
      )
      expect(named, readme).toContain(key)
    }
  })
})

/** Whether a specifier is a path inside a package that is named itself: `axios/dist/*` beside `axios`. */
function isBelow(specifier: string, packages: string[]): boolean {
  return packages.some((name) => name !== specifier && specifier.startsWith(`${name}/`))
}

/** The subjects of the pages in a folder, sorted; the index is about all of them. */
function pagesIn(folder: string): string[] {
  return list(folder)
    .map((file) => file.replace(/\.md$/, ''))
    .filter((name) => name !== 'index')
    .sort()
}

function unionMembers(file: string, name: string): string[] {
  for (const statement of parse(file).statements) {
    if (!ts.isTypeAliasDeclaration(statement) || statement.name.text !== name) continue
    if (!ts.isUnionTypeNode(statement.type)) break
    return statement.type.types.map((type) =>
      ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? type.literal.text : '?',
    )
  }
  throw new Error(`no union ${name} in ${file}`)
}

function interfaceMembers(file: string, name: string): string[] {
  for (const statement of parse(file).statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name)
      return statement.members.map((member) => member.name?.getText() ?? '?')
  }
  throw new Error(`no interface ${name} in ${file}`)
}
