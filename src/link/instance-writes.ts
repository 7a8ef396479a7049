import { WHEN } from '../extract/literals'
import type { Ref, WriteRecord } from '../extract/ir'
import { fillParameters } from './callers'
import { enter } from './calls'
import { around as frameAround } from './edges'
import { evaluate } from './evaluate'
import { Frame } from './frame'
import { lookup, type Lookup } from './members'
import type { Module } from './module'
import { keyText } from './truth'
import { flatMap, limit, restrict, type Alternatives, type InstanceValue, type Value } from './values'
import type { World } from './world'
import { boundArguments } from './query'
import { reachable } from './writes'

/** Calls of one method that are told apart by their instance. */
const MAX_ENTRIES = 8

/** The frames in which a method of this very instance is called; null where it isn't known of every call which instance it has. */
function enteredBy(world: World, module: Module, fn: number, self: Value): Frame[] | null {
  if (world.shallow || self.t !== 'inst' || self.site.startsWith('?')) return null
  const edges = world.callers(module, fn)
  if (!edges.length || edges.length > MAX_ENTRIES) return null
  const out: Frame[] = []
  for (const e of edges) {
    const of = instanceOf(e.callee.self)
    if (!of || of.site.startsWith('?')) return null
    if (of.site !== self.site) continue
    const frame = enter({ ...e.callee, self }, e.args(), e.call.frame)
    if (!frame) return null
    out.push(frame)
  }
  return out
}

function instanceOf(v: Value | null): InstanceValue | null {
  let x = v
  while (x?.t === 'over') x = x.base
  return x?.t === 'inst' ? x : null
}

export interface MemberWrites {
  values: Alternatives
  /** One of them is made in the constructor whatever happens. */
  certain: boolean
  /** How many there are. */
  count: number
}

/** One place that writes to a member, and what it writes. */
interface Entry {
  /** Its place in the module's order; -1 outside the constructor. */
  at: number
  values: Alternatives
  /** What was there before is gone. */
  replaces: boolean
  /** It copies all that another object has, or writes under a name that must be evaluated. */
  unnamed: boolean
}

/** What functions picked by `of` write to `this.name`. */
export function memberWrites(
  world: World,
  module: Module,
  name: string,
  of: (fn: number) => boolean,
  self: Value,
  around: Frame,
  ctorFn = -1,
  ctor: Frame | null = null,
): MemberWrites {
  const entries: Entry[] = []
  let certain = false
  let count = 0
  const named = (world.writes.get(name) ?? []).flatMap((site) => (site.module === module ? [site.index] : []))
  for (const at of [...named, ...module.unnamedWrites]) {
    const w = module.summary.writes[at]!
    const method = module.selvesOf(module.writtenObject(w)).find(of)
    if (method === undefined || (w.name === '*' && isItself(module, w.value, name))) continue
    const inCtor = method === ctorFn
    const closure = inCtor ? around : around.fn === ctorFn ? (around.parent ?? around) : around
    const frame =
      inCtor && ctor
        ? ctor
        : new Frame(
            module,
            method,
            closure.fn === method ? closure.parent : closure,
            boundArguments(world, module, method),
            self,
          )
    const { when, certain: always } = reachable(world, module, w.condition, frame)
    if (!when) continue
    // `setBase(url) { this.base = url }` that nobody calls sets nothing.
    if (!inCtor && !world.shallow && module.dependsOnCaller(w.value) && world.graph?.isNeverCalled(module, method))
      continue
    const entered = inCtor ? null : enteredBy(world, module, method, self)
    const frames = entered?.map((f) => frameAround(module, w.fn, f)) ?? [frame]
    const { values, whole } = written(world, module, w, name, frames, !entered && (w.fn !== ctorFn || !ctor))
    if (w.name !== name && !values.length) continue
    count++
    const settles = w.fn === ctorFn && always && whole
    if (settles) certain = true
    entries.push({
      at: inCtor ? at : -1,
      values: restrict(values, when, null),
      replaces: settles && when === WHEN.ALL,
      unnamed: w.name !== name,
    })
  }
  return { values: limit(lasting(entries).flatMap((e) => e.values)), certain, count }
}

/** What one place writes to a member; `whole`: it certainly writes it, whenever it is reached. */
function written(
  world: World,
  module: Module,
  w: WriteRecord,
  name: string,
  frames: readonly Frame[],
  filled: boolean,
): { values: Alternatives; whole: boolean } {
  const of = (ref: Ref): Alternatives => {
    const found = limit(frames.flatMap((f) => evaluate(world, module, ref, f)))
    return filled ? fillParameters(world, found) : found
  }
  if (w.name === name) return { values: of(w.value), whole: true }
  if (typeof w.name === 'number') {
    // A function is a method under each name; other values go with the name of their round.
    const hits = of(w.name).filter((x) => keyText(x.v) === name)
    const values = hits.length ? of(w.value) : []
    const kind = module.summary.nodes[w.name]![0]
    return {
      values: limit(hits.flatMap((x) => restrict(values, x.w, x.a))),
      whole: kind === 'keyof' || kind === 'element',
    }
  }
  const sources = of(w.value)
  let whole = sources.length > 0
  const values = flatMap(sources, (v) => {
    const known = HOLDS_MEMBERS.has(v.t)
    const { found, sure } = known ? lookup(world, v, name, module, w.pos) : NOTHING
    const told = found.filter((x) => x.v.t !== 'unknown')
    if (!sure || told.length < found.length || !told.length) whole = false
    return told
  })
  return { values, whole }
}

const NOTHING: Lookup = { found: [], sure: false }

/** Values that are copied member by member. What isn't known of others is no reason to doubt what is. */
const HOLDS_MEMBERS: ReadonlySet<string> = new Set<Value['t']>(['obj', 'over', 'merged', 'omit', 'json', 'inst', 'ns'])

/** `Object.assign(this, this.options)`, where what `options` is is asked for. */
function isItself(module: Module, ref: Ref, name: string): boolean {
  const n = module.summary.nodes[ref]!
  return n[0] === 'member' && n[2] === name && module.summary.nodes[n[1]]![0] === 'this'
}

/** Without what a constructor writes over again: defaults, behind which it copies its options. */
function lasting(entries: readonly Entry[]): readonly Entry[] {
  if (!entries.some((e) => e.unnamed)) return entries
  return entries.filter(
    (e) =>
      e.at < 0 ||
      !entries.some(
        (later) =>
          later.replaces &&
          later.at > e.at &&
          (later.unnamed || e.unnamed) &&
          later.values.every((x) => x.v.t !== 'unknown'),
      ),
  )
}
