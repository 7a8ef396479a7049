import { valueArguments } from './arguments'
import { unsettled, writtenOver } from './blank'
import type { Pure } from './builtins'
import { apply } from './calls'
import { DEFINED_PROPS } from './component-options'
import { collectKeys } from './elements'
import { fromJson } from './globals'
import { member } from './members'
import { provided } from './provide'
import { keyText } from './truth'
import { flatMap, limit, one, unknown, type Alternatives, type CallRef, type Value } from './values'
import type { World } from './world'
import { writesToKey } from './writes'

/** A ref: an object of which one member is what it starts with, and all that is written to it. */
export function boxed(world: World, value: Alternatives, call: CallRef, name = 'value'): Value {
  const path = `#ref:${call.module.index}:${call.ref}`
  return {
    t: 'over',
    base: { t: 'builtin', path },
    name,
    value() {
      const written = writesToKey(world, `b${path}`, name)
      return written.length ? writtenOver(limit([...unsettled(value), ...written])) : value
    },
  }
}

/** A ref to a member: `toRef(state, 'base')`. */
function refOf(world: World, v: Value, name: string, call: CallRef): Value {
  const base: Value = { t: 'builtin', path: '#toRef' }
  return { t: 'over', base, name: 'value', value: () => member(world, v, name, call.module, 0) }
}

const same: Pure = (_world, args) => args.get(0)

/** Vue's reactivity wraps values without changing them. */
export const VUE: Readonly<Record<string, Pure>> = {
  reactive: same,
  shallowReactive: same,
  readonly: same,
  toRaw: same,
  markRaw: same,
  unref: (world, args, call) =>
    flatMap(args.get(0), (v) =>
      v.t === 'over' && v.name === 'value' ? member(world, v, 'value', call.module, 0) : one(v),
    ),
  ref: (world, args, call) => one(boxed(world, args.get(0), call)),
  shallowRef: (world, args, call) => one(boxed(world, args.get(0), call)),
  computed: (world, args, call) =>
    one(
      boxed(
        world,
        flatMap(args.get(0), (f) => apply(world, f, valueArguments([]), call)),
        call,
      ),
    ),
  defineComponent: same,
  withDefaults: (_world, args) =>
    flatMap(args.get(0), (v) => {
      const [defaults] = args.get(1)
      return one(v.t === 'builtin' && v.path === DEFINED_PROPS && defaults ? { ...v, of: defaults.v } : v)
    }),
  toRef: (world, args, call) =>
    flatMap(args.get(0), (v) =>
      flatMap(args.get(1), (key) => {
        const name = keyText(key)
        return name === null ? one(unknown('member', call.module, 0)) : one(refOf(world, v, name, call))
      }),
    ),
  toRefs: (world, args, call) =>
    flatMap(args.get(0), (v) => {
      const names = new Set<string>()
      if (!collectKeys(world, v, names)) return one(unknown('member', call.module, 0))
      let out: Value = fromJson({}, null)
      for (const name of names) out = { t: 'over', base: out, name, value: () => one(refOf(world, v, name, call)) }
      return one(out)
    }),
  inject: (world, args, call) =>
    flatMap(args.get(0), (key) => {
      const name = keyText(key)
      const found = name === null ? [] : provided(world, name)
      const fallback = args.get(1).filter((x) => x.v.t !== 'prim')
      return found.length ? found : limit([...fallback, ...one(unknown('parameter', call.module, 0))])
    }),
}
