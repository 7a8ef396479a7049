import { atLeast, compareFindings, type Finding, type Severity } from '../check'
import type { ResolvedOptions } from '../options'
import { relativePath } from '../options/files'
import type { ReportData } from '../report/types'
import { createSession, type Analysis, type UpdateResult } from '../session'
import { packageSpecifier } from '../session/packages'
import { discover, isSource } from './discover'
import type { NodeFiles, Unreadable } from './files'
import { filePort } from './port'

/** Why a file could not be looked at, as `parse-failed` says it. */
const REASONS: Record<Unreadable, string> = {
  denied: 'the file or directory cannot be read',
  large: 'the file is larger than 20 MB',
  binary: 'the file holds binary data',
}

/** How files are analysed. */
export interface CheckSettings {
  /** Tell the way from the literal for every call, and not only for some of each literal. Default false. */
  traces?: boolean
  /** Is told of each file read, and of each import resolved. */
  tick?: (phase: 'read' | 'link') => void
  /** What earlier runs found out, and where to keep what this one does. Default: nowhere. */
  kept?: { read(): Analysis | null; write(analysis: Analysis): void }
}

/**
 * Analyses the files of a project as they are on disk, and the packages of the same workspace and of `miniprogram_npm`
 * that they import: those ship with it.
 * @param onModule is told what each file gave, in order: its record, and its rewritten text where the host map matched
 */
export async function checkFiles(
  files: NodeFiles,
  options: ResolvedOptions,
  dependencies = false,
  onModule: (id: string, result: UpdateResult) => void = () => {},
  { tick, kept, ...settings }: CheckSettings = {},
): Promise<ReportData> {
  const session = createSession(options, { imports: true, analyses: kept !== undefined, ...settings })
  const before = kept?.read()
  if (before) session.recall(before)
  const port = filePort(files, options, dependencies)
  const { sources, denied } = discover(files, options.root, dependencies)
  const unread: { path: string; reason: Unreadable }[] = []
  const seen = new Set(sources)
  const found = seen.size
  let index = 0
  // The set grows while it is walked: what is imported comes behind what was found.
  for (const id of seen) {
    const isFound = index++ < found
    if (!options.filter(id)) continue
    const text = files.text(id)
    if (typeof text !== 'string') {
      if (text) unread.push({ path: id, reason: text.reason })
      continue
    }
    const result = session.update(id, text)
    onModule(id, result)
    tick?.('read')
    const { specifiers } = result.record as { specifiers?: readonly string[] }
    for (const specifier of specifiers ?? []) {
      // What a found module imports by path was found as well.
      if (isFound && !packageSpecifier(specifier)) continue
      const target = port.resolve(specifier, id)
      if (target !== null && isSource(target)) seen.add(target)
    }
  }
  const resolve = (specifier: string, importer: string) => {
    tick?.('link')
    return port.resolve(specifier, importer)
  }
  const data = await session.finish(tick ? { ...port, resolve } : port)
  const analysis = session.analysis()
  if (analysis) kept?.write(analysis)
  const told = new Set(unread.map(({ path }) => relativePath(options.root, path)))
  // Linking asked for some of them in vain; the reason is known here.
  const findings = data.findings.filter(({ code, file }) => code !== 'parse-failed' || !told.has(file))
  const more = unread.length - (data.findings.length - findings.length)
  const severity = options.rules['parse-failed']
  if (severity !== 'off') {
    const reported = [...unread, ...denied.map((path) => ({ path, reason: 'denied' as const }))]
    findings.push(...reported.map(({ path, reason }) => unreadable(path, reason, severity, options)))
  }
  const { modules } = data
  return {
    ...data,
    modules: { ...modules, seen: modules.seen + more, failed: modules.failed + more },
    findings: findings.sort(compareFindings),
  }
}

/** The finding about a file or directory that could not be read. */
function unreadable(path: string, reason: Unreadable, severity: Severity, options: ResolvedOptions): Finding {
  return {
    file: relativePath(options.root, path),
    line: 1,
    column: 1,
    code: 'parse-failed',
    severity,
    uses: [],
    url: null,
    category: null,
    args: { error: REASONS[reason] },
    trace: [],
    environment: options.environment,
  }
}

/** Whether findings reach `failOn`. */
export function hasFailed(findings: readonly Finding[], failOn: ResolvedOptions['failOn']): boolean {
  return failOn !== 'never' && findings.some(({ severity }) => atLeast(severity, failOn))
}
