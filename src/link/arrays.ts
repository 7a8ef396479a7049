import { argumentsOf } from './arguments'
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
} from './values'
import type { World } from './world'
import { writesToKey } from './writes'

/** An array after one of the methods that change it in place. */
export function changedArray(world: World, before: Alternatives, call: CallRef): Alternatives {
  const node = call.module.summary.nodes[call.ref]!
  const callee = node[0] === 'call' ? call.module.summary.nodes[node[1]]! : node
  const name = callee[0] === 'member' ? callee[2] : ''
  return flatMap(before, (v) => {
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
        const sorted = more.length ? null : sortedItems(v)
        if (sorted) return one({ ...sorted, id: v.id })
        break
      }
    }
    return one(shuffled(v, more, call))
  })
}

/** An empty array literal, which stands for whatever is put into it. */
function startsEmpty(v: ArrayValue): boolean {
  return v.empty === true
}

/** `sort()` without a function on known texts. */
export function sortedItems(v: ArrayValue): ArrayValue | null {
  const keyed: { key: string; item: Alternatives }[] = []
  for (const item of v.items) {
    const x = Array.isArray(item) && item.length === 1 ? (item as Alternatives)[0]!.v : null
    const key = x?.t === 'text' ? keyText(x) : null
    if (key === null) return null
    keyed.push({ key, item: item as Alternatives })
  }
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return { t: 'arr', items: keyed.map((x) => x.item) }
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
  if (base.t !== 'arr' || name === 'length') return { t: 'over', base, name, value }
  const at = name !== null && /^\d{1,3}$/.test(name) ? Number(name) : -1
  if (at >= 0 && at <= base.items.length && base.items.slice(0, at + 1).every((x) => Array.isArray(x))) {
    const items = [...base.items]
    items[at] = value()
    return { t: 'arr', id: base.id, items }
  }
  const lost = { spread: one(unknown('variable', null, 0)) }
  return {
    t: 'arr',
    id: base.id,
    items: [
      ...base.items.map((x) => (Array.isArray(x) ? { spread: one({ t: 'arr', items: [x] }) } : x)),
      { spread: one({ t: 'arr', items: [value()] }) },
      lost,
    ],
  }
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
  if (v.id === undefined || !world.writes.has('[]')) return v
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
    items: [
      ...own,
      ...(more.length ? [spread(limit(more))] : []),
      ...(v.empty && more.length ? [] : [{ spread: one(unknown('variable', null, 0)) }]),
    ],
  }
}
