import { scriptOf, sourceKind } from '../extract/markup'
import type { Module } from './module'

/** Which modules a change of one can reach, and which others these need. */
export class Neighbours {
  private readonly targets = new Map<string, ReadonlyMap<string, string | null>>()
  private readonly importers = new Map<string, string[]>()
  /** A template and the script of its page or component. */
  private readonly beside = new Map<string, string[]>()

  /**
   * @param ids of all modules, those without a summary too
   * @param influences by a module: those that give it something without being imported
   */
  constructor(
    modules: Iterable<Module>,
    ids: Iterable<string>,
    private readonly influences: ReadonlyMap<string, ReadonlySet<string>>,
  ) {
    for (const { id, resolved } of modules) {
      this.targets.set(id, resolved)
      for (const target of new Set(resolved.values())) if (target !== null) push(this.importers, target, id)
    }
    const all = new Set(ids)
    for (const id of all) {
      if (sourceKind(id)?.type !== 'template') continue
      for (const script of scriptOf(id)) {
        if (!all.has(script)) continue
        push(this.beside, id, script)
        push(this.beside, script, id)
      }
    }
  }

  /** What a specifier leads to, as it was resolved; undefined where it wasn't. */
  target(importer: string, specifier: string): string | null | undefined {
    return this.targets.get(importer)?.get(specifier)
  }

  importersOf(id: string): readonly string[] {
    return this.importers.get(id) ?? []
  }

  /** The modules that import these, through any number of modules; null where they are more than `most`. */
  affectedBy(ids: readonly string[], most: number): Set<string> | null {
    return closure(ids, most, (id) => [...this.importersOf(id), ...(this.beside.get(id) ?? [])])
  }

  /** All that these import or are given, through any number of modules; null where they are more than `most`. */
  neededBy(ids: readonly string[], most: number): Set<string> | null {
    return closure(ids, most, (id) => [
      ...[...(this.targets.get(id)?.values() ?? [])].filter((target) => target !== null),
      ...(this.influences.get(id) ?? []),
      ...(this.beside.get(id) ?? []),
    ])
  }
}

function closure(ids: readonly string[], most: number, next: (id: string) => readonly string[]): Set<string> | null {
  const out = new Set(ids)
  // What is added is gone over too.
  for (const id of out) {
    for (const other of next(id)) out.add(other)
    if (out.size > most) return null
  }
  return out
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
