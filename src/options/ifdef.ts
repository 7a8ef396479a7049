import { asObject, parseJson } from './json'
import { joinPath, type ProjectFiles } from './files'
import { toolchainsOf } from './toolchain'

/**
 * The names for which `#ifdef` holds on each platform, `MP` with every mini program.
 * Source: https://uniapp.dcloud.net.cn/tutorial/platform.html
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  wechat: ['MP-WEIXIN', 'MP'],
  alipay: ['MP-ALIPAY', 'MP'],
  baidu: ['MP-BAIDU', 'MP'],
  douyin: ['MP-TOUTIAO', 'MP'],
  feishu: ['MP-LARK', 'MP'],
  qq: ['MP-QQ', 'MP'],
  kuaishou: ['MP-KUAISHOU', 'MP'],
  jd: ['MP-JD', 'MP'],
  xiaohongshu: ['MP-XHS', 'MP'],
  web: ['H5', 'WEB'],
  app: ['APP', 'APP-PLUS', 'APP-VUE'],
}

/**
 * The names for which `#ifdef` holds in this build, or null where the tree is no uni-app source: there, such a comment
 * means nothing.
 */
export function ifdefNames(files: ProjectFiles, root: string, platform: string): readonly string[] | null {
  const manifest = ['manifest.json', 'src/manifest.json']
    .map((name) => joinPath(root, name))
    .find((path) => files.kind(path) === 'file' && files.kind(path.replace('manifest', 'pages')) === 'file')
  const uses = toolchainsOf(files, root).some(({ name }) => name === 'uni-app')
  if (!manifest && !uses) return null
  const version = asObject(parseJson((manifest && files.read(manifest)) ?? ''))?.vueVersion
  return [...(NAMES[platform] ?? []), String(version) === '2' || (!uses && version === undefined) ? 'VUE2' : 'VUE3']
}
