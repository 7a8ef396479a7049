import { wantedLists } from '../console/lists'
import type { ResolvedOptions } from '../options'
import { joinPath } from '../options/files'
import { pickLang } from '../options/lang'
import { render } from '../report'
import type { ReportData } from '../report/types'
import { compileHostMap, mapUrl } from '../rewrite'
import { originOf } from '../url/template'
import { loadRegistrable } from '../url/registrable'
import { checkFiles, hasFailed } from './check'
import { contextFor } from './commands'
import { NodeFiles, type Unreadable } from './files'
import { pairsOf, withAnswers, type InitFlags } from './init'
import { pluginHosts } from './init-hosts'
import { devOrigins, type DevOrigin } from './init-map'
import { offered, settle, type Offer } from './init-offer'
import { EXIT, UsageError, type Io } from './io'
import { directoryFor, projectOptions, say } from './project'
import { editRuntime, type RuntimeLiteral } from './runtime-edit'

/** The versions of a program that run on its developers' side: they keep the development host. */
const DEVELOP = 'develop'

/**
 * `mp-domains init --runtime [dir]`: on a native project turns constants that hold a development host into maps by the
 * platform's run-time version, shows the difference, and writes what was agreed to. The result is analysed before it is
 * offered: what linking would not understand is left alone.
 */
export async function runtimeCommand(given: string | undefined, flags: InitFlags, io: Io): Promise<number> {
  const zh = pickLang('auto') === 'zh'
  const files = new NodeFiles()
  const directory = directoryFor(given, io.cwd, files)
  const { options } = await projectOptions({ directory, command: 'check', files, flags, env: io.env, cwd: io.cwd })
  refuseOthers(files, directory, options)
  const data = await checkFiles(files, options, flags.deps)
  const pairs = pairsOf(flags)
  const origins = await withAnswers(await originsOf(data, options, pairs), io, zh)
  const literals = literalsOf(data, origins, pairs, options)
  const { changes, left } = await understood(literals, data, files, options, flags)
  for (const { file, line, column, why } of left)
    io.stdout.write(`${file}:${line}:${column}  ${WHY[why][zh ? 'zh' : 'en']}\n`)
  if (left.length > 0) io.stdout.write('\n')
  if (changes.size === 0) {
    io.stdout.write(zh ? '没有可以改成映射的开发地址\n' : 'no development host stands where it could become a map\n')
    return EXIT.clean
  }
  const offers = [...changes].map(([path, after]): Offer => offered({ file: path, after, usual: true }, files, io, zh))
  const made = await settle(offers, flags, io, zh)
  if (made.length === 0) return EXIT.clean
  const now = new NodeFiles()
  const after = await checkFiles(now, options, flags.deps)
  io.stdout.write(`\n${render('text', after, contextFor(now, options, flags, io))}`)
  return hasFailed(after.findings, options.failOn) ? EXIT.findings : EXIT.clean
}

type Left = 'target' | 'place' | 'unclear'

const WHY: Readonly<Record<Left, { en: string; zh: string }>> = {
  target: {
    en: 'left: nobody said where it leads in a release (--map, or hostMap in the configuration)',
    zh: '未修改：不知道线上对应哪个地址（用 --map 或配置中的 hostMap 指定）',
  },
  place: {
    en: 'left: it is not the whole value of a constant or member; put it into a constant first',
    zh: '未修改：它不是某个常量或属性的完整值，请先提取成常量',
  },
  unclear: {
    en: 'left: with a map in its place the host could no longer be followed',
    zh: '未修改：换成映射后将无法再追踪该地址',
  },
}

/** @throws {UsageError} for a platform whose documents name no way to ask for the version, and for projects with a bundler */
function refuseOthers(files: NodeFiles, directory: string, { platform }: ResolvedOptions): void {
  if (!platform.runtime || !platform.envVersions.includes(DEVELOP)) {
    throw new UsageError(
      say({
        en: `the documents of ${platform.title.en} name no way to ask for the version at run time; use a host map and \`mp-domains fix\``,
        zh: `${platform.title.zh}的文档没有说明如何在运行时获取版本；请使用 hostMap 和 \`mp-domains fix\``,
      }),
    )
  }
  const [host] = pluginHosts(files, directory, packagesOf(files, directory))
  if (host) {
    throw new UsageError(
      say({
        en: `the project is built (${host.file}): there the plugin and its host map replace hosts for each environment; --runtime is for projects that the IDE compiles`,
        zh: `项目由打包工具构建（${host.file}）：请使用插件和 hostMap 按环境替换；--runtime 用于由开发者工具编译的原生项目`,
      }),
    )
  }
}

function packagesOf(files: NodeFiles, directory: string): string[] {
  const text = files.read(joinPath(directory, 'package.json')) ?? ''
  return [...text.matchAll(/"(@tarojs\/(?:taro|cli))"/g)].map((match) => match[1]!)
}

