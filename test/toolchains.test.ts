import { describe, expect, it } from 'vitest'
import { list, text } from './support/source'

const FOLDER = 'test/toolchains'
const SUPPORT = list(`${FOLDER}/support`)
  .map((name) => text(`${FOLDER}/support/${name}`))
  .join('\n')

/** What a column's tests are written in: its own file, and what this imports for one toolchain only. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  'uni-vue3': ['uni-vue3.slow.test.ts', 'support/environments.ts'],
  hbuilderx: ['support/hbuilderx.ts'],
}

function rows(): string[][] {
  return text(`${FOLDER}/README.md`)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** What `code` marks in a cell. */
const named = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)

describe('the table of what the toolchains’ tests prove', () => {
  const [head, ...table] = rows()
  const columns = head!.slice(1)

  it.each(columns)('names tests of %s that are there', (column) => {
    const at = head!.indexOf(column)
    const own = (FILES[column] ?? [`${column}.slow.test.ts`]).map((file) => text(`${FOLDER}/${file}`)).join('\n')
    const missing = table.flatMap((row) => named(row[at]!)).filter((name) => !own.includes(name))
    expect(missing).toEqual([])
  })

  it('has every column in every row, and names every test that the toolchains share', () => {
    expect(table.filter((row) => row.length !== head!.length)).toEqual([])
    const shared = [...SUPPORT.matchAll(/export function ((?:it|describe)[A-Z]\w+)/g)].map(([, name]) => name!)
    expect(shared.length).toBeGreaterThan(5)
    expect(shared.filter((name) => !text(`${FOLDER}/README.md`).includes(`\`${name}\``))).toEqual([])
  })
})
