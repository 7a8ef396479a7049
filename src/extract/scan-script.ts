import { addRegion, createRegions } from './scan-regions'
import type { CodeRegions } from './scan-regions'

/** Brackets and the like that are open at a place; what stands behind the closing one depends on it. */
const PAREN = 0
const HEAD = 1 // the parenthesis of if, while, for, with: a slash behind it starts a regular expression
const BRACKET = 2
const BRACE = 3
const HOLE = 4 // `${` of a template
const CHILD_HOLE = 5 // `{` among the children of a JSX element
const TAG_HOLE = 6 // `{` in a JSX tag
const ELEMENT = 7 // a JSX element whose children are being read

const CODE = 0
const TAG = 1
const CHILDREN = 2

const BEFORE_OPERAND = new Set(
  'return typeof case do else in of instanceof new void delete throw yield await default extends'.split(' '),
)
/** Words that are keywords in some places and names in others. */
const SOFT_KEYWORDS = new Set(['of', 'yield', 'await'])
const HEADS = new Set(['if', 'while', 'for', 'with'])
const LONGEST_KEYWORD = 10

/** What {@link scanScript} is asked to keep and to expect. */
export interface ScanScriptOptions {
  /** Whether `<a>` in the place of an operand is an element. Default `true`; where that leaves elements open, the text is read again without. */
  jsx?: boolean
  /** Record comments only, which is what the gate needs. Default `false`. */
  commentsOnly?: boolean
}

/**
 * Finds comments, strings, templates, regular expressions and JSX text in JavaScript or TypeScript, without a parse.
 * Reads any text in linear time and never throws; where the text can be read in two ways, `certain` is false.
 */
export function scanScript(text: string, options: ScanScriptOptions = {}): CodeRegions {
  const regions = new ScriptScanner(text, options.jsx ?? true, options.commentsOnly ?? false).run()
  if (regions) return regions
  const plain = new ScriptScanner(text, false, options.commentsOnly ?? false).run() ?? createRegions()
  plain.certain = false
  return plain
}

function isWord(c: number): boolean {
  // Letters, digits, `_`, `$`, `\` (of an escaped identifier) and everything that is not ASCII.
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95 || c === 36 || c === 92 || c >= 128
}

function isLineEnd(c: number): boolean {
  return c === 10 || c === 13 || c === 0x2028 || c === 0x2029
}

function isNameStart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || c >= 128
}

class ScriptScanner {
  private readonly regions = createRegions()
  private readonly open: number[] = []
  private readonly length: number
  private i = 0
  /** Whether the last token ends an operand, so that a slash divides and `<` compares. */
  private operand = false
  /** Until here a slash is never taken for a regular expression, since one that began earlier was not closed in this line. */
  private noRegexBefore = 0
  private elements = 0
  /** What is being read: code, the inside of a JSX tag, or the children of a JSX element. A field, since recursion would overflow on hostile text. */
  private mode = CODE

  constructor(
    private readonly text: string,
    private readonly jsx: boolean,
    private readonly commentsOnly: boolean,
  ) {
    this.length = text.length
  }

  /** The regions, or null where JSX elements stay open: then `<` did not start an element. */
  run(): CodeRegions | null {
    const { text, length } = this
    if (text.startsWith('#!') || text.startsWith('\uFEFF#!')) this.lineComment(0)
    let afterHead = false
    while (this.i < length) {
      if (this.mode !== CODE) {
        if (this.mode === TAG) this.attributes()
        else this.children()
        continue
      }
      const c = text.charCodeAt(this.i)
      if (c === 32 || (c >= 9 && c <= 13)) {
        this.i++
        continue
      }
      if (isWord(c)) {
        const start = this.i++
        while (this.i < length && isWord(text.charCodeAt(this.i))) this.i++
        this.operand = true
        afterHead = false
        if (this.i - start <= LONGEST_KEYWORD && c >= 97 && c <= 122 && !this.isMember(start)) {
          const word = text.slice(start, this.i)
          if (BEFORE_OPERAND.has(word)) this.operand = false
          else if (HEADS.has(word)) afterHead = true
        }
        continue
      }
      const head = afterHead
      afterHead = false
      this.punctuator(c, head)
    }
    if (this.elements > 0) return null
    if (this.open.length) this.regions.certain = false
    return this.regions
  }

  private isMember(start: number): boolean {
    return start > 0 && this.text.charCodeAt(start - 1) === 46 && this.text.charCodeAt(start - 2) !== 46
  }

  private punctuator(c: number, head: boolean): void {
    switch (c) {
      case 34: // "
      case 39: // '
        this.string(c)
        break
      case 96: // `
        this.i++
        this.template()
        break
      case 47: // /
        this.slash()
        break
      case 40: // (
        this.push(head ? HEAD : PAREN)
        break
      case 91: // [
        this.push(BRACKET)
        break
      case 123: // {
        this.push(BRACE)
        break
      case 41: // )
      case 93: // ]
        this.close(c)
        break
      case 125: // }
        this.closeBrace()
        break
      case 43: // +
      case 45: // -
        // Behind an operand `++` ends it, before one the operand follows anyway.
        if (this.text.charCodeAt(this.i + 1) === c) this.i += 2
        else {
          this.i++
          this.operand = false
        }
        break
      case 33: // `a! / b` in TypeScript: the mark belongs to the operand, if it stands right behind it
        if (this.text.charCodeAt(this.i + 1) === 61 || this.text.charCodeAt(this.i - 1) <= 32) this.operand = false
        this.i++
        break
      case 60: // <
        if (this.jsx && !this.operand && this.startsTag()) this.tag()
        else {
          this.i++
          this.operand = false
        }
        break
      default:
        this.i++
        this.operand = false
    }
  }

