import { WHEN } from '../extract/literals'
import type { Place } from '../url/place'
import type { Loss, Resolution, ResolvedUrl, TraceStep } from './types'
import { placeOf } from './network'
import { withoutQueries } from './alike-urls'
import { partsOf, settled } from './text'
import type { Module } from './module'
import type { Alternatives, LiteralPlace, Part, TextPart, Value } from './values'
import type { World } from './world'

interface Context {
  /** Holes right behind a host are paths: every caller is known to begin them with `/`. */
  glued: boolean
  /** No wrapper stands between the place and the platform. */
  own: boolean
  when: number
  module: Module
  pos: number
}

export interface Resolved {
  resolution: Resolution
  urls: ResolvedUrl[]
  unknown: Loss | null
}

/** URL templates of a call from the alternatives of its value; null where the call asks for no URL at all. */
export function resolveUrls(world: World, alts: Alternatives, context: Context): Resolved | null {
  const by = new Map<string, ResolvedUrl>()
  let loss: Loss | null = null
  let anything = false
  let open = false
  // `url || ''` in a wrapper: its callers say what is asked for.
  const filled = alts.some(
    ({ v }) => v.t === 'param' || (v.t === 'text' && v.parts.some((p) => 'hole' in p && p.param)),
  )
  for (const x of settled(alts)) {
    const when = shown(world, x.w & context.when)
    if (!when) continue
    const v = x.v
    if ((v.t === 'prim' && !v.missing && v.p == null) || (v.t === 'unknown' && v.falsy)) continue
    anything = true
    if (v.t === 'unknown' && v.reason !== 'env') {
      loss ??= lossOf(v.reason, v.name, v.module, v.pos, context)
      open = true
      continue
    }
    if (v.t !== 'text' && v.t !== 'prim' && v.t !== 'param' && !(v.t === 'unknown')) {
      loss ??= lossOf(
        v.t === 'builtin' ? (v.of ? 'unsupported' : builtinReason(v.path)) : 'unsupported',
        v.t === 'builtin' ? v.path : undefined,
        'module' in v ? v.module : null,
        0,
        context,
      )
      open = true
      continue
    }
    const parts = withoutMadeQuery(partsOf(v as Value), context.own)
    const hole = parts.find((p) => 'hole' in p && !isMissing(p, parts))
    if (hole && 'hole' in hole) loss ??= lossOf(hole.reason, hole.name, hole.module, hole.pos, context)
    const url = template(parts, context, v.t === 'text' ? v.empty : undefined)
    const key = url.url + '\0' + (url.source ? `${url.source.file}:${url.source.line}:${url.source.column}` : '')
    const other = by.get(key)
    if (other) other.when |= when
    else by.set(key, { ...url, when })
  }
  if (!anything) return null
  const urls = withoutQueries([...by.values()], filled).sort((a, b) =>
    a.url < b.url ? -1 : a.url > b.url ? 1 : a.when - b.when,
  )
  const holes = urls.some((u) => u.url.includes('{*}'))
  const resolution: Resolution =
    open || !urls.length || urls.some((u) => u.origin === null) ? 'none' : holes ? 'origin' : 'full'
  return {
    resolution,
    urls,
    unknown: resolution === 'full' ? null : (loss ?? lossOf('unsupported', undefined, null, 0, context)),
  }
}

/** Without the versions that the platform does not know; all of those that it knows are all. */
function shown(world: World, when: number): number {
  const { envVersions, runtime } = world.platform
  // Douyin tells the same three versions by names of its own.
  const named = envVersions.length || !runtime ? envVersions : ['develop', 'trial', 'release']
  const known = named.reduce((m, name) => m | (WHEN[name as keyof typeof WHEN] ?? 0), 0)
  return when && (when & known) === known ? WHEN.ALL : when & known
}

/** Without the query that code adds to a URL: one that is written in the URL does not begin with a `?` that stands alone. */
function withoutMadeQuery(parts: readonly Part[], own: boolean): readonly Part[] {
  // What is known to the end is just what is asked for here.
  if (own && parts.every((p) => !('hole' in p))) return parts
  for (const [i, p] of parts.entries()) {
    if ('hole' in p) continue
    if (i > 0 && (p.s === '?' || p.s === '&')) return parts.slice(0, i)
    if (p.s.includes('?')) break
  }
  return parts
}

