import type { ResolvedOptions } from '../options'
import { directoryOf, joinPath } from '../options/files'
import { formats, isFormat, render, type FormatName, type ReportContext, type ReportData } from '../report'
import { AnalysisFile } from './analyses'
import { auditFiles } from './audit'
import { withBaseline, withBaselineFlags } from './baseline'
import { checkFiles, hasFailed } from './check'
import { NodeFiles } from './files'
import { createProgress } from './progress'
import { readObserved } from './observed'
import { applyObserved } from '../session'
import { heedMarker, markerOf } from './gate'
import { EXIT, type Flags, type Io } from './io'
import { formOf, writeOut, writeText } from './output'
import { directoryFor, projectOptions, say } from './project'
import { pathInRepository } from '../options/repository'
import { toolVersion } from './version'

/** `mp-domains check [dir]` */
export async function checkCommand(given: string | undefined, flags: Flags, io: Io): Promise<number> {
  return report('check', given, flags, io, async (files, options) => {
    const log = readObserved(files, flags, io)
    const progress = createProgress(io, flags.quiet)
    const kept =
      io.analyses && flags.cache !== false ? new AnalysisFile(io.analyses, options, flags.deps === true) : undefined
    const settings = { tick: progress.tick, kept }
    const data = await checkFiles(files, options, flags.deps, undefined, settings).finally(progress.end)
    return log === null ? data : applyObserved(data, log, flags.observed!)
  })
}

/** `mp-domains audit <dist>` */
export async function auditCommand(given: string, flags: Flags, io: Io): Promise<number> {
  return report('audit', given, flags, io, (files, options, directory) => {
    heedMarker(files, directory, options, io)
    return auditFiles(files, directory, options)
  })
}

async function report(
  command: 'check' | 'audit',
  given: string | undefined,
  flags: Flags,
  io: Io,
  look: (files: NodeFiles, options: ResolvedOptions, directory: string) => ReportData | Promise<ReportData>,
): Promise<number> {
  const format = formatFor(flags.format)
  const files = new NodeFiles()
  const directory = directoryFor(given, io.cwd, files)
  const left = command === 'audit' ? markerOf(files, directory) : null
  const { options: found, settings } = await projectOptions({
    directory,
    command,
    files,
    flags,
    env: io.env,
    cwd: io.cwd,
    marker: left && { ...left.marker, file: left.file },
  })
  const options = withBaselineFlags(found, flags, io.cwd)
  if (flags.env !== undefined && settings.environment !== undefined && settings.environment !== flags.env) {
    const kept = settings.environment
    io.stderr.write(
      `mp-domains: ${say({
        en: `--env ${flags.env} has no effect: the option \`environment\` is '${kept}'`,
        zh: `--env ${flags.env} 未生效：配置项 \`environment\` 已设为「${kept}」`,
      })}\n`,
    )
  }
  const data = withBaseline(await look(files, options, directory), options, flags, io)
  const written = render(format, data, contextFor(files, options, flags, io))
  writeOut(written, flags.output, io)
  writeConfigured(data, options, contextFor(files, options, {}, { ...io, stdout: { ...io.stdout, isTTY: false } }))
  return hasFailed(data.findings, options.failOn) ? EXIT.findings : EXIT.clean
}

/** The form of report that `--format` names. */
export function formatFor(name?: string): FormatName {
  return formOf(name, Object.keys(formats) as FormatName[])
}

/** What reports need besides their data. */
export function contextFor(
  files: NodeFiles,
  options: ResolvedOptions,
  flags: Flags,
  { stdout, env }: Io,
): ReportContext {
  const { isTTY } = stdout
  return {
    platform: options.platform,
    lang: options.lang,
    sources: (file) => files.read(joinPath(options.root, file)),
    root: options.root,
    basePath: pathInRepository(files, options.root),
    toolVersion: toolVersion(),
    commands: ['check', 'audit', 'domains', 'explain', 'fix', 'init'],
    text: {
      colors: env.NO_COLOR ? false : env.FORCE_COLOR && env.FORCE_COLOR !== '0' ? true : isTTY && env.TERM !== 'dumb',
      width: stdout.columns ?? (Number(env.COLUMNS) || 100),
      quiet: flags.quiet,
      verbose: flags.verbose,
      hyperlinks: isTTY && hasHyperlinks(env),
    },
  }
}

/** Whether a terminal is one of those that make links of OSC 8; others may show the address as text. */
function hasHyperlinks(env: Io['env']): boolean {
  if (env.NO_HYPERLINKS || env.TERM === 'dumb') return false
  // VTE had it wrong before 0.50.
  if (env.VTE_VERSION) return Number(env.VTE_VERSION) >= 5000
  const programs = ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'Tabby', 'WarpTerminal', 'rio', 'zed']
  if (programs.includes(env.TERM_PROGRAM ?? '')) return true
  return (
    Boolean(env.WT_SESSION ?? env.KONSOLE_VERSION) ||
    /^(?:xterm-kitty|alacritty|foot|xterm-ghostty)/.test(env.TERM ?? '')
  )
}

/** The reports that the option `report` asks for. An audit's root is the output: nothing of ours may come to lie there. */
function writeConfigured(data: ReportData, options: ResolvedOptions, context: ReportContext): void {
  const { command, configFile, root } = options
  const base = command === 'audit' && configFile !== null ? directoryOf(configFile) : root
  for (const [format, file] of Object.entries(options.report)) {
    if (file && isFormat(format)) writeText(joinPath(base, file), render(format, data, context))
  }
}
