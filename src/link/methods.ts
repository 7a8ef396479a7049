import { valueArguments } from './arguments'
import { arrayMethod, int } from './array-methods'
import { owns } from './builtins-language'
import { apply, applyFunctionMethod } from './calls'
import { collectionMethod } from './collections'
import type { Arguments } from './frame'
import { textMethod } from './strings'
import { flatMap, one, textOf, unknown, type Alternatives, type CallRef, type MethodValue, onlyItems } from './values'
import type { World } from './world'

/** The value of a method call on a text, an array or a function. */
export function methodCall(world: World, m: MethodValue, args: Arguments, call: CallRef): Alternatives {
  const { of, name } = m
  if (name === 'then') return flatMap(args.get(0), (f) => apply(world, f, valueArguments([one(of)]), call))
  if (name === 'catch' || name === 'finally') return one(of)
  switch (of.t) {
    case 'text':
      return textMethod(world, of, name, args, call)
    case 'prim':
      return primitiveMethod(of.p, name, args, call)
    case 'arr':
      return arrayMethod(world, of, name, args, call)
    case 'map':
      return collectionMethod(world, of, name, args, call)
    case 'fn':
      return applyFunctionMethod(world, of, name, args, call)
    case 'method':
      // `[].slice.call(arguments, 1)` and the like.
      return name === 'call' || name === 'apply'
        ? borrowed(world, of.name, name, args, call)
        : one(unknown('unsupported', call.module, 0))
    case 'obj':
    case 'over':
    case 'merged':
    case 'omit':
    case 'json':
      if (name === 'hasOwnProperty') return flatMap(args.get(0), (key) => one(owns(world, of, key, call)))
  }
  return one(unknown('unsupported', call.module, 0))
}

/** A method that is called on something else than it was read of: `Array.prototype.slice.call(arguments, 1)`. */
export function borrowed(world: World, method: string, how: string, args: Arguments, call: CallRef): Alternatives {
  return flatMap(args.get(0), (self) => {
    const list = onlyItems(how === 'call' ? args.rest(1) : args.get(1)) ?? []
    if (!list.every((x) => Array.isArray(x)) || (self.t !== 'arr' && self.t !== 'text'))
      return one(unknown('unsupported', call.module, 0))
    return methodCall(
      world,
      { t: 'method', of: self, name: method },
      valueArguments(list as readonly Alternatives[]),
      call,
    )
  })
}

/** A method of a number or a boolean. */
function primitiveMethod(
  p: number | boolean | null | undefined,
  name: string,
  args: Arguments,
  call: CallRef,
): Alternatives {
  const lost = (): Alternatives => one(unknown('unsupported', call.module, 0))
  if (p == null) return lost()
  const digits = int(args.get(0), -1)
  if (name === 'valueOf') return one({ t: 'prim', p })
  if (name === 'toString' && (typeof p !== 'number' || digits === -1)) return one(textOf(String(p)))
  if (typeof p !== 'number' || digits === null) return lost()
  if (name === 'toString') return digits >= 2 && digits <= 36 ? one(textOf(p.toString(digits))) : lost()
  if (name === 'toFixed') return digits <= 20 ? one(textOf(p.toFixed(Math.max(0, digits)))) : lost()
  return lost()
}
