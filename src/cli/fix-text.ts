import type { Lang, ReportRewrite } from '../report/types'
import { printable } from '../report/printable'
import type { Words } from '../options/lang'
import type { FixPlan } from './fix-plan'

/** The edits, file by file, one line each: place, what stood there, what stands there now. */
export function changesText(rewrites: readonly ReportRewrite[]): string {
  const rows = rewrites.map(({ file, line, column, from, to }) => [
    printable(`${file}:${line}:${column}`),
    printable(`${from} → ${to}`),
  ])
  const width = Math.min(60, Math.max(0, ...rows.map(([place]) => place!.length)))
  return rows.map(([place, change]) => `${place!.padEnd(width)}  ${change!}\n`).join('')
}

/** Files that the host map matches and that were left as they are, and why. */
export function unwritableText({ unwritable }: FixPlan, lang: Lang, inPlace: boolean): string {
  const rows = unwritable.filter(({ reason }) => reason === 'encoding' || inPlace)
  return rows.map(({ file, reason }) => `${printable(file)}: ${REASONS[reason][lang]}\n`).join('')
}

const REASONS: Readonly<Record<'encoding' | 'outside', Words>> = {
  encoding: {
    en: 'left as it is: it is not UTF-8, so it could not be written back unchanged',
    zh: '未修改：不是 UTF-8 编码，写回会破坏其他内容',
  },
  outside: {
    en: 'left as it is: it is a link to a file outside the project',
    zh: '未修改：它是指向项目外部文件的链接',
  },
}

/** One line with a number in it. */
export function counted(count: number, one: Words, many: Words, lang: Lang): string {
  return (count === 1 ? one : many)[lang].replaceAll('{count}', String(count))
}
