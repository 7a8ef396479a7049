import { evaluate, outcome } from './evaluate'
import type { Frame } from './frame'
import type { Module } from './module'
import { fillParameters } from './callers'
import { limit, restrict, type Alternative, type Alternatives, type Value } from './values'
import type { World, WriteSite } from './world'

/** Run-time environments under which a place can be reached at all: 0 where a build-time condition rules it out. */
export function reachable(world: World, module: Module, condition: number, frame: Frame): { when: number; certain: boolean } {
  let when = 15
  let certain = true
  for (let c = condition; c >= 0; ) {
    const [parent, test, truthy] = module.summary.conditions[c]!
    const o = outcome(evaluate(world, module, test, frame))
    when &= truthy ? o.yes : o.no
    if (truthy ? o.no : o.yes) certain = false
    c = parent
  }
  return { when, certain }
}

/** The same for a place inside a function, with the conditions under which the functions around it were made. */
export function liveness(world: World, module: Module, fn: number, condition: number, frame: Frame): number {
  let when = reachable(world, module, condition, frame).when
  for (let f = fn; f > 0 && when; f = module.summary.functions[f]!.parent) {
    const record = module.summary.functions[f]!
    if (record.condition >= 0) when &= reachable(world, module, record.condition, frame).when
  }
  return when
}

/** All that is written to members of this name of objects that `is` picks, wherever it is written. */
export function writesTo(world: World, is: (v: Value) => boolean, name: string): Alternatives {
  const sites = world.writes.get(name)
  if (!sites) return []
  const out: Alternative[] = []
  for (const site of sites) out.push(...writtenBy(world, site, is))
  return limit(out)
}

function writtenBy(world: World, site: WriteSite, is: (v: Value) => boolean): Alternatives {
  const { module, index } = site
  const w = module.summary.writes[index]!
  const frame = module.frameOf(w.fn)
  const target = evaluate(world, module, w.object, frame)
  const hit = target.filter((x) => is(x.v))
  if (!hit.length) return []
  const when = liveness(world, module, w.fn, w.condition, frame) & hit.reduce((m, x) => m | x.w, 0)
  if (!when) return []
  return restrict(fillParameters(world, evaluate(world, module, w.value, frame)), when, null)
}

/** Whether members that can't be named are written to such an object. */
export function hasComputedWrites(world: World, is: (v: Value) => boolean): boolean {
  for (const { module, index } of world.writes.get('') ?? []) {
    const w = module.summary.writes[index]!
    if (evaluate(world, module, w.object, module.frameOf(module.owner(w.object))).some((x) => is(x.v))) return true
  }
  return false
}

export function sameObject(a: Value): (b: Value) => boolean {
  return (b) => {
    if (a === b) return true
    if (b.t === 'over') return sameObject(a)(b.base)
    if (a.t === 'obj' && b.t === 'obj') return a.module === b.module && a.ref === b.ref
    if (a.t === 'inst' && b.t === 'inst') return a.site === b.site
    if (a.t === 'fn' && b.t === 'fn') return a.module === b.module && a.fn === b.fn
    if (a.t === 'class' && b.t === 'class') return a.module === b.module && a.cls === b.cls
    if (a.t === 'builtin' && b.t === 'builtin') return a.path === b.path
    if (a.t === 'ns' && b.t === 'ns') return a.module === b.module
    return false
  }
}
