import { formatGithub } from './github'
import { formatGitlab } from './gitlab'
import { formatHtml } from './html'
import { formatJson, toReport } from './json'
import { formatMarkdown } from './markdown'
import { readOnce } from './once'
import { formatSarif } from './sarif'
import { formatText } from './text'
import type { ReportContext, ReportData } from './types'

export { explain, helpText, messageText } from './explain'
export { fingerprints } from './fingerprint'
export { formatJson, toReport } from './json'
export { maskSecrets } from './mask'
export { counted, message, MESSAGES } from './messages'
export { formatWhen } from './when'
export type * from './types'

/** Writes a report in one form. Pure: the same data and context give the same text. */
export type Formatter = (data: ReportData, context: ReportContext) => string

/** Every format by its name, as `--format` takes it. */
export const formats = Object.freeze({
  text: formatText,
  json: (data, context) => formatJson(toReport(data, context)),
  sarif: formatSarif,
  github: formatGithub,
  gitlab: formatGitlab,
  markdown: formatMarkdown,
  html: formatHtml,
} satisfies Record<string, Formatter>)

/** The name of a format. */
export type FormatName = keyof typeof formats

/** Whether a text is the name of a format. */
export function isFormat(name: string): name is FormatName {
  return Object.hasOwn(formats, name)
}

/** Writes a report in the named form. Each source file is asked for at most once. */
export function render(format: FormatName, data: ReportData, context: ReportContext): string {
  return formats[format](data, readOnce(context))
}
