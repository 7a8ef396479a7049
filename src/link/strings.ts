import { keyText } from './evaluate'
import { apply } from './calls'
import { valueArguments } from './arguments'
import type { Arguments } from './frame'
import type { Module } from './module'
import { concatenate, partsOf } from './text'
import { flatMap, one, textOf, unknown, type Alternatives, type CallRef, type Part, type TextPart, type TextValue, type Value } from './values'
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
      return one({ t: 'text', parts: v.parts.map((p) => (isText(p) ? { ...p, s: name === 'toLowerCase' ? p.s.toLowerCase() : p.s.toUpperCase() } : p)) })
    case 'replace':
    case 'replaceAll':
      return flatMap(args.get(0), (a) => flatMap(args.get(1), (b) => replace(world, v, a, b, name === 'replaceAll', call)))
    case 'slice':
    case 'substring':
    case 'substr':
      return flatMap(args.get(0), (a) => flatMap(args.get(1), (b) => one(slice(v, name, a, b, call.module))))
    case 'split':
      return flatMap(args.get(0), (a) => {
        const s = keyText(v)
        const sep = keyText(a)
        if (s === null || sep === null || a.t !== 'text') return lost()
        return one({ t: 'arr', items: s.split(sep).map((x) => one(textOf(x, origin(v)))) })
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
        const s = keyText(v)
        if (s === null || a.t !== 'prim' || typeof a.p !== 'number' || Math.abs(a.p) > 1000) return lost()
        if (name === 'charAt') return one(textOf(s.charAt(a.p), origin(v)))
        if (name === 'at') return one(textOf(s.at(a.p) ?? '', origin(v)))
        if (name === 'repeat') return a.p >= 0 ? one(textOf(s.repeat(a.p), origin(v))) : lost()
        return flatMap(args.get(1), (fill) => {
          const f = fill.t === 'prim' ? ' ' : keyText(fill)
          return f === null ? lost() : one(textOf(name === 'padStart' ? s.padStart(a.p as number, f) : s.padEnd(a.p as number, f), origin(v)))
        })
      })
    default:
      return v.url ? urlMember(v, name, call.module) : lost()
  }
}

function origin(v: TextValue): TextPart['at'] {
  for (const p of v.parts) if (isText(p) && p.at) return p.at
  return null
}

function trim(parts: readonly Part[], start: boolean, end: boolean): readonly Part[] {
  const out = [...parts]
  const first = out[0]
  if (start && first && isText(first)) out[0] = { ...first, s: first.s.trimStart() }
  const last = out[out.length - 1]
  if (end && last && isText(last)) out[out.length - 1] = { ...last, s: last.s.trimEnd() }
  return out.filter((p) => !isText(p) || p.s !== '' || p.missing)
}

/** Patterns that can't take more than linear time on short text: no group is repeated, and at most two parts are open-ended. */
function safePattern(source: string): boolean {
  return source.length < 200 && !/\)[*+{?]/.test(source) && (source.match(/[*+}]/g) ?? []).length <= 2 && !/\\[1-9k]/.test(source)
}

function compile(path: string): RegExp | null {
  const end = path.lastIndexOf('/')
  const source = path.slice(1, end)
  if (!safePattern(source)) return null
  try {
    return new RegExp(source, path.slice(end + 1))
  } catch {
    return null
  }
}

function replace(world: World, v: TextValue, pattern: Value, by: Value, all: boolean, call: CallRef): Alternatives {
  const unknownResult = (): Alternatives => one({ t: 'text', parts: [{ hole: true, reason: 'unsupported', module: call.module, pos: 0 }] })
  const regex = pattern.t === 'builtin' && pattern.path.startsWith('/') ? compile(pattern.path) : null
  const needle = pattern.t === 'text' ? keyText(pattern) : null
  if (!regex && needle === null) return unknownResult()
  if (by.t === 'fn') {
    const s = keyText(v)
    if (s === null || s.length > 4000) return unknownResult()
    const pieces = cut(s, regex, needle, all || regex?.global === true)
    if (pieces.length === 1) return one(v)
    if (pieces.length > 33) return unknownResult()
    // Each match asks the function anew.
    return concatenate(pieces.flatMap(({ s: text, match }, i) => {
      const piece = one(textOf(text, origin(v)))
      if (!i) return [piece]
      return [flatMap(apply(world, by, valueArguments(match.map((x) => one(textOf(x)))), call), (r) => one({ t: 'text', parts: partsOf(r) })), piece]
    }))
  }
  const replacement = partsOf(by)
  const out: Part[] = []
  let done = false
  const global = all || regex?.global === true
  for (const p of v.parts) {
    if (!isText(p) || (done && !global) || p.s.length > 100_000) {
      out.push(p)
      continue
    }
    const pieces = cut(p.s, regex, needle, global)
    pieces.forEach((piece, i) => {
      if (i) {
        done = true
        out.push(...(replacement.every(isText) ? replacement.map((r) => ({ ...(r as TextPart), s: (r as TextPart).s.includes('$') ? expand((r as TextPart).s, piece.match) : (r as TextPart).s })) : replacement))
      }
      if (piece.s) out.push({ ...p, s: piece.s })
    })
  }
  return one({ t: 'text', parts: out })
}

