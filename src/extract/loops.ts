import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Binding, Scope } from './scope'
import { assignPattern } from './assign'
import { expression } from './expressions'
import { statement } from './statements'

type Loop = t.ForStatement | t.ForInStatement | t.ForOfStatement | t.WhileStatement | t.DoWhileStatement

/** Walks a loop once. What it does to its variables from round to round is found out when values are linked. */
export function loop(b: Builder, node: Loop, scope: Scope): void {
  const inner = b.scopeOf(node, scope)
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
  rounds(b, node, over, (item) => {
    if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') {
      const target = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]!.id : node.left
      assignPattern(b, target, item!, inner)
    } else if (node.test) expression(b, node.test, inner)
    statement(b, node.body, inner)
    if (node.type === 'ForStatement' && node.update) expression(b, node.update, inner)
  })
}

/** What a loop goes over: the items of a list, the names of an object's members. */
export interface Over {
  kind: 'element' | 'keyof'
  of: Ref
}

/**
 * Walks one round of what runs again and again. `body` is given the node that stands for an item, and what to call
 * where a round ends early.
 */
export function rounds(
  b: Builder,
  node: t.Node,
  over: Over | null,
  body: (item: Ref | null, next: () => void) => void,
): void {
  const cx = b.context
  const variables = new Map<Binding, number>()
  const round: [number, Ref][] = []
  for (const binding of assignedIn(b, node)) {
    if (!cx.state.has(binding)) continue
    if (!b.flows(binding)) {
      cx.state.delete(binding)
      continue
    }
    const index = b.variables.push({ name: binding.name, values: [cx.state.get(binding)!], loop: true }) - 1
    variables.set(binding, index)
    const inside = b.push(['var', index])
    round.push([index, inside])
    cx.state.set(binding, inside)
  }
  const start = cx.condition
  const context = { variables }
  cx.loops.push(context)
  cx.breaks.push([])
  const item = over && b.push([over.kind, over.of])
  const each: [Ref, Ref] | null = over?.kind === 'element' ? [over.of, item!] : null
  body(item, () => endRound(b, context))
  cx.loops.pop()
  cx.breaks.pop()
  for (const [binding, index] of variables) {
    const record = b.variables[index]!
    // A `break` or `continue` has left its value here.
    if (each && record.values.length === 1 && !cx.dead) record.each = each
    record.values.push(cx.state.get(binding) ?? b.undef())
    record.round = round
    cx.state.set(binding, b.push(['last', index]))
  }
  cx.condition = start
  cx.dead = false
}

/** Keeps what a loop's variables hold where a round ends early. */
export function endRound(b: Builder, loop: { variables: ReadonlyMap<Binding, number> }): void {
  for (const [binding, v] of loop.variables) b.variables[v]!.values.push(b.context.state.get(binding) ?? b.undef())
}

/** The bindings of this function that a loop assigns, in their own order. */
function assignedIn(b: Builder, node: t.Node): Binding[] {
  const names = b.scopes.assigned.between(node.start!, node.end!)
  if (!names.size) return []
  return [...b.context.state.all().keys()].filter((x) => names.has(x.name))
}
