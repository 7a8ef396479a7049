import type { Finding } from '../check/types'
import type { ListedCategory, Platform } from '../platforms/types'
import { parseEntry } from '../url/entry'
import type { Facts } from './facts'
import { ORIGIN_CODES, ruleOf, splitUrl } from './facts'
import { ignoreWay, unusedIgnoreWays } from './ignore'
import { firstOf, message } from './messages'
import type { ReportContext, ReportData, WayOut } from './types'
import { malformedWays } from './ways-malformed'

/** Text as a string of JavaScript in single quotes. */
export function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** A name as an object's key. */
export function objectKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}

/**
 * An origin as this platform's console takes it, or null where no list can: an IP address, a name without a dot or with
 * an underscore, a scheme or a port that the list does not take.
 */
export function consoleEntry(origin: string, category: ListedCategory, platform: Platform): string | null {
  const rule = platform.categories[category]
  const parts = splitUrl(origin)
  if (!rule || !parts) return null
  if (rule.schemes !== 'unknown' && !rule.schemes.includes(parts.scheme)) return null
  if (rule.port === 'none' && parts.port) return null
  const port = Number(parts.port)
  const closed = rule.forbiddenPorts?.some((row) =>
    typeof row === 'number' ? row === port : row[0] <= port && port <= row[1],
  )
  if (rule.binding === false || (parts.port && closed)) return null
  const form = rule.entry === 'unknown' ? { scheme: true, port: rule.port === 'exact' } : rule.entry
  const suffix = form.port && rule.port === 'exact' && parts.port ? `:${parts.port}` : ''
  const entry = `${form.scheme ? `${parts.scheme}://` : ''}${parts.host.toLowerCase()}${suffix}`
  const parsed = parseEntry(entry, category, platform)
  // Names in other scripts are listed in their ASCII form.
  return parsed.ok ? entry : parsed.reason === 'characters' ? parsed.suggestion : null
}

/** The scheme that a URL of the finding's category has: that of its list, where the table states it. */
function schemeOf(finding: Finding, context: ReportContext): string {
  const schemes = ruleOf(finding, context)?.schemes
  const first = schemes && schemes !== 'unknown' ? schemes[0] : undefined
  return first ?? (finding.category === 'socket' ? 'wss' : 'https')
}

/** The production origin to propose: the only one of this category's list, else an example. */
function target(finding: Finding, facts: Facts, data: ReportData, context: ReportContext): string {
  const secure = facts.scheme === 'ws' || facts.scheme === 'wss' ? 'wss' : schemeOf(finding, context)
  const category = finding.category as ListedCategory
  const listed = (data.domains[category] ?? []).filter((row) => row.listed)
  const only = listed.length === 1 ? listed[0]!.origin : ''
  return only.startsWith(`${secure}://`) ? only : `${secure}://${secure === 'wss' ? 'ws' : 'api'}.example.com`
}

function hostMapWay(finding: Finding, facts: Facts, to: string, label: string): WayOut[] {
  if (!facts.origin) return []
  const environment = objectKey(finding.environment)
  return [{ kind: 'host-map', label, paste: `hostMap: { ${environment}: { ${quote(facts.origin)}: ${quote(to)} } },` }]
}

