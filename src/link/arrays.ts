import { loneLists } from './lone-lists'
import { argumentsOf, valueArguments } from './arguments'
import { apply } from './calls'
import { changeOf, withQuery } from './collections'
import type { Arguments } from './frame'
import { keyText } from './truth'
import {
  flatMap,
  limit,
  one,
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
import { writesToKey } from './writes'

/** An array after one of the methods that change it in place. */
export function changedArray(world: World, before: Alternatives, call: CallRef): Alternatives {
  const node = call.module.summary.nodes[call.ref]!
  const callee = node[0] === 'call' ? call.module.summary.nodes[node[1]]! : node
  const name = callee[0] === 'member' ? callee[2] : ''
  return flatMap(before, (v) => {
    if (v.t === 'map') return one(changeOf(world, v, name, call))
    // A list of which only some items are known holds others from here on, and these at other places.
    if (v.t === 'over' && isUnknownBelow(v)) return one(unknown('variable', call.module, 0))
    if (v.t !== 'arr') return one(v)
    const added = argumentsOf(world, call).rest(0)
    const more =
      added.length === 1 && added[0]!.v.t === 'arr'
        ? added[0]!.v.items
        : [{ spread: one(unknown('variable', call.module, 0)) }]
    const known = v.items.every((x) => Array.isArray(x))
    switch (name) {
      case 'push':
        // What was an empty list before is this one item.
        return one({ t: 'arr', id: v.id, items: [...(startsEmpty(v) ? [] : v.items), ...more] })
      case 'unshift':
        return one({ t: 'arr', id: v.id, items: [...more, ...(startsEmpty(v) ? [] : v.items)] })
      case 'shift':
        if (known) return one({ t: 'arr', id: v.id, items: v.items.slice(1) })
        break
      case 'pop':
        if (known) return one({ t: 'arr', id: v.id, items: v.items.slice(0, -1) })
        break
      case 'reverse':
        return one({ t: 'arr', id: v.id, items: [...v.items].reverse() })
      case 'sort': {
        const by = argumentsOf(world, call).get(0)
        const sorted = !more.length ? sortedItems(v) : by.length === 1 ? sortedBy(world, v, by[0]!.v, call) : null
        if (sorted) return one({ ...sorted, id: v.id })
        break
      }
      case 'splice': {
        const parts = startsEmpty(v) ? null : spliced(v, argumentsOf(world, call))
        if (parts) return one({ t: 'arr', id: v.id, items: parts.left })
        break
      }
      case 'fill':
        if (known && more.length === 1 && Array.isArray(more[0]))
          return one({ t: 'arr', id: v.id, items: v.items.map(() => more[0] as Alternatives) })
        break
    }
    return one(shuffled(v, more, call))
  })
}

function isUnknownBelow(v: Value): boolean {
  let x = v
  while (x.t === 'over') x = x.base
  return x.t === 'unknown' || x.t === 'builtin'
}

/** A list with one more item. */
export function pushed(lists: Alternatives, item: ArrayValue['items'][number]): Alternatives {
  return flatMap(lists, (v) => {
    const only = !Array.isArray(item) && (item as { spread: Alternatives }).spread
    const more = only && only.length === 1 && only[0]!.v.t === 'arr' ? only[0]!.v.items : [item]
    const before: ArrayValue['items'] = v.t !== 'arr' ? [{ spread: one(v) }] : startsEmpty(v) ? [] : v.items
    return one({ t: 'arr', items: [...before, ...more] })
  })
}

/** A `URL` after a method of its `searchParams` that changes it. */
export function changedQuery(world: World, before: Alternatives, call: CallRef): Alternatives {
  const node = call.module.summary.nodes[call.ref]!
  const callee = node[0] === 'call' ? call.module.summary.nodes[node[1]]! : node
  return flatMap(before, (v) =>
    v.t === 'text' && callee[0] === 'member' ? one(withQuery(v, callee[2], argumentsOf(world, call), call)) : one(v),
  )
}

/** An empty array literal, which stands for whatever is put into it. */
function startsEmpty(v: ArrayValue): boolean {
  return v.empty === true
}

/** `sort()` without a function on known texts. */
export function sortedItems(v: ArrayValue): ArrayValue | null {
  const keyed: { key: string; item: Alternatives }[] = []
  for (const item of v.items) {
    const x = onlyValue(item)
    const key = x?.t === 'text' ? keyText(x) : null
    if (key === null) return null
    keyed.push({ key, item: item as Alternatives })
  }
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return { t: 'arr', items: keyed.map((x) => x.item) }
}

/** `sort(f)` where the function tells of each two known items which comes first. */
export function sortedBy(world: World, v: ArrayValue, by: Value, call: CallRef): ArrayValue | null {
  if (v.items.length > 32 || !v.items.every((x) => Array.isArray(x))) return null
  const out: Alternatives[] = []
  for (const item of v.items as readonly Alternatives[]) {
    let at = out.length
    while (at > 0) {
      const answer = apply(world, by, valueArguments([out[at - 1]!, item]), call)
      const order = answer.length === 1 ? answer[0]!.v : null
      if (order?.t !== 'prim' || typeof order.p !== 'number') return null
      if (order.p <= 0) break
      at--
    }
    out.splice(at, 0, item)
  }
  return { t: 'arr', items: out }
}

/** What `splice(from, count, …)` takes out of an array, and what it leaves; null where that isn't known. */
export function spliced(
  v: ArrayValue,
  args: Arguments,
): { removed: ArrayValue['items']; left: ArrayValue['items'] } | null {
  const from = numberOf(args.get(0))
  const given = onlyItems(args.rest(0))
  if (from === null || !given || !v.items.every((x) => Array.isArray(x))) return null
  const count = given.length < 2 ? v.items.length : numberOf(args.get(1))
  if (count === null) return null
  const left: (Alternatives | { spread: Alternatives })[] = [...v.items]
  const removed = left.splice(from, count, ...given.slice(2))
  return { removed, left }
}

function numberOf(alts: Alternatives): number | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  return v?.t === 'prim' && typeof v.p === 'number' ? v.p : null
}

