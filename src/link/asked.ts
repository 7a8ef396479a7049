import { operands, type Ref } from '../extract/ir'
import { isStill, reachedLater, sinkFrame, type Entered, type Handed } from './chains'
import { around, type Edge } from './edges'
import type { Arguments, Frame } from './frame'
import { filledElsewhere } from './handed'
import type { Module } from './module'
import { narrowed } from './narrow'
import { withArguments } from './opaque'
import { possible, withoutRuledOutAt } from './ruled-out'
import type { Sink } from './sinks'
import { limit, restrict, unknown, type Alternative, type Alternatives, type Part } from './values'
import type { World } from './world'
import { reachable } from './writes'

/** What is asked for at the end of a chain of calls. */
export interface Asked {
  sink: Sink
  urls: Alternatives
}

/** What a call asks for that hands over nothing that is known: what was found for all callers. */
export function askedWith(world: World, known: Asked, edge: Edge): Asked | null {
  const { module, ref } = edge.call
  const n = module.summary.nodes[ref]!
  const urls = withArguments(world, known.urls, edge, n[0] === 'call' || n[0] === 'new' ? n[3] : 0)
  return urls && { sink: known.sink, urls: withoutRuledOutAt(world, edge, urls) }
}

/**
 * What is asked for when the sink is reached through a chain of calls (innermost first); null where these callers don't
 * reach it. Of what a call hands over, only what leads there counts: a function that opens both pages and web views is
 * handed both, and each goes its own way.
 */
export function askedBy(world: World, sink: Sink, chain: readonly Edge[]): Asked | null {
  const first = sinkFrame(world, sink, chain)
  const asked = first && ask(world, sink, chain, first)
  // Where nothing is known of what is asked for, nothing untrue is said of it.
  if (!asked?.urls.some(({ v }) => v.t === 'text' && v.parts[0] && !('hole' in v.parts[0]))) return asked
  for (const tested of testedParameters(sink, chain)) {
    const each = oneByOne(first!.given[tested.at], tested, chain.length)
    const reached = each.flatMap((handed) => {
      const entered = sinkFrame(world, sink, chain, null, handed)
      const own = entered && ask(world, sink, chain, entered)
      return own ? [{ ...own, urls: restrict(own.urls, handed.of.w, handed.of.a) }] : []
    })
    if (world.tripped) break
    // Where all lead there, they say the same together, in fewer words.
    if (reached.length === each.length) continue
    return reached.length ? { sink: reached[0]!.sink, urls: limit(reached.flatMap((x) => x.urls)) } : null
  }
  return asked
}

function ask(world: World, sink: Sink, chain: readonly Edge[], entered: Entered): Asked | null {
  const { frame } = entered
  if (!isStill(world, sink, chain, frame)) return null
  // What this caller hands in may rule the place out.
  const leads = (into: Frame): boolean =>
    reachable(world, sink.module, sink.module.conditionOf(sink.ref), around(sink.module, sink.fn, into)).when !== 0
  const again = sink.ref >= 0 && !leads(frame)
  if (again && !reachedLater(world, chain, 0, leads)) return null
  const later = again || entered.later
  const here = narrowed(world, sink.module, sink.ref, frame)
  const urls = possible(world, sink, chain, frame, filledElsewhere(world, sink, chain, sink.url(here)))
  return { sink: sink.at?.(frame) ?? sink, urls: later ? urls.map((x) => givenLater(x, sink.module)) : urls }
}

/** What is reached in a later round only was handed then what is left out now: `next(...args, ...more)`. */
function givenLater(x: Alternative, module: Module): Alternative {
  const isLeftOut = (p: Part): boolean => !('hole' in p) && p.s === 'undefined' && p.at === null && !p.missing
  return x.v.t === 'text' && x.v.parts.some(isLeftOut) ? { ...x, v: unknown('parameter', module, 0) } : x
}

/** Alternatives of an argument beyond which each is not followed by itself. */
const MANY = 16

/** Parameters of the functions on one way that are looked at. */
const MOST_TESTED = 4

/** A parameter of the function that a call of the chain enters, by the call's place in the chain. */
interface Tested {
  at: number
  index: number
}

/** The alternatives of an argument, one at a time; none where there is nothing to tell apart. */
function oneByOne(given: Arguments | undefined, { at, index }: Tested, calls: number): Handed[] {
  const alternatives = given?.get(index) ?? []
  // A single one is known at the outermost call as it is; further in, the look that says what is reached may have missed it.
  const fewest = at < calls - 1 ? 1 : 2
  const isKnown = ({ v }: Alternative): boolean => v.t !== 'param' && v.t !== 'unknown'
  if (alternatives.length < fewest || alternatives.length > MANY || !alternatives.some(isKnown)) return []
  return alternatives.map((of, which) => ({ at, index, which, of }))
}

/** The parameters that tests look at on the way: in front of the sink, and of each call that leads to it. */
function testedParameters(sink: Sink, chain: readonly Edge[]): Tested[] {
  const out: Tested[] = []
  for (let at = 0; at < chain.length; at++) {
    const { module, fn } = chain[at]!.callee
    const inner = at > 0 ? chain[at - 1]!.call : sink
    if (inner.module !== module || inner.ref < 0 || module.takesList(fn)) continue
    const found = new Set<number>()
    for (let c = module.conditionOf(inner.ref); c >= 0;) {
      const [parent, test] = module.summary.conditions[c]!
      parametersIn(module, test, fn, 0, found)
      c = parent
    }
    for (const index of found) out.push({ at, index })
  }
  return out.slice(0, MOST_TESTED)
}

/** How deep a test is looked through for parameters. */
const DEPTH = 6

function parametersIn(module: Module, ref: Ref, fn: number, depth: number, out: Set<number>): void {
  const n = module.summary.nodes[ref]!
  if (n[0] === 'param' && n[1] === fn) out.add(n[2])
  if (depth < DEPTH) for (const r of operands(n)) parametersIn(module, r, fn, depth + 1, out)
}
