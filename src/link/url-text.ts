import { searchPairs } from './collections'
import type { Module } from './module'
import { prefixOf } from './strings'
import { changedHoles, partsOf } from './text'
import { one, textOf, unknown, type Alternatives, type Part, type TextPart, type TextValue, type Value } from './values'

const isText = (p: Part): p is TextPart => !('hole' in p)

/** `encodeURIComponent` and `encodeURI`; holes stay holes. */
export function encode(v: Value, component: boolean): Value {
  const f = component ? encodeURIComponent : encodeURI
  return { t: 'text', parts: changedHoles(partsOf(v)).map((p) => (isText(p) ? { ...p, s: safely(f, p.s) } : p)) }
}

function safely(f: (s: string) => string, s: string): string {
  try {
    return f(s)
  } catch {
    return s
  }
}

export function decode(v: Value, module: Module): Value {
  const parts = partsOf(v)
  const only = parts.length === 1 ? parts[0]! : null
  if (only && !isText(only) && only.json) return only.json
  if (parts.some((p) => !isText(p) && p.param === undefined && parts.length === 1))
    return v.t === 'unknown' || v.t === 'param' ? v : unknown('response', module, 0)
  return {
    t: 'text',
    parts: changedHoles(parts).map((p) => (isText(p) ? { ...p, s: safely(decodeURIComponent, p.s) } : p)),
  }
}

/** The text of a `URL` object. */
export function urlText(parts: readonly Part[]): TextValue {
  const { text, whole } = prefixOf(parts)
  // `new URL('https://h').href` has a slash behind the host.
  const bare = whole && /^[a-z][a-z\d+.-]*:\/\/[^/?#]+$/i.test(text)
  return { t: 'text', parts: bare ? [...parts, { s: '/', at: null }] : parts, url: true }
}

/** Resolves a reference against a base, as `new URL(reference, base)` and `url.resolve(base, reference)` do. */
export function resolveUrl(base: readonly Part[], reference: readonly Part[], module: Module): readonly Part[] {
  const b = prefixOf(base)
  const r = prefixOf(reference)
  if (/^[a-z][a-z\d+.-]*:/i.test(r.text)) return reference
  const authority = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*(?=[/?#]|$)/i.exec(b.text)
  if (!authority || (!b.whole && authority[0].length === b.text.length))
    return [{ hole: true, reason: 'unsupported', module, pos: 0 }]
  const head = cutTo(base, authority[0].length)
  if (r.text.startsWith('/') && !r.text.startsWith('//')) return [...head, ...reference]
  if (!r.text && !r.whole) return [...head, { s: '/', at: null }, { hole: true, reason: 'unsupported', module, pos: 0 }]
  if (!b.whole || !r.whole) {
    if (r.text.startsWith('.'))
      return [...head, { s: '/', at: null }, { hole: true, reason: 'unsupported', module, pos: 0 }]
    const directory = b.text.replace(/[?#].*$/s, '').replace(/[^/]*$/, '')
    return b.whole || directory.length > authority[0].length
      ? [
          ...cutTo(base, Math.max(directory.length, authority[0].length)),
          ...(directory.length <= authority[0].length ? [{ s: '/', at: null }] : []),
          ...reference,
        ]
      : [...head, ...reference]
  }
  try {
    const resolved = new URL(r.text, b.text).href
    const tail = resolved.slice(new URL(b.text).origin.length)
    return [...head, { s: tail, at: null }]
  } catch {
    return [{ hole: true, reason: 'unsupported', module, pos: 0 }]
  }
}

/** The first characters of a text. */
export function cutTo(parts: readonly Part[], length: number): Part[] {
  const out: Part[] = []
  let left = length
  for (const p of parts) {
    if (left <= 0 || !isText(p)) break
    out.push(p.s.length <= left ? p : { ...p, s: p.s.slice(0, left) })
    left -= p.s.length
  }
  return out
}

/** A member of a `URL` object. */
export function urlMember(v: TextValue, name: string, module: Module): Alternatives {
  const { text, whole } = prefixOf(v.parts)
  const m = /^([a-z][a-z\d+.-]*:)\/\/([^/?#]*)(?=[/?#]|$)/i.exec(text)
  if (name === 'href') return one({ t: 'text', parts: v.parts })
  if (!m || (!whole && m[0].length === text.length)) return one(unknown('unsupported', module, 0))
  if (name === 'origin') return one({ t: 'text', parts: cutTo(v.parts, m[0].length) })
  if (!whole) return one(unknown('unsupported', module, 0))
  if (name === 'searchParams')
    return one({ t: 'map', kind: 'search', items: searchPairs(new URL(text).search).items, id: '' })
  try {
    const value = (new URL(text) as unknown as Record<string, unknown>)[name]
    return one(typeof value === 'string' ? textOf(value) : unknown('unsupported', module, 0))
  } catch {
    return one(unknown('unsupported', module, 0))
  }
}
