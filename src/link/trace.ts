import { operands, type Node, type Ref } from '../extract/ir'
import { evaluate } from './evaluate'
import type { Edge } from './edges'
import type { Module } from './module'
import { placeOf } from './network'
import { exportRefs, memberRefs, type At } from './trace-members'
import type { TraceStep } from './types'
import type { LiteralPlace, OutsidePlace, TextPart } from './values'
import type { World } from './world'

/** Expressions that are looked at for one trace. */
const MAX_STEPS = 1_000
/** More than the expressions of any module. */
const MAX_REFS = 2 ** 32
/** Nodes that may be evaluated for one trace: those that end at the literal take some dozens. */
const TRACE_BUDGET = 1_000
const MAX_CALLERS = 8

/** A call that was entered on the way: its arguments fill the parameters of that function. */
interface Entered {
  module: Module
  fn: number
  call: At
  outer: Entered | null
}

/** An expression on the way from a call back to the literal. */
interface Step extends At {
  from: Step | null
  /** The place to show: where the expression before this one names it. Offset -1: none. */
  shown: Module
  pos: number
  note: string
  entered: Entered | null
}

/**
 * The places between the literal that holds a URL's origin and the call that asks for it, from the literal on: names,
 * imports, members, results of functions, arguments. It is found by a search through the expressions that the call's
 * value is made of, breadth first, so that the shortest way is told. Empty where the way can't be told.
 *
 * @param starts expressions that the URL may come from
 * @param chain the calls of wrappers that lead to the platform, innermost first
 */
export function traceTo(
  world: World,
  starts: readonly At[],
  chain: readonly Edge[],
  target: LiteralPlace | OutsidePlace,
): TraceStep[] {
  world.ask(TRACE_BUDGET)
  const queue: Step[] = []
  const seen: Seen = new Set()
  // What waits already doesn't wait twice: a variable with hundreds of values is met hundreds of times.
  const wait = (step: Step): void => {
    const key = keyOf(step.module, step.ref)
    if (!seen.has(key)) queue.push(step)
    seen.add(key)
  }
  for (const s of starts) wait({ ...s, from: null, shown: s.module, pos: -1, note: '', entered: null })
  for (let i = 0; i < queue.length && i < MAX_STEPS; i++) {
    const step = queue[i]!
    if (reached(world, step, target)) return told(step, target)
    for (const way of next(world, step, chain, seen)) wait(way)
  }
  return []
}

/** The expressions that were met, by {@link keyOf}. */
type Seen = Set<number>

function keyOf(module: Module, ref: Ref): number {
  return module.index * MAX_REFS + ref
}

function reached(world: World, { module, ref }: Step, target: LiteralPlace | OutsidePlace): boolean {
  const n = module.summary.nodes[ref]!
  if ('module' in target)
    return (
      n[0] === 's' && module === target.module && (target.literal >= 0 ? n[3] === target.literal : n[2] === target.pos)
    )
  if (n[0] !== 'member' && n[0] !== 'global') return false
  return evaluate(world, module, ref, module.frameOf(module.owner(ref))).some(
    ({ v }) => v.t === 'text' && v.parts.some((p) => !('hole' in p) && isAt(p, target)),
  )
}

function isAt(part: TextPart, target: OutsidePlace): boolean {
  return part.at !== null && !('module' in part.at) && part.at.file === target.file && part.at.line === target.line
}

/** The way back, told from its end; what stands on the same line is told once. */
function told(end: Step, target: LiteralPlace | OutsidePlace): TraceStep[] {
  const out: TraceStep[] = [
    {
      ...('module' in target
        ? placeOf(target.module, target.pos)
        : { file: target.file, line: target.line, column: target.column }),
      note: '',
    },
  ]
  for (let s: Step | null = end; s; s = s.from) {
    if (s.pos < 0) continue
    const place = placeOf(s.shown, s.pos)
    const last = out[out.length - 1]!
    if (last.file === place.file && last.line === place.line) {
      if (!last.note) last.note = s.note
    } else out.push({ ...place, note: s.note })
  }
  return out
}

