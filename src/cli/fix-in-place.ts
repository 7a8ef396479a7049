import { readFileSync } from 'node:fs'
import { relativePath } from '../options/files'
import type { Lang } from '../report/types'
import type { FileChange, FixPlan } from './fix-plan'
import { copyUndo, gitUndo, keepCopies, obstacleTo, type Obstacle } from './fix-undo'
import { removeLeftovers, writeWhole } from './fix-write'
import { UsageError, type Io } from './io'
import { directoryOf } from '../options/files'
import { say } from './project'

/** Paths that a refusal names. */
const MOST_NAMED = 5

/**
 * Writes the changed files where they are, each one whole. Refuses where git could not take the changes back; with `force`
 * copies of the files are kept instead.
 * @returns what was done and the command that undoes it
 * @throws {UsageError} where it refuses, and where writing fails half-way: every file is then its old or its new self
 */
export function writeInPlace(
  { changes, unwritable }: FixPlan,
  directory: string,
  { force }: { force?: boolean },
  { cwd }: Pick<Io, 'cwd'>,
  lang: Lang,
): string {
  const outside = new Set(unwritable.filter(({ reason }) => reason === 'outside').map(({ file }) => file))
  // A file that several links lead to is written once.
  const unique = new Map([...changes.values()].filter(({ file }) => !outside.has(file)).map((row) => [row.path, row]))
  const rows = [...unique.values()]
  if (rows.length === 0) return lang === 'zh' ? '没有需要修改的文件' : 'no file needs a change'
  const targets = rows.map(({ path }) => path)
  const obstacle = obstacleTo(directory, targets)
  if (obstacle && !force) throw new UsageError(refusal(obstacle))
  const kept = obstacle ? keepCopies(directory, targets) : null
  const written: string[] = []
  const undo = () =>
    kept === null ? gitUndo(directory, cwd, written) : copyUndo(relativePath(cwd, directory) || '.', kept)
  try {
    for (const folder of new Set(targets.map(directoryOf))) removeLeftovers(folder)
    for (const row of rows) {
      ensureAsRead(row)
      writeWhole(row.path, row.after, row.mode)
      written.push(relativePath(directory, row.path))
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const taken = written.length === 0 ? '' : say({ en: `; to undo: ${undo()}`, zh: `；撤销：${undo()}` })
    throw new UsageError(
      say({
        en: `stopped after ${written.length} of ${rows.length} file(s), each of which is whole: ${why}${taken}`,
        zh: `已写入 ${written.length} / ${rows.length} 个文件后中止，每个文件都完整：${why}${taken}`,
      }),
    )
  }
  return lang === 'zh'
    ? `已修改 ${rows.length} 个文件；撤销：${undo()}`
    : `${rows.length} file(s) changed; to undo: ${undo()}`
}

/** An editor may have saved a file since it was read: what is written must be made from what is there. */
function ensureAsRead({ path, file, before }: FileChange): void {
  if (readFileSync(path).equals(before)) return
  throw new Error(
    say({ en: `${file} changed in the meantime; run it again`, zh: `${file} 在此期间被修改，请重新运行` }),
  )
}

function refusal(obstacle: Obstacle): string {
  if (obstacle.kind === 'no-git') {
    return say({
      en: 'the project is in no git work tree, so nothing could take the changes back; use --out <dir>, or --force, which keeps copies of the files',
      zh: '项目不在 git 工作区中，改动无法撤销；请使用 --out <目录>，或加 --force（会保留原文件的副本）',
    })
  }
  const { paths } = obstacle
  const named = paths.slice(0, MOST_NAMED).join(', ') + (paths.length > MOST_NAMED ? ', …' : '')
  return obstacle.kind === 'dirty'
    ? say({
        en: `the git work tree is not clean (${named}): commit or stash first, so that git can take the changes back; --force goes on and keeps copies of the files`,
        zh: `git 工作区有未提交的改动（${named}）：请先提交或暂存，以便用 git 撤销；--force 会继续并保留原文件的副本`,
      })
    : say({
        en: `git does not know ${named}, so it could not take the changes back; --force goes on and keeps copies of the files`,
        zh: `git 未跟踪 ${named}，改动无法用 git 撤销；--force 会继续并保留原文件的副本`,
      })
}
