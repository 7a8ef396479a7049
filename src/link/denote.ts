import type { ModuleSummary, Ref } from '../extract/ir'
import { branches } from './branches'

/**
 * What an expression may stand for when it is called, as far as a look at names can tell: no value is evaluated for it.
 * It says too much rather than too little.
 */
export interface Denoted {
  /** Names of members, exports and globals that it may be. */
  names: string[]
  /** Functions of this module that it may be. */
  fns: number[]
  /** A parameter: what callers hand in. */
  param: boolean
  /** What a call returns, an item of a list, a member whose name isn't known. */
  open: boolean
}

/** The name under which `module.exports` as a whole is known. */
export const WHOLE_EXPORTS = '=exports'

/** Nodes that are looked at for one expression; what shares its branches many times over has more ways through it than that. */
const MAX_NODES = 48

/** What a node may denote. */
export function denote(s: ModuleSummary, ref: Ref): Denoted {
  const out: Denoted = { names: [], fns: [], param: false, open: false }
  const seen = new Set<Ref>()
  const queue = [ref]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (seen.size > MAX_NODES) {
      out.open = true
      break
    }
    collect(s, next, out, queue)
  }
  return out
}

function collect(s: ModuleSummary, ref: Ref, out: Denoted, queue: Ref[]): void {
  const n = s.nodes[ref]
  if (!n) return
  const others = branches(s, n)
  if (others) {
    queue.push(...others)
    return
  }
  switch (n[0]) {
    case 'member':
      // `f.call(…)`, `f.bind(…)` run f.
      if (n[2] === 'call' || n[2] === 'apply' || n[2] === 'bind') queue.push(n[1])
      out.names.push(n[2])
      return
    case 'import':
      if (n[2] !== '*') out.names.push(n[2])
      return
    case 'require':
    case 'import()':
    case 'exports':
      out.names.push(WHOLE_EXPORTS)
      return
    case 'global':
      out.names.push(n[1])
      return
    case 'fn':
      out.fns.push(n[1])
      return
    case 'param':
    case 'rest':
    case 'arguments':
    case 'this':
      out.param = true
      return
    case 'index': {
      const key = s.nodes[n[2]]!
      if (key[0] === 's') out.names.push(key[1])
      else out.open = true
      return
    }
    case 'call': {
      const callee = s.nodes[n[1]]!
      if (callee[0] === 'member' && callee[2] === 'bind') queue.push(callee[1])
      out.open = true
      return
    }
    case 'new':
    case 'element':
    case 'tail':
    case 'keyof':
    case 'super':
    case 'unknown':
      out.open = true
  }
}
