import type { DefaultTheme } from 'vitepress'
import { CODES } from '../../src/check/codes'
import { PLATFORMS } from '../../src/platforms'

/** Languages of the site. */
export type Language = 'en' | 'zh'

/** A page: its path from the language's folder, and its name in each language. */
export interface Page {
  path: string
  en: string
  zh: string
}

/** A part of the sidebar. */
export interface Part {
  en: string
  zh: string
  /** Whether it is folded away where the reader is elsewhere. */
  folded: boolean
  pages: readonly Page[]
}

const page = (path: string, en: string, zh: string): Page => ({ path, en, zh })

/** All pages in the order in which the sidebar has them. `test/docs-site.test.ts` holds it to the files. */
export const PARTS: readonly Part[] = [
  {
    en: 'Guide',
    zh: '指南',
    folded: false,
    pages: [
      page('guide/start', 'Five minutes', '五分钟上手'),
      page('guide/how-it-works', 'How it works', '工作原理'),
      page('guide/web-views', 'Web views', 'web-view 的地址'),
      page('guide/upload', 'Before the upload', '上传之前'),
      page('ci', 'CI', 'CI'),
      page('eslint', 'Editor and ESLint', '编辑器与 ESLint'),
    ],
  },
  {
    en: 'Toolchains',
    zh: '工具链',
    folded: false,
    pages: [
      page('toolchains/', 'Overview', '总览'),
      page('toolchains/uni-app-vue3', 'uni-app, Vue 3', 'uni-app（Vue 3）'),
      page('toolchains/uni-app-vue2', 'uni-app, Vue 2', 'uni-app（Vue 2）'),
      page('toolchains/hbuilderx', 'HBuilderX', 'HBuilderX'),
      page('toolchains/taro-webpack', 'Taro, webpack', 'Taro（webpack）'),
      page('toolchains/taro-vite', 'Taro, Vite', 'Taro（Vite）'),
      page('toolchains/mpx', 'mpx', 'mpx'),
      page('toolchains/weapp-vite', 'weapp-vite', 'weapp-vite'),
      page('toolchains/rspack', 'Rspack and Rsbuild', 'Rspack 与 Rsbuild'),
      page('toolchains/native', 'Native, no bundler', '原生小程序'),
      page('bundlers', 'Every bundler', '各打包工具'),
    ],
  },
  {
    en: 'Commands',
    zh: '命令',
    folded: false,
    pages: [
      page('guide/check', 'check, audit', 'check、audit'),
      page('guide/explain', 'explain', 'explain'),
      page('guide/init', 'init', 'init'),
      page('guide/fix', 'fix', 'fix'),
      page('guide/domains', 'domains', 'domains'),
      page('guide/pull', 'pull', 'pull'),
      page('guide/doctor', 'doctor', 'doctor'),
    ],
  },
  {
    en: 'Reference',
    zh: '参考',
    folded: false,
    pages: [page('options', 'Options', '配置项'), page('clients', 'HTTP clients', 'HTTP 客户端')],
  },
  {
    en: 'Codes',
    zh: '错误码',
    folded: true,
    pages: [page('rules/', 'All codes', '全部错误码'), ...CODES.map(({ code }) => page(`rules/${code}`, code, code))],
  },
  {
    en: 'Platforms',
    zh: '平台',
    folded: true,
    pages: [
      page('platforms/', 'All platforms', '全部平台'),
      ...PLATFORMS.map(({ name, title }) => page(`platforms/${name}`, title.en, title.zh)),
    ],
  },
  {
    en: 'Background',
    zh: '更多',
    folded: false,
    pages: [
      page('comparison', 'Compared with…', '和其他做法比较'),
      page('faq', 'Questions', '常见问题'),
      page('limits', 'Limits', '局限'),
      page('performance', 'Performance', '性能'),
    ],
  },
]

const linkOf = (path: string, language: Language): string => `${language === 'zh' ? '/zh/' : '/'}${path}`

/** The sidebar of a language. */
export function sidebar(language: Language): DefaultTheme.SidebarItem[] {
  return PARTS.map((part) => ({
    text: part[language],
    ...(part.folded && { collapsed: true }),
    items: part.pages.map((one) => ({ text: one[language], link: linkOf(one.path, language) })),
  }))
}

/** The bar at the top: the pages that people come back to. */
export function nav(language: Language): DefaultTheme.NavItem[] {
  const items: Page[] = [
    page('guide/start', 'Guide', '指南'),
    page('options', 'Options', '配置项'),
    page('rules/', 'Codes', '错误码'),
    page('platforms/', 'Platforms', '平台'),
    page('faq', 'Questions', '常见问题'),
  ]
  return items.map((one) => ({
    text: one[language],
    link: linkOf(one.path, language),
    ...(one.path.endsWith('/') && { activeMatch: `^${linkOf(one.path, language)}` }),
  }))
}