/** A text cut at the matches; each piece but the first knows the match in front of it. */
function cut(s: string, regex: RegExp | null, needle: string | null, global: boolean): { s: string; match: string[] }[] {
  if (!regex) {
    if (needle === '' || !s.includes(needle!)) return [{ s, match: [] }]
    const at = s.indexOf(needle!)
    return global ? s.split(needle!).map((x) => ({ s: x, match: [needle!] })) : [{ s: s.slice(0, at), match: [] }, { s: s.slice(at + needle!.length), match: [needle!] }]
  }
  const out: { s: string; match: string[] }[] = []
  const r = new RegExp(regex.source, regex.flags.includes('g') ? regex.flags : regex.flags + 'g')
  let last = 0
  let match: string[] = []
  for (let m = s.length <= 4000 ? r.exec(s) : null; m; m = r.exec(s)) {
    out.push({ s: s.slice(last, m.index), match })
    match = [...m].map((x) => x ?? '')
    last = m.index + m[0].length
    if (m[0] === '') r.lastIndex++
    if (!global || r.lastIndex > s.length) break
  }
  out.push({ s: s.slice(last), match })
  return out
}

function expand(by: string, match: string[]): string {
  return by.replace(/\$(\$|&|\d)/g, (all, c: string) => (c === '$' ? '$' : c === '&' ? (match[0] ?? '') : (match[Number(c)] ?? all)))
}

function slice(v: TextValue, name: string, a: Value, b: Value, module: Module): Value {
  const from = a.t === 'prim' && typeof a.p === 'number' ? a.p : a.t === 'prim' ? 0 : null
  const to = b.t === 'prim' ? (typeof b.p === 'number' ? b.p : null) : undefined
  const s = keyText(v)
  if (from === null || to === undefined) return { t: 'text', parts: [{ hole: true, reason: 'unsupported', module, pos: 0 }] }
  if (s !== null) {
    const cutText = name === 'slice' ? s.slice(from, to ?? undefined) : name === 'substring' ? s.substring(from, to ?? undefined) : from < 0 ? s.slice(from).slice(0, to ?? undefined) : s.slice(from, to === null ? undefined : from + to)
    return textOf(cutText, origin(v))
  }
  // A known beginning may be cut off a text whose end isn't known.
  const first = v.parts[0]
  if (from >= 0 && to === null && first && isText(first) && first.s.length >= from) return { t: 'text', parts: [{ ...first, s: first.s.slice(from) }, ...v.parts.slice(1)] }
  return { t: 'text', parts: [{ hole: true, reason: 'unsupported', module, pos: 0 }] }
}

