import { fillParameters } from './callers'
import { evaluate } from './evaluate'
import { Frame } from './frame'
import type { Module } from './module'
import { lookupStep } from './parameter-steps'
import {
  limit,
  one,
  restrict,
  unknown,
  type Alternative,
  type Alternatives,
  type ParamValue,
  type Part,
} from './values'
import { testNumber } from './conditions'
import type { World } from './world'
import { writesToKey } from './writes'

/** Most rounds of a loop that are followed one by one. */
const MAX_ROUNDS = 24
const MAX_VARIABLES = 8
const MAX_LISTS = 8

/** The place by which the value that a variable had before is told from other unknowns. */
export const marker = (variable: number): number => -2 - variable

/** A variable that a loop changes: `last` is its value behind the loop. */
export function loopVariable(world: World, module: Module, index: number, last: boolean, frame: Frame): Alternatives {
  const v = module.summary.variables[index]!
  const round = v.round ?? []
  const list = v.each ? evaluate(world, module, v.each[0], frame) : []
  const items = knownItems(list) ?? registered(world, list)
  const before = evaluate(world, module, v.values[0]!, frame)
  const walked = last && v.each && walksTable(before) ? keyList(evaluate(world, module, v.each[0], frame)) : null
  if (walked && round.length <= MAX_VARIABLES) {
    const step = lookupStep(
      world,
      walked,
      (list) => {
        const known = knownItems(one(list))
        return known ? unrolled(world, module, index, last, frame, known) : one(unknown('variable', module, 0))
      },
      () => one(unknown('variable', module, 0)),
    )
    if (step) return one(step)
  }
  if (items && round.length <= MAX_VARIABLES) return unrolled(world, module, index, last, frame, items)
  const lists = last && list.length > 1 && list.length <= MAX_LISTS ? list.map((x) => knownItems([x])) : []
  // One of several lists: each goes round on its own.
  if (lists.length && round.length <= MAX_VARIABLES && lists.every((x) => x !== null))
    return limit(
      lists.flatMap((x, i) => restrict(unrolled(world, module, index, last, frame, x), list[i]!.w, list[i]!.a)),
    )
  // One round on values that aren't known shows what a round does to them.
  const scratch = frameLike(frame)
  for (const [variable, node] of round)
    scratch.memo(world.shallow).set(node, one(unknown('cycle', module, marker(variable))))
  const after = v.values.slice(1).flatMap((r) => evaluate(world, module, r, scratch))
  return limit(
    accumulated(
      [...before, ...after],
      module,
      round.map(([variable]) => variable),
      index,
    ),
  )
}

/** A loop that goes down a table: `for (const name of key.split('.')) at = at[name]`. */
function walksTable(before: Alternatives): boolean {
  const v = before.length === 1 ? before[0]!.v : null
  return v !== null && /^(?:obj|ns|json|over|merged)$/.test(v.t)
}

function keyList(alts: Alternatives): ParamValue | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  return v?.t === 'param' && v.index >= 0 ? v : null
}

/** The functions that other places put into an empty list, in their order: `use(interceptor)` comes before the requests. */
function registered(world: World, alts: Alternatives): readonly Alternatives[] | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  if (v?.t !== 'arr' || !v.empty || v.id === undefined || world.shallow) return null
  const all = writesToKey(world, v.id, '[]').flatMap((x) =>
    x.v.t === 'arr'
      ? x.v.items.flatMap((item) => (Array.isArray(item) ? fillParameters(world, item as Alternatives) : []))
      : [],
  )
  return all.length && all.length <= MAX_ROUNDS && all.every((x) => x.v.t === 'fn') ? all.map((x) => [x]) : null
}

function frameLike(f: Frame): Frame {
  return new Frame(f.module, f.fn, f.parent, f.args, f.self, f.caller, f)
}

function knownItems(alts: Alternatives): readonly Alternatives[] | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  if (v?.t !== 'arr' || v.items.length > MAX_ROUNDS || !v.items.every((x) => Array.isArray(x))) return null
  return v.items as readonly Alternatives[]
}

function unrolled(
  world: World,
  module: Module,
  index: number,
  last: boolean,
  frame: Frame,
  items: readonly Alternatives[],
): Alternatives {
  const { variables } = module.summary
  const { round = [], each } = variables[index]!
  let values = new Map(
    round.map(([variable]) => [variable, evaluate(world, module, variables[variable]!.values[0]!, frame)]),
  )
  const item = each![1]
  const test = testNumber(world, module, item, frame)
  const inside: Alternative[] = []
  items.forEach((value, i) => {
    inside.push(...restrict(values.get(index)!, 15, items.length > 1 ? [[test, i]] : null))
    const here = frameLike(frame)
    here.memo(world.shallow).set(item, value)
    for (const [variable, node] of round) here.memo(world.shallow).set(node, values.get(variable)!)
    values = new Map(
      round.map(([variable]) => [variable, evaluate(world, module, variables[variable]!.values[1]!, here)]),
    )
  })
  return last || !items.length ? values.get(index)! : limit(inside)
}

/**
 * The values of a variable of which some are made of the value before (marked as unknown of reason `cycle`):
 * text that is added at the end leaves its beginning known, all else isn't.
 */
export function accumulated(
  values: readonly Alternative[],
  module: Module,
  variables: readonly number[],
  own = variables[0]!,
): Alternatives {
  const marks = new Set(variables.map(marker))
  const marked = (x: { reason: string; module: Module | null; pos: number }): boolean =>
    x.reason === 'cycle' && x.module === module && marks.has(x.pos)
  const lost = unknown('variable', module, 0)
  const fresh: Alternative[] = []
  const grown: Alternative[] = []
  let walked = false
  for (const x of values) {
    if (x.v.t === 'unknown' && marked(x.v)) {
      // The variable itself, unchanged; another one's value of an earlier round isn't known.
      if (x.v.pos !== marker(own)) grown.push({ ...x, v: lost })
      continue
    }
    if (x.v.t === 'unknown' && x.v.reason === 'cycle' && x.v.name === 'member') walked = true
    const first = x.v.t === 'text' ? x.v.parts[0] : undefined
    if (x.v.t === 'text' && x.v.parts.some((p) => 'hole' in p && marked(p))) {
      if (first && 'hole' in first && marked(first) && first.pos === marker(own)) grown.push(x)
      else
        fresh.push({
          ...x,
          v: { t: 'text', parts: x.v.parts.map((p) => ('hole' in p && marked(p) ? hole(module) : p)) },
        })
    } else
      fresh.push(
        x.v.t === 'unknown' && x.v.reason === 'cycle' && x.v.module === module && x.v.pos < 0 ? { ...x, v: lost } : x,
      )
  }
  if (walked) return one(lost)
  if (!grown.length) return fresh
  return fresh.length
    ? fresh.map((x) => ({ ...x, v: x.v.t === 'text' ? { t: 'text', parts: [...x.v.parts, hole(module)] } : lost }))
    : one(lost)
}

function hole(module: Module): Part {
  return { hole: true, reason: 'variable', module, pos: 0 }
}
