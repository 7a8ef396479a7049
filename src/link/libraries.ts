import { isEmptyArgument } from './literal-members'
import type { Arguments } from './frame'
import { flatMap, one, unknown, type Alternatives, type CallRef, onlyItems } from './values'

/**
 * What functions of packages do that programs send their options through, by the last name of the function. They are as
 * those packages' documents say: https://lodash.com/docs, https://www.npmjs.com/package/object-assign,
 * https://www.npmjs.com/package/deepmerge, https://github.com/unjs/defu, https://ramdajs.com/docs/,
 * https://www.npmjs.com/package/rfdc and the other packages that copy.
 */
const LIBRARY: readonly (readonly [packages: RegExp, functions: Readonly<Record<string, Library>>])[] = [
  [
    /^pkg:(?:lodash|lodash-es|lodash\.\w+|underscore|radash)(?:[#./]|$)/,
    {
      merge: laid(1),
      assign: laid(1),
      assignIn: laid(1),
      extend: laid(1),
      defaults: laid(-1),
      defaultsDeep: laid(-1),
      clone: (args) => args.get(0),
      cloneDeep: (args) => args.get(0),
      clonedeep: (args) => args.get(0),
      debounce: (args) => args.get(0),
      throttle: (args) => args.get(0),
      once: (args) => args.get(0),
    },
  ],
  [/^pkg:(?:object-assign|xtend|deepmerge|merge-options|just-extend)$/, { '': laid(1) }],
  [/^pkg:ramda(?:[#./]|$)/, { clone: (args) => args.get(0), merge: laid(1), mergeRight: laid(1), mergeLeft: laid(-1) }],
  [/^pkg:(?:rfdc\(\)|clone|clone-deep|fast-copy|just-clone|klona)(?:[#./]|$)/, { '': (args) => args.get(0) }],
  [/^pkg:defu(?:[#.]|$)/, { defu: laid(-1), '': laid(-1) }],
]

type Library = (args: Arguments, call: CallRef) => Alternatives

/** Objects laid over each other, the last on top. The `{}` that everything is put into has nothing of its own. */
export function laidOver(items: readonly Alternatives[]): Alternatives {
  let out: Alternatives = one({ t: 'merged', layers: [] })
  for (const item of items)
    out = flatMap(out, (below) =>
      flatMap(item, (x) =>
        x.t === 'prim' || isEmptyArgument(x) || below.t !== 'merged'
          ? one(below)
          : one({ t: 'merged', layers: [...below.layers, x] }),
      ),
    )
  return out
}

/** Objects laid over each other: the last on top, or (-1) the first. */
function laid(order: 1 | -1): Library {
  return (args, call) => {
    const items = onlyItems(args.rest(0))
    if (!items?.every((x) => Array.isArray(x))) return one(unknown('unsupported', call.module, 0))
    const ordered = (order > 0 ? items : [...items].reverse()) as readonly Alternatives[]
    return laidOver(ordered)
  }
}

/** The result of a call of a package's function; null where the package or the function isn't known. */
export function libraryCall(path: string, args: Arguments, call: CallRef): Alternatives | null {
  if (!path.startsWith('pkg:')) return null
  for (const [packages, functions] of LIBRARY) {
    if (!packages.test(path)) continue
    const name = /^pkg:lodash\.(\w+)$|[#./](\w+)$/.exec(path)
    const f = functions[name?.[1] ?? name?.[2] ?? ''] ?? functions['']
    if (f) return f(args, call)
  }
  return null
}
