import type { Module } from './module'
import type { World } from './world'

/** A module of more calls is a library that was copied in: only calls that name an API, or what it imports, are walked. */
const MANY_CALLS = 3_000

/** The calls of a module that may lead to the platform, each with its condition. */
export function callsToWalk(world: World, module: Module): readonly (readonly [number, number])[] {
  if (!world.relevant.has(module) && !world.receivers.has(module.id)) return []
  const { calls } = module.summary
  return calls.length > MANY_CALLS ? calls.filter(([ref]) => plainlyRelevant(world, module, ref)) : calls
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
