import type { ModuleSummary, Ref } from '../extract/ir'

/** The objects that hold the functions of a module under a name, where each stands elsewhere, by function. */
export function holders({ nodes, functions, commonjs }: ModuleSummary): ReadonlyMap<number, readonly Ref[]> {
  const out = new Map<number, Ref[]>()
  const exported = new Set<Ref>()
  for (let ref = commonjs; ref >= 0 && !exported.has(ref);) {
    exported.add(ref)
    const n = nodes[ref]!
    ref = n[0] === 'set' ? n[1] : -1
  }
  const add = (value: Ref, holder: Ref): void => {
    const n = nodes[value]!
    if (n[0] !== 'fn' || functions[n[1]]!.owner >= 0 || functions[n[1]]!.cls >= 0) return
    const list = out.get(n[1])
    if (!list) out.set(n[1], [holder])
    else if (!list.includes(holder)) list.push(holder)
  }
  nodes.forEach((n, ref) => {
    const holder = exported.has(ref) ? commonjs : ref
    if (n[0] === 'set') add(n[3], holder)
    // `http[method] = function () {…}`: which of its members that is, is seen from outside.
    else if (n[0] === 'setIndex') add(n[3], n[1])
    else if (n[0] === 'obj') for (const p of n[1]) if (p[0] === 'p') add(p[2], holder)
  })
  return out
}
