import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { covers, readLeaves, type ExpectedUrl } from './case'
import { runLeaf, templateOf, truthOf } from './harness'

const key = ({ category, url, when }: ExpectedUrl) => `${category} ${url}${when ? ` when ${when}` : ''}`

// What a fixture's case.json says must be what its program does: each is executed, no static tool takes part.
describe.each(readLeaves())('$name', (leaf) => {
  it('asks for exactly the URLs of case.json', async () => {
    const { expect: expected, also = [] } = leaf.case
    const runs = await runLeaf(leaf)
    const truth = truthOf(leaf.case, runs)
    expect(truth.map(key).sort()).toEqual(expected.urls.map(key).sort())
    if (expected.noCalls) expect(truth).toEqual([])

    const recordings = runs.flatMap((run) => run.recordings)
    for (const call of expected.calls ?? []) {
      const here = recordings.filter(
        (r) =>
          r.category === call.category &&
          (call.async || r.stack.some((frame) => frame.file === call.file && frame.line === call.line)),
      )
      expect(here.length, `nothing was asked for through ${call.file}:${call.line}`).toBeGreaterThan(0)
      if (call.api) expect(new Set(here.map((r) => r.api)), `${call.file}:${call.line}`).toContain(call.api)
      if (call.url !== undefined)
        expect(
          here.map((r) => templateOf(leaf.case, r.url)),
          `${call.file}:${call.line}`,
        ).toContain(call.url)
    }
    for (const { file, line } of expected.none ?? []) {
      const first = recordings.filter((r) => r.stack[0]?.file === file && r.stack[0]?.line === line)
      expect(
        first.map((r) => r.url),
        `${file}:${line} is marked as no network call`,
      ).toEqual([])
    }
    // An allowance must not hide a URL that is really asked for.
    for (const extra of also)
      expect(
        truth.some(({ url }) => extra === url),
        `also: ${extra}`,
      ).toBe(false)
  })

  it('names places that exist', () => {
    for (const { file, line } of [...(leaf.case.expect.calls ?? []), ...(leaf.case.expect.none ?? [])]) {
      const lines = readFileSync(path.join(leaf.dir, file), 'utf8').split('\n')
      expect(lines[line - 1]?.trim(), `${file}:${line}`).toBeTruthy()
    }
    expect(leaf.case.notes.length).toBeGreaterThan(10)
    expect(existsSync(leaf.dir) && readdirSync(leaf.dir).length).toBeGreaterThan(1)
  })
})

describe('covers', () => {
  it.each([
    ['https://h/{*}', 'https://h/a/b', true],
    ['https://h/{*}/c', 'https://h/a/b', false],
    ['https://h/{*}', 'https://h/{*}/c', true],
    ['https://h/a', 'https://h/a', true],
    ['https://h/a', 'https://h/a/', false],
    ['{*}', 'https://h/a', true],
  ])('%s over %s: %s', (template, url, holds) => {
    expect(covers(template, url)).toBe(holds)
  })
})
