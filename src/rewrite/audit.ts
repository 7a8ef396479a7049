import { regionAt, scanRegions } from '../extract/scan'
import type { CodeRegions, TextLang } from '../extract/scan'
import type { CompiledHostMap } from './host-map'
import { LineCounter } from './lines'
import { localKind } from './local'
import { matchAt } from './match'

/** What must not stand in an emitted file. */
export interface AuditNeedles {
  /** The host maps of all environments: each of their keys is a dev host. */
  maps?: readonly CompiledHostMap[]
  /** Origins that only another environment lists, and that environment's name. */
  origins?: ReadonlyMap<string, string>
  /** Origins that this environment lists or maps to: never a hit, whatever else says so. */
  allowed?: ReadonlySet<string>
  /** Loopback hosts in any spelling. Default `true`. */
  loopback?: boolean
  /** Hosts of the local network. Default `true`. */
  lan?: boolean
}

export type AuditKind = 'host-map' | 'loopback' | 'lan' | 'environment'

/** A dev host in an emitted file. */
export interface AuditHit {
  start: number
  end: number
  /** From 1. */
  line: number
  /** From 1, in UTF-16 code units. */
  column: number
  kind: AuditKind
  /** Scheme, host and port with plain slashes, lower case; without a scheme where none is written. */
  origin: string
  host: string
  /** The host map's key, or the environment that lists the origin, where that is why. */
  needle: string | null
}

