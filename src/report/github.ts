import type { Severity } from '../check/types'
import { explain, helpText, messageText } from './explain'
import { isSummedUp, SEVERITIES } from './groups'
import { compareFindings } from './json'
import { counted, message } from './messages'
import { printable } from './printable'
import type { ReportContext, ReportData } from './types'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'notice' }

/** Text as the data of a workflow command. Lines are kept; nothing else of it can begin a command. */
function escapeData(text: string): string {
  const lines = text.split('\n').map(printable).join('\n')
  return lines.replaceAll('%', '%25').replaceAll('\n', '%0A')
}

/** Text as a property of a workflow command. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** A path of the report as services want it: from the repository's root. */
export function repositoryPath(file: string, context: ReportContext): string {
  const base = context.basePath?.replace(/\/+$/, '')
  return base ? `${base}/${file}` : file
}

/**
 * GitHub's workflow commands, one line for each finding, worst first: the service shows ten of each kind in a step, so
 * what is summed up in text is summed up here too. Empty where there is nothing to say.
 */
export function formatGithub(data: ReportData, context: ReportContext): string {
  const lines: string[] = []
  const sorted = [...data.findings].sort(compareFindings)
  for (const severity of SEVERITIES) {
    for (const finding of sorted) {
      if (finding.severity !== severity || isSummedUp(finding)) continue
      const explanation = explain(finding, data, context)
      const calls = finding.uses.length
        ? `\n${counted(context.lang, 'uses', finding.uses.length)}${message(context.lang, 'colon')}${placesText(finding.uses, context)}`
        : ''
      const title = `${finding.code}${message(context.lang, 'colon')}${message(context.lang, `${finding.code}.title`)}`
      const properties = [
        `file=${escapeProperty(repositoryPath(finding.file, context))}`,
        `line=${finding.line}`,
        `col=${finding.column}`,
        `title=${escapeProperty(title)}`,
      ]
      const text = `${messageText(explanation, context)}${calls}\n${helpText(explanation, context)}`
      lines.push(`::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(text.trimEnd())}`)
    }
  }
  for (const code of ['unresolved-url', 'unused-domain'] as const) {
    const count = sorted.filter((finding) => finding.code === code && isSummedUp(finding)).length
    if (count) lines.push(`::notice title=${code}::${escapeData(counted(context.lang, `summary.${code}`, count))}`)
  }
  return lines.length ? `${lines.join('\n')}\n` : ''
}

/** The first three places and how many more there are. */
export function placesText(places: ReportData['findings'][number]['uses'], context: ReportContext): string {
  const shown = places.slice(0, 3).map((place) => `${place.file}:${place.line}:${place.column}`)
  const more = places.length - shown.length
  const list = shown.join(message(context.lang, 'comma'))
  return more > 0 ? `${list} ${message(context.lang, 'uses.more', { count: more })}` : list
}
