import { isAbsolute, resolve } from 'node:path'
import { relativePath } from '../options/files'
import { toReport, type ReportContext, type ReportData } from '../report'
import { matching, parseQuestion, type Question } from '../report/inspect-question'
import { tellAbout } from '../report/inspect'
import { checkFiles } from './check'
import { contextFor } from './commands'
import { NodeFiles } from './files'
import { EXIT, type Flags, type Io } from './io'
import { formOf, writeOut } from './output'
import { slashed } from './paths'
import { directoryFor, projectOptions } from './project'

/**
 * `mp-domains explain <place, URL or host> [dir]`: tells what is known of it.
 * @returns 0 where anything is known of it, 1 where nothing is
 */
export async function explainCommand(what: string, given: string | undefined, flags: Flags, io: Io): Promise<number> {
  const form = formOf(flags.format, ['text', 'json'])
  const files = new NodeFiles()
  const directory = directoryFor(given, io.cwd, files)
  const { options } = await projectOptions({ directory, command: 'check', files, flags, env: io.env, cwd: io.cwd })
  const fileOf = (path: string): string | null => {
    // As it stands in a report, relative to the project; or as the shell completes it.
    const candidates = isAbsolute(path) ? [path] : [resolve(options.root, path), resolve(io.cwd, path)]
    const found = candidates.map(slashed).find((id) => files.kind(id) === 'file')
    return found === undefined ? null : relativePath(options.root, found)
  }
  const question = parseQuestion(what, fileOf)
  const data = await checkFiles(files, options, flags.deps, undefined, { traces: true })
  const context = contextFor(files, options, flags, io)
  const { text, known } = tellAbout(question, data, context)
  writeOut(form === 'text' ? text : asJson(question, data, context), flags.output, io)
  return known ? EXIT.clean : EXIT.findings
}

/** The calls and literals as the JSON report has them, and for each URL of each call the way from its literal. */
function asJson(question: Question, data: ReportData, context: ReportContext): string {
  const { calls, literals } = matching(question, data)
  const traces = calls.map((call) => call.urls.map((url) => url.trace ?? []))
  const shown = toReport({ ...data, calls, literals }, context)
  return `${JSON.stringify({ calls: shown.calls, literals: shown.literals, traces }, null, 2)}\n`
}
