import { directoryOf, joinPath, type ProjectFiles } from '../options/files'
import { asObject, parseJson } from '../options/json'

/** What `tsconfig.json` or `jsconfig.json` says about imports. */
export interface PathMapping {
  /** Where imports that are no path are looked up, or null. Absolute. */
  baseUrl: string | null
  /** Patterns with at most one `*`, the most specific first; targets are absolute. */
  paths: readonly { prefix: string; suffix: string; star: boolean; targets: readonly string[] }[]
}

const NAMES = ['tsconfig.json', 'jsconfig.json']
/** Files that one configuration may lead to through `extends` and `references`. */
const MOST_FILES = 16

/** The mapping of the nearest configuration at or above a directory that has one; null where none maps anything. */
export function readPathMapping(files: ProjectFiles, directory: string): PathMapping | null {
  for (const name of NAMES) {
    const file = joinPath(directory, name)
    if (files.kind(file) !== 'file') continue
    const mapping = readConfig(files, file, new Set())
    if (mapping) return mapping
  }
  return null
}

function readConfig(files: ProjectFiles, file: string, seen: Set<string>): PathMapping | null {
  if (seen.has(file) || seen.size >= MOST_FILES) return null
  seen.add(file)
  const config = asObject(parseJson(files.read(file) ?? ''))
  if (!config) return null
  const directory = directoryOf(file)
  const options = asObject(config.compilerOptions)
  const baseUrl = typeof options?.baseUrl === 'string' ? joinPath(directory, options.baseUrl) : null
  const paths = asObject(options?.paths)
  if (paths) return { baseUrl, paths: patternsOf(paths, baseUrl ?? directory) }
  const others = [...texts(config.extends), ...referencesOf(config)].map((name) => besideOf(files, directory, name))
  for (const other of others) {
    const mapping = other && readConfig(files, other, seen)
    if (mapping) return { ...mapping, baseUrl: baseUrl ?? mapping.baseUrl }
  }
  return baseUrl ? { baseUrl, paths: [] } : null
}

function texts(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string')
}

/** Vite's templates keep `paths` in `tsconfig.app.json`, which `tsconfig.json` only refers to. */
function referencesOf(config: Record<string, unknown>): string[] {
  return Array.isArray(config.references) ? config.references.flatMap((item) => texts(asObject(item)?.path)) : []
}

/** The file that `extends` or a reference names; packages are not looked into, they hold no paths of the project. */
function besideOf(files: ProjectFiles, directory: string, name: string): string | null {
  if (!/^(?:\.|\/|[a-zA-Z]:)/.test(name)) return null
  const path = joinPath(directory, name)
  if (files.kind(path) === 'directory') return joinPath(path, 'tsconfig.json')
  return files.kind(path) === 'file' ? path : `${path}.json`
}

function patternsOf(paths: Record<string, unknown>, base: string): PathMapping['paths'] {
  const patterns = Object.entries(paths).map(([pattern, targets]) => {
    const at = pattern.indexOf('*')
    return {
      prefix: at < 0 ? pattern : pattern.slice(0, at),
      suffix: at < 0 ? '' : pattern.slice(at + 1),
      star: at >= 0,
      targets: texts(targets).map((target) => joinPath(base, target)),
    }
  })
  // As TypeScript: an exact pattern first, then the longest text before the star.
  return patterns.sort((a, b) => Number(a.star) - Number(b.star) || b.prefix.length - a.prefix.length)
}

/** The paths that a mapping makes of a specifier, in the order in which they are tried. */
export function mappedPaths(mapping: PathMapping, specifier: string): string[] {
  for (const { prefix, suffix, star, targets } of mapping.paths) {
    if (!star) {
      if (specifier === prefix) return [...targets]
    } else if (
      specifier.length >= prefix.length + suffix.length &&
      specifier.startsWith(prefix) &&
      specifier.endsWith(suffix)
    ) {
      const middle = specifier.slice(prefix.length, specifier.length - suffix.length)
      return targets.map((target) => joinPath(target.replace('*', () => middle)))
    }
  }
  return []
}
