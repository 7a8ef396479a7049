import { hashText } from '../extract/hash'
import { matchAt } from './match'

/** Why a host map can't be used. */
export type HostMapProblem = 'key' | 'target' | 'chain' | 'duplicate'

/** Thrown for a host map that can't be used; `key` is the offending key as the user wrote it. */
export class HostMapError extends Error {
  constructor(
    readonly key: string,
    readonly problem: HostMapProblem,
    message: string,
    /** The key that the target runs into (`chain`), or that says the same (`duplicate`). */
    readonly other: string | null = null,
  ) {
    super(message)
    this.name = 'HostMapError'
  }
}

/** One pair of a host map. */
export interface HostMapEntry {
  /** As the user wrote it. */
  key: string
  /** Lower case, without colon; empty for a key that starts with `//`; null for a class, which fits http, https, ws and wss. */
  scheme: string | null
  /** Lower case, with the brackets of an IPv6 address; null for a class. */
  host: string | null
  hostClass: 'lan' | 'loopback' | null
  /** As written; null where the key has none; `*` for any port or none (classes only). */
  port: string | null
  /** The prefix that the URL's path must have, without a slash at the end; empty for an origin alone. */
  path: string
  /** Scheme of the target, lower case; empty for `//host`. */
  targetScheme: string
  /** The target from its `//` on, without a slash at the end. */
  targetRest: string
}

/** A host map made ready: see {@link compileHostMap}. */
export interface CompiledHostMap {
  /** Short text that is the same for maps that do the same, whatever the order of their keys. For plugin names. */
  readonly hash: string
  readonly isEmpty: boolean
  /** All pairs as the user wrote them. */
  readonly entries: readonly HostMapEntry[]
  /** Pairs by `scheme://host:port` (lower case), the longest path first. */
  readonly byAuthority: ReadonlyMap<string, readonly HostMapEntry[]>
  /** The ws → wss pairs that http → https pairs stand for; asked only where `byAuthority` has no answer. */
  readonly derived: ReadonlyMap<string, readonly HostMapEntry[]>
  /** Classes, those with a port first. */
  readonly classes: readonly HostMapEntry[]
}

