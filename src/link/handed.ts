import { encloses, startOf } from './chains'
import type { Edge } from './edges'
import { filledBy } from './callers'
import type { Sink } from './sinks'
import { concatenate } from './text'
import { flatMap, one, type Alternatives, type ParamValue } from './values'
import type { World } from './world'

/**
 * The URLs of a place without the parameters of functions that it does not stand in: what such a function put into a
 * queue or a table is what its callers gave it. So are those of callbacks that the language calls (`then`, `map`): no
 * code of the project stands between.
 */
export function filledElsewhere(world: World, sink: Sink, chain: readonly Edge[], urls: Alternatives): Alternatives {
  const { length } = chain
  const isElsewhere = (p: ParamValue | undefined): p is ParamValue => {
    if (!p || p.index < 0) return false
    for (let i = length; i >= 0; i--)
      if (encloses(p.module, p.fn, startOf(sink, i < length ? chain.slice(0, i) : chain))) return isCallback(world, p)
    return true
  }
  const opens = urls.some(
    ({ v }) =>
      (v.t === 'param' && isElsewhere(v)) ||
      (v.t === 'text' && v.parts.some((p) => 'hole' in p && !p.changed && isElsewhere(p.param))),
  )
  if (!opens) return urls
  return flatMap(urls, (v) => {
    if (v.t === 'param') return isElsewhere(v) ? filledBy(world, v) : one(v)
    if (v.t !== 'text') return one(v)
    return concatenate(
      v.parts.map((p) =>
        'hole' in p && !p.changed && isElsewhere(p.param) ? filledBy(world, p.param) : one({ t: 'text', parts: [p] }),
      ),
    )
  })
}

/** Whether the language alone calls a function, with values that are known. */
function isCallback(world: World, p: ParamValue): boolean {
  const edges = world.callers(p.module, p.fn)
  return edges.length > 0 && edges.every((e) => e.byLanguage)
}
