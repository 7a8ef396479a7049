import { addRegion, createRegions } from './scan-regions'
import type { RegionKind } from './scan-regions'

/** Words behind which an operand follows, so that a slash starts a regular expression. */
const BEFORE_OPERAND = new Set(
  'return typeof case do else in of instanceof new void delete throw yield await default extends'.split(' '),
)
/** Words that are keywords in some places and names in others. */
const SOFT_KEYWORDS = new Set(['of', 'yield', 'await'])
const LONGEST_KEYWORD = 10

/** Classes of characters. */
export const OPERATOR = 0
export const BLANK = 1
export const WORD = 2
export const SPECIAL = 3

/** What the scanner does at an ASCII character. Words: letters, digits, `_`, `$`, `\` (of an escaped name), and all that is not ASCII. */
export const CHARACTER = Uint8Array.from({ length: 128 }, (_, c) => {
  const character = String.fromCharCode(c)
  if (/\s/.test(character)) return BLANK
  if (/[\w$\\]/.test(character)) return WORD
  return '"\'`/([{)]}+-!<'.includes(character) ? SPECIAL : OPERATOR
})

/** Whether a character belongs to a word. */
export function isWord(c: number): boolean {
  return c >= 128 || CHARACTER[c] === WORD
}

function isLineEnd(c: number): boolean {
  return c === 10 || c === 13 || c === 0x2028 || c === 0x2029
}

/** Reads the literals and comments of a script, one at a time; what stands between them is the business of the class on top. */
export class LiteralReader {
  protected readonly regions = createRegions()
  protected readonly length: number
  protected i = 0
  /** Whether the last token ends an operand, unless it is a keyword: see {@link endsOperand}. */
  protected operand = false
  /** Where the last token starts and ends if it is a word; -1 if it is none. Looked at only where a keyword would matter. */
  protected word = -1
  protected wordEnd = 0
  /** Until here a slash is never taken for a regular expression, since one that began earlier was not closed in this line. */
  private noRegexBefore = 0

  constructor(
    protected readonly text: string,
    private readonly commentsOnly: boolean,
  ) {
    this.length = text.length
  }

  protected add(kind: RegionKind, start: number, end: number): void {
    if (kind === 'comment' || !this.commentsOnly) addRegion(this.regions, kind, start, end)
  }

  /** Whether an operand has just ended: a keyword as the last word means that one follows. */
  protected endsOperand(): boolean {
    return this.operand && !(this.word >= 0 && BEFORE_OPERAND.has(this.lastWord()))
  }

  /** The last token if it is a word and no member's name, else an empty text. */
  protected lastWord(): string {
    const { text, word } = this
    if (word < 0 || this.wordEnd - word > LONGEST_KEYWORD) return ''
    if (word > 0 && text.charCodeAt(word - 1) === 46 && text.charCodeAt(word - 2) !== 46) return ''
    return text.slice(word, this.wordEnd)
  }

  protected string(quote: number): void {
    const { text, length } = this
    const start = this.i++
    while (this.i < length) {
      const c = text.charCodeAt(this.i)
      if (c === quote) {
        this.i++
        this.add('string', start, this.i)
        this.operand = true
        return
      }
      if (c === 10 || c === 13) break
      // A backslash before CR LF continues the line over both.
      if (c === 92) this.i += text.charCodeAt(this.i + 1) === 13 && text.charCodeAt(this.i + 2) === 10 ? 3 : 2
      else this.i++
    }
    this.i = Math.min(this.i, length)
    this.regions.certain = false
    this.operand = true
    this.add('string', start, this.i)
  }

  /** From behind a backtick or the `}` of a hole to behind the next backtick or `${`. Returns whether a hole begins. */
  protected template(tagged: boolean): boolean {
    const kind = tagged ? 'tagged' : 'template'
    const { text, length } = this
    const start = this.i
    while (this.i < length) {
      const c = text.charCodeAt(this.i)
      if (c === 96) {
        this.add(kind, start, this.i++)
        this.operand = true
        return false
      }
      if (c === 36 && text.charCodeAt(this.i + 1) === 123) {
        this.add(kind, start, this.i)
        this.i += 2
        return true
      }
      this.i += c === 92 ? 2 : 1
    }
    this.i = Math.min(this.i, length)
    this.regions.certain = false
    this.add(kind, start, this.i)
    return false
  }

  protected slash(): void {
    const next = this.text.charCodeAt(this.i + 1)
    if (next === 47) this.lineComment(this.i)
    else if (next === 42) this.blockComment()
    else if (this.endsOperand() || this.i < this.noRegexBefore) {
      this.i++
      this.operand = false
    } else this.regex()
  }

  protected lineComment(start: number): void {
    const { text, length } = this
    while (this.i < length && !isLineEnd(text.charCodeAt(this.i))) this.i++
    this.add('comment', start, this.i)
  }

  protected blockComment(): void {
    const end = this.text.indexOf('*/', this.i + 2)
    if (end < 0) this.regions.certain = false
    const stop = end < 0 ? this.length : end + 2
    this.add('comment', this.i, stop)
    this.i = stop
  }

  private regex(): void {
    const { text, length } = this
    if (this.isGuess()) this.regions.certain = false
    let at = this.i + 1
    let inClass = false
    while (at < length) {
      const c = text.charCodeAt(at)
      if (isLineEnd(c)) break
      if (c === 92) at++
      else if (c === 91) inClass = true
      else if (c === 93) inClass = false
      else if (c === 47 && !inClass) {
        at++
        while (at < length && isWord(text.charCodeAt(at))) at++
        this.add('regex', this.i, at)
        this.i = at
        this.operand = true
        return
      }
      at++
    }
    this.noRegexBefore = at
    this.regions.certain = false
    this.i++
    this.operand = false
  }

  /** Whether what stands before this slash doesn't settle that a regular expression starts here. */
  private isGuess(): boolean {
    const { text } = this
    let end = this.i
    // Further away than this no file is written by hand; a guess more costs a parse at most.
    const least = Math.max(0, end - 100)
    while (end > least && text.charCodeAt(end - 1) <= 32) end--
    if (text.charCodeAt(end - 1) === 125 || (end === least && end > 0)) return true
    let start = end
    while (start > least && isWord(text.charCodeAt(start - 1))) start--
    return SOFT_KEYWORDS.has(text.slice(start, end))
  }
}
