import { codeSpan, escapeMarkdown } from '../report/markdown'
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

/** The lists as Markdown, fit for a comment on a pull request: what has to be done stands first. */
export function domainsMarkdown(view: DomainsView): string {
  const say = sayIn(view.lang)
  const { platform, appid, environments, comparison, lists } = view
  const facts = [platform.title[view.lang], appid, environments.join(', ')].filter((part) => part !== null)
  const out = [`### mp-domains: ${escapeMarkdown(needText(view, say))}`, '', escapeMarkdown(facts.join(' · '))]
  if (comparison) {
    const date = comparison.date === null ? '' : say(`, read on ${comparison.date}`, `（读取于 ${comparison.date}）`)
    out[out.length - 1] += escapeMarkdown(
      say(` · against ${comparison.from}${date}`, ` · 对比 ${comparison.from}${date}`),
    )
    out.push('', ...changes(view, say))
  }
  out.push(
    '',
    `<details${comparison ? '' : ' open'}><summary>${say('Lists to paste', '应填入后台的名单')}</summary>`,
    '',
  )
  for (const list of lists) if (!isIdle(list, comparison)) out.push(...listLines(list, say), '')
  const idle = lists.filter((list) => isIdle(list, comparison)).map(({ label }) => cell(label))
  if (idle.length > 0) out.push(`${say('Nothing to list: ', '无需配置：')}${idle.join(say(', ', '、'))}`, '')
  if (lists.length === 0) out.push(say('This platform has no lists.', '此平台没有域名名单。'), '')
  out.push('</details>', '')
  const rest = [
    comparison ? quotaText(view, say) : null,
    platform.icp === true ? say('every host needs an ICP filing', '域名需完成 ICP 备案') : null,
  ]
  const tail = rest.filter((part) => part !== null)
  if (tail.length > 0) out.push(escapeMarkdown(sentence(tail.join(say('; ', '；')), say)), '')
  return out.join('\n')
}

function changes({ comparison, packages }: DomainsView, say: Say): string[] {
  const added = comparison!.lists.flatMap(({ list, add }) =>
    add.map(({ entry, wanted }) => {
      const who = [...new Set(wanted.flatMap(({ environments }) => environments))].join(', ')
      const where = usesText(
        wanted.flatMap(({ uses }) => uses),
        3,
        say,
      )
      return `| ${say('add', '新增')} | ${cell(list.label)} | ${codeSpan(entry)} | ${cell(`${who}: ${where}`)} |`
    }),
  )
  const unused = comparison!.lists.flatMap(({ list, unused: rows }) =>
    rows.map(
      (one) =>
        `| ${say('unused', '未使用')} | ${cell(list.label)} | ${codeSpan(one.entry)} | ${cell(unusedText(one, packages, say))} |`,
    ),
  )
  const unknown = comparison!.lists
    .filter(({ have, list }) => have === null && list.entries.length > 0)
    .map(
      ({ list }) =>
        `| ? | ${cell(list.label)} | | ${say('the console’s list is not known: compare it by hand', '不知道后台的名单，请手工比较')} |`,
    )
  const rows = [...added, ...unused, ...unknown]
  if (rows.length === 0) return [say('The console and the source are in step.', '后台与源码一致。')]
  return [
    `| | ${say('list', '名单')} | ${say('entry', '条目')} | ${say('why', '说明')} |`,
    '|---|---|---|---|',
    ...rows,
  ]
}

function listLines(list: WantedList, say: Say): string[] {
  const where = list.rule.consolePath === 'unknown' ? '' : ` · ${cell(list.rule.consolePath)}`
  const lines = [`**${cell(list.label)}** ${cell(countText(list, list.entries.length, say))}${where}`, '']
  if (list.entries.length > 0)
    lines.push('```text', ...list.entries.map(({ entry }) => entry.replaceAll('`', '')), '```')
  else lines.push(say('nothing to list', '无需配置'))
  for (const { origin, unlistable, uses } of list.unlistable)
    lines.push('', `${codeSpan(origin)}: ${cell(`${unlistableText(unlistable!, say)} (${usesText(uses, 1, say)})`)}`)
  if (list.unresolved > 0)
    lines.push(
      '',
      say(
        `${list.unresolved} ${list.unresolved === 1 ? 'call asks' : 'calls ask'} hosts that only run time knows.`,
        `另有 ${list.unresolved} 处请求的域名运行时才知道。`,
      ),
    )
  return lines
}

/** Text of a table's cell: no line break ends it. */
function cell(text: string): string {
  return escapeMarkdown(text)
}

function sentence(text: string, say: Say): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}${say('.', '。')}`
}
