import type { LoopSteps } from '../extract/ir'
import { fillParameters } from './callers'
import { evaluate } from './evaluate'
import { keysInTurn, listOf } from './elements'
import type { Frame, LoopRun } from './frame'
import type { Module } from './module'
import { lookupStep } from './parameter-steps'
import { outcome } from './truth'
import {
  limit,
  one,
  restrict,
  UNDEFINED,
  unknown,
  type Alternative,
  type Alternatives,
  type ArrayValue,
  type ParamValue,
  type Part,
  type Value,
} from './values'
import { choiceNumber } from './conditions'
import type { World } from './world'
import { writesToKey } from './writes'

/** Most rounds of a loop that are followed one by one. */
const MAX_ROUNDS = 24
/** Most values that a variable may have from round to round: what doubles each time is not followed. */
const MAX_WAYS = 24
const MAX_VARIABLES = 8
/** Nodes that may be evaluated for one loop, those of loops inside it included, and the same in a look. */
const LOOP_BUDGET = 4_000
const LOOK_BUDGET = 500
const MAX_LISTS = 8

/** The place by which the value that a variable had before is told from other unknowns. */
export const marker = (variable: number): number => -2 - variable

/**
 * A variable that a loop changes: `last` is its value behind the loop. A loop that draws or computes would use up what
 * the whole question may cost; one that makes a URL takes some dozens of nodes for each round.
 */
export function loopVariable(world: World, module: Module, index: number, last: boolean, frame: Frame): Alternatives {
  const { budget, tripped } = world
  world.budget = Math.min(budget, world.steps + (world.shallow ? LOOK_BUDGET : LOOP_BUDGET))
  const value = loopValue(world, module, index, last, frame)
  const isLost = world.tripped && !tripped && world.steps <= budget
  world.budget = budget
  if (!isLost) return value
  world.tripped = false
  return one(unknown('variable', module, 0))
}

function loopValue(world: World, module: Module, index: number, last: boolean, frame: Frame): Alternatives {
  const v = module.summary.variables[index]!
  const round = v.round ?? []
  const all = v.each ? evaluate(world, module, v.each[0], frame) : []
  const only = all.length !== 1 ? null : v.each![2] ? names(world, all[0]!.v) : listOf(world, all[0]!.v, module)
  const list = only ? one(only) : all
  const items = knownItems(list) ?? registered(world, list)
  const before = evaluate(world, module, v.values[0]!, frame)
  const walked =
    last && v.each && !v.each[2] && walksTable(before) ? keyList(evaluate(world, module, v.each[0], frame)) : null
  const followed = v.steps && round.length <= MAX_VARIABLES
  const lost = (): Alternatives => one(unknown('variable', module, 0))
  if (walked && followed) {
    const step = lookupStep(
      world,
      walked,
      (list) => {
        const known = knownItems(one(list))
        return (known && unrolled(world, module, index, last, frame, known)) ?? lost()
      },
      lost,
    )
    if (step) return one(step)
  }
  if (followed && (items || !v.each)) {
    const found = unrolled(world, module, index, last, frame, items)
    if (found) return found
  }
  const lists = last && list.length > 1 && list.length <= MAX_LISTS ? list.map((x) => knownItems([x])) : []
  // One of several lists: each goes round on its own.
  if (lists.length && followed && lists.every((x) => x !== null)) {
    const found = lists.map((x) => unrolled(world, module, index, last, frame, x))
    if (found.every((x) => x !== null)) return limit(found.flatMap((x, i) => restrict(x, list[i]!.w, list[i]!.a)))
  }
  // One round on values that aren't known shows what a round does to them.
  const scratch = scratchOf(world, module, frame, round)
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

/** One round of a loop on values that aren't known: the same for all of its variables. */
function scratchOf(
  world: World,
  module: Module,
  frame: Frame,
  round: readonly (readonly [variable: number, node: number])[],
): Frame {
  const scratches = frame.scratches(world.shallow)
  const key = round.join(' ')
  const known = scratches.get(key)
  if (known) return known
  const scratch = frame.again(
    round.map(([, node]) => node),
    world.shallow,
  )
  for (const [variable, node] of round)
    scratch.give(node, one(unknown('cycle', module, marker(variable))), world.shallow)
  scratches.set(key, scratch)
  return scratch
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
export function registered(world: World, alts: Alternatives): readonly Alternatives[] | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  if (v?.t !== 'arr' || !v.empty || v.id === undefined || world.shallow) return null
  const all = writesToKey(world, v.id, '[]').flatMap((x) =>
    x.v.t === 'arr'
      ? x.v.items.flatMap((item) => (Array.isArray(item) ? fillParameters(world, item as Alternatives) : []))
      : [],
  )
  return all.length && all.length <= MAX_ROUNDS && all.every((x) => x.v.t === 'fn') ? all.map((x) => [x]) : null
}

function knownItems(alts: Alternatives): readonly Alternatives[] | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  if (v?.t !== 'arr' || v.items.length > MAX_ROUNDS || !v.items.every((x) => Array.isArray(x))) return null
  return v.items as readonly Alternatives[]
}

