import type { GlobRecord } from '../extract/ir'
import { matchGlob } from '../url/glob'
import { fromJson } from './globals'
import { exportOf, moduleExports } from './imports'
import type { Module } from './module'
import { compile } from './patterns'
import { resolved } from './routes'
import { keyText } from './truth'
import { flatMap, one, textOf, UNDEFINED, unknown, type Alternatives, type BuiltinValue, type Value } from './values'
import type { World } from './world'

/** A file that a pattern leads to: the key under which the program finds it, and its id. */
type Match = readonly [key: string, id: string]

/** Most files of one pattern: more are icons or pages, and no table of functions. */
const MAX_FILES = 512
/** What bundlers know in patterns beside `*`, `**`, `?` and `{a,b}`: `[ab]`, `!(a)`. A pattern with it is not followed. */
const OTHER = /\[|[!+@*?]\(/

/** The path of what `require.context(…)` gives; its files are the members of `of`. */
const CONTEXT = '#context'
/** The path of a function that loads a file: what `import.meta.glob(…)` gives without `eager`. */
const LOAD = '#load'

/** Finds what the patterns of a module lead to among the files of the program. */
export function bindGlobs(module: Module, ids: () => Iterable<string>): void {
  const globs = module.summary.globs
  if (!globs) return
  const all = [...ids()].filter((id) => !id.includes('/node_modules/'))
  module.globs = globs.map((glob) => {
    const found = (glob.context ? ofContext(module.id, glob, all) : ofPatterns(module.id, glob, all)) ?? []
    if (found.length > MAX_FILES) return null
    found.sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [, id] of found) bindFile(module, id)
    return found
  })
}

/** Puts a file that a pattern leads to among a module's imports. */
export function bindFile(module: Module, id: string): void {
  module.resolved.set(specifierOf(id), id)
}

/** The name under which a file that a pattern leads to stands among a module's imports. */
const specifierOf = (id: string): string => `glob:${id}`

/** The value of `import.meta.glob(…)` and `require.context(…)`. */
export function globValue(world: World, module: Module, index: number, pos: number): Alternatives {
  const glob = module.summary.globs?.[index]
  const found = module.globs?.[index]
  if (!glob || !found?.length) return one(unknown('external', module, pos))
  let files: Value = fromJson({}, null)
  for (const [key, id] of found) {
    const value = (): Alternatives => fileValue(world, module, id, glob, pos)
    for (const name of glob.required ? shortOf(key) : [key]) files = { t: 'over', base: files, name, value }
  }
  return one(glob.context ? { t: 'builtin', path: CONTEXT, of: files } : files)
}

/** The names under which `require` finds a file: without its extension, and a directory's index by that directory. */
function shortOf(key: string): string[] {
  const short = key.replace(/\.\w+$/, '')
  return [...(short.endsWith('/index') ? [short.slice(0, -'/index'.length)] : []), short, key]
}

function fileValue(world: World, module: Module, id: string, glob: GlobRecord, pos: number): Alternatives {
  const target = world.target(module, specifierOf(id))
  if (!target) return one(unknown('external', module, pos, id))
  if (glob.required) return moduleExports(world, target)
  const exports: Alternatives =
    glob.member === null
      ? one({ t: 'ns', module: target })
      : exportOf(world, target, glob.member, new Set(), module, pos)
  return glob.eager ? exports : flatMap(exports, (of) => one({ t: 'builtin', path: LOAD, of }))
}

/** A member of what `require.context(…)` gives; null for all other values. */
export function contextMember(v: BuiltinValue, name: string): Alternatives | null {
  return v.path === CONTEXT ? one({ t: 'builtin', path: `${CONTEXT}.${name}`, of: v.of }) : null
}

/** What a call of `require.context(…)`, of its `keys` or of a function that loads a file gives; null for all others. */
export function globResult(
  v: BuiltinValue,
  key: () => Alternatives,
  pick: (files: Value, name: string) => Alternatives,
): Alternatives | null {
  const files = v.of
  if (!files || (v.path !== LOAD && !v.path.startsWith(CONTEXT))) return null
  if (v.path === LOAD) return one(files)
  if (v.path === `${CONTEXT}.keys`) return one({ t: 'arr', items: keysIn(files).map((k) => one(textOf(k))) })
  if (v.path === `${CONTEXT}.resolve`) return key()
  if (v.path !== CONTEXT) return null
  return flatMap(key(), (k) => {
    const name = keyText(k)
    if (name !== null) return pick(files, name)
    return k.t === 'prim' ? one(UNDEFINED) : one(unknown('unsupported', null, 0))
  })
}

function keysIn(files: Value): string[] {
  const out: string[] = []
  for (let v = files; v.t === 'over'; v = v.base) if (v.name !== null) out.unshift(v.name)
  return out
}

/** https://webpack.js.org/guides/dependency-management/#requirecontext */
function ofContext(from: string, { patterns, context }: GlobRecord, ids: readonly string[]): Match[] | null {
  const [below, source] = context!
  const pattern = compile(source)
  if (!pattern) return null
  const directory = patterns[0]!
  for (const [base] of basesOf(from, directory)) {
    const found = ids.flatMap((id): Match[] => {
      if (!id.startsWith(`${base}/`)) return []
      const key = `.${id.slice(base.length)}`
      pattern.lastIndex = 0
      return (below || key.lastIndexOf('/') === 1) && pattern.test(key) ? [[key, id]] : []
    })
    if (found.length) return found
  }
  return null
}

/** https://vite.dev/guide/features.html#glob-import: keys are relative where all patterns are, else from the root. */
function ofPatterns(from: string, { patterns }: GlobRecord, ids: readonly string[]): Match[] | null {
  if (patterns.some((p) => OTHER.test(p))) return null
  const isRelative = patterns.every((p) => /^!?\./.test(p))
  const out = new Map<string, Match>()
  const directory = from.slice(0, from.lastIndexOf('/'))
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) continue
    for (const [base, root] of basesOf(from, pattern)) {
      for (const id of ids) {
        if (id === from || !matchGlob(base, id)) continue
        out.set(id, [isRelative ? relative(directory, id) : id.slice(root.length), id])
      }
      if (out.size) break
    }
  }
  for (const pattern of patterns) {
    if (!pattern.startsWith('!')) continue
    for (const [base] of basesOf(from, pattern.slice(1))) {
      for (const id of out.keys()) if (matchGlob(base, id)) out.delete(id)
    }
  }
  return [...out.values()]
}

