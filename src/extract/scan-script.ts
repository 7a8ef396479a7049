import { BLANK, CHARACTER, isWord, LiteralReader, OPERATOR, WORD } from './scan-literals'
import { createRegions } from './scan-regions'
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
const TAGGED_HOLE = 8 // `${` of a template with a tag

const CODE = 0
const TAG = 1
const CHILDREN = 2

const HEADS = new Set(['if', 'while', 'for', 'with'])

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

function isNameStart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || c >= 128
}

class ScriptScanner extends LiteralReader {
  private readonly open: number[] = []
  private elements = 0
  /** What is being read: code, the inside of a JSX tag, or the children of a JSX element. A field, since recursion would overflow on hostile text. */
  private mode = CODE

  constructor(
    text: string,
    private readonly jsx: boolean,
    commentsOnly: boolean,
  ) {
    super(text, commentsOnly)
  }

  /** The regions, or null where JSX elements stay open: then `<` did not start an element. */
  run(): CodeRegions | null {
    const { text, length } = this
    if (text.startsWith('#!') || text.startsWith('\uFEFF#!')) this.lineComment(0)
    // The position stays in a local variable for as long as nothing but words, blanks and plain operators pass by.
    let i = this.i
    while (i < length) {
      if (this.mode !== CODE) {
        this.i = i
        if (this.mode === TAG) this.attributes()
        else this.children()
        i = this.i
        continue
      }
      const c = text.charCodeAt(i)
      const type = c < 128 ? CHARACTER[c] : WORD
      if (type === BLANK) i++
      else if (type === WORD) {
        this.word = i++
        while (i < length && isWord(text.charCodeAt(i))) i++
        this.wordEnd = i
        this.operand = true
      } else if (type === OPERATOR) {
        i++
        this.word = -1
        this.operand = false
      } else {
        this.i = i
        const next = c === 47 ? text.charCodeAt(i + 1) : 0
        this.punctuator(c)
        // A comment between a keyword and its operand changes nothing.
        if (next !== 47 && next !== 42) this.word = -1
        i = this.i
      }
    }
    if (this.elements > 0) return null
    if (this.open.length) this.regions.certain = false
    return this.regions
  }

  private punctuator(c: number): void {
    switch (c) {
      case 34: // "
      case 39: // '
        this.string(c)
        break
      case 96: // `
        this.backtick()
        break
      case 47: // /
        this.slash()
        break
      case 40: // (
        this.push(HEADS.has(this.lastWord()) ? HEAD : PAREN)
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
        this.operand =
          this.endsOperand() && this.text.charCodeAt(this.i + 1) !== 61 && this.text.charCodeAt(this.i - 1) > 32
        this.i++
        break
      default: // <
        if (this.jsx && !this.endsOperand() && this.startsTag()) this.tag()
        else {
          this.i++
          this.operand = false
        }
    }
  }

  private push(bracket: number): void {
    this.open.push(bracket)
    this.i++
    this.operand = false
  }

  private backtick(): void {
    const hole = this.endsOperand() ? TAGGED_HOLE : HOLE
    this.i++
    this.openHole(hole)
  }

  /** Reads a template on, from its start or behind a hole of it. */
  private openHole(hole: number): void {
    if (!this.template(hole === TAGGED_HOLE)) return
    this.open.push(hole)
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
    if (top === HOLE || top === TAGGED_HOLE) this.openHole(top)
    else if (top === CHILD_HOLE) this.mode = CHILDREN
    else if (top === TAG_HOLE) this.mode = TAG
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
