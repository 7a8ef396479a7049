import { fillParameters } from './callers'
import { enter } from './calls'
import { evaluate } from './evaluate'
import { keyText } from './truth'
import { limit, restrict, type Alternative, type Alternatives, type Value } from './values'
import type { World } from './world'
import { liveness } from './writes'
import { objectKey, writesByObject } from './write-index'

/** Callers of one write that are told apart. */
const MAX_WRITERS = 48

/**
 * What is written to a member of an object under names that must be evaluated (`set(key, value) { state[key] = value }`):
 * each call with its own name and value. `open`: some of the names aren't known.
 */
export function computedWrites(world: World, object: Value, name: string): { values: Alternatives; open: boolean } {
  const none = { values: [], open: false }
  const key = world.writes.has('') ? objectKey(object) : null
  if (key === null) return none
  const sites = writesByObject(world, '').get(key) ?? []
  if (!sites.length) return none
  if (world.shallow) return { values: [], open: true }
  const values: Alternative[] = []
  let open = false
  for (const { site, when } of sites) {
    const { module } = site
    const w = module.summary.writes[site.index]!
    const id = `${module.index}:w${site.index}`
    const running = world.running.get(id) ?? 0
    if (typeof w.name !== 'number' || running > 0) {
      open = true
      continue
    }
    world.running.set(id, running + 1)
    const edges = w.fn > 0 && module.dependsOnCaller(w.name) ? world.callers(module, w.fn) : []
    const frames = edges.length
      ? edges.slice(0, MAX_WRITERS).map((e) => enter(e.callee, e.args(), e.call.frame))
      : [module.frameOf(w.fn)]
    if (edges.length > MAX_WRITERS) open = true
    for (const frame of frames) {
      const names = frame ? fillParameters(world, evaluate(world, module, w.name, frame)) : []
      const texts = names.map((x) => keyText(x.v))
      if (!frame || !texts.length || texts.includes(null)) open = true
      const hit = names.filter((_, i) => texts[i] === name)
      if (!frame || !hit.length) continue
      const live = liveness(world, module, w.fn, w.condition, frame) & when
      const value = fillParameters(world, evaluate(world, module, w.value, frame))
      // A list or object that each call makes anew and fills later isn't told from those of the other calls.
      if (value.some((x) => x.v.t === 'map' || (x.v.t === 'arr' && x.v.empty) || isEmpty(x.v))) {
        open = true
        continue
      }
      for (const x of hit) values.push(...restrict(value, live & x.w, x.a))
    }
    world.running.set(id, running)
  }
  return { values: limit(values), open }
}

function isEmpty(v: Value): boolean {
  const n = v.t === 'obj' ? v.module.summary.nodes[v.ref]! : null
  return n?.[0] === 'obj' && n[1].length === 0
}