/**
 * What a path stands for, as written in a module: where it is not relative, the places that may be the project's root,
 * which no module knows. `@` is `src` where the module lies below one.
 */
function basesOf(from: string, path: string): [path: string, root: string][] {
  const names = from.split('/').slice(0, -1)
  if (path.startsWith('.')) return [[resolved(names.join('/'), path), '']]
  if (path.startsWith('**')) return [[`${names.join('/')}/${path}`, '']]
  const alias = /^~?@\/|^~\//.exec(path)?.[0]
  const rest = (alias ? path.slice(alias.length) : path.replace(/^\//, '')).replace(/\/$/, '')
  if (!alias && !path.startsWith('/')) return []
  const source = names.lastIndexOf('src')
  const roots = names.map((_, i) => names.slice(0, i + 1))
  if (alias && source > 0) return [[[...names.slice(0, source + 1), rest].join('/'), names.slice(0, source).join('/')]]
  return roots.map((root) => [[...root, rest].join('/'), root.join('/')])
}

function relative(directory: string, id: string): string {
  const from = directory.split('/')
  const to = id.split('/')
  let same = 0
  while (same < from.length && from[same] === to[same]) same++
  const up = from.length - same
  return [...(up ? Array<string>(up).fill('..') : ['.']), ...to.slice(same)].join('/')
}
