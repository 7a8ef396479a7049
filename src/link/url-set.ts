import type { Module } from './module'
import { prefixOf } from './strings'
import { changedHoles, partsOf } from './text'
import type { LiteralPlace, OutsidePlace, Part, TextValue, Value } from './values'
import { cutTo, urlText } from './url-text'

/**
 * A `URL` object of which a member was set (`u.host = …`, `u.pathname = …`): the text that it is then. What isn't known
 * of it is a hole. https://url.spec.whatwg.org/#url-class
 */
export function withUrlMember(v: TextValue, name: string, to: Value, module: Module): TextValue {
  const lost: Part = { hole: true, reason: 'unsupported', module, pos: 0 }
  const { text, whole } = prefixOf(v.parts)
  const value = partsOf(to)
  const given = prefixOf(value)
  if (name === 'href') return given.text ? urlText(value) : { t: 'text', parts: [lost], url: true }
  if (!SETTABLE.has(name)) return v
  const authority = /^[a-z][a-z\d+.-]*:\/\/[^/?#]+(?=[/?#]|$)/i.exec(text)
  const isOrigin = /^(?:protocol|host|hostname|port)$/.test(name)
  if (!authority || (!whole && authority[0].length === text.length)) return { t: 'text', parts: [lost], url: true }
  const head = cutTo(v.parts, authority[0].length)
  if (whole && given.whole) {
    const url = parsed(text)
    if (!url) return { t: 'text', parts: [lost], url: true }
    url[name as 'host'] = given.text
    if (!isOrigin) return { t: 'text', parts: [...head, { s: url.href.slice(url.origin.length), at: null }], url: true }
    return { t: 'text', parts: [{ s: url.href, at: placeOf(name.startsWith('host') ? value : v.parts) }], url: true }
  }
  if (isOrigin) return { t: 'text', parts: [lost], url: true }
  // Of the three pieces behind the origin one is the new one; the others are as they were, where they are known.
  if (!whole) return { t: 'text', parts: [...head, { s: '/', at: null }, lost], url: true }
  const pieces = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text.slice(authority[0].length))
  const [, path = '', search = '', hash = ''] = pieces ?? []
  const mark = name === 'pathname' ? '/' : name === 'search' ? '?' : '#'
  const piece: Part[] = given.text.startsWith(mark) ? [...value] : [{ s: mark, at: null }, ...changedHoles(value)]
  const known = (s: string): Part[] => (s ? [{ s, at: null }] : [])
  const parts =
    name === 'pathname'
      ? [...head, ...piece, ...known(search + hash)]
      : name === 'search'
        ? [...head, ...known(path || '/'), ...piece, ...known(hash)]
        : [...head, ...known((path || '/') + search), ...piece]
  return { t: 'text', parts, url: true }
}

const SETTABLE = new Set(['protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'])

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

function placeOf(parts: readonly Part[]): LiteralPlace | OutsidePlace | null {
  const first = parts[0]
  return first && !('hole' in first) ? first.at : null
}
