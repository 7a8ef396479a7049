import ipaddr from 'ipaddr.js'

/**
 * What kind of host this is.
 * - `loopback`: the device itself, in any spelling (`localhost`, `x.localhost`, 127.0.0.0/8, `0.0.0.0`, `[::1]`, `[::ffff:127.0.0.1]`)
 * - `lan`: an address or name that only a local network knows (see {@link classifyHost})
 * - `ip`: any other IP address
 * - `domain`: a name with at least two labels
 * - `invalid`: no host at all by the WHATWG URL standard
 */
export type HostKind = 'loopback' | 'lan' | 'ip' | 'domain' | 'invalid'

/** Special-use top-level names that no public DNS answers: RFC 6762, RFC 8375, ICANN's reservation of `.internal`, and routers' habit. */
const LAN_SUFFIXES = ['.local', '.localdomain', '.lan', '.internal', '.home.arpa']

/**
 * Brings a host to the form in which hosts are compared: what a WHATWG URL parser makes of it
 * (lower case, punycode, percent-encoding and full-width characters resolved, `127.1` and `0x7f000001` as `127.0.0.1`).
 * A trailing dot stays, since platforms compare text.
 * @returns null where it is no host
 */
export function normalizeHost(raw: string): string | null {
  if (raw === '') return null
  // The usual case needs no parser: letters, digits, dots and hyphens, and no label that could begin a number.
  if (raw.length < 254 && /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9]*$/.test(raw) && !raw.includes('xn--')) return raw
  // What would end the authority must not reach the parser: it would read another host.
  if (/[/\\?#@]/.test(raw) || (raw.includes(':') && !/^\[[^\]]*\]$/.test(raw))) return null
  try {
    return new URL(`http://${raw}/`).hostname || null
  } catch {
    return null
  }
}

/**
 * The kind of a host in any spelling.
 * `lan` are RFC 1918, link-local, 100.64.0.0/10, fc00::/7, multicast and broadcast addresses, names under `.local`, `.localdomain`,
 * `.lan`, `.internal`, `.home.arpa`, and single-label names (`http://server/`): no public DNS answers for a name
 * without a dot, and no console takes one.
 */
export function classifyHost(raw: string): HostKind {
  const host = normalizeHost(raw)
  if (host === null) return 'invalid'
  if (host.startsWith('[')) return classifyAddress(host.slice(1, -1))
  // After normalising, only an IPv4 address ends in a label of digits.
  if (/^\d+\.\d+\.\d+\.\d+\.?$/.test(host)) return classifyAddress(host.replace(/\.$/, ''))
  const name = host.endsWith('.') ? host.slice(0, -1) : host
  if (name === 'localhost' || name.endsWith('.localhost') || name === 'localhost.localdomain') return 'loopback'
  if (!name.includes('.')) return 'lan'
  return LAN_SUFFIXES.some((suffix) => name.endsWith(suffix)) ? 'lan' : 'domain'
}

/** Whether a normalised host is an IP address. */
export function isAddress(host: string): boolean {
  return host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+\.?$/.test(host)
}

function classifyAddress(text: string): HostKind {
  if (!ipaddr.isValid(text)) return 'invalid'
  const address = ipaddr.process(text)
  switch (address.range()) {
    case 'loopback':
    case 'unspecified':
      return 'loopback'
    case 'private':
    case 'linkLocal':
    case 'carrierGradeNat':
    case 'uniqueLocal':
    case 'multicast':
    case 'broadcast':
      return 'lan'
    default:
      return ipv4Inside(address) ?? 'ip'
  }
}

/** `::127.0.0.1`, the deprecated IPv4-compatible form, which reaches nothing but names the loopback all the same. */
function ipv4Inside(address: ipaddr.IPv4 | ipaddr.IPv6): HostKind | null {
  if (address.kind() !== 'ipv6') return null
  const parts = (address as ipaddr.IPv6).parts
  if (parts.slice(0, 6).some((part) => part !== 0)) return null
  return classifyAddress([parts[6] >> 8, parts[6] & 255, parts[7] >> 8, parts[7] & 255].join('.'))
}