/** Items of which those that are arrays are replaced by their own items. */
export function flatItems(items: readonly Alternatives[], depth: number): ArrayValue['items'] {
  return items.flatMap((x): ArrayValue['items'] => {
    if (depth < 1) return [x]
    if (x.length === 1 && x[0]!.v.t === 'arr') {
      const inner = x[0]!.v.items
      return inner.every((y) => Array.isArray(y)) ? flatItems(inner as readonly Alternatives[], depth - 1) : inner
    }
    return x.every((y) => y.v.t === 'text' || y.v.t === 'prim' || y.v.t === 'obj') ? [x] : [{ spread: x }]
  })
}

/** The same items, and others, in an order and number that aren't known. */
function shuffled(v: ArrayValue, more: ArrayValue['items'], call: CallRef): ArrayValue {
  return {
    t: 'arr',
    id: v.id,
    items: [...v.items, ...more]
      .map((x) => (Array.isArray(x) ? { spread: one({ t: 'arr', items: [x] }) } : x))
      .concat({ spread: one(unknown('variable', call.module, 0)) }),
  }
}

/** An object with one member changed; an array's items are known by their places. `name`: null where it isn't known. */
export function withMember(base: Value, name: string | null, value: () => Alternatives): Value {
  if (base.t !== 'arr' || (name !== null && !/^\d+$/.test(name))) return { t: 'over', base, name, value }
  const at = name !== null && /^\d{1,3}$/.test(name) ? Number(name) : -1
  // What was an empty list before is this one item.
  if (at === 0 && startsEmpty(base)) return { t: 'arr', id: base.id, items: [value()] }
  if (at >= 0 && at <= base.items.length && base.items.slice(0, at + 1).every((x) => Array.isArray(x))) {
    const items = [...base.items]
    items[at] = value()
    return { t: 'arr', id: base.id, items }
  }
  return {
    t: 'arr',
    id: base.id,
    items: [
      ...base.items.flatMap((x) =>
        Array.isArray(x) ? [{ spread: one({ t: 'arr', items: [x] }) }] : isLost(x) ? [] : [x],
      ),
      { spread: one({ t: 'arr', items: [value()] }) },
      { spread: one(unknown('variable', null, 0)) },
    ],
  }
}

/** Items of which nothing is known. */
function isLost(item: ArrayValue['items'][number]): boolean {
  const { spread } = item as { spread: Alternatives }
  const v = spread.length === 1 ? spread[0]!.v : null
  return v?.t === 'unknown' && v.reason === 'variable' && v.module === null
}

/** The argument that an item of `(...args)` is. */
export function restItem(v: ArrayValue, index: number): Value | null {
  const at = v.items.findIndex((x) => !Array.isArray(x))
  if (at < 0 || at > index) return null
  const { spread } = v.items[at] as { spread: Alternatives }
  const p = spread.length === 1 ? spread[0]!.v : null
  return p?.t === 'param' && p.path.length === 1 && p.path[0] === '...'
    ? { ...p, index: p.index + index - at, path: [] }
    : null
}

/** An array with all that functions elsewhere put into it. */
export function currentArray(world: World, v: ArrayValue): ArrayValue {
  if (v.id === undefined || isLone(world, v.id)) return v
  const written = writesToKey(world, v.id, '[]')
  if (!written.length) return v
  const more: Alternative[] = written.flatMap((x) =>
    x.v.t === 'arr' ? x.v.items.flatMap((item) => (Array.isArray(item) ? (item as Alternatives) : [])) : [],
  )
  const spread = (items: Alternatives): { spread: Alternatives } => ({ spread: one({ t: 'arr', items: [items] }) })
  const own = v.empty
    ? []
    : v.items.map((x) => (Array.isArray(x) ? spread(x as Alternatives) : (x as { spread: Alternatives })))
  return {
    t: 'arr',
    literal: v,
    items: [
      ...own,
      ...(more.length ? [spread(limit(more))] : []),
      ...(v.empty && more.length ? [] : [{ spread: one(unknown('variable', null, 0)) }]),
    ],
  }
}

/** Whether a list literal, by its `id`, is seen by nobody but the call that goes over it. */
function isLone(world: World, id: string): boolean {
  const [index, ref] = id.slice(1).split(':')
  const module = world.moduleAt(Number(index))
  if (!module) return false
  let lone = world.loneLists.get(module)
  if (!lone) world.loneLists.set(module, (lone = loneLists(module.summary)))
  return lone.has(Number(ref))
}
