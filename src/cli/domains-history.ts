import { execFileSync } from 'node:child_process'
import type { LastUse } from '../console/compare'
import { LOCK_NAME } from '../console/lock'
import type { ResolvedOptions } from '../options'
import { isSource } from './discover'

/** How many entries are looked up: each one makes git walk the history. */
const MOST_LOOKUPS = 20

/** How long git may take for one question, in milliseconds. */
const GIT_TIMEOUT = 20_000

/** What a removed line of a diff tells. */
interface RemovedLine {
  file: string
  line: number
  column: number
}

/**
 * Finds in the project's git history what used a host last: the commit that took its last mention out of the source, and
 * the line that it stood on. Gives null where there is no git, no such commit, or the host is still there.
 * git is kept from the network: a partial clone would fetch what it lacks.
 */
export function historyOf(options: ResolvedOptions, _deps: boolean): (host: string) => LastUse | null {
  let left = MOST_LOOKUPS
  return (host) => {
    if (left-- <= 0) return null
    const found = git(options.root, [
      'log',
      '-1',
      '--no-show-signature',
      '--format=%H%x00%h%x00%cs',
      `-S${host}`,
      '--',
      '.',
      // What only repeats the console's lists is no use of a host.
      `:(exclude,glob)**/${LOCK_NAME}`,
      ':(exclude,glob)**/mp-domains.config.*',
      ':(exclude,glob)**/*.md',
    ])?.trim()
    if (!found) return null
    const [hash, commit, date] = found.split('\0') as [string, string, string]
    const diff = git(options.root, [
      'show',
      '--format=',
      '--relative',
      '-U0',
      '--no-color',
      '--no-ext-diff',
      hash,
      '--',
      '.',
    ])
    const removed = diff === null ? [] : removedLines(diff, host)
    const line = removed.find(({ file }) => isSource(file)) ?? removed[0]
    return line ? { use: { ...line, api: null }, commit, date } : null
  }
}

/** The lines that a diff removes and that name a text, with their places in the old files. */
export function removedLines(diff: string, text: string): RemovedLine[] {
  const out: RemovedLine[] = []
  let file = ''
  let line = 0
  for (const row of diff.split('\n')) {
    if (row.startsWith('--- ')) file = row.startsWith('--- a/') ? row.slice(6) : ''
    else if (row.startsWith('@@ ')) line = Number(/^@@ -(\d+)/.exec(row)?.[1] ?? 0)
    else if (row.startsWith('-')) {
      const at = row.indexOf(text)
      if (at > 0 && file !== '') out.push({ file, line, column: at })
      line++
    }
  }
  return out
}

/** What git says, or null where it fails or is not there. */
function git(directory: string, args: readonly string[]): string | null {
  try {
    return execFileSync('git', ['-C', directory, ...args], {
      encoding: 'utf8',
      timeout: GIT_TIMEOUT,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    })
  } catch {
    return null
  }
}
