import type { Ref } from '../extract/ir'
import { evaluate } from './evaluate'
import type { Arguments } from './frame'
import { limit, one, UNDEFINED, unknown, type Alternatives, type ArrayValue, type CallRef } from './values'
import type { World } from './world'

type ArgumentRef = Ref | ['...', Ref]

/** The arguments of a call expression, in its own frame, after those that were bound before. */
export function argumentsOf(world: World, call: CallRef, bound: readonly Alternatives[] = []): Arguments {
  const node = call.module.summary.nodes[call.ref]!
  const refs: readonly ArgumentRef[] = node[0] === 'call' || node[0] === 'new' ? node[2] : []
  const item = (r: ArgumentRef): Item =>
    typeof r === 'number'
      ? { isSpread: false, value: () => evaluate(world, call.module, r, call.frame) }
      : { isSpread: true, value: () => evaluate(world, call.module, r[1], call.frame) }
  return listArguments(refs.map(item), bound, call)
}

/** One argument of a call. */
export function argumentOf(
  world: World,
  call: CallRef,
  index: number,
  bound: readonly Alternatives[] = [],
): Alternatives {
  return argumentsOf(world, call, bound).get(index)
}

/** Arguments from values that are already known. */
export function valueArguments(values: readonly Alternatives[]): Arguments {
  return {
    get: (i) => values[i] ?? one(UNDEFINED),
    rest: (from) => one({ t: 'arr', items: values.slice(from) }),
  }
}

/** The arguments that an array holds: `f.apply(x, list)`. */
export function arrayArguments(list: Alternatives, bound: readonly Alternatives[], call: CallRef): Arguments {
  return listArguments([{ isSpread: true, value: () => list }], bound, call)
}

/** One item between the brackets of a call, evaluated when it is asked for. */
interface Item {
  isSpread: boolean
  value(): Alternatives
}

function listArguments(items: readonly Item[], bound: readonly Alternatives[], call: CallRef): Arguments {
  return {
    get(index) {
      if (index < bound.length) return bound[index]!
      let at = bound.length
      for (const item of items) {
        if (!item.isSpread) {
          // Those in front of it are not evaluated.
          if (at === index) return item.value()
          at++
          continue
        }
        const list = only(item.value())
        if (!list) return one(unknown('call', call.module, 0))
        if (index < at + list.items.length) {
          const inner = list.items[index - at]!
          return isSpread(inner) ? one(unknown('call', call.module, 0)) : inner
        }
        at += list.items.length
      }
      return one(UNDEFINED)
    },
    rest(from) {
      const all: (Alternatives | { spread: Alternatives })[] = [...bound]
      for (const item of items) {
        const value = item.value()
        const list = item.isSpread ? only(value) : null
        if (list) all.push(...list.items)
        else all.push(item.isSpread ? { spread: value } : value)
      }
      return one({ t: 'arr', items: all.slice(from) })
    },
  }
}

function isSpread(x: Alternatives | { spread: Alternatives }): x is { spread: Alternatives } {
  return !Array.isArray(x)
}

/** The array that a spread value certainly is, its own spreads resolved where they are arrays too. */
function only(alts: Alternatives): ArrayValue | null {
  if (alts.length !== 1 || alts[0]!.v.t !== 'arr') return null
  const items: (Alternatives | { spread: Alternatives })[] = []
  for (const item of alts[0]!.v.items) {
    if (!isSpread(item)) {
      items.push(item)
      continue
    }
    const inner = only(item.spread)
    if (inner) items.push(...inner.items)
    // `(...args) => f(...args)` hands on what it was given: the parameters keep their places.
    else if (item.spread.length === 1 && item.spread[0]!.v.t === 'param' && item.spread[0]!.v.path[0] === '...') {
      const p = item.spread[0]!.v
      for (let i = 0; i < 6; i++) items.push(one({ ...p, index: p.index + i, path: [] }))
    } else return null
  }
  return { t: 'arr', items }
}

export { limit }
