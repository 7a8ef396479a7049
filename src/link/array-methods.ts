import { valueArguments } from './arguments'
import { currentArray, flatItems, sortedBy, sortedItems, spliced } from './arrays'
import { apply } from './calls'
import { element } from './elements'
import type { Arguments } from './frame'
import { fromJson } from './globals'
import { listStep } from './list-lookup'
import { registered } from './loops'
import { equal } from './operators'
import { concatenate, partsOf } from './text'
import { keyText, outcome } from './truth'
import {
  flatMap,
  limit,
  one,
  restrict,
  textOf,
  UNDEFINED,
  unknown,
  type Alternative,
  type Alternatives,
  type ArrayValue,
  type CallRef,
  type Value,
  onlyItems,
  onlyValue,
} from './values'
import type { World } from './world'

/** Most items that a function is asked about one by one. */
const MAX_ASKED = 64

/** An array's items where all of them are known, in their order; otherwise null. */
export function plainItems(a: ArrayValue): readonly Alternatives[] | null {
  return a.items.every((x) => Array.isArray(x)) ? (a.items as readonly Alternatives[]) : null
}

/** The value of a method of an array: own implementations, none runs code. */
export function arrayMethod(
  world: World,
  literal: ArrayValue,
  name: string,
  args: Arguments,
  call: CallRef,
): Alternatives {
  const a = currentArray(world, literal)
  const items = plainItems(a)
  const lost = (): Alternatives => one(unknown('unsupported', call.module, 0))
  const list = (all: ArrayValue['items']): Alternatives => one({ t: 'arr', items: all })
  const run = (f: Value, x: Alternatives, i: number): Alternatives =>
    apply(world, f, valueArguments([x, one({ t: 'prim', p: i }), one(a)]), call)
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
      const more = onlyItems(args.rest(0))
      if (!more) return lost()
      const all = more.flatMap((x) => {
        const only = onlyValue(x)
        return only?.t === 'arr' ? only.items : [x]
      })
      return list([...a.items, ...all])
    }
    case 'slice': {
      const from = int(args.get(0), 0)
      const to = int(args.get(1), Infinity)
      return items && from !== null && to !== null ? list(items.slice(from, to === Infinity ? undefined : to)) : lost()
    }
    case 'splice':
    case 'toSpliced': {
      const parts = spliced(a, args)
      return parts ? list(name === 'splice' ? parts.removed : parts.left) : lost()
    }
    case 'reverse':
    case 'toReversed':
      return items ? list([...items].reverse()) : lost()
    case 'sort':
    case 'toSorted': {
      const by = args.get(0)
      const sorted = by.every((x) => x.v.t === 'prim')
        ? sortedItems(a)
        : by.length === 1
          ? sortedBy(world, a, by[0]!.v, call)
          : null
      return sorted ? one(sorted) : list([some(element(world, a, call.module)), { spread: lost() }])
    }
    case 'map':
      return flatMap(args.get(0), (f) =>
        list(
          a.items.map((x, i) =>
            Array.isArray(x) ? run(f, x, i) : some(run(f, element(world, { t: 'arr', items: [x] }, call.module), i)),
          ),
        ),
      )
    case 'flatMap':
      if (!items) return list([{ spread: lost() }])
      return flatMap(args.get(0), (f) =>
        list(
          flatItems(
            items.map((x, i) => run(f, x, i)),
            1,
          ),
        ),
      )
    case 'flat': {
      const depth = int(args.get(0), 1)
      return items && depth !== null ? list(flatItems(items, depth)) : lost()
    }
    case 'filter':
      if (!items || items.length > MAX_ASKED) return list([some(element(world, a, call.module)), { spread: lost() }])
      return flatMap(args.get(0), (f) => {
        const keeping = (ask: (x: Alternatives, i: number) => Alternatives): Alternatives => {
          const kept = items.flatMap((x, i): ArrayValue['items'] => {
            const o = outcome(ask(x, i))
            return !o.yes ? [] : o.no ? [{ spread: list([restrict(x, o.yes, null)]) }] : [x]
          })
          // Where it isn't known which are kept, nor is how many.
          return list(kept.every((x) => Array.isArray(x)) ? kept : [...kept, { spread: lost() }])
        }
        const all = (): Alternatives =>
          keeping((x, i) => (f.t === 'builtin' && f.path === 'Boolean' ? x : run(f, x, i)))
        const step = listStep(world, f, call, keeping, all)
        return step ? one(step) : all()
      })
    case 'find':
    case 'findLast':
      if (!items || items.length > MAX_ASKED) return element(world, a, call.module)
      return flatMap(args.get(0), (f) => {
        const order = name === 'find' ? items : [...items].reverse()
        const all = (): Alternatives => found(order, (x, i) => run(f, x, i))
        const step = listStep(world, f, call, (ask) => found(order, ask), all)
        return step ? one(step) : all()
      })
    case 'findIndex':
    case 'findLastIndex':
      if (!items || items.length > MAX_ASKED) return lost()
      return flatMap(args.get(0), (f) => {
        const order = items.map((_, i) => i)
        if (name === 'findLastIndex') order.reverse()
        for (const i of order) {
          const o = outcome(run(f, items[i]!, i))
          if (o.yes && o.no) return lost()
          if (o.yes) return one({ t: 'prim', p: i })
        }
        return one({ t: 'prim', p: -1 })
      })
    case 'some':
    case 'every':
      if (!items || items.length > MAX_ASKED) return lost()
      return flatMap(args.get(0), (f) => decided(items, (x, i) => run(f, x, i), name === 'some', lost))
    case 'pop':
    case 'shift':
    case 'at': {
      const i = name === 'pop' ? -1 : name === 'shift' ? 0 : int(args.get(0), 0)
      return items && i !== null ? (items.at(i) ?? one(UNDEFINED)) : element(world, a, call.module)
    }
    case 'reduce':
    case 'reduceRight': {
      // What other places put into an empty list: interceptors that hand the options on.
      const steps = items ?? registered(world, one(a.literal ?? a))
      if (!steps || steps.length > MAX_ASKED) return lost()
      const indices = steps.map((_, i) => i)
      if (name === 'reduceRight') indices.reverse()
      return flatMap(args.get(0), (f) => {
        let acc: Alternatives | null = onlyItems(args.rest(1))?.length ? args.get(1) : null
        for (const i of indices)
          acc = acc
            ? apply(world, f, valueArguments([acc, steps[i]!, one({ t: 'prim', p: i }), one(a)]), call)
            : steps[i]!
        return acc ?? lost()
      })
    }
    case 'includes':
    case 'indexOf':
    case 'lastIndexOf': {
      if (!items) return lost()
      return flatMap(args.get(0), (wanted) => {
        const needle = scalar(wanted)
        // Of a text of which parts are known: none of them can be it.
        const differs = (x: Alternative): boolean => equal(x.v, wanted, false) === false
        if (needle === null && items.every((x) => x.every(differs)))
          return one({ t: 'prim', p: name === 'includes' ? false : -1 })
        const all = items.map((x) => (x.length === 1 ? scalar(x[0]!.v) : null))
        if (needle === null || all.includes(null)) return lost()
        const at = name === 'lastIndexOf' ? all.lastIndexOf(needle) : all.indexOf(needle)
        return one({ t: 'prim', p: name === 'includes' ? at >= 0 : at })
      })
    }
    case 'entries':
      return items ? list(items.map((x, i) => one({ t: 'arr', items: [one({ t: 'prim', p: i }), x] }))) : lost()
    case 'keys':
      return items ? list(items.map((_, i) => one({ t: 'prim', p: i }))) : lost()
    case 'values':
      return one(a)
    case 'next': {
      // An iterator is kept as the list of what it gives: which one comes next isn't.
      const step: Value = { t: 'over', base: fromJson({}, null), name: 'done', value: lost }
      const value = (): Alternatives => element(world, a, call.module)
      return one({ t: 'over', base: step, name: 'value', value })
    }
    case 'fill':
      return items && args.get(1).every((x) => x.v.t === 'prim' && x.v.p === undefined)
        ? list(items.map(() => args.get(0)))
        : lost()
    case 'toString':
      return items ? concatenate(items.flatMap((x, i) => (i ? [one(textOf(',')), x] : [textual(x)]))) : lost()
    case 'forEach':
      return one(UNDEFINED)
    default:
      return lost()
  }
}

