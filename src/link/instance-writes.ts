import { fillParameters } from './callers'
import { enter } from './calls'
import { around as frameAround } from './edges'
import { evaluate } from './evaluate'
import { Frame } from './frame'
import type { Module } from './module'
import { limit, type Alternative, type Alternatives, type InstanceValue, type Value } from './values'
import type { World } from './world'
import { boundArguments } from './query'
import { reachable } from './writes'

/** Calls of one method that are told apart by their instance. */
const MAX_ENTRIES = 8

/** The frames in which a method of this very instance is called; null where it isn't known of every call which instance it has. */
function entries(world: World, module: Module, fn: number, self: Value): Frame[] | null {
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
  const values: Alternative[] = []
  let certain = false
  let count = 0
  for (const site of world.writes.get(name) ?? []) {
    if (site.module !== module) continue
    const w = module.summary.writes[site.index]!
    const method = module.selvesOf(module.writtenObject(w)).find(of)
    if (method === undefined) continue
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
    count++
    if (w.fn === ctorFn && always) certain = true
    const entered = inCtor ? null : entries(world, module, method, self)
    let value: Alternatives
    if (entered) value = limit(entered.flatMap((f) => evaluate(world, module, w.value, frameAround(module, w.fn, f))))
    else {
      value = evaluate(world, module, w.value, frame)
      if (w.fn !== ctorFn || !ctor) value = fillParameters(world, value)
    }
    for (const x of value) if (x.w & when) values.push({ ...x, w: x.w & when })
  }
  return { values: limit(values), certain, count }
}
