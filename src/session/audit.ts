import { codeRow, findSecrets, packageOf, type Code, type Finding } from '../check'
import { langOf } from '../extract/scan'
import type { ResolvedOptions } from '../options'
import { LISTED_CATEGORIES } from '../platforms/types'
import type { ReportData } from '../report/types'
import {
  auditText,
  compileHostMap,
  mapUrl,
  targetOf,
  type AuditHit,
  type AuditNeedles,
  type CompiledHostMap,
} from '../rewrite'
import { parseEntry } from '../url/entry'
import { originOf, parseTemplate } from '../url/template'
import { acceptedByRules } from './ignores'
import { LineCounter } from '../rewrite/lines'

/** Looks through one emitted file. */
export type Auditor = (file: string, text: string) => Finding[]

/** Where toolchains put the code of packages, for outputs whose sources are not known. */
const PACKAGE_OUTPUT =
  /(?:^|\/)(?:node_modules|miniprogram_npm|npm|vendors?|chunk-vendors|common\/vendors?)(?:[./~-]|$)/

/**
 * The audit of emitted files: no dev host may be left in them. A dev host is a key of any environment's host map, loopback,
 * an address of the local network, and an origin that only another environment lists.
 *
 * Not reported: what was reported at its source or accepted there, and what linking found only under run-time
 * environments that may use it. A loopback literal of a package that no call uses is `info`.
 * @param linked what linking found in this build, or null where only the output is known
 * @param runtimeOrigins loopback origins, in lower case, in modules of the framework's own that were not linked
 */
export function createAuditor(
  options: ResolvedOptions,
  linked: ReportData | null,
  runtimeOrigins: () => ReadonlySet<string> = () => new Set(),
): Auditor {
  const maps = allHostMaps(options)
  const own = compileHostMap(options.hostMapOf(options.environment))
  const needles = needlesOf(options, maps, own)
  const known = linked ? knownOrigins(linked) : null
  return (file, text) => {
    const findings: Finding[] = []
    const add = (
      code: Code,
      at: { line: number; column: number },
      url: string | null,
      args: Finding['args'],
      info = false,
    ) => {
      const setting = options.rules[code] ?? codeRow(code)!.severity
      if (setting === 'off') return
      const owner = packageOf(file)
      findings.push({
        file,
        line: at.line,
        column: at.column,
        code,
        severity: info ? 'info' : setting === 'error' && owner !== null ? 'warn' : setting,
        uses: [],
        url,
        category: null,
        args,
        trace: [],
        environment: options.environment,
        ...(owner === null ? {} : { package: owner }),
      })
    }
    for (const hit of auditText(text, langOf(file), needles)) {
      if (known?.settled.has(hit.origin)) continue
      const fromPackage =
        hit.kind === 'loopback' &&
        (known
          ? (known.inPackages.get(hit.origin) ?? runtimeOrigins().has(hit.origin))
          : PACKAGE_OUTPUT.test(file) && !/:\d+$/.test(hit.origin))
      add('dev-host-left', hit, hit.origin, factsOf(hit, own), fromPackage)
    }
    const lines = new LineCounter(text)
    for (const secret of findSecrets(text)) {
      if (known?.secrets.has(secret.masked)) continue
      add('leaked-secret', lines.at(secret.start), null, { kind: secret.kind, masked: secret.masked })
    }
    return findings.filter((finding) => !acceptedByRules(finding, options))
  }
}

const REASONS: Record<AuditHit['kind'], string> = {
  'host-map': 'host-map',
  loopback: 'loopback',
  lan: 'lan',
  environment: 'other-environment',
}

function factsOf(hit: AuditHit, map: CompiledHostMap): Finding['args'] {
  const { scheme, port } = parseTemplate(hit.origin)
  const mapped = mapUrl(map, hit.origin)
  return {
    origin: hit.origin,
    host: hit.host,
    reason: hit.kind === 'host-map' && mapped === null ? 'other-map' : REASONS[hit.kind],
    ...(scheme ? { scheme } : {}),
    ...(port ? { port } : {}),
    ...(mapped ? { mapped } : {}),
    ...(hit.kind === 'environment' && hit.needle ? { listedFor: hit.needle } : {}),
  }
}

/** The host maps of all environments, each once. */
function allHostMaps(options: ResolvedOptions): CompiledHostMap[] {
  const maps = new Map<string, CompiledHostMap>()
  for (const environment of new Set([options.environment, ...options.knownEnvironments])) {
    const map = compileHostMap(options.hostMapOf(environment))
    if (!map.isEmpty) maps.set(map.hash, map)
  }
  return [...maps.values()]
}

function needlesOf(options: ResolvedOptions, maps: readonly CompiledHostMap[], own: CompiledHostMap): AuditNeedles {
  const allowed = listedOrigins(options, options.environment)
  for (const entry of own.entries) allowed.add(originOf(targetOf(entry)) ?? '')
  const origins = new Map<string, string>()
  for (const environment of options.knownEnvironments) {
    if (environment === options.environment) continue
    for (const origin of listedOrigins(options, environment)) if (!origins.has(origin)) origins.set(origin, environment)
  }
  return {
    maps,
    origins,
    allowed,
    loopback: options.rules['loopback-host'] !== 'off',
    lan: options.rules['lan-host'] !== 'off',
  }
}

function listedOrigins(options: ResolvedOptions, environment: string): Set<string> {
  const origins = new Set<string>()
  const set = options.domainsOf(environment)
  if (!set) return origins
  for (const category of LISTED_CATEGORIES) {
    for (const text of set[category] ?? []) {
      const parsed = parseEntry(text, category, options.platform)
      if (!parsed.ok) continue
      const { host, port } = parsed.entry
      const scheme = category === 'socket' ? 'wss' : category === 'udp' || category === 'tcp' ? category : 'https'
      origins.add(`${scheme}://${host}${port ? `:${port}` : ''}`)
    }
  }
  return origins
}

/** What linking already told about origins. */
function knownOrigins(linked: ReportData): {
  settled: Set<string>
  /** By origin: whether all that hold it are packages, and no call uses it. */
  inPackages: Map<string, boolean>
  secrets: Set<unknown>
} {
  const settled = new Set<string>()
  const settle = (origin: string) => {
    settled.add(origin.toLowerCase())
    // Where a program joins its origin, the output holds the host alone.
    settled.add(origin.toLowerCase().replace(/^[^/]*:\/\//, ''))
  }
  for (const origin of linked.accepted ?? []) settle(origin)
  const secrets = new Set<unknown>()
  for (const finding of linked.findings) {
    if (finding.code === 'leaked-secret') secrets.add(finding.args.masked)
    // A finding of `info` stops nothing; its origin is told again where it is left in the output.
    if (finding.severity === 'info') continue
    const origin = finding.args.origin ?? (finding.url && originOf(finding.url))
    if (typeof origin === 'string') settle(origin)
  }
  const conditional = new Map<string, boolean>()
  for (const { urls } of linked.calls) {
    for (const { origin, rewritten, when } of urls) {
      if (origin === null || rewritten !== null) continue
      conditional.set(origin, (conditional.get(origin) ?? true) && when !== undefined)
    }
  }
  for (const [origin, only] of conditional) if (only) settle(origin)
  const inPackages = new Map<string, boolean>()
  for (const { origin, file, used } of linked.literals) {
    if (origin === null) continue
    const key = origin.toLowerCase()
    inPackages.set(key, (inPackages.get(key) ?? true) && !used && packageOf(file) !== null)
  }
  return { settled, inPackages, secrets }
}
