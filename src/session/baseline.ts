import type { Code, Finding } from '../check/types'
import type { Category } from '../platforms/types'
import type { ResolvedOptions } from '../options'
import { relativePath } from '../options/files'
import { asObject } from '../options/json'
import { fingerprints } from '../report/fingerprint'
import { maskSecrets } from '../report/mask'
import type { BaselineEntry, ReportData } from '../report/types'

/** The known findings of a project, by the run that found them: `check wechat production`. */
export interface Baseline {
  version: 1
  runs: Record<string, BaselineEntry[]>
}

/** The file's name where none is configured. */
export const BASELINE_NAME = 'mp-domains.baseline.json'

/**
 * The name under which a run's findings are kept. A run sees what another kind of run does not (emitted files, code of other
 * platforms), so each has entries of its own.
 */
export function runOf({ command, rewrite, platform, environment }: ResolvedOptions): string {
  const kind = command === 'check' ? (rewrite ? 'check --rewrite' : 'check') : command === 'audit' ? 'audit' : 'build'
  return `${kind} ${platform.name} ${environment}`
}

/** Reads the file's text; null where it is no baseline of this version. Fields that nobody knows are passed over. */
export function parseBaseline(text: string): Baseline | null {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
  const file = asObject(value)
  const runs = asObject(file?.runs)
  if (file?.version !== 1 || !runs) return null
  const out: Baseline['runs'] = {}
  for (const [run, list] of Object.entries(runs)) {
    if (!Array.isArray(list)) return null
    const entries = list.map(entryOf)
    if (entries.some((entry) => entry === null)) return null
    Object.defineProperty(out, run, { value: entries, enumerable: true })
  }
  return { version: 1, runs: out }
}

function entryOf(value: unknown): BaselineEntry | null {
  const entry = asObject(value)
  if (!entry) return null
  const { fingerprint, code, file, category = null, url = null } = entry
  const texts = [fingerprint, code, file]
  if (texts.some((text) => typeof text !== 'string')) return null
  if ([category, url].some((text) => text !== null && typeof text !== 'string')) return null
  return {
    fingerprint: fingerprint as string,
    code: code as Code,
    file: file as string,
    category: category as Category | null,
    url: url as string | null,
  }
}

/** Findings that a baseline may hold: what never fails a run needs no entry. */
function isKept({ severity }: Finding): boolean {
  return severity !== 'info'
}

/** What a run puts into the file. Lines are left out: they move, and would change the file for nothing. */
function entriesOf(findings: readonly Finding[]): BaselineEntry[] {
  const names = fingerprints(findings)
  return findings
    .filter(isKept)
    .map((finding) => ({
      fingerprint: names.get(finding)!,
      code: finding.code,
      file: finding.file,
      category: finding.category,
      url: finding.url && maskSecrets(finding.url),
    }))
    .sort((a, b) => compare(sortKey(a), sortKey(b)))
}

function sortKey({ file, code, category, url, fingerprint }: BaselineEntry): string {
  return [file, code, category ?? '', url ?? '', fingerprint].join('\0')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Takes the known findings out of a report's data, and says which entries no longer fit anything.
 * A run with entries of its own counts those alone; one that has none yet takes what any other run knows, and calls
 * nothing stale.
 * @param file the baseline's path as reports show it
 * @param whole whether the run saw the whole program; a dev server did not, so that nothing can be said to be gone
 */
export function applyBaseline(
  data: ReportData,
  baseline: Baseline,
  run: string,
  file: string,
  whole = true,
): ReportData {
  const own = Object.hasOwn(baseline.runs, run) ? baseline.runs[run] : null
  const entries = own ?? Object.values(baseline.runs).flat()
  const wanted = new Set(entries.map(({ fingerprint }) => fingerprint))
  const names = fingerprints(data.findings)
  const isKnown = (finding: Finding) => isKept(finding) && wanted.has(names.get(finding)!)
  const present = new Set(names.values())
  const stale = whole && own ? own.filter(({ fingerprint }) => !present.has(fingerprint)) : []
  return {
    ...data,
    findings: data.findings.filter((finding) => !isKnown(finding)),
    baseline: { file, known: data.findings.filter(isKnown), stale },
  }
}

/** The baseline with everything that a run found; other runs keep their entries. */
export function updateBaseline(baseline: Baseline | null, run: string, findings: readonly Finding[]): Baseline {
  const runs = new Map(Object.entries(baseline?.runs ?? {}))
  runs.set(run, entriesOf(findings))
  return { version: 1, runs: Object.fromEntries([...runs].sort(([a], [b]) => compare(a, b))) }
}

/** The file's text: the same findings give the same bytes, an entry stands in one line. */
export function formatBaseline({ version, runs }: Baseline): string {
  const lists = Object.entries(runs).map(([run, entries]) => {
    const lines = entries.map((entry) => `      ${JSON.stringify(entry)}`)
    return `    ${JSON.stringify(run)}: [${lines.length > 0 ? `\n${lines.join(',\n')}\n    ` : ''}]`
  })
  return `{\n  "version": ${version},\n  "runs": {\n${lists.join(',\n')}\n  }\n}\n`
}

/**
 * A report's data with the baseline in force applied; without one the data as it is.
 * @param text the file's text, or null where there is no such file. A file that can't be used takes nothing out, and the
 *   report's head says so.
 */
export function settleBaseline(data: ReportData, options: ResolvedOptions, text: string | null): ReportData {
  if (options.baseline === null) return data
  const file = relativePath(options.root, options.baseline)
  const baseline = text === null ? null : parseBaseline(text)
  const whole = options.command !== 'dev' && options.command !== 'watch'
  if (baseline) return applyBaseline(data, baseline, runOf(options), file, whole)
  const code = text === null ? ('no-baseline' as const) : ('bad-baseline' as const)
  return { ...data, notices: [...data.notices, { code, args: { file } }] }
}

/** The text of the baseline that takes everything that this run found as known. */
export function baselineText(data: ReportData, options: ResolvedOptions, before: string | null): string {
  const findings = [...data.findings, ...(data.baseline?.known ?? [])]
  return formatBaseline(updateBaseline(before === null ? null : parseBaseline(before), runOf(options), findings))
}
