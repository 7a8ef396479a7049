import { assume, limit, MAX_ALTERNATIVES, type Alternative, type Alternatives, type Part, type Value } from './values'

/** The pieces of text that a value turns into when it is put into a text. */
export function partsOf(v: Value): readonly Part[] {
  switch (v.t) {
    case 'text':
      return v.parts
    case 'prim':
      return [v.missing ? { s: String(v.p), at: null, missing: v.missing } : { s: String(v.p), at: null }]
    case 'param':
      return [{ hole: true, reason: 'parameter', module: v.module, pos: v.module.summary.functions[v.fn]?.pos ?? 0, param: v, name: v.path[v.path.length - 1] }]
    case 'unknown':
      return [{ hole: true, reason: v.reason, module: v.module, pos: v.pos, name: v.name }]
    case 'json':
      return typeof v.value === 'string' ? [{ s: v.value, at: v.place }] : [{ hole: true, reason: 'unsupported', module: null, pos: 0 }]
    case 'builtin':
      return [{ hole: true, reason: /Storage|\(\)/.test(v.path) ? 'response' : 'global', module: v.call?.module ?? null, pos: 0, name: v.path }]
    case 'arr': {
      const out: Part[] = []
      for (const [i, item] of v.items.entries()) {
        if (!Array.isArray(item) || item.length !== 1) return [{ hole: true, reason: 'unsupported', module: null, pos: 0 }]
        if (i) out.push({ s: ',', at: null })
        out.push(...partsOf((item as Alternatives)[0]!.v))
      }
      return out
    }
    default:
      return [{ hole: true, reason: 'unsupported', module: 'module' in v ? v.module : null, pos: 0 }]
  }
}

/** `a + b + c`: every combination of the operands' alternatives that don't contradict each other. */
export function concatenate(operands: readonly Alternatives[]): Alternatives {
  let acc: Alternatives = [{ v: { t: 'text', parts: [] }, w: 15, a: null }]
  let sum: number | null = 0
  operands.forEach((alts, i) => {
    // Numbers in front of the first text are added, not joined.
    const only = alts.length === 1 ? alts[0]!.v : null
    sum = sum !== null && only?.t === 'prim' && typeof only.p === 'number' ? (i === 0 ? only.p : sum + only.p) : null
    if (sum !== null && only?.t === 'prim') {
      acc = [{ v: { t: 'prim', p: sum }, w: alts[0]!.w, a: alts[0]!.a }]
      return
    }
    const next: Alternative[] = []
    const operand = acc.length * alts.length > QUERY_COMBINATIONS && alts.length > 1 && inQuery(acc[0]!.v) ? collapsed(alts) : alts
    for (const x of acc) {
      for (const y of operand) {
        const w = x.w & y.w
        const a = assume(x.a, y.a)
        if (!w || a === undefined) continue
        next.push({ v: { t: 'text', parts: join(partsOf(x.v), partsOf(y.v)) }, w, a })
        if (next.length > MAX_ALTERNATIVES * 4) break
      }
    }
    acc = limit(next)
  })
  return acc
}

/** Combinations of alternatives behind a `?` beyond which the values of the query become holes. */
const QUERY_COMBINATIONS = 8

function inQuery(v: Value): boolean {
  if (v.t !== 'text') return false
  const first = v.parts[0]
  if (first && !('hole' in first) && /^[&?]/.test(first.s)) return true
  return v.parts.some((p) => !('hole' in p) && p.s.includes('?'))
}

/** One hole for values that are told apart nowhere but in a query. */
function collapsed(alts: Alternatives): Alternatives {
  return [{ v: { t: 'text', parts: [{ hole: true, reason: 'budget', module: null, pos: 0 }] }, w: alts.reduce((m, x) => m | x.w, 0), a: null }]
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
