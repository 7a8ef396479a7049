import type { World } from './world'

/**
 * Names of all that asks the platform for a URL: its APIs, the web's where it has them, and what the packages that the
 * project imports give.
 */
export function rootNames(world: World): Set<string> {
  const out = new Set<string>(world.pages.routerNames)
  for (const name of [...world.apis.keys(), ...world.webApis.keys()])
    out.add(name.replace(/\(\)/g, '').split('.').at(-1)!)
  let clients = world.clientTable.ownProperties.length > 0
  for (const module of world.relevant) {
    const { specifiers, nodes } = module.summary
    const ours = specifiers.map((s) => world.isClient(s))
    const imports = ours.includes(true)
    for (const n of nodes) {
      if (n[0] === 'import') {
        if (imports && ours[n[1]]) out.add(n[2] === '*' ? 'default' : n[2])
      } else if (n[0] === 'require' || n[0] === 'import()') {
        if (imports && ours[n[1]]) out.add('=exports').add('default')
      } else if (n[0] === 'member' && n[2].charCodeAt(0) !== 95 && world.clientTable.ofProperty(n[2])) {
        clients = true
        out.add(n[2])
      }
    }
    clients ||= imports
  }
  if (clients) for (const name of world.clientTable.methodNames) out.add(name)
  return out
}
