import { bindThis, prototypePath, type Lookup } from './members'
import type { Module } from './module'
import { unwritten, writtenOver } from './blank'
import { limit, one, textOf, unknown, type FunctionValue } from './values'
import type { World } from './world'
import { isWrittenAtOnce, writesTo } from './writes'

/** A member of a function: what is written to it, else what functions have from the start. */
export function functionMember(world: World, f: FunctionValue, name: string, at: Module, pos: number): Lookup {
  const written = writesTo(world, f, name)
  // `Child.prototype = Object.create(Parent.prototype)` is an object of its own.
  if (written.length && (name !== 'prototype' || written.some((x) => x.v.t === 'obj'))) {
    const there = name === 'prototype' || written.every((x) => x.v.t === 'fn') || isWrittenAtOnce(world, f, name)
    return { found: writtenOver(limit([...(there ? [] : unwritten(f.module)), ...bindThis(written, f)])), sure: true }
  }
  if (name === 'call' || name === 'apply' || name === 'bind')
    return { found: one({ t: 'method', of: f, name }), sure: true }
  if (name === 'prototype') return { found: one({ t: 'builtin', path: prototypePath(f) }), sure: true }
  const { params, arity = params } = f.module.summary.functions[f.fn]!
  if (name === 'length') return { found: one({ t: 'prim', p: Math.max(0, arity - f.bound.length) }), sure: true }
  if (name === 'name') return { found: one(textOf(f.module.summary.functions[f.fn]!.name)), sure: true }
  return { found: one(unknown('member', at, pos, name)), sure: true }
}
