import { normalizeHost } from './host'

/** How a hole is written in a URL template. */
export const HOLE = '{*}'

/** Writes known text so that a literal `{*}` in it isn't taken for a hole. */
export function escapeTemplate(text: string): string {
  return text.includes(HOLE) ? text.replaceAll(HOLE, '%7B*%7D') : text
}

/**
 * What the template is.
 * - `absolute`: a scheme (perhaps with a hole in it) and `//`, or a special scheme without its slashes (`https:host`)
 * - `opaque`: a scheme with no authority (`data:…`, `blob:…`, `tel:…`)
 * - `protocol-relative`: begins with `//`
 * - `relative`: a path or query, no scheme
 * - `unknown`: begins with a hole, so that nothing is known of scheme and host
 * - `empty`: no text at all
 */
export type TemplateKind = 'absolute' | 'opaque' | 'protocol-relative' | 'relative' | 'unknown' | 'empty'

/** What is wrong with a URL as text. */
export type UrlProblem =
  | 'no-host' // `https://` and then nothing
  | 'bad-host' // not a host by the WHATWG standard (`https://a b/`, `https://256.1.1.1/`)
  | 'bad-port' // not a number from 0 to 65535
  | 'empty-port' // `wss://example.com:` (refused by phones, accepted by browsers)
  | 'slashes' // one slash or more than two after a special scheme, or backslashes

/** A URL template taken apart. Everything is as written unless it says otherwise. */
export interface UrlTemplate {
  kind: TemplateKind
  /** Lower case, without colon; null where there is none or a hole stands in it. */
  scheme: string | null
  /** Before `@`, or null. May be secret. */
  userinfo: string | null
  /** The host in lower case as written, or null where it is not wholly known. */
  host: string | null
  /** The host as {@link normalizeHost} gives it, or null where it is unknown or invalid. */
  name: string | null
  /** The digits as written, `''` for an empty port, null where there is none or it is not wholly known. */
  port: string | null
  /** Whether a hole stands in or directly behind the port, or for the port. */
  portUnknown: boolean
  /** Path, query and fragment; for `relative` and `opaque` all the text (without the scheme). */
  path: string
  /** Scheme, host and port, or null where one of them is not wholly known or wrong. */
  origin: string | null
  /** Whether a hole stands in the authority, or directly behind it. */
  holeInAuthority: boolean
  problem: UrlProblem | null
}

/** Schemes of the web, where the standard reads `\` as `/` and any number of slashes as two. */
const SPECIAL = new Set(['http', 'https', 'ws', 'wss', 'ftp'])

/**
 * Takes a URL template apart as a WHATWG URL parser would read it: blanks around it and tabs and line breaks in it don't count,
 * `\` is `/` in a special scheme, the host follows the last `@`. Never throws; linear in the text.
 * @param options.holeEndsAuthority what the hole directly behind a host or port is known to be: the start of a path (`/`, `?`, `#`) or nothing
 */
