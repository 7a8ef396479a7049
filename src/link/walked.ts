import type { Module } from './module'
import type { World } from './world'

/** A module of more calls is a library that was copied in: only calls that name an API, or what it imports, are walked. */
const MANY_CALLS = 3_000

/** Modules that hand one component on, one from the other. */
const MAX_BARRELS = 6

/** The calls of a module that may lead to the platform, each with its condition. */
export function callsToWalk(world: World, module: Module): readonly (readonly [number, number])[] {
  const { calls } = module.summary
  if (!leadsOn(world, module)) return calls.filter(([ref]) => targetOf(module, ref) !== null)
  const some = calls.length > MANY_CALLS ? calls.filter(([ref]) => plainlyRelevant(world, module, ref)) : calls
  return some.some(([ref]) => isElement(module, ref)) ? some.filter(([ref]) => mayAsk(world, module, ref)) : some
}

const leadsOn = (world: World, module: Module): boolean => world.relevant.has(module) || world.receivers.has(module.id)

/**
 * Whether a call is walked once it is asked what calls a function: all calls of modules that may lead to the platform, and of
 * others those that hand something to a module which keeps it (`setHost('https://…')` as the program starts).
 */
export function isWalked(world: World, module: Module, ref: number): boolean {
  if (leadsOn(world, module)) return true
  const target = targetOf(module, ref)
  return target !== null && world.modules.get(target)?.keepsArguments === true
}

/** The id of the module from which a call takes what it hands something to; null where it is its own, or a package's. */
function targetOf(module: Module, ref: number): string | null {
  const { nodes, specifiers } = module.summary
  const n = nodes[ref]!
  if (n[0] !== 'call' || !n[2].length) return null
  let callee = nodes[n[1]]!
  for (let i = 0; i < 6 && callee[0] === 'member'; i++) callee = nodes[callee[1]]!
  if (callee[0] !== 'import' && callee[0] !== 'require') return null
  return module.resolved.get(specifiers[callee[1]]!) ?? null
}

/** Whether a call is the element of a component: `<Web url={link} />`. */
function isElement(module: Module, ref: number): boolean {
  const n = module.summary.nodes[ref]!
  return n[0] === 'call' && n[4].charCodeAt(0) === 60
}

/** Elements of components that lead nowhere are many. */
function mayAsk(world: World, module: Module, ref: number): boolean {
  const n = module.summary.nodes[ref]!
  if (n[0] !== 'call' || !isElement(module, ref)) return true
  let from: Module | undefined = module
  let value = module.summary.nodes[n[1]]!
  // Through barrels, without a look at what they only hand on.
  for (let i = 0; i < MAX_BARRELS && from && value[0] === 'import'; i++) {
    const name: string = value[2]
    from = world.modules.get(from.resolved.get(from.summary.specifiers[value[1]]!) ?? '')
    const exported = from?.summary.exports.find(([n]) => n === name)
    if (!from || !exported) break
    value = from.summary.nodes[exported[1]]!
  }
  return from !== undefined && (from === module || world.relevant.has(from))
}

function plainlyRelevant(world: World, module: Module, ref: number): boolean {
  const n = module.summary.nodes[ref]!
  if (n[0] !== 'call' && n[0] !== 'new') return false
  let callee = module.summary.nodes[n[1]]!
  if (callee[0] === 'member' && world.apis.has(callee[2])) return true
  for (let i = 0; i < 6 && callee[0] === 'member'; i++) callee = module.summary.nodes[callee[1]]!
  return (
    callee[0] === 'import' ||
    callee[0] === 'require' ||
    (callee[0] === 'global' && (world.namespaces.has(callee[1]) || world.webApis.has(callee[1])))
  )
}
