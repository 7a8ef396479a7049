import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { relativePath } from '../options/files'
import { slashed } from './paths'

/** How long git may take for one question, in milliseconds. */
const GIT_TIMEOUT = 60_000
const LARGEST_ANSWER = 64 * 1024 * 1024

/** What stands in the way of undoing changes with git. */
export type Obstacle =
  | { kind: 'no-git' }
  /** Paths as git shows them, from the top of its work tree. */
  | { kind: 'dirty'; paths: string[] }
  /** Files that are to be changed and that git does not know. */
  | { kind: 'untracked'; paths: string[] }

/**
 * Whether git can bring the files back that are to be changed: the work tree has no change of its own, and git knows each
 * of the files. Null where nothing stands in the way.
 * @param targets absolute paths
 */
export function obstacleTo(directory: string, targets: readonly string[]): Obstacle | null {
  const inside = git(directory, ['rev-parse', '--is-inside-work-tree'])
  if (inside?.trim() !== 'true') return { kind: 'no-git' }
  const status = git(directory, ['status', '--porcelain', '-z', '--untracked-files=normal'])
  if (status === null) return { kind: 'no-git' }
  const paths = status.split('\0').filter((row) => /^.. /.test(row))
  if (paths.length > 0) return { kind: 'dirty', paths: paths.map((row) => row.slice(3)) }
  // What is ignored stands in no status, and comes back from nowhere.
  const tracked = new Set((git(directory, ['ls-files', '-z']) ?? '').split('\0'))
  const unknown = targets.map((path) => relativePath(directory, path)).filter((file) => !tracked.has(file))
  return unknown.length > 0 ? { kind: 'untracked', paths: unknown } : null
}

/** Asks git; null where there is none or it refuses. */
function git(directory: string, args: readonly string[]): string | null {
  try {
    return execFileSync('git', ['-C', directory, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: GIT_TIMEOUT,
      maxBuffer: LARGEST_ANSWER,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' },
    })
  } catch {
    return null
  }
}

/** Copies files as they are, modes included, into a directory of their own below the system's place for such. */
export function keepCopies(directory: string, targets: readonly string[]): string {
  const kept = mkdtempSync(join(tmpdir(), 'mp-domains-undo-'))
  for (const path of targets) {
    const copy = join(kept, relativePath(directory, path))
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(path, copy)
  }
  return slashed(kept)
}

/** The command that takes the changes of files back with git. */
export function gitUndo(directory: string, cwd: string, files: readonly string[]): string {
  const where = directory === cwd ? '' : `-C ${quoted(relativePath(cwd, directory))} `
  return `git ${where}checkout -- ${files.map(quoted).join(' ')}`
}

/** The command that takes the changes of files back from their copies. */
export function copyUndo(directory: string, kept: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32'
    ? `xcopy /E /Y /H /I "${kept.replaceAll('/', '\\')}" "${directory.replaceAll('/', '\\')}"`
    : `cp -R ${quoted(`${kept}/.`)} ${quoted(directory)}`
}

/** A word as shells take it. */
export function quoted(word: string): string {
  return /^[\w./@%+,:-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
