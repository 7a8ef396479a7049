import { directoryOf, joinPath } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { miniprogramRoot } from '../options/project'
import { isAppRoot, isBuildOutput, startsOf } from './discover'
import type { NodeFiles } from './files'
import { ROOTS } from './fix-project'

/** One file of a project, as `fix` sees it. */
export interface ProjectFile {
  /** Absolute, with `/`. */
  path: string
  /** From the project's directory, with `/`. */
  file: string
  /** Whether it is part of the program that is uploaded: only those are rewritten. */
  ships: boolean
  /** Whether a copy of the project needs it: what ships, what else the IDE uploads, project files. */
  copied: boolean
}

/** Files that belong to tools. They name development hosts for good reasons, or are no code of the program. */
const TOOL_FILE =
  /^(?:mp-domains\.(?:config|lock|baseline)[\w.-]*|(?:project|mini\.project)(?:\.[\w-]+)*\.json|package(?:-lock)?\.json|[jt]sconfig[\w.-]*\.json|(?:vite|vitest|webpack|rollup|rolldown|rspack|rsbuild|farm|vue|mpx|babel|postcss|tailwind|unocss|jest|eslint|stylelint|prettier|commitlint)\.config\.[cm]?[jt]s|gulpfile\.[cm]?[jt]s|.+\.d\.[cm]?ts)$/

/** Tools' files that the IDE reads too. */
const IDE_FILE = /^(?:(?:project(?:\.[\w-]+)*|mini\.project|package|tsconfig[\w.-]*)\.json|.+\.d\.ts)$/
const NOTES = /\.(?:md|markdown)$/i

/** What holds nothing that the IDE reads of the program, wherever it lies. */
const LEFT_OUT = /^(?:node_modules|bower_components)$/
const CLOUD = /^(?:cloudfunctions|uniCloud(?:-.+)?)$/

/** The project files of the platforms' IDEs, which name the program's directory. */
export const PROJECT_FILE = /^(?:project(?:\.[\w-]+)*|mini\.project)\.json$/

/** Whether a file is a tool's own and never rewritten. */
export function isToolFile(name: string): boolean {
  return TOOL_FILE.test(name)
}

/**
 * The directories that ship. Where the IDE's project already names its program in the output, that is the one in the project
 * that the output repeats.
 * @param out the output directory, or null where files are changed in place
 */
export function programStarts(files: NodeFiles, root: string, out: string | null): string[] {
  const program = miniprogramRoot(files, root)
  if (out !== null && (program === out || program.startsWith(`${out}/`))) {
    const repeated = joinPath(root, program.slice(out.length + 1) || '.')
    if (isAppRoot(files, repeated)) return [repeated]
  }
  return startsOf(files, root)
}

/**
 * Every file of a project that its IDE may need, sorted by path: all but hidden names, `node_modules`, what builds wrote, and
 * the output. Links are followed; a directory that leads back into itself is taken once.
 */
export function projectTree(
  files: NodeFiles,
  root: string,
  starts: readonly string[],
  out: string | null,
): ProjectFile[] {
  const native = isAppRoot(files, root)
  const others = namedRoots(files, root)
  const packed = packIgnore(files, root, starts[0]!)
  const found: ProjectFile[] = []
  const visit = (directory: string, above: readonly string[], shipping: boolean, copying: boolean) => {
    const real = files.real(directory)
    if (above.includes(real) || directory === out || real === out) return
    const ships = shipping || starts.includes(directory)
    const copies = copying || ships || others.includes(directory)
    for (const name of files.list(directory)) {
      if (name.startsWith('.') || LEFT_OUT.test(name)) continue
      const path = joinPath(directory, name)
      const kind = files.kind(path)
      if (kind === 'directory') {
        const isOutput = !native && directory === root && isBuildOutput(name) && !holds(path, [...starts, ...others])
        if (!isOutput)
          visit(path, [...above, real], ships && !CLOUD.test(name) && !packed(path), copies && !packed(path))
      } else if (kind === 'file') {
        const isTool = isToolFile(name)
        const isNeeded = isTool ? IDE_FILE.test(name) : copies && !NOTES.test(name)
        found.push({
          path,
          file: path.slice(root.length + 1),
          ships: ships && !isTool && !packed(path),
          copied: isNeeded && (copies || directory === root) && !packed(path),
        })
      }
    }
  }
  visit(root, [], false, false)
  return found
}

/** Directories that the project file names besides the program's, such as that of cloud functions. */
function namedRoots(files: NodeFiles, root: string): string[] {
  const names = files.list(root).filter((name) => PROJECT_FILE.test(name))
  return names.flatMap((name) =>
    Object.entries(asObject(parseJson(files.read(joinPath(root, name)) ?? '')) ?? {}).flatMap(([key, value]) =>
      ROOTS.test(key) && typeof value === 'string' && value.trim() !== '' ? [joinPath(root, value.trim())] : [],
    ),
  )
}

function holds(directory: string, starts: readonly string[]): boolean {
  return starts.some((start) => start === directory || start.startsWith(`${directory}/`))
}

/**
 * What `packOptions.ignore` keeps out of the package: folders and files from the program's directory, beginnings and ends of
 * names. Source: https://developers.weixin.qq.com/miniprogram/dev/devtools/projectconfig.html
 */
function packIgnore(files: NodeFiles, root: string, start: string): (path: string) => boolean {
  const project = asObject(parseJson(files.read(joinPath(root, 'project.config.json')) ?? ''))
  const rows = asObject(project?.packOptions)?.ignore
  if (!Array.isArray(rows)) return () => false
  const tests = rows.flatMap((row): ((path: string) => boolean)[] => {
    const { type, value } = asObject(row) ?? {}
    if (typeof value !== 'string' || value === '') return []
    const named = joinPath(start, value.replace(/^\/+/, ''))
    if (type === 'folder' || type === 'file') return [(path) => path === named]
    if (type === 'suffix') return [(path) => path.endsWith(value)]
    if (type === 'prefix') return [(path) => path.slice(directoryOf(path).length + 1).startsWith(value)]
    return []
  })
  return (path) => tests.some((test) => test(path))
}
