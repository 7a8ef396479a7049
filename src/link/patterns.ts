import { valueArguments } from './arguments'
import { apply } from './calls'
import type { Module } from './module'
import { isPathStart, origin, prefixOf } from './strings'
import { changedHoles, concatenate, partsOf } from './text'
import { keyText } from './truth'
import {
  flatMap,
  one,
  textOf,
  unknown,
  type Alternatives,
  type CallRef,
  type Part,
  type TextPart,
  type TextValue,
  type Value,
} from './values'
import type { World } from './world'

const isText = (p: Part): p is TextPart => !('hole' in p)

/** Patterns that can't take more than linear time on short text: no group is repeated, and at most two parts are open-ended. */
function safePattern(source: string): boolean {
  return (
    source.length < 200 &&
    !/\)[*+{]/.test(source) &&
    (source.match(/[*+}]/g) ?? []).length <= 2 &&
    !/\\[1-9k]/.test(source)
  )
}

/** One character of a pattern: itself, escaped, or a class of its own. */
const ATOM = String.raw`(?:[\w\s=/&:,;#%~@!'"<>-]|\\[wdsWDS./?&=+*()^$|{}-]|\\[[\]])`
const REPEATED = new RegExp(String.raw`\((\?:)?(${ATOM}(?:\|${ATOM})+)\)(?=[*+])`, 'g')
/** `([\w=.])+`: a group of one character is no group. */
const ONE_CHARACTER = /\((?:\?:)?(\[(?:[^\]\\]|\\.)+\])\)(?=[*+])/g

export function compile(path: string): RegExp | null {
  const end = path.lastIndexOf('/')
  // `(\w|=|\.)+` takes what `([\w=.])+` takes, and never tries a character twice.
  const source = path
    .slice(1, end)
    .replace(REPEATED, (_, open: string | undefined, atoms: string) => `(${open ?? ''}[${classOf(atoms)}])`)
  if (!safePattern(source.replace(ONE_CHARACTER, '$1'))) return null
  try {
    return new RegExp(source, path.slice(end + 1))
  } catch {
    return null
  }
}

/** The alternatives of one character each as a class. */
function classOf(atoms: string): string {
  return atoms
    .split(/(?<!\\)\|/)
    .map((atom) => (atom === '-' ? '\\-' : atom))
    .join('')
}

export function replace(
  world: World,
  v: TextValue,
  pattern: Value,
  by: Value,
  all: boolean,
  call: CallRef,
): Alternatives {
  const unknownResult = (): Alternatives =>
    one({ t: 'text', parts: [{ hole: true, reason: 'unsupported', module: call.module, pos: 0 }] })
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
    return concatenate(
      pieces.flatMap(({ s: text, match }, i) => {
        const piece = one(textOf(text, origin(v)))
        if (!i) return [piece]
        return [
          flatMap(apply(world, by, valueArguments(match.map((x) => one(textOf(x)))), call), (r) =>
            one({ t: 'text', parts: partsOf(r) }),
          ),
          piece,
        ]
      }),
    )
  }
  const replacement = partsOf(by)
  const out: Part[] = []
  let done = false
  const global = all || regex?.global === true
  const known = neighboursJoined(changedHoles(v.parts))
  for (const [i, p] of known.entries()) {
    if (!isText(p) || (done && !global) || p.s.length > 100_000 || !reaches(regex, i, known.length)) {
      out.push(p)
      continue
    }
    const pieces = cut(p.s, regex, needle, global)
    pieces.forEach((piece, i) => {
      if (i) {
        done = true
        out.push(
          ...(replacement.every(isText)
            ? replacement.map((r) => ({
                ...(r as TextPart),
                s: (r as TextPart).s.includes('$') ? expand((r as TextPart).s, piece.match) : (r as TextPart).s,
              }))
            : replacement),
        )
      }
      if (piece.s) out.push({ ...p, s: piece.s })
    })
  }
  return one({ t: 'text', parts: out })
}

/** Known pieces that stand side by side as one: a pattern may match across them. The place is the first one's. */
function neighboursJoined(parts: readonly Part[]): Part[] {
  const out: Part[] = []
  for (const p of parts) {
    const last = out[out.length - 1]
    if (last && isText(last) && isText(p) && !last.missing && !p.missing)
      out[out.length - 1] = { s: last.s + p.s, at: last.at ?? p.at }
    else out.push(p)
  }
  return out
}

/** Whether a pattern that is anchored to the text's start or end can match in this piece. */
function reaches(regex: RegExp | null, index: number, count: number): boolean {
  if (!regex) return true
  if (regex.source.startsWith('^') && index > 0) return false
  return !(/(?<!\\)\$$/.test(regex.source) && index < count - 1)
}

