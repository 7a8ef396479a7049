import type * as t from '@babel/types'
import type { Builder } from './builder'
import { expression } from './expressions'
import type { FlowState } from './flow'
import type { Ref } from './ir'
import { openTarget, pathTest } from './jumps'
import type { Scope } from './scope'
import { statements } from './statements'
import { environmentsOfTest, markLiterals, restrictLiterals } from './when'

/** Where a case ends: the test under which the flow comes there (null: the default's), and what is known. */
interface End {
  test: Ref | null
  state: FlowState
}

/** Walks a `switch`: each case holds under its own test and those of the cases that fall through to it. */
export function switchStatement(b: Builder, node: t.SwitchStatement, scope: Scope): void {
  const cx = b.context
  const subject = expression(b, node.discriminant, scope)
  const inner = b.scopeOf(node, scope)
  const before = cx.state
  const start = cx.condition
  const wasDead = cx.dead
  const tests: (Ref | null)[] = node.cases.map((c) =>
    c.test ? b.push(['binary', '===', subject, expression(b, c.test, inner)]) : null,
  )
  const known = tests.filter((x): x is Ref => x !== null)
  // The default holds where no case does.
  const none = known.length ? b.push(['unary', '!', anyOf(b, known)]) : b.push(['b', true])
  const target = openTarget(b, null, null, true)
  const ended: End[] = []
  let fall: { state: FlowState; test: Ref } | null = null
  let group: Ref[] = []
  let hasDefault = false
  node.cases.forEach((c, i) => {
    group.push(tests[i] ?? none)
    hasDefault ||= !c.test
    if (!c.consequent.length) return
    const own = anyOf(b, group)
    const test: Ref = fall ? b.push(['or', fall.test, own]) : own
    const others = group.includes(none) && !fall
    cx.state = fall ? b.merge(fall.test, fall.state, before.copy()) : before.copy()
    cx.dead = false
    // Each case that isn't taken is a condition of its own, as `if … else if …` has them.
    cx.condition =
      others && group.length === 1 ? known.reduce((p, x) => b.condition(p, x, 0), start) : b.condition(start, test, 1)
    const here = cx.condition
    const when = others ? null : environmentsOfTest(b, test)
    const mark = markLiterals(b)
    statements(b, c.consequent, inner)
    if (when !== null) restrictLiterals(b, mark, when)
    for (const x of target.breaks.splice(0)) {
      const path = pathTest(b, here, x.condition)
      ended.push({
        test: path === null ? (others ? null : test) : b.push(['and', others ? none : test, path]),
        state: x.state,
      })
    }
    fall = cx.dead ? null : { state: cx.state, test }
    if (fall && i === node.cases.length - 1) ended.push({ test: others ? null : test, state: cx.state })
    group = []
  })
  cx.targets.pop()
  if (group.length) ended.push({ test: group.includes(none) ? null : anyOf(b, group), state: before.copy() })
  cx.condition = start
  cx.dead = wasDead
  if (!ended.length) {
    cx.dead ||= hasDefault && node.cases.length > 0
    cx.state = before.copy()
    return
  }
  // The default (or the state before, where there is none) comes last; each case in front of it holds under its test.
  const plain = ended.filter((e) => e.test === null).map((e) => e.state)
  let state: FlowState | null = plain.length
    ? plain.reduce((a, s) => b.merge(null, a, s))
    : hasDefault
      ? null
      : before.copy()
  for (const e of ended.filter((x) => x.test !== null).reverse())
    state = state ? b.merge(e.test, e.state, state) : e.state
  cx.state = state ?? before.copy()
}

function anyOf(b: Builder, tests: readonly Ref[]): Ref {
  return tests.reduce((a, x) => b.push(['or', a, x]))
}
