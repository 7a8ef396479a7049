import { resolve } from 'node:path'
import { markerPath, parseMarker, type BuildMarker } from '../bundlers/marker'
import type { Options, ResolvedOptions } from '../options'
import { relativePath } from '../options/files'
import type { Words } from '../options/lang'
import { readAppid } from '../options/project'
import { pathInRepository } from '../options/repository'
import { render, toReport, type FormatName, type Report, type ReportContext, type ReportData } from '../report'
import { settleBaseline } from '../session'
import { auditFiles } from './audit'
import { hasFailed } from './check'
import { NodeFiles } from './files'
import { UsageError, type Io } from './io'
import { slashed } from './paths'
import { directoryFor, projectOptions, say } from './project'
import { toolVersion } from './version'

/** What {@link gate} asks of an output. All options of the plugin may stand beside. */
export interface GateOptions extends Options {
  /** The directory that is about to be uploaded. */
  dist: string
  /** The environment that it must have been built for. Default `production`. */
  environment?: string
  /** The appid that it is uploaded as. Default: not compared. */
  appid?: string
  /** The configuration file; `false` looks for none. Default: found from the directory upwards. */
  config?: string | false
  /** Whether the build's own file beside the output must be there. Default `optional`: native projects have no build. */
  marker?: 'required' | 'optional'
}

/** Why an output must not be uploaded. */
export type GateCode =
  | 'environment'
  | 'development'
  | 'platform'
  | 'appid'
  | 'build-findings'
  | 'findings'
  | 'no-marker'

/** What {@link gate} found in an output that may be uploaded. */
export interface GateResult {
  /** What the build left beside it, or null. */
  marker: BuildMarker | null
  report: Report
  render(format: FormatName, text?: ReportContext['text']): string
}

/** The output must not be uploaded; the message says why, findings included. */
export class GateError extends Error {
  override readonly name = 'GateError'
  constructor(
    readonly problems: readonly { code: GateCode; message: string }[],
    /** What the audit found. */
    readonly report: Report,
    text: string,
  ) {
    super(text)
  }
}

