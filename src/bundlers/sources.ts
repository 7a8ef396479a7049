import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { isBinary, isSourceMap, slashed, textOf } from './ids'

/** Where a toolchain takes what it copies, or compiles without showing it to the bundler. */
export interface SourceDirectories {
  /** Directories whose inner paths the output repeats, absolute, with `/`. */
  mirrored: string[]
  /** Files and directories that are copied as they are. */
  copied: string[]
  /** Directories of native components: code of the program that no bundler sees. */
  components: string[]
}

/** A file of the project that an emitted file was made from. */
export interface SourceFile {
  /** Absolute path with `/`. */
  path: string
  text: string
}

/**
 * The directories in which uni-app looks for native components of a platform.
 * Source: https://uniapp.dcloud.net.cn/tutorial/project.html, and `COMPONENTS_DIR` of each compiler.
 */
const COMPONENT_DIRECTORIES: Readonly<Record<string, string>> = {
  'mp-weixin': 'wxcomponents',
  'mp-qq': 'wxcomponents',
  'mp-alipay': 'mycomponents',
  'mp-baidu': 'swancomponents',
  'mp-toutiao': 'ttcomponents',
  'mp-lark': 'ttcomponents',
  'mp-kuaishou': 'kscomponents',
  'mp-jd': 'jdcomponents',
  'mp-xhs': 'xhscomponents',
}

/** A subfolder of `static` that is for one platform only bears its name. */
const PLATFORM_FOLDER = /^(?:mp-\w+|h5|web|app|app-\w+|quickapp-\w+)$/

/** How deep a subpackage's `static` may lie below the sources. */
const STATIC_DEPTH = 3

/**
 * What is known of a project's sources from its root and the shell.
 * @param root the project's root, absolute, with `/`
 * @param shell `UNI_INPUT_DIR` and `UNI_PLATFORM` tell uni-app's
 */
export function sourceDirectories(root: string, shell: NodeJS.ProcessEnv): SourceDirectories {
  const { UNI_INPUT_DIR, UNI_PLATFORM = '' } = shell
  if (!UNI_INPUT_DIR) return { mirrored: [`${root}/src`, root], copied: [], components: [] }
  const input = slashed(UNI_INPUT_DIR).replace(/\/+$/, '')
  const modules = foldersIn(`${input}/uni_modules`).map((name) => `${input}/uni_modules/${name}`)
  const component = COMPONENT_DIRECTORIES[UNI_PLATFORM]
  return {
    mirrored: [input],
    copied: [...staticFolders(input, STATIC_DEPTH), ...modules.map((path) => `${path}/static`)].flatMap((path) =>
      entriesIn(path)
        .filter((name) => !PLATFORM_FOLDER.test(name) || name === UNI_PLATFORM)
        .map((name) => `${path}/${name}`),
    ),
    components: component ? [input, ...modules].map((path) => `${path}/${component}`).filter(existsSync) : [],
  }
}

/** The `static` folders of a project and of its subpackages. */
function staticFolders(path: string, depth: number): string[] {
  return foldersIn(path).flatMap((name) => {
    if (name === 'static') return [`${path}/static`]
    if (depth === 0 || name.startsWith('.') || /^(?:node_modules|uni_modules|unpackage|dist)$/.test(name)) return []
    return staticFolders(`${path}/${name}`, depth - 1)
  })
}

/** The files below the given files and directories that may hold text, in order. */
export function textFiles(paths: readonly string[]): string[] {
  const found: string[] = []
  const visit = (path: string) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory()) {
      for (const name of entriesIn(path)) if (name !== 'node_modules') visit(`${path}/${name}`)
    } else if (stats?.isFile() && !isBinary(path) && !isSourceMap(path)) found.push(path)
  }
  for (const path of paths) visit(path)
  return found
}

/**
 * The templates that stand beside scripts of the program: pages and components of toolchains that hand only their
 * scripts to the bundler (weapp-vite, Taro's native components under Vite).
 * @param ids modules of the program
 * @param extensions of the platform's templates, with the dot
 */
export function templatesBeside(ids: readonly string[], extensions: readonly string[]): string[] {
  const known = new Set(ids)
  const found = new Set<string>()
  for (const id of ids) {
    const script = /^(.*)\.[jt]s$/.exec(id)
    if (!script || id.includes('/node_modules/')) continue
    for (const extension of extensions) {
      const template = script[1] + extension
      if (!known.has(template) && existsSync(template)) found.add(template)
    }
  }
  return [...found]
}

/** The file of the project that an emitted file repeats the path of, or null. */
export function sourceOf(file: string, mirrored: readonly string[]): SourceFile | null {
  for (const directory of mirrored) {
    const source = readSource(`${directory}/${file}`)
    if (source) return source
  }
  return null
}

/** A file with its text, or null where it is none. */
export function readSource(path: string): SourceFile | null {
  try {
    const text = textOf(path, readFileSync(path))
    return text === null ? null : { path, text }
  } catch {
    return null
  }
}

function entriesIn(path: string): string[] {
  try {
    return readdirSync(path).sort()
  } catch {
    return []
  }
}

function foldersIn(path: string): string[] {
  return entriesIn(path).filter((name) => statSync(`${path}/${name}`, { throwIfNoEntry: false })?.isDirectory())
}
