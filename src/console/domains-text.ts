import { printable } from '../report/printable'
import { textWidth } from '../report/terminal/width'
import type { ComparedList } from './compare'
import {
  countText,
  isIdle,
  needText,
  quotaText,
  sayIn,
  unlistableText,
  unusedText,
  usesText,
  type DomainsView,
  type Say,
} from './domains-words'
import type { WantedList } from './lists'

/** Cells between an entry and what is said of it. */
const GAP = 2

/** The lists for a terminal, or for a file that people read. */
export function domainsText(view: DomainsView): string {
  const say = sayIn(view.lang)
  const { platform, appid, environments, comparison } = view
  const lines = [
    [platform.title[view.lang], appid, environments.join(', ')].filter((part) => part !== null).join(' · '),
    ...(comparison ? [fromText(comparison, say)] : []),
    '',
  ]
  if (view.lists.length === 0) lines.push(say('This platform has no lists.', '此平台没有域名名单。'), '')
  const idle = view.lists.filter((list) => isIdle(list, comparison))
  for (const list of view.lists) {
    if (idle.includes(list)) continue
    const compared = comparison?.lists.find((one) => one.list === list)
    lines.push(...(compared ? comparedLines(compared, view.packages, say) : listLines(list, say)), '')
  }
  if (idle.length > 0)
    lines.push(`${say('Nothing to list: ', '无需配置：')}${idle.map(({ label }) => label).join(say(', ', '、'))}`, '')
  lines.push(comparison ? needText(view, say) : quotaText(view, say))
  if (platform.takesEffect !== undefined && platform.takesEffect !== 'unknown')
    lines.push(platform.takesEffect[view.lang])
  if (platform.icp === true) lines.push(say('Every host needs an ICP filing.', '域名需完成 ICP 备案。'))
  return `${lines.map((line) => printable(line).trimEnd()).join('\n')}\n`
}

function fromText({ from, date }: { from: string; date: string | null }, say: Say): string {
  return date === null
    ? say(`against ${from}`, `对比：${from}`)
    : say(`against ${from}, read on ${date}`, `对比：${from}（读取于 ${date}）`)
}

function headline(list: WantedList, count: number, say: Say): string {
  const { consolePath } = list.rule
  const where = consolePath === 'unknown' ? [] : [consolePath.replace(`-${list.label}`, '')]
  const categories = list.categories.filter((category) => !list.label.startsWith(category))
  const name = categories.length > 0 ? `${list.label} (${categories.join(', ')})` : list.label
  return [name, countText(list, count, say), ...where].join('   ')
}

function listLines(list: WantedList, say: Say): string[] {
  const rows = list.entries.map(({ entry, wanted }): [string, string] => [
    entry,
    usesText(
      wanted.flatMap(({ uses }) => uses),
      1,
      say,
    ),
  ])
  const lines = [headline(list, list.entries.length, say), ...columns(rows, '  ')]
  return [...lines, ...notes(list, say)]
}

function comparedLines({ list, have, add, unused }: ComparedList, packages: boolean, say: Say): string[] {
  if (have === null)
    return [
      ...listLines(list, say),
      say('  ? the console’s list is not known: compare it by hand', '  ? 不知道后台的名单，请手工比较'),
    ]
  const after = have.length + add.length
  const lines = [headline(list, after, say)]
  const added = add.map(({ entry, wanted }): [string, string] => [
    `+ ${entry}`,
    [...new Set(wanted.flatMap(({ environments }) => environments))].join(', ') +
      ': ' +
      usesText(
        wanted.flatMap(({ uses }) => uses),
        2,
        say,
      ),
  ])
  const gone = unused.map((one): [string, string] => [`? ${one.entry}`, unusedText(one, packages, say)])
  lines.push(...columns(added, '  '), ...columns(gone, '  '))
  if (add.length === 0 && unused.length === 0 && have.length > 0) lines.push(say('  in step', '  一致'))
  if (list.limit !== null && after > list.limit)
    lines.push(
      say(
        `  ! ${after} entries are more than the ${list.limit} that fit`,
        `  ! 共 ${after} 个，超过上限 ${list.limit} 个`,
      ),
    )
  return [...lines, ...notes(list, say)]
}

function notes(list: WantedList, say: Say): string[] {
  const lines = list.unlistable.map(
    ({ origin, unlistable, uses }) => `  × ${origin}: ${unlistableText(unlistable!, say)} (${usesText(uses, 1, say)})`,
  )
  if (list.unresolved > 0)
    lines.push(
      say(
        `  … ${list.unresolved} ${list.unresolved === 1 ? 'call asks' : 'calls ask'} hosts that only run time knows`,
        `  … 另有 ${list.unresolved} 处请求的域名运行时才知道`,
      ),
    )
  return lines
}

function columns(rows: readonly [string, string][], indent: string): string[] {
  const width = Math.max(0, ...rows.map(([first]) => Math.min(60, textWidth(first))))
  return rows.map(([first, second]) => {
    const space = ' '.repeat(Math.max(GAP, width - textWidth(first) + GAP))
    return second === '' ? `${indent}${first}` : `${indent}${first}${space}${second}`
  })
}
