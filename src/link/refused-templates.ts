import { scriptOf, sourceKind } from '../extract/markup'
import type { World } from './world'

const TEMPLATE_SCRIPT = /\.(?:wxs|sjs|qs|jds|dds)$/

/**
 * Templates that the gate refused and that are looked at all the same: their page or component, or a template script
 * of theirs, was summarised, and its values may be the URL; or a template that was takes them in.
 */
export class RefusedTemplates {
  private readonly all: (readonly [template: string, scripts: readonly string[]])[] = []

  /** @param resolve the file that a path in a template leads to */
  static async of(
    refused: ReadonlyMap<string, object>,
    resolve: (path: string, template: string) => string | null | Promise<string | null>,
  ): Promise<RefusedTemplates> {
    const out = new RefusedTemplates()
    for (const [id, record] of refused) {
      if (sourceKind(id)?.type !== 'template') continue
      const scripts = scriptOf(id)
      for (const path of (record as { specifiers?: readonly string[] }).specifiers ?? []) {
        const target = TEMPLATE_SCRIPT.test(path) ? await resolve(path, id) : null
        if (target !== null) scripts.push(target)
      }
      out.all.push([id, scripts])
    }
    return out
  }

  /** Ids of those that are due. */
  due(world: World, refused: { has(id: string): boolean }, summarised: { has(id: string): boolean }): string[] {
    if (!this.all.length) return []
    const out = this.all
      .filter(([id, scripts]) => refused.has(id) && scripts.some((s) => summarised.has(s)))
      .map(([id]) => id)
    for (const id of world.pages.takenIn()) if (refused.has(id)) out.push(id)
    return out
  }
}
