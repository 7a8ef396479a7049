import { readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs'
import { directoryOf, type ProjectFiles } from '../options/files'
import { slashed } from './paths'

/** Larger files are no source that a mini program ships; they are reported and not read. In bytes. */
export const LARGEST_FILE = 20 * 1024 * 1024

/** Why a file could not be taken as text. */
export type Unreadable = 'denied' | 'large' | 'binary'

type Kind = 'file' | 'directory' | 'link' | 'other'

/**
 * The disk as the command sees it. Directories are listed once and then answered from memory, so that trying
 * extensions costs no system call; make a new one where files may have changed.
 */
export class NodeFiles implements ProjectFiles {
  /** By directory: what it holds, names sorted; null where it can't be listed. */
  private readonly directories = new Map<string, ReadonlyMap<string, Kind> | null>()
  private readonly links = new Map<string, 'file' | 'directory' | null>()
  /** Directories that exist and could not be listed. */
  readonly denied: string[] = []

  read(path: string): string | null {
    const text = this.text(path)
    return typeof text === 'string' ? text.replace(/^\uFEFF/, '') : null
  }

  /** A file's text as it stands (a byte order mark included), the reason why it is none, or null where there is no file. */
  text(path: string): string | { reason: Unreadable } | null {
    if (this.kind(path) !== 'file') return null
    try {
      if (statSync(path).size > LARGEST_FILE) return { reason: 'large' }
      const bytes = readFileSync(path)
      return bytes.subarray(0, 4096).includes(0) ? { reason: 'binary' } : bytes.toString('utf8')
    } catch {
      return { reason: 'denied' }
    }
  }

  list(directory: string): readonly string[] {
    return [...(this.entries(directory)?.keys() ?? [])]
  }

  kind(path: string): 'file' | 'directory' | null {
    const parent = directoryOf(path)
    if (parent === path) return 'directory'
    const kind = this.entries(parent)?.get(path.slice(parent.endsWith('/') ? parent.length : parent.length + 1))
    if (kind === 'link') return this.target(path)
    return kind === 'file' || kind === 'directory' ? kind : null
  }

  /** Whether a path itself is a link. */
  isLink(path: string): boolean {
    const parent = directoryOf(path)
    return this.entries(parent)?.get(path.slice(parent.endsWith('/') ? parent.length : parent.length + 1)) === 'link'
  }

  real(path: string): string {
    try {
      return slashed(realpathSync(path))
    } catch {
      return path
    }
  }

  private target(path: string): 'file' | 'directory' | null {
    let kind = this.links.get(path)
    if (kind === undefined) {
      try {
        const stat = statSync(path)
        kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : null
      } catch {
        kind = null
      }
      this.links.set(path, kind)
    }
    return kind
  }

  /** Whether the listing of the directory above, where it was made, has no such name: that saves asking the disk. */
  private isKnownMissing(directory: string): boolean {
    const parent = directoryOf(directory)
    if (parent === directory) return false
    const above = this.directories.get(parent)
    if (above === undefined) return false
    const kind = above?.get(directory.slice(parent.endsWith('/') ? parent.length : parent.length + 1))
    return kind === undefined || kind === 'file'
  }

  private entries(directory: string): ReadonlyMap<string, Kind> | null {
    const known = this.directories.get(directory)
    if (known !== undefined) return known
    if (this.isKnownMissing(directory)) return null
    let entries: Map<string, Kind> | null = null
    try {
      const found = readdirSync(directory, { withFileTypes: true })
      found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      entries = new Map(found.map((entry) => [entry.name, kindOf(entry)]))
    } catch (error) {
      if (/^(?:EACCES|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) this.denied.push(directory)
    }
    this.directories.set(directory, entries)
    return entries
  }
}

function kindOf(entry: Dirent): Kind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? 'link' : 'other'
}
