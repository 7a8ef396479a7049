import { isAbsolute, resolve } from 'node:path'
import { relativePath } from '../options/files'
import { toReport } from '../report'
import { matching, parseQuestion } from '../report/question'
import { tellAbout } from '../report/told'
import { checkFiles } from './check'
import { contextFor } from './commands'
import { NodeFiles } from './files'
import { EXIT, UsageError, type Flags, type Io } from './io'
import { slashed } from './paths'
import { directoryFor, projectOptions, say } from './project'

/**
 * `mp-domains explain <place, URL or host> [dir]`: tells what is known of it.
 * @returns 0 where anything is known of it, 1 where nothing is
 */
export async function explainCommand(what: string, given: string | undefined, flags: Flags, io: Io): Promise<number> {
  const format = flags.format ?? 'text'
  if (format !== 'text' && format !== 'json')
    throw new UsageError(
      say({ en: `explain knows the formats text and json, not '${format}'`, zh: `explain 只支持 text 与 json 格式` }),
    )
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
  if (format === 'text') io.stdout.write(text)
  else {
    const { calls, literals } = matching(question, data)
    const traces = calls.map((call) => call.urls.map((url) => url.trace ?? []))
    const shown = toReport({ ...data, calls, literals }, context)
    io.stdout.write(`${JSON.stringify({ calls: shown.calls, literals: shown.literals, traces }, null, 2)}\n`)
  }
  return known ? EXIT.clean : EXIT.findings
}