/** The development origins of the project, with their targets as far as they are configured or given. */
async function originsOf(
  data: ReportData,
  options: ResolvedOptions,
  pairs: Record<string, string>,
): Promise<DevOrigin[]> {
  const { platform } = options
  const lists = wantedLists({ reports: [data], platform, limits: {}, registrable: await loadRegistrable(platform) })
  const maps = [compileHostMap(pairs), compileHostMap(options.hostMapOf('production'))]
  return devOrigins({ name: options.environment, options, data, lists }).map((row) => {
    const mapped = maps.map((map) => mapUrl(map, row.origin)).find((target) => target !== null)
    return mapped === undefined ? row : { ...row, target: originOf(mapped) ?? mapped, from: 'flag' }
  })
}

/** Where a literal stands, and what takes its place; without targets nobody knows. */
interface Candidate extends RuntimeLiteral {
  file: string
  origin: string
}

/** The literals that calls of the released program are traced to. */
function literalsOf(
  data: ReportData,
  origins: readonly DevOrigin[],
  pairs: Record<string, string>,
  options: ResolvedOptions,
): Candidate[] {
  const found = new Map<string, Candidate>()
  const given = compileHostMap({
    ...Object.fromEntries(origins.flatMap(({ origin, target }) => (target === null ? [] : [[origin, target]]))),
    ...pairs,
  })
  const texts = new Map(data.literals.map(({ file, line, column, url }) => [`${file}:${line}:${column}`, url]))
  for (const { urls } of data.calls) {
    for (const { origin, when, source } of urls) {
      if (origin === null || source === null || when === `envVersion=${DEVELOP}`) continue
      if (!origins.some((row) => row.origin === origin)) continue
      const key = `${source.file}:${source.line}:${source.column}`
      const text = texts.get(key) ?? origin
      const targetFor = (version: string): string | null => {
        const own = compileHostMap(options.hostMapOf(options.envVersion[version] ?? 'production'))
        return mapUrl(own, text) ?? mapUrl(given, text)
      }
      const targets: Record<string, string> = {}
      for (const version of options.platform.envVersions) {
        const target = version === DEVELOP ? null : targetFor(version)
        if (target !== null) targets[version] = target
      }
      found.set(key, { ...source, origin, text, targets, fallback: targets.release ?? '' })
    }
  }
  return [...found.values()]
}

/** The files with maps in them, without those that linking would not understand. */
async function understood(
  candidates: readonly Candidate[],
  before: ReportData,
  files: NodeFiles,
  options: ResolvedOptions,
  flags: InitFlags,
): Promise<{ changes: Map<string, string>; left: (Candidate & { why: Left })[] }> {
  const versions = options.platform.envVersions.filter((version) => version !== DEVELOP)
  const left: (Candidate & { why: Left })[] = []
  const edits = new Map<string, { path: string; code: string; done: Candidate[] }>()
  for (const file of new Set(candidates.map((row) => row.file))) {
    const own = candidates.filter((row) => row.file === file)
    const ready = own.filter(({ targets }) => versions.every((version) => targets[version] !== undefined))
    left.push(...own.filter((row) => !ready.includes(row)).map((row) => ({ ...row, why: 'target' as const })))
    const path = joinPath(options.root, file)
    const text = files.text(path)
    const edit = editRuntime(typeof text === 'string' ? text : '', ready, options.platform)
    left.push(...(edit.left as Candidate[]).map((row) => ({ ...row, why: 'place' as const })))
    if (edit.done.length > 0) edits.set(file, { path, code: edit.code, done: edit.done as Candidate[] })
  }
  while (edits.size > 0) {
    const changed = new Map([...edits.values()].map(({ path, code }) => [path, code]))
    const after = await checkFiles(new ChangedFiles(changed), options, flags.deps)
    const lost = [...edits.keys()].filter((file) => !isUnderstood(file, edits.get(file)!.done, before, after))
    if (lost.length === 0) return { changes: changed, left }
    for (const file of lost) {
      left.push(...edits.get(file)!.done.map((row) => ({ ...row, why: 'unclear' as const })))
      edits.delete(file)
    }
  }
  return { changes: new Map(), left }
}

/** Whether every call that took a host from a file still does, and takes the development host in `develop` only. */
function isUnderstood(file: string, done: readonly Candidate[], before: ReportData, after: ReportData): boolean {
  const origins = new Set(done.map(({ origin }) => origin))
  const uses = ({ calls }: ReportData) => calls.filter(({ urls }) => urls.some(({ source }) => source?.file === file))
  const urls = uses(after).flatMap((call) => call.urls.filter(({ source }) => source?.file === file))
  const still = urls.filter(({ origin }) => origin !== null && origins.has(origin))
  const sure = (data: ReportData) => uses(data).filter(({ resolution }) => resolution !== 'none').length
  return still.length > 0 && still.every(({ when }) => when === `envVersion=${DEVELOP}`) && sure(after) >= sure(before)
}

/** The disk with some texts changed. */
class ChangedFiles extends NodeFiles {
  constructor(private readonly changed: ReadonlyMap<string, string>) {
    super()
  }

  override text(path: string): string | { reason: Unreadable } | null {
    return this.changed.get(path) ?? super.text(path)
  }
}
