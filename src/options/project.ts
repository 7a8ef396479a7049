import type { Platform } from '../platforms/types'
import { asObject, parseJson } from './json'
import { directoryOf, joinPath, type ProjectFiles } from './files'

/**
 * Files in which the tools of each platform keep the appid: the file's name, and the member for each platform.
 * `manifest.json` is uni-app's; the others belong to the platforms' own tools.
 */
const APPID_FILES: Readonly<Record<string, readonly [file: string, member: string][]>> = {
  wechat: [
    ['project.config.json', 'appid'],
    ['manifest.json', 'mp-weixin.appid'],
  ],
  alipay: [
    ['mini.project.json', 'appid'],
    ['manifest.json', 'mp-alipay.appid'],
  ],
  baidu: [
    ['project.swan.json', 'appid'],
    ['manifest.json', 'mp-baidu.appid'],
  ],
  douyin: [
    ['project.tt.json', 'appid'],
    ['project.config.json', 'appid'],
    ['manifest.json', 'mp-toutiao.appid'],
  ],
  feishu: [
    ['project.tt.json', 'appid'],
    ['project.config.json', 'appid'],
    ['manifest.json', 'mp-lark.appid'],
  ],
  qq: [
    ['project.qq.json', 'qqappid'],
    ['project.config.json', 'qqappid'],
    ['manifest.json', 'mp-qq.appid'],
  ],
  kuaishou: [
    ['project.kuaishou.json', 'appid'],
    ['project.config.json', 'appid'],
    ['manifest.json', 'mp-kuaishou.appid'],
  ],
  jd: [
    ['project.jd.json', 'appid'],
    ['project.config.json', 'appid'],
    ['manifest.json', 'mp-jd.appid'],
  ],
  xiaohongshu: [
    ['project.xhs.json', 'appid'],
    ['project.config.json', 'appid'],
    ['manifest.json', 'mp-xhs.appid'],
  ],
  dingtalk: [
    ['project.dd.json', 'appid'],
    ['mini.project.json', 'appid'],
  ],
}

/** Directories, from the root, in which projects keep those files. */
const PLACES = ['.', 'src', 'miniprogram']

/**
 * The appid that the project's files name for this platform, and the file; null where there is none or only a
 * placeholder (`touristappid`).
 */
export function readAppid(
  files: ProjectFiles,
  root: string,
  platform: Platform,
): { appid: string; file: string } | null {
  const base = platform.name.replace(/-(?:mini)?game$/, '')
  for (const [name, member] of APPID_FILES[base] ?? []) {
    for (const place of PLACES) {
      const file = joinPath(root, place, name)
      const text = files.read(file)
      if (text === null) continue
      let value: unknown = parseJson(text)
      for (const step of member.split('.')) value = asObject(value)?.[step]
      if (typeof value === 'string' && value !== '' && !/^(?:tourist|your|test)?-?appid$/i.test(value)) {
        return { appid: value, file }
      }
    }
  }
  return null
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
