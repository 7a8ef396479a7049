import { directoryOf, isAbsolute, joinPath, type ProjectFiles } from '../options/files'
import { miniprogramRoot } from '../options/project'
import { packageDirectories, packagePaths, packageSpecifier } from './packages'
import { mappedPaths, readPathMapping, type PathMapping } from './tsconfig'

/** What a resolver needs to know; all paths are absolute, with `/`. */
export interface ResolverInput {
  files: ProjectFiles
  root: string
  /** Prefixes and what they stand for: `{ '@': 'src' }`, relative to the root. */
  alias: Readonly<Record<string, string>>
  /** Names between a file's name and its extension that this build prefers: `x.weapp.ts`, `x.wx.mpx`. */
  variants: readonly string[]
  /** Whether specifiers lead into `node_modules` too. Linked packages of a workspace are followed either way. */
  dependencies?: boolean
}

/** Extensions that imports leave out, in the order in which they are tried. */
const EXTENSIONS = [
  '.ts',
  '.js',
  '.tsx',
  '.jsx',
  '.mjs',
  '.cjs',
  '.mts',
  '.vue',
  '.nvue',
  '.uvue',
  '.uts',
  '.mpx',
  '.wpy',
  '.json',
  '.wxs',
  '.sjs',
  '.qs',
]

/** Source extensions that a written one may stand for: TypeScript imports `./x.js` and means `x.ts`. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

/** Files that tell the root of a mini program; `/x` counts from it. */
const APP_FILES = ['app.json', 'game.json', 'plugin.json']

/**
 * Resolves import specifiers over the files of a project, for hosts without a module graph of their own: as the platforms do
 * (`/x` from the directory of `app.json`, `utils/x` without `./`, `miniprogram_npm`), and as bundlers do (aliases,
 * `tsconfig` paths, packages).
 * @returns the id of the file, or null where there is none or the specifier leads to a package
 */
export function createResolver(input: ResolverInput): (specifier: string, importer: string) => string | null {
  const { files, root } = input
  const mappings = new Map<string, PathMapping | null>()
  const answers = new Map<string, string | null>()
  const declared = miniprogramRoot(files, root)

  /** The first file that one of the paths leads to. */
  const first = (paths: Iterable<string>): string | null => {
    for (const path of paths) {
      const file = probe(input, path)
      if (file) return file
    }
    return null
  }

  const mappingOf = (directory: string): PathMapping | null => {
    const known = mappings.get(directory)
    if (known !== undefined) return known
    const parent = directoryOf(directory)
    const mapping = readPathMapping(files, directory) ?? (parent === directory ? null : mappingOf(parent))
    mappings.set(directory, mapping)
    return mapping
  }

  /** The mini program's root as an importer sees it: the nearest directory of an `app.json`, else the declared one. */
  const appRoots = (importer: string): string[] => {
    for (let directory = directoryOf(importer); directory.length >= root.length; directory = directoryOf(directory)) {
      if (APP_FILES.some((name) => files.kind(joinPath(directory, name)) === 'file')) return [directory, declared, root]
      if (directoryOf(directory) === directory) break
    }
    return [declared, joinPath(root, 'src'), root]
  }

  const resolve = (specifier: string, importer: string): string | null => {
    if (specifier.startsWith('.')) return first([joinPath(directoryOf(importer), specifier)])
    const aliased = first(aliasPaths(input, specifier))
    if (aliased) return aliased
    const mapping = mappingOf(directoryOf(importer))
    const mapped = mapping && first(mappedPaths(mapping, specifier))
    if (mapped) return mapped
    const common = /^(?:~?@\/|~\/|@@\/)(.*)$/s.exec(specifier)
    if (common) return first([joinPath(root, 'src'), ...appRoots(importer)].map((base) => joinPath(base, common[1])))
    if (isAbsolute(specifier)) {
      return first([
        ...appRoots(importer).map((base) => `${base}${specifier}`),
        ...(specifier.startsWith(`${root}/`) ? [specifier] : []),
      ])
    }
    const inPackage = fromPackage(input, specifier, importer, first)
    if (inPackage !== undefined) return inPackage
    const bases = [directoryOf(importer), ...(mapping?.baseUrl ? [mapping.baseUrl] : []), ...appRoots(importer)]
    return first(bases.map((base) => joinPath(base, specifier)))
  }

  return (written, importer) => {
    const specifier = plainSpecifier(written)
    if (specifier === null) return null
    const key = `${directoryOf(importer)}\0${specifier}`
    let answer = answers.get(key)
    if (answer === undefined) {
      answer = resolve(specifier, importer)
      answers.set(key, answer)
    }
    return answer
  }
}

/** A specifier without webpack's inline loaders and without its query; null for what no file stands behind. */
function plainSpecifier(written: string): string | null {
  const specifier = written.slice(written.lastIndexOf('!') + 1).replace(/\?.*$/s, '')
  if (
    specifier === '' ||
    specifier.includes('\0') ||
    /^(?:node|data|https?|virtual|plugin|dynamicLib|cloud):/i.test(specifier)
  )
    return null
  return specifier
}

function* aliasPaths({ alias, root }: ResolverInput, specifier: string): Generator<string> {
  const names = Object.keys(alias).sort((a, b) => b.length - a.length)
  for (const name of names) {
    const prefix = name.replace(/\/?\*$/, '')
    if (specifier === prefix || specifier.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)) {
      yield joinPath(root, alias[name].replace(/\/?\*$/, ''), `./${specifier.slice(prefix.length)}`)
    }
  }
}

/** What a package's own files say; undefined where there is no such package, null where there is but it is not followed. */
function fromPackage(
  { files, dependencies = false }: ResolverInput,
  specifier: string,
  importer: string,
  first: (paths: Iterable<string>) => string | null,
): string | null | undefined {
  const parts = packageSpecifier(specifier)
  const [directory] = parts ? packageDirectories(files, importer, parts.name) : []
  if (!parts || directory === undefined) return undefined
  const real = files.real(directory)
  const followed = dependencies || !`${real}/`.includes('/node_modules/')
  return followed ? first(packagePaths(files, real, parts.rest)) : null
}

/** The file at a path as it stands, with an extension, as a variant of this platform, or as a directory's index. */
function probe(input: ResolverInput, path: string): string | null {
  const { files, variants } = input
  const extension = /\.[a-z\d]+$/i.exec(path)?.[0] ?? ''
  const stem = extension && EXTENSIONS.includes(extension) ? path.slice(0, -extension.length) : null
  for (const variant of variants) {
    const found =
      stem === null ? withExtension(files, `${path}.${variant}`) : fileAt(files, `${stem}.${variant}${extension}`)
    if (found) return found
  }
  const exact = files.kind(path)
  if (exact === 'file') return path
  for (const other of stem === null ? [] : (WRITTEN[extension] ?? [])) {
    const found = fileAt(files, stem + other)
    if (found) return found
  }
  const added = withExtension(files, path)
  if (added || exact !== 'directory') return added
  for (const variant of variants) {
    const found = withExtension(files, joinPath(path, `index.${variant}`))
    if (found) return found
  }
  return withExtension(files, joinPath(path, 'index'))
}

function withExtension(files: ProjectFiles, path: string): string | null {
  for (const extension of EXTENSIONS) {
    if (files.kind(path + extension) === 'file') return path + extension
  }
  return null
}

function fileAt(files: ProjectFiles, path: string): string | null {
  return files.kind(path) === 'file' ? path : null
}
