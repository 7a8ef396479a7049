/**
 * The programmatic interface: the same analysis as the command, over a directory or over modules that are handed in.
 *
 * @module
 * @example
 * ```ts
 * import { check } from 'unplugin-mp-domains/api'
 *
 * const { failed, report, render } = await check('miniprogram', { environment: 'production' })
 * if (failed) throw new Error(render('text'))
 * for (const { file, line, urls } of report.calls) console.log(file, line, urls)
 * ```
 */
import { resolve } from 'node:path'
import { checkFiles, hasFailed } from './cli/check'
import { NodeFiles } from './cli/files'
import { directoryFor, projectOptions } from './cli/project'
import { slashed } from './cli/paths'
import { toolVersion } from './cli/version'
import type { Options } from './options'
import { joinPath } from './options/files'
import { pathInRepository } from './options/repository'
import { render, toReport } from './report'
import type { FormatName, Report, ReportContext, ReportData } from './report'
import { settleBaseline } from './session'

/** Settings of {@link check}: every option of the plugin, and what the command takes as flags. */
export interface CheckOptions extends Options {
  /** The configuration file; `false` looks for none. Default: found from the directory upwards. */
  config?: string | false
  /** Judge the source as the host map rewrites it. Default false. */
  rewrite?: boolean
  /** Look at `node_modules` too. Default false. */
  deps?: boolean
}

/** What {@link check} found. */
export interface CheckResult {
  /** Whether findings reach `failOn`. */
  failed: boolean
  /** The JSON report. */
  report: Report
  /** What reports are made from. */
  data: ReportData
  /** The report in another form, as `--format` gives it. */
  render(format: FormatName, text?: ReportContext['text']): string
}

/**
 * Checks the files of a project as they are on disk, as `mp-domains check` does.
 * @param directory the project's directory
 * @throws {ConfigError} for a wrong configuration, and an error for a directory that does not exist
 */
export async function check(directory: string, options: CheckOptions = {}): Promise<CheckResult> {
  const { config, rewrite, deps, ...given } = options
  const files = new NodeFiles()
  const cwd = slashed(process.cwd())
  const { options: resolved } = await projectOptions({
    directory: directoryFor(resolve(directory), cwd, files),
    command: 'check',
    files,
    flags: { rewrite, deps, config: config === false ? undefined : config },
    findConfig: config !== false,
    env: process.env,
    cwd,
    options: given,
  })
  const { baseline } = resolved
  const found = await checkFiles(files, resolved, deps)
  const data = settleBaseline(found, resolved, baseline === null ? null : files.read(baseline))
  const context: ReportContext = {
    platform: resolved.platform,
    lang: resolved.lang,
    root: resolved.root,
    basePath: pathInRepository(files, resolved.root),
    toolVersion: toolVersion(),
    sources: (file) => files.read(joinPath(resolved.root, file)),
  }
  return {
    failed: hasFailed(data.findings, resolved.failOn),
    report: toReport(data, context),
    data,
    render: (format, text) => render(format, data, { ...context, text }),
  }
}

export { gate, GateError } from './cli/gate'
export type { GateCode, GateOptions, GateResult } from './cli/gate'
export type { BuildMarker } from './bundlers/marker'
export { NodeFiles } from './cli/files'
export { ConfigError, defineConfig, resolveOptions } from './options'
export type {
  Config,
  ConfigContext,
  ConfigProblem,
  Options,
  ProjectFiles,
  ResolvedOptions,
  ResolveInput,
} from './options'
export { definePlatform, findPlatform, PLATFORMS } from './platforms'
export type { Platform } from './platforms/types'
export { formats, render, toReport } from './report'
export type { FormatName, Report, ReportContext, ReportData } from './report'
export { createAuditor, createResolver, createSession } from './session'
export type { HostPort, ModuleRecord, Session, SessionSettings, UpdateResult } from './session'
export type { Code, DomainSet, Finding, Severity } from './check'
