import { valueArguments } from './arguments'
import { unsettled, writtenOver } from './blank'
import type { Pure } from './builtins'
import { apply } from './calls'
import { member } from './members'
import { flatMap, limit, one, type Alternatives, type CallRef, type Value } from './values'
import type { World } from './world'
import { writesToKey } from './writes'

/** A ref: an object whose `value` is what it starts with, and all that is written to it. */
function boxed(world: World, value: Alternatives, call: CallRef, from: string): Value {
  const path = `#${from}:${call.module.index}:${call.ref}`
  return {
    t: 'over',
    base: { t: 'builtin', path },
    name: 'value',
    value() {
      const written = writesToKey(world, `b${path}`, 'value')
      return written.length ? writtenOver(limit([...unsettled(value), ...written])) : value
    },
  }
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
  ref: (world, args, call) => one(boxed(world, args.get(0), call, 'ref')),
  shallowRef: (world, args, call) => one(boxed(world, args.get(0), call, 'ref')),
  computed: (world, args, call) =>
    one(
      boxed(
        world,
        flatMap(args.get(0), (f) => apply(world, f, valueArguments([]), call)),
        call,
        'computed',
      ),
    ),
  defineComponent: same,
}