function find(v: TextValue, name: string, a: Value, module: Module): Value {
  const { text, whole } = prefixOf(v.parts)
  const lost = unknown('unsupported', module, 0)
  const regex = a.t === 'builtin' && a.path.startsWith('/') ? compile(a.path) : null
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
  // A path that begins with `/` is no absolute URL, whatever follows.
  if (/^https?|^wss?|:\/\//.test(needle) && /^\/[^/]?/.test(text)) return { t: 'prim', p: name === 'includes' || name === 'match' ? false : -1 }
  return lost
}

function matches(text: string, whole: boolean, regex: RegExp, position: boolean, module: Module): Value {
  const anchored = regex.source.startsWith('^')
  const m = text.length <= 4000 ? new RegExp(regex.source, regex.flags.replace(/[gy]/g, '')).exec(text) : null
  const open = !whole && (!m || m.index + m[0].length >= text.length)
  if (m && !open) return position ? { t: 'prim', p: m.index } : { t: 'prim', p: true }
  if (whole && !m) return { t: 'prim', p: position ? -1 : false }
  // `^https?:` can't match what begins with another character.
  if (!m && anchored && text && /^\^\(?(?:\?:)?(?:https?|wss?|http|\[?a-z)/i.test(regex.source) && !/^[a-z]/i.test(text)) return { t: 'prim', p: position ? -1 : false }
  return unknown('unsupported', module, 0)
}

/** Whether a regular expression matches: `/…/.test(x)`. */
export function testPattern(path: string, v: Value, module: Module): Value {
  const regex = compile(path)
  if (!regex || v.t !== 'text') return unknown('unsupported', module, 0)
  const { text, whole } = prefixOf(v.parts)
  return matches(text, whole, regex, false, module)
}

/** `encodeURIComponent` and `encodeURI`; holes stay holes. */
export function encode(v: Value, component: boolean): Value {
  const f = component ? encodeURIComponent : encodeURI
  return { t: 'text', parts: partsOf(v).map((p) => (isText(p) ? { ...p, s: safely(f, p.s) } : p)) }
}

function safely(f: (s: string) => string, s: string): string {
  try {
    return f(s)
  } catch {
    return s
  }
}

export function decode(v: Value, module: Module): Value {
  const parts = partsOf(v)
  if (parts.some((p) => !isText(p) && p.param === undefined && parts.length === 1)) return v.t === 'unknown' || v.t === 'param' ? v : unknown('response', module, 0)
  return { t: 'text', parts: parts.map((p) => (isText(p) ? { ...p, s: safely(decodeURIComponent, p.s) } : p)) }
}

/** The text of a `URL` object. */
export function urlText(parts: readonly Part[]): TextValue {
  const { text, whole } = prefixOf(parts)
  // `new URL('https://h').href` has a slash behind the host.
  const bare = whole && /^[a-z][a-z\d+.-]*:\/\/[^/?#]+$/i.test(text)
  return { t: 'text', parts: bare ? [...parts, { s: '/', at: null }] : parts, url: true }
}

/** Resolves a reference against a base, as `new URL(reference, base)` and `url.resolve(base, reference)` do. */
export function resolveUrl(base: readonly Part[], reference: readonly Part[], module: Module): readonly Part[] {
  const b = prefixOf(base)
  const r = prefixOf(reference)
  if (/^[a-z][a-z\d+.-]*:/i.test(r.text)) return reference
  const authority = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*(?=[/?#]|$)/i.exec(b.text)
  if (!authority || (!b.whole && authority[0].length === b.text.length)) return [{ hole: true, reason: 'unsupported', module, pos: 0 }]
  const head = cutTo(base, authority[0].length)
  if (r.text.startsWith('/') && !r.text.startsWith('//')) return [...head, ...reference]
  if (!r.text && !r.whole) return [...head, { s: '/', at: null }, { hole: true, reason: 'unsupported', module, pos: 0 }]
  if (!b.whole || !r.whole) {
    if (r.text.startsWith('.')) return [...head, { s: '/', at: null }, { hole: true, reason: 'unsupported', module, pos: 0 }]
    const directory = b.text.replace(/[?#].*$/s, '').replace(/[^/]*$/, '')
    return b.whole || directory.length > authority[0].length ? [...cutTo(base, Math.max(directory.length, authority[0].length)), ...(directory.length <= authority[0].length ? [{ s: '/', at: null }] : []), ...reference] : [...head, ...reference]
  }
  try {
    const resolved = new URL(r.text, b.text).href
    const tail = resolved.slice(new URL(b.text).origin.length)
    return [...head, { s: tail, at: null }]
  } catch {
    return [{ hole: true, reason: 'unsupported', module, pos: 0 }]
  }
}

function cutTo(parts: readonly Part[], length: number): Part[] {
  const out: Part[] = []
  let left = length
  for (const p of parts) {
    if (left <= 0 || !isText(p)) break
    out.push(p.s.length <= left ? p : { ...p, s: p.s.slice(0, left) })
    left -= p.s.length
  }
  return out
}

/** A member of a `URL` object. */
export function urlMember(v: TextValue, name: string, module: Module): Alternatives {
  const { text, whole } = prefixOf(v.parts)
  const m = /^([a-z][a-z\d+.-]*:)\/\/([^/?#]*)(?=[/?#]|$)/i.exec(text)
  if (name === 'href') return one({ t: 'text', parts: v.parts })
  if (!m || (!whole && m[0].length === text.length)) return one(unknown('unsupported', module, 0))
  if (name === 'origin') return one({ t: 'text', parts: cutTo(v.parts, m[0].length) })
  if (!whole) return one(unknown('unsupported', module, 0))
  try {
    const value = (new URL(text) as unknown as Record<string, unknown>)[name]
    return one(typeof value === 'string' ? textOf(value) : unknown('unsupported', module, 0))
  } catch {
    return one(unknown('unsupported', module, 0))
  }
}
