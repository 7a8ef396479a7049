import { FRAMEWORKS } from '../platforms'
import { keyText } from './truth'
import { apply } from './calls'
import { valueArguments } from './arguments'
import { clientProperty, clientResult, orCopied } from './clients'
import { memberPath } from './clients-table'
import { buildValue, fromJson } from './globals'
import { contextMember, globResult } from './globs'
import { collection, COLLECTIONS, searchPairs } from './collections'
import { collectKeys, keysInTurn, listOf } from './elements'
import { LANGUAGE, objectPrototype } from './builtins-language'
import { jsonText } from './json-text'
import { DEFINED_PROPS, definedProperty } from './component-options'
import { VUE } from './vue'
import { member } from './members'
import { laidOver, libraryCall } from './libraries'
import { borrowed } from './methods'
import { builtinQuery } from './query'
import { reactHook } from './react'
import type { Arguments } from './frame'
import type { Module } from './module'
import { appMember, sharedMember } from './state'
import { storeCall } from './pinia'
import { storeMember } from './stores'
import { partsOf } from './text'
import { decode, encode, resolveUrl, urlText } from './url-text'
import { testPattern } from './patterns'
import { originalApi } from './interceptors'
import {
  flatMap,
  limit,
  one,
  onlyItems,
  textOf,
  UNDEFINED,
  unknown,
  type Alternatives,
  type ArrayValue,
  type BuiltinValue,
  type CallRef,
  type MapValue,
  type Value,
} from './values'
import { taroEnv, taroEnvType } from './taro'
import type { World } from './world'
import { writesTo } from './writes'

/** Paths under which platforms tell the run-time environment, and how each names develop, trial and release. */
const ENV_VERSION: readonly { path: RegExp; names: readonly [name: string, when: number][] }[] = [
  {
    path: /(?:\.getAccountInfoSync\(\)\.miniProgram|^__wxConfig)\.envVersion$/,
    names: [
      ['develop', 1],
      ['trial', 2],
      ['release', 4],
    ],
  },
  // https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/api/foundation/tt-get-env-info-sync
  {
    path: /\.getEnvInfoSync\(\)\.microapp\.envType$/,
    names: [
      ['development', 1],
      ['preview', 2],
      ['production', 4],
    ],
  },
]

