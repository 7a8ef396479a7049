import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Binding, Scope } from './scope'
import { assignPattern } from './assign'
import { copyLoop } from './copies'
import { expression } from './expressions'
import { anyTest, crossings, endRound, jumpOn, landed, openTarget } from './jumps'
import { forgetOwnMembers } from './own-members'
import { statement } from './statements'

type Loop = t.ForStatement | t.ForInStatement | t.ForOfStatement | t.WhileStatement | t.DoWhileStatement

/** Whether a statement is a loop. */
export function isLoop(node: t.Node): node is Loop {
  return /^(?:For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type)
}

/** Walks a loop once. What it does to its variables from round to round is found out when values are linked. */
export function loop(b: Builder, node: Loop, scope: Scope, label: string | null = null): void {
  const inner = b.scopeOf(node, scope)
  if ((node.type === 'ForInStatement' || node.type === 'ForOfStatement') && copyLoop(b, node, inner)) return
  if (node.type === 'ForStatement' && node.init) {
    if (node.init.type === 'VariableDeclaration') statement(b, node.init, inner)
    else expression(b, node.init, inner)
  }
  const over: Over | null =
    node.type === 'ForOfStatement'
      ? { kind: 'element', of: expression(b, node.right, inner) }
      : node.type === 'ForInStatement'
        ? { kind: 'keyof', of: expression(b, node.right, inner) }
        : null
  const test = 'test' in node && node.test ? (): Ref => expression(b, node.test!, inner) : undefined
  const round: Round = {
    over,
    label,
    body(item) {
      if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') {
        const target = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]!.id : node.left
        assignPattern(b, target, item!, inner)
      }
      statement(b, node.body, inner)
    },
    ...(node.type === 'ForStatement' && isLet(node.init) ? { declared: inner.names.values() } : {}),
    ...(node.type === 'DoWhileStatement' ? { until: test } : { test }),
    ...(node.type === 'ForStatement' && node.update ? { update: () => void expression(b, node.update!, inner) } : {}),
  }
  rounds(b, node, round)
}

const isLet = (init: t.Node | null | undefined): boolean => init?.type === 'VariableDeclaration' && init.kind === 'let'

/** What runs again and again. */
export interface Round {
  over: Over | null
  label?: string | null
  test?: () => Ref
  /** `item` stands for an item; `next` is to be called where a round ends early. */
  body: (item: Ref | null, next: () => void) => void
  update?: () => void
  /** Variables that each round has of its own. */
  declared?: Iterable<Binding>
  until?: () => Ref
}

/** What a loop goes over: the items of a list, the names of an object's members. */
export interface Over {
  kind: 'element' | 'keyof'
  of: Ref
  /** The items are those that `forEach` hands to a function. */
  handed?: boolean
}

/** Walks one round of a loop. */
export function rounds(b: Builder, node: t.Node, round: Round): void {
  const cx = b.context
  const { over } = round
  const crossing = crossings(b, node)
  const variables = new Map<Binding, number>()
  const inside: [number, Ref][] = []
  const own = crossing.map((x) => x.flag)
  if (cx.yields) own.push(cx.yields)
  for (const binding of [...assignedIn(b, node), ...own]) {
    if (!cx.state.has(binding)) continue
    if (!b.flows(binding)) continue
    const index = b.variables.push({ name: binding.name, values: [cx.state.get(binding)!], loop: true }) - 1
    variables.set(binding, index)
    const ref = b.push(['var', index])
    inside.push([index, ref])
    cx.state.set(binding, ref)
  }
  forgetShared(b, node)
  const start = cx.condition
  const wasDead = cx.dead
  const target = openTarget(b, round.label ?? null, { variables, exact: true })
  const item = over && b.push(over.handed ? ['element', over.of, 1] : [over.kind, over.of])
  const test = round.test?.()
  const tested = test === undefined ? null : cx.state.copy()
  round.body(item, () => {
    if (cx.targets.slice(cx.targets.indexOf(target) + 1).some((x) => x.loop)) target.loop!.exact = false
    target.continues.push({ state: cx.state.copy(), condition: cx.condition })
    endRound(b, target.loop!)
  })
  cx.targets.pop()
  const ended = landed(b, start, target.continues, cx.dead ? null : cx.state)
  cx.condition = start
  if (ended) cx.state = ended
  cx.dead = wasDead
  round.update?.()
  const until = round.until?.()
  const left = landed(b, start, target.breaks, null)
  const leaves = anyTest(b, start, target.breaks)
  const each: [Ref, Ref, 1?] | null = over && (over.kind === 'keyof' ? [over.of, item!, 1] : [over.of, item!])
  for (const [binding, index] of variables) {
    const record = b.variables[index]!
    const end = cx.state.get(binding) ?? b.undef()
    if (each) record.each = each
    record.values.push(end)
    record.round = inside
    if (target.loop!.exact) {
      record.steps = { next: ended ? end : -1 }
      if (test !== undefined) record.steps.test = [test, tested!.get(binding) ?? b.undef()]
      if (until !== undefined) record.steps.until = until
      if (left && leaves !== null) record.steps.left = [leaves, left.get(binding) ?? b.undef()]
    }
    cx.state.set(binding, b.push(['last', index]))
  }
  forgetShared(b, node)
  // Each round of `for (let i …)` has an `i` of its own: closures never see what the last step made of it.
  for (const binding of round.declared ?? []) cx.state.delete(binding)
  jumpOn(b, crossing)
}

/** What a loop assigns and closures assign too: there may be any number of rounds, and the last may be none. */
function forgetShared(b: Builder, node: t.Node): void {
  for (const binding of assignedIn(b, node)) if (!b.flows(binding)) b.context.state.delete(binding)
  forgetOwnMembers(b)
}

/** The bindings of this function that a loop assigns, in their own order. */
function assignedIn(b: Builder, node: t.Node): Binding[] {
  const names = b.scopes.assigned.between(node.start!, node.end!)
  if (!names.size) return []
  return [...b.context.state.all().keys()].filter((x) => names.has(x.name))
}
