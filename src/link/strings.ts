import { keyText } from './truth'
import { compile, matched, matches, replace } from './patterns'
import type { Arguments } from './frame'
import type { Module } from './module'
import { changedHoles, concatenate } from './text'
import {
  flatMap,
  one,
  textOf,
  UNDEFINED,
  unknown,
  type Alternatives,
  type CallRef,
  type Part,
  type TextPart,
  type TextValue,
  type Value,
} from './values'
import { urlMember } from './url-text'
import type { World } from './world'

const isText = (p: Part): p is TextPart => !('hole' in p)

/** The text in front of the first hole, and whether that is all. */
export function prefixOf(parts: readonly Part[]): { text: string; whole: boolean } {
  let text = ''
  for (const p of parts) {
    if (!isText(p)) return { text, whole: false }
    text += p.s
  }
  return { text, whole: true }
}

/** A method of a text: own implementations of the pure ones; all others are unknown. */
export function textMethod(world: World, v: TextValue, name: string, args: Arguments, call: CallRef): Alternatives {
  const lost = (): Alternatives => one(unknown('unsupported', call.module, 0))
  switch (name) {
    case 'toString':
    case 'valueOf':
    case 'normalize':
    case 'toJSON':
      return one({ t: 'text', parts: v.parts })
    case 'concat': {
      const rest = args.rest(0)
      if (rest.length !== 1 || rest[0]!.v.t !== 'arr') return lost()
      return concatenate([one(v), ...rest[0]!.v.items.map((x) => (Array.isArray(x) ? (x as Alternatives) : lost()))])
    }
    case 'trim':
    case 'trimStart':
    case 'trimEnd':
      return one({ t: 'text', parts: trim(v.parts, name !== 'trimEnd', name !== 'trimStart') })
    case 'toLowerCase':
    case 'toUpperCase':
      return one({
        t: 'text',
        parts: changedHoles(v.parts).map((p) =>
          isText(p) ? { ...p, s: name === 'toLowerCase' ? p.s.toLowerCase() : p.s.toUpperCase() } : p,
        ),
      })
    case 'replace':
    case 'replaceAll':
      return flatMap(args.get(0), (a) =>
        flatMap(args.get(1), (b) => replace(world, v, a, b, name === 'replaceAll', call)),
      )
    case 'slice':
    case 'substring':
    case 'substr':
      return flatMap(args.get(0), (a) =>
        flatMap(args.get(1), (b) =>
          one(notFound(b, call, 1) || notFound(a, call, 0) ? v : slice(v, name, a, b, call.module)),
        ),
      )
    case 'split':
      return flatMap(args.get(0), (a) => {
        const s = keyText(v)
        const by = a.t === 'builtin' && a.path.startsWith('/') ? compile(a.path) : null
        if (by) return s === null || s.length > MAX_SPLIT ? lost() : one(pieces(s.split(by), v))
        const sep = keyText(a)
        if (sep === null || a.t !== 'text') return lost()
        return one(s === null ? splitKnown(v, sep, call.module) : pieces(s.split(sep), v))
      })
    case 'localeCompare':
      return flatMap(args.get(0), (a) => {
        const [s, t] = [keyText(v), keyText(a)]
        // What plain letters and digits compare as is the same in every locale.
        const plain = s !== null && t !== null && /^[a-z\d]*$/.test(s + t)
        return plain ? one({ t: 'prim', p: s < t ? -1 : s > t ? 1 : 0 }) : lost()
      })
    case 'charCodeAt':
    case 'codePointAt':
      return flatMap(args.get(0), (a) => {
        const i = a.t === 'prim' ? (a.p ?? 0) : null
        const s = typeof i === 'number' ? knownAt(v, i) : null
        if (s === null || typeof i !== 'number') return lost()
        return one({ t: 'prim', p: name === 'charCodeAt' ? s.charCodeAt(i) : s.codePointAt(i) })
      })
    case 'startsWith':
    case 'endsWith':
    case 'includes':
    case 'indexOf':
    case 'search':
    case 'match':
      return flatMap(args.get(0), (a) => one(find(v, name, a, call.module)))
    case 'repeat':
    case 'padStart':
    case 'padEnd':
    case 'charAt':
    case 'at':
      return flatMap(args.get(0), (a) => {
        if (a.t !== 'prim' || typeof a.p !== 'number' || Math.abs(a.p) > 1000) return lost()
        const s = name === 'charAt' || name === 'at' ? knownAt(v, a.p) : keyText(v)
        if (s === null) return lost()
        if (name === 'charAt') return one(textOf(s.charAt(a.p), origin(v)))
        if (name === 'at') {
          const c = s.at(a.p)
          return one(c === undefined ? UNDEFINED : textOf(c, origin(v)))
        }
        if (name === 'repeat') return a.p >= 0 ? one(textOf(s.repeat(a.p), origin(v))) : lost()
        return flatMap(args.get(1), (fill) => {
          const f = fill.t === 'prim' ? ' ' : keyText(fill)
          return f === null
            ? lost()
            : one(textOf(name === 'padStart' ? s.padStart(a.p as number, f) : s.padEnd(a.p as number, f), origin(v)))
        })
      })
    default:
      return v.url ? urlMember(v, name, call.module) : lost()
  }
}

/** Longest text that a pattern splits. */
const MAX_SPLIT = 4000

const pieces = (list: readonly (string | undefined)[], of: TextValue): Value => ({
  t: 'arr',
  items: list.map((x) => one(x === undefined ? UNDEFINED : textOf(x, origin(of)))),
})

/** As much of a text as says what stands at a place of it: all, or the beginning that is known; null where it isn't known. */
function knownAt(v: TextValue, index: number): string | null {
  const whole = keyText(v)
  if (whole !== null) return whole
  const { text } = prefixOf(v.parts)
  // A pair of code units may end in what isn't known.
  return index >= 0 && index + 1 < text.length ? text : null
}

