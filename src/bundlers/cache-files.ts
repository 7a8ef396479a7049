import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Bytes of the checksum in front of what is kept. */
const SUM = 20

/** Milliseconds after which a file goes when another is written: 30 days. What is still wanted is written again. */
const KEPT = 30 * 24 * 60 * 60 * 1000

/** What an earlier process kept, if it is there and whole. */
export function readKept(path: string): Buffer | null {
  try {
    const bytes = readFileSync(path)
    const data = bytes.subarray(SUM)
    return sum(data).equals(bytes.subarray(0, SUM)) ? data : null
  } catch {
    return null
  }
}

function sum(data: Buffer): Buffer {
  return createHash('sha1').update(data).digest()
}

/** Writes beside and renames, so that no other process reads half a file. Where nothing can be written, nothing is. */
export function writeKept(path: string, make: () => Buffer): void {
  try {
    const data = make()
    const folder = dirname(path)
    mkdirSync(folder, { recursive: true })
    const draft = join(folder, `${randomUUID()}.tmp`)
    writeFileSync(draft, Buffer.concat([sum(data), data]))
    renameSync(draft, path)
  } catch {
    // A folder that can't be written to: the next run does the work again.
  }
}

/**
 * Removes what was written long ago, so that a folder does not grow with every update.
 * @param most how many bytes the newest files that stay have at most. Default: any number
 */
export function prune(folder: string, most = Infinity): void {
  try {
    const files = readdirSync(folder).map((name) => {
      const path = join(folder, name)
      const { mtimeMs, size } = statSync(path)
      return { path, time: mtimeMs, size }
    })
    files.sort((a, b) => b.time - a.time)
    let bytes = 0
    for (const { path, time, size } of files) {
      bytes += size
      if (bytes > most || Date.now() - time > KEPT) rmSync(path, { force: true, recursive: true })
    }
  } catch {
    // Another process was quicker, or nothing may be removed here.
  }
}