/** A component's instance as `setup` gets hold of it. https://vuejs.org/api/application.html#app-config-globalproperties */
const INSTANCE =
  /^(?:pkg:(?:vue|@vue\/[\w-]+)[.#])?getCurrentInstance\(\)\.(?:proxy|ctx|appContext\.config\.globalProperties)$/

/** A member of something that the platform, a package or the language gives. */
export function builtinMember(world: World, v: BuiltinValue, name: string, at: Module, pos: number): Alternatives {
  const ofContext = contextMember(v, name)
  if (ofContext) return ofContext
  const path = v.path === 'globalThis' ? name : (memberPath(world.clientTable, v.path, name) ?? `${v.path}.${name}`)
  const defined = world.defines.get(path)
  if (defined) return one(buildValue(defined))
  // What stands in `ext.json`; a third-party platform may upload something else for each of its customers.
  const ext = world.defines.get(/\bgetExtConfigSync\(\)\.\w+$/.exec(path)?.[0] ?? '')
  if (ext) return [...one(buildValue(ext)), ...one({ t: 'builtin', path, call: v.call })]
  // `require('@tarojs/taro').default`
  if (name === 'default' && FRAMEWORKS.some((f) => f.namespace === v.path)) return one(v)
  // wepy keeps the app there. https://github.com/Tencent/wepy/blob/1.7.x/packages/wepy/src/base.js ($createApp)
  if (path === 'wepy.$instance') return one({ t: 'builtin', path: 'getApp()' })
  const query = builtinQuery(world, path)
  if (query) return one(query)
  const stored = storeMember(world, v, name, at)
  if (stored) return stored
  const original = originalApi(world, v, name, at, pos)
  const written = original ? [] : writesTo(world, v, name)
  if (written.length) return orCopied(world, name, written)
  if (v.path === 'process.env' || v.path === 'import.meta.env') return one(unknown('env', at, pos, path))
  for (const row of ENV_VERSION) {
    if (!row.path.test(path)) continue
    const names = world.platform.envVersions.includes('gray') ? [...row.names, ['gray', 8] as const] : row.names
    const rest = 15 & ~names.reduce((m, [, w]) => m | w, 0)
    // What the platform doesn't know can't be asked for: it goes with the release.
    return names.map(([s, w]) => ({ v: textOf(s), w: s === 'release' || s === 'production' ? w | rest : w, a: null }))
  }
  if (INSTANCE.test(v.path)) {
    const shared = sharedMember(world, at, name)
    if (shared.length) return shared
  }
  if (v.path === 'getApp()') {
    const state = appMember(world, name, at, pos)
    if (state.length) return state
  }
  const type = taroEnvType(path)
  if (type) return type
  if (v.path === DEFINED_PROPS) return definedProperty(world, v, name, at, pos)
  return one(clientProperty(world, v.path, name) ?? { t: 'builtin', path, call: v.call })
}

/** The value of a call of a built-in. Pure ones are computed here; none is ever run. */
export function builtinCall(world: World, v: BuiltinValue, args: Arguments, call: CallRef): Alternatives {
  // `hasOwnProperty(key)` alone is a name that every object has, the table too.
  if (Object.hasOwn(PURE, v.path)) return PURE[v.path]!(world, args, call)
  const loaded = globResult(
    v,
    () => args.get(0),
    (files, name) => member(world, files, name, call.module, 0),
  )
  if (loaded) return loaded
  const client = clientResult(world, v, false, call)
  if (client) return one(client)
  const store = storeCall(v, args)
  if (store) return store
  const env = taroEnv(world, v.path)
  if (env) return env
  const library = libraryCall(v.path, args, call)
  if (library) return library
  const lent = /^(Array|String|Object)\.prototype\.(\w+)\.(call|apply)$/.exec(v.path)
  if (lent)
    return lent[1] === 'Object'
      ? objectPrototype(world, lent[2]!, args, call)
      : borrowed(world, lent[2]!, lent[3]!, args, call)
  const last = v.path.slice(v.path.lastIndexOf('.') + 1)
  if (v.path.startsWith('/') && (last === 'test' || last === 'exec'))
    return flatMap(args.get(0), (x) =>
      one(testPattern(v.path.slice(0, v.path.lastIndexOf('.')), x, call.module, last === 'exec')),
    )
  // `const raw = http.get.bind(http)`: what it is bound to is what it was read of.
  if (last === 'bind' && !onlyItems(args.rest(1))?.length) return one({ ...v, path: v.path.slice(0, -'.bind'.length) })
  if (last === 'then' || last === 'catch' || last === 'finally')
    return flatMap(args.get(0), (f) =>
      apply(world, f, valueArguments([one(unknown('response', call.module, 0))]), call),
    )
  // Toolchains import Vue's functions by themselves.
  const vue = /^(?:pkg:(?:vue|@vue\/[\w-]+)[.#])?(\w+)$/.exec(v.path)?.[1]
  if (vue && Object.hasOwn(VUE, vue)) return VUE[vue]!(world, args, call)
  return reactHook(world, v.path, args, call) ?? one({ t: 'builtin', path: `${v.path}()`, call })
}

/** The value of `new X(…)` of a built-in. */
export function builtinConstruct(world: World, v: BuiltinValue, args: Arguments, call: CallRef): Alternatives {
  if (v.path === 'URL' || v.path === 'pkg:url.URL' || v.path === 'pkg:url#URL') {
    return flatMap(args.get(0), (a) =>
      flatMap(args.get(1), (b) =>
        one(urlText(b.t === 'prim' ? partsOf(a) : resolveUrl(partsOf(b), partsOf(a), call.module))),
      ),
    )
  }
  const client = clientResult(world, v, true, call)
  if (client) return one(client)
  const kind = Object.hasOwn(COLLECTIONS, v.path) ? COLLECTIONS[v.path]! : null
  if (kind) return flatMap(args.get(0), (from) => one(collection(kind, startOf(world, kind, from, call), call)))
  if (v.path === 'String') return builtinCall(world, v, args, call)
  return one({ t: 'builtin', path: `new ${v.path}()`, call })
}

/** What a collection is made of; null where it isn't known. */
function startOf(world: World, kind: MapValue['kind'], from: Value, call: CallRef): ArrayValue | null {
  if (from.t === 'prim') return { t: 'arr', items: [] }
  const s = kind === 'search' && from.t === 'text' ? keyText(from) : null
  if (s !== null) return searchPairs(s)
  const names = new Set<string>()
  if (kind !== 'search' || from.t === 'arr' || from.t === 'map') return listOf(world, from, call.module)
  return collectKeys(world, from, names)
    ? {
        t: 'arr',
        items: [...names].map((k) =>
          one({ t: 'arr', items: [one(textOf(k)), member(world, from, k, call.module, 0)] }),
        ),
      }
    : null
}

/** How a pure built-in makes its value. */
export type Pure = (world: World, args: Arguments, call: CallRef) => Alternatives

const same: Pure = (_w, args) => args.get(0)

function toText(v: Value): Value {
  return { t: 'text', parts: partsOf(v) }
}

const keysPure: Pure = (world, args, call) =>
  flatMap(args.get(0), (o) => {
    const names = new Set<string>()
    const own = o.t === 'builtin' ? keysInTurn(world, o) : null
    if (own) return one({ t: 'arr', items: own.map((x) => [x]) })
    if (!collectKeys(world, o, names)) return one(unknown('unsupported', call.module, 0))
    return one({ t: 'arr', items: [...names].map((s) => one(textOf(s))) })
  })

const valuesPure =
  (entries: boolean): Pure =>
  (world, args, call) =>
    flatMap(args.get(0), (o) => {
      const names = new Set<string>()
      if (!collectKeys(world, o, names)) return one(unknown('unsupported', call.module, 0))
      const value = (s: string): Alternatives => member(world, o, s, call.module, 0)
      return one({
        t: 'arr',
        items: [...names].map((s) => (entries ? one({ t: 'arr', items: [one(textOf(s)), value(s)] }) : value(s))),
      })
    })

const PURE: Readonly<Record<string, Pure>> = {
  ...LANGUAGE,
  'Object.freeze': same,
  'Object.seal': same,
  'Object.preventExtensions': same,
  'Object.getPrototypeOf': (world, args, call) =>
    flatMap(args.get(0), (v) => member(world, v, '#super', call.module, 0)),
  '#importDefault': (world, args, call) => flatMap(args.get(0), (v) => one(interop(world, v, call))),
  '#importStar': (world, args, call) => flatMap(args.get(0), (v) => one(interop(world, v, call))),
  'Promise.resolve': same,
  structuredClone: same,
  'Object.keys': keysPure,
  'Object.values': valuesPure(false),
  'Object.entries': valuesPure(true),
  'Object.assign': (_world, args, call) => {
    const all = args.rest(0)
    if (all.length !== 1 || all[0]!.v.t !== 'arr') return one(unknown('unsupported', call.module, 0))
    return laidOver(
      all[0]!.v.items.map((x) =>
        Array.isArray(x) ? (x as Alternatives) : one(unknown('unsupported', call.module, 0)),
      ),
    )
  },
  String: (_w, args) => flatMap(args.get(0), (v) => one(toText(v))),
  encodeURIComponent: (_w, args) => flatMap(args.get(0), (v) => one(encode(v, true))),
  encodeURI: (_w, args) => flatMap(args.get(0), (v) => one(encode(v, false))),
  decodeURIComponent: (_w, args, call) => flatMap(args.get(0), (v) => one(decode(v, call.module))),
  decodeURI: (_w, args, call) => flatMap(args.get(0), (v) => one(decode(v, call.module))),
  'JSON.stringify': (world, args, call) =>
    flatMap(args.get(0), (v) => {
      const s = args.get(1).every((x) => x.v.t === 'prim') ? jsonText(world, v, call.module) : null
      return one(s === null ? { t: 'builtin', path: 'JSON.stringify()', call, of: v } : { ...textOf(s), json: v })
    }),
  'JSON.parse': (_w, args, call) =>
    flatMap(args.get(0), (v) => {
      if (v.t === 'builtin' && v.of) return one(v.of)
      if (v.t === 'text' && v.json) return one(v.json)
      const hole = v.t === 'text' && v.parts.length === 1 ? v.parts[0]! : null
      if (hole && 'hole' in hole && hole.json?.of) return one(hole.json.of)
      const s = v.t === 'text' ? keyText(v) : null
      if (s === null) return one(unknown('response', call.module, 0))
      try {
        return one(fromJson(JSON.parse(s), null))
      } catch {
        return one(unknown('unsupported', call.module, 0))
      }
    }),
  'Array.isArray': (_w, args, call) =>
    flatMap(args.get(0), (v) =>
      one(
        v.t === 'arr'
          ? { t: 'prim', p: true }
          : v.t === 'text' || v.t === 'obj' || v.t === 'prim'
            ? { t: 'prim', p: false }
            : unknown('unsupported', call.module, 0),
      ),
    ),
  'Array.of': (_w, args) => args.rest(0),
  'Promise.all': same,
  'pkg:url.resolve': (_w, args, call) =>
    flatMap(args.get(0), (a) =>
      flatMap(args.get(1), (b) => one({ t: 'text', parts: resolveUrl(partsOf(a), partsOf(b), call.module) })),
    ),
  'pkg:url#resolve': (_w, args, call) =>
    flatMap(args.get(0), (a) =>
      flatMap(args.get(1), (b) => one({ t: 'text', parts: resolveUrl(partsOf(a), partsOf(b), call.module) })),
    ),
}

/** A CommonJS module as an import sees it: its members, and all of it as `default`. */
function interop(world: World, v: Value, call: CallRef): Value {
  if (v.t === 'ns' || v.t === 'builtin' || v.t === 'unknown') return v
  const marked = member(world, v, '__esModule', call.module, 0)
  if (marked.some((m) => m.v.t === 'prim' && m.v.p === true)) return v
  return { t: 'over', base: v, name: 'default', value: () => one(v) }
}

export { limit, UNDEFINED }
