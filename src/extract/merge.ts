import type { Builder } from './builder'
import { FlowState } from './flow'
import type { Ref } from './ir'
import type { Binding } from './scope'

/** Joins two states after a branch; the value under `test` comes first. Branches of one state are joined into it. */
export function mergeStates(builder: Builder, test: Ref | null, yes: FlowState, no: FlowState): FlowState {
  const branches = FlowState.changes(yes, no)
  if (branches) return mergeBranches(builder, test, yes, no, branches)
  const out = new FlowState()
  const [all, others] = [yes.all(), no.all()]
  for (const [b, a] of all) {
    const other = others.get(b)
    // What another function may write too is known only where both ways say it.
    if (other === undefined && !builder.flows(b)) continue
    out.set(b, other === undefined || other === a ? a : either(builder, test, a, other))
  }
  for (const [b, value] of others) if (!all.has(b) && builder.flows(b)) out.set(b, value)
  return out
}

function mergeBranches(
  builder: Builder,
  test: Ref | null,
  yes: FlowState,
  no: FlowState,
  { base, changed }: { base: FlowState; changed: Iterable<Binding> },
): FlowState {
  const values: [Binding, Ref | undefined][] = []
  for (const b of changed) {
    const a = yes.get(b)
    const other = no.get(b)
    if (a === other) values.push([b, a])
    else if (a === undefined || other === undefined) values.push([b, builder.flows(b) ? (a ?? other) : undefined])
    else values.push([b, either(builder, test, a, other)])
  }
  for (const [b, value] of values) {
    if (value === undefined) base.delete(b)
    else base.set(b, value)
  }
  base.joinFresh(yes, no)
  return base
}

function either(builder: Builder, test: Ref | null, a: Ref, other: Ref): Ref {
  return test === null ? builder.joined([a, other]) : builder.push(['if', test, a, other])
}
