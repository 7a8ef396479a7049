import type { Ref } from '../extract/ir'
import type { Edge } from './edges'
import { assume } from './alternatives'
import { evaluate } from './evaluate'
import type { Frame } from './frame'
import type { Module } from './module'
import { truth } from './truth'
import type { Sink } from './sinks'
import type { Alternative, Alternatives } from './values'
import type { World } from './world'

/** Alternatives of a test beyond which each URL is not compared with them. */
const MAX_TOLD = 48

/** A place's URLs without what the conditions of the place itself, and of the outermost call that leads to it, rule out. */
export function possible(
  world: World,
  sink: Sink,
  chain: readonly Edge[],
  frame: Frame,
  urls: Alternatives,
): Alternatives {
  if (urls.length < 2) return urls
  const own = sink.ref < 0 ? -1 : sink.module.conditionOf(sink.ref)
  return withoutRuledOutAt(world, chain.at(-1), withoutRuledOut(world, sink.module, own, frame, urls))
}

/**
 * The URLs without those that the conditions of their own place rule out: behind `if (!path) return` no path is empty,
 * though `path` may be when it is looked at alone. What is asked for is told apart by what was assumed of it.
 */
function withoutRuledOut(
  world: World,
  module: Module,
  condition: number,
  frame: Frame,
  urls: Alternatives,
): Alternatives {
  let out = urls
  for (let c = condition; c >= 0 && out.length > 1;) {
    const [parent, test, truthy] = module.summary.conditions[c]!
    out = holding(world, module, test, truthy === 1, frame, out)
    c = parent
  }
  return out
}

/** The same for the call at the end of a way. */
export function withoutRuledOutAt(world: World, edge: Edge | undefined, urls: Alternatives): Alternatives {
  if (!edge || urls.length < 2) return urls
  const { module, ref, frame } = edge.call
  return withoutRuledOut(world, module, module.conditionOf(ref), frame, urls)
}

function holding(
  world: World,
  module: Module,
  test: Ref,
  truthy: boolean,
  frame: Frame,
  urls: Alternatives,
): Alternatives {
  if (urls.length < 2) return urls
  const n = module.summary.nodes[test]!
  if (n[0] === 'unary' && n[1] === '!') return holding(world, module, n[2], !truthy, frame, urls)
  if (n[0] === (truthy ? 'and' : 'or')) {
    const [, left, right] = n as readonly [string, Ref, Ref]
    return holding(world, module, right, truthy, frame, holding(world, module, left, truthy, frame, urls))
  }
  const tests = evaluate(world, module, test, frame)
  if (tests.length < 2 || tests.length > MAX_TOLD) return urls
  const kept = tests.filter((x) => truth(x.v) !== !truthy)
  if (kept.length === tests.length) return urls
  const fits = (u: Alternative): boolean => kept.some((x) => assume(x.a, u.a) !== undefined && (x.w & u.w) !== 0)
  const out = urls.filter(fits)
  return out.length ? out : urls
}
