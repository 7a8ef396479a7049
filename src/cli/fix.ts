import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { markerPath, writeMarker } from '../bundlers/marker'
import type { ResolvedOptions } from '../options'
import { directoryOf, joinPath, relativePath } from '../options/files'
import { miniprogramRoot } from '../options/project'
import { render } from '../report'
import { withBaseline, withBaselineFlags } from './baseline'
import { hasFailed } from './check'
import { contextFor, formatFor } from './commands'
import { writeOut } from './output'
import { isBuildOutput } from './discover'
import { NodeFiles } from './files'
import { writeInPlace } from './fix-in-place'
import { quoted } from './fix-undo'
import { isForeign, manifestPath, withdraw, writeOutput, type OutFile } from './fix-out'
import { planFix, type FixPlan } from './fix-plan'
import { fitProject } from './fix-project'
import { changesText, unwritableText } from './fix-text'
import { programStarts, PROJECT_FILE, projectTree, type ProjectFile } from './fix-tree'
import { EXIT, UsageError, type Flags, type Io } from './io'
import { slashed } from './paths'
import { directoryFor, projectOptions, say } from './project'
import { toolVersion } from './version'

/** What the command line says to `fix`. */
export interface FixFlags extends Flags {
  /** The directory that takes the rewritten copy. */
  out?: string
  /** Rewrite the files where they are. */
  write?: boolean
  /** Go on where git can't undo it, or where the output directory holds other things. */
  force?: boolean
}

/**
 * `mp-domains fix [dir] --out <dir> | --write`: applies the host map to a project that no bundler builds, as a copy or in
 * place. Exit codes as `check --rewrite`, of what is left.
 */
export async function fixCommand(given: string | undefined, flags: FixFlags, io: Io): Promise<number> {
  if ((flags.out === undefined) === !flags.write) {
    throw new UsageError(
      say({
        en: 'say where the result goes: `--out <dir>` for a rewritten copy, or `--write` to change the files where they are',
        zh: '请指明结果放在哪里：`--out <目录>` 生成改写后的副本，或 `--write` 直接修改原文件',
      }),
    )
  }
  const files = new NodeFiles()
  const directory = directoryFor(given, io.cwd, files)
  const out = flags.out === undefined ? null : outputFor(flags.out, directory, files, flags, io)
  try {
    return await fix(directory, out, files, flags, io)
  } catch (error) {
    // Whatever went wrong: what an earlier run left is not what the project is now.
    if (out !== null && withdraw(out)) {
      const shown = relativePath(io.cwd, out)
      io.stderr.write(
        `mp-domains: ${say({ en: `app.json was taken out of ${shown}`, zh: `已从 ${shown} 移除 app.json` })}\n`,
      )
    }
    throw isSystemError(error) ? new UsageError(error.message) : error
  }
}

/** Whether the system refused something: a full disk, a file that can't be read. Its message names the path. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

async function fix(directory: string, out: string | null, files: NodeFiles, flags: FixFlags, io: Io): Promise<number> {
  const format = formatFor(flags.format)
  const { options: found } = await projectOptions({
    directory,
    command: 'check',
    files,
    flags: { ...flags, rewrite: true },
    env: io.env,
    cwd: io.cwd,
  })
  const options = withBaselineFlags(found, flags, io.cwd)
  const starts = programStarts(files, directory, out)
  const tree = projectTree(files, directory, starts, out)
  // A copy is what is uploaded, so it is looked through as a build's output is.
  const planned = await planFix(files, options, tree, { audit: out !== null, dependencies: flags.deps })
  const plan = { ...planned, data: withBaseline(planned.data, options, flags, io) }
  const left = plan.unwritable.filter(({ reason }) => reason === 'encoding' || out === null)
  const failed = hasFailed(plan.data.findings, options.failOn) || (left.length > 0 && options.failOn !== 'never')
  const lines = format === 'text' || flags.output !== undefined ? io.stdout : io.stderr
  const done =
    out === null
      ? writeInPlace(plan, directory, flags, io, options.lang)
      : copy({ plan, tree, starts, directory, out, files, options, failed, io })
  lines.write(changesText(plan.data.rewrites))
  lines.write(unwritableText(plan, options.lang, out === null))
  lines.write(`${done}\n\n`)
  const written = render(format, plan.data, contextFor(files, options, flags, io))
  writeOut(written, flags.output, io)
  return failed ? EXIT.findings : EXIT.clean
}

/** The output directory, where it can be one. */
function outputFor(given: string, directory: string, files: NodeFiles, { force }: FixFlags, io: Io): string {
  const out = slashed(resolve(io.cwd, given))
  const wrong = (en: string, zh: string) =>
    new UsageError(say({ en: `--out ${given}: ${en}`, zh: `--out ${given}：${zh}` }))
  const own = files.real(directory)
  if (
    [out, files.real(out)].some((path) => [directory, own].some((one) => one === path || one.startsWith(`${path}/`)))
  ) {
    throw wrong('the copy can’t take the place of the project', '副本不能覆盖项目本身')
  }
  const inside = out.startsWith(`${directory}/`) ? out.slice(directory.length + 1) : null
  const isProgram =
    inside !== null &&
    programStarts(files, directory, out).some(
      (start) => out.startsWith(`${start}/`) && !(start === directory && isBuildOutput(inside.split('/')[0]!)),
    )
  if (isProgram) {
    throw wrong(
      'it lies in the program itself and would be taken for source; use `dist`, or a directory beside the project',
      '它位于小程序源码目录中，会被当作源码；请使用 `dist`，或项目以外的目录',
    )
  }
  if (!force && isForeign(out)) {
    throw wrong(
      'it holds files that were not written by this command; name another directory, or add --force (nothing is removed then)',
      '其中已有并非由此命令写入的文件；请换一个目录，或加 --force（不会删除已有文件）',
    )
  }
  return out
}