/** The console's list and the configuration's, for an origin that both can take. */
function listWays(finding: Finding, facts: Facts, data: ReportData, context: ReportContext): WayOut[] {
  const rule = ruleOf(finding, context)
  const listable = rule && facts.origin && (!facts.unlistable || facts.unlistable === 'characters')
  const entry = listable ? consoleEntry(facts.origin!, finding.category as ListedCategory, context.platform) : null
  if (!rule || !entry) return []
  const { lang, platform } = context
  const path = rule.consolePath === 'unknown' ? null : rule.consolePath
  const way = firstOf(lang, ['way.console', 'way.console.bare'], { path, label: rule.label }) ?? ''
  const label = platform.icp === true ? message(lang, 'way.console.icp', { way }) : way
  const list = `${finding.category}: [${quote(withScheme(entry, facts))}]`
  const paste = `domains: { ${objectKey(finding.environment)}: { ${list} } },`
  // The lock file is the console's: it is read again, not written by hand.
  if ((data.from as ReportData['from'] | undefined)?.domains?.endsWith('mp-domains.lock.json')) {
    const pull: WayOut = { kind: 'domains', label: message(lang, 'way.pull'), paste: 'npx mp-domains pull' }
    if (facts.listedFor || facts.leftOut)
      return [{ kind: 'domains', label: message(lang, 'way.lock.only'), paste: null }]
    return [{ kind: 'console', label, paste: entry }, pull]
  }
  // Listed for another environment of the same console: only the configuration lacks it.
  if (facts.listedFor) return [{ kind: 'domains', label: message(lang, 'way.domains.only'), paste }]
  return [
    { kind: 'console', label, paste: entry },
    { kind: 'domains', label: message(lang, 'way.domains'), paste },
  ]
}

/** The configuration always has the scheme, whatever the console takes. */
function withScheme(entry: string, facts: Facts): string {
  return entry.includes('://') ? entry : `${facts.scheme}://${entry}`
}

function fix(
  context: ReportContext,
  key: Parameters<typeof message>[1],
  facts: Facts,
  paste: string | null = null,
): WayOut[] {
  return [{ kind: 'fix', label: message(context.lang, key, facts), paste }]
}

/** How a text comes about that the host map can replace: one literal that holds the whole origin. */
function incompleteWays({ file }: Finding, facts: Facts, context: ReportContext): WayOut[] {
  if (facts.reason === 'outside') return fix(context, 'way.incomplete.outside', facts)
  if (facts.reason === 'data') return fix(context, 'way.incomplete.data', facts)
  const known = facts.origin !== null && !facts.origin.includes('{*}')
  const label = facts.to ? 'way.incomplete.to' : 'way.incomplete'
  if (!known || facts.reason === 'escape') return fix(context, label, facts)
  if (/(?:^|\/)\.env[^/]*$/.test(file)) return fix(context, 'way.incomplete.env', facts, facts.origin)
  return fix(context, label, facts, quote(facts.origin!))
}

/**
 * The same host by an encrypted scheme: with the port that is listed, else with none, since the port of plain http serves no TLS.
 * A host that no list has yet is to be listed as well.
 */
function secureWays(finding: Finding, facts: Facts, data: ReportData, context: ReportContext): WayOut[] {
  const parts = splitUrl(facts.origin ?? '')
  const scheme = parts?.scheme === 'http' ? 'https' : parts?.scheme === 'ws' ? 'wss' : null
  if (!parts || scheme === null) return []
  const bare = `${scheme}://${parts.host}`
  // No key of the map names a host of which a part is not known.
  if (bare.includes('{*}')) return fix(context, 'way.secure', { ...facts, scheme })
  const listed = typeof facts.nearest === 'string' && facts.listed !== 'no' ? facts.nearest : null
  const secure = listed === null ? bare : listed.includes('://') ? listed : `${scheme}://${listed}`
  const map = hostMapWay(finding, facts, secure, message(context.lang, 'way.host-map.secure'))
  const list = facts.listed === 'no' ? listWays(finding, { ...facts, origin: bare, scheme }, data, context) : []
  return [...map, ...list]
}

/** A slip is mended in the source; what no console takes needs another name; all else is listed. */
function notListedWays(finding: Finding, facts: Facts, data: ReportData, context: ReportContext): WayOut[] {
  const isSlip = facts.reason === 'similar' || facts.reason === 'trailing-dot'
  const use = isSlip && typeof facts.nearest === 'string' ? fix(context, 'way.domains.use', facts, facts.nearest) : []
  const list = listWays(finding, facts, data, context)
  if (use.length === 0 && list.length === 0 && facts.unlistable) return fix(context, 'way.unlistable', facts)
  return [...use, ...list]
}

