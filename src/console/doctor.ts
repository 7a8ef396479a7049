import type { DomainSet, Severity } from '../check/types'
import { LISTED_CATEGORIES, type ListedCategory, type Platform } from '../platforms/types'
import { matchEntry, parseEntry, type DomainEntry } from '../url/entry'
import { classifyHost } from '../url/host'
import type { RegistrableDomain } from '../url/registrable'
import { parseTemplate } from '../url/template'

/** A host and port that lists name, and what has to be asked there. */
export interface Target {
  host: string
  port: number
  /** Whether the list takes it without TLS (`http`). */
  plain: boolean
  /** The lists that name it. */
  categories: ListedCategory[]
  /** As they name it. */
  entries: string[]
  /** What is asked: a page, an upgrade to a WebSocket, or nothing but the address (udp and tcp entries name no port). */
  asks: { page: boolean; socket: boolean }
}

/** What TLS showed. */
export interface TlsProbe {
  /** `TLSv1.3`, or null where no handshake came about. */
  protocol: string | null
  /** Why there was no handshake (an error code, `no-tls`, `timeout`), or null. */
  error: string | null
  /** Why the chain is not trusted, as OpenSSL names it, or null. */
  chain: string | null
  /** Whether the certificate is made out to the host. */
  name: boolean
  /** Names that the certificate is made out to. */
  names: string[]
  /** Who signed it. */
  issuer: string | null
  /** Milliseconds since 1970. */
  validFrom: number
  validTo: number
}

/** What one target answered. */
export interface HostProbe {
  addresses: string[]
  /** Why the name did not resolve, or null. */
  dns: string | null
  tls: TlsProbe | null
  /** The answer to `GET /`, after redirects inside the origin. */
  page: { status: number; redirect: string | null } | { error: string } | null
  /** Upgrade handshakes, by path. */
  sockets: { path: string; status: number | null; ok: boolean; error: string | null }[]
}

/** What can be wrong with a host. */
export type ProblemCode =
  | 'no-address'
  | 'private-address'
  | 'no-connection'
  | 'no-tls'
  | 'tls-version'
  | 'self-signed'
  | 'chain-incomplete'
  | 'untrusted'
  | 'name-mismatch'
  | 'not-yet-valid'
  | 'expired'
  | 'expires-soon'
  | 'no-answer'
  | 'redirect-not-listed'
  | 'no-upgrade'
  | 'upgrade-elsewhere'

/** One thing that is wrong with a host. */
export interface Problem {
  code: ProblemCode
  severity: Severity
  /** The facts that the message needs. */
  args: Record<string, string | number | null>
}

/** A certificate that ends sooner is warned of. In days. */
export const SOON = 30

const DAY = 24 * 60 * 60 * 1000

/** The ports that calls of a category ask a host for. */
export type AskedPorts = (category: ListedCategory, host: string) => Iterable<number>

/**
 * The hosts of a domain set, each host and port once, in order. Entries that the console would refuse are left out.
 * @param asked where an entry allows every port, those that calls ask for are visited; the standard one where none does
 */
export function targetsOf(set: DomainSet, platform: Platform, asked: AskedPorts = () => []): Target[] {
  const targets = new Map<string, Target>()
  for (const category of LISTED_CATEGORIES) {
    for (const text of set[category] ?? []) {
      const parsed = parseEntry(text, category, platform)
      if (!parsed.ok) continue
      const { scheme, host, port } = parsed.entry
      const plain = scheme === 'http' || scheme === 'ws'
      const bare = category === 'udp' || category === 'tcp'
      const standard = plain ? 80 : 443
      const any = port === null && platform.categories[category]?.port === 'any' ? [...asked(category, host)] : []
      const ports = port !== null ? [Number(port)] : any.length > 0 ? any : [standard]
      for (const number of bare ? [standard] : ports) {
        const key = bare ? `${host} bare` : `${host} ${number} ${plain}`
        let target = targets.get(key)
        if (!target) {
          target = { host, port: number, plain, categories: [], entries: [], asks: { page: false, socket: false } }
          targets.set(key, target)
        }
        if (!target.categories.includes(category)) target.categories.push(category)
        if (!target.entries.includes(text)) target.entries.push(text)
        if (category === 'socket') target.asks.socket = true
        else if (!bare) target.asks.page = true
      }
    }
  }
  const found = [...targets.values()]
  const isBare = ({ asks }: Target) => !asks.page && !asks.socket
  for (const bare of found.filter(isBare)) {
    // Where the host is asked anyway, its address need not be asked twice.
    const other = found.find((target) => target.host === bare.host && !isBare(target))
    if (!other) continue
    other.categories.push(...bare.categories)
    other.entries.push(...bare.entries)
    found.splice(found.indexOf(bare), 1)
  }
  return found.sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.port - b.port))
}

/** Asks the lists of a set whether they allow an origin. */
export type Listed = (category: ListedCategory, host: string, port: string | null) => boolean

