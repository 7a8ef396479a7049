import { asObject, parseJson } from './json'
import { joinPath, type ProjectFiles } from './files'

type Shell = Readonly<Record<string, string | undefined>>

/** A toolchain that compiles one source for several platforms. */
export interface ToolchainRow {
  name: string
  /** The variable of the process in which it names the platform being built. */
  variable: string
  /** What the program reads that name from; see `/reference/toolchains` of each: `process.env.UNI_PLATFORM`, `__mpx_mode__`. */
  define: string
  /** Its name for each of our platforms. */
  targets: Readonly<Record<string, string>>
  /** Global objects of one platform that its compiler replaces by its own on all others. */
  replaces?: readonly string[]
  /** Packages in `package.json` that tell it. */
  packages: RegExp
  /** Any of its packages that only mini programs depend on, where it has such: its compilers, plugins and libraries. */
  family?: RegExp
  /** Variables that begin so reach the program, unless it is configured otherwise. */
  envPrefix: string
}

/**
 * The known toolchains. Sources: https://uniapp.dcloud.net.cn/collocation/env.html,
 * https://docs.taro.zone/docs/envs, https://mpxjs.cn/guide/platform/basic.html,
 * https://cli.vuejs.org/guide/mode-and-env.html
 */
export const TOOLCHAINS: readonly ToolchainRow[] = [
  {
    name: 'uni-app',
    variable: 'UNI_PLATFORM',
    define: 'process.env.UNI_PLATFORM',
    targets: {
      wechat: 'mp-weixin',
      alipay: 'mp-alipay',
      baidu: 'mp-baidu',
      douyin: 'mp-toutiao',
      qq: 'mp-qq',
      kuaishou: 'mp-kuaishou',
      jd: 'mp-jd',
      xiaohongshu: 'mp-xhs',
      feishu: 'mp-lark',
      app: 'app',
      web: 'h5',
    },
    packages: /^@dcloudio\/(?:uni-app|vite-plugin-uni|vue-cli-plugin-uni)$/,
    family: /^@dcloudio\//,
    envPrefix: 'VITE_',
  },
  {
    name: 'Taro',
    variable: 'TARO_ENV',
    define: 'process.env.TARO_ENV',
    targets: {
      wechat: 'weapp',
      alipay: 'alipay',
      baidu: 'swan',
      douyin: 'tt',
      qq: 'qq',
      jd: 'jd',
      feishu: 'lark',
      dingtalk: 'dd',
      kuaishou: 'kwai',
      xiaohongshu: 'xhs',
      web: 'h5',
    },
    packages: /^@tarojs\/(?:taro|cli)$/,
    family: /^@tarojs\//,
    envPrefix: 'TARO_APP_',
  },
  {
    name: 'mpx',
    variable: 'MPX_CURRENT_TARGET_MODE',
    define: '__mpx_mode__',
    targets: {
      wechat: 'wx',
      alipay: 'ali',
      baidu: 'swan',
      douyin: 'tt',
      qq: 'qq',
      jd: 'jd',
      dingtalk: 'dd',
      web: 'web',
    },
    // `transGlobalObject` in lib/index.js of pkg:npm/@mpxjs/webpack-plugin@2.10.20.
    replaces: ['wx'],
    packages: /^@mpxjs\/core$/,
    family: /^@mpxjs\//,
    envPrefix: 'VUE_APP_',
  },
  {
    name: 'Vue CLI',
    variable: '',
    define: '',
    targets: {},
    packages: /^@vue\/cli-service$/,
    envPrefix: 'VUE_APP_',
  },
  {
    name: 'Vite',
    variable: '',
    define: '',
    targets: {},
    packages: /^(?:vite|weapp-vite)$/,
    family: /^(?:@weapp-vite\/|weapp-vite$)/,
    envPrefix: 'VITE_',
  },
]

/** The platform's name as the toolchain that runs this process gives it, and the variable that says so. */
export function targetOfShell(shell: Shell): { name: string; from: string } | null {
  for (const { variable } of TOOLCHAINS) {
    const name = variable && shell[variable]
    if (name) return { name, from: variable }
  }
  return null
}

/** The toolchains that the project's `package.json` depends on. */
export function toolchainsOf(files: ProjectFiles, root: string): ToolchainRow[] {
  const manifest = asObject(parseJson(files.read(joinPath(root, 'package.json')) ?? ''))
  const names = ['dependencies', 'devDependencies'].flatMap((field) => Object.keys(asObject(manifest?.[field]) ?? {}))
  return TOOLCHAINS.filter(({ packages }) => names.some((name) => packages.test(name)))
}

/** The prefixes of variables that programs see: the toolchains' own, or all known ones where no toolchain is known. */
export function prefixesOf(toolchains: readonly ToolchainRow[]): string[] {
  const rows = toolchains.length ? toolchains : TOOLCHAINS
  return [...new Set(rows.map(({ envPrefix }) => envPrefix))]
}
