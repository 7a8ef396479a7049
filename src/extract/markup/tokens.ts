import { isBlank, isNameCode } from './finder'
import type { Finder } from './finder'
import { readTagAttribute } from './tag-attribute'
import type { RawAttribute, ScanOptions } from './tag-attribute'

/** What the scanner calls as it goes. */
export interface TagHandler {
  /**
   * A start tag ended before `end`. A returned offset says that the content up to there is dealt with and scanning goes on
   * from it; -1: stop before this tag.
   */
  open(name: string, start: number, attributes: RawAttribute[], end: number, selfClosing: boolean): number | void
  /** An end tag. True: stop before it. */
  close(name: string, start: number, end: number): boolean | void
  text(start: number, end: number): void
  comment(start: number, end: number, innerStart: number, innerEnd: number): void
  error(message: string, start: number): void
}

/**
 * Splits markup into tags, text and comments. Written for this package, since templates need what HTML and XML parsers
 * don't give: `{{ a < b }}` in text, `"{{ a == "b" }}"` in a value, exact offsets of values, recovery at the next tag,
 * and no cost for projects without templates. Linear in the length of the text, never throws.
 * Returns where it stopped.
 */
export function scanTags(finder: Finder, from: number, to: number, options: ScanOptions, handler: TagHandler): number {
  const { code } = finder
  let at = from
  let textStart = from
  const flush = (end: number): void => {
    if (end > textStart) handler.text(textStart, end)
  }
  while (at < to) {
    const tag = finder.next('<', at)
    const mustache = finder.next('{{', at)
    if (mustache < tag && mustache < to) {
      at = afterMustache(finder, mustache, to)
      continue
    }
    if (tag >= to) break
    const next = code.charCodeAt(tag + 1)
    if (next === 33 /* ! */) {
      flush(tag)
      at = textStart = declaration(finder, tag, to, handler)
    } else if (next === 47 /* / */) {
      const nameEnd = skipName(code, tag + 2, to)
      if (nameEnd === tag + 2) {
        at = tag + 2
        continue
      }
      flush(tag)
      const end = Math.min(finder.next('>', nameEnd) + 1, to)
      const broken = finder.next('<', nameEnd) < end
      if (broken || (end >= to && code.charCodeAt(end - 1) !== 62)) handler.error('end tag without ">"', tag)
      const stop = broken ? finder.next('<', nameEnd) : end
      if (handler.close(code.slice(tag + 2, nameEnd), tag, stop)) return tag
      at = textStart = stop
    } else if (next === 63 /* ? */) {
      flush(tag)
      at = textStart = Math.min(finder.next('>', tag) + 1, to)
    } else if (isTagStart(next)) {
      flush(tag)
      at = textStart = startTag(finder, tag, to, options, handler)
      if (at < 0) return tag
    } else {
      at = tag + 1
    }
  }
  flush(to)
  return to
}

/** The place after the `}}` that ends the `{{` here, or after the `{{` where none does (before another one begins). */
function afterMustache(finder: Finder, mustache: number, to: number): number {
  const end = finder.next('}}', mustache + 2)
  if (end + 2 > to) return mustache + 2
  // An unclosed one must not take in the tags up to the next.
  return finder.next('{{', mustache + 2) < end ? mustache + 2 : end + 2
}

function isTagStart(code: number): boolean {
  return ((code | 32) >= 97 && (code | 32) <= 122) || code > 127 || code === 95 || code === 58
}

function skipName(code: string, from: number, to: number): number {
  let at = from
  while (at < to && isNameCode(code.charCodeAt(at))) at++
  return at
}

/** `<!-- -->`, `<![CDATA[ ]]>` (its content is text), `<!DOCTYPE >`. */
function declaration(finder: Finder, start: number, to: number, handler: TagHandler): number {
  const { code } = finder
  if (code.startsWith('<!--', start)) {
    const end = finder.next('-->', start + 4)
    if (end + 3 <= to) {
      handler.comment(start, end + 3, start + 4, end)
      return end + 3
    }
    // As every compiler does: what follows is commented out.
    handler.error('comment without "-->"', start)
    handler.comment(start, to, Math.min(start + 4, to), to)
    return to
  }
  if (code.startsWith('<![CDATA[', start)) {
    const end = finder.next(']]>', start + 9)
    if (end + 3 > to) handler.error('CDATA without "]]>"', start)
    const stop = Math.min(end, to)
    if (stop > start + 9) handler.text(start + 9, stop)
    return Math.min(end + 3, to)
  }
  return Math.min(finder.next('>', start) + 1, to)
}

function startTag(finder: Finder, start: number, to: number, options: ScanOptions, handler: TagHandler): number {
  const { code } = finder
  const nameEnd = skipName(code, start + 1, to)
  const name = code.slice(start + 1, nameEnd)
  const attributes: RawAttribute[] = []
  const done = (end: number, selfClosing: boolean): number => {
    const jump = handler.open(name, start, attributes, end, selfClosing)
    return jump === undefined ? end : jump < 0 ? jump : Math.max(jump, end)
  }
  let at = nameEnd
  while (at < to) {
    const char = code.charCodeAt(at)
    if (isBlank(char)) at++
    else if (char === 62 /* > */) return done(at + 1, false)
    else if (char === 47 /* / */) {
      if (code.charCodeAt(at + 1) === 62 && at + 1 < to) return done(at + 2, true)
      at++
    } else if (char === 60 /* < */) {
      // uni-app: `<!-- #ifdef H5 -->` may stand between attributes.
      const comment = code.startsWith('<!--', at) ? finder.next('-->', at + 4) : Infinity
      if (comment + 3 > to) break
      handler.comment(at, comment + 3, at + 4, comment)
      at = comment + 3
    } else at = readTagAttribute(finder, at, to, options, attributes, handler.error)
  }
  handler.error(`start tag <${name.slice(0, 40)}> without ">"`, start)
  return done(at, false)
}
