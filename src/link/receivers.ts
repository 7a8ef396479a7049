import type { Node, Ref } from '../extract/ir'
import { frameworkOf } from '../platforms'
import type { Module } from './module'
import type { World } from './world'

/** Nodes that are looked at for one argument. */
const MAX_NODES = 12

/**
 * The modules that are handed what reaches the platform, by their ids: `promisify(wx.request)`, `createApi(http)`. They
 * name no API and import none, and all the same it is their calls that ask for it.
 * @param leading the modules that may reach the platform themselves
 */
export function receivers(world: World, leading: ReadonlySet<Module>): Set<string> {
  const ids = new Set([...leading].map((m) => m.id))
  const out = new Set<string>()
  for (const module of leading) {
    for (const id of handedTo(world, module, ids)) out.add(id)
    // `files[key].default(http)`: which of its calls calls them only values say.
    if (module.globs.length && handsOver(world, module, ids))
      for (const id of loadedByName(module)) if (!ids.has(id)) out.add(id)
  }
  // A barrel hands on what it is given, and so does `(http) => ({ user: user(http) })`.
  for (const id of out) {
    const module = world.modules.get(id)
    if (!module) continue
    for (const target of handedOn(module)) out.add(target)
    for (const target of givenParameters(module)) if (!ids.has(target)) out.add(target)
  }
  return out
}

/** The modules whose functions a module calls with what reaches the platform. */
export function handedTo(world: World, module: Module, leading: { has(id: string): boolean }): Set<string> {
  const out = new Set<string>()
  const { nodes } = module.summary
  for (const n of nodes) {
    if (n[0] !== 'call' && n[0] !== 'new') continue
    const target = importedFrom(module, nodes[n[1]]!)
    if (target === null || leading.has(target) || out.has(target)) continue
    if (n[2].some((a) => carries(world, module, typeof a === 'number' ? a : a[1], leading))) out.add(target)
  }
  return out
}

/** The module that a callee comes from: `createApi`, `utils.promisify`. */
function importedFrom(module: Module, callee: Node): string | null {
  const { nodes, specifiers } = module.summary
  let n = callee
  for (let i = 0; i < 6 && n[0] === 'member'; i++) n = nodes[n[1]]!
  return n[0] === 'import' || n[0] === 'require' ? (module.resolved.get(specifiers[n[1]]!) ?? null) : null
}

/** The modules that a module loads by a pattern of their names. */
function loadedByName(module: Module): string[] {
  return module.globs.flatMap((files) => (files ?? []).map(([, id]) => id))
}

function handsOver(world: World, module: Module, leading: { has(id: string): boolean }): boolean {
  return module.summary.nodes.some(
    (n) =>
      (n[0] === 'call' || n[0] === 'new') &&
      n[2].some((a) => carries(world, module, typeof a === 'number' ? a : a[1], leading)),
  )
}

function handedOn(module: Module): string[] {
  const { nodes, exports, stars, specifiers } = module.summary
  const out: string[] = []
  const add = (specifier: number): void => {
    const target = module.resolved.get(specifiers[specifier]!)
    if (target != null) out.push(target)
  }
  for (const [, ref] of exports) {
    const n = nodes[ref]!
    if (n[0] === 'import') add(n[1])
  }
  for (const specifier of stars) add(specifier)
  out.push(...loadedByName(module))
  return out
}

/** The modules whose functions a module calls with what its own functions are handed. */
function givenParameters(module: Module): string[] {
  const { nodes, specifiers } = module.summary
  const out: string[] = []
  for (const n of nodes) {
    if (n[0] !== 'call' || !n[2].some((a) => typeof a === 'number' && nodes[a]![0] === 'param')) continue
    const queue = [n[1]]
    for (let i = 0; i < queue.length && i < MAX_NODES; i++) {
      const from = nodes[queue[i]!]!
      if (from[0] === 'member' || from[0] === 'index') queue.push(from[1])
      // `tables[name].default(http)`
      else if (from[0] === 'obj') {
        for (const p of from[1]) if (p[0] === 'p') queue.push(p[2])
      } else if (from[0] === 'import' || from[0] === 'require') {
        const target = module.resolved.get(specifiers[from[1]]!)
        if (target != null) out.push(target)
      }
    }
  }
  return out
}

/** Whether an argument may hold an API, the platform, or what came from a module that leads there. */
function carries(world: World, module: Module, ref: Ref, leading: { has(id: string): boolean }): boolean {
  const { nodes } = module.summary
  const queue = [ref]
  for (let i = 0; i < queue.length && i < MAX_NODES; i++) {
    const n = nodes[queue[i]!]!
    if (isPlatform(world, module, n)) return true
    switch (n[0]) {
      case 'import':
      case 'require':
        if (leads(world, module, n, leading)) return true
        break
      case 'member': {
        const object = nodes[n[1]]!
        // What else the platform holds asks for nothing.
        if (!isPlatform(world, module, object)) queue.push(n[1])
        else if (world.apis.has(n[2])) return true
        break
      }
      case 'call':
      case 'new':
        // `createApi(initRequest())`
        if (nodes[n[1]]![0] === 'import') queue.push(n[1])
        break
      case 'set':
        queue.push(n[1])
        break
      case 'obj':
        for (const p of n[1]) if (p[0] === 'p') queue.push(p[2])
    }
  }
  return false
}

/** `wx`, or a framework's namespace by its import. */
function isPlatform(world: World, module: Module, n: Node): boolean {
  if (n[0] === 'global') return world.namespaces.has(n[1])
  if (n[0] !== 'import' || frameworkOf(module.summary.specifiers[n[1]]!) === undefined) return false
  return n[2] === 'default' || n[2] === '*' || world.apis.has(n[2])
}

function leads(
  world: World,
  module: Module,
  n: Extract<Node, ['import', ...unknown[]] | ['require', ...unknown[]]>,
  leading: { has(id: string): boolean },
): boolean {
  const specifier = module.summary.specifiers[n[1]]!
  const target = module.resolved.get(specifier)
  return target != null ? leading.has(target) : world.isClient(specifier)
}
