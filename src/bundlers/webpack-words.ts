import type { Lang } from '../report/types'

/** That thread-loader was left out, and what to do; null where it was not. */
export function threadMessage(files: ReadonlySet<string>, lang: Lang): string | null {
  if (files.size === 0) return null
  const [first] = files
  if (lang === 'zh') {
    return (
      `unplugin-mp-domains：${files.size} 个模块（${first} 等）没有使用 thread-loader，其 loader 在主进程中运行：` +
      '插件无法跟踪工作线程中的模块。产物不受影响。请从匹配源码的规则中去掉 thread-loader。'
    )
  }
  return (
    `unplugin-mp-domains: thread-loader was left out for ${files.size} module(s) (${first} …), whose loaders ran in the ` +
    `main process: the plugin can't follow modules into workers. The output is the same. Take thread-loader out of the ` +
    `rules that match your sources.`
  )
}
