import type { Module } from './module'
import {
  paramKey,
  type Alternative,
  type Alternatives,
  type Hole,
  type ParamValue,
  type Part,
  type Value,
} from './values'

/** A query of which what isn't known is told by its place alone: many navigations differ in nothing else. */
export interface QueryShape {
  /** All by which two shapes differ. */
  key: string
  /** What isn't known, in the order in which it first stands there. */
  holes: readonly Hole[]
  /** The query with marks in the places of those holes. */
  parts: readonly Part[]
}

/** Positions of marks: no text has them. */
const FIRST_MARK = -2

/**
 * The shape of a query; null where what stands in it is more than text.
 * @param page the modules of the page that is opened: what comes from these is told apart
 */
export function shapeOf(query: readonly Part[], page: readonly Module[]): QueryShape | null {
  let key = ''
  const holes: Hole[] = []
  const known = new Map<string, number>()
  const parts: Part[] = []
  for (const p of query) {
    if (!('hole' in p)) {
      const { at } = p
      const place = at === null ? '' : 'module' in at ? `${at.module.index}:${at.pos}` : `${at.file}:${at.line}`
      key += `\x01${p.s}@${place}`
      parts.push(p)
      continue
    }
    if (p.json) return null
    const { module, param } = p
    const own = `${p.reason}:${module?.index ?? ''}:${p.pos}:${param ? paramKey(param) : ''}:${p.changed ?? ''}`
    if (!module || page.includes(module) || (param && (page.includes(param.module) || !isPlain(param)))) {
      key += `\0${own}`
      parts.push(p)
      continue
    }
    let index = known.get(own)
    if (index === undefined) {
      known.set(own, (index = holes.length))
      holes.push(p)
    }
    key += `\x02${index}:${p.reason}:${param ? 'p' : ''}:${p.changed ?? ''}`
    parts.push({ ...p, module: page[0]!, pos: FIRST_MARK - index })
  }
  return { key, holes, parts }
}

/** Whether a parameter is one of a function as it is, of which nothing was looked up. */
function isPlain({ index, path }: ParamValue): boolean {
  return index >= 0 && !path.some((name) => name.includes('()#') || name === '...')
}

/**
 * What a page makes of a query, from what it makes of the shape's marks.
 * @param asked the holes of the query that was asked about, in the places of the marks
 * @returns null where a mark may stand in more than a text
 */
export function withHoles(
  values: Alternatives,
  asked: readonly Hole[],
  page: Module,
  holes: readonly Hole[],
): Alternatives | null {
  const out: Alternative[] = []
  for (const x of values) {
    const v = holeless(x.v) ? x.v : withHolesIn(x.v, asked, page, holes)
    if (!v) return null
    out.push(v === x.v ? x : { ...x, v })
  }
  return out
}

function holeless(v: Value): boolean {
  return v.t === 'prim' || (v.t === 'text' && !v.json && !v.parts.some((p) => 'hole' in p))
}

function withHolesIn(v: Value, asked: readonly Hole[], page: Module, holes: readonly Hole[]): Value | null {
  const indexOf = (module: Module | null, pos: number): number =>
    module === page && pos <= FIRST_MARK ? FIRST_MARK - pos : -1
  if (v.t === 'unknown') {
    const at = indexOf(v.module, v.pos)
    return at < 0 ? v : { ...v, module: holes[at]!.module, pos: holes[at]!.pos, name: v.name ?? holes[at]!.name }
  }
  if (v.t === 'param') {
    const at = asked.findIndex(({ param }) => param && isSameParameter(v, param) && startsWith(v.path, param.path))
    if (at < 0) return v
    const { param } = holes[at]!
    return { ...param!, path: [...param!.path, ...v.path.slice(asked[at]!.param!.path.length)] }
  }
  if (v.t !== 'text' || v.json) return null
  const parts = v.parts.map((p): Part => {
    if (!('hole' in p)) return p
    const at = indexOf(p.module, p.pos)
    const mine = holes[at]
    if (!mine) return p
    const { module, pos, name, param } = mine
    const changed = p.changed ? { changed: true as const } : {}
    return {
      ...p,
      module,
      pos,
      ...(name === undefined ? {} : { name }),
      ...(p.param ? { param: param!, ...changed } : {}),
    }
  })
  return { ...v, parts }
}

function isSameParameter(a: ParamValue, b: ParamValue): boolean {
  return a.module === b.module && a.fn === b.fn && a.index === b.index
}

function startsWith(path: readonly string[], head: readonly string[]): boolean {
  return head.every((name, i) => path[i] === name)
}
