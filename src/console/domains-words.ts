import type { Lang } from '../report/types'
import type { Platform } from '../platforms/types'
import type { Comparison, Unused } from './compare'
import type { Unlistable, Use, WantedList } from './lists'

/** What `domains` shows, in whatever form. */
export interface DomainsView {
  platform: Platform
  lang: Lang
  appid: string | null
  /** The environments whose calls are counted: one, but where a console is compared. */
  environments: readonly string[]
  lists: readonly WantedList[]
  /** Edits a month: the account's own number, else the platform's; null where none is known. */
  monthlyEdits: number | null
  /** Whether `node_modules` was looked at: else a package may use what nothing seems to use. */
  packages: boolean
  comparison: (Comparison & { from: string; date: string | null }) | null
}

/** A text of its language with values filled in. */
export type Say = (en: string, zh: string) => string

/** Picks the language. */
export function sayIn(lang: Lang): Say {
  return (en, zh) => (lang === 'zh' ? zh : en)
}

/** Why an origin is in no list. */
export function unlistableText(reason: Unlistable, say: Say): string {
  switch (reason) {
    case 'loopback':
      return say('a loopback address', '本机地址')
    case 'lan':
      return say('a host of the local network', '局域网地址')
    case 'ip':
      return say('an IP address', 'IP 地址')
    case 'scheme':
      return say('a scheme that this list does not take', '协议不符合此名单')
    case 'forbidden':
      return say('the platform lets nobody list it', '平台不允许配置')
    case 'not-needed':
      return say('needs no entry: current versions let every host through', '无需配置：当前版本不按名单限制')
    case 'refused':
      return say('a name or port that the console does not take', '后台不接受的域名或端口')
  }
}

/** `pages/index.js:12 wx.request`, and how many more. */
export function usesText(uses: readonly Use[], most: number, say: Say): string {
  const shown = uses.slice(0, most).map((use) => `${use.file}:${use.line}`)
  const more = uses.length - shown.length
  return `${shown.join(', ')}${more > 0 ? say(` and ${more} more`, ` 等 ${uses.length} 处`) : ''}`
}

/** `3 of 200`, or the number alone where no limit is known. */
export function countText(list: WantedList, count: number, say: Say): string {
  return list.limit === null ? say(`${count} (limit unknown)`, `${count} 个（上限未知）`) : `${count} / ${list.limit}`
}

/** How the platform counts edits, with the number of a month where one is stated. */
export function quotaText({ monthlyEdits }: DomainsView, say: Say): string {
  return monthlyEdits === null
    ? say('how many edits a month this platform allows is stated nowhere', '此平台未公布每月可修改次数')
    : say(`the console takes ${monthlyEdits} edits a month`, `后台每月可修改 ${monthlyEdits} 次`)
}

/** What is known of an entry that no call asks for. */
export function unusedText({ named, unresolved, last }: Unused, packages: boolean, say: Say): string {
  if (named !== null)
    return say(
      `still named at ${named.file}:${named.line}, though no call was traced to it: keep it until that is clear`,
      `仍出现在 ${named.file}:${named.line}，但没有查到使用它的请求：弄清之前请保留`,
    )
  const api = last === null ? '' : last.use.api === null ? '' : `${last.use.api} `
  const was =
    last === null
      ? say(
          'what used it last is not known: no git history here names it',
          '不知道最后由谁使用：这里的 git 历史中没有出现过',
        )
      : say(
          `last used by ${api}${last.use.file}:${last.use.line}, taken out by ${last.commit} on ${last.date}`,
          `最后由 ${api}${last.use.file}:${last.use.line} 使用，${last.date} 在 ${last.commit} 中移除`,
        )
  if (unresolved > 0)
    return say(
      `${was}; ${unresolved} ${unresolved === 1 ? 'call' : 'calls'} of hosts that only run time knows may use it: keep it until that is clear`,
      `${was}；另有 ${unresolved} 处请求的域名运行时才知道，可能用到它：弄清之前请保留`,
    )
  return last === null
    ? say(`${was}: ask who needs it before it is removed`, `${was}：移除前请先确认由谁使用`)
    : say(
        `${was}: can be removed${packages ? '' : ' if no package needs it (--deps looks at node_modules)'}`,
        `${was}：${packages ? '' : '若没有依赖包用到（--deps 会检查 node_modules），'}可以移除`,
      )
}

/** The one sentence that people act on: `needs 1 new console domain, 1 edit of this month; ask the admin`. */
export function needText(view: DomainsView, say: Say): string {
  const { comparison, monthlyEdits } = view
  if (!comparison) return quotaText(view, say)
  const { newDomains, edits } = comparison
  const quota = monthlyEdits === null ? '' : say(` of the ${monthlyEdits} a month`, `（每月共 ${monthlyEdits} 次）`)
  if (newDomains === 0) return say('needs no new console domain', '无需新增后台域名')
  return say(
    `needs ${newDomains} new console ${newDomains === 1 ? 'domain' : 'domains'}, ${edits.add} ${edits.add === 1 ? 'edit' : 'edits'}${quota}; ask the console's admin`,
    `需新增 ${newDomains} 个后台域名，占用 ${edits.add} 次修改${quota}，请联系管理员`,
  )
}

/** Whether nothing is to be said of a list: nothing asks for it, and nothing in the console is left over. */
export function isIdle(list: WantedList, comparison: DomainsView['comparison']): boolean {
  const compared = comparison?.lists.find((one) => one.list === list)
  return (
    list.entries.length === 0 &&
    list.unlistable.length === 0 &&
    list.unresolved === 0 &&
    (compared?.unused.length ?? 0) === 0
  )
}