/** The names of an object's members, as `for … in` goes over them. */
function names(world: World, v: Value): ArrayValue | null {
  const keys = keysInTurn(world, v)
  return keys && { t: 'arr', items: keys.map((x) => [x]) }
}

/** A loop's variable round by round; null where it isn't known how many rounds there are. */
function unrolled(
  world: World,
  module: Module,
  index: number,
  last: boolean,
  frame: Frame,
  items: readonly Alternatives[] | null,
): Alternatives | null {
  const { round = [] } = module.summary.variables[index]!
  const runs = frame.runs(world.shallow)
  const loop = round[0]?.[1] ?? -1
  // All variables of a loop, inside it and behind it, come of the same rounds.
  let run = runs.get(loop)
  if (run === undefined || (run && run.items !== items && !sameItems(run.items, items))) {
    const { cycles } = world
    run = rounds(world, module, index, frame, items)
    const isCut = world.tripped || world.aside?.isCut
    if (!isCut && (world.cycles === cycles || !world.openVariables.size)) runs.set(loop, run)
  }
  if (!run?.after) return null
  const inside = run.inside.get(index)
  return last || !inside?.length ? run.after.get(index)! : limit(inside)
}

function sameItems(a: LoopRun['items'], b: LoopRun['items']): boolean {
  return a !== null && b !== null && a.length === b.length && a.every((x, i) => x === b[i])
}

/** What the variables of a loop are, round by round. */
function rounds(
  world: World,
  module: Module,
  index: number,
  frame: Frame,
  items: readonly Alternatives[] | null,
): LoopRun {
  const { variables } = module.summary
  const { round = [], each } = variables[index]!
  let values = new Map(
    round.map(([variable]) => [variable, evaluate(world, module, variables[variable]!.values[0]!, frame)]),
  )
  const test = choiceNumber(world, module, each ? each[1] : round[0]![1], frame)
  const inside = new Map(round.map(([variable]) => [variable, [] as Alternative[]]))
  const given = round.map(([, node]) => node)
  const differ = items ? [...given, each![1]] : given
  const lost: LoopRun = { items, inside, after: null }
  for (let i = 0; !items || i < items.length; i++) {
    // Without a list only what the tests say ends it.
    if (i >= MAX_ROUNDS) return lost
    const here = frame.again(differ, world.shallow)
    if (items) here.give(each![1], items[i]!, world.shallow)
    for (const [variable, node] of round) here.give(node, values.get(variable)!, world.shallow)
    const become = (of: (steps: LoopSteps) => number | undefined): void => {
      values = new Map(
        round.map(([variable]) => {
          const ref = of(variables[variable]!.steps!)
          return [variable, ref === undefined || ref < 0 ? one(UNDEFINED) : evaluate(world, module, ref, here)]
        }),
      )
    }
    const steps = variables[index]!.steps!
    const entered = steps.test ? decided(world, module, steps.test[0], here) : true
    if (entered === null) return lost
    if (!entered) {
      become((s) => s.test?.[1])
      break
    }
    for (const [variable, list] of inside)
      list.push(...restrict(values.get(variable)!, 15, !items || items.length > 1 ? [[test, i]] : null))
    const left = steps.left ? decided(world, module, steps.left[0], here) : false
    if (left === null) return lost
    if (left) {
      become((s) => s.left?.[1])
      break
    }
    if (steps.next < 0) break
    const again = steps.until !== undefined ? decided(world, module, steps.until, here) : true
    if (again === null) return lost
    become((s) => s.next)
    if (!again) break
    for (const x of values.values()) if (x.length > MAX_WAYS) return lost
  }
  return { items, inside, after: values }
}

/** Whether a test holds; null where it isn't known, or differs by what the values are. */
function decided(world: World, module: Module, test: number, frame: Frame): boolean | null {
  const o = outcome(evaluate(world, module, test, frame))
  return o.yes && o.no ? null : o.yes !== 0
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
