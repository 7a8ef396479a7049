import { operands, type ModuleSummary, type Ref } from '../extract/ir'

/** What only reads a list: a method that is called on it, and what goes over its items. */
const READING = new Set(['member', 'element', 'pairs', 'keyof'])

/**
 * List literals that nothing holds: `['get', 'post'].forEach(…)`. Nobody can put anything into them, and who does so for
 * which list of a program is one of the dearest questions.
 */
export function loneLists(summary: ModuleSummary): ReadonlySet<Ref> {
  const { nodes, exports, commonjs, writes, variables, functions, classes, attributes } = summary
  const out = new Set<Ref>()
  for (const [ref, n] of nodes.entries()) if (n[0] === 'arr') out.add(ref)
  if (!out.size) return out
  for (const n of nodes) if (!READING.has(n[0])) for (const r of operands(n)) out.delete(r)
  for (const [, ref] of exports) out.delete(ref)
  out.delete(commonjs)
  for (const w of writes) {
    out.delete(w.object)
    out.delete(w.value)
  }
  for (const { values } of variables) for (const r of values) out.delete(r)
  for (const { result, outs } of functions) {
    out.delete(result)
    for (const [, r] of outs) out.delete(r)
  }
  for (const { fields, statics } of classes) for (const [, r] of [...fields, ...statics]) out.delete(r)
  for (const { value } of attributes) out.delete(value)
  return out
}
