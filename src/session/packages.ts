import { directoryOf, joinPath, type ProjectFiles } from '../options/files'
import { asObject, parseJson } from '../options/json'

/** A bare specifier taken apart: `@scope/name/lib/x` → `@scope/name` and `lib/x`. Null where it names no package. */
export function packageSpecifier(specifier: string): { name: string; rest: string } | null {
  const match = /^((?:@[\w.~-]+\/)?[\w.~-]+)(?:\/(.*))?$/.exec(specifier)
  return match && !match[1].startsWith('.') ? { name: match[1], rest: match[2] ?? '' } : null
}

/** Finds the directories that packages lie in, seen from anywhere: each place is looked at once. */
export class PackageFinder {
  /** By directory: the `miniprogram_npm` and `node_modules` that an importer there sees, the nearest first. */
  private readonly folders = new Map<string, readonly string[]>()

  /** By directory: what the `package.json` there and above it depend on, and whether only to develop with it. */
  private readonly dependencies = new Map<string, ReadonlyMap<string, boolean>>()

  constructor(private readonly files: ProjectFiles) {}

  /** The directory of the package that an importer means by a name, or null where there is none. */
  find(importer: string, name: string): string | null {
    for (const folder of this.foldersOf(directoryOf(importer))) {
      const path = `${folder}/${name}`
      if (this.files.kind(path) === 'directory') return path
    }
    return null
  }

  /** Whether a `package.json` around the importer depends on a package, installed or not. */
  declares(importer: string, name: string): boolean {
    return this.dependenciesOf(directoryOf(importer)).has(name)
  }

  /** Whether the nearest `package.json` that names a package needs it for development only. */
  isForDevelopment(importer: string, name: string): boolean {
    return this.dependenciesOf(directoryOf(importer)).get(name) === true
  }

  private dependenciesOf(directory: string): ReadonlyMap<string, boolean> {
    const known = this.dependencies.get(directory)
    if (known) return known
    const parent = directoryOf(directory)
    const around = parent === directory ? new Map<string, boolean>() : this.dependenciesOf(parent)
    const manifest = asObject(parseJson(this.files.read(joinPath(directory, 'package.json')) ?? ''))
    // A package in several fields is needed where one of the later ones says so.
    const own = ['devDependencies', 'dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((field) =>
      Object.keys(asObject(manifest?.[field]) ?? {}).map((name) => [name, field === 'devDependencies'] as const),
    )
    const all = own.length ? new Map([...around, ...own]) : around
    this.dependencies.set(directory, all)
    return all
  }

  private foldersOf(directory: string): readonly string[] {
    let known = this.folders.get(directory)
    if (known) return known
    const parent = directoryOf(directory)
    const own = ['miniprogram_npm', 'node_modules']
      .map((folder) => joinPath(directory, folder))
      .filter((path) => this.files.kind(path) === 'directory')
    known = parent === directory ? own : [...own, ...this.foldersOf(parent)]
    this.folders.set(directory, known)
    return known
  }
}

/**
 * The paths inside a package that a specifier may lead to, without extensions tried: by `exports`, else by the fields that mini program tools and
 * bundlers read, else `index`.
 * @param rest what stands behind the package's name, or empty
 */
export function packagePaths(files: ProjectFiles, directory: string, rest: string): string[] {
  const manifest = asObject(parseJson(files.read(joinPath(directory, 'package.json')) ?? ''))
  const mini = typeof manifest?.miniprogram === 'string' ? joinPath(directory, manifest.miniprogram) : null
  if (rest) {
    const exported = exportedPath(manifest?.exports, `./${rest}`)
    return [
      ...(exported ? [joinPath(directory, exported)] : []),
      ...(mini ? [joinPath(mini, rest)] : []),
      joinPath(directory, rest),
    ]
  }
  const exported = exportedPath(manifest?.exports, '.')
  const entries = [exported, manifest?.module, manifest?.main].filter((entry) => typeof entry === 'string')
  return [
    ...(mini ? [joinPath(mini, 'index')] : []),
    ...entries.map((entry) => joinPath(directory, entry)),
    joinPath(directory, 'index'),
  ]
}

const CONDITIONS = ['import', 'module', 'default', 'browser', 'require', 'node']

/** What `exports` says of a subpath (`.`, `./x`): patterns with `*` too; null where it says nothing. */
function exportedPath(exports: unknown, subpath: string): string | null {
  if (exports === undefined || exports === null) return null
  const table = asObject(exports)
  if (!table || !Object.keys(table).some((key) => key.startsWith('.'))) {
    return subpath === '.' ? conditional(exports) : null
  }
  if (Object.hasOwn(table, subpath)) return conditional(table[subpath])
  for (const [key, target] of Object.entries(table)) {
    const at = key.indexOf('*')
    if (at < 0) continue
    const [head, tail] = [key.slice(0, at), key.slice(at + 1)]
    if (subpath.length < head.length + tail.length || !subpath.startsWith(head) || !subpath.endsWith(tail)) continue
    const middle = subpath.slice(head.length, subpath.length - tail.length)
    return conditional(target)?.replace('*', () => middle) ?? null
  }
  return null
}

function conditional(target: unknown, depth = 0): string | null {
  if (typeof target === 'string') return target
  if (depth > 8) return null
  if (Array.isArray(target))
    return target.map((item) => conditional(item, depth + 1)).find((item) => item !== null) ?? null
  const table = asObject(target)
  if (!table) return null
  for (const condition of CONDITIONS) {
    const found = Object.hasOwn(table, condition) ? conditional(table[condition], depth + 1) : null
    if (found !== null) return found
  }
  return null
}
