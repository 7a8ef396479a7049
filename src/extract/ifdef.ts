import { evaluateCondition } from './ifdef-condition'

/** One directive: the comment from its first to behind its last character. */
interface Directive {
  kind: 'ifdef' | 'ifndef' | 'endif'
  condition: string
  start: number
  end: number
}

/** Directives of one comment syntax. uni-app pairs those of templates and those of scripts, styles and JSON apart from each other. */
type Reader = (text: string) => Directive[] | null

/**
 * Resolves uni-app's conditional compilation: text that is dead on this platform, and the directives themselves, become blanks.
 * Offsets and line ends stay. Directives stand in `//` and `/* *\/` comments (scripts, styles, `pages.json`) and in `<!-- -->`.
 *
 * As in uni-app the directives are found in the text, not in the syntax; directives that don't pair up leave the text as it is.
 * A condition that can't be decided (`uniVersion > 3`) keeps its text.
 * See https://uniapp.dcloud.net.cn/tutorial/platform.html
 * @param names the names that hold, such as `MP-WEIXIN` and `MP` (see `uniNames`); null where the text is no uni-app source
 * @returns the same text where there is nothing to resolve
 */
export function resolveIfdef(text: string, names: ReadonlySet<string> | null): string {
  if (names === null || !text.includes('#if')) return text
  return [markupDirectives, scriptDirectives].reduce((result, read) => blankDead(result, read, names), text)
}

/** `<!-- #ifdef H5 -->`; the end also as `<! #endif -->`, which the compiler takes too. */
const markupDirectives: Reader = (text) => {
  const directives: Directive[] = []
  const pattern = /<!(?:--)?[ \t]*#(ifndef|ifdef|if|endif)\b([^\n\r]{0,400}?)(?:--|!)>/gi
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const kind = kindOf(match[1])
    if (kind === null) return null
    directives.push({ kind, condition: match[2], start: match.index, end: pattern.lastIndex })
  }
  return directives
}

/** `// #ifdef H5` up to the end of its line, and `/* #ifdef H5 *\/`. */
const scriptDirectives: Reader = (text) => {
  const directives: Directive[] = []
  const pattern = /\/(\/|\*)[ \t]*#(ifndef|ifdef|if|endif)\b/gi
  const lineEnd = /[\n\r]/g
  let line = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (pattern.lastIndex > line) {
      lineEnd.lastIndex = pattern.lastIndex
      line = lineEnd.exec(text)?.index ?? text.length
    }
    const kind = kindOf(match[2])
    if (kind === null) return null
    const close = match[1] === '*' ? text.slice(pattern.lastIndex, line).indexOf('*/') : -1
    const condition = text.slice(pattern.lastIndex, close < 0 ? line : pattern.lastIndex + close)
    const end = close < 0 ? line : pattern.lastIndex + close + 2
    // A block comment that goes on behind its line is no directive on its own: blanking its head would leave its tail as code.
    if (match[1] === '/' || close >= 0) directives.push({ kind, condition, start: match.index, end })
    pattern.lastIndex = end
  }
  return directives
}

/** Null for an opening keyword in capitals, on which uni-app gives up and keeps the whole text. */
function kindOf(keyword: string): Directive['kind'] | null {
  if (keyword === 'ifdef' || keyword === 'ifndef') return keyword
  if (keyword === 'if') return 'ifdef'
  return keyword.toLowerCase() === 'endif' ? 'endif' : null
}

function blankDead(text: string, read: Reader, names: ReadonlySet<string>): string {
  const directives = read(text)
  if (directives === null || directives.length === 0) return text
  const open: { start: Directive; isLive: boolean | null }[] = []
  const blanks: [start: number, end: number][] = []
  for (const directive of directives) {
    if (directive.kind !== 'endif') {
      const holds = evaluateCondition(directive.condition, names)
      open.push({ start: directive, isLive: holds === null ? null : holds === (directive.kind === 'ifdef') })
      continue
    }
    const pair = open.pop()
    if (!pair) return text
    if (pair.isLive === false) blanks.push([pair.start.start, directive.end])
    else if (pair.isLive) blanks.push([pair.start.start, pair.start.end], [directive.start, directive.end])
  }
  return open.length > 0 ? text : blank(text, blanks)
}

/** Replaces ranges, which may lie in each other, by blanks of the same length. */
export function blank(text: string, ranges: [start: number, end: number][]): string {
  ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  const pieces: string[] = []
  let from = 0
  for (const [start, end] of ranges) {
    if (end <= from) continue
    const first = Math.max(from, start)
    pieces.push(text.slice(from, first), text.slice(first, end).replace(/[^\n\r\u2028\u2029]/g, ' '))
    from = end
  }
  return ranges.length === 0 ? text : pieces.join('') + text.slice(from)
}
