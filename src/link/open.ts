import { paramKey, type Alternatives, type ParamValue, type Part, type TextPart } from './values'

/** How a parameter takes part in a URL's beginning. */
export interface Open {
  param: ParamValue
  /**
   * `head`: it fills the origin, or all that stands in front of it is one base.
   * `path`: pieces of a path stand in front of it; only a caller that begins with `/` supplies the path.
   * `late`: what stands in front of it ends in `/`; only a caller whose text is a path of several names supplies it.
   */
  mode: 'head' | 'path' | 'late'
}

const MODES: readonly Open['mode'][] = ['head', 'path', 'late']

/** The parameters that fill the origin or the start of the path. One that fills only a later piece is none. */
export function openParameters(urls: Alternatives): Open[] {
  const out = new Map<string, Open>()
  const add = (param: ParamValue, mode: Open['mode']): void => {
    const key = paramKey(param)
    const other = out.get(key)
    if (!other || MODES.indexOf(mode) < MODES.indexOf(other.mode)) out.set(key, { param, mode })
  }
  for (const { v } of urls) {
    if (v.t === 'param') add(v, 'head')
    else if (v.t === 'text') openIn(v.parts, add)
  }
  return [...out.values()]
}

function openIn(parts: readonly Part[], add: (p: ParamValue, mode: Open['mode']) => void): void {
  let before = ''
  let pieces = 0
  for (const [i, part] of parts.entries()) {
    if (!('hole' in part)) {
      before += part.s
      if (part.s) pieces++
      continue
    }
    if (!part.param) {
      // An unknown base or host may stand in front; anything else ends what can be followed.
      if (i > 1 || (i > 0 && !/^[a-z][a-z\d+.-]*:\/\/$/i.test(before))) return
      pieces++
      continue
    }
    const authority = /^(?:[a-z][a-z\d+.-]*:)?\/\/[^/?#]*\/?$/i.test(before)
    if (
      before === '' ||
      before === '/' ||
      authority ||
      (pieces === 1 && onlyBase(parts[0]!, part.param)) ||
      parts.slice(0, i).every((p) => !('hole' in p) && p.base)
    )
      add(part.param, 'head')
    else if (!/[/?&=#_:.-]$/.test(before) && !before.includes('?')) add(part.param, 'path')
    else if (/^(?:(?:[a-z][a-z\d+.-]*:)?\/)?\/[^?#]*\/$/i.test(before)) add(part.param, 'late')
    else return
    // `host + path`: what follows the first open piece may be open too while no path has begun.
    if (before && !before.endsWith('://') && !authority) return
    if (i > 2) return
    pieces++
  }
}

/** A base that was written elsewhere than in the function whose parameter follows it. */
function onlyBase(part: Part, param: ParamValue): boolean {
  if ('hole' in part || !/^(?:[a-z][a-z\d+.-]*:)?\/\//i.test(part.s)) return false
  if (part.base) return true
  const at = (part as TextPart).at
  if (!at || !('module' in at)) return true
  if (at.module !== param.module) return true
  const record = param.module.summary.functions[param.fn]!
  return at.pos < record.pos
}

/** `user/list`, `server/{*}`: names with a slash between them. */
const isPath = ([p, more]: readonly Part[]): boolean =>
  p !== undefined &&
  !('hole' in p) &&
  (/^[a-z][\w-]*\/[a-z]/i.test(p.s) || (more !== undefined && /^[a-z][\w-]*\/$/i.test(p.s)))

/** Whether a call hands over something of its own, and not merely its own parameter. */
export function supplied(value: Alternatives, open: Open): boolean {
  return value.some(({ v }) => {
    if (open.mode === 'late') return v.t === 'text' && isPath(v.parts)
    switch (v.t) {
      case 'param':
        return false
      case 'prim':
        return v.p !== undefined && v.p !== null
          ? open.mode === 'head' && typeof v.p === 'string'
          : v.missing !== undefined
      case 'text': {
        const first = v.parts[0]
        if (!first) return false
        if ('hole' in first) {
          if (!first.param) return open.mode === 'head'
          // `'' + url` is the parameter again.
          return (
            v.parts.length > 1 &&
            open.mode === 'head' &&
            v.parts.slice(1).some((p) => !('hole' in p) && /^[^?&=]/.test(p.s))
          )
        }
        return open.mode === 'head' || first.s.startsWith('/')
      }
      case 'unknown':
        return open.mode === 'head'
      default:
        return open.mode === 'head' && v.t === 'builtin'
    }
  })
}