function next(world: World, step: Step, chain: readonly Edge[], seen: Seen): Step[] {
  const { module, ref, entered } = step
  const n = module.summary.nodes[ref]!
  // Most of what a long list of values leads to was met before: no step is made for it.
  const to = (refs: readonly Ref[]): Step[] => {
    const out: Step[] = []
    for (const r of refs)
      if (!seen.has(keyOf(module, r)))
        out.push({ module, ref: r, from: step, shown: module, pos: -1, note: '', entered })
    return out
  }
  switch (n[0]) {
    case 'import':
    case 'require':
    case 'import()': {
      const id = module.resolved.get(module.summary.specifiers[n[1]] ?? '')
      const target = id ? world.modules.get(id) : undefined
      const name = n[0] === 'import' ? n[2] : '*'
      const pos = n[0] === 'import' ? n[3] : n[2]
      // The name that is shown is where it is read, not in the import's own line.
      return target
        ? exportRefs(world, target, name).map((at) => ({ ...at, from: step, shown: module, pos, note: name, entered }))
        : []
    }
    case 'member': {
      const found = memberRefs(world, module, ref, n)
      if (!found.length) return to([n[1]])
      const named: Step[] = []
      for (const at of found)
        if (!seen.has(keyOf(at.module, at.ref)))
          named.push({ module: at.module, ref: at.ref, from: step, shown: module, pos: n[3], note: n[2], entered })
      return named
    }
    case 'var':
    case 'last':
      return to(module.summary.variables[n[1]]!.values)
    case 'param':
      return parameter(world, step, n, chain)
    case 'call':
      return called(world, step, n)
    case 'if':
      return to([n[2], n[3]])
    case 'guard':
      return to([n[3]])
    case 'fn':
    case 'class':
      return []
    default:
      return to(operands(n))
  }
}

/** What fills a parameter: the call that was entered, one of the wrappers' calls, or any call that is known. */
function parameter(
  world: World,
  step: Step,
  n: Extract<Node, ['param', ...unknown[]]>,
  chain: readonly Edge[],
): Step[] {
  const { module, entered } = step
  const [, fn, index] = n
  for (let e = entered; e; e = e.outer)
    if (e.module === module && e.fn === fn) return argument(step, e.call, index, e.outer)
  const own = chain.filter((e) => e.callee.module === module && e.callee.fn === fn)
  const edges = own.length ? own : (world.graph?.into(module, fn) ?? []).slice(0, MAX_CALLERS)
  return edges.flatMap((e) => argument(step, e.call, index - e.callee.bound.length, null))
}

function argument(step: Step, call: At, index: number, entered: Entered | null): Step[] {
  const n = call.module.summary.nodes[call.ref]!
  if (n[0] !== 'call' && n[0] !== 'new') return []
  const arg = n[2][index]
  const refs = arg === undefined ? n[2].filter((a) => typeof a !== 'number') : [arg]
  return refs.map((a) => ({
    module: call.module,
    ref: typeof a === 'number' ? a : a[1],
    from: step,
    shown: call.module,
    pos: n[3],
    note: `${n[4]}()`,
    entered,
  }))
}

/** What a call gives: what its function returns, else what is made of its arguments and of the object it is called on. */
function called(world: World, step: Step, n: Extract<Node, ['call', ...unknown[]]>): Step[] {
  const { module, ref, entered } = step
  const out: Step[] = []
  for (const { v } of evaluate(world, module, n[1], module.frameOf(module.owner(ref)))) {
    if (v.t !== 'fn') continue
    const { result } = v.module.summary.functions[v.fn]!
    if (result < 0) continue
    out.push({
      module: v.module,
      ref: result,
      from: step,
      shown: module,
      pos: n[3],
      note: `${n[4]}()`,
      entered: { module: v.module, fn: v.fn, call: { module, ref }, outer: entered },
    })
  }
  const callee = module.summary.nodes[n[1]]!
  const parts = n[2].map((a) => (typeof a === 'number' ? a : a[1]))
  if (callee[0] === 'member') parts.unshift(callee[1])
  out.push(...parts.map((r): Step => ({ module, ref: r, from: step, shown: module, pos: -1, note: '', entered })))
  return out
}
