import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { types } from 'node:util'

/** Modules by path, as `require` keeps them. */
type Cache = NodeJS.Require['cache']

const OWN = 'unplugin-mp-domains'

/** This package's entry in the format that runs; it is loaded already. Null where it runs from its sources. */
export function ownEntry(): URL | null {
  const entry = new URL(`./index${extname(import.meta.url)}`, import.meta.url)
  return existsSync(entry) ? entry : null
}

/**
 * Loads a CommonJS module as Node does, and as it is now: the module and the project's files that it requires are run
 * anew, while packages are shared with everything else. Nothing of it is left behind, since the toolchain may require
 * the same files for itself.
 * @param file absolute
 * @returns null where Node can't load it so. The reason is not told
 */
export async function loadRequired(file: string): Promise<{ value: unknown } | null> {
  const require = createRequire(file)
  const own = await ownModule(require)
  const exported = requireAnew(require, file, own)
  if (!exported) return null
  const { value } = exported
  const hasDefault = (typeof value === 'object' || typeof value === 'function') && value !== null && 'default' in value
  return { value: await ((hasDefault ? value.default : null) ?? value) }
}

function requireAnew(require: NodeJS.Require, file: string, own: Cache): { value: unknown } | null {
  const { cache } = require
  const before = takeOut(cache)
  Object.assign(cache, own)
  try {
    return { value: require(file) as unknown }
  } catch {
    return null
  } finally {
    takeOut(cache)
    for (const path of Object.keys(own)) delete cache[path]
    Object.assign(cache, before)
  }
}

/**
 * What `require` of this package gives in the meantime, where nothing required it yet: the package as it is loaded. By
 * its name it would be loaded again, in its other format, for `defineConfig`, which returns what it is given.
 */
async function ownModule(require: NodeJS.Require): Promise<Cache> {
  const entry = ownEntry()
  if (!entry) return {}
  try {
    const path = require.resolve(OWN)
    if (require.cache[path] || path !== realpathSync(fileURLToPath(new URL('./index.cjs', entry)))) return {}
    const exports: unknown = await import(/* @vite-ignore */ entry.href)
    return { [path]: { id: path, filename: path, loaded: true, exports } as NodeJS.Module }
  } catch {
    // Without the package in the project, what requires it fails by itself.
    return {}
  }
}

/** Takes the modules that are no package's out of the cache, and returns them. */
function takeOut(cache: Cache): Cache {
  const taken: Cache = {}
  for (const path of projectFiles(cache)) {
    taken[path] = cache[path]
    delete cache[path]
  }
  return taken
}

/** What is no package's, and not this package's where a workspace links to it. ES modules stay: Node runs none again. */
function projectFiles(cache: Cache): string[] {
  const home = fileURLToPath(new URL('.', import.meta.url))
  const isPackage = (path: string): boolean => /[\\/]node_modules[\\/]/.test(path) || path.startsWith(home)
  return Object.keys(cache).filter((path) => !isPackage(path) && !types.isModuleNamespaceObject(cache[path]?.exports))
}