interface CopyInput {
  plan: FixPlan
  tree: readonly ProjectFile[]
  starts: readonly string[]
  directory: string
  out: string
  files: NodeFiles
  options: ResolvedOptions
  failed: boolean
  io: Io
}

function copy({ plan, tree, starts, directory, out, files, options, failed, io }: CopyInput): string {
  const dropped: string[] = []
  const copies = tree
    .filter(({ copied }) => copied)
    .map((row): OutFile => {
      const { path, file } = row
      const change = plan.changes.get(path)
      const isProject = !file.includes('/') && PROJECT_FILE.test(file)
      const fitted = isProject ? fitProject(files.read(path) ?? '', { from: directory, root: directory, out }) : null
      dropped.push(...(fitted?.dropped ?? []))
      const content = change?.after ?? (fitted ? Buffer.from(fitted.text) : null)
      return { file, content: () => content ?? readFileSync(path), mode: statSync(path).mode }
    })
  const above = projectAbove(files, directory, out)
  if (above && !copies.some(({ file }) => file === above.file)) copies.push(above)
  const inner = starts.map((start) => (start === directory ? '' : relativePath(directory, start)))
  const { written, removed, same } = writeOutput(out, copies, inner, failed)
  // Uploads name the project or the program in it.
  for (const place of new Set([out, ...inner.map((start) => joinPath(out, start))])) {
    writeMarker(place, plan.data, options, { files, toolVersion: toolVersion() })
  }
  const shown = relativePath(io.cwd, out)
  const beside = [manifestPath(out), markerPath(out)].map((path) => quoted(relativePath(io.cwd, path))).join(' ')
  const { lang } = options
  const lines = [
    lang === 'zh'
      ? `${shown}：写入 ${written} 个文件，${same} 个未变，删除 ${removed} 个`
      : `${shown}: ${written} file(s) written, ${same} unchanged, ${removed} removed`,
    ...(dropped.length === 0
      ? []
      : [
          lang === 'zh'
            ? `项目文件中的 ${dropped.join('、')} 指向副本以外的目录，已从副本中去掉`
            : `${dropped.join(', ')} of the project file named a directory that the copy does not hold, and is not in the copy's`,
        ]),
    ...(failed
      ? [
          lang === 'zh'
            ? `仍有问题，${shown} 中没有 app.json：无法编译或上传`
            : `findings remain, so there is no app.json in ${shown}: it can't be compiled or uploaded`,
        ]
      : []),
    lang === 'zh'
      ? `项目本身没有改动；撤销：rm -rf ${quoted(shown)} ${beside}`
      : `the project itself is as it was; to undo: rm -rf ${quoted(shown)} ${beside}`,
  ]
  return lines.join('\n')
}

/** The project file of the directory above, where it names the copied one as its program. */
function projectAbove(files: NodeFiles, directory: string, out: string): OutFile | null {
  const parent = directoryOf(directory)
  if (parent === directory || files.list(directory).some((name) => PROJECT_FILE.test(name))) return null
  if (miniprogramRoot(files, parent) !== directory) return null
  for (const file of files.list(parent)) {
    if (!PROJECT_FILE.test(file)) continue
    const path = joinPath(parent, file)
    const fitted = fitProject(files.read(path) ?? '', { from: parent, root: directory, out })
    if (fitted) return { file, content: () => Buffer.from(fitted.text), mode: statSync(path).mode }
  }
  return null
}
