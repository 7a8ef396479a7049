import type { ClientAbsolute, ClientJoin } from '../platforms/clients'
import { partsOf } from './text'
import { one, type Alternatives, type Part, type TextPart, type Value } from './values'
import type { World } from './world'

/** How a client joins, and which URLs it leaves as they are. */
export interface JoinRule {
  join: ClientJoin
  absolute: ClientAbsolute
}

/** A request's URL as the client makes it of its base and what it was asked for. */
export function joinUrl(world: World, { join, absolute }: JoinRule, base: Value, url: Value): Alternatives {
  // A member that does not exist is asked for by that name.
  if (url.t === 'prim' && url.missing) return one(url)
  const path = url.t === 'prim' && (url.p === undefined || url.p === null) ? [] : partsOf(url)
  if (isEmpty(base)) return one(base.t === 'prim' && base.missing ? withMissing(base.missing, path) : url)
  if (base.t === 'unknown' && base.reason === 'env')
    return one(withMissing({ name: base.name ?? '', module: base.module, pos: base.pos }, path))
  const kind = absoluteness(world, path, absolute)
  if (kind === 'yes') return one(url)
  const joined: Value = { t: 'text', parts: joinParts(join, partsOf(base), path) }
  // A URL that only run time knows may be a whole one.
  return kind === 'open' ? [...one(joined), ...one(url)] : one(joined)
}

function isEmpty(v: Value): boolean {
  if (v.t === 'prim') return !v.p
  return v.t === 'text' && v.parts.every((p) => !('hole' in p) && p.s === '')
}

/** A base that will be missing when the program runs: the path alone is asked for. */
function withMissing(missing: NonNullable<TextPart['missing']>, path: readonly Part[]): Value {
  return { t: 'text', parts: [{ s: '', at: null, missing }, ...path] }
}

function absoluteness(world: World, path: readonly Part[], rule: ClientAbsolute): 'yes' | 'no' | 'open' {
  if (rule === 'never') return 'no'
  let text = ''
  for (const p of path) {
    if ('hole' in p) {
      // What fills a parameter is seen at the callers, where there are any.
      if (text === '')
        return p.param && (p.param.index < 0 || world.isCalled(p.param.module, p.param.fn)) ? 'no' : 'open'
      break
    }
    text += p.s
    if (text.length > 40) break
  }
  return (rule === 'http' ? /^http/ : /^(?:[a-z][a-z\d+.-]*:)?\/\//i).test(text) ? 'yes' : 'no'
}

function joinParts(rule: ClientJoin, base: readonly Part[], path: readonly Part[]): Part[] {
  const marked = base.map((p): Part => ('hole' in p ? p : { ...p, base: true }))
  if (rule === 'plain') return [...marked, ...path]
  if (!path.length) return marked
  const head = rule === 'keep-base' ? marked : dropEnd(marked, rule === 'combine' ? /\/+$/ : /\/$/)
  const rest = dropStart(path, rule === 'combine' ? /^\/+/ : /^\//)
  // The slash goes to a text where there is one, so that no piece of its own comes between base and path.
  const first = rest[0]
  if (first && !('hole' in first)) return [...head, { ...first, s: '/' + first.s }, ...rest.slice(1)]
  const last = head[head.length - 1]
  if (last && !('hole' in last)) return [...head.slice(0, -1), { ...last, s: last.s + '/' }, ...rest]
  return [...head, { s: '/', at: null }, ...rest]
}

function dropEnd(parts: readonly Part[], slashes: RegExp): Part[] {
  const last = parts[parts.length - 1]
  return last && !('hole' in last) ? [...parts.slice(0, -1), { ...last, s: last.s.replace(slashes, '') }] : [...parts]
}

function dropStart(parts: readonly Part[], slashes: RegExp): Part[] {
  const first = parts[0]
  return first && !('hole' in first) ? [{ ...first, s: first.s.replace(slashes, '') }, ...parts.slice(1)] : [...parts]
}
