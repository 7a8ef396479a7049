import { directoryOf, type ProjectFiles } from '../options/files'

/** Extensions that imports leave out, in the order in which they are tried. */
const EXTENSIONS: readonly string[] =
  '.ts .js .tsx .jsx .mjs .cjs .mts .vue .nvue .uvue .uts .mpx .wpy .json .wxs .sjs .qs'.split(' ')

/** Source extensions that a written one may stand for: TypeScript imports `./x.js` and means `x.ts`. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

const NONE: readonly string[] = []

/**
 * Finds the file that a path without its extension means. Each directory is listed once; a path is then compared
 * only with the few names that begin as it does, however many extensions and variants there are.
 */
export class Prober {
  /** By directory: its names by their text before the first dot. */
  private readonly directories = new Map<string, ReadonlyMap<string, readonly string[]>>()

  /** @param variants names between a file's name and its extension that this build prefers: `x.weapp.ts` */
  constructor(
    private readonly files: ProjectFiles,
    private readonly variants: readonly string[],
  ) {}

  /** The file at a path as it stands, with an extension, as a variant of this platform, or as a directory's index. */
  find(path: string): string | null {
    const directory = directoryOf(path)
    const name = path.slice(directory.endsWith('/') ? directory.length : directory.length + 1)
    const names = this.similar(directory, name)
    if (names.length === 0) return null
    const file = this.fileOf(directory, name, names)
    if (file) return file
    if (!names.includes(name) || this.files.kind(path) !== 'directory') return null
    return this.fileOf(path, 'index', this.similar(path, 'index'))
  }

  private fileOf(directory: string, name: string, names: readonly string[]): string | null {
    const dot = name.lastIndexOf('.')
    const extension = dot > 0 ? name.slice(dot) : ''
    const stem = EXTENSIONS.includes(extension) ? name.slice(0, dot) : null
    for (const variant of this.variants) {
      const found =
        stem === null
          ? this.extended(directory, `${name}.${variant}`, names)
          : this.at(directory, `${stem}.${variant}${extension}`, names)
      if (found) return found
    }
    const exact = this.at(directory, name, names)
    if (exact) return exact
    for (const other of stem === null ? NONE : (WRITTEN[extension] ?? NONE)) {
      const found = this.at(directory, stem + other, names)
      if (found) return found
    }
    return this.extended(directory, name, names)
  }

  private extended(directory: string, name: string, names: readonly string[]): string | null {
    for (const extension of EXTENSIONS) {
      const found = this.at(directory, name + extension, names)
      if (found) return found
    }
    return null
  }

  private at(directory: string, name: string, names: readonly string[]): string | null {
    if (!names.includes(name)) return null
    const path = directory.endsWith('/') ? directory + name : `${directory}/${name}`
    return this.files.kind(path) === 'file' ? path : null
  }

  private similar(directory: string, name: string): readonly string[] {
    let groups = this.directories.get(directory)
    if (!groups) {
      const byHead = new Map<string, string[]>()
      for (const entry of this.files.list(directory)) {
        const head = headOf(entry)
        const group = byHead.get(head)
        if (group) group.push(entry)
        else byHead.set(head, [entry])
      }
      this.directories.set(directory, (groups = byHead))
    }
    return groups.get(headOf(name)) ?? NONE
  }
}

/** The text before the first dot; of a hidden name, the name. */
function headOf(name: string): string {
  const dot = name.indexOf('.', 1)
  return dot < 0 ? name : name.slice(0, dot)
}
