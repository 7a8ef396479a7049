import { encloses, startOf } from './chains'
import type { Edge } from './edges'
import { filledBy } from './callers'
import { openParameters } from './open'
import type { Sink } from './sinks'
import { eachPiece } from './text'
import { flatMap, one, type Alternatives, type ParamValue } from './values'
import type { World } from './world'

/**
 * The URLs of a place without the parameters of functions that it does not stand in: what such a function put into a
 * queue or a table is what its callers gave it.
 */
export function filledElsewhere(world: World, sink: Sink, chain: readonly Edge[], urls: Alternatives): Alternatives {
  const isElsewhere = (p: ParamValue | undefined): p is ParamValue => {
    if (!p || p.index < 0) return false
    if (encloses(p.module, p.fn, startOf(sink, chain))) return false
    for (let i = chain.length - 1; i >= 0; i--)
      if (encloses(p.module, p.fn, startOf(sink, chain.slice(0, i)))) {
        // `install(app, options)` runs once, wherever its closures are called from.
        return world.isCalled(p.module, p.fn) && world.isCalledByLanguage(p.module, p.fn)
      }
    return true
  }
  const opens = urls.some(
    ({ v }) =>
      (v.t === 'param' && isElsewhere(v)) ||
      (v.t === 'text' && v.parts.some((p) => 'hole' in p && !p.changed && isElsewhere(p.param))),
  )
  if (!opens) return urls
  return flatMap(urls, (v) => {
    if (v.t === 'param') return isElsewhere(v) ? givenBy(world, v) : one(v)
    if (v.t !== 'text') return one(v)
    return eachPiece(v, (p) =>
      'hole' in p && !p.changed && isElsewhere(p.param) ? givenBy(world, p.param) : one({ t: 'text', parts: [p] }),
    )
  })
}

/** What callers give; one that leaves it out asks for what another one gave before. */
function givenBy(world: World, p: ParamValue): Alternatives {
  const all = filledBy(world, p)
  const given = all.filter((x) => !(x.v.t === 'prim' && x.v.p === undefined && !x.v.missing))
  return given.length ? given : one(p)
}

/**
 * Whether an edge enters a callback that was written where it is handed on, or that the language alone calls (`then`,
 * `map`): it is no wrapper, and what it is called with belongs to the place inside it.
 */
export function entersCallback(world: World, { callee }: Edge): boolean {
  return callee.module.isHandedOn(callee.fn) || world.isCalledByLanguage(callee.module, callee.fn)
}

/** The calls of a chain that lead through wrappers: without those of callbacks, and what handed them on. */
export function wrappersOf(world: World, chain: readonly Edge[]): Edge[] {
  const out: Edge[] = []
  for (let i = 0; i < chain.length; i++) {
    const edge = chain[i]!
    if (!entersCallback(world, edge)) out.push(edge)
    else if (edge.outer && chain[i + 1] === edge.outer) i++
  }
  return out
}

/** Whether what a place asks for begins with text of its own, whatever the function around it is handed. */
export function saysItself(sink: Sink): boolean {
  const urls = sink.url(sink.module.frameOf(sink.fn))
  return (
    urls.length > 0 &&
    urls.every(({ v }) => v.t === 'text') &&
    openParameters(urls).every(({ mode }) => mode !== 'head')
  )
}
