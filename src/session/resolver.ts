import { directoryOf, isAbsolute, joinPath, type ProjectFiles } from '../options/files'
import { miniprogramRoot } from '../options/project'
import { Prober } from './probe'
import { PackageFinder, packagePaths, packageSpecifier } from './packages'
import { mappedPaths, readPathMapping, type PathMapping } from './tsconfig'

/** What a resolver needs to know; all paths are absolute, with `/`. */
export interface ResolverInput {
  files: ProjectFiles
  root: string
  /** Prefixes and what they stand for: `{ '@': 'src' }`, relative to the root. */
  alias: Readonly<Record<string, string>>
  /** Names between a file's name and its extension that this build prefers: `x.weapp.ts`, `x.wx.mpx`. */
  variants: readonly string[]
  /**
   * Whether specifiers lead into `node_modules` too, but for packages that are only developed with. Linked packages of a
   * workspace are followed either way.
   */
  dependencies?: boolean
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
  const roots = new Map<string, string[]>()
  const declared = miniprogramRoot(files, root)
  const prober = new Prober(files, input.variants)
  const packages = new PackageFinder(files)

  /** The first file that one of the paths leads to. */
  const first = (paths: Iterable<string>): string | null => {
    for (const path of paths) {
      const file = prober.find(path)
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

  /** The mini program's root as a directory sees it: the nearest one with an `app.json`, else the declared one. */
  const appRoots = (directory: string): string[] => {
    let known = roots.get(directory)
    if (known) return known
    const parent = directoryOf(directory)
    const names = files.list(directory)
    if (APP_FILES.some((name) => names.includes(name))) known = [directory, declared, root]
    else if (directory === root || parent === directory) known = [declared, joinPath(root, 'src'), root]
    else known = appRoots(parent)
    roots.set(directory, known)
    return known
  }

  /** What a package's own files say; undefined where there is no such package, null where there is but it is not followed. */
  const fromPackage = (specifier: string, importer: string): string | null | undefined => {
    const parts = packageSpecifier(specifier)
    if (!parts) return undefined
    const directory = packages.find(importer, parts.name)
    // `utils/axios.js` that imports `axios` means the package, which need not be installed here.
    if (!directory) return packages.declares(importer, parts.name) ? null : undefined
    const real = files.real(directory)
    const ships = input.dependencies && !packages.isForDevelopment(importer, parts.name)
    const followed = ships || !`${real}/`.includes('/node_modules/')
    return followed ? first(packagePaths(files, real, parts.rest)) : null
  }

  const resolve = (specifier: string, importer: string): string | null => {
    if (specifier.startsWith('.')) return first([joinPath(directoryOf(importer), specifier)])
    const aliased = first(aliasPaths(input, specifier))
    if (aliased) return aliased
    const mapping = mappingOf(directoryOf(importer))
    const mapped = mapping && first(mappedPaths(mapping, specifier))
    if (mapped) return mapped
    const common = /^(?:~?@\/|~\/|@@\/)(.*)$/s.exec(specifier)
    if (common)
      return first([joinPath(root, 'src'), ...appRoots(directoryOf(importer))].map((base) => joinPath(base, common[1])))
    if (isAbsolute(specifier)) {
      return first([
        ...appRoots(directoryOf(importer)).map((base) => `${base}${specifier}`),
        ...(specifier.startsWith(`${root}/`) ? [specifier] : []),
      ])
    }
    const inPackage = fromPackage(specifier, importer)
    if (inPackage !== undefined) return inPackage
    const bases = [
      directoryOf(importer),
      ...(mapping?.baseUrl ? [mapping.baseUrl] : []),
      ...appRoots(directoryOf(importer)),
    ]
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
    // By the bare name that it has itself, a module means a package.
    return answer === importer && packageSpecifier(specifier) ? null : answer
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