const CLASS = /^<(lan|loopback)>(?::(\d{1,5}|\*))?\/?$/i
const ORIGIN =
  /^(?:([a-z][a-z0-9+.-]*):)?\/\/([^\s/?#@:\\[\]<>*%{}|^"'`,;&=$()!~+]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(\/[^\s?#\\"<>^`{|}]*)?$/i

/**
 * Checks a host map and makes it ready for matching.
 *
 * Keys are an origin with or without a path prefix (`http://127.0.0.1:3000`, `http://10.0.0.2/api`, `//dev.example.com`)
 * or a class (`<lan>:3000`, `<lan>:*`, `<loopback>:*`); targets are an origin with or without a path.
 * @throws HostMapError for a malformed key or target, and for a target that a key of the same map matches,
 * since a second run would then change the text again.
 */
export function compileHostMap(map: Readonly<Record<string, string>>): CompiledHostMap {
  const entries: HostMapEntry[] = []
  const seen = new Map<string, HostMapEntry>()
  for (const [key, target] of Object.entries(map)) {
    const entry = parseEntry(key, target)
    const identity = identityOf(entry)
    const twin = seen.get(identity)
    if (twin && targetOf(twin) !== targetOf(entry)) {
      throw new HostMapError(
        key,
        'duplicate',
        `hostMap: ${key} and ${twin.key} are the same key with two targets`,
        twin.key,
      )
    }
    if (twin) continue
    seen.set(identity, entry)
    entries.push(entry)
  }
  const derived = entries.filter((entry) => entry.scheme === 'http' && entry.targetScheme === 'https').map(asSocket)
  const compiled: CompiledHostMap = {
    hash: hashText(JSON.stringify([...seen].map(([identity, entry]) => [identity, targetOf(entry)]).sort())),
    isEmpty: entries.length === 0,
    entries,
    byAuthority: groupByAuthority(entries),
    derived: groupByAuthority(derived),
    classes: entries
      .filter((entry) => entry.hostClass !== null)
      .sort((a, b) => Number(a.port === '*') - Number(b.port === '*')),
  }
  for (const entry of [...entries, ...derived]) checkTarget(compiled, entry)
  return compiled
}

function parseEntry(key: string, target: unknown): HostMapEntry {
  const to = typeof target === 'string' ? ORIGIN.exec(target) : null
  if (!to || !isPort(to[3])) {
    throw new HostMapError(
      key,
      'target',
      `hostMap: the target of ${key} must be an origin with or without a path, such as https://api.example.com`,
    )
  }
  const targetScheme = (to[1] ?? '').toLowerCase()
  const targetRest = `//${to[2].toLowerCase()}${to[3] ? `:${to[3]}` : ''}${trimSlash(to[4])}`
  const named = CLASS.exec(key)
  if (named && (named[2] === '*' || isPort(named[2])) && targetScheme !== '') {
    const hostClass = named[1].toLowerCase() as 'lan' | 'loopback'
    return { key, scheme: null, host: null, hostClass, port: named[2] ?? null, path: '', targetScheme, targetRest }
  }
  const from = ORIGIN.exec(key)
  if (!from || !isPort(from[3])) {
    throw new HostMapError(
      key,
      'key',
      `hostMap: ${key} is no key; write an origin (http://127.0.0.1:3000), an origin with a path prefix, or a class (<lan>:3000, <lan>:*, <loopback>:*)`,
    )
  }
  const scheme = (from[1] ?? '').toLowerCase()
  if (scheme !== '' && targetScheme === '') {
    throw new HostMapError(
      key,
      'target',
      `hostMap: the target of ${key} needs a scheme, such as https:${target as string}`,
    )
  }
  return {
    key,
    scheme,
    host: from[2].toLowerCase(),
    hostClass: null,
    port: from[3] ?? null,
    path: trimSlash(from[4]),
    targetScheme,
    targetRest,
  }
}

function isPort(port: string | undefined): boolean {
  return port === undefined || Number(port) <= 65535
}

function trimSlash(path: string | undefined): string {
  return (path ?? '').replace(/\/+$/, '')
}

/** The target as text. */
export function targetOf(entry: HostMapEntry): string {
  return entry.targetScheme === '' ? entry.targetRest : `${entry.targetScheme}:${entry.targetRest}`
}

function authorityOf(entry: HostMapEntry): string {
  const host = `//${entry.host}${entry.port === null ? '' : `:${entry.port}`}`
  return entry.scheme ? `${entry.scheme}:${host}` : host
}

function identityOf(entry: HostMapEntry): string {
  return entry.hostClass ? `<${entry.hostClass}>:${entry.port ?? ''}` : authorityOf(entry) + entry.path
}

function asSocket(entry: HostMapEntry): HostMapEntry {
  return { ...entry, scheme: 'ws', targetScheme: 'wss' }
}

function groupByAuthority(entries: readonly HostMapEntry[]): Map<string, HostMapEntry[]> {
  const groups = new Map<string, HostMapEntry[]>()
  for (const entry of entries) {
    if (entry.hostClass) continue
    const authority = authorityOf(entry)
    const group = groups.get(authority)
    if (group) group.push(entry)
    else groups.set(authority, [entry])
  }
  for (const group of groups.values()) group.sort((a, b) => b.path.length - a.path.length)
  return groups
}

/**
 * A target must be left alone by every key, alone and with a path behind it: the mapped text `target + /path` must not match
 * in a second run.
 */
function checkTarget(compiled: CompiledHostMap, entry: HostMapEntry): void {
  const targets = [targetOf(entry)]
  if (entry.hostClass && entry.targetScheme === 'https') targets.push(`wss:${entry.targetRest}`)
  for (const target of targets) {
    const match = matchAt(compiled, target, 0)
    if (match) {
      throw new HostMapError(
        entry.key,
        'chain',
        `hostMap: the target ${target} of ${entry.key} is itself matched by the key ${match.key}`,
        match.key,
      )
    }
    for (const group of [compiled.byAuthority, compiled.derived]) {
      for (const [authority, others] of group) {
        const longer = others.find((other) => (authority + other.path).startsWith(`${target}/`))
        if (longer) {
          throw new HostMapError(
            entry.key,
            'chain',
            `hostMap: the target ${target} of ${entry.key} is the start of the key ${longer.key}, so what it gives could match again`,
            longer.key,
          )
        }
      }
    }
  }
}

/**
 * What the host map makes of a URL, or null where no key matches. Holes of a URL template (`{*}`) may stand in it; a hole directly
 * behind the authority, or behind the path prefix of a key, leaves open where it ends, so nothing matches.
 */
export function mapUrl(compiled: CompiledHostMap, url: string): string | null {
  const match = compiled.isEmpty ? null : matchAt(compiled, url, 0)
  return match && match.state !== 'uncertain' ? match.to + url.slice(match.end) : null
}
