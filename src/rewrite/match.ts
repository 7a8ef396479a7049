import { boundaryAt, HOLE_CHARACTER } from './boundary'
import type { CompiledHostMap, HostMapEntry } from './host-map'
import { localKind } from './local'

/** A place in a text where a key of the host map stands at an origin boundary. */
export interface HostMatch {
  start: number
  end: number
  /** The key as the user wrote it. */
  key: string
  /** What takes the place of `text.slice(start, end)`. */
  to: string
  /**
   * - `closed`: what follows in the text shows that the origin (or the path prefix) ends here
   * - `open`: the text ends here; whether the URL does too depends on what is put behind it
   * - `uncertain`: a hole follows, so that the URL may go on in a way that the key does not cover
   */
  state: 'closed' | 'open' | 'uncertain'
}

function isSchemeCharacter(text: string, at: number): boolean {
  return /[a-z0-9+.-]/i.test(text.charAt(at))
}

/** All matches in a text, in order, without overlaps. Linear in the text. */
export function findMatches(map: CompiledHostMap, text: string): HostMatch[] {
  const matches: HostMatch[] = []
  if (map.isEmpty) return matches
  let from = 0
  for (let at = text.indexOf('//'); at >= 0; at = text.indexOf('//', Math.max(at + 2, from))) {
    const match = matchAt(map, text, schemeStart(text, at, from))
    if (!match) continue
    matches.push(match)
    from = match.end
  }
  return matches
}

/** Where the scheme before `//` starts, or the slashes themselves where there is none. */
function schemeStart(text: string, slashes: number, least: number): number {
  if (text.charCodeAt(slashes - 1) !== 58) return slashes
  let start = slashes - 1
  while (start > least && isSchemeCharacter(text, start - 1)) start--
  return start
}

/** The match that starts exactly here, with the scheme (or, for `//host`, with the slashes); null where there is none. */
export function matchAt(map: CompiledHostMap, text: string, start: number): HostMatch | null {
  const url = readOrigin(text, start)
  if (!url || url.host === '' || (url.scheme === '' && !standsAlone(text, start))) return null
  const boundary = boundaryAt(text, url.end, start, url.port !== null)
  if (boundary === 'hole') return startOfKey(map, text, start, url)
  if (boundary === 'no') return null
  return pick(map, text, start, url, boundary)
}

interface Origin {
  /** Lower case; empty for `//host`. */
  scheme: string
  /** As written. */
  host: string
  port: string | null
  /** Offset behind host and port. */
  end: number
}

/** Full-width punctuation, which ends a URL in Chinese prose; the full-width dots are not among them, since they separate labels. */
const PUNCTUATION = /[\u2018-\u201D\u2026\u3001\u3002\u3008-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF1A\uFF1B\uFF1F\uFFFF]/

function isHostCharacter(text: string, at: number): boolean {
  const c = text.charCodeAt(at)
  if (c < 128)
    return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 46 || c === 45 || c === 95
  return c >= 128 && !PUNCTUATION.test(text.charAt(at))
}

/** A scheme is short; the limit keeps a missing one from being looked for through the whole text. */
const LONGEST_SCHEME = 32

function readOrigin(text: string, start: number): Origin | null {
  const head = text.slice(start, start + LONGEST_SCHEME + 3)
  const slashes = head.startsWith('//') ? 0 : head.indexOf('://') + 1
  if (slashes === 0 && !head.startsWith('//')) return null
  const scheme = head.slice(0, Math.max(0, slashes - 1)).toLowerCase()
  if (scheme !== '' && !/^[a-z][a-z0-9+.-]*$/.test(scheme)) return null
  const from = start + slashes + 2
  let end = from
  if (text.charCodeAt(from) === 91) {
    const close = text.slice(from, from + 64).indexOf(']')
    if (close < 0) return null
    end = from + close + 1
  } else {
    while (end < text.length && isHostCharacter(text, end)) end++
  }
  const host = text.slice(from, end)
  const port = text.charCodeAt(end) === 58 ? /^\d+/.exec(text.slice(end + 1, end + 7))?.[0] : undefined
  return { scheme, host, port: port ?? null, end: port === undefined ? end : end + 1 + port.length }
}

