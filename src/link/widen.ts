import type { Alternative, Part, Value } from './values'

/** From so many alternatives on, those that differ only behind the `?` become one: the query decides nothing. */
const QUERY_ALTERNATIVES = 8

/**
 * Fewer alternatives that say the same or less: first those that share all in front of the query, then, beyond `most`,
 * those that share scheme and host. What differs becomes a hole behind what is common, so that the origin stays known.
 */
export function widen(alts: readonly Alternative[], most: number): readonly Alternative[] {
  if (alts.length <= QUERY_ALTERNATIVES) return alts
  const byPath = merge(alts, (s) => (s.startsWith('&') ? '&' : s.includes('?') ? s.slice(0, s.indexOf('?') + 1) : null))
  return byPath.length <= most
    ? byPath
    : merge(byPath, (s) => /^[a-z][a-z\d+.-]*:\/\/[^/?#\0]+[/?#]/i.exec(s)?.[0] ?? null)
}

function merge(alts: readonly Alternative[], headOf: (text: string) => string | null): readonly Alternative[] {
  const groups = new Map<string, Alternative[]>()
  const out: Alternative[] = []
  for (const x of alts) {
    const head = x.v.t === 'text' ? headOf(x.v.parts.map((p) => ('hole' in p ? '\0' : p.s)).join('')) : null
    if (head === null) {
      out.push(x)
      continue
    }
    const group = groups.get(head)
    if (group) group.push(x)
    else groups.set(head, [x])
  }
  for (const [head, group] of groups) {
    if (group.length === 1) out.push(group[0]!)
    else out.push({ v: cut(group[0]!.v, head.length), w: group.reduce((m, x) => m | x.w, 0), a: null })
  }
  return out
}

/** A text's first characters (a hole counts as one) and a hole for the rest. */
function cut(v: Value, length: number): Value {
  if (v.t !== 'text') return v
  const parts: Part[] = []
  let left = length
  for (const p of v.parts) {
    if (left <= 0) break
    if ('hole' in p) {
      parts.push(p)
      left--
      continue
    }
    parts.push(p.s.length <= left ? p : { ...p, s: p.s.slice(0, left) })
    left -= p.s.length
  }
  return { t: 'text', parts: [...parts, { hole: true, reason: 'budget', module: null, pos: 0 }] }
}
