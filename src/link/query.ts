import { valueArguments } from './arguments'
import { enter } from './calls'
import { around, edgesOfCall } from './edges'
import { Frame, type Arguments } from './frame'
import { lookup } from './members'
import type { Module } from './module'
import type { Owner } from './pages'
import { one, unknown, type Alternatives, type FunctionValue, type ParamValue, type Part, type Value } from './values'
import type { World } from './world'

/** The query that a page is opened with, while it is asked what the page makes of it. */
export interface QueryInForce {
  /** The page's modules: its script and its template. */
  modules: readonly Module[]
  value: Value
  /** A key of the query was read. */
  read: boolean
  /** Functions that the page calls with its query, in a frame that has it. */
  bound: readonly Frame[]
  /** Frames of functions that those call, by module and function. */
  frames: Map<string, readonly Frame[]>
}

const MAX_EDGES = 8

/** Runs `question` as if the page had been opened with this query. Values that may depend on it are found anew, and forgotten. */
export function withQuery<T>(
  world: World,
  page: { modules: readonly Module[]; entries: readonly FunctionValue[] },
  parts: readonly Part[],
  question: (query: QueryInForce) => T,
): T {
  const query: QueryInForce = {
    modules: page.modules,
    value: { t: 'json', value: {}, place: null },
    read: false,
    bound: [],
    frames: new Map(),
  }
  query.value = queryValue(parts, query)
  query.bound = page.entries.map((f) => new Frame(f.module, f.fn, f.frame, valueArguments([one(query.value)]), null))
  const forget = (): void => {
    for (const m of page.modules) m.forget()
  }
  const before = world.pages.query
  world.pages.query = query
  const answer = world.apart(() => {
    forget()
    const found = question(query)
    forget()
    return found
  })
  world.pages.query = before
  return answer
}

/** The frames that a function of a page runs in: with the page's query, where it is in force and reaches the function. */
export function framesOf(world: World, module: Module, fn: number): readonly Frame[] {
  const { query } = world.pages
  if (!query?.modules.includes(module)) return [module.frameOf(fn)]
  const key = `${module.index}:${fn}`
  const known = query.frames.get(key)
  if (known) return known
  query.frames.set(key, [module.frameOf(fn)])
  const frames = findFrames(world, query, module, fn)
  query.frames.set(key, frames)
  return frames
}

function findFrames(world: World, query: QueryInForce, module: Module, fn: number): readonly Frame[] {
  const parent = (f: number): number => module.summary.functions[f]!.parent
  for (const b of query.bound)
    for (let f = fn; b.module === module && f > 0; f = parent(f)) if (f === b.fn) return [around(module, fn, b)]
  const out: Frame[] = []
  for (let f = fn; f > 0 && !out.length; f = parent(f)) {
    let others = false
    for (const edge of world.callers(module, f).slice(0, MAX_EDGES)) {
      const { call, callee } = edge
      const owner = call.module.owner(call.ref)
      for (const from of framesOf(world, call.module, owner)) {
        const isBound = from !== call.module.frameOf(owner)
        // The function that is called here may be a closure over what the query fills.
        const again = isBound
          ? edgesOfCall(world, { ...call, frame: from }).edges.find(
              (e) => e.callee.module === callee.module && e.callee.fn === callee.fn,
            )
          : undefined
        const frame = again ? enter(again.callee, again.args(), null) : null
        if (frame) out.push(around(module, fn, frame))
        else others = true
      }
    }
    if (out.length && others) out.push(module.frameOf(fn))
  }
  return out.length ? out : [module.frameOf(fn)]
}

/** Whether a parameter came in with the query: callers of what opens the page are told apart, not filled in. */
export function isOpen(world: World, p: ParamValue): boolean {
  const { query } = world.pages
  return query !== null && !query.modules.includes(p.module)
}

/** What the page hands to a function that it calls with its query. */
export function boundArguments(world: World, module: Module, fn: number): Arguments | null {
  return world.pages.query?.bound.find((f) => f.module === module && f.fn === fn)?.args ?? null
}

