import { statSync } from 'node:fs'
import { discover, isBuildOutput, isSource } from '../cli/discover'
import { NodeFiles } from '../cli/files'
import { filePort, type FilePort } from '../cli/port'
import type { ResolvedOptions } from '../options'
import { directoryOf } from '../options/files'
import { createSession, type ModuleRecord } from '../session'
import { packageSpecifier } from '../session/packages'
import type { Involved } from './findings'

/** How much text (UTF-16 units) of how many modules is linked at once while one is typed in, and with a large one at least. */
const MOST_TEXT = 100_000
const LEAST_TEXT = 25_000
const MOST_MODULES = 24
/** From how much text on a module is left out of that where no call of the whole program has to do with it. */
const LARGE = 20_000

/** One source file as it is on disk. */
interface SourceFile {
  stamp: string
  text: string
  record: ModuleRecord
}

/** What tells whether a file on disk changed: its time and size; empty where there is none. */
export function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs}-${stat.size}` : ''
}

/** The sources of a project as they are on disk, each with its record; {@link refresh} reads again what changed. */
export class SourceTree {
  readonly files = new Map<string, SourceFile>()
  port: FilePort
  private readonly directories = new Map<string, string>()
  /** Who imports whom; made when it is first asked for. */
  private importersOf: Map<string, Set<string>> | null = null

  constructor(private readonly options: ResolvedOptions) {
    this.port = filePort(new NodeFiles(), options)
    this.scan()
  }

  /** Looks whether the disk changed, and reads again what did. @returns whether anything changed */
  refresh(): boolean {
    return this.isCurrent() ? false : this.scan()
  }

  /** Files and directories that stand as they stood: a directory's time tells of names that came or went. */
  private isCurrent(): boolean {
    for (const [id, { stamp }] of this.files) if (stampOf(id) !== stamp) return false
    for (const [directory, stamp] of this.directories) if (stampOf(directory) !== stamp) return false
    return this.directories.size > 0
  }

  private scan(): boolean {
    const disk = new NodeFiles()
    const port = filePort(disk, this.options)
    const session = createSession(this.options, { imports: true })
    const { sources } = discover(disk, this.options.root)
    const seen = new Set(sources)
    const found = seen.size
    let index = 0
    let changed = false
    for (const id of seen) {
      const isFound = index++ < found
      if (!this.options.filter(id)) continue
      const known = this.files.get(id)
      const stamp = stampOf(id)
      if (known?.stamp !== stamp) {
        const text = disk.text(id)
        if (typeof text !== 'string') continue
        changed = true
        this.files.set(id, { stamp, text, record: session.update(id, text).record })
      }
      for (const specifier of specifiersOf(this.files.get(id)!.record)) {
        // What a found module imports by path was found as well.
        if (isFound && !packageSpecifier(specifier)) continue
        const target = port.resolve(specifier, id)
        if (target !== null && isSource(target)) seen.add(target)
      }
    }
    for (const id of this.files.keys()) {
      if (seen.has(id)) continue
      this.files.delete(id)
      changed = true
    }
    this.directories.clear()
    for (const id of this.files.keys()) this.watch(directoryOf(id))
    this.watch(this.options.root)
    if (changed) {
      this.port = port
      this.importersOf = null
    }
    return changed
  }

  private watch(directory: string): void {
    if (this.directories.has(directory)) return
    this.directories.set(directory, stampOf(directory))
    if (directory.startsWith(`${this.options.root}/`)) this.watch(directoryOf(directory))
  }

  /** A file's text on disk: from memory for sources. */
  read(id: string): string | null {
    return this.files.get(id)?.text ?? this.port.read(id)
  }

  /** Whether a file belongs to the program, or would if it were saved. */
  holds(id: string): boolean {
    if (this.files.has(id)) return true
    const { root, filter } = this.options
    if (!id.startsWith(`${root}/`) || !isSource(id) || !filter(id) || stampOf(id) !== '') return false
    const names = id.slice(root.length + 1).split('/')
    return !names.some(
      (name, index) =>
        name.startsWith('.') ||
        (index === 0 && names.length > 1 && isBuildOutput(name)) ||
        /^(?:node_modules|miniprogram_npm|cloudfunctions|uniCloud(?:-.+)?)$/.test(name),
    )
  }

  /**
   * What stands nearest to a module: all that it imports, and, where calls of other modules have to do with it, its
   * importers with what they import, nearest first.
   * What is too large is left out: a bundled library takes as long as all the rest, and says nothing of the project's hosts.
   * @param record the module's record, as it is in the editor
   * @param size of its text
   * @param involved which modules calls had to do with when the program was linked last
   */
  around(id: string, record: ModuleRecord, size: number, involved: Involved): Set<string> {
    const near = new Set([id])
    let left = Math.max(LEAST_TEXT, MOST_TEXT - size)
    const takeOne = (module: string) => {
      const file = this.files.get(module)
      if (!file || near.has(module) || near.size >= MOST_MODULES || file.text.length > left) return null
      if (file.text.length > LARGE && !involved.all.has(module)) return null
      left -= file.text.length
      near.add(module)
      return file.record
    }
    const takeImports = (start: string, own: ModuleRecord) => {
      const queue: [string, ModuleRecord][] = [[start, own]]
      for (const [module, found] of queue) {
        for (const specifier of specifiersOf(found)) {
          const target = this.port.resolve(specifier, module)
          const taken = target === null ? null : takeOne(target)
          if (taken) queue.push([target!, taken])
        }
      }
    }
    takeImports(id, record)
    const importers = involved.elsewhere.has(id) ? [id] : []
    for (const module of importers) {
      for (const importer of this.importers(module)) {
        const taken = takeOne(importer)
        if (!taken) continue
        importers.push(importer)
        takeImports(importer, taken)
      }
    }
    return near
  }

  private importers(id: string): ReadonlySet<string> {
    this.importersOf ??= this.findImporters()
    return this.importersOf.get(id) ?? new Set()
  }

  private findImporters(): Map<string, Set<string>> {
    const importers = new Map<string, Set<string>>()
    for (const [id, { record }] of this.files) {
      for (const specifier of specifiersOf(record)) {
        const target = this.port.resolve(specifier, id)
        if (target === null) continue
        const known = importers.get(target)
        if (known) known.add(id)
        else importers.set(target, new Set([id]))
      }
    }
    return importers
  }
}

/** The import specifiers of a record, of a summary as well as of a refused one. */
function specifiersOf(record: ModuleRecord): readonly string[] {
  const { specifiers } = record as { specifiers?: readonly string[] }
  return specifiers ?? []
}
