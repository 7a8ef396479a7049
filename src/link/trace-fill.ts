import { placeOf, type Found } from './network'
import { traceTo } from './trace'
import type { At } from './trace-members'
import type { ResolvedUrl } from './types'
import type { World } from './world'

/** Uses of one literal whose way is told, where not all are asked for: a finding shows one. */
const TOLD = 2
/** Ways to one call that are tried for the trace of a URL: where some fail, hundreds would cost more than all the rest. */
const MAX_WAYS = 6

/** Fills the traces of a call's URLs: see {@link traceTo}. */
export function fillTraces(world: World, ways: readonly Found[], urls: readonly ResolvedUrl[]): void {
  for (const url of urls) {
    const { source } = url
    if (!source) continue
    const key = `${ways[0]!.sink.category} ${source.file}:${source.line}:${source.column}`
    const count = world.traced.get(key) ?? 0
    if (count >= TOLD && !world.traceAll) continue
    world.traced.set(key, count + 1)
    const module = world.modules.get(source.file)
    const literal = url.sourceLiteral
    const target =
      module && literal !== null && literal >= 0
        ? { module, pos: positionOf(module.summary.lines, source), literal }
        : source
    for (const way of ways.slice(0, MAX_WAYS)) {
      const trace = traceTo(world, starts(way), way.chain, target)
      if (!trace.length) continue
      const call = placeOf(way.module, way.pos)
      const last = trace[trace.length - 1]!
      const ends = last.file === call.file && last.line === call.line
      url.trace = ends ? trace : [...trace, { ...call, note: way.sink.api }]
      break
    }
  }
}

/** What the URL may be made of: the attribute's or assignment's value, else all that the call is given and what it is called on. */
function starts({ sink }: Found): At[] {
  const { module } = sink
  if (sink.value !== undefined) return [{ module, ref: sink.value }]
  const n = sink.ref < 0 ? undefined : module.summary.nodes[sink.ref]!
  if (n?.[0] !== 'call' && n?.[0] !== 'new') return []
  return [...n[2].map((a) => (typeof a === 'number' ? a : a[1])), n[1]].map((ref) => ({ module, ref }))
}

function positionOf(lines: readonly number[], { line, column }: { line: number; column: number }): number {
  return (lines[line - 1] ?? 0) + column - 1
}