  private add(kind: 'comment' | 'string' | 'template' | 'regex' | 'jsx', start: number, end: number): void {
    if (kind === 'comment' || !this.commentsOnly) addRegion(this.regions, kind, start, end)
  }

  private push(bracket: number): void {
    this.open.push(bracket)
    this.i++
    this.operand = false
  }

  private close(c: number): void {
    const { open } = this
    const top = open[open.length - 1]
    const fits = c === 41 ? top === PAREN || top === HEAD : top === BRACKET
    if (fits) open.pop()
    else this.regions.certain = false
    this.operand = top !== HEAD
    this.i++
  }

  private closeBrace(): void {
    const { open } = this
    while (open.length && open[open.length - 1] < BRACE) {
      open.pop()
      this.regions.certain = false
    }
    const top = open[open.length - 1]
    this.i++
    // A block's end is far more frequent before a slash than an object's: nobody divides an object.
    this.operand = false
    if (top === undefined) {
      this.regions.certain = false
      return
    }
    open.pop()
    if (top === HOLE) this.template()
    else if (top === CHILD_HOLE) this.mode = CHILDREN
    else if (top === TAG_HOLE) this.mode = TAG
  }

  private string(quote: number): void {
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

  /** From behind a backtick or the `}` of a hole to behind the next backtick or `${`. */
  private template(): void {
    const { text, length } = this
    const start = this.i
    while (this.i < length) {
      const c = text.charCodeAt(this.i)
      if (c === 96) {
        this.add('template', start, this.i++)
        this.operand = true
        return
      }
      if (c === 36 && text.charCodeAt(this.i + 1) === 123) {
        this.add('template', start, this.i)
        this.i++
        this.push(HOLE)
        return
      }
      this.i += c === 92 ? 2 : 1
    }
    this.i = Math.min(this.i, length)
    this.regions.certain = false
    this.add('template', start, this.i)
  }

  private slash(): void {
    const next = this.text.charCodeAt(this.i + 1)
    if (next === 47) this.lineComment(this.i)
    else if (next === 42) this.blockComment()
    else if (this.operand || this.i < this.noRegexBefore) {
      this.i++
      this.operand = false
    } else this.regex()
  }

  private lineComment(start: number): void {
    const { text, length } = this
    while (this.i < length && !isLineEnd(text.charCodeAt(this.i))) this.i++
    this.add('comment', start, this.i)
  }

  private blockComment(): void {
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

  /** Whether an element begins here, rather than a comparison or the type parameters of an arrow function. */
  private startsTag(): boolean {
    const { text } = this
    const next = text.charCodeAt(this.i + 1)
    if (next === 62) return true
    if (!isNameStart(next)) return false
    let at = this.i + 2
    while (isWord(text.charCodeAt(at))) at++
    const c = text.charCodeAt(at)
    return c !== 44 && !(c === 32 && text.startsWith('extends ', at + 1))
  }

  private tag(): void {
    this.i++
    this.elements++
    this.open.push(ELEMENT)
    this.mode = TAG
  }

  /** The rest of an opening tag, up to its `>` or a hole in it. The element is on the stack. */
  private attributes(): void {
    const { text, length } = this
    while (this.i < length) {
      const c = text.charCodeAt(this.i)
      if (c === 34 || c === 39) {
        const end = text.indexOf(c === 34 ? '"' : "'", this.i + 1)
        const stop = end < 0 ? length : end + 1
        this.add('string', this.i, stop)
        this.i = stop
      } else if (c === 123) {
        this.push(TAG_HOLE)
        this.mode = CODE
        return
      } else if (c === 47 && text.charCodeAt(this.i + 1) === 62) {
        this.i += 2
        this.endElement()
        return
      } else if (c === 47 && text.charCodeAt(this.i + 1) === 42) this.blockComment()
      else if (c === 47 && text.charCodeAt(this.i + 1) === 47) this.lineComment(this.i)
      else if (c === 62) {
        this.i++
        this.mode = CHILDREN
        return
      } else this.i++
    }
  }

  private children(): void {
    const { text, length } = this
    let start = this.i
    while (this.i < length) {
      const c = text.charCodeAt(this.i)
      if (c !== 60 && c !== 123) {
        this.i++
        continue
      }
      if (this.i > start) this.add('jsx', start, this.i)
      if (c === 123) {
        this.push(CHILD_HOLE)
        this.mode = CODE
        return
      }
      const next = text.charCodeAt(this.i + 1)
      if (next === 47) {
        const end = text.indexOf('>', this.i)
        this.i = end < 0 ? length : end + 1
        this.endElement()
        return
      }
      if (next === 62 || isNameStart(next)) {
        this.tag()
        return
      }
      start = this.i++
    }
    if (length > start) this.add('jsx', start, length)
  }

  private endElement(): void {
    this.open.pop()
    this.elements--
    this.operand = true
    this.mode = this.open[this.open.length - 1] === ELEMENT ? CHILDREN : CODE
  }
}