const SLASH = String.raw`(?:\\{0,4}\/|\\u002f|\\x2f|\\u\{0*2f\}|&#47;|&#x2f;)`
const SLASHES = new RegExp(`${SLASH}{2}`, 'gi')
/** A host with a port as the whole of a string, or as its start before a path: `"127.0.0.1:3000"`. */
const BARE = /["'`]((?:[\w-]+\.)*[\w-]+|\[[\da-f:.]{2,45}\]):(\d{1,5})(?=["'`/])/gi
const HOST = /^(?:\[[\da-f:.]{2,45}\]|[\w.\u0080-\uFFFE-]{1,253})/i
const WINDOW = 600

/**
 * Finds dev hosts in an emitted file, outside comments and regular expressions: keys of host maps, loopback, the local network,
 * origins of other environments. Linear, also on one line of 20 MB.
 */
export function auditText(text: string, lang: TextLang, needles: AuditNeedles): AuditHit[] {
  return new Audit(text, lang, needles).run()
}

class Audit {
  private regions: CodeRegions | null = null
  private readonly hits: AuditHit[] = []
  private readonly kinds = new Map<string, 'loopback' | 'lan' | null>()
  private readonly bare: ReadonlyMap<string, string>

  constructor(
    private readonly text: string,
    private readonly lang: TextLang,
    private readonly needles: AuditNeedles,
  ) {
    const entries = (needles.maps ?? []).flatMap((map) => map.entries)
    this.bare = new Map(entries.filter((e) => e.host && e.port).map((e) => [`${e.host}:${e.port}`, e.key]))
  }

  run(): AuditHit[] {
    const { text } = this
    const slashes = new RegExp(SLASHES)
    for (let hit = slashes.exec(text); hit; hit = slashes.exec(text)) this.url(hit.index, slashes.lastIndex)
    const bare = new RegExp(BARE)
    for (let hit = bare.exec(text); hit; hit = bare.exec(text)) this.hostAlone(hit.index + 1, hit[1], hit[2])
    const lines = new LineCounter(text)
    return this.hits.sort((a, b) => a.start - b.start).map((hit) => ({ ...hit, ...lines.at(hit.start) }))
  }

  private url(slashes: number, from: number): void {
    const { text } = this
    const rest = text.slice(from, from + WINDOW)
    const host = HOST.exec(rest)?.[0]
    if (!host) return
    const port = /^:(\d{1,5})/.exec(rest.slice(host.length))?.[1] ?? null
    const start = this.schemeStart(slashes)
    const scheme = text.slice(start, slashes).replace(/:$/, '').toLowerCase()
    if (scheme === '' && !/[\s"'`(=,;|[{>]/.test(text.charAt(slashes - 1))) return
    const origin = `${scheme === '' ? '' : `${scheme}:`}//${host.toLowerCase()}${port === null ? '' : `:${port}`}`
    const found = this.judge(origin, scheme, host, port, rest)
    if (!found || this.needles.allowed?.has(origin) || this.isLeftOut(slashes)) return
    const end = from + host.length + (port === null ? 0 : port.length + 1)
    this.hits.push({ start, end, line: 0, column: 0, ...found, origin, host: host.toLowerCase() })
  }

  private judge(
    origin: string,
    scheme: string,
    host: string,
    port: string | null,
    rest: string,
  ): Pick<AuditHit, 'kind' | 'needle'> | null {
    const name = host.toLowerCase()
    let url: string | null = null
    for (const map of this.needles.maps ?? []) {
      // A class fits what is local anyway, and asking for the kind of a host is remembered here.
      const mayFit =
        map.entries.some((e) => e.host === name) || (map.classes.length > 0 && this.kindOf(host, port) !== null)
      if (!mayFit) continue
      url ??= `${scheme === '' ? '' : `${scheme}:`}//${rest.replace(/\\{1,4}\/|\\u002f|\\x2f/gi, '/')}`
      const match = matchAt(map, url, 0)
      // Of a host with a hole in it nobody knows what it will be; a hole behind the whole host is a dev host all the same.
      if (match && (match.state !== 'uncertain' || isWholeHost(map, match.key, name)))
        return { kind: 'host-map', needle: match.key }
    }
    const kind = this.kindOf(host, port)
    if (kind && this.isAsked(kind)) return { kind, needle: null }
    const environment = this.needles.origins?.get(origin)
    return environment === undefined ? null : { kind: 'environment', needle: environment }
  }

  private kindOf(host: string, port: string | null): 'loopback' | 'lan' | null {
    const key = `${host}:${port ?? ''}`
    let kind = this.kinds.get(key)
    if (kind === undefined) this.kinds.set(key, (kind = localKind(host, port)))
    return kind
  }

  private isAsked(kind: 'loopback' | 'lan'): boolean {
    return this.needles[kind] !== false
  }

  private hostAlone(start: number, host: string, port: string): void {
    const name = `${host.toLowerCase()}:${port}`
    const key = this.bare.get(name) ?? null
    // A name without a dot and a number is a key and its value more often than a host.
    const local = /[.[]|^localhost$/i.test(host) ? this.kindOf(host, port) : null
    const kind = key !== null ? 'host-map' : local && this.isAsked(local) ? local : null
    if (!kind || this.isLeftOut(start) || this.isLeftOut(start - 1)) return
    this.hits.push({
      start,
      end: start + name.length,
      line: 0,
      column: 0,
      kind,
      needle: key,
      origin: name,
      host: host.toLowerCase(),
    })
  }

  /** Whether an offset lies in a comment or a regular expression. */
  private isLeftOut(offset: number): boolean {
    this.regions ??= scanRegions(this.text, this.lang)
    const at = regionAt(this.regions, offset)
    return at >= 0 && (this.regions.kinds[at] === 'comment' || this.regions.kinds[at] === 'regex')
  }

  /** Start of the scheme before the slashes, or the slashes where there is none. */
  private schemeStart(slashes: number): number {
    const head = this.text.slice(Math.max(0, slashes - 40), slashes)
    const scheme = /([a-z][a-z0-9+.-]{0,30}):$/i.exec(head)
    if (!scheme) return slashes
    // `\nhttp://`: the letter of an escape is no part of the scheme.
    const known = /(?:https?|wss?|ftp|tcp|udp):$/i.exec(scheme[0])
    return slashes - (known ?? scheme)[0].length
  }
}

function isWholeHost(map: CompiledHostMap, key: string, host: string): boolean {
  return map.entries.some((entry) => entry.key === key && (entry.host === null || entry.host === host))
}