/** The place of the first literal of a text. */
export function origin(v: TextValue): TextPart['at'] {
  for (const p of v.parts) if (isText(p) && p.at) return p.at
  return null
}

function trim(parts: readonly Part[], start: boolean, end: boolean): readonly Part[] {
  const out = [...changedHoles(parts)]
  const first = out[0]
  if (start && first && isText(first)) out[0] = { ...first, s: first.s.trimStart() }
  const last = out[out.length - 1]
  if (end && last && isText(last)) out[out.length - 1] = { ...last, s: last.s.trimEnd() }
  return out.filter((p) => !isText(p) || p.s !== '' || p.missing)
}

/**
 * The place of what a text lacks (`-1`), in a program that asks for it: `if (at !== -1) url = url.slice(0, at)`. It is
 * cut only where there is something to cut.
 */
function notFound(v: Value, call: CallRef, index: number): boolean {
  if (v.t !== 'prim' || v.p !== -1) return false
  const node = call.module.summary.nodes[call.ref]!
  const ref = node[0] === 'call' ? node[2][index] : undefined
  return typeof ref === 'number' && call.module.isCompared(ref)
}

function slice(v: TextValue, name: string, a: Value, b: Value, module: Module): Value {
  const from = a.t === 'prim' && typeof a.p === 'number' ? a.p : a.t === 'prim' ? 0 : null
  const to = b.t === 'prim' ? (typeof b.p === 'number' ? b.p : null) : undefined
  const s = keyText(v)
  if (from === null || to === undefined)
    return { t: 'text', parts: [{ hole: true, reason: 'unsupported', module, pos: 0 }] }
  if (s !== null) {
    const cutText =
      name === 'slice'
        ? s.slice(from, to ?? undefined)
        : name === 'substring'
          ? s.substring(from, to ?? undefined)
          : from < 0
            ? s.slice(from).slice(0, to ?? undefined)
            : s.slice(from, to === null ? undefined : from + to)
    return textOf(cutText, origin(v))
  }
  // A known beginning may be cut off a text whose end isn't known.
  const first = v.parts[0]
  if (from >= 0 && to === null && first && isText(first) && first.s.length >= from)
    return { t: 'text', parts: [{ ...first, s: first.s.slice(from) }, ...v.parts.slice(1)] }
  return cutOff(v, name, from, to, module)
}

/** A range of a text of which only the beginning is known: the whole range where it lies in that, else what does. */
function cutOff(v: TextValue, name: string, from: number, to: number | null, module: Module): Value {
  const hole: Part = { hole: true, reason: 'unsupported', module, pos: 0 }
  const { text } = prefixOf(v.parts)
  const second = name === 'substr' && to !== null ? from + to : to
  if (from < 0 || second === null || second < 0) return { t: 'text', parts: [hole] }
  const [start, end] = name === 'substring' && second < from ? [second, from] : [from, second]
  if (end <= text.length) return textOf(text.slice(start, end), origin(v))
  const head = text.slice(start)
  return { t: 'text', parts: head ? [{ s: head, at: origin(v) }, hole] : [hole] }
}

/** A text of which only the beginning is known: the pieces that certainly end before the first hole are known. */
function splitKnown(v: TextValue, separator: string, module: Module): Value {
  const pieces = prefixOf(v.parts).text.split(separator).slice(0, -1)
  const rest = { spread: one(unknown('unsupported', module, 0)) }
  if (!separator || !pieces.length) return { t: 'arr', items: [rest] }
  return { t: 'arr', items: [...pieces.map((x) => one(textOf(x, origin(v)))), rest] }
}

/** Whether a text begins as a path does: `/users/…`, `api/users/…`. */
export function isPathStart(text: string): boolean {
  return /^(?:\/[^/]?|[\w.-]+[/?])/.test(text)
}

function find(v: TextValue, name: string, a: Value, module: Module): Value {
  const { text, whole } = prefixOf(v.parts)
  const lost = unknown('unsupported', module, 0)
  const regex = a.t === 'builtin' && a.path.startsWith('/') ? compile(a.path) : null
  if (regex && name === 'match' && whole) return matched(text, regex, origin(v), regex.global)
  if (regex) return matches(text, whole, regex, name === 'search', module)
  const needle = a.t === 'text' ? keyText(a) : null
  if (needle === null) return lost
  if (name === 'startsWith') {
    if (whole || text.length >= needle.length) return { t: 'prim', p: text.startsWith(needle) }
    return needle.startsWith(text) ? lost : { t: 'prim', p: false }
  }
  if (whole) {
    if (name === 'endsWith') return { t: 'prim', p: text.endsWith(needle) }
    return { t: 'prim', p: name === 'includes' || name === 'match' ? text.includes(needle) : text.indexOf(needle) }
  }
  if (name === 'endsWith') {
    const last = v.parts[v.parts.length - 1]!
    return isText(last) && last.s.length >= needle.length ? { t: 'prim', p: last.s.endsWith(needle) } : lost
  }
  const at = text.indexOf(needle)
  if (at >= 0) return { t: 'prim', p: name === 'includes' || name === 'match' ? true : at }
  // A fragment that a hole may end with is never sent: cutting it off leaves the hole.
  if (needle === '#' && !v.parts.some((p) => isText(p) && p.s.includes('#')))
    return { t: 'prim', p: name === 'includes' || name === 'match' ? false : -1 }
  // What begins as a path is no absolute URL, whatever follows.
  if (/^https?|^wss?|:\/\//.test(needle) && isPathStart(text))
    return { t: 'prim', p: name === 'includes' || name === 'match' ? false : -1 }
  return lost
}
