import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { directoryOf, joinPath, relativePath } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { writeChanged } from './fix-write'

/** The files that a program begins with: without them no IDE takes a directory for one. */
const ENTRIES = ['app.json', 'game.json', 'plugin.json']

/** One file of the copy. */
export interface OutFile {
  /** From the output directory, with `/`. */
  file: string
  content(): Uint8Array
  mode: number
}

/** What was done in the output directory. */
export interface OutResult {
  written: number
  removed: number
  same: number
}

/** What earlier runs wrote, so that nothing else is ever removed. */
interface Manifest {
  files: string[]
}

/** The file that lists what was written: hidden, beside the output and never inside, since everything inside is uploaded. */
export function manifestPath(out: string): string {
  const parent = directoryOf(out)
  return joinPath(parent, `.${relativePath(parent, out)}.mp-domains-fix.json`)
}

/** What an earlier run wrote into a directory; null where none did. */
export function readManifest(out: string): Manifest | null {
  try {
    const value = asObject(parseJson(readFileSync(manifestPath(out), 'utf8')))
    const files = value?.version === 1 ? value.files : null
    return Array.isArray(files) ? { files: files.filter((file) => typeof file === 'string') } : null
  } catch {
    return null
  }
}

/** Whether there is something in a directory that no earlier run wrote there. */
export function isForeign(out: string): boolean {
  return readManifest(out) === null && existsSync(out) && (!statSync(out).isDirectory() || readdirSync(out).length > 0)
}

/**
 * Removes the files that programs begin with from what an earlier run wrote: what is there is not what was asked for, and
 * must not be uploaded.
 * @returns whether there were any
 */
export function withdraw(out: string): boolean {
  let found = false
  for (const file of readManifest(out)?.files ?? []) {
    if (!ENTRIES.includes(file.slice(file.lastIndexOf('/') + 1))) continue
    const path = joinPath(out, file)
    found ||= existsSync(path)
    rmSync(path, { force: true })
  }
  return found
}

/**
 * Makes a directory hold these files and nothing else of ours. What is the same already is not touched. Until everything
 * is in its place there is no `app.json`, so a run that ends half-way leaves nothing that could be uploaded.
 * @param starts directories of programs, from the output directory (`''` for itself)
 * @param withhold leaves the files out that programs begin with
 */
export function writeOutput(
  out: string,
  files: readonly OutFile[],
  starts: readonly string[],
  withhold: boolean,
): OutResult {
  const entries = new Set(starts.flatMap((start) => ENTRIES.map((name) => (start === '' ? name : `${start}/${name}`))))
  const names = new Set(files.map(({ file }) => file))
  const before = readManifest(out)?.files ?? []
  const stale = before.filter((file) => !names.has(file))
  const body = files.filter(({ file }) => !entries.has(file))
  const heads = files.filter(({ file }) => entries.has(file))
  const pending = files.filter((file) => !isSame(out, file))
  if (withhold || stale.length > 0 || pending.length > 0) {
    for (const { file } of heads) rmSync(joinPath(out, file), { force: true })
  }
  // Known before anything is written: a run that is killed leaves nothing that the next one would not know as its own.
  keepManifest(out, [...new Set([...before, ...names])])
  for (const file of stale) removeFile(out, file)
  const put = ({ file, content, mode }: OutFile) => {
    writeChanged(joinPath(out, file), content(), mode)
  }
  body.forEach(put)
  if (!withhold) heads.forEach(put)
  keepManifest(out, [...names])
  const isPut = ({ file }: OutFile) => !withhold || !entries.has(file)
  return {
    written: pending.filter(isPut).length,
    removed: stale.length,
    same: files.filter(isPut).length - pending.filter(isPut).length,
  }
}

function isSame(out: string, { file, content, mode }: OutFile): boolean {
  const path = joinPath(out, file)
  const there = statSync(path, { throwIfNoEntry: false })
  if (!there?.isFile() || (there.mode & 0o777) !== (mode & 0o777)) return false
  const bytes = content()
  return there.size === bytes.byteLength && readFileSync(path).equals(bytes)
}

/** Removes a file that is no longer needed, and the directories that it leaves empty. */
function removeFile(out: string, file: string): void {
  rmSync(joinPath(out, file), { force: true })
  for (let directory = directoryOf(joinPath(out, file)); directory.startsWith(`${out}/`);) {
    try {
      rmdirSync(directory)
    } catch {
      return
    }
    directory = directoryOf(directory)
  }
}

function keepManifest(out: string, files: readonly string[]): void {
  const text = `${JSON.stringify({ version: 1, files: [...files].sort() }, null, 2)}\n`
  writeChanged(manifestPath(out), Buffer.from(text), 0o644)
}
