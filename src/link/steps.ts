import { argumentsOf } from './arguments'
import { apply } from './calls'
import { member } from './members'
import type { Module } from './module'
import { flatMap, one, type Alternatives, type CallRef, type ParamValue, type Value } from './values'
import type { World } from './world'

/** Methods of texts: what they make of a parameter still begins where the parameter begins. */
const METHODS: ReadonlySet<string> = new Set(
  (
    'replace replaceAll trim trimStart trimEnd trimLeft trimRight toString valueOf slice substring substr concat split ' +
    'toLowerCase toUpperCase normalize padEnd reduce join'
  ).split(' '),
)

const MAX_PATH = 7

/**
 * What a method makes of a parameter whose caller isn't known here (`url.replace(/^\//, '')`): the parameter, with a
 * step in its path that does the same to what a caller gives. Null where it is no such call.
 */
export function stepOf(world: World, callee: Value, call: CallRef): ParamValue | null {
  if (callee.t !== 'param' || callee.index < 0 || callee.path.length > MAX_PATH) return null
  const method = callee.path[callee.path.length - 1]
  if (method === undefined || !METHODS.has(method)) return null
  const key = `${method}()#${call.module.index}:${call.ref}@${world.nextSite++}`
  world.methodSteps.set(key, (v) =>
    v.t === 'param'
      ? one({ ...v, path: [...v.path, key] })
      : flatMap(member(world, v, method, call.module, 0), (m) => apply(world, m, argumentsOf(world, call), call)),
  )
  return { ...callee, path: [...callee.path.slice(0, -1), key] }
}

/** Follows a parameter's path through a value that a caller gives. */
export function walk(world: World, from: Alternatives, path: readonly string[], at: Module, pos: number): Alternatives {
  let value = from
  for (const name of path) {
    const step = name.includes('()#') ? world.methodSteps.get(name) : undefined
    value = flatMap(value, (v) => (step ? step(v) : member(world, v, name, at, pos)))
  }
  return value
}

/** The last name in a parameter's path, for people. */
export function lastName(path: readonly string[]): string | undefined {
  for (let i = path.length - 1; i >= 0; i--) if (!path[i]!.includes('()#')) return path[i]
  return undefined
}

/** Whether a parameter stands for what a method made of it. */
export function isStep(p: ParamValue): boolean {
  return p.path[p.path.length - 1]?.includes('()#') === true
}
