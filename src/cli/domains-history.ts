import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { LastUse } from '../console/compare'
import { LOCK_NAME } from '../console/lock'
import type { ResolvedOptions } from '../options'
import type { ReportCall } from '../report/types'
import { parseTemplate } from '../url/template'
import { checkFiles } from './check'
import { isSource } from './discover'
import { NodeFiles } from './files'
import { slashed } from './paths'

/** How many entries are looked up: each one makes git walk the history. */
const MOST_LOOKUPS = 20
/** How many older states of the project are analysed. */
const MOST_STATES = 5
/** How long git may take for one question, in milliseconds. */
const GIT_TIMEOUT = 20_000
/** Most that git may answer, in bytes. */
const LARGEST_ANSWER = 256 * 1024 * 1024

/** A line that a diff removes, with its place in the old file. */
interface RemovedLine {
  file: string
  line: number
  column: number
}

/**
 * Finds in the project's git history what used a host last: the commit that took its last mention out of the source, and
 * the call that asked for it before. Gives null where there is no git or no such commit.
 * git is kept from the network: a partial clone would fetch what it lacks.
 */
export function historyOf(options: ResolvedOptions): (host: string) => Promise<LastUse | null> {
  const states = new Map<string, ReportCall[]>()
  let left = MOST_LOOKUPS
  return async (host) => {
    if (left-- <= 0) return null
    const found = commitWithout(options.root, host)
    if (!found) return null
    const [hash, commit, date] = found
    const line = lineBefore(options.root, hash, host)
    if (!line) return null
    let calls = states.get(hash)
    if (!calls && states.size < MOST_STATES) states.set(hash, (calls = await callsBefore(hash, options)))
    const call = calls?.find(({ urls }) =>
      urls.some(({ url, rewritten }) => [url, rewritten ?? url].some((text) => parseTemplate(text).name === host)),
    )
    const use = call ? { file: call.file, line: call.line, column: call.column, api: call.api } : { ...line, api: null }
    return { use, commit, date }
  }
}

/** The last commit that changed how often the source names a host: its hash, the hash shortened, its date. */
function commitWithout(root: string, host: string): [hash: string, short: string, date: string] | null {
  const text = git(root, [
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
  return text ? (text.split('\0') as [string, string, string]) : null
}

/** Where a commit took a host out, source files first. */
function lineBefore(root: string, hash: string, host: string): RemovedLine | undefined {
  const diff = git(root, ['show', '--format=', '--relative', '-U0', '--no-color', '--no-ext-diff', hash, '--', '.'])
  const removed = diff === null ? [] : removedLines(diff, host)
  return removed.find(({ file }) => isSource(file)) ?? removed[0]
}

/** The lines that a diff removes and that name a text, with their places in the old files. */
export function removedLines(diff: string, text: string): RemovedLine[] {
  const out: RemovedLine[] = []
  let file = ''
  let line = 0
  for (const row of diff.split('\n')) {
    if (row.startsWith('--- a/')) file = row.slice(6)
    else if (row.startsWith('@@ ')) line = Number(/^@@ -(\d+)/.exec(row)?.[1] ?? 0)
    else if (row.startsWith('-') && row !== '--- /dev/null') {
      const at = row.indexOf(text)
      if (at > 0 && file !== '') out.push({ file, line, column: at })
      line++
    }
  }
  return out
}

/** The calls of the project as it was before a commit: its files are put into a directory of their own for a moment. */
async function callsBefore(hash: string, options: ResolvedOptions): Promise<ReportCall[]> {
  const directory = mkdtempSync(join(tmpdir(), 'mp-domains-'))
  try {
    for (const [name, content] of filesBefore(hash, options.root)) {
      const path = join(directory, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
    }
    // The filter goes by the real root.
    const then = { ...options, root: slashed(directory), filter: () => true }
    return (await checkFiles(new NodeFiles(), then)).calls
  } catch {
    return []
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** The sources of the state before a commit, and the JSON files that tell how they belong together; names from the root. */
function filesBefore(hash: string, root: string): Map<string, Buffer> {
  const out = new Map<string, Buffer>()
  const listed = git(root, ['ls-tree', '-r', '-z', '--name-only', `${hash}^`, '--', '.'])?.split('\0') ?? []
  const names = listed.filter(
    (name) =>
      (isSource(name) || name.endsWith('.json')) && !/(?:^|\/)node_modules\//.test(name) && !/[\n\r]|^\.\./.test(name),
  )
  if (names.length === 0) return out
  const answer = gitBytes(root, ['cat-file', '--batch'], names.map((name) => `${hash}^:./${name}\n`).join(''))
  let at = 0
  for (const name of names) {
    const end = answer?.indexOf(10, at) ?? -1
    if (!answer || end < 0) break
    const size = /^[\da-f]+ blob (\d+)$/.exec(answer.toString('utf8', at, end))?.[1]
    at = end + 1
    if (size === undefined) continue
    out.set(name, answer.subarray(at, at + Number(size)))
    at += Number(size) + 1
  }
  return out
}

/** What git says, or null where it fails or is not there. */
function git(directory: string, args: readonly string[]): string | null {
  return gitBytes(directory, args)?.toString('utf8') ?? null
}

function gitBytes(directory: string, args: readonly string[], input = ''): Buffer | null {
  try {
    return execFileSync('git', ['-C', directory, '-c', 'core.quotepath=off', ...args], {
      input,
      timeout: GIT_TIMEOUT,
      maxBuffer: LARGEST_ANSWER,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    })
  } catch {
    return null
  }
}
