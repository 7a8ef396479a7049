import { nearest } from '../platforms'
import { EXIT, UsageError, type Io } from './io'
import { say } from './project'

/** The complaint about a command line that names no known command. */
export function noCommand(argv: readonly string[], commands: readonly string[]): UsageError {
  const name = argv.find((word) => !word.startsWith('-'))
  const list = commands.join(', ')
  if (name === undefined) {
    return new UsageError(
      say({ en: `name a command: ${list} (mp-domains --help)`, zh: `请指定命令：${list}（mp-domains --help）` }),
    )
  }
  const near = nearest(name, commands)
  return new UsageError(
    near
      ? say({
          en: `unknown command '${name}'; did you mean '${near}'?`,
          zh: `未知命令「${name}」，是否想用「${near}」？`,
        })
      : say({ en: `unknown command '${name}'; known: ${list}`, zh: `未知命令「${name}」，可用命令：${list}` }),
  )
}

/** Says on standard error what went wrong; errors that nobody foresaw keep their stack. Gives the exit code. */
export function complain(error: unknown, io: Io): number {
  const known = error instanceof Error && /^(?:ConfigError|UsageError|CACError)$/.test(error.name)
  const text = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error)
  io.stderr.write(`mp-domains: ${text}\n`)
  return EXIT.usage
}
