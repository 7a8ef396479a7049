import { operands, type Ref } from '../extract/ir'
import { evaluate } from './evaluate'
import type { Frame } from './frame'
import type { Module } from './module'
import { testNumber } from './conditions'
import { outcome } from './truth'
import { limit, restrict, type Alternative, type Alternatives, type Assumptions } from './values'
import type { World } from './world'

/** Alternatives of what is tested beyond which they are not taken one by one. */
const MAX_SUBJECTS = 8
/** Tests inside each other that are taken so: each multiplies the work behind it. */
const MAX_DEPTH = 1
/** Nodes that are looked at to learn whether a branch is made of what is tested. */
const MAX_NODES = 120

/**
 * `base.endsWith('/') ? base.slice(0, -1) : base`, where `base` may be one of several and each answers differently: each
 * goes its own way. Null where nothing is to be told apart: the test asks for nothing that a branch is made of.
 */
export function correlated(
  world: World,
  module: Module,
  test: Ref,
  frame: Frame,
  yes: Ref | null,
  no: Ref | null,
): Alternatives | null {
  const subject = world.correlating < MAX_DEPTH ? sharedBy(module, subjectOf(module, test), [yes, no]) : -1
  if (subject < 0 || module.owner(subject) !== frame.fn) return null
  const values = evaluate(world, module, subject, frame)
  if (values.length < 2 || values.length > MAX_SUBJECTS) return null
  const out: Alternative[] = []
  world.correlating++
  const id = testNumber(world, module, -1 - subject, frame)
  for (const [i, x] of values.entries()) {
    const here = frame.again([subject], world.shallow)
    here.give(subject, [{ ...x, a: null }], world.shallow)
    const o = outcome(evaluate(world, module, test, here))
    const open = (o.yes & o.no) !== 0
    const either = open ? testNumber(world, module, test, here) : 0
    const way = (choice: number): Assumptions => [...(x.a ?? []), [id, i], ...(open ? [[either, choice] as const] : [])]
    if (o.yes && yes !== null) out.push(...restrict(evaluate(world, module, yes, here), o.yes & x.w, way(1)))
    if (o.no && no !== null) out.push(...restrict(evaluate(world, module, no, here), o.no & x.w, way(0)))
  }
  world.correlating--
  return limit(out)
}

/** What is asked about, or the object that it is a member of (`o.base ? o.base : HOST`), where a branch is made of it; or -1. */
function sharedBy(module: Module, asked: Ref, branches: readonly (Ref | null)[]): Ref {
  for (let ref = asked; ref >= 0;) {
    if (branches.some((r) => r !== null && isMadeOf(module, r, ref))) return ref
    const n = module.summary.nodes[ref]!
    ref = n[0] === 'member' ? n[1] : -1
  }
  return -1
}

/** What a test asks about: `x` of `!x`, `x.startsWith(…)`, `/…/.test(x)`, `x === …`; -1 for anything else. */
export function subjectOf(module: Module, test: Ref): Ref {
  const { nodes } = module.summary
  let ref = test
  for (let n = nodes[ref]!; n[0] === 'unary'; n = nodes[ref]!) ref = n[2]
  const n = nodes[ref]!
  if (n[0] === 'binary') {
    const left = nodes[n[2]]!
    const subject = /^(?:s|n|b|null|undef)$/.test(left[0]) ? n[3] : n[2]
    return isValue(module, subject) ? subject : subjectOf(module, subject)
  }
  if (n[0] === 'call') {
    const callee = nodes[n[1]]!
    if (callee[0] !== 'member') return -1
    const first = n[2][0]
    if (nodes[callee[1]]![0] === 're') return typeof first === 'number' ? first : -1
    if (/^(?:startsWith|endsWith|includes|indexOf|test|match|search|charAt)$/.test(callee[2])) return callee[1]
    // `!base.trim()` asks about what the call gives.
    return ref
  }
  if (n[0] === 'index') return n[1]
  return isValue(module, ref) ? ref : -1
}

/** What has a value of its own: a variable, a member, a choice between some. */
function isValue(module: Module, ref: Ref): boolean {
  return /^(?:var|last|call|member|or|nullish|join|if|param|default)$/.test(module.summary.nodes[ref]![0])
}

function isMadeOf(module: Module, ref: Ref, subject: Ref): boolean {
  const queue = [ref]
  const seen = new Set(queue)
  for (let i = 0; i < queue.length && i < MAX_NODES; i++) {
    if (queue[i] === subject) return true
    for (const r of operands(module.summary.nodes[queue[i]!]!))
      if (!seen.has(r)) {
        seen.add(r)
        queue.push(r)
      }
  }
  return false
}
