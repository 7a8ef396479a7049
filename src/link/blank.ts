import type { Module } from './module'
import { one, unknown, type Alternatives, type Value } from './values'

/**
 * What a member or variable starts with until the real value is written to it: `''`, `null`, an empty list, a function
 * that does nothing. Where anything else is known to be written it is kept for tests only.
 */
export function placeholder(v: Value): boolean {
  switch (v.t) {
    case 'prim':
      return v.p == null && !v.missing
    case 'text':
      return v.parts.length === 0
    case 'arr':
      return v.items.every((x) => !Array.isArray(x))
    case 'fn': {
      const { nodes, functions } = v.module.summary
      const { result } = functions[v.fn]!
      if (result < 0) return false
      const n = nodes[result]!
      return n[0] === 'param' && n[1] === v.fn && n[2] === 0
    }
    case 'unknown':
      return v.blank === true
    default:
      return false
  }
}

/** What a variable or member may hold, by all its writers: placeholders count only where nothing else is known. */
export function writtenOver(alts: Alternatives): Alternatives {
  if (alts.length < 2) return alts
  const blank = alts.map((x) => placeholder(x.v))
  if (!blank.includes(true) || !blank.includes(false)) return alts
  // Environments in which the real value is known; that a member was missing is none.
  const settled = alts.reduce((m, x, i) => (blank[i] || (x.v.t === 'prim' && x.v.p == null) ? m : m | x.w), 0)
  return alts.map((x, i) =>
    blank[i] && (x.w & ~settled) === 0 && !(x.v.t === 'unknown' && x.v.blank)
      ? { ...x, v: { ...unknown('variable', 'module' in x.v ? x.v.module : null, 0), blank: true } }
      : x,
  )
}

/** The same where the real value is certainly written later: what a placeholder stands for isn't known. */
export function unsettled(alts: Alternatives): Alternatives {
  return alts.map((x) =>
    placeholder(x.v) && !(x.v.t === 'unknown' && x.v.blank)
      ? { ...x, v: { ...unknown('variable', 'module' in x.v ? x.v.module : null, 0), blank: true } }
      : x,
  )
}

/** What no declaration fills is `undefined` until somebody writes it: a test of it (`if (!this.host)`) can go both ways. */
export function unwritten(module: Module): Alternatives {
  return one({ ...unknown('variable', module, 0), blank: true })
}
