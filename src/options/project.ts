import { findSecrets, type SecretMatch } from '../check'
import type { Platform } from '../platforms/types'
import { LineCounter } from '../rewrite/lines'
import type { Place } from '../url/place'
import type { BuildValue } from '../options'
import type { ResolveInput } from './input'
import { asObject, parseJson } from './json'
import { directoryOf, joinPath, type ProjectFiles } from './files'
import { TOOLCHAINS, toolchainsOf } from './toolchain'

/** Where the tools of a platform keep what they know of a project. */
interface ToolFiles {
  /** The project files of the platform's own IDE, and of toolchains for it. */
  files: readonly string[]
  /** The platform's member of uni-app's `manifest.json`. */
  manifest?: string
  /** The member that holds the appid. Default `appid`. */
  appid?: string
}

const TOOLS: Readonly<Record<string, ToolFiles>> = {
  wechat: { files: ['project.config.json'], manifest: 'mp-weixin' },
  alipay: { files: ['mini.project.json'], manifest: 'mp-alipay' },
  baidu: { files: ['project.swan.json'], manifest: 'mp-baidu' },
  douyin: { files: ['project.tt.json', 'project.config.json'], manifest: 'mp-toutiao' },
  feishu: { files: ['project.tt.json', 'project.config.json'], manifest: 'mp-lark' },
  qq: { files: ['project.qq.json', 'project.config.json'], manifest: 'mp-qq', appid: 'qqappid' },
  kuaishou: { files: ['project.kuaishou.json', 'project.config.json'], manifest: 'mp-kuaishou' },
  jd: { files: ['project.jd.json', 'project.config.json'], manifest: 'mp-jd' },
  xiaohongshu: { files: ['project.xhs.json', 'project.config.json'], manifest: 'mp-xhs' },
  dingtalk: { files: ['project.dd.json', 'mini.project.json'] },
}

/** Directories, from the root, in which projects keep those files. */
const PLACES = ['.', 'src', 'miniprogram']

/** The objects of a platform's project files that hold its settings, each with its file and the text of that file. */
function* settingsOf(
  files: ProjectFiles,
  root: string,
  platform: Platform,
): Generator<{ file: string; text: string; settings: Record<string, unknown>; manifest: string | null }> {
  const program = platform.name.replace(/-(?:mini)?game$/, '')
  const tool = TOOLS[program]
  if (!tool) return
  // mpx wants each target's project file in `static/<target>`: a build without one ends with an error (measured).
  const target = TOOLCHAINS.find(({ name }) => name === 'mpx')?.targets[program]
  const places = target === undefined ? PLACES : [...PLACES, `static/${target}`]
  for (const name of tool.manifest ? [...tool.files, 'manifest.json'] : tool.files) {
    for (const place of places) {
      const file = joinPath(root, place, name)
      const text = files.read(file)
      if (text === null) continue
      const manifest = name === 'manifest.json' ? tool.manifest! : null
      const value = asObject(parseJson(text))
      const settings = manifest ? asObject(value?.[manifest]) : value
      if (settings) yield { file, text, settings, manifest }
    }
  }
}

/**
 * The appid that the project's files name for this platform, and the file; null where there is none or only a
 * placeholder (`touristappid`).
 */
export function readAppid(
  files: ProjectFiles,
  root: string,
  platform: Platform,
): { appid: string; file: string } | null {
  for (const { file, settings, manifest } of settingsOf(files, root, platform)) {
    const value = settings[manifest ? 'appid' : (TOOLS[platform.name]?.appid ?? 'appid')]
    if (typeof value === 'string' && value !== '' && !/^(?:tourist|your|test)?-?appid$/i.test(value)) {
      return { appid: value, file }
    }
  }
  return null
}

/**
 * The appid of a build: Taro writes the variable `TARO_APP_ID` into the output's project file
 * (https://docs.taro.zone/docs/env-mode-config), else what the project's files name, else what the host knows.
 * @param variables those of the `.env` files in force, the shell's over them
 */
