import { lineStarts } from '../extract/lines'
import type { Finding } from '../check/types'
import { splitUrl } from './facts'
import { maskSecrets } from './mask'
import type { ReportContext } from './types'
import type { Place } from '../url/place'

/** Longest piece of a line that a frame looks at on either side of the place: minified files have lines of megabytes. */
const REACH = 400

/** Lines of source files, each file asked for and indexed once. Lives as long as one rendering. */
export class SourceLines {
  readonly #files = new Map<string, { text: string; starts: number[] } | null>()
  readonly #read: ReportContext['sources']

  constructor(context: ReportContext) {
    this.#read = context.sources
  }

  #file(file: string): { text: string; starts: number[] } | null {
    let entry = this.#files.get(file)
    if (entry === undefined) {
      const read = this.#read?.(file) ?? null
      const text = read === null ? null : maskSecrets(read)
      entry = text === null ? null : { text, starts: lineStarts(text) }
      this.#files.set(file, entry)
    }
    return entry
  }

  /**
   * What a frame needs of the line at a place: its text around the column, without line ends, and where that piece begins.
   * Null where there is no such line or column. Secrets are masked, with the length kept.
   */
  around(at: Place): { text: string; offset: number } | null {
    const entry = this.#file(at.file)
    if (!entry || at.line < 1 || at.line > entry.starts.length) return null
    const start = entry.starts[at.line - 1]!
    const end = at.line < entry.starts.length ? entry.starts[at.line]! : entry.text.length
    const from = Math.max(start, start + at.column - 1 - REACH)
    if (from > end) return null
    const text = entry.text.slice(from, Math.min(end, start + at.column - 1 + 2 * REACH)).replace(/[\r\n]+$/, '')
    return { text, offset: from - start }
  }
}

/** What a mark is looked for by: a finding, or a URL alone. */
export type Marking = Pick<Finding, 'url' | 'args'> & { code?: Finding['code'] }

/** The text that a finding is about, as it may be written in the source: likeliest first. */
function needles(finding: Marking): { text: string; from: number; to: number }[] {
  const origin = typeof finding.args.origin === 'string' ? finding.args.origin : finding.url
  const parts = origin ? splitUrl(origin) : null
  const whole = (text: string) => ({ text, from: 0, to: text.length })
  const list = finding.url && finding.url.length < REACH ? [whole(finding.url)] : []
  if (!parts) return list
  const { scheme, host, port } = parts
  // Only the part that is wrong is underlined: the scheme, the port, else the origin.
  const mark = (text: string, hostAt: number) => {
    if (finding.code === 'insecure-scheme') return { text, from: 0, to: hostAt }
    if (finding.code === 'port-mismatch' && port) return { text, from: hostAt + host.length, to: text.length }
    return whole(text)
  }
  const rest = port ? `${host}:${port}` : host
  list.push(
    mark(`${scheme}://${rest}`, scheme.length + 3),
    mark(`${scheme}:\\/\\/${rest}`, scheme.length + 5),
    ...(finding.code === 'insecure-scheme' ? [whole(`${scheme}://`)] : []),
    whole(rest),
    whole(host),
  )
  return finding.code === 'malformed-url' || finding.code === 'undefined-url' ? list : list.slice(finding.url ? 1 : 0)
}

/** The literal or name that begins at an index: inside its quotes, on this line. At least one character. */
function tokenAt(text: string, index: number): [number, number] {
  const first = text[index]
  if (first === undefined) return [Math.max(0, text.length - 1), text.length]
  if (first === '"' || first === "'" || first === '`') {
    for (let at = index + 1; at < text.length; at++) {
      if (text[at] === '\\') at++
      else if (text[at] === first) return at === index + 1 ? [index, at + 1] : [index + 1, at]
    }
    return [index, text.length]
  }
  const rest = text.slice(index, index + REACH)
  if (/^(?:\/\/|\/\*|<!--|#\s)/.test(rest)) return [index, index + rest.trimEnd().length]
  // A secret is masked, and marked as a whole.
  const word = /^(?:\*{3,}|[\w$.-]+)/.exec(rest)
  return [index, index + (word ? word[0].length : 1)]
}

/** Lower case of ASCII letters alone: other letters may change their length. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Where a text stands by itself, not as a piece of a longer host or name; -1 where it does not begin within the range. */
function indexOfWhole(text: string, needle: string, from: number, last: number): number {
  if (needle === '') return -1
  for (let at = text.indexOf(needle, from); at >= 0 && at <= last; at = text.indexOf(needle, at + 1)) {
    const end = at + needle.length
    const begins = !/[\w-]/.test(needle[0]!) || !/[\w.-]/.test(text[at - 1] ?? '')
    const ends = !/[\w-]/.test(needle.at(-1)!) || !/^(?:[\w-]|\.\w)/.test(text.slice(end, end + 2))
    if (begins && ends) return at
  }
  return -1
}

/** A piece of a line with the part that is to be underlined; half-open, relative to `text`. */
export interface Marked {
  text: string
  /** Column (from 0) at which `text` begins in its line. */
  offset: number
  from: number
  to: number
  /** Whether the part was really found as it is written; else the literal or name at the place is marked. */
  exact: boolean
}

/**
 * The line at a place with the wrong part of the URL marked, where it can be seen there; else the literal or name that
 * stands there. Null without source.
 */
export function markedLine(at: Place, finding: Marking | null, sources: SourceLines): Marked | null {
  const around = sources.around(at)
  if (!around || around.text.trim() === '') return null
  const { text, offset } = around
  const index = Math.max(0, Math.min(at.column - 1 - offset, text.length - 1))
  const [from, to] = tokenAt(text, index)
  const lower = lowerAscii(text)
  for (const needle of finding ? needles(finding) : []) {
    const found = indexOfWhole(lower, lowerAscii(needle.text), index, Math.max(to, index + 2))
    if (found >= 0) return { text, offset, from: found + needle.from, to: found + needle.to, exact: true }
  }
  const quoted = finding?.code === 'malformed-url' && finding.url ? quotedAfter(text, finding.url, to) : -1
  if (quoted >= 0) return { text, offset, from: quoted, to: quoted + finding!.url!.length, exact: true }
  return { text, offset, from, to, exact: false }
}

/** Where a text stands between quotes behind an index: what is no URL has no literal of its own, but mostly stands in its call. */
function quotedAfter(text: string, value: string, from: number): number {
  for (const quote of ["'", '"', '`']) {
    const at = text.indexOf(`${quote}${value}${quote}`, from)
    if (at >= 0) return at + 1
  }
  return -1
}
