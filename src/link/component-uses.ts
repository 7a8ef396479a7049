import { sourceKind } from '../extract/markup'
import { kebab } from '../extract/markup/names'
import { fillParameters } from './callers'
import { evaluate } from './evaluate'
import type { Module } from './module'
import { limit, type Alternative, type Alternatives } from './values'
import type { World } from './world'

/** Uses of one component that are looked at. */
const MAX_USES = 64

/**
 * What the project's templates hand to a property of a component (`<my-web url="{{link}}">`): of each use what is known.
 * There may be uses that aren't seen, so this is never all.
 */
export function handedOver(world: World, component: Module, property: string): Alternatives {
  // A shallow look asks for nothing that others say.
  if (world.shallow) return []
  world.influence.uses(component, property)
  const key = `<${component.index} ${property}`
  const known = world.dataMembers.get(key)
  if (known) return known
  // Set first: a component may use itself.
  world.dataMembers.set(key, [])
  const found = limit(usesOf(world, component, kebab(property)).flatMap((use) => valueOf(world, component, use)))
  world.dataMembers.set(key, found)
  return found
}

/** An attribute of a template: index in its module's `attributes`. */
export interface AttributeUse {
  module: Module
  index: number
}

/** What a use hands over, where it is anything that a URL can be made of. */
function valueOf(world: World, component: Module, { module, index }: AttributeUse): Alternatives {
  world.influence.add(component.id, module.id)
  const { value } = module.summary.attributes[index]!
  const frame = module.frameOf(module.owner(value))
  return fillParameters(world, evaluate(world, module, value, frame)).filter(isGiven)
}

function isGiven({ v }: Alternative): boolean {
  return v.t === 'text' ? v.parts.length > 0 && !v.parts.some((p) => 's' in p && p.missing) : HELD.has(v.t)
}

const HELD: ReadonlySet<string> = new Set(['obj', 'over', 'merged', 'omit', 'json', 'arr'])

function usesOf(world: World, component: Module, attribute: string): AttributeUse[] {
  const names = namesOf(world, component)
  return [...names.keys()]
    .flatMap((element) => world.pages.uses(element, attribute))
    .filter(({ module, index }) => names.get(module.summary.attributes[index]!.element)!(module))
    .slice(0, MAX_USES)
}

/** The names of elements that may be the component; with each, whether it is so in a template. */
function namesOf(world: World, component: Module): Map<string, (user: Module) => boolean> {
  const out = new Map<string, (user: Module) => boolean>()
  const own = elementOf(component.id)
  const stem = stemOf(component.id)
  const namesakes = [...world.modules.keys()].some((id) => elementOf(id) === own && stemOf(id) !== stem)
  // Without a configuration or an import that says so, the name alone has to be enough.
  out.set(own, (user) => {
    const imported = [...user.resolved.values()].filter((id) => id !== null && elementOf(id) === own)
    return imported.length ? imported.includes(component.id) : !namesakes
  })
  for (const user of world.modules.values()) {
    if (![...user.resolved.values()].includes(component.id)) continue
    for (const name of registered(user, component.id)) {
      const before = name === own ? undefined : out.get(name)
      if (name !== own) out.set(name, (m) => m === user || Boolean(before?.(m)))
    }
  }
  return out
}

/** The names under which a component's options register another one: `components: { Web: MyWeb }`. */
function registered(user: Module, id: string): string[] {
  const { nodes, specifiers } = user.summary
  const out: string[] = []
  for (const n of nodes) {
    if (n[0] !== 'obj') continue
    for (const p of n[1]) {
      const table = p[0] === 'p' && p[1] === 'components' ? nodes[p[2]]! : null
      if (table?.[0] !== 'obj') continue
      for (const entry of table[1]) {
        const value = entry[0] === 'p' ? nodes[entry[2]]! : null
        const spec = value?.[0] === 'import' || value?.[0] === 'require' ? value[1] : -1
        if (entry[0] === 'p' && spec >= 0 && user.resolved.get(specifiers[spec]!) === id) out.push(kebab(entry[1]))
      }
    }
  }
  return out
}

/** The element that a component's file stands for: its name, or that of its directory. */
function elementOf(id: string): string {
  const parts = stemOf(id).split('/')
  const name = parts.at(-1) === 'index' ? (parts.at(-2) ?? '') : parts.at(-1)!
  return sourceKind(id) ? kebab(name) : ''
}

function stemOf(id: string): string {
  return id.replace(/\?.*$/, '').replace(/\.\w+$/, '')
}
