import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** CPU time (user and system, all threads) and largest memory of one process. */
export interface Usage {
  seconds: number
  megabytes: number
  status: number | null
}

/** Runs `node <args>` and reads its CPU time, which other programs on the machine disturb far less than the clock. */
export function processUsage(args: string[], bench: string): Usage {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mp-domains-bench-'))
  const file = path.join(folder, 'usage.json')
  try {
    const { status, stderr } = spawnSync(process.execPath, ['--import', path.join(bench, 'usage.mjs'), ...args], {
      encoding: 'utf8',
      maxBuffer: 1024 * 1024 * 1024,
      env: { ...process.env, BENCH_USAGE: file, NO_COLOR: '1' },
    })
    if (status !== 0 && status !== 1) throw new Error(`node ${args.join(' ')} ended with ${status}\n${stderr}`)
    return { ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Usage, 'status'>), status }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** CPU seconds that `work` takes in this process. */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  globalThis.gc?.()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

export const least = (values: number[]): number => Math.min(...values)

export const fixed = (value: number, digits = 2): string => value.toFixed(digits)

/** A Markdown table, for the terminal and for docs/performance.md alike. */
export function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')
}
