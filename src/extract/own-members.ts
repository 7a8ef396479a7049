import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Binding } from './scope'
import { staticName } from './expressions'

type Member = t.MemberExpression | t.OptionalMemberExpression

/** Members of members of `this` that are followed: `this.data.api.base`. */
const MAX_STEPS = 3

/*
 * What a function has just written to `this.x` is what it reads there, until something else may have written to it: any
 * call may, and so may another name of the same object. The write itself is recorded as any other; what is kept here only
 * says which of all that is ever written stands there at this point.
 */

/** What this function wrote to a member of its `this` and still stands there; undefined where that isn't known. */
export function ownMember(b: Builder, node: Member): Ref | undefined {
  const { own, state } = b.context
  const path = own && pathOf(node)
  const binding = path ? own.get(path) : undefined
  return binding && state.get(binding)
}

/** A member of an object was written: `this`, or one that may be the same. */
export function wroteMember(b: Builder, node: Member, value: Ref): void {
  const path = pathOf(node)
  const name = staticName(node)
  const { own, state } = b.context
  if (own)
    for (const [other, binding] of own) {
      const isTouched = path
        ? other.startsWith(`${path}.`) || path.startsWith(`${other}.`)
        : name === null || other.split('.').includes(name)
      if (isTouched) state.delete(binding)
    }
  if (!path || !isPlain(b, path)) return
  const kind = b.nodes[value]![0]
  const known = own?.get(path)
  // A method is called on its object.
  if (kind === 'fn' || kind === 'class') {
    if (known) state.delete(known)
    return
  }
  const binding: Binding = known ?? { ...b.hidden(`this.${path}`), captured: true, writtenInside: true }
  ;(b.context.own ??= new Map()).set(path, binding)
  b.write(binding, value)
}

/** Nothing of it is known any more: a loop may come here from its end. */
export function forgetOwnMembers(b: Builder): void {
  const { own, state } = b.context
  if (own) for (const binding of own.values()) state.delete(binding)
}

/** `this.a.b` as `a.b`; null for anything else. */
function pathOf(node: Member): string | null {
  const names: string[] = []
  let at: t.Node = node
  while (at.type === 'MemberExpression' || at.type === 'OptionalMemberExpression') {
    const name = staticName(at)
    if (name === null || name.includes('.') || names.length >= MAX_STEPS) return null
    names.unshift(name)
    at = at.object
    while (at.type === 'TSNonNullExpression' || at.type === 'TSAsExpression') at = at.expression
  }
  return at.type === 'ThisExpression' ? names.join('.') : null
}

/** Whether no setter or getter of its class or object stands between what is written and what is read. */
function isPlain(b: Builder, path: string): boolean {
  const fn = b.thisFunction()
  if (fn <= 0) return false
  const { cls, owner } = b.functions[fn]!
  const name = path.split('.', 1)[0]!
  if (cls >= 0) {
    const { getters, setters } = b.classes[cls]!
    return ![...getters, ...(setters ?? [])].some(([n]) => n === name)
  }
  const object = owner >= 0 ? b.nodes[owner]! : null
  if (object?.[0] !== 'obj') return true
  return (
    !object[1].some((p) => p[0] === 'g' && p[1] === name) &&
    !b.functions.some((f) => f.owner === owner && f.setter === name)
  )
}
