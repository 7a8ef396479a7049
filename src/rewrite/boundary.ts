/** Stands for a piece that isn't known in the text of a join. No source can hold it: it is not a character of Unicode. */
export const HOLE_CHARACTER = '\uFFFF'

/** What stands behind an origin or path prefix: `end` of the text, a character that ends it (`yes`), one that goes on (`no`), or a `hole`. */
export type Boundary = 'end' | 'yes' | 'no' | 'hole'

/** Characters that no authority holds, and that end a URL or the segment of a path wherever it stands. */
const ENDS = /[/?#\\\s"`<>|^\u0000-\u001F\u2018-\u201D\u2026\u3001\u3008-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF1B\uFF1F]/
/** `{x}`, `{{x}}`, `{*}`, `${x}` and `%s`: something is filled in here. */
const HOLES = /[{$%\uFFFF]/
/** An HTML entity for a quote or bracket. */
const ENTITY = /^&(?:quot|apos|lt|gt|#0*(?:34|39|60|62)|#x0*(?:22|27|3c|3e));/i
/** The farthest that a userinfo (`http://host,x@real.host`) is looked for. */
const USERINFO = 256

/**
 * Tells whether an origin or path prefix that starts at `start` ends at `at`.
 * @param pinned a port stands before, so that a character that isn't ASCII can't belong to the host
 */
export function boundaryAt(text: string, at: number, start: number, pinned: boolean): Boundary {
  if (at >= text.length) return 'end'
  const c = text.charAt(at)
  const next = text.charAt(at + 1)
  // `#{x}` of scss and `@{x}` of less fill in something too.
  if ((c === '#' || c === '@') && next === '{') return 'hole'
  if (ENDS.test(c)) return 'yes'
  if (HOLES.test(c) || (c === ':' && HOLES.test(next))) return 'hole'
  if (c > '\u007F') return pinned ? 'yes' : 'no'
  const before = text.charAt(start - 1)
  switch (c) {
    case "'":
      return before === "'" ? 'yes' : behindSubDelimiter(text, at)
    case ')':
    case ']':
    case '}':
      return before === '([{'.charAt(')]}'.indexOf(c)) ? 'yes' : behindSubDelimiter(text, at)
    case ',':
    case ';':
      // A list of URLs goes on with the next one; anything else may be one odd host.
      return /^.(?:$|[\s"'`]|(?:[a-z][a-z0-9+.-]{0,20}:)?\/\/)/is.test(text.slice(at, at + 30)) ? 'yes' : 'no'
    case '&':
      // The next parameter, where the URL is a parameter of another; or a quote of markup.
      return before === '=' || ENTITY.test(text.slice(at, at + 10)) ? 'yes' : 'no'
    default:
      return 'no'
  }
}

/** These may also stand in a userinfo; then an `@` follows, and what seemed a host is a name. */
function behindSubDelimiter(text: string, at: number): Boundary {
  const rest = text.slice(at, at + USERINFO)
  const stop = rest.charAt(rest.search(/[/\\?#\s"`<>@\uFFFF]/))
  return stop === '@' ? 'no' : stop === HOLE_CHARACTER ? 'hole' : 'yes'
}
