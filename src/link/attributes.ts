import { isForMode, sourceKind } from '../extract/markup'
import { evaluate } from './evaluate'
import type { Sink } from './sinks'
import { UNDEFINED, type Alternative, type Missing, type Part } from './values'
import type { World } from './world'

/** Template attributes that hand a URL to the platform. */
export function attributeSinks(world: World): Sink[] {
  const out: Sink[] = []
  const mode = world.defines.get('__mpx_mode__')?.value
  for (const module of world.modules.values()) {
    if (!module.summary.attributes.length) continue
    const native = sourceKind(module.id)?.type === 'template'
    for (const a of module.summary.attributes) {
      const row = world.attributes.get(`${a.element}.${a.attribute}`)
      if (!row || (a.modes !== undefined && typeof mode === 'string' && !isForMode(a.modes, mode))) continue
      const fn = module.owner(a.value)
      out.push({
        api: `${a.element}.${a.attribute}`,
        category: row.category,
        module,
        fn,
        pos: a.pos,
        ref: -1,
        value: a.value,
        label: `${a.element}.${a.attribute}`,
        when: 15,
        url: (frame) => {
          const value = evaluate(world, module, a.value, frame)
          return (native ? value.map(withoutMissing) : value).map(withoutBlank)
        },
        outer: null,
      })
    }
  }
  return out
}

/** An empty text asks for nothing: it keeps the place of what comes later. */
function withoutBlank(x: Alternative): Alternative {
  if (x.v.t !== 'text' || x.v.parts.length) return x
  return { ...x, v: { t: 'unknown', reason: 'variable', module: null, pos: 0, blank: true } }
}

/** What a native template lacks may come from elsewhere, and shows as nothing where it doesn't: it is no `undefined`. */
function withoutMissing(x: Alternative): Alternative {
  const hole = (m: Missing): Part => ({ hole: true, reason: 'variable', module: m.module, pos: m.pos, name: m.name })
  if (x.v.t === 'prim' && x.v.missing) return { ...x, v: UNDEFINED }
  if (x.v.t !== 'text' || !x.v.parts.some((p) => !('hole' in p) && p.missing)) return x
  return { ...x, v: { t: 'text', parts: x.v.parts.map((p) => (!('hole' in p) && p.missing ? hole(p.missing) : p)) } }
}
