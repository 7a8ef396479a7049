import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlowState } from '../../../src/extract/flow'
import type { Binding } from '../../../src/extract/scope'

const bindings = Array.from({ length: 5 }, (_, i) => ({ name: `b${i}`, captured: i % 2 === 0 }) as Binding)

/** Steps on a state: set, delete, take a branch and go on with it alone. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), b: fc.nat(4), value: fc.nat(99) }),
  fc.record({ kind: fc.constant('delete' as const), b: fc.nat(4), value: fc.constant(0) }),
  fc.record({ kind: fc.constant('branch' as const), b: fc.constant(0), value: fc.constant(0) }),
  fc.record({ kind: fc.constant('adopt' as const), b: fc.constant(0), value: fc.constant(0) }),
)

describe('the state of a function’s flow', () => {
  it('holds through branches what a plain map holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const plain = new Map<Binding, number>()
        const stack = [new FlowState()]
        for (const { kind, b, value } of steps) {
          const state = stack[stack.length - 1]!
          const binding = bindings[b]!
          if (kind === 'set') {
            state.set(binding, value)
            plain.set(binding, value)
          } else if (kind === 'delete') {
            state.delete(binding)
            plain.delete(binding)
          } else if (kind === 'branch') stack.push(state.branch())
          else if (stack.length > 1) {
            stack.pop()
            expect(stack[stack.length - 1]!.adopt(state)).toBe(stack[stack.length - 1])
          }
        }
        const state = stack[stack.length - 1]!
        expect(new Map([...state.all()].sort(byName))).toEqual(new Map([...plain].sort(byName)))
        for (const binding of bindings) expect(state.get(binding)).toBe(plain.get(binding))
        expect(state.copy().all()).toEqual(state.all())
      }),
    )
  })

  it('says once what closures may read', () => {
    const [shared, own] = bindings as [Binding, Binding]
    const state = new FlowState()
    state.set(shared, 1)
    state.set(own, 2)
    const seen: [string, number][] = []
    const take = (s: FlowState): void => s.takeFresh((b, value) => void seen.push([b.name, value]))
    const branch = state.branch()
    take(branch)
    take(branch)
    expect(seen).toEqual([['b0', 1]])
    take(state)
    expect(seen).toHaveLength(2)
  })

  it('leaves a state as it was while a branch of it changes', () => {
    const [b] = bindings as [Binding]
    const state = new FlowState()
    state.set(b, 1)
    const branch = state.branch()
    branch.set(b, 2)
    branch.delete(b)
    expect(state.get(b)).toBe(1)
    expect(branch.get(b)).toBeUndefined()
  })
})

function byName([a]: [Binding, number], [b]: [Binding, number]): number {
  return a.name < b.name ? -1 : 1
}
