import { placeOf, type Found } from './network'
import { withoutCallers } from './parameter-steps'
import { fillTraces } from './trace-fill'
import type { NetworkCall } from './types'
import { resolveUrls } from './url'
import { limit } from './values'
import type { World } from './world'

const standing = (f: Found): Found => ({ ...f, inner: false, urls: limit(f.alone!) })

/** One entry for each place, API and category: the ways that lead through it are its alternatives. */
export function mergeFound(world: World, all: readonly Found[]): NetworkCall[] {
  const by = new Map<string, Found[]>()
  for (const f of all) {
    const key = `${f.module.index}:${f.pos}:${f.sink.category}:${f.sink.category === 'none' ? f.sink.api : ''}`
    const list = by.get(key)
    if (list) list.push(f)
    else by.set(key, [f])
  }
  const out: NetworkCall[] = []
  for (const all of by.values()) {
    // A wrapper that some callers leave its URL is a call of its own; what the others give is told for them.
    const alone = all.filter((f) => f.inner && f.alone)
    const list = alone.length ? [...all.filter((f) => !f.inner), ...alone.map(standing)] : all
    const first = list[0]!
    const when = list.reduce((m, f) => m | f.sink.when, 0)
    const resolved = resolveUrls(
      world,
      withoutCallers(
        world,
        list.flatMap((f) => f.urls),
      ),
      {
        glued: list.every((f) => f.glued || !f.inner) && list.some((f) => f.glued),
        own: list.every((f) => !f.chain.length),
        when,
        module: first.module,
        pos: first.pos,
      },
    )
    if (!resolved) continue
    fillTraces(world, list, resolved.urls)
    out.push({
      ...placeOf(first.module, first.pos),
      api: first.sink.api,
      category: first.sink.category,
      via: first.via,
      inner: list.some((f) => f.inner),
      ...resolved,
    })
  }
  return out.sort((a, b) =>
    a.file < b.file
      ? -1
      : a.file > b.file
        ? 1
        : a.line - b.line || a.column - b.column || (a.category < b.category ? -1 : 1),
  )
}