/** A text cut at the matches; each piece but the first knows the match in front of it. */
function cut(
  s: string,
  regex: RegExp | null,
  needle: string | null,
  global: boolean,
): { s: string; match: string[] }[] {
  if (!regex) {
    if (needle === '' || !s.includes(needle!)) return [{ s, match: [] }]
    const at = s.indexOf(needle!)
    return global
      ? s.split(needle!).map((x) => ({ s: x, match: [needle!] }))
      : [
          { s: s.slice(0, at), match: [] },
          { s: s.slice(at + needle!.length), match: [needle!] },
        ]
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
  return by.replace(/\$(\$|&|\d)/g, (all, c: string) =>
    c === '$' ? '$' : c === '&' ? (match[0] ?? '') : (match[Number(c)] ?? all),
  )
}

export function matches(text: string, whole: boolean, regex: RegExp, position: boolean, module: Module): Value {
  const anchored = regex.source.startsWith('^')
  const m = text.length <= 4000 ? new RegExp(regex.source, regex.flags.replace(/[gy]/g, '')).exec(text) : null
  const open = !whole && (!m || m.index + m[0].length >= text.length)
  if (m && !open) return position ? { t: 'prim', p: m.index } : { t: 'prim', p: true }
  if (whole && !m) return { t: 'prim', p: position ? -1 : false }
  // `^https?:` can't match what begins with another character.
  if (
    !m &&
    anchored &&
    text &&
    /^\^\(?(?:\?:)?(?:https?|wss?|http|\[?a-z)/i.test(regex.source) &&
    !/^[a-z]/i.test(text)
  )
    return { t: 'prim', p: position ? -1 : false }
  // `^(http|https):` can't match what begins with another word, whatever follows.
  if (!m && anchored && text && beginsOtherwise(text, regex)) return { t: 'prim', p: position ? -1 : false }
  // What begins as a path is no absolute URL, whatever follows.
  if (!m && /^(?!\^).*:(?:\\\/|\/){2}/.test(regex.source) && text.length > 1 && isPathStart(text))
    return { t: 'prim', p: position ? -1 : false }
  return unknown('unsupported', module, 0)
}

/** Whether every match of an anchored pattern begins with a word that the text does not begin with. */
function beginsOtherwise(text: string, { source, ignoreCase }: RegExp): boolean {
  const group = /^\^\((?:\?:)?([^()[\]\\]*(?:\\.[^()[\]\\]*)*)\)(?![?*{])(.*)$/s.exec(source)
  const body = group ? group[1]! : source.slice(1)
  // `^a|b` is anchored in its first half only.
  if ((group ? group[2]! : body).includes('|')) return false
  const fold = (s: string): string => (ignoreCase ? s.toLowerCase() : s)
  return body.split('|').every((alternative) => {
    const [, word, last] = /^(\w*)([?*{]?)/.exec(alternative)!
    const head = fold(last ? word!.slice(0, -1) : word!)
    const begin = fold(text).slice(0, head.length)
    return begin !== '' && !head.startsWith(begin)
  })
}

/** Whether a regular expression matches: `/…/.test(x)`. */
export function testPattern(path: string, v: Value, module: Module, exec = false): Value {
  const regex = compile(path)
  if (!regex || v.t !== 'text') return unknown('unsupported', module, 0)
  const { text, whole } = prefixOf(v.parts)
  if (exec && whole && !regex.global) return matched(text, regex, origin(v), false)
  return matches(text, whole, regex, false, module)
}

/** What `match` and `exec` give for a known text: the match and its groups, or all matches. */
export function matched(text: string, regex: RegExp, at: TextPart['at'], all: boolean): Value {
  if (text.length > 4000) return unknown('unsupported', null, 0)
  if (all) {
    const found = text.match(regex)
    return found ? { t: 'arr', items: found.map((x) => one(textOf(x, at))) } : { t: 'prim', p: null }
  }
  const m = new RegExp(regex.source, regex.flags.replace(/[gy]/g, '')).exec(text)
  if (!m) return { t: 'prim', p: null }
  const piece = (s: string | undefined): Alternatives =>
    one(s === undefined ? { t: 'prim', p: undefined } : textOf(s, at))
  const list: Value = { t: 'arr', items: [...m].map(piece) }
  let groups: Value = { t: 'json', value: {}, place: null }
  for (const [name, s] of Object.entries(m.groups ?? {}))
    groups = { t: 'over', base: groups, name, value: () => piece(s) }
  const withIndex: Value = { t: 'over', base: list, name: 'index', value: () => one({ t: 'prim', p: m.index }) }
  return m.groups ? { t: 'over', base: withIndex, name: 'groups', value: () => one(groups) } : withIndex
}