/** Makes the function that {@link judge} asks about redirect targets. */
export function listedIn(set: DomainSet, platform: Platform, registrable?: RegistrableDomain): Listed {
  const entries = new Map<ListedCategory, DomainEntry[]>()
  for (const category of LISTED_CATEGORIES) {
    const list = (set[category] ?? []).flatMap((text) => {
      const parsed = parseEntry(text, category, platform)
      return parsed.ok ? [parsed.entry] : []
    })
    entries.set(category, list)
  }
  return (category, host, port) => {
    const rule = platform.categories[category] ?? { host: 'exact' as const, port: 'any' as const }
    return entries.get(category)!.some((entry) => {
      const match = matchEntry(entry, { host, port }, rule, registrable)
      return match.host && match.port
    })
  }
}

/** What is wrong with a host, the worst first. */
export function judge(target: Target, probe: HostProbe, { now, listed }: { now: number; listed: Listed }): Problem[] {
  if (probe.dns !== null) return [{ code: 'no-address', severity: 'error', args: { reason: probe.dns } }]
  const problems: Problem[] = []
  const inside = probe.addresses.filter((address) =>
    /^(?:loopback|lan)$/.test(classifyHost(address.includes(':') ? `[${address}]` : address)),
  )
  if (inside.length > 0 && classifyHost(target.host) === 'domain')
    problems.push({ code: 'private-address', severity: 'warn', args: { address: inside.join(', ') } })
  if (probe.tls) problems.push(...judgeTls(probe.tls, now))
  const isUp = probe.tls === null || probe.tls.protocol !== null
  if (isUp && probe.page) problems.push(...judgePage(target, probe.page, listed))
  if (isUp) problems.push(...judgeSockets(probe.sockets))
  const order: Record<Severity, number> = { error: 0, warn: 1, info: 2 }
  return problems.sort((a, b) => order[a.severity] - order[b.severity])
}

/** OpenSSL's names for what is wrong with a chain. */
const CHAIN: Readonly<Record<string, ProblemCode>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'chain-incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'chain-incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'chain-incomplete',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
}

function judgeTls(tls: TlsProbe, now: number): Problem[] {
  const { protocol, error, chain, issuer } = tls
  const add = (code: ProblemCode, args: Problem['args'] = {}, severity: Severity = 'error') =>
    problems.push({ code, severity, args })
  const problems: Problem[] = []
  if (protocol === null) {
    add(error === 'no-tls' ? 'no-tls' : 'no-connection', { reason: error })
    return problems
  }
  if (!/^TLSv1\.[2-9]$/.test(protocol)) add('tls-version', { protocol })
  const date = (time: number) => new Date(time).toISOString().slice(0, 10)
  if (tls.validTo < now) add('expired', { date: date(tls.validTo) })
  else if (tls.validFrom > now) add('not-yet-valid', { date: date(tls.validFrom) })
  else if (tls.validTo - now < SOON * DAY)
    add('expires-soon', { days: Math.floor((tls.validTo - now) / DAY), date: date(tls.validTo) }, 'warn')
  const code = chain === null ? null : (CHAIN[chain] ?? 'untrusted')
  // Dates are told above with the day; here they are only news where another certificate of the chain has run out.
  const isTold = (code === 'expired' || code === 'not-yet-valid') && problems.some((problem) => problem.code === code)
  if (code !== null && !isTold) add(code, { reason: chain, issuer, date: null })
  if (!tls.name) add('name-mismatch', { names: tls.names.slice(0, 5).join(', ') || null })
  return problems
}

function judgePage(target: Target, page: NonNullable<HostProbe['page']>, listed: Listed): Problem[] {
  if ('error' in page) return [{ code: 'no-answer', severity: 'error', args: { reason: page.error } }]
  if (page.redirect === null) return []
  const to = parseTemplate(page.redirect)
  const lists = target.categories.filter(
    (category) => category !== 'socket' && category !== 'udp' && category !== 'tcp',
  )
  const isSafe = to.scheme === 'https' || (target.plain && to.scheme === 'http')
  const missing = lists.filter((category) => to.name === null || !listed(category, to.name, to.port))
  if (isSafe && missing.length === 0) return []
  const args = {
    status: page.status,
    to: to.origin ?? page.redirect,
    lists: missing.join(', '),
    insecure: isSafe ? null : 1,
  }
  return [{ code: 'redirect-not-listed', severity: 'warn', args }]
}

function judgeSockets(sockets: HostProbe['sockets']): Problem[] {
  if (sockets.length === 0 || sockets.some(({ ok }) => ok)) return []
  const { path, status, error } = sockets[0]!
  if (status === null) return [{ code: 'no-upgrade', severity: 'error', args: { path, reason: error } }]
  if (status === 101) return [{ code: 'no-upgrade', severity: 'error', args: { path, reason: 'Sec-WebSocket-Accept' } }]
  // The server speaks HTTP there; whether another path upgrades, or one that is logged in, only its owner knows.
  return [{ code: 'upgrade-elsewhere', severity: 'warn', args: { path, status } }]
}
