import { joinPath } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { miniprogramRoot } from '../options/project'
import { CONFIG_NAMES } from './config-file'
import { shippedPackages } from './dependencies'
import { isOtherProgram } from './other-programs'
import type { NodeFiles } from './files'

/** Directories that hold no source of the project: what builds write, what tools keep for themselves. */
const OUTPUTS = /^(?:bower_components|dist|unpackage|coverage|__snapshots__)$/i
/** Names that mean outputs directly under the root, and may be pages further down. */
const ROOT_OUTPUTS = /^(?:build|output|out|temp|tmp|logs?)$/i

/** Names of files that are looked at. Declaration files hold no code that runs. */
const SOURCE =
  /\.(?:[cm]?[jt]sx?|vue|nvue|uvue|uts|mpx|wpy|wxml|axml|ttml|swan|qml|ksml|jxml|xhsml|ddml|wxs|sjs|qs|css|wxss|acss|ttss|qss|jxss|scss|sass|less|styl)$/
const DECLARATION = /\.d\.[cm]?ts$/

/** Whether a name directly under the root says that a build wrote it. */
export function isBuildOutput(name: string): boolean {
  return OUTPUTS.test(name) || ROOT_OUTPUTS.test(name)
}

/** Whether a file's name says that it is looked at. */
export function isSource(name: string): boolean {
  return SOURCE.test(name) && !DECLARATION.test(name)
}

/** What was found in a tree. Absolute paths with `/`, sorted. */
export interface Discovered {
  sources: string[]
  /** Directories that exist and could not be listed. */
  denied: string[]
}

/**
 * Finds the source files of a project. Hidden names, build outputs and packages are left out, as is the configuration; of a project whose
 * `project.config.json` names a `miniprogramRoot` with an `app.json` in it, only that directory and the plugin's count:
 * what lies beside (cloud functions, servers) never runs in the mini program. Neither do web sites and servers that
 * are packages of their own, see {@link isOtherProgram}, unless there is nothing else.
 * @param dependencies whether `miniprogram_npm` is looked at too, and what ships of `node_modules` without an import
 */
export function discover(files: NodeFiles, root: string, dependencies = false): Discovered {
  const found = sourcesOf(files, root, dependencies, (directory) => isOtherProgram(files, directory))
  return found.sources.length ? found : sourcesOf(files, root, dependencies, () => false)
}

function sourcesOf(
  files: NodeFiles,
  root: string,
  dependencies: boolean,
  isOther: (directory: string) => boolean,
): Discovered {
  const sources: string[] = []
  /** Real paths: a directory is taken once, whatever links lead to it. */
  const seen = new Set<string>()
  const links: string[] = []
  const native = isAppRoot(files, root)
  const leftOut = (parent: string, name: string) => {
    if (name === 'node_modules') return true
    if (name === 'miniprogram_npm') return !dependencies
    if (/^(?:cloudfunctions|uniCloud(?:-.+)?)$/.test(name)) return true
    if (parent === root && ROOT_OUTPUTS.test(name)) return true
    // The IDE compiles a native project by itself: a `dist` further down came with a library.
    return OUTPUTS.test(name) && (parent === root || !native)
  }
  const walk = (start: string) => {
    const queue = [{ path: start, real: files.real(start) }]
    for (let i = 0; i < queue.length; i++) {
      const directory = queue[i]
      if (seen.has(directory.real)) continue
      seen.add(directory.real)
      const names = files.list(directory.path)
      if (directory.path !== start && names.includes('package.json') && isOther(directory.path)) continue
      for (const name of names) {
        if (name.startsWith('.')) continue
        const path = joinPath(directory.path, name)
        const kind = files.kind(path)
        if (kind === 'directory') {
          if (leftOut(directory.path, name)) continue
          // A link to a directory of the same tree must not take its place, so links come last.
          if (files.isLink(path)) links.push(path)
          else queue.push({ path, real: `${directory.real}/${name}` })
        } else if (kind === 'file' && isSource(name) && !CONFIG_NAMES.includes(name)) {
          sources.push(path)
        }
      }
    }
  }
  const starts = startsOf(files, root)
  for (const start of starts) walk(start)
  if (dependencies) for (const directory of shippedPackages(files, root, starts)) walk(directory)
  for (let i = 0; i < links.length; i++) walk(links[i])
  const written = new Set(sources)
  return { sources: sources.filter((path) => !isCompiled(path, written)).sort(), denied: [...files.denied].sort() }
}

/** Whether a program begins in a directory. */
export function isAppRoot(files: NodeFiles, directory: string): boolean {
  return ['app.json', 'game.json'].some((name) => files.kind(joinPath(directory, name)) === 'file')
}

/** The directories that ship: `miniprogramRoot` and `pluginRoot` where the project file names them, else the root. */
export function startsOf(files: NodeFiles, root: string): string[] {
  const inner = programOf(files, root)
  if (inner === root) return [root]
  const project = asObject(parseJson(files.read(joinPath(root, 'project.config.json')) ?? ''))
  const plugin =
    typeof project?.pluginRoot === 'string' && project.pluginRoot ? joinPath(root, project.pluginRoot) : root
  return plugin.startsWith(`${root}/`) && !plugin.startsWith(`${inner}/`) && plugin !== inner
    ? [inner, plugin]
    : [inner]
}

/** The directory of the program's source; the root itself where the project file names none, or what a build writes. */
function programOf(files: NodeFiles, root: string): string {
  const named = miniprogramRoot(files, root)
  if (!named.startsWith(`${root}/`)) return root
  const [top, ...rest] = named.slice(root.length + 1).split('/')
  // `fix --out dist` repeats the project there: what `dist/miniprogram` is made from is `miniprogram`.
  const source = isBuildOutput(top!) ? joinPath(root, ...rest) : named
  return isAppRoot(files, source) ? source : root
}

/** `x.js` beside `x.ts` is what the TypeScript compiler wrote. */
function isCompiled(path: string, sources: ReadonlySet<string>): boolean {
  return path.endsWith('.js') && sources.has(`${path.slice(0, -3)}.ts`)
}
