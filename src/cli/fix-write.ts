import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Names of files that are being written; hidden, so that nothing takes one for source. */
const BEING_WRITTEN = /^\.mp-domains-[0-9a-f]{12}\.tmp$/

/**
 * Writes a file so that whoever reads it, at any moment and after any crash, finds the old bytes or the new ones: they are
 * written beside it, flushed, and renamed over it.
 * @param mode permission bits, as `stat` gives them; the umask takes none of them away
 */
export function writeWhole(path: string, content: Uint8Array, mode: number): void {
  const beside = join(dirname(path), `.mp-domains-${randomBytes(6).toString('hex')}.tmp`)
  try {
    const handle = openSync(beside, 'wx', 0o600)
    try {
      for (let at = 0; at < content.byteLength;) at += writeSync(handle, content, at)
      fchmodSync(handle, mode & 0o7777)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** Writes a file whole, its directories too, unless it is the same already. Gives whether anything was written. */
export function writeChanged(path: string, content: Uint8Array, mode: number): boolean {
  const there = statSync(path, { throwIfNoEntry: false })
  if (there?.isFile() && there.size === content.byteLength && (there.mode & 0o777) === (mode & 0o777)) {
    if (readFileSync(path).equals(content)) return false
  }
  if (there?.isDirectory()) rmSync(path, { recursive: true })
  mkdirSync(dirname(path), { recursive: true })
  writeWhole(path, content, mode)
  return true
}

/** Removes what a run that was killed left beside the files of a directory. */
export function removeLeftovers(directory: string): void {
  const names = readdirSync(directory, { withFileTypes: true })
  for (const entry of names) {
    if (entry.isFile() && BEING_WRITTEN.test(basename(entry.name))) rmSync(join(directory, entry.name), { force: true })
  }
}
