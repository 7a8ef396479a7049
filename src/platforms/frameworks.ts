import { deepFreeze } from './freeze'
import type { ApiRow, AttributeRow } from './types'
import { WECHAT_APIS, WECHAT_ATTRIBUTES } from './wechat-apis'

/** A cross-platform framework that gives the platform's APIs under a name of its own. */
export interface FrameworkRow {
  name: string
  /** The namespace that reports show (`uni.request`). A name that nothing in the module binds is the namespace too: a global, or put in by an auto-import. */
  namespace: string
  /** The platform's namespace that reports show in its place, where the framework only hands calls on with promises. */
  shownAs?: string
  /** An API's options may be the bare URL. */
  bareUrl?: boolean
  /** Packages that export it. */
  packages: readonly FrameworkPackage[]
  source: string
}

/** What a package's exports are. */
export interface FrameworkPackage {
  specifier: string
  /** Exports that are the namespace itself (`default`, `Taro`); `*` stands for `import * as x`. */
  namespaces: readonly string[]
  /** Whether each API is an export of its own: `import { request } from '@tarojs/taro'`. */
  named: boolean
}

/** All frameworks that are known. A new one is one row. */
export const FRAMEWORKS: readonly FrameworkRow[] = deepFreeze<FrameworkRow[]>([
  {
    name: 'uni-app',
    namespace: 'uni',
    packages: [],
    source: 'https://uniapp.dcloud.net.cn/api/request/request.html',
  },
  {
    name: 'Taro',
    namespace: 'Taro',
    packages: [
      { specifier: '@tarojs/taro', namespaces: ['default', '*'], named: true },
      { specifier: '@tarojs/taro-h5', namespaces: ['default', '*'], named: true },
      { specifier: '@tarojs/taro-rn', namespaces: ['default', '*'], named: true },
      { specifier: '@tarojs/taro-weapp', namespaces: ['default', '*'], named: true },
    ],
    source: 'pkg:npm/@tarojs/taro@4.2.1',
  },
  {
    name: 'mpx',
    namespace: 'mpx',
    packages: [
      { specifier: '@mpxjs/core', namespaces: ['default', 'mpx', '*'], named: true },
      { specifier: '@mpxjs/api-proxy', namespaces: ['*'], named: true },
    ],
    source: 'https://github.com/didi/mpx/blob/master/docs-vitepress/guide/extend/index.md',
  },
  {
    name: 'wepy',
    namespace: 'wepy',
    shownAs: 'wx',
    bareUrl: true,
    packages: [
      { specifier: 'wepy', namespaces: ['default', '*'], named: false },
      { specifier: '@wepy/core', namespaces: ['default', '*'], named: false },
    ],
    source: 'https://github.com/Tencent/wepy/blob/1.7.x/packages/wepy/src/app.js',
  },
])

/** The APIs that frameworks offer on every platform: they took WeChat's names. */
export const FRAMEWORK_APIS: readonly ApiRow[] = WECHAT_APIS

/** The elements that frameworks offer on every platform. */
export const FRAMEWORK_ATTRIBUTES: readonly AttributeRow[] = WECHAT_ATTRIBUTES

/** What an import of `specifier` gives, or undefined where the package is none of the frameworks'. */
export function frameworkOf(specifier: string): { framework: FrameworkRow; entry: FrameworkPackage } | undefined {
  for (const framework of FRAMEWORKS)
    for (const entry of framework.packages) if (entry.specifier === specifier) return { framework, entry }
  return undefined
}
