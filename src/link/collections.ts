import { argumentsOf, valueArguments } from './arguments'
import type { Arguments } from './frame'
import { keyText } from './truth'
import { partsOf } from './text'
import { cutTo, encode } from './url-text'
import {
  flatMap,
  limit,
  one,
  textOf,
  UNDEFINED,
  unknown,
  type Alternative,
  type Alternatives,
  type ArrayValue,
  type CallRef,
  type MapValue,
  type Part,
  type TextValue,
  type Value,
  onlyValue,
} from './values'
import type { World } from './world'
import { writesToKey } from './writes'

/** What of the language keeps pairs or values, by the name that makes one. */
export const COLLECTIONS: Readonly<Record<string, MapValue['kind']>> = {
  Map: 'map',
  WeakMap: 'map',
  Set: 'set',
  WeakSet: 'set',
  URLSearchParams: 'search',
}

type Item = ArrayValue['items'][number]

const pairOf = (key: Alternatives, value: Alternatives): Item => one({ t: 'arr', items: [key, value] })

/** A collection that starts with these items; `list`: null where they aren't known. */
export function collection(kind: MapValue['kind'], list: ArrayValue | null, call: CallRef): MapValue {
  const items = list ? list.items : [{ spread: one(unknown('unsupported', call.module, 0)) }]
  const empty: MapValue = { t: 'map', kind, items: [], id: `m${call.module.index}:${call.ref}` }
  return kind === 'set' ? items.reduce((v: MapValue, x) => withItem(v, x), empty) : { ...empty, items }
}

function withItem(v: MapValue, item: Item): MapValue {
  const key = Array.isArray(item) ? nameOf(item as Alternatives) : null
  const known = key !== null && v.items.some((x) => Array.isArray(x) && nameOf(x as Alternatives) === key)
  return known ? v : { ...v, items: [...v.items, item] }
}

/** What tells a key from others: a text or number; null where it isn't known. */
function nameOf(alts: Alternatives): string | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  const s = v ? keyText(v) : null
  return s === null ? null : `${v!.t === 'prim' ? typeof v!.p : 'string'}:${s}`
}

interface Pair {
  key: Alternatives
  value: Alternatives
}

function pairs(items: readonly Item[]): Pair[] | null {
  const out: Pair[] = []
  for (const x of items) {
    const v = onlyValue(x)
    if (v?.t !== 'arr' || v.items.length < 2 || !v.items.every((y) => Array.isArray(y))) return null
    out.push({ key: v.items[0] as Alternatives, value: v.items[1] as Alternatives })
  }
  return out
}

/** What functions elsewhere put into a collection. */
function putElsewhere(world: World, v: MapValue): readonly Item[] {
  return writesToKey(world, v.id, '{}').flatMap((x): Item[] => (x.v.t === 'arr' ? [[{ ...x }]] : []))
}

/** A collection's items, with what may have been put into it elsewhere. */
export function collected(world: World, v: MapValue): ArrayValue {
  const more = putElsewhere(world, v)
  if (!more.length) return { t: 'arr', items: v.items }
  const values = v.kind === 'set' ? more.flatMap((x) => firstOf(x)) : more
  return {
    t: 'arr',
    items: [
      ...v.items.map((x) => (Array.isArray(x) ? { spread: one({ t: 'arr' as const, items: [x] }) } : x)),
      ...values.map((x) => ({ spread: one({ t: 'arr' as const, items: [x] }) })),
      { spread: one(unknown('variable', null, 0)) },
    ],
  }
}

function firstOf(item: Item): Item[] {
  const v = Array.isArray(item) ? (item as Alternatives)[0]?.v : undefined
  return v?.t === 'arr' && v.items[0] ? [v.items[0]] : []
}

/** A collection after one of the methods that change it. */
export function changedCollection(v: MapValue, name: string, args: Arguments, call: CallRef): MapValue {
  const [key, value] = [args.get(0), args.get(1)]
  const open: MapValue = { ...v, items: [...v.items, { spread: one(unknown('variable', call.module, 0)) }] }
  if (name === 'clear') return { ...v, items: [] }
  if (name === 'add') return withItem(v, key)
  if (name === 'append') return { ...v, items: [...v.items, pairOf(key, value)] }
  const id = nameOf(key)
  if (v.kind === 'set') {
    const all = v.items.map((x) => (Array.isArray(x) ? nameOf(x as Alternatives) : null))
    if (name !== 'delete' || id === null || all.includes(null)) return open
    return { ...v, items: v.items.filter((_, i) => all[i] !== id) }
  }
  const known = pairs(v.items)
  const names = known?.map((p) => nameOf(p.key)) ?? [null]
  if (!known || names.includes(null) || id === null)
    return name === 'set' ? { ...open, items: [...open.items, pairOf(key, value)] } : open
  if (name === 'delete') return { ...v, items: v.items.filter((_, i) => names[i] !== id) }
  if (name === 'sort')
    return {
      ...v,
      items: v.items
        .map((x, i) => ({ x, k: names[i]! }))
        .sort((a, b) => (a.k < b.k ? -1 : 1))
        .map(({ x }) => x),
    }
  if (name !== 'set') return v
  const at = names.indexOf(id)
  const pair = pairOf(key, value)
  return { ...v, items: at < 0 ? [...v.items, pair] : v.items.map((x, i) => (i === at ? pair : x)) }
}

