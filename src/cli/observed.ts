import { resolve } from 'node:path'
import { parseObserved } from '../session'
import type { NodeFiles } from './files'
import { UsageError, type Flags, type Io } from './io'
import { slashed } from './paths'
import { say } from './project'

/**
 * The log that `--observed` names; null where none is given.
 * @throws {UsageError} where it is missing or no log of the observer
 */
export function readObserved(files: NodeFiles, { observed }: Flags, { cwd }: Io): ReturnType<typeof parseObserved> {
  if (observed === undefined) return null
  const text = files.read(slashed(resolve(cwd, observed)))
  const log = text === null ? null : parseObserved(text)
  if (log) return log
  throw new UsageError(
    text === null
      ? say({ en: `there is no log '${observed}'`, zh: `找不到日志「${observed}」` })
      : say({
          en: `'${observed}' is no log of the guard; it is what copy(JSON.stringify(wx.__mpDomains)) gives`,
          zh: `「${observed}」不是守卫的日志；应为 copy(JSON.stringify(wx.__mpDomains)) 得到的内容`,
        }),
  )
}