export function appidOf(
  { files, shell, appid }: Pick<ResolveInput, 'files' | 'shell' | 'appid'>,
  root: string,
  platform: Platform,
  variables: ReadonlyMap<string, { value: unknown }>,
): string | null {
  const named = variables.get('TARO_APP_ID')?.value ?? shell.TARO_APP_ID
  const isTaro = shell.TARO_ENV !== undefined || toolchainsOf(files, root).some(({ name }) => name === 'Taro')
  if (isTaro && typeof named === 'string' && named !== '') return named
  return readAppid(files, root, platform)?.appid ?? appid ?? null
}

/**
 * Where the project's committed files switch the IDE's check of domains off (`setting.urlCheck: false`).
 * `project.private.config.json` is each developer's own and not looked at.
 */
export function urlCheckSwitches(files: ProjectFiles, root: string, platform: Platform): Place[] {
  const places: Place[] = []
  for (const { file, text, settings, manifest } of settingsOf(files, root, platform)) {
    if (asObject(settings.setting)?.urlCheck !== false) continue
    const from = manifest ? Math.max(0, text.indexOf(`"${manifest}"`)) : 0
    const at = /"urlCheck"\s*:\s*false/.exec(text.slice(from))?.index ?? 0
    const before = text.slice(0, from + at).split(/\r\n|\r|\n/)
    places.push({ file, line: before.length, column: before.at(-1)!.length + 1 })
  }
  return places
}

/** A secret in a project file: its place and what may be shown, never the secret. */
export interface ProjectSecret extends Place {
  kind: SecretMatch['kind']
  masked: string
}

/**
 * Secrets in the project's committed files: those of the IDE, and `ext.json`, which third-party platforms put into the
 * package.
 */
export function projectSecrets(files: ProjectFiles, root: string, platform: Platform): ProjectSecret[] {
  const tool = TOOLS[platform.name.replace(/-(?:mini)?game$/, '')]
  const names = [...(tool?.files ?? []), ...(tool?.manifest ? ['manifest.json'] : []), 'ext.json']
  return PLACES.flatMap((place) => names.map((name) => joinPath(root, place, name))).flatMap((file) => {
    const text = files.read(file)
    const found = text === null ? [] : findSecrets(text)
    if (text === null || !found.length) return []
    const lines = new LineCounter(text)
    return found.map(({ kind, start, masked }) => ({ file, ...lines.at(start), kind, masked }))
  })
}

/**
 * What `getExtConfigSync()` gives by the project's `ext.json`, as the program reads it.
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/ext.html
 */
export function extValues(files: ProjectFiles, root: string): [string, BuildValue][] {
  for (const place of PLACES) {
    const file = asObject(parseJson(files.read(joinPath(root, place, 'ext.json')) ?? ''))
    if (!file || file.extEnable === false) continue
    return Object.entries(asObject(file.ext) ?? {}).map(([name, value]) => [
      `getExtConfigSync().${name}`,
      { value, place: null },
    ])
  }
  return []
}

/**
 * The directory of the project's own files (`package.json`, `.env`, `vite.config.*`): the root, or the one above where only
 * a project's `src` is looked at.
 */
export function projectDirectory(files: ProjectFiles, root: string): string {
  const above = directoryOf(root)
  const isSource = root.endsWith('/src') && files.kind(joinPath(root, 'package.json')) !== 'file'
  return isSource && files.kind(joinPath(above, 'package.json')) === 'file' ? above : root
}

/** The directory of `app.json`: `miniprogramRoot` of the platforms' project file where that is set, else the root itself. */
export function miniprogramRoot(files: ProjectFiles, root: string): string {
  for (const name of ['project.config.json', 'mini.project.json', 'project.swan.json']) {
    const project = asObject(parseJson(files.read(joinPath(root, name)) ?? ''))
    const setting = project?.miniprogramRoot ?? project?.smartProgramRoot
    if (typeof setting === 'string' && setting.trim() !== '') return joinPath(root, setting.trim())
  }
  return root
}

/** The nearest directory upwards, the given one included, that holds one of the names; null where none does. */
export function findUpwards(files: ProjectFiles, from: string, names: readonly string[]): string | null {
  for (let directory = from; ;) {
    const present = files.list(directory)
    const name = names.find((candidate) => present.includes(candidate))
    if (name) return joinPath(directory, name)
    const parent = directoryOf(directory)
    if (parent === directory) return null
    directory = parent
  }
}
