import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { importScan } from '../extract/import-scan'
import { parseJson } from '../options/json'
import { slashed } from './ids'
import { readSource, textFiles } from './sources'

/** Packages that are built into `miniprogram_npm` beside the bundle. */
export interface NpmPackages {
  /** Their files that get there, absolute, with `/`. */
  files: string[]
  /** By the package's name: the file that an import of it leads to. */
  entries: Map<string, string>
}

interface Manifest {
  dependencies?: Record<string, string>
  miniprogram?: unknown
}

/**
 * What weapp-vite makes of `dependencies` once its bundle is written: the folder that `miniprogram` names is copied as it
 * is, any other package is bundled from its entry. Neither passes a plugin; in the bundle they are external.
 * Source: `NpmService.build` in lib of pkg:npm/weapp-vite@2.1.2.
 * @param root of the project, absolute
 */
export function npmPackages(root: string): NpmPackages {
  const files = new Set<string>()
  const entries = new Map<string, string>()
  for (const name of Object.keys(manifestIn(root)?.dependencies ?? {})) {
    const directory = packageDirectory(root, name)
    if (directory === null) continue
    const { miniprogram } = manifestIn(directory) ?? {}
    if (typeof miniprogram === 'string' && miniprogram !== '') {
      const folder = slashed(resolve(directory, miniprogram))
      for (const file of textFiles([folder])) files.add(file)
      entries.set(name, `${folder}/index.js`)
      continue
    }
    const entry = resolved(name, `${slashed(root)}/package.json`)
    if (entry === null) continue
    entries.set(name, entry)
    takeIn(entry, files)
  }
  return { files: [...files], entries }
}

/** A file of a package, and those of it that it imports. */
function takeIn(entry: string, files: Set<string>): void {
  const queue = [entry]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue
    const source = readSource(file)
    if (!source) continue
    files.add(file)
    for (const specifier of importScan(source.text, 'js')) {
      const target = specifier.startsWith('.') ? resolved(specifier, file) : null
      if (target !== null) queue.push(target)
    }
  }
}

function resolved(specifier: string, importer: string): string | null {
  try {
    const path = createRequire(importer).resolve(specifier)
    return /[\\/]/.test(path) ? slashed(path) : null
  } catch {
    return null
  }
}

function packageDirectory(root: string, name: string): string | null {
  for (let directory = root; ; directory = dirname(directory)) {
    const path = `${slashed(directory)}/node_modules/${name}`
    if (existsSync(path)) return path
    if (dirname(directory) === directory) return null
  }
}

function manifestIn(directory: string): Manifest | null {
  const source = readSource(`${slashed(directory)}/package.json`)
  return source ? ((parseJson(source.text) ?? null) as Manifest | null) : null
}