/** Where frameworks keep the query of the page. */
const BUILTIN_QUERY =
  /^(?:(?:Taro\.)?(?:useRouter\(\)|getCurrentInstance\(\)\.router|Current\.router)\.params|#page\.\$(?:router\.params|route\.query|(?:root\.\$)?mp\.query|scope\.options|page\.options))$/
const THIS_QUERY =
  /^(?:options|\$route\.query|\$router\.params|\$(?:root\.)?\$?mp\.query|\$root\.\$mp\.query|\$scope\.options|\$page\.options)$/

/** The query under the name that a framework gives it: `useRouter().params`. */
export function builtinQuery(world: World, path: string): Value | null {
  const { query } = world.pages
  return query && BUILTIN_QUERY.test(path) ? query.value : null
}

/** The query as a member of the page: `this.$route.query`, `this.options`. */
export function queryOfThis(world: World, module: Module, path: readonly string[]): Value | null {
  const { query } = world.pages
  return query?.modules.includes(module) && THIS_QUERY.test(path.join('.')) ? query.value : null
}

/** What instances of a page's class have of their framework, while a query is in force: `this.$router`. */
export function queryHolder(world: World, module: Module, name: string): Value | null {
  if (name.charCodeAt(0) !== 36 || !world.pages.query?.modules.includes(module)) return null
  return /^\$(?:router|route|mp|root|scope|page)$/.test(name) ? { t: 'builtin', path: `#page.${name}` } : null
}

/** A page that is made as a component gets its query as properties. */
export function queryProperty(world: World, owner: Owner, name: string): Alternatives | null {
  const { query } = world.pages
  if (!query?.modules.includes(owner.module)) return null
  const declared = ['properties', 'props'].some((group) =>
    lookup(world, owner.value, group, owner.module, 0).found.some(
      ({ v }) =>
        ((v.t === 'obj' || v.t === 'over') && lookup(world, v, name, owner.module, 0).found.length > 0) ||
        (v.t === 'arr' &&
          v.items.some((i) => Array.isArray(i) && i.some((x) => x.v.t === 'text' && textIs(x.v.parts, name)))),
    ),
  )
  if (!declared) return null
  const { found } = lookup(world, query.value, name, owner.module, 0)
  return found.length ? found : null
}

function textIs(parts: readonly Part[], text: string): boolean {
  return parts.length === 1 && !('hole' in parts[0]!) && parts[0].s === text
}

/**
 * A query as the page sees it. The platforms hand values on as they are written: decoding is the page's.
 * Behind a raw `?`, `=` or `#` in a value no source says what is left of it.
 */
function queryValue(parts: readonly Part[], query: { read: boolean }): Value {
  const pairs = new Map<string, Part[]>()
  let key = ''
  let value: Part[] | null = null
  let cut = false
  // A piece that isn't known may hold keys of its own.
  let open = false
  const end = (): void => {
    if (value && key) pairs.set(key, value)
    key = ''
    value = null
    cut = false
  }
  for (const p of parts) {
    if ('hole' in p) {
      if (value && !cut) value.push(p)
      else if (!value) open = true
      continue
    }
    for (const [i, piece] of p.s.split('&').entries()) {
      if (i) end()
      let text = piece
      if (!value) {
        const equals = text.indexOf('=')
        key += equals < 0 ? text : text.slice(0, equals)
        if (equals < 0) continue
        text = text.slice(equals + 1)
        value = []
      }
      if (cut) continue
      const raw = text.search(/[?=#]/)
      if (raw < 0) {
        if (text) value.push({ ...p, s: text })
      } else {
        cut = true
        value.push({ ...p, s: text.slice(0, raw) }, { hole: true, reason: 'response', module: null, pos: 0 })
      }
    }
  }
  end()
  // A value that isn't known may hold more keys: one that isn't there is hardly set, but not for certain.
  const more = parts.some((p) => 'hole' in p)
  const lost = unknown('response', null, 0)
  let out: Value = open ? lost : more ? { ...lost, blank: true } : { t: 'json', value: {}, place: null }
  for (const [name, found] of pairs) {
    const only = found.length === 1 ? found[0]! : null
    const v: Value = only && 'hole' in only && only.json ? only.json : { t: 'text', parts: found }
    out = { t: 'over', base: out, name, value: () => ((query.read = true), one(v)) }
  }
  return out
}
