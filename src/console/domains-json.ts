import { printableJson } from '../report/printable'
import { isRemovable } from './compare'
import type { DomainsView } from './domains-words'
import type { Wanted } from './lists'

/** The lists as JSON, version 1. `--against` reads it back, so that one run can be compared with another. */
export function domainsJson(view: DomainsView): string {
  const { platform, appid, environments, lists, comparison } = view
  const json = {
    version: 1,
    tool: 'unplugin-mp-domains',
    command: 'domains',
    platform: platform.name,
    appid,
    environments,
    monthlyEdits: view.monthlyEdits,
    packages: view.packages,
    icp: platform.icp === 'unknown' ? null : platform.icp,
    lists: lists.map((list) => ({
      label: list.label,
      categories: list.categories,
      console: list.rule.consolePath === 'unknown' ? null : list.rule.consolePath,
      limit: list.limit,
      entries: list.entries.map(({ entry, wanted }) => ({ entry, origins: wanted.map(row) })),
      unlistable: list.unlistable.map((wanted) => ({ ...row(wanted), reason: wanted.unlistable })),
      unresolved: list.unresolved,
    })),
    against: comparison && {
      from: comparison.from,
      date: comparison.date,
      newDomains: comparison.newDomains,
      edits: comparison.edits,
      lists: comparison.lists.map(({ list, have, add, unused }) => ({
        label: list.label,
        categories: list.categories,
        have,
        add: add.map(({ entry, wanted }) => ({ entry, origins: wanted.map(row) })),
        unused: unused.map((one) => ({ ...one, removable: isRemovable(one) })),
      })),
    },
  }
  return `${printableJson(JSON.stringify(json, null, 2))}\n`
}

function row({ origin, calls, environments, uses }: Wanted) {
  return { origin, calls, environments, uses }
}
