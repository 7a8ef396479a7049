import { operands } from '../extract/ir'
import { argumentOf, argumentsOf, valueArguments } from './arguments'
import type { Arguments } from './frame'
import { unsettled, writtenOver } from './blank'
import { fillParameters } from './callers'
import { apply } from './calls'
import { evaluate } from './evaluate'
import type { Module } from './module'
import { framesOf } from './query'
import {
  bottomOf,
  flatMap,
  limit,
  one,
  restrict,
  unknown,
  type Alternative,
  type Alternatives,
  type CallRef,
  type ClassValue,
  type Value,
} from './values'
import { boxed } from './vue'
import type { World } from './world'
import { reachable } from './writes'

/** React's hooks, which Taro gave under its own name once. */
const HOOK = /^(?:pkg:(?:react|preact\/hooks|@tarojs\/taro)[#.]|Taro\.)(use(?:State|Memo|Callback|Ref|Context))$/

/** What makes a component of another one hands its properties on. */
const SAME = /^pkg:(?:(?:react|preact\/compat)[#.](?:memo|forwardRef)|mobx-react(?:-lite)?[#.]observer)$/

/** What elements of a class of React hand to its objects; there may be elements that aren't seen. */
export function elementProps(world: World, c: ClassValue): Alternatives {
  if (world.shallow) return []
  const { module, cls } = c
  const out: Alternative[] = []
  for (const name of new Set([module.summary.classes[cls]!.name, pascal(module.id)]))
    for (const { module: user, ref } of world.callsByName.get(name) ?? []) {
      const n = user.summary.nodes[ref]!
      if (n[0] !== 'call' || n[4] !== `<${name}>`) continue
      const call: CallRef = { module: user, ref, frame: user.frameOf(user.owner(ref)) }
      const isIt = ({ v }: Alternative): boolean => {
        const of = bottomOf(v)
        return of.t === 'class' && of.module === module && of.cls === cls
      }
      if (!evaluate(world, user, n[1], call.frame).some(isIt)) continue
      world.influence.add(module.id, user.id)
      out.push(...fillParameters(world, argumentOf(world, call, 0)))
    }
  return limit(out)
}

/** The name that elements of a module's component have: that of its file or directory. */
function pascal(id: string): string {
  const name = /([^/]+?)(?:\/index)?\.\w+$/.exec(id)?.[1] ?? ''
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** What a hook of React returns; null for anything else. */
export function reactHook(world: World, path: string, args: Arguments, call: CallRef): Alternatives | null {
  if (SAME.test(path)) return args.get(0)
  const hook = HOOK.exec(path)?.[1]
  if (!hook) return null
  if (hook === 'useCallback') return args.get(0)
  if (hook === 'useRef') return one(boxed(world, args.get(0), call, 'current'))
  if (hook === 'useContext') return flatMap(args.get(0), (v) => context(world, v, call))
  if (hook === 'useMemo') return flatMap(args.get(0), (f) => apply(world, f, valueArguments([]), call))
  const state = writtenOver(limit([...unsettled(args.get(0)), ...given(world, call)]))
  return one({ t: 'arr', items: [state, one({ t: 'builtin', path: 'useState().set', call })] })
}

/** What a context gives: its default, or what a provider around the component says. */
function context(world: World, v: Value, call: CallRef): Alternatives {
  const made = v.t === 'builtin' && v.call && /[.#]createContext\(\)$/.test(v.path) ? argumentOf(world, v.call, 0) : []
  return limit([...made, ...one(unknown('parameter', call.module, 0))])
}

/** What is given to the setter of a state, wherever the module calls it. */
function given(world: World, call: CallRef): Alternatives {
  const { module } = call
  const setters = settersOf(module, call.ref)
  const out = setters.calls.flatMap(([ref, condition]) =>
    framesOf(world, module, module.owner(ref)).flatMap((frame) => {
      const { when } = reachable(world, module, condition, frame)
      const value = flatMap(argumentsOf(world, { module, ref, frame }).get(0), (v) =>
        // `set((before) => …)` makes it of what it was.
        v.t === 'fn' ? one(unknown('variable', module, 0)) : one(v),
      )
      return fillParameters(world, restrict(value, when, null))
    }),
  )
  return setters.escapes ? [...out, ...one(unknown('variable', module, 0))] : out
}

/** The calls of a state's setter; `escapes`: it is handed on, so that others may call it. */
function settersOf(module: Module, state: number): { calls: (readonly [number, number])[]; escapes: boolean } {
  const { nodes, calls } = module.summary
  const setters = new Set<number>()
  nodes.forEach((n, ref) => {
    if (n[0] === 'member' && n[1] === state && n[2] === '1') setters.add(ref)
  })
  const found = calls.filter(([ref]) => {
    const n = nodes[ref]!
    return n[0] === 'call' && setters.has(n[1])
  })
  const called = new Set(found.map(([ref]) => ref))
  const escapes = nodes.some((n, ref) => !called.has(ref) && operands(n).some((r) => setters.has(r)))
  return { calls: found, escapes }
}
