import { explain, messageText } from './explain'
import { groupFindings, isSummedUp } from './groups'
import { compareFindings } from './json'
import { groupLines } from './terminal/block'
import { detailLines, headLines, summaryLines, summedUpLines } from './terminal/ends'
import { createLayout } from './terminal/layout'
import type { ReportContext, ReportData } from './types'

/**
 * The report for a terminal: findings by cause, worst first, with frames, traces and ways out; then the counts and what
 * to run next. Ends with a newline. Never leaves out a finding, but for `quiet` (errors only).
 */
export function formatText(data: ReportData, context: ReportContext): string {
  const layout = createLayout(context)
  const findings = layout.quiet ? data.findings.filter((finding) => finding.severity === 'error') : data.findings
  const summedUp = findings.filter(isSummedUp).sort(compareFindings)
  const groups = groupFindings(
    findings.filter((finding) => !isSummedUp(finding)),
    data,
    context,
  )
  const blocks = groups.map((group) => groupLines(layout, group))
  if (!layout.quiet) blocks.unshift(headLines(layout, data))
  const summed = summedUpLines(layout, summedUp, (finding) => messageText(explain(finding, data, context), context))
  if (summed.length) blocks.push(summed)
  const details = detailLines(layout, data)
  if (details.length) blocks.push(details)
  blocks.push(summaryLines(layout, data))
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
