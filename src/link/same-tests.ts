import type { Ref } from '../extract/ir'
import { evaluate } from './evaluate'
import type { Frame } from './frame'
import type { Module } from './module'
import { keyText } from './truth'
import { paramKey, type Alternatives, type Assumptions, type Value } from './values'
import type { World } from './world'

/** An open test as assumptions: its number, and what each way assumes. */
export interface OpenTest {
  id: number
  yes: Assumptions
  no: Assumptions
}

/**
 * A test that asks what another one asks of the same parameter (`switch (type) { case 'a': … }`, and later
 * `type == 'b'`): both have one number, and a parameter that is one text, or one number, is no other one. Null for any other test.
 */
export function sameTest(world: World, module: Module, test: Ref, frame: Frame, tests: Alternatives): OpenTest | null {
  const asked = only(tests)
  const own = asked && givenKey(world, asked)
  if (own) return ways(numberOf(world, `${own}?`), true)
  const n = module.summary.nodes[test]!
  if (n[0] !== 'binary' || !/^[!=]==?$/.test(n[1])) return null
  const [a, b] = [only(evaluate(world, module, n[2], frame)), only(evaluate(world, module, n[3], frame))]
  if (!a || !b) return null
  const left = givenKey(world, a)
  const [key, other] = left !== null ? [left, b] : [givenKey(world, b), a]
  const text = other.t === 'text' || other.t === 'prim' ? keyText(other) : null
  if (key === null || text === null) return null
  const equal = n[1].startsWith('=')
  const isText = other.t === 'text' && text !== ''
  const isNumber = other.t === 'prim' && typeof other.p === 'number' && n[1].endsWith('==')
  const id = numberOf(world, `${key}${isText ? '' : `${n[1].slice(1)}${other.t}`}=${text}`)
  if (!isText && !isNumber) return ways(id, equal)
  // `1 == '1'`: numbers are told from numbers only, and where they are compared as such.
  const kind = isNumber ? '#' : ''
  const is: readonly [number, number] = [numberOf(world, key + kind), numberOf(world, `=${kind}${text}`)]
  const { yes, no } = ways(id, true)
  return equal ? { id, yes: [...yes, is], no } : { id, yes: no, no: [...yes, is] }
}

const ways = (id: number, equal: boolean): OpenTest => ({
  id,
  yes: [[id, equal ? 1 : 0]],
  no: [[id, equal ? 0 : 1]],
})

const only = (alts: Alternatives): Value | null => (alts.length === 1 ? alts[0]!.v : null)

/** A parameter as callers give it, or what a page's query leaves open. What hangs on an object (`this`) may change between two tests. */
function givenKey(world: World, v: Value): string | null {
  if (v.t === 'param') return v.index >= 0 && !v.path.includes('...') ? paramKey(v) : null
  const part = v.t === 'text' && v.parts.length === 1 ? v.parts[0]! : null
  return part && 'hole' in part && world.pages.query ? `h${numberOf(world, part)}` : null
}

function numberOf(world: World, key: string | object): number {
  let id = world.sameTests.get(key)
  if (id === undefined) {
    id = world.nextTest++
    world.sameTests.set(key, id)
  }
  return id
}
