import { operands, type Node } from '../extract/ir'
import { frameworkOf } from '../platforms'
import type { Module } from './module'
import type { World } from './world'

/**
 * The modules whose calls may reach the platform: they name one of its APIs themselves, import (through any number of
 * modules) one that does, or name shared state that a wrapper was put into. The calls of all others are not walked;
 * their values are still evaluated where they are asked for.
 */
export function relevantModules(world: World): ReadonlySet<Module> {
  const shared = sharedBy(world)
  const out = new Set<Module>()
  const importers = new Map<string, Module[]>()
  const names = apiNames(world)
  for (const module of world.modules.values()) {
    for (const target of module.resolved.values()) {
      if (target === null) continue
      const list = importers.get(target)
      if (list) list.push(module)
      else importers.set(target, [module])
    }
    if (!touches(world, module, names, shared)) continue
    out.add(module)
    // What fills the data of its template.
    if (module.summary.attributes.length) for (const m of world.pages.scripts(world, module)) out.add(m)
  }
  const queue = [...out]
  for (let m = queue.pop(); m; m = queue.pop()) {
    for (const importer of importers.get(m.id) ?? []) {
      if (out.has(importer)) continue
      out.add(importer)
      queue.push(importer)
    }
  }
  return out
}

function apiNames(world: World): ReadonlySet<string> {
  const out = new Set<string>(['addInterceptor'])
  for (const name of world.apis.keys()) out.add(name.replace(/\(\).*/, '').split('.')[0]!)
  for (const name of world.webApis.keys()) out.add(name.split('.')[0]!)
  for (const row of world.assignments) out.add(row.name.replace(/\(\).*/, ''))
  for (const name of world.clientTable.properties) out.add(name)
  for (const path of world.clientTable.promised.keys()) out.add(path.slice(path.lastIndexOf('.') + 1))
  return out
}

function touches(
  world: World,
  module: Module,
  names: ReadonlySet<string>,
  shared: ReadonlyMap<string, Module | null>,
): boolean {
  const { summary } = module
  // What a module puts there alone, and takes from there itself, leads to nothing that it doesn't name or import.
  const sharedElsewhere = (name: string): boolean =>
    shared.has(name) && shared.get(name) !== module && !ELEMENTS.has(name)
  if (summary.attributes.length || summary.specifiers.some((s) => frameworkOf(s) !== undefined || world.isClient(s)))
    return true
  const isPlatform = (ref: number): boolean => {
    const n = summary.nodes[ref]!
    if (n[0] === 'global') return world.namespaces.has(n[1])
    // `globalThis.wx`
    return (
      n[0] === 'member' &&
      world.namespaces.has(n[2]) &&
      /^(?:globalThis|window|self|global)$/.test(globalName(summary.nodes[n[1]]!))
    )
  }
  let handedOn = false
  let named = false
  for (const n of summary.nodes) {
    switch (n[0]) {
      case 'global':
        if (world.webApis.has(n[1])) return true
        break
      case 'member':
        // A client of a package hangs on every component: `this.$u`.
        if (sharedElsewhere(n[2]) || (n[2].charCodeAt(0) === 36 && world.clientTable.ofProperty(n[2]))) return true
        if (!names.has(n[2])) break
        if (isPlatform(n[1])) return true
        // `mp.request` where `mp` comes from a module that hands the platform on.
        if (/^(?:import|require)$/.test(summary.nodes[n[1]]![0])) return true
        named = true
        break
      case 'import':
        if (sharedElsewhere(n[2])) return true
        break
      case 'unary':
        break
      case 'index':
        if (isPlatform(n[1])) return true
        break
      default:
        // `wx` itself goes somewhere: its members may be named there.
        if (!handedOn) handedOn = operands(n).some(isPlatform)
    }
  }
  if (!handedOn)
    handedOn =
      summary.exports.some(([, ref]) => isPlatform(ref)) ||
      summary.writes.some((w) => isPlatform(w.value)) ||
      summary.functions.some((f) => f.result >= 0 && isPlatform(f.result)) ||
      summary.variables.some((v) => v.values.some(isPlatform))
  return handedOn && (named || summary.specifiers.length > 0 || summary.exports.length > 0 || summary.commonjs >= 0)
}

function globalName(n: Node): string {
  return n[0] === 'global' ? n[1] : ''
}

