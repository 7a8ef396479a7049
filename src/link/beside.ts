import { scriptOf, sourceKind } from '../extract/markup'
import type { World } from './world'

/**
 * Templates that the gate refused and that are looked at all the same: their page or component was summarised, and its
 * data may hold the URL; or a template that was takes them in.
 */
export class RefusedTemplates {
  private readonly all: (readonly [template: string, scripts: readonly string[]])[] = []

  constructor(refused: Iterable<string>) {
    for (const id of refused) if (sourceKind(id)?.type === 'template') this.all.push([id, scriptOf(id)])
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