/** A variable of the build gets its value in a file of its own; anything else where it is made. */
function undefinedWays(facts: Facts, context: ReportContext): WayOut[] {
  const { name } = facts
  if (typeof name !== 'string' || name === '') return fix(context, 'way.undefined.bare', facts)
  const variable = /^(?:process\.env|import\.meta\.env)\.([A-Za-z_]\w*)$/.exec(name)?.[1]
  return variable === undefined
    ? fix(context, 'way.undefined', facts)
    : fix(context, 'way.undefined.env', facts, `${variable}=https://api.example.com`)
}

function fixes(finding: Finding, facts: Facts, data: ReportData, context: ReportContext): WayOut[] {
  const { lang } = context
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : null)
  const mapped = text('mapped')
  // The finding is about the origin, whichever of its calls comes first.
  const led = () => fix(context, 'mapped.to', { ...facts, mapped: (mapped && splitUrl(mapped)?.origin) || mapped })
  // The map has it already, and would leave it as it is.
  const unmapped = text('unmapped')
  if (unmapped && ORIGIN_CODES.has(finding.code))
    return incompleteWays(finding, { ...facts, reason: unmapped }, context)
  const dev = (label = message(lang, 'way.host-map')) =>
    mapped ? led() : hostMapWay(finding, facts, target(finding, facts, data, context), label)
  switch (finding.code) {
    case 'loopback-host':
      return dev()
    case 'ip-host':
      return dev(message(lang, 'way.host-map.ip'))
    case 'lan-host':
      return [...dev(), ...fix(context, 'way.lan', facts, `rules: { 'lan-host': 'off' },`)]
    case 'dev-host-left':
      return mapped ? fix(context, 'way.left.mapped', facts) : dev(message(lang, 'way.left'))
    case 'insecure-scheme':
      return mapped ? led() : secureWays(finding, facts, data, context)
    case 'domain-not-listed':
      return mapped ? led() : notListedWays(finding, facts, data, context)
    case 'port-mismatch': {
      const listed = text('listed')
      const use: WayOut[] = listed ? fix(context, 'way.domains.use', facts, listed) : []
      return mapped ? led() : [...use, ...listWays(finding, facts, data, context)]
    }
    case 'forbidden-host':
      return mapped ? led() : fix(context, 'way.forbidden', facts)
    case 'malformed-url':
      return malformedWays(finding, facts, schemeOf(finding, context), target(finding, facts, data, context), context)
    case 'undefined-url':
      return undefinedWays(facts, context)
    case 'rewrite-incomplete':
      return incompleteWays(finding, facts, context)
    case 'leaked-secret':
      return fix(context, facts.kind === 'server-api' ? 'way.forbidden' : 'way.secret', facts)
    case 'invalid-domain-entry':
      return text('suggestion')
        ? fix(context, 'way.entry', facts, text('suggestion'))
        : fix(context, facts.reason === 'wildcard' ? 'way.entry.wildcard' : 'way.entry.remove', facts)
    case 'too-many-domains':
      return fix(context, 'way.too-many', facts, `limits: { perCategory: ${facts.count ?? facts.limit ?? 200} },`)
    case 'url-check-disabled':
      return fix(context, 'way.url-check', facts, `"urlCheck": true`)
    case 'unused-ignore':
      return unusedIgnoreWays(finding, facts, context)
    case 'unresolved-url':
      return [
        {
          kind: 'declare',
          label: message(lang, 'way.declare'),
          paste: `// mp-domains-hosts https://oss.example.com -- ${message(lang, 'reason')}`,
        },
      ]
    case 'unused-domain':
      return fix(context, 'way.unused-domain', facts)
    case 'parse-failed':
      return finding.package === undefined
        ? fix(context, 'way.parse-failed', facts, `exclude: [${quote(finding.file)}],`)
        : []
  }
}

/** The ways out of a finding, likeliest first. Never offers a list for a host that no list can take. */
export function waysOut(finding: Finding, facts: Facts, data: ReportData, context: ReportContext): WayOut[] {
  const ignore = ignoreWay(finding, context)
  return [...fixes(finding, facts, data, context), ...(ignore ? [ignore] : [])]
}
