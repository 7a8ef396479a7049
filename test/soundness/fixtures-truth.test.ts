import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { covers, readLeaves, urlsOf, type ExpectedCall, type ExpectedUrl, type Leaf } from './case'
import { runLeaf, templateOf, truthOf } from './harness'
import type { Recording } from './platform'

const key = ({ category, url, when }: ExpectedUrl) => `${category} ${url}${when ? ` when ${when}` : ''}`

/** What running the program says against a call of case.json: what was asked for through that place. */
function complaintOf(leaf: Leaf, call: ExpectedCall, recordings: Recording[]): string | null {
  const at = `${call.file}:${call.line}`
  const here = recordings.filter(
    (r) =>
      r.category === call.category &&
      (call.async || r.stack.some((frame) => frame.file === call.file && frame.line === call.line)),
  )
  if (here.length === 0) return `${at}: no ${call.category} went through it`
  if (call.api && !here.some((r) => r.api === call.api)) return `${at}: asked for by ${here[0].api}`
  const urls = here.map((r) => templateOf(leaf.case, r.url))
  if (urlsOf(call).some((url) => !urls.includes(url))) return `${at}: asked for ${urls.join(' ')}`
  return null
}

// What a fixture's case.json says must be what its program does: each is executed, no static tool takes part.
describe.each(readLeaves())('$name', (leaf) => {
  it('asks for exactly the URLs of case.json', async () => {
    const { urls, report, calls = [], none = [] } = leaf.case.expect
    const runs = await runLeaf(leaf)
    const truth = truthOf(leaf.case, runs)
    expect(truth.map(key).sort()).toEqual(urls.map(key).sort())

    const recordings = runs.flatMap((run) => run.recordings)
    expect(calls.map((call) => complaintOf(leaf, call, recordings)).filter(Boolean)).toEqual([])
    const refuted = none.filter(({ file, line }) =>
      recordings.some(({ stack }) => stack[0]?.file === file && stack[0].line === line),
    )
    expect(refuted, 'marked as no network call').toEqual([])
    // A coarser report covers everything that was asked for, and nothing of it is idle.
    const over = (wide: ExpectedUrl, url: ExpectedUrl) => wide.category === url.category && covers(wide.url, url.url)
    expect(truth.filter((url) => report && !report.some((wide) => over(wide, url)))).toEqual([])
    expect((report ?? []).filter((wide) => !truth.some((url) => over(wide, url)))).toEqual([])
    // An allowance must not hide a URL that is really asked for.
    expect(truth.filter(({ url }) => leaf.case.also?.includes(url))).toEqual([])
  })

  it('names places that exist', () => {
    const places = [...(leaf.case.expect.calls ?? []), ...(leaf.case.expect.none ?? [])]
    const missing = places.filter(
      ({ file, line }) => !readFileSync(path.join(leaf.dir, file), 'utf8').split('\n')[line - 1]?.trim(),
    )
    expect(missing).toEqual([])
    expect(leaf.case.notes.length).toBeGreaterThan(10)
    expect(leaf.case.expect.noCalls ?? leaf.case.expect.urls.length > 0).toBe(true)
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