/** The value of a method of a `Map`, `Set` or `URLSearchParams`. */
export function collectionMethod(
  world: World,
  v: MapValue,
  name: string,
  args: Arguments,
  call: CallRef,
): Alternatives {
  const lost = (): Alternatives => one(unknown('unsupported', call.module, 0))
  if ((name === 'get' || name === 'has') && args.get(0).length > 1)
    return flatMap(args.get(0), (key) => collectionMethod(world, v, name, valueArguments([one(key)]), call))
  const more = putElsewhere(world, v)
  const all = v.kind === 'set' ? null : pairs([...v.items, ...more])
  switch (name) {
    case 'set':
    case 'add':
      return one(changedCollection(v, name, args, call))
    case 'get': {
      const id = nameOf(args.get(0))
      if (!all) return lost()
      const hits: Alternative[] = []
      let sure = false
      for (const [i, p] of all.entries()) {
        const key = nameOf(p.key)
        if (id !== null && key !== null && key !== id) continue
        hits.push(...p.value)
        if (id !== null && key === id && i < v.items.length) sure = true
        if (sure && v.kind === 'search') break
      }
      if (hits.length) return limit(hits)
      return id === null || more.length ? lost() : one(v.kind === 'search' ? { t: 'prim', p: null } : UNDEFINED)
    }
    case 'has': {
      const id = nameOf(args.get(0))
      const keys = all ? all.map((p) => nameOf(p.key)) : more.length ? [null] : v.items.map(ofItem)
      if (id === null || keys.includes(null)) return lost()
      if (more.length && !keys.slice(0, v.items.length).includes(id)) return lost()
      return one({ t: 'prim', p: keys.includes(id) })
    }
    case 'keys':
    case 'values':
    case 'entries': {
      const list = collected(world, v)
      if (v.kind === 'set' || name === 'entries') return one(list)
      const known = pairs(list.items)
      return known
        ? one({ t: 'arr', items: known.map((p) => (name === 'keys' ? p.key : p.value)) })
        : one({ t: 'arr', items: [{ spread: lost() }] })
    }
    case 'toString':
      return v.kind === 'search' ? one(searchText(v)) : lost()
    case 'forEach':
      return one(UNDEFINED)
    default:
      return lost()
  }
}

const ofItem = (x: Item): string | null => (Array.isArray(x) ? nameOf(x as Alternatives) : null)

/** What a method of an array or collection hands to its callback for each item: the item, and its index or key. */
export function handed(world: World, v: ArrayValue | MapValue): readonly [Alternatives, Alternatives][] | null {
  const list = v.t === 'map' ? collected(world, v) : v
  if (!list.items.every((x) => Array.isArray(x))) return null
  if (v.t === 'map' && v.kind !== 'set') return pairs(list.items)?.map((p) => [p.value, p.key]) ?? null
  return (list.items as readonly Alternatives[]).map((x, i) => [x, v.t === 'map' ? x : one({ t: 'prim', p: i })])
}

/** The text of a query: `a=1&b=x+y`. */
export function searchText(v: MapValue): TextValue {
  const parts: Part[] = []
  const known = pairs(v.items)
  const hole: Part = { hole: true, reason: 'unsupported', module: null, pos: 0 }
  if (!known) return { t: 'text', parts: [hole] }
  for (const [i, p] of known.entries()) {
    if (i) parts.push({ s: '&', at: null })
    parts.push(...encoded(p.key), { s: '=', at: null }, ...encoded(p.value))
  }
  return { t: 'text', parts }
}

function encoded(alts: Alternatives): readonly Part[] {
  const hole: Part = { hole: true, reason: 'unsupported', module: null, pos: 0 }
  if (alts.length !== 1) return [hole]
  return partsOf(encode({ t: 'text', parts: partsOf(alts[0]!.v) }, true)).map((p) =>
    'hole' in p
      ? p
      : {
          ...p,
          s: p.s.replace(/%20/g, '+').replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
        },
  )
}

/** A query's pairs: `?a=1&b=2`, as `new URLSearchParams(text)` reads them. */
export function searchPairs(text: string): ArrayValue {
  return {
    t: 'arr',
    items: [...new URLSearchParams(text)].map(([k, v]) => pairOf(one(textOf(k)), one(textOf(v)))),
  }
}

/** The arguments of a call that changes a collection. */
export function changeOf(world: World, before: Value, name: string, call: CallRef): Value {
  return before.t === 'map' ? changedCollection(before, name, argumentsOf(world, call), call) : before
}

/** A `URL`'s text after its query was changed. */
export function withQuery(v: TextValue, name: string, args: Arguments, call: CallRef): TextValue {
  const s = keyText(v)
  const mark = s === null ? -1 : s.search(/[?#]/)
  const query = s === null || mark < 0 || s[mark] === '#' ? '' : s.slice(mark).replace(/#.*/s, '')
  const empty: MapValue = { t: 'map', kind: 'search', items: searchPairs(query).items, id: '' }
  const parts = searchText(changedCollection(empty, name, args, call)).parts
  // Behind an unknown query anything may follow.
  const head = s === null ? v.parts : cutTo(v.parts, mark < 0 ? s.length : mark)
  const hash: Part[] = s?.includes('#') ? [{ s: s.slice(s.indexOf('#')), at: null }] : []
  return { t: 'text', url: true, parts: [...head, ...(parts.length ? [{ s: '?', at: null }, ...parts] : []), ...hash] }
}
