import { frameworkOf } from '../platforms'
import { clientImport } from './clients'
import { evaluate } from './evaluate'
import { member } from './members'
import type { Module } from './module'
import { limit, one, unknown, type Alternatives, type Value } from './values'
import type { World } from './world'

/** What an import binding stands for. */
export function importValue(world: World, module: Module, spec: number, name: string, pos: number): Alternatives {
  const specifier = module.summary.specifiers[spec] ?? ''
  const outside = external(specifier, name) ?? clientImport(world, module, specifier, name)
  if (outside) return one(outside)
  const target = world.target(module, specifier)
  if (target === undefined) return one(packageValue(specifier, name))
  if (target === null) return one(unknown('external', module, pos, specifier))
  return name === '*' ? one({ t: 'ns', module: target }) : exportOf(world, target, name, new Set(), module, pos)
}

/** The value of `require(…)` or of an awaited `import(…)`. */
export function requireValue(world: World, module: Module, spec: number, commonjs: boolean, pos: number): Alternatives {
  const specifier = module.summary.specifiers[spec]
  if (specifier === undefined) return one(unknown('external', module, pos))
  const outside = external(specifier, '*') ?? clientImport(world, module, specifier, '*')
  if (outside) return one(outside)
  const target = world.target(module, specifier)
  if (target === undefined) return one(packageValue(specifier, '*'))
  if (target === null) return one(unknown('external', module, pos, specifier))
  if (commonjs && target.summary.commonjs >= 0) return moduleExports(world, target)
  return one({ t: 'ns', module: target })
}

/** A framework's namespace (`Taro`), or one of its APIs. */
function external(specifier: string, name: string): Value | null {
  const row = frameworkOf(specifier)
  if (!row) return null
  const { framework, entry } = row
  if (entry.namespaces.includes(name)) return { t: 'builtin', path: framework.namespace }
  return entry.named ? { t: 'builtin', path: `${framework.namespace}.${name}` } : null
}

/** A package without source: its default export and its namespace are not told apart. */
function packageValue(specifier: string, name: string): Value {
  return { t: 'builtin', path: name === '*' || name === 'default' ? `pkg:${specifier}` : `pkg:${specifier}#${name}` }
}

/** `module.exports` of a module. */
export function moduleExports(world: World, module: Module): Alternatives {
  return module.summary.commonjs >= 0
    ? evaluate(world, module, module.summary.commonjs, module.top)
    : one({ t: 'ns', module })
}

/** The value that a module exports under a name, through re-exports. */
export function exportOf(
  world: World,
  target: Module,
  name: string,
  seen: Set<string>,
  from: Module,
  pos: number,
): Alternatives {
  const key = `${target.index}:${name}`
  if (seen.has(key)) return one(unknown('cycle', from, pos, name))
  seen.add(key)
  const s = target.summary
  const own: Alternatives[] = []
  for (const [exported, ref] of s.exports) {
    if (exported !== name) continue
    const n = s.nodes[ref]!
    // Re-exports are followed here, so that a cycle of barrels ends.
    if (n[0] === 'import') {
      const next = world.target(target, s.specifiers[n[1]] ?? '')
      if (next) {
        own.push(n[2] === '*' ? one({ t: 'ns', module: next }) : exportOf(world, next, n[2], seen, from, pos))
        continue
      }
    }
    own.push(evaluate(world, target, ref, target.top))
  }
  if (own.length) return limit(own.flat())
  if (s.commonjs >= 0) {
    const all = moduleExports(world, target)
    if (name !== 'default') return limit(all.flatMap((x) => member(world, x.v, name, from, pos)))
    // Bundlers hand an ES default import of a CommonJS module its `default` where it says it is one, else all of it.
    return limit(
      all.flatMap((x) => {
        const marked = member(world, x.v, '__esModule', from, pos)
        if (!marked.some((m) => m.v.t === 'prim' && m.v.p === true)) return [x]
        return member(world, x.v, 'default', from, pos)
      }),
    )
  }
  for (const star of name === 'default' ? [] : s.stars) {
    const next = world.target(target, s.specifiers[star] ?? '')
    if (!next) continue
    const value = exportOf(world, next, name, seen, from, pos)
    if (value.some((x) => x.v.t !== 'unknown' && !(x.v.t === 'prim' && x.v.p === undefined))) return value
  }
  if (s.error) return one(unknown('syntax', target, 0, name))
  if (s.stars.some((star) => !world.target(target, s.specifiers[star] ?? '')))
    return one(unknown('external', from, pos, name))
  return one({ t: 'prim', p: undefined, missing: { name, module: from, pos } })
}
