import { readFileSync } from 'node:fs'
import { parse } from '@babel/parser'
import { summarise } from '../src/extract'
import { cpuSeconds, fixed, least, median, table } from './measure'
import type { Setting } from './main'
import { withProjects } from './projects'
import { parserOptions, scriptFiles, scriptsOf } from './scripts.mjs'

const WARM_UPS = 2
const RUNS = 7

interface Source {
  path: string
  code: string
}

/** What extraction costs per byte, in a warm process, against parsing the same bytes: with the gate, and with every module summarised. */
export async function benchExtract({ root }: Setting): Promise<string> {
  const sources = await withProjects(root, (projects) =>
    projects.flatMap(({ folder }) =>
      scriptFiles(folder).map((path): Source => ({ path, code: readFileSync(path, 'utf8') })),
    ),
  )
  const scripts = sources.flatMap(({ path, code }) => scriptsOf(path, code))
  const megabytes = sources.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0) / 1e6
  let passed = 0
  let passedBytes = 0
  for (const { path, code } of sources) {
    if (!summarise(path, code).gate) continue
    passed++
    passedBytes += Buffer.byteLength(code)
  }

  const works: [string, () => void][] = [
    ['parse only', () => scripts.forEach(({ file, code }) => parseOnly(file, code))],
    ['extract, with the gate', () => sources.forEach(({ path, code }) => void summarise(path, code))],
    ['extract, every module', () => sources.forEach(({ path, code }) => void summarise(path, code, { force: true }))],
  ]
  const times = new Map<string, number[]>(works.map(([name]) => [name, []]))
  for (let run = -WARM_UPS; run < RUNS; run++) {
    for (const [name, work] of works) {
      const seconds = await cpuSeconds(work)
      if (run >= 0) times.get(name)?.push(seconds)
    }
  }
  const base = times.get('parse only') as number[]
  const rows = works.map(([name]) => {
    const seconds = times.get(name) as number[]
    return [
      name,
      fixed(megabytes / median(seconds), 1),
      fixed(median(seconds) / median(base)),
      fixed(least(seconds) / least(base)),
    ]
  })
  return `### Extraction against parsing, in one warm process

${sources.length} files, ${fixed(megabytes, 1)} MB; the gate passes ${passed} files (${fixed((passed / sources.length) * 100, 0)} %) with ${fixed((passedBytes / megabytes / 1e6) * 100, 0)} % of the bytes. CPU, ${RUNS} runs in turn after ${WARM_UPS} to warm up.

${table(['', 'MB/s (median)', 'time ÷ parse only (median)', '(least)'], rows)}`
}

function parseOnly(file: string, code: string): void {
  try {
    parse(code, parserOptions(file))
  } catch {
    // A script that Babel refuses costs what it costs; the other side reads it too.
  }
}