/** Items of which it isn't known how many there are. */
function some(alts: Alternatives): ArrayValue['items'][number] {
  return { spread: one({ t: 'arr', items: [alts] }) }
}

/** The first item that a function says yes to; those before it where it can't be told. */
function found(items: readonly Alternatives[], ask: (x: Alternatives, i: number) => Alternatives): Alternatives {
  const out: Alternative[] = []
  let rest = 15
  for (const [i, x] of items.entries()) {
    const o = outcome(ask(x, i))
    out.push(...restrict(x, o.yes & rest, null))
    rest &= o.no
    if (!rest) break
  }
  return out.length ? limit(out) : one(UNDEFINED)
}

function decided(
  items: readonly Alternatives[],
  ask: (x: Alternatives, i: number) => Alternatives,
  some: boolean,
  lost: () => Alternatives,
): Alternatives {
  let open = false
  for (const [i, x] of items.entries()) {
    const o = outcome(ask(x, i))
    if (o.yes && o.no) open = true
    else if (Boolean(o.yes) === some) return one({ t: 'prim', p: some })
  }
  return open ? lost() : one({ t: 'prim', p: !some })
}

/** A text or number as something that can be compared, or null. */
function scalar(v: Value): string | null {
  const s = keyText(v)
  return s === null ? null : `${v.t === 'prim' ? typeof v.p : 'string'}:${s}`
}

/** An item as `join` writes it: nothing for `null` and `undefined`. */
function joined(alts: Alternatives): Alternatives {
  return flatMap(alts, (v) => one(v.t === 'prim' && v.p == null ? textOf('') : v))
}

/** Makes a text of a value, so that numbers are joined and not added. */
function textual(alts: Alternatives): Alternatives {
  return flatMap(alts, (v) => one({ t: 'text', parts: partsOf(v) }))
}

/** A whole number, `fallback` where nothing is given, null where it isn't known. */
export function int(alts: Alternatives, fallback: number): number | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  if (v?.t !== 'prim') return null
  return v.p === undefined ? fallback : typeof v.p === 'number' ? Math.trunc(v.p) : null
}
