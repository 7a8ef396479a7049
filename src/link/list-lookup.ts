import type { Node, Ref } from '../extract/ir'
import { valueArguments } from './arguments'
import { enter } from './calls'
import { evaluate } from './evaluate'
import { member } from './members'
import { binaryValue } from './operators'
import { lookupStep } from './parameter-steps'
import { flatMap, one, type Alternatives, type CallRef, type ParamValue, type Value } from './values'
import type { World } from './world'

/** `x.key === other`: the names that lead from the item to what is compared, and the other side. */
interface Comparison {
  path: readonly string[]
  operator: string
  other: Ref
}

/**
 * A list as a table, looked into by a parameter whose callers aren't known here: `list.find((x) => x.key === key)`. What
 * it gives is the parameter with a step in its path, which asks the items for what a caller gives. Null where it is none.
 * @param ask what the list gives, by what is asked of each item
 * @param otherwise where no caller is known
 */
export function listStep(
  world: World,
  f: Value,
  call: CallRef,
  ask: (test: (item: Alternatives) => Alternatives) => Alternatives,
  otherwise: () => Alternatives,
): ParamValue | null {
  if (f.t !== 'fn') return null
  const { module, fn } = f
  const tests = comparisons(module.summary.nodes, module.summary.functions[fn]!.result, fn)
  const frame = tests && enter(f, valueArguments([]), call.frame)
  if (!frame) return null
  const others = tests.map(({ other }) => evaluate(world, module, other, frame))
  const open = others.filter((o) => o.some((x) => x.v.t === 'param'))
  const key = open.length === 1 && open[0]!.length === 1 ? open[0]![0]!.v : null
  if (key?.t !== 'param') return null
  const holds = (item: Alternatives, given: Value): Alternatives =>
    tests
      .map(({ path, operator }, i) => {
        const own = path.reduce((v, name) => flatMap(v, (o) => member(world, o, name, module, 0)), item)
        const other = others[i] === open[0] ? one(given) : others[i]!
        return flatMap(own, (a) => flatMap(other, (b) => one(binaryValue(operator, a, b, module, world.platform))))
      })
      .reduce((all, test) => flatMap(all, (a) => (a.t === 'prim' && !a.p ? one(a) : test)))
  return lookupStep(world, key, (given) => ask((item) => holds(item, given)), otherwise)
}

/** What a predicate compares of its item, where that is all that it does. */
function comparisons(nodes: readonly Node[], ref: Ref, fn: number): Comparison[] | null {
  const n = nodes[ref]
  if (n?.[0] === 'and') {
    const a = comparisons(nodes, n[1], fn)
    const b = a && comparisons(nodes, n[2], fn)
    return b && [...a, ...b]
  }
  if (n?.[0] !== 'binary' || (n[1] !== '===' && n[1] !== '==')) return null
  const left = pathOf(nodes, n[2], fn)
  const path = left ?? pathOf(nodes, n[3], fn)
  const other = left ? n[3] : n[2]
  return path && !pathOf(nodes, other, fn) ? [{ path, operator: n[1], other }] : null
}

/** The names that lead from the item to a value; null for anything else. */
function pathOf(nodes: readonly Node[], ref: Ref, fn: number): string[] | null {
  const names: string[] = []
  let n = nodes[ref]!
  for (; n[0] === 'member'; n = nodes[n[1]]!) names.unshift(n[2])
  return n[0] === 'param' && n[1] === fn && n[2] === 0 ? names : null
}
