import type { Core } from '../../../src/bundlers/core'
import { createCore } from '../../../src/bundlers/rooms'
import { loadConfigFile } from '../../../src/cli/config-file'
import { NodeFiles } from '../../../src/cli/files'
import { formatJson, toReport } from '../../../src/report'

/** What a {@link realCore} did. */
export interface Seen {
  /** The JSON report of each build, oldest first. */
  reports: string[]
  /** How many sessions were started. */
  sessions: number
  /** Modules that passed by. */
  updates: string[]
  restores: string[]
  /** Modules whose summaries an earlier process left. */
  offered: string[]
}

/** The core as it is shipped, with the reports that it makes kept and its session's calls counted. */
export function realCore(): { core: Core; seen: Seen } {
  const seen: Seen = { reports: [], sessions: 0, updates: [], restores: [], offered: [] }
  const real = createCore({
    files: () => new NodeFiles(),
    loadConfig: (files, directory, lang) => loadConfigFile(files as NodeFiles, directory, lang),
    toolVersion: '0.0.0',
    shell: {},
  })
  const core: Core = {
    ...real,
    async createSession(options) {
      seen.sessions++
      const session = await real.createSession(options)
      const { update, restore, offer } = session
      return Object.assign(session, {
        update(id: string, ...more: [code: string, isRewritten?: boolean]) {
          seen.updates.push(id)
          return update.call(session, id, ...more)
        },
        restore(id: string, record: Parameters<typeof restore>[1]) {
          seen.restores.push(id)
          return restore.call(session, id, record)
        },
        offer(records: Parameters<typeof offer>[0]) {
          const list = [...records]
          seen.offered.push(...list.map(([id]) => id))
          return offer.call(session, list)
        },
      })
    },
    writeReports(data, { platform, root }) {
      seen.reports.push(formatJson(toReport(data, { platform, lang: 'en', root })))
    },
  }
  return { core, seen }
}
