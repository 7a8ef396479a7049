import { scriptOf, sourceKind } from '../extract/markup'
import { ROUTER_APIS } from '../platforms'
import { argumentsOf } from './arguments'
import type { AttributeUse } from './component-uses'
import { exportOf } from './imports'
import type { Module } from './module'
import type { QueryInForce } from './query'
import type { Alternatives, Hole, Value } from './values'
import type { World } from './world'

/** An attribute of a template: a `<web-view src>` whose URL is not plain text, so that what opens its page may say it; a `<navigator url>`. */
export interface WebView {
  module: Module
  /** Index in the module's `attributes`. */
  index: number
}

/** The options that a template's page or component was made with, and the module that holds them. */
export interface Owner {
  module: Module
  value: Value
}

/** What is known of pages and their templates; found when it is asked for. */
export class Pages {
  /** Web views whose URL is not plain text. */
  readonly webViews: WebView[] = []
  /** `<navigator url>` of all templates. */
  readonly navigators: WebView[] = []
  /** Roots of programs, by directory. */
  readonly roots = new Map<string, string | null>()
  /** What web views make of queries, by both; see `router.ts`. */
  readonly answers = new Map<string, { holes: readonly Hole[]; urls: Alternatives }>()
  /** The query of the navigation that is being followed. */
  query: QueryInForce | null = null
  private readonly templates: Module[] = []
  private owners = new Map<Module, readonly Owner[]>()
  private includers: Map<string, Module[]> | null = null

  private readonly attributes = new Map<string, AttributeUse[]>()

  /** The attributes of that name that elements of that name have, in all templates. */
  uses(element: string, attribute: string): readonly AttributeUse[] {
    return this.attributes.get(`${element}.${attribute}`) ?? []
  }

  /** Takes note of a module's templates. */
  add(module: Module, isWebView: (element: string, attribute: string) => boolean): void {
    const { attributes, specifiers, nodes } = module.summary
    if (specifiers.length && sourceKind(module.id)?.type !== 'script') this.templates.push(module)
    attributes.forEach((a, index) => {
      const name = `${a.element}.${a.attribute}`
      const uses = this.attributes.get(name)
      if (uses) uses.push({ module, index })
      else this.attributes.set(name, [{ module, index }])
      if (a.element === 'navigator' && a.attribute === 'url') this.navigators.push({ module, index })
      else if (isWebView(a.element, a.attribute) && nodes[a.value]![0] !== 's') this.webViews.push({ module, index })
    })
  }

  /** Forgets what was found with fewer modules. */
  reset(): void {
    this.owners = new Map()
    this.includers = null
    this.answers.clear()
    this.roots.clear()
  }

  /** Names by which modules open pages, where that may fill the URL of a web view; else none. */
  get routerNames(): readonly string[] {
    return this.webViews.length ? [...ROUTER_APIS.keys(), 'navigator', 'Navigator'] : []
  }

  /** The pages and components that a template belongs to: the script beside it, or what includes it. */
  ownersOf(world: World, template: Module): readonly Owner[] {
    const known = this.owners.get(template)
    if (known) return known
    // Set first: templates may include each other.
    this.owners.set(template, [])
    const own = this.scripts(world, template).flatMap((m) => optionsOf(world, m))
    const owners = own.length ? own : this.includersOf(template).flatMap((m) => this.ownersOf(world, m))
    this.owners.set(template, owners)
    return owners
  }

  /** The modules that hold a template's page or component; those without a summary are asked for. */
  scripts(world: World, template: Module): Module[] {
    const { script, specifiers } = template.summary
    if (script !== undefined) {
      const target = world.target(template, specifiers[script]!)
      return target ? [target] : []
    }
    for (const id of scriptOf(template.id)) {
      const module = world.modules.get(id)
      if (module) return [module]
      if (!world.isKnown(id)) continue
      world.wanted.add(id)
      return []
    }
    // The template of a component, and JSX, stand with their script.
    return sourceKind(template.id)?.type === 'template' ? [] : [template]
  }

  /** Ids of the templates that others take in, whole or by name. */
  takenIn(): string[] {
    return this.templates.flatMap(
      (m) => [...m.resolved.values()].filter((id) => id !== null && sourceKind(id)?.type === 'template') as string[],
    )
  }

  private includersOf(template: Module): readonly Module[] {
    if (!this.includers) {
      this.includers = new Map()
      for (const m of this.templates)
        for (const spec of m.summary.includes ?? []) {
          const target = m.resolved.get(m.summary.specifiers[spec]!)
          if (!target) continue
          const list = this.includers.get(target)
          if (list) list.push(m)
          else this.includers.set(target, [m])
        }
    }
    return this.includers.get(template.id) ?? []
  }
}

/** Functions that make pages and components, the platforms' own and those that projects wrap around them. */
const MAKERS = /(?:page|component)$/i

/** What a script makes its pages and components with. */
function optionsOf(world: World, module: Module): Owner[] {
  const out: Owner[] = []
  const { summary } = module
  const add = (value: Value): void => {
    if (value.t === 'obj' || value.t === 'over' || value.t === 'merged' || value.t === 'class')
      if (!out.some((o) => o.value === value)) out.push({ module, value })
  }
  for (const [ref] of summary.calls) {
    const n = summary.nodes[ref]!
    if (n[0] !== 'call' || !n[2].length || !MAKERS.test(n[4])) continue
    const args = argumentsOf(world, { module, ref, frame: module.frameOf(module.owner(ref)) })
    for (const x of args.get(n[2].length - 1)) add(x.v)
  }
  if (!out.length && summary.exports.some(([name]) => name === 'default'))
    for (const x of exportOf(world, module, 'default', new Set(), module, 0)) add(x.v)
  return out
}
