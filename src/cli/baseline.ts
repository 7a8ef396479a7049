import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { ResolvedOptions } from '../options'
import { joinPath, relativePath } from '../options/files'
import type { ReportData } from '../report'
import { BASELINE_NAME, baselineText, parseBaseline, settleBaseline } from '../session'
import { UsageError, type Flags, type Io } from './io'
import { slashed } from './paths'
import { say } from './project'

/** The options with `--baseline`, and with the usual file where `--update-baseline` has none to write. */
export function withBaselineFlags(options: ResolvedOptions, flags: Flags, cwd: string): ResolvedOptions {
  if (flags.baseline !== undefined) return { ...options, baseline: slashed(resolve(cwd, flags.baseline)) }
  if (flags.updateBaseline && options.baseline === null)
    return { ...options, baseline: joinPath(options.command === 'audit' ? cwd : options.root, BASELINE_NAME) }
  return options
}

/**
 * Applies the baseline that the options name, or writes it (`--update-baseline`), and says on standard error what was written.
 * @throws {UsageError} for a file that can't be read or written, and for one that `--baseline` names and that is not there
 */
export function withBaseline(data: ReportData, options: ResolvedOptions, flags: Flags, io: Io): ReportData {
  const { baseline } = options
  if (baseline === null) return data
  const text = readBaseline(baseline, options)
  if (!flags.updateBaseline) {
    if (text !== null || flags.baseline === undefined) return settleBaseline(data, options, text)
    throw new UsageError(
      say({
        en: `there is no baseline '${flags.baseline}'; --update-baseline writes it`,
        zh: `找不到基线文件「${flags.baseline}」，可用 --update-baseline 生成`,
      }),
    )
  }
  const written = baselineText(data, options, text)
  try {
    mkdirSync(dirname(baseline), { recursive: true })
    writeFileSync(baseline, written)
  } catch (error) {
    throw unusable(baseline, options, error instanceof Error ? error.message : String(error))
  }
  const settled = settleBaseline(data, options, written)
  const count = settled.baseline!.known.length
  const file = relativePath(io.cwd, baseline)
  io.stderr.write(
    `mp-domains: ${say({ en: `${file}: ${count} known finding(s)`, zh: `${file}：已记录 ${count} 个已知问题` })}\n`,
  )
  return settled
}

function readBaseline(baseline: string, options: ResolvedOptions): string | null {
  let text: string
  try {
    text = readFileSync(baseline, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw unusable(baseline, options, error instanceof Error ? error.message : String(error))
  }
  if (parseBaseline(text)) return text
  throw unusable(
    baseline,
    options,
    say({
      en: 'it is no baseline of this version; delete it and write it anew with --update-baseline',
      zh: '内容不是本版本的基线；请删除后用 --update-baseline 重新生成',
    }),
  )
}

function unusable(baseline: string, { root }: ResolvedOptions, why: string): UsageError {
  const file = relativePath(root, baseline)
  return new UsageError(say({ en: `can't use the baseline ${file}: ${why}`, zh: `无法使用基线文件 ${file}：${why}` }))
}