/** Whether the `//` here can start a URL of its own, rather than follow `http:` or stand in a path. */
function standsAlone(text: string, start: number): boolean {
  return start === 0 || /[\s"'`(=,;|[{>]/.test(text.charAt(start - 1))
}

/** The match of an origin: the longest explicit key, else what an http → https pair stands for, else a class. */
function pick(
  map: CompiledHostMap,
  text: string,
  start: number,
  url: Origin,
  boundary: 'yes' | 'end',
): HostMatch | null {
  const authority = `${url.scheme === '' ? '' : `${url.scheme}:`}//${url.host.toLowerCase()}${url.port === null ? '' : `:${url.port}`}`
  for (const group of [map.byAuthority.get(authority), map.derived.get(authority)]) {
    for (const entry of group ?? []) {
      if (!text.startsWith(entry.path, url.end)) continue
      const end = url.end + entry.path.length
      const behind = entry.path === '' ? boundary : boundaryAt(text, end, start, false)
      if (behind !== 'no') return matchOf(entry, start, end, url.scheme, STATES[behind])
    }
  }
  if (url.scheme === '' || map.classes.length === 0) return null
  const kind = localKind(url.host, url.port)
  const entry = map.classes.find(
    (c) => c.hostClass === kind && (c.port === '*' || c.port === url.port) && targetFor(c, url.scheme) !== null,
  )
  return entry ? matchOf(entry, start, url.end, url.scheme, STATES[boundary]) : null
}

const STATES = { yes: 'closed', end: 'open', hole: 'uncertain' } as const

function matchOf(
  entry: HostMapEntry,
  start: number,
  end: number,
  scheme: string,
  state: HostMatch['state'],
): HostMatch | null {
  const to = targetFor(entry, scheme)
  return to === null ? null : { start, end, key: entry.key, to, state }
}

/**
 * A hole stands in the authority or directly behind it: no match, but where what is known around it fits a key, the map may
 * well mean it. Of a host that is itself known in part only, a dot must be known, or every `http://a{x}` would fit something.
 */
function startOfKey(map: CompiledHostMap, text: string, start: number, url: Origin): HostMatch | null {
  // The colon of a port that a hole fills belongs to what is known.
  const isPortHole = text.charCodeAt(url.end) === 58
  const end = isPortHole ? url.end + 1 : url.end
  const known = text.slice(start, end).toLowerCase()
  const behind = knownBehind(text, end)
  for (const group of [map.byAuthority, map.derived]) {
    for (const [authority, entries] of group) {
      if (
        !authority.startsWith(known) ||
        !authority.endsWith(behind) ||
        authority.length < known.length + behind.length
      )
        continue
      const entry = entries[entries.length - 1]
      const isWholeHost = entry.host === url.host.toLowerCase()
      if (isWholeHost || (url.host + behind).includes('.')) return matchOf(entry, start, end, url.scheme, 'uncertain')
    }
  }
  const isWhole = isPortHole || url.port !== null || /\]$|^(?:\d+\.){3}\d+$/.test(url.host)
  const kind = url.scheme === '' || !isWhole ? null : localKind(url.host, url.port ?? '0')
  const entry = map.classes.find(
    (c) =>
      c.hostClass === kind &&
      (isPortHole ? c.port !== null : c.port === '*' || (c.port ?? '').startsWith(url.port ?? '')),
  )
  return entry ? matchOf(entry, start, end, url.scheme, 'uncertain') : null
}

/** What is known of the authority behind its last hole; holes that a program fills in at run time tell nothing. */
function knownBehind(text: string, hole: number): string {
  if (text.charAt(hole) !== HOLE_CHARACTER) return ''
  let from = hole + 1
  let end = from
  while (end < text.length && (isHostCharacter(text, end) || text[end] === ':' || text[end] === HOLE_CHARACTER)) {
    if (text[end++] === HOLE_CHARACTER) from = end
  }
  return text.slice(from, end).toLowerCase()
}

/** The target as text for a URL of this scheme; null where a class's target does not fit it. */
function targetFor(entry: HostMapEntry, scheme: string): string | null {
  const { targetScheme, targetRest } = entry
  if (!entry.hostClass) return targetScheme === '' ? targetRest : `${targetScheme}:${targetRest}`
  if (scheme === 'http' || scheme === 'https')
    return /^https?$/.test(targetScheme) ? `${targetScheme}:${targetRest}` : null
  if (scheme !== 'ws' && scheme !== 'wss') return null
  if (targetScheme === 'https') return `wss:${targetRest}`
  return targetScheme === 'ws' || targetScheme === 'wss' ? `${targetScheme}:${targetRest}` : null
}
