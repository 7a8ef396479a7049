import type { Category, CategoryRule, ListedCategory, Platform } from '../platforms/types'
import { classifyHost, isAddress, normalizeHost } from './host'
import { lastTwoLabels, type RegistrableDomain } from './registrable'
import { parseTemplate } from './template'

/** An entry of a domain list, taken apart. */
export interface DomainEntry {
  /** As the user wrote it. */
  text: string
  /** Lower case, or null for an entry without a scheme, which stands for the list's own. */
  scheme: string | null
  /** As {@link normalizeHost} gives it. */
  host: string
  /** The digits as written, or null. */
  port: string | null
}

/** Why a console would refuse an entry. */
export type EntryReason =
  | 'empty'
  | 'scheme' // not one of the list's schemes
  | 'path' // a path, a query or a fragment, `/` alone included
  | 'wildcard'
  | 'underscore'
  | 'characters' // others than letters, digits, hyphen and dot; names in other scripts need punycode
  | 'host' // no domain: a single label, an empty or over-long label, a hyphen at its end
  | 'loopback'
  | 'ip'
  | 'port' // a port where none may be written, or none that exists
  | 'forbidden-host'

export type EntryResult =
  | { ok: true; entry: DomainEntry }
  /** `suggestion` is the entry that was probably meant, where one can be made. */
  | { ok: false; reason: EntryReason; suggestion: string | null }

/**
 * Reads one entry of a domain list by the rules of this platform's console.
 * A category without a rule (no list there) and rules that no source states are taken as allowing everything.
 * Never throws.
 */
export function parseEntry(text: string, category: ListedCategory, platform: Platform): EntryResult {
  const rule = platform.categories[category]
  const schemes = schemesOf(category, rule)
  const takesPort = !rule || rule.entry === 'unknown' || rule.entry.port
  const given = text.trim()
  if (given === '') return refused('empty')
  // Cheap limit before anything else: no host is longer, and a pasted file must not be taken apart.
  if (given.length > 2048) return refused('host')
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#\\]*)(.*)$/is.exec(given)!
  const scheme = parts[1]?.toLowerCase() ?? null
  const rest = parts[3]
  const authority = parts[2]
  if (authority.includes('*')) return refused('wildcard')
  const template = parseTemplate(`${scheme ?? 'https'}://${authority}`)
  const written = /^(\[[^\]]*\]|[^:@]*)(?::([^@]*))?$/.exec(authority)
  if (!written || written[1] === '') return refused('characters', suggest(template.name, template.port))
  const [, rawHost, port = null] = written as unknown as [string, string, string | undefined]
  const host = normalizeHost(rawHost)
  const proposal = (): string | null => suggest(host, port)

  if (scheme !== null && !schemes.includes(scheme)) return refused('scheme', proposal())
  if (rest !== '') return refused('path', proposal())
  if (rawHost.includes('_')) return refused('underscore')
  if (host === null) return refused('characters')
  const kind = classifyHost(host)
  if (kind === 'loopback') return rule?.loopback === 'allowed' ? accepted() : refused('loopback')
  if (isAddress(host)) {
    const allowed = !rule || rule.ip === 'allowed' || rule.ip === 'unknown' || (rule.ip === 'lan' && kind === 'lan')
    if (!allowed) return refused('ip')
  } else {
    if (!/^[a-z0-9.-]+$/i.test(rawHost)) return refused('characters', proposal())
    if (!isDomainName(host)) return refused('host', host.endsWith('.') ? suggest(host.slice(0, -1), port) : null)
  }
  if (forbiddenHost(host, category, platform)) return refused('forbidden-host')
  if (port !== null) {
    const bare = suggest(host, null)
    if (!isPort(port) || !takesPort) return refused('port', bare)
  }
  return accepted()

  /** The entry that was probably meant, where a console would take it. */
  function suggest(name: string | null, portText: string | null): string | null {
    if (name === null || isAddress(name) || !isDomainName(name)) return null
    const fitting = scheme !== null && schemes.includes(scheme) ? scheme : schemes[0]
    return `${fitting}://${name}${portText !== null && isPort(portText) && takesPort ? `:${portText}` : ''}`
  }

  function accepted(): EntryResult {
    return { ok: true, entry: { text: given, scheme, host: host!, port } }
  }
}

/**
 * The row of the platform's forbidden hosts that a normalised host is, or undefined.
 * The documents speak of server domains, so web-view and categories that no list governs have none.
 */
export function forbiddenHost(
  host: string,
  category: Category,
  platform: Platform,
): Platform['forbiddenHosts'][number] | undefined {
  if (category === 'webview' || category === 'none' || !platform.categories[category]) return undefined
  const name = host.endsWith('.') ? host.slice(0, -1) : host
  return platform.forbiddenHosts.find((row) => row.host === name)
}

/** How an entry compares with a URL's host and port under a rule. */
export interface EntryMatch {
  host: boolean
  /** Only telling where `host` is true. */
  port: boolean
}

/**
 * Compares an entry with a URL. Schemes are not compared: whether the URL's is allowed at all is another question.
 * @param target host as {@link normalizeHost} gives it, port as written; `undefined` for a port that isn't known, which fits
 * @param registrable for rules on registrable domains; without it the last two labels stand in
 */
export function matchEntry(
  entry: DomainEntry,
  target: { host: string; port: string | null | undefined },
  rule: Pick<CategoryRule, 'host' | 'port'>,
  registrable: RegistrableDomain = lastTwoLabels,
): EntryMatch {
  return {
    host: hostMatches(entry.host, target.host, rule.host, registrable),
    port: portMatches(entry.port, target.port, rule.port),
  }
}

function hostMatches(entry: string, host: string, rule: CategoryRule['host'], registrable: RegistrableDomain): boolean {
  if (entry === host) return true
  if (rule === 'exact' || isAddress(entry) || isAddress(host)) return false
  if (rule === 'subdomains') return host.endsWith(`.${entry}`)
  const domain = registrable(entry)
  return domain !== null && domain === registrable(host)
}

function portMatches(entry: string | null, port: string | null | undefined, rule: CategoryRule['port']): boolean {
  if (port === undefined || rule === 'any' || rule === 'unknown') return true
  return rule === 'none' ? port === null : port === entry
}

/** The schemes that an entry may have; where no source states them, those that the category's APIs can mean. */
function schemesOf(category: ListedCategory, rule: CategoryRule | undefined): readonly string[] {
  if (rule && rule.schemes !== 'unknown') return rule.schemes
  if (category === 'socket') return ['wss', 'ws']
  return category === 'udp' || category === 'tcp' ? [category] : ['https', 'http']
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535
}

/** Two labels or more, each of 1 to 63 letters, digits and hyphens with no hyphen at its ends; 253 characters in all. */
function isDomainName(host: string): boolean {
  if (host.length > 253 || !host.includes('.')) return false
  return host.split('.').every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
}

function refused(reason: EntryReason, suggestion: string | null = null): EntryResult {
  return { ok: false, reason, suggestion }
}
