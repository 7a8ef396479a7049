import {
  applyDeclares,
  applyIgnores,
  checkCalls,
  checkDomains,
  compareFindings,
  domainsTable,
  parseIgnoreComments,
  type CheckContext,
  type Finding,
} from '../check'
import type { ModuleSummary } from '../extract'
import { comments } from '../extract/scan'
import type { NetworkCall, ResolvedUrl } from '../link/types'
import type { WrittenUrl } from '../extract/ir'
import type { LinkResult } from '../link'
import type { ResolvedOptions } from '../options'
import { relativePath } from '../options/files'
import type { ReportCall, ReportData } from '../report/types'
import { formatWhen } from '../report/when'
import { mapUrl } from '../rewrite'
import type { HostPort, SessionSettings } from '../session'
import { comparePlaces, type Place } from '../url/place'
import { originOf } from '../url/template'
import { loadRegistrable } from '../url/registrable'
import { isForAudit } from './ignores'
import { IncompleteRewrites } from './incomplete'
import { sessionFindings } from './findings'
import type { KeptReports } from './kept'
import { listLiterals } from './literals'
import type { Rewrites } from './rewrites'
import { RewrittenUrls } from './rewritten'
import type { SecretRecord } from './secrets'

/** What a report is made from. */
export interface ReportInput {
  options: ResolvedOptions
  /** What the session's reports before this one keep. */
  kept: KeptReports
  settings: SessionSettings
  linked: LinkResult
  port: Pick<HostPort, 'read'>
  modules: {
    /** Every module that was seen. */
    ids: readonly string[]
    summaryOf(id: string): ModuleSummary | undefined
    /** URLs that a text scan found in a module without a summary. */
    urlsOf(id: string): readonly WrittenUrl[]
    rewrites: Rewrites
    /** The secrets in their texts. */
    secrets: readonly (readonly [id: string, secrets: readonly SecretRecord[]])[]
    /** Whether a module's text reaches the program as it is. */
    isAsItIs(id: string): boolean
  }
}

/** Judges what linking found, and puts the report's data together: paths relative to the root, everything in order. */
export async function makeReport(input: ReportInput): Promise<ReportData> {
  const { options, settings, linked, modules } = input
  const relative = (file: string) => relativePath(options.root, file)
  const incomplete = new IncompleteRewrites(modules)
  const { readings } = input.kept
  const context: CheckContext = { ...(await contextOf(input)), readings, unapplied: (url) => incomplete.of(url) }
  const comments = await directives(input)
  const declared = applyDeclares(withRewritten(input), {
    comments,
    declares: options.declares,
    placeOf: (index) => options.places.item('declares', index),
    context,
    relative,
  })
  const { calls } = declared
  const judged = checkCalls(calls, context)
  const found = [
    ...judged,
    ...checkDomains(calls, context, (...entry) => options.places.entry(...entry)),
    ...sessionFindings(input, context, incomplete).filter((finding) => !isToldByCall(finding, judged)),
  ]
  const ignores = options.ignores.map((entry, index) => ({ entry, index })).filter(({ entry }) => !isForAudit(entry))
  const { findings, ignored } = applyIgnores(found, {
    comments,
    ignores: ignores.map(({ entry }) => entry),
    today: settings.today ?? new Date().toISOString().slice(0, 10),
    placeOf: (index) => options.places.item('ignores', ignores[index].index),
    context,
    relative,
  })
  const seen = new Set([...modules.ids, ...linked.analysed])
  return {
    platform: options.platform.name,
    environment: options.environment,
    appid: options.appid,
    from: { environment: options.environmentFrom, domains: options.domainsFrom },
    modules: { seen: seen.size, analysed: linked.analysed.size, failed: linked.failed.length },
    calls: calls.map((call) => input.kept.reportCall(call, () => reportCall(call, options))).sort(comparePlaces),
    findings: [...findings, ...declared.unused]
      .map((finding) => relativeFinding(finding, relative))
      .sort(compareFindings),
    rewrites: [...modules.rewrites.edits(modules.summaryOf)]
      .map((edit) => ({ ...edit, file: relative(edit.file) }))
      .sort(comparePlaces),
    literals: listLiterals(seen, modules, linked.usedLiterals).map((row) => ({
      ...row,
      file: relative(row.file),
    })),
    domains: domainsTable(calls, context),
    notices: noticesOf(options),
    accepted: acceptedOrigins(ignored),
  }
}

/** The calls with `rewritten` filled in. Linking's own objects are left alone: they may serve the next link too. */
function withRewritten({ options, kept, linked, modules }: ReportInput): NetworkCall[] {
  const { rewrites, ids, summaryOf } = modules
  if (rewrites.map.isEmpty) return linked.calls
  const rewritten = new RewrittenUrls(rewrites, ids, summaryOf, options.defines)
  return linked.calls.map((call) => kept.withRewritten(call, (url) => rewritten.of(url)))
}

async function contextOf(input: ReportInput): Promise<CheckContext> {
  const { options } = input
  const registrable = await loadRegistrable(options.platform)
  const base: CheckContext = { ...options, ...(registrable ? { registrable } : {}) }
  return options.rewrite ? base : { ...base, ...(await covering(input)) }
}

