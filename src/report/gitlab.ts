import type { Severity } from '../check/types'
import { explain, messageText } from './explain'
import { fingerprints } from './fingerprint'
import { repositoryPath } from './github'
import { compareFindings } from './json'
import { printable, printableJson } from './printable'
import type { ReportContext, ReportData } from './types'

const SEVERITY: Readonly<Record<Severity, 'critical' | 'minor' | 'info'>> = {
  error: 'critical',
  warn: 'minor',
  info: 'info',
}

/** GitLab's code quality report: the subset of the Code Climate format that its documentation names. */
export function formatGitlab(data: ReportData, context: ReportContext): string {
  const names = fingerprints(data.findings)
  const rows = [...data.findings].sort(compareFindings).map((finding) => ({
    description: printable(messageText(explain(finding, data, context), context)),
    check_name: finding.code,
    fingerprint: names.get(finding)!,
    severity: SEVERITY[finding.severity],
    location: {
      path: repositoryPath(finding.file, context),
      lines: { begin: finding.line },
    },
  }))
  return `${printableJson(JSON.stringify(rows, null, 2))}\n`
}
