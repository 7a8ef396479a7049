import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { nearest } from '../platforms'
import { UsageError, type Io } from './io'
import { say } from './project'

/** The form that `--format` names. */
export function formOf<T extends string>(given: string | undefined, known: readonly T[]): T {
  const name = given ?? known[0]!
  if ((known as readonly string[]).includes(name)) return name as T
  const near = nearest(name, known)
  const list = known.join(', ')
  throw new UsageError(
    say({
      en: `unknown format '${name}'; ${near ? `did you mean '${near}'? ` : ''}known: ${list}`,
      zh: `未知格式「${name}」${near ? `，是否想用「${near}」` : ''}；可用格式：${list}`,
    }),
  )
}

/** Writes what a command has to say: to the file that `--output` names, else to standard output. */
export function writeOut(text: string, output: string | undefined, io: Io): void {
  if (output === undefined) io.stdout.write(text)
  else writeText(resolve(io.cwd, output), text)
}

/** Writes a file, its directories too. A path that can't be written is wrong use. */
export function writeText(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(say({ en: `can't write ${file}: ${why}`, zh: `无法写入 ${file}：${why}` }))
  }
}