/** What the host map would do to URLs where the source is judged as it is: findings say what it covers, and what it doesn't. */
async function covering(input: ReportInput): Promise<Pick<CheckContext, 'mapUrl' | 'unmapped'>> {
  const { options, kept, linked, port } = input
  const rewrites = kept.covering(options)
  const isNamed = ({ url }: ResolvedUrl) => mapUrl(rewrites.map, url) !== null
  if (rewrites.map.isEmpty || !linked.calls.some(({ urls }) => urls.some(isNamed))) return {}
  const modules = { ...input.modules, rewrites }
  for (const id of new Set([...modules.ids, ...linked.analysed])) {
    const summary = modules.summaryOf(id)
    if (!summary || modules.isAsItIs(id) || rewrites.has(id, summary.key) || !rewrites.mayMatch(summary)) continue
    const code = await port.read(id)
    if (code !== null) rewrites.run(id, code, summary)
  }
  const rewritten = new RewrittenUrls(rewrites, modules.ids, modules.summaryOf, options.defines)
  const incomplete = new IncompleteRewrites(modules)
  return { mapUrl: (url) => rewritten.of(url), unmapped: (url) => incomplete.of(url) }
}

/** The comments that speak to this tool, by file: those of summarised modules and of the `.env` files that gave values. */
async function directives({
  options,
  modules,
  linked,
  port,
}: ReportInput): Promise<Map<string, ReturnType<typeof parseIgnoreComments>>> {
  const found = new Map<string, ReturnType<typeof parseIgnoreComments>>()
  for (const id of new Set([...modules.ids, ...linked.analysed])) {
    const records = modules.summaryOf(id)?.comments
    if (records && records.length > 0) found.set(id, parseIgnoreComments(records))
  }
  const envFiles = new Set([...options.defines.values()].map(({ place }) => place?.file ?? ''))
  for (const file of envFiles) {
    const text = /(?:^|\/)\.env[^/]*$/.test(file) ? await port.read(file) : null
    if (!text?.includes('mp-domains-')) continue
    const lines = [...comments(text, 'env')].map((comment) => ({
      ...comment,
      line: text.slice(0, comment.start).split('\n').length,
    }))
    found.set(file, parseIgnoreComments(lines))
  }
  return found
}

/** A URL of the server API that a call asks for is told with its calls; the text scan finds it once more. */
function isToldByCall({ code, file, line, args }: Finding, judged: readonly Finding[]): boolean {
  return (
    code === 'leaked-secret' &&
    args.kind === 'server-api' &&
    judged.some((other) => other.code === code && other.file === file && other.line === line)
  )
}

function reportCall(call: NetworkCall, { root, platform }: ResolvedOptions): ReportCall {
  const at = <T extends { file: string }>(place: T): T => ({ ...place, file: relativePath(root, place.file) })
  const { file, line, column, api, category, resolution, unknown } = call
  return {
    ...at({ file, line, column }),
    api,
    category,
    via: call.via.map((hop) => (hop.file === null ? hop : { ...hop, file: relativePath(root, hop.file) })),
    resolution,
    urls: call.urls.map(({ url, origin, rewritten, when, source, trace }) => {
      const condition = formatWhen(when, platform.envVersions)
      return {
        url,
        origin,
        rewritten,
        ...(condition ? { when: condition } : {}),
        source: source && at(source),
        ...(trace.length ? { trace: trace.map(at) } : {}),
      }
    }),
    unknown:
      unknown &&
      at({
        reason: unknown.reason,
        ...(unknown.name ? { name: unknown.name } : {}),
        file: unknown.file,
        line: unknown.line,
        column: unknown.column,
      }),
  }
}

function relativeFinding(finding: Finding, relative: (file: string) => string): Finding {
  const at = <T extends Place>(place: T): T => ({ ...place, file: relative(place.file) })
  const { lossFile } = finding.args
  return {
    ...at(finding),
    uses: finding.uses.map(at).sort(comparePlaces),
    trace: finding.trace.map(at),
    args: typeof lossFile === 'string' ? { ...finding.args, lossFile: relative(lossFile) } : finding.args,
  }
}

/** Origins whose findings were accepted at their source: the audit must not tell them again. */
function acceptedOrigins(ignored: readonly Finding[]): string[] {
  const origins = ignored.map(({ args, url }) => args.origin ?? (url && originOf(url)))
  return [
    ...new Set(origins.filter((origin) => typeof origin === 'string').map((origin) => origin.toLowerCase())),
  ].sort()
}

function noticesOf(options: ResolvedOptions): ReportData['notices'] {
  const notices: ReportData['notices'] = []
  const { environment, environmentFrom, knownEnvironments } = options
  if (!knownEnvironments.includes(environment)) {
    notices.push({
      code: 'unknown-environment',
      args: { environment, from: environmentFrom, known: knownEnvironments.join(', ') },
    })
  }
  if (options.domainsFrom === null) notices.push({ code: 'no-configuration', args: {} })
  return notices
}
