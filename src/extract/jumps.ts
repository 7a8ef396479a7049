import type * as t from '@babel/types'
import type { Builder, LoopContext } from './builder'
import type { FlowState } from './flow'
import type { Ref } from './ir'
import type { Binding } from './scope'

/** A place from which the flow jumps: what is known there, and the condition of the path to it. */
export interface Landing {
  state: FlowState
  condition: number
}

/** What `break` and `continue` may mean: a loop, a switch, a labelled statement. */
export interface Target {
  label: string | null
  loop: LoopContext | null
  /** The condition of the path to its first statement. */
  start: number
  breaks: Landing[]
  continues: Landing[]
  isSwitch: boolean
  /** Set where a jump to this target leaves loops inside it first. */
  flags: { break?: Binding; continue?: Binding }
}

/** Opens a target for the statements that follow. */
export function openTarget(b: Builder, label: string | null, loop: LoopContext | null, isSwitch = false): Target {
  const target: Target = { label, loop, start: b.context.condition, breaks: [], continues: [], isSwitch, flags: {} }
  b.context.targets.push(target)
  return target
}

/** `break` and `continue`. */
export function leave(b: Builder, node: t.BreakStatement | t.ContinueStatement): void {
  const cx = b.context
  const ends = node.type === 'BreakStatement'
  const label = node.label?.name ?? null
  const target = cx.targets.findLast((x) =>
    label !== null ? x.label === label : x.loop !== null || (ends && x.isSwitch),
  )
  if (target) jump(b, target, ends)
  cx.dead = true
}

/** Jumps to a target; out of the loops inside it one after the other, with a flag that says where to. */
function jump(b: Builder, target: Target, ends: boolean): void {
  const cx = b.context
  const inner = cx.targets.slice(cx.targets.indexOf(target) + 1).findLast((x) => x.loop)
  const flag = inner && target.flags[ends ? 'break' : 'continue']
  if (inner && flag) {
    const state = cx.state.copy()
    state.set(flag, b.push(['b', true]))
    inner.breaks.push({ state, condition: cx.condition })
    endRound(b, inner.loop!)
    return
  }
  ;(ends ? target.breaks : target.continues).push({ state: cx.state.copy(), condition: cx.condition })
  if (target.loop) endRound(b, target.loop)
}

/** A jump out of a loop to a label further out. */
export interface Crossing {
  flag: Binding
  target: Target
  ends: boolean
}

/** The jumps inside a loop that lead to labels around it, each with a flag that its rounds may set. */
export function crossings(b: Builder, loop: t.Node): Crossing[] {
  const cx = b.context
  const named = cx.targets.filter((x) => x.label !== null)
  if (!named.length) return []
  const code = b.code.slice(loop.start!, loop.end!)
  return named.flatMap((target) =>
    (['break', 'continue'] as const).flatMap((kind) => {
      if (!code.includes(`${kind} ${target.label}`)) return []
      const flag = (target.flags[kind] ??= b.hidden(`#${kind}:${target.label}`))
      cx.state.set(flag, b.push(['b', false]))
      return [{ flag, target, ends: kind === 'break' }]
    }),
  )
}

/** Goes on jumping behind a loop that was left for a label further out. */
export function jumpOn(b: Builder, all: readonly Crossing[]): void {
  const cx = b.context
  for (const { flag, target, ends } of all) {
    const test = cx.state.get(flag)
    if (test === undefined) continue
    const start = cx.condition
    cx.condition = b.condition(start, test, 1)
    jump(b, target, ends)
    cx.condition = b.condition(start, test, 0)
  }
}

/** Keeps what a loop's variables hold where a round ends early. */
export function endRound(b: Builder, loop: LoopContext): void {
  for (const [binding, v] of loop.variables) b.variables[v]!.values.push(b.context.state.get(binding) ?? b.undef())
}

/** The test under which the path from `start` leads here; null where it always does. */
export function pathTest(b: Builder, start: number, condition: number): Ref | null {
  let all: Ref | null = null
  for (let c = condition; c >= 0 && c !== start;) {
    const [parent, test, truthy] = b.conditions[c]!
    const one = truthy ? test : b.push(['unary', '!', test])
    all = all === null ? one : b.push(['and', one, all])
    c = parent
  }
  return all
}

/** The test under which one of several jumps is taken; null where there is none. */
export function anyTest(b: Builder, start: number, landings: readonly Landing[]): Ref | null {
  let any: Ref | null = null
  for (const x of landings) {
    const test = pathTest(b, start, x.condition) ?? b.push(['b', true])
    any = any === null ? test : b.push(['or', any, test])
  }
  return any
}

/** What is known where several jumps meet; `rest`: what flows there without one, or null. */
export function landed(
  b: Builder,
  start: number,
  landings: readonly Landing[],
  rest: FlowState | null,
): FlowState | null {
  let out = rest
  for (const x of [...landings].reverse()) {
    const test = out && pathTest(b, start, x.condition)
    out = out && test !== null ? b.merge(test, x.state, out) : x.state
  }
  return out
}
