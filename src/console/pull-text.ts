import { LISTED_CATEGORIES, type ListedCategory, type Platform } from '../platforms/types'
import { printable } from '../report/printable'
import type { Lang } from '../report/types'
import { parseEntry } from '../url/entry'
import type { LockedApp } from './lock'

/** How one list changed since it was last read. */
export interface ListChange {
  category: ListedCategory
  /** The console's name of the list. */
  label: string
  /** Entries now, or null where the API does not tell this list. */
  count: number | null
  added: string[]
  removed: string[]
  /** Entries that our table of this platform's rules would refuse, so that no call can match them. */
  odd: string[]
}

/** What reading an appid's lists changed in the lock file, list by list, in the order of reports. */
export function changesOf(platform: Platform, before: LockedApp | null, now: LockedApp): ListChange[] {
  const out: ListChange[] = []
  for (const category of LISTED_CATEGORIES) {
    const rule = platform.categories[category]
    const list = now.domains[category]
    if (!rule && !list) continue
    const old = before?.domains[category] ?? []
    out.push({
      category,
      label: rule?.label ?? category,
      count: list ? list.length : null,
      added: (list ?? []).filter((entry) => !old.includes(entry)),
      removed: list ? old.filter((entry) => !list.includes(entry)) : [],
      odd: (list ?? []).filter((entry) => !parseEntry(entry, category, platform).ok),
    })
  }
  return out
}

/** What `pull` says to people. */
export function pullText(
  input: { appid: string; app: LockedApp; changes: readonly ListChange[]; file: string; isFirst: boolean },
  lang: Lang,
): string {
  const { appid, app, changes, file, isFirst } = input
  const zh = lang === 'zh'
  const lines = [
    zh ? `${appid}（${app.platform}），由 ${app.api} 读取：` : `${appid} (${app.platform}), read by ${app.api}:`,
  ]
  for (const { category, label, count, added, removed, odd } of changes) {
    const name = label === category ? category : `${category}  ${label}`
    if (count === null) {
      lines.push(zh ? `  ${name}：该接口不提供，视为未知` : `  ${name}: not told by this API, so unknown`)
      continue
    }
    lines.push(`  ${name}: ${count}`.replace(': ', zh ? '：' : ': '))
    if (!isFirst) for (const entry of added) lines.push(`    + ${printable(entry)}`)
    for (const entry of removed) lines.push(`    - ${printable(entry)}`)
    for (const entry of odd)
      lines.push(
        zh
          ? `    ! ${printable(entry)} 不符合我们记录的本平台规则，检查时不会匹配任何请求`
          : `    ! ${printable(entry)} does not fit this platform's rules as we know them: no call will match it`,
      )
  }
  lines.push(zh ? `已写入 ${file}` : `written to ${file}`)
  return `${lines.join('\n')}\n`
}
