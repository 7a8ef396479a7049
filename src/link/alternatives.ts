import { WHEN } from '../extract/literals'
import { paramKey, unknown, type Alternative, type Alternatives, type Assumptions, type Value } from './values'
import { widen } from './widen'

/** Most alternatives that are kept of one value; more give an unknown of reason `budget` beside them. */
export const MAX_ALTERNATIVES = 48
/** The same for alternatives that are whole texts. */
const MAX_WHOLE = 256
/** Most alternatives of a test that are told apart. */
export const MAX_TOLD = 160
/** Up to so many alternatives are compared with each other. */
const FEW = 6

/** The assumptions of two values used together, or undefined where they contradict each other. */
export function assume(a: Assumptions | null, b: Assumptions | null): Assumptions | null | undefined {
  if (!a || a === b) return b
  if (!b) return a
  let out: (readonly [number, number])[] | null = null
  for (const entry of b) {
    const mine = a.find((x) => x[0] === entry[0])
    if (!mine) (out ??= [...a]).push(entry)
    else if (mine[1] !== entry[1]) return undefined
  }
  return out ?? a
}

/** Maps each alternative's value, keeping its conditions. */
export function flatMap(
  alts: Alternatives,
  f: (v: Value, w: number, a: Assumptions | null) => Alternatives,
): Alternatives {
  if (alts.length === 1 && alts[0]!.w === WHEN.ALL && !alts[0]!.a) return f(alts[0]!.v, WHEN.ALL, null)
  const out: Alternative[] = []
  for (const x of alts) {
    for (const y of f(x.v, x.w, x.a)) {
      const w = x.w & y.w
      const a = assume(x.a, y.a)
      if (w && a !== undefined) out.push({ v: y.v, w, a })
    }
  }
  return limit(out)
}

/** Restricts alternatives to run-time environments and one more assumption. */
export function restrict(alts: Alternatives, w: number, a: Assumptions | null): Alternatives {
  if (w === WHEN.ALL && !a) return alts
  const out: Alternative[] = []
  for (const x of alts) {
    const both = assume(x.a, a)
    if (x.w & w && both !== undefined) out.push({ v: x.v, w: x.w & w, a: both })
  }
  return out
}

/** Drops repetitions and keeps to the budget. */
export function limit(alts: readonly Alternative[]): Alternatives {
  if (alts.length <= 1) return alts
  if (alts.length <= FEW) return distinct(alts)
  const seen = new Map<string | Value, Alternative>()
  const told = alts.length <= MAX_TOLD
  for (const x of alts) {
    const key = told && isAnswer(x) ? `${identity(x.v) as string}@${x.a!.join(';')}` : identity(x.v)
    const other = seen.get(key)
    if (!other) seen.set(key, x)
    // Known under either condition: the conditions are joined, assumptions that differ fall away.
    else seen.set(key, { v: other.v, w: other.w | x.w, a: other.a === x.a ? x.a : null })
  }
  const all = [...seen.values()]
  // A table of whole URLs or paths is worth its length.
  if (all.length <= MAX_WHOLE && all.every((x) => x.v.t !== 'text' || x.v.parts.length < 2)) return all
  const out = widen(all, MAX_ALTERNATIVES)
  if (out.length <= MAX_ALTERNATIVES) return out
  const last = out[MAX_ALTERNATIVES]!.v
  return [
    ...out.slice(0, MAX_ALTERNATIVES),
    { v: unknown('budget', 'module' in last && last.module ? last.module : null, 0), w: WHEN.ALL, a: null },
  ]
}

/** `true` or `false` under an assumption: each way is gone under the assumptions that lead to it. */
const isAnswer = (x: Alternative): boolean => x.a !== null && x.v.t === 'prim' && typeof x.v.p === 'boolean'

/** The same for so few that comparing them is quicker than naming each. */
function distinct(alts: readonly Alternative[]): Alternatives {
  const out: Alternative[] = []
  next: for (const x of alts) {
    for (let i = 0; i < out.length; i++) {
      const other = out[i]!
      if (other.v !== x.v && !same(other.v, x.v)) continue
      if (isAnswer(x) && other.a && other.a !== x.a && other.a.join(';') !== x.a!.join(';')) continue
      if (other.w !== x.w || other.a !== x.a) out[i] = { v: other.v, w: other.w | x.w, a: other.a === x.a ? x.a : null }
      continue next
    }
    out.push(x)
  }
  return out.length === alts.length ? alts : out
}

function same(x: Value, y: Value): boolean {
  if (x.t !== y.t) return false
  if (x.t === 'text' && y.t === 'text') {
    if (x.parts.length !== y.parts.length) return false
    for (let i = 0; i < x.parts.length; i++) {
      const a = x.parts[i]!
      const b = y.parts[i]!
      if (a === b) continue
      if ('hole' in a || 'hole' in b) return identity(x) === identity(y)
      if (a.s !== b.s) return false
    }
    return true
  }
  if (x.t === 'prim' && y.t === 'prim') return Object.is(x.p, y.p) && x.missing?.name === y.missing?.name
  const key = identity(x)
  return typeof key === 'string' && key === identity(y)
}

/** What tells values apart: a text for those that are told by what they say, the value itself for all others. */
export function identity(v: Value): string | Value {
  switch (v.t) {
    case 'text': {
      let key = 't'
      for (const p of v.parts)
        key +=
          'hole' in p ? `\0${p.reason}${p.pos}${p.param ? paramKey(p.param) : ''}${p.changed ? '~' : ''}` : '\x01' + p.s
      return key
    }
    case 'prim':
      return `p${String(v.p)}${v.missing ? v.missing.name : ''}`
    case 'param':
      return paramKey(v)
    case 'unknown':
      return `u${v.falsy ? 'f' : ''}${v.truthy ? 't' : ''}${v.blank ? 'b' : ''}${v.reason}${v.pos}${v.module?.id ?? ''}`
    case 'builtin':
      return v.call ? v : `b${v.truthy ? 't' : ''}${v.path}`
    default:
      return v
  }
}
