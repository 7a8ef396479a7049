import { apply, applyFunctionMethod } from './calls'
import { valueArguments } from './arguments'
import { currentArray, sortedItems } from './arrays'
import { keyText, truth } from './truth'
import type { Arguments } from './frame'
import { element } from './elements'
import { textMethod } from './strings'
import { concatenate, partsOf } from './text'
import {
  flatMap,
  limit,
  one,
  textOf,
  UNDEFINED,
  unknown,
  type Alternatives,
  type ArrayValue,
  type CallRef,
  type MethodValue,
  type Value,
} from './values'
import type { World } from './world'

/** The value of a method call on a text, an array or a function. */
export function methodCall(world: World, m: MethodValue, args: Arguments, call: CallRef): Alternatives {
  const { of, name } = m
  if (name === 'then') return flatMap(args.get(0), (f) => apply(world, f, valueArguments([one(of)]), call))
  if (name === 'catch' || name === 'finally') return one(of)
  switch (of.t) {
    case 'text':
      return textMethod(world, of, name, args, call)
    case 'prim':
      return one(name === 'toString' && of.p != null ? textOf(String(of.p)) : unknown('unsupported', call.module, 0))
    case 'arr':
      return arrayMethod(world, of, name, args, call)
    case 'fn':
      return applyFunctionMethod(world, of, name, args, call)
    case 'method':
      // `String.prototype.replace.call(x, …)` and the like.
      return one(unknown('unsupported', call.module, 0))
    default:
      return one(unknown('unsupported', call.module, 0))
  }
}

function plainItems(a: ArrayValue): readonly Alternatives[] | null {
  return a.items.every((x) => Array.isArray(x)) ? (a.items as readonly Alternatives[]) : null
}

function arrayMethod(world: World, literal: ArrayValue, name: string, args: Arguments, call: CallRef): Alternatives {
  const a = currentArray(world, literal)
  const items = plainItems(a)
  const lost = (): Alternatives => one(unknown('unsupported', call.module, 0))
  const run = (f: Value, values: Alternatives[]): Alternatives => apply(world, f, valueArguments(values), call)
  switch (name) {
    case 'join': {
      if (!items) return lost()
      return flatMap(args.get(0), (sep) => {
        const between =
          sep.t === 'prim' && sep.p === undefined ? one(textOf(',')) : one({ t: 'text', parts: partsOf(sep) })
        return concatenate(items.flatMap((x, i) => (i ? [between, joined(x)] : [textual(joined(x))])))
      })
    }
    case 'concat': {
      const more = args.rest(0)
      if (more.length !== 1 || more[0]!.v.t !== 'arr') return lost()
      const all = more[0]!.v.items.flatMap((x) => {
        const only = Array.isArray(x) && x.length === 1 ? (x[0] as { v: Value }).v : null
        return only?.t === 'arr' ? only.items : [x]
      })
      return one({ t: 'arr', items: [...a.items, ...all] })
    }
    case 'slice': {
      const from = int(args.get(0), 0)
      const to = int(args.get(1), Infinity)
      return items && from !== null && to !== null
        ? one({ t: 'arr', items: items.slice(from, to === Infinity ? undefined : to) })
        : lost()
    }
    case 'reverse':
      return items ? one({ t: 'arr', items: [...items].reverse() }) : lost()
    case 'sort': {
      const sorted = args.get(0).every((x) => x.v.t === 'prim') ? sortedItems(a) : null
      return one(sorted ?? { t: 'arr', items: [{ spread: element(world, a, call.module) }] })
    }
    case 'map':
    case 'flatMap':
      return flatMap(args.get(0), (f) =>
        one({
          t: 'arr',
          items: a.items.map((x, i) =>
            Array.isArray(x)
              ? run(f, [x, one({ t: 'prim', p: i })])
              : { spread: run(f, [element(world, { t: 'arr', items: [x] }, call.module)]) },
          ),
        }),
      )
    case 'filter':
      if (!items) return lost()
      return flatMap(args.get(0), (f) => {
        const kept: (Alternatives | null)[] = items.map((x) => {
          const t = f.t === 'builtin' && f.path === 'Boolean' ? x : run(f, [x])
          const known = t.length === 1 ? truth(t[0]!.v) : null
          return known === null ? null : known ? x : []
        })
        if (kept.includes(null)) return one({ t: 'arr', items: [{ spread: lost() }] })
        return one({ t: 'arr', items: kept.filter((x): x is Alternatives => x!.length > 0) })
      })
    case 'find':
    case 'pop':
    case 'shift':
    case 'at':
      if (name === 'at' && items) {
        const i = int(args.get(0), 0)
        if (i !== null) return items.at(i) ?? one(UNDEFINED)
      }
      if (name === 'pop' && items?.length) return items[items.length - 1]!
      if (name === 'shift' && items?.length) return items[0]!
      return element(world, a, call.module)
    case 'reduce': {
      if (!items || items.length > 64) return lost()
      return flatMap(args.get(0), (f) => {
        let acc = args.get(1)
        for (const x of items) acc = run(f, [acc, x])
        return acc
      })
    }
    case 'includes':
    case 'indexOf': {
      if (!items) return lost()
      return flatMap(args.get(0), (wanted) => {
        const needle = keyText(wanted)
        const all = items.map((x) => (x.length === 1 ? keyText(x[0]!.v) : null))
        if (needle === null || all.includes(null)) return lost()
        return one({ t: 'prim', p: name === 'includes' ? all.includes(needle) : all.indexOf(needle) })
      })
    }
    case 'toString':
      return items ? concatenate(items.flatMap((x, i) => (i ? [one(textOf(',')), x] : [textual(x)]))) : lost()
    case 'forEach':
      return one(UNDEFINED)
    default:
      return lost()
  }
}

/** An item as `join` writes it: nothing for `null` and `undefined`. */
function joined(alts: Alternatives): Alternatives {
  return flatMap(alts, (v) => one(v.t === 'prim' && v.p == null ? textOf('') : v))
}

/** Makes a text of a value, so that numbers are joined and not added. */
function textual(alts: Alternatives): Alternatives {
  return flatMap(alts, (v) => one({ t: 'text', parts: partsOf(v) }))
}

function int(alts: Alternatives, fallback: number): number | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  if (v?.t !== 'prim') return null
  return v.p === undefined ? fallback : typeof v.p === 'number' ? v.p : null
}

export { limit }
