import { relativePath } from '../options/files'
import type { ResolvedOptions } from '../options'

/**
 * That thread-loader was left out, and what to do; null where it was not.
 * @param files of the modules that it was left out for, absolute
 */
export function threadMessage(
  files: readonly string[],
  { lang, root }: Pick<ResolvedOptions, 'lang' | 'root'>,
): string | null {
  if (files.length === 0) return null
  const first = relativePath(root, files[0]!)
  if (lang === 'zh') {
    return (
      `unplugin-mp-domains：${files.length} 个模块（${first} 等）没有使用 thread-loader，其 loader 在主进程中运行：` +
      '插件无法跟踪工作线程中的模块。产物不受影响。请从匹配源码的规则中去掉 thread-loader。'
    )
  }
  return (
    `unplugin-mp-domains: thread-loader was left out for ${files.length} module(s) (${first} …), whose loaders ran in ` +
    `the main process: the plugin can't follow modules into workers. The output is the same. Take thread-loader out of ` +
    `the rules that match your sources.`
  )
}