function builtinReason(path: string): Loss['reason'] {
  return /\(\)/.test(path) ? 'response' : path.startsWith('pkg:') ? 'external' : 'global'
}

function lossOf(
  reason: Loss['reason'],
  name: string | undefined,
  module: Module | null,
  pos: number,
  context: Context,
): Loss {
  const place = module && pos > 0 ? placeOf(module, pos) : placeOf(context.module, context.pos)
  return name ? { reason, name, ...place } : { reason, ...place }
}

/** An environment variable without a value at the head of a URL is the text `undefined`. */
function isMissing(p: Part, parts: readonly Part[]): boolean {
  return 'hole' in p && p.reason === 'env' && parts[0] === p
}

function template(
  parts: readonly Part[],
  context: Context,
  empty: LiteralPlace | undefined,
): Omit<ResolvedUrl, 'when'> {
  let text = ''
  let undefinedAt: ResolvedUrl['undefinedAt']
  let cleanUntil = -1
  parts.forEach((p, i) => {
    if (!('hole' in p)) {
      if (p.missing && i === 0)
        undefinedAt = {
          name: p.missing.name,
          ...(p.missing.module ? placeOf(p.missing.module, p.missing.pos) : placeOf(context.module, context.pos)),
        }
      text += p.s.replaceAll('{*}', '%7B*%7D')
    } else if (isMissing(p, parts)) {
      undefinedAt = {
        name: p.name ?? '',
        ...(p.module ? placeOf(p.module, p.pos) : placeOf(context.module, context.pos)),
      }
      text += 'undefined'
    } else {
      if (cleanUntil < 0) cleanUntil = text.length
      if (!text.endsWith('{*}')) text += '{*}'
    }
  })
  const m = /^\s*((?:[a-z][a-z\d+.-]*:)?\/\/[^/?#\\{]*)(.?)/is.exec(text)
  let origin: string | null = null
  if (m && m[1]!.replace(/^.*\/\//s, '') !== '' && (m[2] !== '{' || context.glued) && m[1]!.includes(':'))
    origin = m[1]!.replace(
      /^([^/]*\/\/)([^@]*@)?(.*)$/s,
      (_a, s: string, _u, h: string) => s.toLowerCase() + h.toLowerCase(),
    )
  const first = originPart(parts)
  const source = first ? placeOfPart(first) : null
  const trace: TraceStep[] = []
  const pieces = origin ? piecesOf(parts) : null
  return {
    url: text,
    origin,
    rewritten: null,
    source: origin ? source : null,
    sourceLiteral: origin && first?.at && 'module' in first.at && first.at.literal >= 0 ? first.at.literal : null,
    ...(pieces ? { pieces } : {}),
    ...(origin ? {} : headOf(parts, empty)),
    trace,
    ...(undefinedAt ? { undefinedAt } : {}),
  }
}

/** The literal that a URL without a known origin begins with: a scheme, or a base that is empty. */
function headOf(parts: readonly Part[], empty: LiteralPlace | undefined): { head?: Place } {
  const first = parts[0]
  if (!first || 'hole' in first) return {}
  const place = /^[a-z][a-z\d+.-]*:/i.test(first.s) ? placeOfPart(first) : empty && placeOf(empty.module, empty.pos)
  return place ? { head: place } : {}
}

/** The piece that holds the origin's host: the one in which the text behind `//` begins. */
function originPart(parts: readonly Part[]): TextPart | null {
  let text = ''
  for (const p of parts) {
    if ('hole' in p) return null
    text += p.s
    if (/\/\/[^/]/.test(text)) return p
  }
  return null
}

/** The literals that the text up to the end of the authority comes from, where it is put together from several. */
function piecesOf(parts: readonly Part[]): ResolvedUrl['pieces'] | null {
  const pieces: NonNullable<ResolvedUrl['pieces']> = []
  let text = ''
  let count = 0
  for (const p of parts) {
    if ('hole' in p || /\/\/[^/?#\\]*[/?#\\]/.test(text)) break
    text += p.s
    count++
    if (p.at && 'module' in p.at) pieces.push({ file: p.at.module.id, offset: p.at.pos })
  }
  return count > 1 ? pieces : null
}

function placeOfPart(p: TextPart): Place | null {
  if (!p.at) return null
  if ('module' in p.at) return placeOf(p.at.module, p.at.pos)
  return { file: p.at.file, line: p.at.line, column: p.at.column }
}
