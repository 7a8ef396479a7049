import type { Lang } from '../report/types'

/** That thread-loader carried modules away, and what to do; null where it did not. */
export function threadMessage(files: ReadonlySet<string>, lang: Lang): string | null {
  if (files.size === 0) return null
  const [first] = files
  if (lang === 'zh') {
    return (
      `thread-loader 在工作线程中运行了 ${files.size} 个模块的 loader（${first} 等），unplugin-mp-domains 无法跟踪：` +
      '其中的字面量没有被改写。请从匹配源码的规则中去掉 thread-loader。'
    )
  }
  return (
    `thread-loader runs the loaders of ${files.size} module(s) in workers (${first} …), where unplugin-mp-domains ` +
    `can't follow: their literals were not rewritten. Take thread-loader out of the rules that match your sources.`
  )
}
