import { existsSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { cacheCompiled } from './compile-cache'

/** CommonJS packages that the command loads, by the folder that they are installed in. */
const PACKAGES = ['@babel/parser', 'ipaddr.js', 'tldts', 'picocolors']

/** The one file of the command that holds an `import()` (tsdown.config.ts makes it). */
const IMPORTER = 'import.cjs'

/**
 * Sets V8 up for the command's process, before anything of weight is loaded: when it optimises, and where it keeps what
 * it compiled.
 * @param dist the folder of the built command
 * @param command the first word behind the command's name, as given
 */
export function prepareEngine(dist: string, command: string | undefined): void {
  optimiseLater()
  const packages = PACKAGES.map((name) => `${sep}node_modules${sep}${name.replace('/', sep)}${sep}`)
  cacheCompiled(cacheFolder(dist, command), (file) => {
    if (file.startsWith(dist + sep)) return basename(file) !== IMPORTER
    return packages.some((part) => file.includes(part))
  })
}

/**
 * Where the compiled code of a command is kept: `.cache/unplugin-mp-domains` in the `node_modules` that holds this
 * package (whoever can write there can change the package itself), or in its own while it is developed. Null for what
 * is no command (`--version`), which would keep next to nothing.
 */
function cacheFolder(dist: string, command: string | undefined): string | null {
  if (command === undefined || !/^[a-z]{1,20}$/.test(command)) return null
  let folder = dirname(dist)
  while (basename(folder) !== 'node_modules') {
    const up = dirname(folder)
    if (up === folder) {
      folder = join(dirname(dist), 'node_modules')
      break
    }
    folder = up
  }
  return existsSync(folder) ? join(folder, '.cache', 'unplugin-mp-domains', command) : null
}

/**
 * Lets V8 hand a function to its optimising compiler only once it is really hot, some ten times later than by default.
 * A check runs for a second or two through much code, and half of its CPU time went into that compiler
 * (docs/performance.md). Only in the command's own process, and only where V8 has the flag: an unknown one would be
 * complained about on stderr. V8 13 (Node 24) gains nothing by it.
 */
function optimiseLater(): void {
  const version = Number.parseInt(process.versions.v8, 10)
  if (version === 11) setFlagsFromString('--interrupt-budget=1000000')
  if (version === 12) setFlagsFromString('--invocation-count-for-turbofan=30000')
}
