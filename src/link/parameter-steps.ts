import { argumentsOf } from './arguments'
import { apply } from './calls'
import { member } from './members'
import type { Module } from './module'
import { eachPiece } from './text'
import { flatMap, one, type Alternatives, type CallRef, type ParamValue, type Part, type Value } from './values'
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

/**
 * What a table holds under a key that is a parameter, or what walking it by a list of keys leads to: the parameter, with
 * a step in its path that looks up what a caller gives. `otherwise`: where no caller is known.
 */
export function lookupStep(
  world: World,
  key: ParamValue,
  step: (v: Value) => Alternatives,
  otherwise: () => Alternatives,
): ParamValue | null {
  if (key.index < 0 || key.path.length > MAX_PATH || key.path.includes('...')) return null
  const name = `[]()#${world.nextSite++}`
  world.methodSteps.set(name, (v) => (v.t === 'param' ? one({ ...v, path: [...v.path, name] }) : step(v)))
  world.stepsOtherwise.set(name, otherwise)
  return { ...key, path: [...key.path, name] }
}

/** A member of a namespace (`wx[name]`) whose name is a parameter: a step that only a caller takes. */
export function namespaceStep(world: World, key: ParamValue, step: (v: Value) => Alternatives): ParamValue | null {
  if (key.index < 0 || key.path.length > MAX_PATH || key.path.includes('...')) return null
  const name = `[]()#${world.nextSite++}`
  world.methodSteps.set(name, (v) => (v.t === 'param' ? one({ ...v, path: [...v.path, name] }) : step(v)))
  return { ...key, path: [...key.path, name] }
}

/** Values in which parameters that no caller fills stand for all that they may look up. */
export function withoutCallers(world: World, alts: Alternatives): Alternatives {
  if (!world.stepsOtherwise.size) return alts
  const open = (x: Value): ParamValue | null => (x.t === 'param' && otherwiseOf(world, x) >= 0 ? x : null)
  const opens = (v: Value): boolean =>
    open(v) !== null || (v.t === 'text' && v.parts.some((p) => 'hole' in p && p.param && open(p.param)))
  if (!alts.some((x) => opens(x.v))) return alts
  const settle = (p: ParamValue): Alternatives => {
    const at = otherwiseOf(world, p)
    return withoutCallers(
      world,
      walk(world, world.stepsOtherwise.get(p.path[at]!)!(), p.path.slice(at + 1), p.module, 0),
    )
  }
  // What was changed behind a look into a table is none of what the table holds.
  const piece = (p: Part): Part =>
    'hole' in p && p.changed ? { hole: true, reason: p.reason, module: p.module, pos: p.pos } : p
  return flatMap(alts, (v) => {
    if (v.t === 'param') return open(v) ? settle(v) : one(v)
    if (v.t !== 'text' || !opens(v)) return one(v)
    return eachPiece(v, (p) =>
      'hole' in p && p.param && open(p.param) && !p.changed
        ? settle(p.param)
        : one({ t: 'text', parts: 'hole' in p && p.param && open(p.param) ? [piece(p)] : [p] }),
    )
  })
}

function otherwiseOf(world: World, p: ParamValue): number {
  return p.path.findLastIndex((name) => world.stepsOtherwise.has(name))
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
