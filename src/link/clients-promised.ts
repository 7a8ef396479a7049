import { argumentsOf } from './arguments'
import { clientOf } from './clients-setup'
import { evaluate } from './evaluate'
import type { BuiltinValue, CallRef, Value } from './values'
import type { World } from './world'
import { objectKey } from './write-index'

/** A member of an object on which a package put the platform's APIs with promises: `promisifyAll(wx, wxp)`. */
export function promisedMember(world: World, object: Value, name: string): BuiltinValue | null {
  const { promisifyAll } = world.clientTable
  if (!promisifyAll.some((f) => world.callsByName.has(f))) return null
  const key = objectKey(object)
  if (key === null || key.startsWith('b')) return null
  const namespace = promisedObjects(world).get(key)
  return namespace === undefined ? null : { t: 'builtin', path: `${namespace}.${name}` }
}

function promisedObjects(world: World): ReadonlyMap<string, string> {
  if (world.promisedObjects) return world.promisedObjects
  const out = new Map<string, string>()
  // Set first: evaluating the arguments may ask for it.
  world.promisedObjects = out
  for (const f of world.clientTable.promisifyAll) {
    for (const { module, ref } of world.callsByName.get(f) ?? []) {
      const call: CallRef = { module, ref, frame: module.frameOf(module.owner(ref)) }
      const node = module.summary.nodes[ref]!
      if (node[0] !== 'call') continue
      const callee = evaluate(world, module, node[1], call.frame).map((x) => clientOf(world, x.v))
      if (!callee.some((c) => c?.row.promisify?.all && c.path.rest === `#${c.row.promisify.all}`)) continue
      const args = argumentsOf(world, call)
      for (const { v: api } of args.get(0)) {
        for (const { v: target } of args.get(1)) {
          const key = objectKey(target)
          if (api.t === 'builtin' && world.namespaces.has(api.path) && key !== null) out.set(key, api.path)
        }
      }
    }
  }
  return out
}
