import { basename, sep } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { cacheCompiled } from '../bundlers/compile-cache'
import { cacheFolder, IMPORTER, isRequired } from '../bundlers/cache-folder'

/**
 * Sets V8 up for the command's process, before anything of weight is loaded: when it optimises, and where it keeps what
 * it compiled.
 * @param dist the folder of the built command
 * @param command the first word behind the command's name, as given
 */
export function prepareEngine(dist: string, command: string | undefined): void {
  optimiseLater()
  // What is no command (`--version`) would keep next to nothing.
  const folder = command !== undefined && /^[a-z]{1,20}$/.test(command) ? cacheFolder(dist, command) : null
  cacheCompiled(folder, (file) => (file.startsWith(dist + sep) ? basename(file) !== IMPORTER : isRequired(file)))
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