/** Names under which the project puts wrappers and URLs where any module can reach them. */
export function sharedNames(world: World): ReadonlySet<string> {
  return new Set(sharedBy(world).keys())
}

/** The modules that put something where any module can reach it. */
export function sharers(world: World): ReadonlySet<Module> {
  const out = new Set<Module>()
  sharedBy(world, (module) => out.add(module))
  return out
}

/** Those names; with each the only module that puts something there, or null where others do. */
function sharedBy(world: World, found?: (module: Module) => void): ReadonlyMap<string, Module | null> {
  const out = new Map<string, Module | null>()
  const add = (name: string, by: Module | null): void => {
    if (by) found?.(by)
    const known = out.get(name)
    out.set(name, known === undefined || known === by ? by : null)
  }
  for (const [name, sites] of world.writes) {
    if (!name || name === 'constructor') continue
    for (const { module, index } of sites) {
      const write = module.summary.writes[index]!
      // A flag leads no call anywhere. A text may be where images come from.
      if (PLAIN.has(module.summary.nodes[write.value]![0])) continue
      const object = module.writtenObject(write)
      if (object[0] === 'member' && (object[2] === 'globalProperties' || object[2] === 'globalData')) add(name, module)
      // What every component inherits from came from elsewhere: a prototype of the module's own is no shared state.
      else if (object[0] === 'member' && object[2] === 'prototype' && isFromElsewhere(module.unwritten(object[1])))
        add(name, module)
      else if (isNamespace(world, module, object) && !SHIMS.has(name)) add(name, module)
    }
  }
  // The gate knows the names of the built-in rows only.
  for (const name of world.clientTable.ownProperties) add(name, null)
  for (const name of world.pages.routerNames) add(name, null)
  for (const name of appMethods(world)) add(name, null)
  if (world.callsByName.has('App')) add('globalData', null)
  for (const module of world.modules.values())
    if (/(?:^|\/)app\.(?:vue|mpx|wpy|uvue|nvue)$/i.test(module.id)) add('globalData', null)
  return out
}

/** Names of templates' elements, which stand in attributes: as a member, each is something else. */
const ELEMENTS = new Set(['navigator', 'Navigator'])

/** Nodes of values that are neither a function nor a part of a URL, and hold none. */
const PLAIN = new Set(['n', 'b', 'null', 'undef', 'unary'])

/** `wx`, `globalThis`, or a framework's namespace by its import: what is put there, any module may call. */
function isNamespace(world: World, module: Module, n: Node): boolean {
  if (n[0] === 'global') return world.namespaces.has(n[1]) || n[1] === 'globalThis'
  return n[0] === 'import' && frameworkOf(module.summary.specifiers[n[1]]!) !== undefined
}

/** What programs put beside the platform's globals so that code for browsers runs: no client of the project's. */
const SHIMS = new Set(
  'window self global globalThis document console navigator location performance localStorage sessionStorage'.split(
    ' ',
  ),
)

/** Prototypes of the language's own classes get what an old engine lacks (`Promise.prototype.finally`), and no client. */
const LANGUAGE =
  /^(?:Array|BigInt|Boolean|Date|Error|Function|Map|Number|Object|Promise|RegExp|Set|String|Symbol|WeakMap|WeakSet)$/

function isFromElsewhere(n: Node): boolean {
  return n[0] === 'global' ? !LANGUAGE.test(n[1]) : n[0] === 'import' || n[0] === 'require' || n[0] === 'param'
}

/** Nodes of values that may be, or hold, a function: `util: require('./util')`. */
const LEADING = new Set(['fn', 'require', 'import', 'new', 'call'])

/** Methods of `App({…})`, and what it holds of other modules, besides its life cycle: any page calls them through `getApp()`. */
function* appMethods(world: World): Generator<string> {
  for (const { module, ref } of world.callsByName.get('App') ?? []) {
    const { nodes } = module.summary
    const n = nodes[ref]!
    const options = n[0] === 'call' && typeof n[2][0] === 'number' ? nodes[n[2][0]]! : null
    if (options?.[0] !== 'obj') continue
    for (const p of options[1])
      if (p[0] === 'p' && LEADING.has(nodes[p[2]]![0]) && !/^on[A-Z]/.test(p[1]) && !SHIMS.has(p[1])) yield p[1]
  }
}
