import { searchText } from './collections'
import { lastName } from './parameter-steps'
import {
  assume,
  limit,
  one,
  MAX_ALTERNATIVES,
  type Alternative,
  type Alternatives,
  type Part,
  type TextValue,
  type Value,
} from './values'

/** The pieces of text that a value turns into when it is put into a text. */
export function partsOf(v: Value): readonly Part[] {
  switch (v.t) {
    case 'text':
      return v.parts
    case 'prim':
      return [v.missing ? { s: String(v.p), at: null, missing: v.missing } : { s: String(v.p), at: null }]
    case 'param':
      return [
        {
          hole: true,
          reason: 'parameter',
          module: v.module,
          pos: v.module.summary.functions[v.fn]?.pos ?? 0,
          param: v,
          name: lastName(v.path),
        },
      ]
    case 'unknown':
      return [{ hole: true, reason: v.reason, module: v.module, pos: v.pos, name: v.name }]
    case 'json':
      return typeof v.value === 'string'
        ? [{ s: v.value, at: v.place }]
        : [{ hole: true, reason: 'unsupported', module: null, pos: 0 }]
    case 'builtin':
      return [
        {
          hole: true,
          reason: /Storage|\(\)/.test(v.path) ? 'response' : 'global',
          module: v.call?.module ?? null,
          pos: 0,
          name: v.path,
          ...(v.path === 'JSON.stringify()' && v.of ? { json: v } : {}),
        },
      ]
    case 'map':
      return v.kind === 'search' ? searchText(v).parts : [{ hole: true, reason: 'unsupported', module: null, pos: 0 }]
    case 'arr': {
      const out: Part[] = []
      for (const [i, item] of v.items.entries()) {
        if (!Array.isArray(item) || item.length !== 1)
          return [{ hole: true, reason: 'unsupported', module: null, pos: 0 }]
        if (i) out.push({ s: ',', at: null })
        out.push(...partsOf((item as Alternatives)[0]!.v))
      }
      return out
    }
    default:
      return [{ hole: true, reason: 'unsupported', module: 'module' in v ? v.module : null, pos: 0 }]
  }
}

/**
 * The pieces of a text behind a method that changes all of it (`encodeURIComponent`, `replace`): what later fills a hole
 * of it is not what stands there, and what a variable held before is no longer its beginning.
 */
export function changedHoles(parts: readonly Part[]): readonly Part[] {
  if (!parts.some((p) => 'hole' in p && (p.param ? !p.changed : p.reason === 'cycle'))) return parts
  return parts.map((p) => {
    if (!('hole' in p)) return p
    if (p.param) return { ...p, changed: true as const }
    return p.reason === 'cycle' ? { hole: true, reason: 'variable', module: p.module, pos: 0 } : p
  })
}

/** Without the values that others replace before the real one is used. */
export function settled(alts: Alternatives): Alternatives {
  if (!alts.some((x) => x.v.t === 'unknown' && x.v.blank)) return alts
  const isBlank = (x: Alternative): boolean => x.v.t === 'unknown' && x.v.blank === true
  // Only where others are known under the same run-time environments.
  const when = alts.reduce((w, x) => (isBlank(x) ? w : w | x.w), 0)
  return alts.flatMap((x) => (!isBlank(x) ? [x] : x.w & ~when ? [{ ...x, w: x.w & ~when }] : []))
}

/** `a + b + c` from left to right: every combination of the operands' alternatives that don't contradict each other. */
export function concatenate(operands: readonly Alternatives[]): Alternatives {
  let acc: Alternatives | null = null
  for (const operand of operands) {
    const alts = settled(operand)
    if (!acc) {
      acc = alts
      continue
    }
    const next: Alternative[] = []
    for (const x of acc) {
      for (const y of alts) {
        const w = x.w & y.w
        const a = assume(x.a, y.a)
        if (!w || a === undefined) continue
        next.push({ v: plus(x.v, y.v), w, a })
        if (next.length > MAX_ALTERNATIVES * 8) break
      }
    }
    acc = limit(next)
  }
  if (!acc) return [{ v: { t: 'text', parts: [] }, w: 15, a: null }]
  return operands.length > 1
    ? acc
    : acc.map((x) => (x.v.t === 'prim' || x.v.t === 'text' ? x : { ...x, v: { t: 'text', parts: partsOf(x.v) } }))
}

/** A text of which each piece is replaced by what may stand there. */
export function eachPiece(v: TextValue, piece: (p: Part) => Alternatives): Alternatives {
  const pieces = v.parts.map(piece)
  return concatenate(v.empty ? [one({ t: 'text', parts: [], empty: v.empty }), ...pieces] : pieces)
}

/** `+`: numbers are added where neither side is a text. */
function plus(x: Value, y: Value): Value {
  if (x.t === 'prim' && y.t === 'prim') return { t: 'prim', p: Number(x.p) + Number(y.p) }
  // What isn't known may be a number too.
  if (x.t === 'prim' && typeof x.p === 'number' && loose(y))
    return { t: 'unknown', reason: 'unsupported', module: null, pos: 0 }
  if (y.t === 'prim' && loose(x) && (typeof y.p === 'number' || x.t !== 'param'))
    return { t: 'unknown', reason: 'unsupported', module: null, pos: 0 }
  const parts = join(partsOf(x), partsOf(y))
  return x.t === 'text' && x.empty ? { t: 'text', parts, empty: x.empty } : { t: 'text', parts }
}

function loose(v: Value): boolean {
  return v.t === 'unknown' || v.t === 'param' || v.t === 'builtin'
}

const MAX_PARTS = 400

/** Two lists of pieces; empty pieces and holes right behind a hole of the same kind are dropped, very long ones end in a hole. */
export function join(a: readonly Part[], b: readonly Part[]): readonly Part[] {
  if (!a.length) return b
  if (!b.length) return a
  if (a.length + b.length <= MAX_PARTS) return [...a, ...b]
  const last = a[a.length - 1]!
  if ('hole' in last && last.reason === 'budget') return a
  return [...a, { hole: true, reason: 'budget', module: null, pos: 0 }]
}
