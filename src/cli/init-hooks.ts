import { joinPath, relativePath } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { miniprogramRoot } from '../options/project'
import type { NodeFiles } from './files'

/** The change of a project file that makes the IDE run this tool. */
export interface HooksEdit {
  /** Absolute. */
  file: string
  before: string
  after: string
}

/**
 * What the IDE is to run, and when. Sources: https://developers.weixin.qq.com/miniprogram/dev/devtools/projectconfig.html
 * (`scripts`), https://developers.weixin.qq.com/miniprogram/dev/devtools/debug.html (自定义预处理: the commands run in a
 * shell, before the IDE's own preprocessing). No document says what the IDE does where a command fails, so what stops an
 * upload is the output itself: it has no `app.json` while findings remain.
 */
const HOOKS: Readonly<Record<string, string>> = {
  beforeCompile: 'npx mp-domains fix . --out dist --env development',
  beforePreview: 'npx mp-domains fix . --out dist',
  beforeUpload: 'npx mp-domains fix . --out dist',
}

/**
 * The IDE's hooks for a native project, in `project.config.json`: they write the rewritten copy to `dist`, from which the
 * IDE then compiles. Commands that stand there already are run first.
 * @returns null where there is no such file, it is no plain JSON, or the hooks are there
 */
export function hooksEdit(files: NodeFiles, directory: string): HooksEdit | null {
  const file = joinPath(directory, 'project.config.json')
  const before = files.read(file)
  const project = asObject(parseJson(before ?? ''))
  // A plugin's directory would have to move as well, and no document says how the IDE takes that.
  if (before === null || !project || project.pluginRoot !== undefined) return null
  // Comments would be lost.
  try {
    JSON.parse(before)
  } catch {
    return null
  }
  const scripts = asObject(project.scripts) ?? {}
  if (Object.values(scripts).some((command) => String(command).includes('mp-domains'))) return null
  const hooks = Object.entries(HOOKS).map(([name, command]) => {
    const own = scripts[name]
    return [name, typeof own === 'string' && own.trim() !== '' ? `${own} && ${command}` : command]
  })
  const inner = relativePath(directory, miniprogramRoot(files, directory))
  const after = {
    ...project,
    miniprogramRoot: inner === '' ? 'dist/' : `dist/${inner}/`,
    scripts: { ...scripts, ...Object.fromEntries(hooks) },
  }
  const indent = /^\{\r?\n([ \t]+)/.exec(before)?.[1] ?? '  '
  const text = `${JSON.stringify(after, null, indent)}\n`
  return { file, before, after: before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text }
}
