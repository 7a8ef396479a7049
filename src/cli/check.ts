import { atLeast, codeRow, type Finding, type Severity } from '../check'
import type { ResolvedOptions } from '../options'
import { relativePath } from '../options/files'
import type { ReportData } from '../report/types'
import { createSession } from '../session'
import { discover } from './discover'
import type { NodeFiles, Unreadable } from './files'
import { filePort } from './port'

/** Why a file could not be looked at, as `parse-failed` says it. */
const REASONS: Record<Unreadable, string> = {
  denied: 'the file or directory cannot be read',
  large: 'the file is larger than 20 MB',
  binary: 'the file holds binary data',
}

/** Analyses the files of a project as they are on disk. */
export async function checkFiles(
  files: NodeFiles,
  options: ResolvedOptions,
  dependencies = false,
): Promise<ReportData> {
  const session = createSession(options, { imports: true })
  const { sources, denied } = discover(files, options.root, dependencies)
  const unread: Finding[] = denied.map((path) => unreadable(path, 'denied', options))
  for (const id of sources) {
    if (!options.filter(id)) continue
    const text = files.text(id)
    if (typeof text === 'string') session.update(id, text)
    else if (text) unread.push(unreadable(id, text.reason, options))
  }
  const data = await session.finish(filePort(files, options, dependencies))
  const reported = unread.filter(({ severity }) => (severity as string) !== 'off')
  if (reported.length === 0) return data
  const { modules } = data
  return {
    ...data,
    modules: {
      ...modules,
      seen: modules.seen + unread.length - denied.length,
      failed: modules.failed + unread.length - denied.length,
    },
    findings: [...data.findings, ...reported],
  }
}

function unreadable(path: string, reason: Unreadable, options: ResolvedOptions): Finding {
  return {
    file: relativePath(options.root, path),
    line: 1,
    column: 1,
    code: 'parse-failed',
    severity: (options.rules['parse-failed'] ?? codeRow('parse-failed')!.severity) as Severity,
    uses: [],
    url: null,
    category: null,
    args: { error: REASONS[reason] },
    trace: [],
    environment: options.environment,
  }
}

/** Whether findings reach `failOn`. */
export function hasFailed(findings: readonly Finding[], failOn: ResolvedOptions['failOn']): boolean {
  return failOn !== 'never' && findings.some(({ severity }) => atLeast(severity, failOn))
}
