import type { ApiRow } from '../platforms/types'
import { evaluate } from './evaluate'
import type { Module } from './module'
import type { Sink } from './sinks'
import type { Alternatives, Value } from './values'
import type { World } from './world'

/** Nodes that may be evaluated to learn which object one assignment changes. */
const OBJECT_BUDGET = 1_000

/** `audio.src = …` on an object that an API of the platform made. */
export function assignmentSinks(world: World): Sink[] {
  const out: Sink[] = []
  for (const [property, rows] of rowsInUse(world)) {
    for (const { module, index } of world.writes.get(property) ?? []) {
      const w = module.summary.writes[index]!
      for (const x of objectsOf(world, module, index)) {
        // `audio.title = …` in front of it leaves it the same object.
        let made: Value = x.v
        while (made.t === 'over') made = made.base
        if (made.t !== 'builtin') continue
        const { path } = made
        const dot = path.indexOf('.')
        if (!world.namespaces.has(path.slice(0, dot))) continue
        for (const row of rows) {
          if (path.slice(dot + 1) !== makerOf(row)) continue
          out.push({
            api: `${path}.${property}`,
            category: row.category,
            module,
            fn: w.fn,
            pos: w.pos,
            ref: -1,
            value: w.value,
            label: property,
            when: 15,
            url: (frame) => evaluate(world, module, w.value, frame),
            outer: null,
          })
        }
      }
    }
  }
  return out
}

/** The objects that an assignment may change. */
function objectsOf(world: World, module: Module, index: number): Alternatives {
  const w = module.summary.writes[index]!
  const object = (): Alternatives => evaluate(world, module, w.object, module.frameOf(w.fn))
  const objects = world.look(OBJECT_BUDGET, object)
  if (!objects.some((x) => x.v.t === 'param')) return objects
  // What callers hand in is looked for only where the place itself leaves it open.
  world.ask(OBJECT_BUDGET)
  return object()
}

/** The rows of assignments by property, where the program names what makes the object: most assign to elements of theirs. */
function rowsInUse(world: World): ReadonlyMap<string, readonly ApiRow[]> {
  const makers = new Map(world.assignments.map((row) => [row, lastName(makerOf(row))]))
  const missing = new Set(makers.values())
  for (const { summary } of world.modules.values()) {
    if (!missing.size) break
    for (const n of summary.nodes)
      if (n[0] === 'member' || n[0] === 'import') missing.delete(n[2])
      else if (n[0] === 'global' || n[0] === 's') missing.delete(n[1])
  }
  const out = new Map<string, ApiRow[]>()
  for (const [row, maker] of makers) {
    if (missing.has(maker)) continue
    const property = row.url.slice(1)
    const rows = out.get(property)
    if (rows) rows.push(row)
    else out.set(property, [row])
  }
  return out
}

/** The call that makes the object: `createOffscreenCanvas().createImage()`. */
function makerOf(row: ApiRow): string {
  return row.name.replace(/\.[^.()]*$/, '')
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).replace('()', '')
}
