/** A comment as extraction found it: the line on which it begins (from 1) and its text, with or without its delimiters. */
export interface CommentRecord {
  line: number
  text: string
  /** The column (from 1) at which it begins; 1 where unknown. */
  column?: number
}

/** A comment that accepts findings on the next line of code. */
export interface IgnoreComment {
  kind: 'ignore'
  line: number
  column: number
  /** The line that it is about. */
  target: number
  /** The codes as written; none is a mistake, reported as such. */
  codes: string[]
  /** Why, or an empty text. */
  reason: string
}

/** A comment that names hosts which only run time knows, for the call on the next line or on its own. */
export interface HostsComment {
  kind: 'hosts'
  line: number
  column: number
  target: number
  hosts: string[]
  reason: string
}

const IGNORE = 'mp-domains-ignore-next-line'
const HOSTS = 'mp-domains-hosts'

/** Whether a text can hold a comment for this tool at all: a cheap test before comments are collected. */
export function mayHoldComments(text: string): boolean {
  return text.includes('mp-domains-')
}

/**
 * Reads the comments of one file that speak to this tool:
 * `mp-domains-ignore-next-line <code>[, <code>] -- reason` and `mp-domains-hosts <url>[, <url>] -- reason`,
 * in any comment syntax (`//`, block, `<!-- -->`, `#`). "Next" skips further comments of this tool, so that they can be stacked.
 * Linear in the text; anything else is passed over.
 */
export function parseIgnoreComments(comments: readonly CommentRecord[]): (IgnoreComment | HostsComment)[] {
  const found: (IgnoreComment | HostsComment)[] = []
  /** Lines taken by this tool's comments, each with the line after the comment. */
  const after = new Map<number, number>()
  for (const { line, text, column = 1 } of comments) {
    if (!mayHoldComments(text)) continue
    const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
    const end = line + lines.length
    for (let i = 0; i < lines.length; i++) {
      const directive = parseLine(lines[i])
      if (!directive) continue
      for (let l = line; l < end; l++) after.set(l, end)
      found.push({ ...directive, line: line + i, column: i === 0 ? column : 1, target: end })
    }
  }
  for (const comment of found) {
    let next = after.get(comment.target)
    while (next !== undefined) {
      comment.target = next
      next = after.get(next)
    }
  }
  return found.sort((a, b) => a.line - b.line)
}

type Directive = Omit<IgnoreComment, 'line' | 'column' | 'target'> | Omit<HostsComment, 'line' | 'column' | 'target'>

function parseLine(line: string): Directive | null {
  const text = line.trim()
  const start = /^(?:\{?\/\*+|\/\/+|<!--+|#+|\*)?\s{0,20}/.exec(text)![0].length
  const name = [IGNORE, HOSTS].find((one) => text.startsWith(one, start))
  if (!name) return null
  let rest = text.slice(start + name.length)
  if (rest !== '' && !/^[\s:*-]/.test(rest)) return null
  for (const close of ['*/}', '*/', '-->']) if (rest.endsWith(close)) rest = rest.slice(0, -close.length)
  const dashes = rest.search(/(?:^|\s)--(?:\s|$)/)
  const words = (dashes < 0 ? rest : rest.slice(0, dashes))
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word !== ':')
  const reason =
    dashes < 0
      ? ''
      : rest
          .slice(dashes)
          .replace(/^\s*--/, '')
          .trim()
  return name === IGNORE ? { kind: 'ignore', codes: words, reason } : { kind: 'hosts', hosts: words, reason }
}