/** The marker of the build that made a directory, and where it lies. */
export function markerOf(files: NodeFiles, directory: string): { marker: BuildMarker; file: string } | null {
  const file = markerPath(directory)
  const marker = parseMarker(files.read(file))
  return marker && { marker, file: relativePath(directory, file).replace(/^\.\.\//, '') }
}

/**
 * The last look before an upload: reads every file of an output and what its build left beside it.
 * @throws {GateError} for findings at or above `failOn`, an output that was built for another environment, platform or in
 *   development, one of another appid, and a build that let errors pass
 * @throws {ConfigError} for a wrong configuration, and an error for a directory that does not exist
 */
export async function gate(given: GateOptions): Promise<GateResult> {
  const { dist, appid, config, marker: wanted = 'optional', environment = 'production', ...own } = given
  const files = new NodeFiles()
  const cwd = slashed(process.cwd())
  const directory = directoryFor(resolve(dist), cwd, files)
  const found = markerOf(files, directory)
  const { options } = await projectOptions({
    directory,
    command: 'audit',
    files,
    flags: { config: config === false ? undefined : config },
    findConfig: config !== false,
    env: process.env,
    cwd,
    options: { ...own, environment },
    marker: found && { ...found.marker, file: found.file },
  })
  const { baseline } = options
  const data = settleBaseline(
    auditFiles(files, directory, options),
    options,
    baseline === null ? null : files.read(baseline),
  )
  const context = contextOf(files, options)
  const report = toReport(data, context)
  const problems = [
    ...(found ? markerProblems(found.marker, options) : wanted === 'required' ? [missing(directory)] : []),
    ...appidProblems(files, directory, options, appid, found?.marker.appid ?? null),
    ...findingProblems(data, options),
  ].map(({ code, words }) => ({ code, message: words[options.lang] }))
  const shown = (format: FormatName, text?: ReportContext['text']) => render(format, data, { ...context, text })
  if (problems.length === 0) return { marker: found?.marker ?? null, report, render: shown }
  const head = problems.map(({ message }) => `mp-domains: ${message}`).join('\n')
  const withFindings = problems.some(({ code }) => code === 'findings')
  throw new GateError(problems, report, withFindings ? `${head}\n\n${shown('text').trimEnd()}` : head)
}

interface Problem {
  code: GateCode
  words: Words
}

/** What is wrong with the build that made an output, by what it left beside it. */
export function markerProblems(marker: BuildMarker, options: ResolvedOptions): Problem[] {
  const problems: Problem[] = []
  const { environment, platform } = options
  if (marker.environment !== environment) problems.push(otherEnvironment(marker.environment, environment))
  if (marker.platform !== platform.name) {
    problems.push({
      code: 'platform',
      words: {
        en: `the output was built for the platform '${marker.platform}', not '${platform.name}'`,
        zh: `产物是为平台「${marker.platform}」构建的，不是「${platform.name}」`,
      },
    })
  }
  if (marker.development || marker.command === 'dev') {
    problems.push({
      code: 'development',
      words: {
        en: 'the output is a development build: build for production before uploading',
        zh: '产物是开发构建：请先执行生产构建再上传',
      },
    })
  }
  const { error } = marker.findings
  if (error > 0 && options.failOn !== 'never') {
    problems.push({
      code: 'build-findings',
      words: {
        en: `its build reported ${error} error(s) and went on; see the build's own report`,
        zh: `构建时报告了 ${error} 个错误但没有中止，详见构建的报告`,
      },
    })
  }
  return problems
}

/**
 * What the command `audit` makes of a build's marker: an output of another environment or platform is none that it was asked
 * about; that it was built for development, or with errors, is said on standard error.
 * @throws {UsageError} naming what the output was built for
 */
export function heedMarker(files: NodeFiles, directory: string, options: ResolvedOptions, io: Io): void {
  const found = markerOf(files, directory)
  if (!found) return
  const problems = markerProblems(found.marker, options)
  const wrong = problems.filter(({ code }) => code === 'environment' || code === 'platform')
  if (wrong.length > 0) {
    const { environment, platform } = found.marker
    const flags = `--env ${environment} --platform ${platform}`
    throw new UsageError(
      [
        ...wrong.map(({ words }) => say(words)),
        say({ en: `it is audited with ${flags}`, zh: `请用 ${flags} 检查` }),
      ].join(say({ en: '; ', zh: '；' })) + ` (${found.file})`,
    )
  }
  for (const { words } of problems) io.stderr.write(`mp-domains: ${say(words)}\n`)
}

function otherEnvironment(built: string, asked: string): Problem {
  return {
    code: 'environment',
    words: {
      en: `the output was built for the environment '${built}', not '${asked}'`,
      zh: `产物是为环境「${built}」构建的，不是「${asked}」`,
    },
  }
}

function missing(directory: string): Problem {
  const file = markerPath(directory)
  return {
    code: 'no-marker',
    words: {
      en: `there is no ${file}: the output was not built with the plugin, or not to the end`,
      zh: `找不到 ${file}：产物不是带插件构建的，或构建没有完成`,
    },
  }
}

/** The appid that the output's own project file names must be the one that it is uploaded as, and so must the build's. */
function appidProblems(
  files: NodeFiles,
  directory: string,
  { platform }: ResolvedOptions,
  wanted: string | undefined,
  built: string | null,
): Problem[] {
  if (wanted === undefined) return []
  const inside = readAppid(files, directory, platform)
  const places: [appid: string | null, where: Words][] = [
    [inside?.appid ?? null, inside ? both(relativePath(directory, inside.file)) : both('')],
    [built, { en: 'its build', zh: '构建时' }],
  ]
  for (const [appid, where] of places) {
    if (appid === null || appid === wanted) continue
    return [
      {
        code: 'appid',
        words: {
          en: `the output is of the appid ${appid} (${where.en}), not ${wanted}`,
          zh: `产物的 appid 是 ${appid}（${where.zh}），不是 ${wanted}`,
        },
      },
    ]
  }
  return []
}

function both(text: string): Words {
  return { en: text, zh: text }
}

function findingProblems({ findings }: ReportData, { failOn }: ResolvedOptions): Problem[] {
  if (!hasFailed(findings, failOn)) return []
  const count = findings.filter(({ severity }) => severity === 'error' || failOn === severity).length
  return [
    {
      code: 'findings',
      words: { en: `${count} finding(s) in the output`, zh: `产物中有 ${count} 个问题` },
    },
  ]
}

function contextOf(files: NodeFiles, { platform, lang, root }: ResolvedOptions): ReportContext {
  return {
    platform,
    lang,
    root,
    basePath: pathInRepository(files, root),
    toolVersion: toolVersion(),
    sources: (file) => files.read(`${root}/${file}`),
  }
}
