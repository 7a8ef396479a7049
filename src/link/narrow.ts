import { operands, type Ref } from '../extract/ir'
import { subjectOf } from './correlate'
import { evaluate } from './evaluate'
import { Frame } from './frame'
import type { Module } from './module'
import { nullish, outcome, truth } from './truth'
import type { Alternative, Alternatives } from './values'
import type { World } from './world'

/** Alternatives of what a test asks about beyond which they are not taken one by one. */
const MAX_SUBJECTS = 16
/** Nodes of a call's arguments among which what a test asks about is looked for. */
const MAX_NODES = 120

/** A test in front of a call that asks about something which the call hands over. */
export interface Narrowing {
  test: Ref
  truthy: boolean
  subject: Ref
  /** The nodes that stand for the same value in the arguments. */
  nodes: readonly Ref[]
}

/**
 * The frame of a place as the conditions in front of it leave it: behind `if (url == null) return` the variable is none
 * of its alternatives that are null. What they leave of a value is found when it is asked for.
 * @param ref the call that stands there
 */
export function narrowed(world: World, module: Module, ref: Ref, frame: Frame): Frame {
  if (ref < 0 || frame.module !== module || module.owner(ref) !== frame.fn) return frame
  const all = module.narrowings(ref, narrowingsOf)
  if (!all.length) return frame
  const known = frame.narrowed(world.shallow)
  let made = known.get(ref)
  if (!made) known.set(ref, (made = behind(world, module, all, frame)))
  return made
}

/** The frame, and those of the functions around it (a callback behind `if (!url) return`), as tests leave them. */
function behind(world: World, module: Module, all: readonly Narrowing[], own: Frame): Frame {
  const parent = own.parent && own.fn > 0 && !own.round ? behind(world, module, all, own.parent) : own.parent
  const frame = parent === own.parent ? own : new Frame(module, own.fn, parent, own.args, own.self, own.caller)
  const here = all.filter((n) => module.owner(n.subject) === frame.fn)
  if (!here.length) return frame
  const out = frame.again(
    here.flatMap((n) => n.nodes),
    world.shallow,
  )
  out.narrowings = here
  return out
}

/** What the tests in front of a place leave of a value that they ask about; null where they don't ask about it. */
export function leftOf(world: World, module: Module, ref: Ref, frame: Frame): Alternatives | null {
  const { narrowings, round } = frame
  if (!narrowings || !round) return null
  let values: Alternatives | null = null
  for (const n of narrowings) {
    if (!n.nodes.includes(ref)) continue
    values ??= evaluate(world, module, n.subject, round)
    values = keep(world, module, n, values, round) ?? values
  }
  return values
}

/** What a test leaves of the value that it asks about; null where it rules nothing out. */
function keep(
  world: World,
  module: Module,
  { test, truthy, subject }: Narrowing,
  values: Alternatives,
  frame: Frame,
): Alternatives | null {
  if (values.length < 2 || values.length > MAX_SUBJECTS) return null
  const left = values.flatMap((x): Alternative[] => {
    const w = x.w & waysOf(world, module, test, subject, x, truthy, frame)
    return w === x.w ? [x] : w ? [{ ...x, w }] : []
  })
  // Where none is left, this caller doesn't come here at all; that is another question.
  return left.length && (left.length < values.length || left.some((x, i) => x !== values[i])) ? left : null
}

/** The run-time environments under which a test goes the given way, where what it asks about is one alternative. */
function waysOf(
  world: World,
  module: Module,
  test: Ref,
  subject: Ref,
  x: Alternative,
  truthy: boolean,
  frame: Frame,
): number {
  const simple = simpleAnswer(module, test, subject, x)
  if (simple !== undefined) return simple === !truthy ? 0 : x.w
  const here = frame.again([subject], world.shallow)
  here.give(subject, [{ ...x, a: null }], world.shallow)
  const o = outcome(evaluate(world, module, test, here))
  return truthy ? o.yes : o.no
}

/** `url`, `url == null`, `url !== undefined` of one alternative: null where it isn't known, undefined for any other test. */
function simpleAnswer(module: Module, test: Ref, subject: Ref, { v }: Alternative): boolean | null | undefined {
  if (test === subject) return truth(v)
  const n = module.summary.nodes[test]!
  if (n[0] !== 'binary' || !/^[!=]==?$/.test(n[1])) return undefined
  const other = module.summary.nodes[n[2] === subject ? n[3] : n[2]]!
  if (other[0] !== 'null' && other[0] !== 'undef') return undefined
  const isValue = nullish(v)
  if (isValue === null) return null
  const nothing = n[1].length === 2 || v.t !== 'prim' ? !isValue : v.p === (other[0] === 'null' ? null : undefined)
  return n[1].startsWith('=') ? nothing : !nothing
}

/** The tests in front of a call, also in front of the functions around it, that ask about what it hands over. */
function narrowingsOf(module: Module, ref: Ref): Narrowing[] {
  const { conditions, functions, nodes } = module.summary
  const out: Narrowing[] = []
  let used: readonly Ref[] | null = null
  const add = (test: Ref, truthy: boolean): void => {
    const n = nodes[test]!
    if (n[0] === 'unary' && n[1] === '!') return add(n[2], !truthy)
    if (n[0] === (truthy ? 'and' : 'or')) {
      add(n[1] as Ref, truthy)
      return add(n[2] as Ref, truthy)
    }
    used ??= usedBy(module, ref)
    for (const subject of subjectsOf(module, test)) {
      const same = used.filter((r) => isSame(module, subject, r))
      if (same.length) return void out.push({ test, truthy, subject, nodes: same })
    }
  }
  for (let fn = module.owner(ref), c = module.conditionOf(ref); fn > 0;) {
    while (c >= 0) {
      const [parent, test, truthy] = conditions[c]!
      add(test, truthy === 1)
      c = parent
    }
    c = functions[fn]!.condition
    fn = functions[fn]!.parent
  }
  return out
}

/** What a test may ask about: itself, what it compares, or what its method is called on. */
function subjectsOf(module: Module, test: Ref): Ref[] {
  const n = module.summary.nodes[test]!
  return [test, ...(n[0] === 'binary' ? [n[2], n[3]] : []), subjectOf(module, test)].filter(
    (r) => r >= 0 && !/^(?:s|n|b|null|undef)$/.test(module.summary.nodes[r]![0]),
  )
}

/** What the arguments of a call are made of. */
function usedBy(module: Module, call: Ref): Ref[] {
  const out = [call]
  const seen = new Set(out)
  for (let i = 0; i < out.length && i < MAX_NODES; i++) {
    const n = module.summary.nodes[out[i]!]!
    for (const r of operands(n)) {
      // What a choice asks is no part of what is chosen, nor a call of what it was handed.
      if (seen.has(r) || (/^(?:if|guard|after)$/.test(n[0]) && r === n[1])) continue
      seen.add(r)
      out.push(r)
    }
  }
  return out
}

/** Whether two nodes are one value: the same, or the same member of the same object as it is at that point. */
function isSame(module: Module, a: Ref, b: Ref): boolean {
  if (a === b) return true
  const x = module.summary.nodes[a]!
  const y = module.summary.nodes[b]!
  if (x[0] === 'this') return y[0] === 'this' && x[1] === y[1]
  return x[0] === 'member' && y[0] === 'member' && x[2] === y[2] && isSame(module, x[1], y[1])
}
