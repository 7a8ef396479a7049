import { createHash } from 'node:crypto'
import nodeModule, { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { prune, readKept, writeKept } from './cache-files'

/** What Node gives every CommonJS module its text with; not in @types/node, but what all compile hooks stand on. */
interface Compiles {
  _compile(this: NodeModule, code: string, file: string, ...rest: unknown[]): unknown
}

/** Scripts by the file that is to hold their compiled code. */
type Kept = Map<string, Script>

/** Turns off Node's own cache (https://nodejs.org/api/module.html), and this one with it. */
const OFF = 'NODE_DISABLE_COMPILE_CACHE'

/**
 * Keeps what V8 compiled between runs of the command: compiling each function at its first call is up to a fifth of the
 * CPU time of a small project's check (docs/performance.md). Node does that itself from 22.8 on
 * (`module.enableCompileCache`); for Node 20 the modules of `isOurs` are compiled here. What is kept holds the functions
 * that the first run called, so that each command has a cache of its own.
 *
 * Nothing depends on the cache: where it can't be read or written, or V8 refuses it, the text is compiled as ever.
 * @param folder where the compiled code is kept; made if it is not there. Null keeps nothing.
 * @param isOurs the files (absolute paths) whose code is kept: none with `import()`, which V8 11 forgets the loader of
 *   when code comes from the cache
 */
export function cacheCompiled(folder: string | null, isOurs: (file: string) => boolean): void {
  if (folder === null || process.env[OFF]) return
  // Not in @types/node of Node 20.
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown }
  if (enableCompileCache) {
    enableCompileCache(folder)
    return
  }
  const compiled = compileWith(folder, isOurs).compiled
  process.on('exit', () => writeAll(folder, compiled))
}

/**
 * The same for a part of a process that is somebody else's: only what is loaded until it is ended, by whatever Node, and
 * nothing is written where `CI` says that nobody comes back for it.
 * @returns ends it
 */
export function keepCompiled(folder: string | null, isOurs: (file: string) => boolean): () => void {
  if (folder === null || process.env[OFF]) return () => {}
  const { compiled, end } = compileWith(folder, isOurs)
  return () => {
    end()
    // Written when the process ends: then they hold the functions that ran.
    if (compiled.size > 0 && !process.env.CI) process.once('exit', () => writeAll(folder, compiled))
  }
}

/** From now on CommonJS modules are compiled from what is kept; `compiled` takes those that nothing was kept of. */
function compileWith(folder: string, isOurs: (file: string) => boolean): { compiled: Kept; end(): void } {
  const prototype = nodeModule.Module.prototype as unknown as Compiles
  const compile = prototype._compile
  const compiled: Kept = new Map()
  prototype._compile = function (code, file, ...rest) {
    if (!isOurs(file)) return compile.call(this, code, file, ...rest)
    const path = join(folder, nameOf(file, code))
    const cachedData = readKept(path)
    const script = new Script(nodeModule.wrap(code), { filename: file, ...(cachedData && { cachedData }) })
    if (!cachedData || script.cachedDataRejected) compiled.set(path, script)
    const run = script.runInThisContext() as (...given: unknown[]) => unknown
    return run.call(this.exports, this.exports, requireOf(this, file), this, file, dirname(file))
  }
  return { compiled, end: () => void (prototype._compile = compile) }
}

function writeAll(folder: string, compiled: Kept): void {
  for (const [path, script] of compiled) writeKept(path, () => script.createCachedData())
  if (compiled.size > 0) prune(folder)
}

/** `require` as the module itself would have it; what stands on it is made when somebody asks. */
function requireOf(module: NodeModule, file: string): NodeRequire {
  let whole: NodeRequire | null = null
  const names = ['resolve', 'cache', 'extensions', 'main'] as const
  const members = names.map((name) => [name, { get: () => (whole ??= createRequire(file))[name] }])
  const own = (id: string): unknown => module.require(id)
  return Object.defineProperties(own, Object.fromEntries(members) as PropertyDescriptorMap) as NodeRequire
}

/** V8 compares no more of a text than its length, so the name holds what the text is, and which V8 compiled it. */
function nameOf(file: string, code: string): string {
  const hash = createHash('sha1').update(process.versions.v8).update(process.arch).update('\0').update(code)
  return `${basename(file)}-${hash.digest('hex')}.bin`
}
