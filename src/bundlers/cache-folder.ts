import { existsSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'

/** CommonJS packages that are loaded, as part of their files' paths. */
const PACKAGES = ['@babel/parser', 'ipaddr.js', 'tldts', 'picocolors'].map(
  (name) => `${sep}node_modules${sep}${name.replace('/', sep)}${sep}`,
)

/** The one built file that holds an `import()` (tsdown.config.ts makes it). */
export const IMPORTER = 'import.cjs'

/** Whether a file belongs to a CommonJS package that this one loads. */
export function isRequired(file: string): boolean {
  return PACKAGES.some((part) => file.includes(part))
}

/**
 * Where something is kept between runs: `.cache/unplugin-mp-domains` in the `node_modules` that holds this package
 * (whoever can write there can change the package itself), or in its own while it is developed. Null without such a
 * folder.
 * @param dist the folder of the built package
 * @param name of what is kept: compiled code by what runs, since each runs other functions
 */
export function cacheFolder(dist: string, name: string): string | null {
  let folder = dirname(dist)
  while (basename(folder) !== 'node_modules') {
    const up = dirname(folder)
    if (up === folder) {
      folder = join(dirname(dist), 'node_modules')
      break
    }
    folder = up
  }
  return existsSync(folder) ? join(folder, '.cache', 'unplugin-mp-domains', name) : null
}
