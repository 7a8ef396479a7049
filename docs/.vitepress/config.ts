import { defineConfig } from 'vitepress'
import type { DefaultTheme } from 'vitepress'
import { anchorOf, keepToTheSite } from './markdown'
import { nav, sidebar } from './pages'
import { tokenize } from './search'

/** Texts of the theme around the pages, in Chinese; the theme itself brings the English ones. */
const CHINESE: DefaultTheme.Config = {
  nav: nav('zh'),
  sidebar: sidebar('zh'),
  outline: { level: [2, 3], label: '本页内容' },
  docFooter: { prev: '上一页', next: '下一页' },
  returnToTopLabel: '回到顶部',
  sidebarMenuLabel: '目录',
  darkModeSwitchLabel: '外观',
  lightModeSwitchTitle: '切换到浅色',
  darkModeSwitchTitle: '切换到深色',
  langMenuLabel: '切换语言',
  skipToContentLabel: '跳到正文',
  notFound: {
    title: '没有这一页',
    quote: '链接可能写错了，或者页面已经移走。',
    linkText: '回到首页',
    linkLabel: '回到首页',
  },
}

/** The documentation's site. It asks nothing of other hosts: no fonts, no counters, and its search runs in the page. */
export default defineConfig({
  title: 'unplugin-mp-domains',
  description: 'Every network URL of a mini program, checked and rewritten at build time.',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/logo.svg' }]],
  cacheDir: './.vitepress/cache',
  // What is shown is the text of the repository: where a link is dead, the build fails.
  ignoreDeadLinks: false,
  // The index of the search is one piece, and loaded by the first search alone.
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  transformPageData(page) {
    // Wide tables take the room of the outline beside them.
    if (/(?:^|\/)(?:comparison|bundlers|clients|platforms\/[\w-]+)\.md$/.test(page.relativePath))
      page.frontmatter.aside = false
  },
  markdown: { anchor: { slugify: anchorOf }, config: keepToTheSite },
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '小程序的每一个网络地址，在构建时检查和替换。',
      themeConfig: CHINESE,
    },
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: nav('en'),
    sidebar: sidebar('en'),
    outline: { level: [2, 3] },
    externalLinkIcon: true,
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize } },
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索文档' },
              modal: {
                displayDetails: '显示详细列表',
                resetButtonTitle: '清除条件',
                backButtonTitle: '关闭搜索',
                noResultsText: '没有找到',
                footer: {
                  selectText: '选择',
                  selectKeyAriaLabel: '回车',
                  navigateText: '切换',
                  navigateUpKeyAriaLabel: '上',
                  navigateDownKeyAriaLabel: '下',
                  closeText: '关闭',
                  closeKeyAriaLabel: 'Esc',
                },
              },
            },
          },
        },
      },
    },
  },
})