export function parseTemplate(url: string, options: { holeEndsAuthority?: boolean } = {}): UrlTemplate {
  const text = clean(url)
  if (text === '') return plain('empty', '')
  const head = /^([a-z][a-z0-9+.-]*):/i.exec(text.length > 64 ? text.slice(0, 64) : text)
  if (!head) {
    const holeScheme = /^(?:[a-z0-9+.-]|\{\*\}){0,40}:\/\//i.exec(text.slice(0, 160))
    if (holeScheme?.[0].includes(HOLE)) return authority(null, text.slice(holeScheme[0].length), null, options)
    // `'https' + url.slice(4)`: the hole may go on with `://`.
    if (/^(?:https?|wss?)?\{\*\}/i.test(text)) return plain('unknown', text)
    if (/^[/\\]{2}/.test(text))
      return { ...authority(null, text.slice(2), null, options), kind: 'protocol-relative', origin: null }
    return plain('relative', text)
  }
  const scheme = head[1].toLowerCase()
  const rest = text.slice(head[0].length)
  if (SPECIAL.has(scheme)) {
    // A hole straight after `https:` may hold anything, its slashes included.
    if (rest.startsWith(HOLE) || /^[/\\]\{\*\}/.test(rest))
      return { ...plain('absolute', rest), scheme, holeInAuthority: true }
    const slashes = /^[/\\]*/.exec(rest)![0]
    const problem = slashes === '//' ? null : 'slashes'
    // `localhost:3000` alone has scheme `localhost`; `https:host` is the standard's reading of a missing `//`.
    return authority(scheme, rest.slice(slashes.length), problem, options)
  }
  if (rest.startsWith('//')) return authority(scheme, rest.slice(2), null, options)
  // `localhost:3000/x` and `192.168…` never get here with a digit first; a bare `host:port` is no URL for any platform.
  if (/^\d{1,5}(?:[/?#]|$)/.test(rest.slice(0, 7))) return plain('relative', text)
  return { ...plain('opaque', rest), scheme }
}

/** Scheme, host and port of a URL template as written (scheme and host in lower case), or null where they aren't wholly known. */
export function originOf(url: string): string | null {
  return parseTemplate(url).origin
}

function clean(url: string): string {
  let text = url
  // The standard strips C0 controls and blanks at both ends, tabs and line breaks everywhere.
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 32) start++
  while (end > start && text.charCodeAt(end - 1) <= 32) end--
  if (start > 0 || end < text.length) text = text.slice(start, end)
  return /[\t\n\r]/.test(text) ? text.replace(/[\t\n\r]/g, '') : text
}

function plain(kind: TemplateKind, path: string): UrlTemplate {
  return {
    kind,
    scheme: null,
    userinfo: null,
    host: null,
    name: null,
    port: null,
    portUnknown: false,
    path,
    origin: null,
    holeInAuthority: false,
    problem: null,
  }
}

/** Reads what follows `scheme://`. */
function authority(
  scheme: string | null,
  rest: string,
  problem: UrlProblem | null,
  options: { holeEndsAuthority?: boolean },
): UrlTemplate {
  const backslash = scheme === null || SPECIAL.has(scheme)
  const stop = rest.search(backslash ? /[/\\?#]/ : /[/?#]/)
  let text = stop < 0 ? rest : rest.slice(0, stop)
  let path = stop < 0 ? '' : rest.slice(stop)
  const hole = text.indexOf(HOLE)
  let open = hole >= 0
  if (open) {
    path = text.slice(hole) + path
    text = text.slice(0, hole)
    if (options.holeEndsAuthority) open = false
  }
  const out: UrlTemplate = { ...plain('absolute', path), scheme, holeInAuthority: open, problem }
  const at = text.lastIndexOf('@')
  if (at >= 0) {
    out.userinfo = text.slice(0, at)
    text = text.slice(at + 1)
  }
  // `user:{*}@host`: what stands before the hole is no host.
  if (open && at < 0 && /^[^/?#]*@/.test(path)) return out
  const parts = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/s.exec(text)
  if (!parts) return open && text.startsWith('[') ? out : { ...out, problem: problem ?? 'bad-host' }
  const [, host, port] = parts as unknown as [string, string, string | undefined]
  // A hole behind a host may go on with it (`api{*}` is `api2.example.com` too), unless `:` or `]` has ended it.
  if (open && port === undefined && !host.startsWith('[')) return out
  if (host === '') return { ...out, problem: open ? problem : (problem ?? 'no-host') }
  out.host = host.toLowerCase()
  out.name = normalizeHost(out.host)
  out.portUnknown = open
  if (out.name === null) out.problem = problem ?? 'bad-host'
  if (port !== undefined && !open) {
    out.port = port
    if (port === '') out.problem ??= 'empty-port'
    else if (!/^\d{1,20}$/.test(port) || Number(port) > 65535) out.problem ??= 'bad-port'
  }
  const whole = scheme !== null && out.name !== null && !open && out.problem !== 'bad-port'
  if (whole) out.origin = `${scheme}://${out.host}${port ? `:${port}` : ''}`
  return out
}
