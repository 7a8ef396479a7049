/**
 * The project's files as options need them. Hosts implement it: the command over `fs`, a bundler over its own input
 * file system. Paths are absolute, with `/`. Nothing here throws: what can't be read is absent.
 */
export interface ProjectFiles {
  /** A file's text without a byte order mark, or null where there is none or it can't be read. */
  read(path: string): string | null
  /** The names in a directory (files and directories), sorted; empty where there is none. */
  list(directory: string): readonly string[]
  /** What stands there, links followed; null where nothing does. */
  kind(path: string): 'file' | 'directory' | null
  /** The path with links in it followed; the path itself where that can't be said. */
  real(path: string): string
}

/** Joins path pieces with `/` and resolves `.` and `..`; an absolute piece starts over. */
export function joinPath(...pieces: string[]): string {
  let path = ''
  for (const piece of pieces) {
    const next = piece.includes('\\') ? piece.replace(/\\/g, '/') : piece
    path = isAbsolute(next) ? next : `${path}/${next}`
  }
  // Most paths are plain already: no empty piece, no dots.
  if (path.startsWith('/') && path.length > 1 && !/\/\.{0,2}(?:\/|$)/.test(path)) return path
  const drive = /^[a-zA-Z]:/.exec(path)?.[0] ?? ''
  const parts: string[] = []
  for (const part of path.slice(drive.length).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `${drive}/${parts.join('/')}`
}

/** Whether a path starts at a root: `/x`, `C:/x`, `C:\x`. */
export function isAbsolute(path: string): boolean {
  return /^(?:\/|[a-zA-Z]:[\\/])/.test(path)
}

/** The directory of a path; of a root, the root. */
export function directoryOf(path: string): string {
  const at = path.lastIndexOf('/')
  return at <= 0 || /^[a-zA-Z]:$/.test(path.slice(0, at)) ? path.slice(0, at + 1) : path.slice(0, at)
}

/**
 * A path relative to a root directory, for reports; paths beside the root come out with `../`.
 * On another drive there is no relative path: the absolute one is given.
 */
export function relativePath(root: string, path: string): string {
  const base = root.endsWith('/') ? root : `${root}/`
  if (path.startsWith(base)) return path.slice(base.length)
  const from = root.split('/').filter(Boolean)
  const to = path.split('/').filter(Boolean)
  let same = 0
  while (same < from.length && same < to.length && from[same] === to[same]) same++
  if (same === 0 && !path.startsWith('/')) return path
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/')
}
