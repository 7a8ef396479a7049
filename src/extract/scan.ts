import { createRegions, regionAt } from './scan-regions'
import type { CodeRegions } from './scan-regions'
import { scanScript } from './scan-script'
import { scanEnv, scanJson, scanMarkup, scanStyle } from './scan-text'

export { regionAt } from './scan-regions'
export type { CodeRegions, RegionKind } from './scan-regions'
export { scanScript } from './scan-script'
export type { ScanScriptOptions } from './scan-script'
export { scanEnv, scanJson, scanMarkup, scanStyle } from './scan-text'

/** How a text's comments and literals look. `js` covers JSX and Flow; `css` knows no `//`, `scss` also stands for less, sass and stylus; `text` has no comments. */
export type TextLang = 'js' | 'ts' | 'tsx' | 'markup' | 'css' | 'scss' | 'json' | 'env' | 'text'

const LANG_BY_EXTENSION: Readonly<Record<string, TextLang>> = {
  js: 'js',
  mjs: 'js',
  cjs: 'js',
  jsx: 'js',
  wxs: 'js',
  sjs: 'js',
  qs: 'js',
  es: 'js',
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  uts: 'ts',
  tsx: 'tsx',
  vue: 'markup',
  nvue: 'markup',
  uvue: 'markup',
  mpx: 'markup',
  wpy: 'markup',
  html: 'markup',
  htm: 'markup',
  xml: 'markup',
  svg: 'markup',
  wxml: 'markup',
  axml: 'markup',
  ttml: 'markup',
  swan: 'markup',
  qml: 'markup',
  ksml: 'markup',
  jxml: 'markup',
  xhsml: 'markup',
  ddml: 'markup',
  css: 'css',
  wxss: 'css',
  acss: 'css',
  ttss: 'css',
  qss: 'css',
  jxss: 'css',
  scss: 'scss',
  sass: 'scss',
  less: 'scss',
  styl: 'scss',
  stylus: 'scss',
  json: 'json',
  json5: 'json',
  jsonc: 'json',
  webmanifest: 'json',
}

/** The language of a file by its name (queries ignored). A name that is not known is `text`. */
export function langOf(file: string): TextLang {
  const name = file.replace(/[?#].*$/s, '').replace(/^.*[\\/]/s, '')
  if (/^\.env(?:\.|$)/.test(name)) return 'env'
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return Object.hasOwn(LANG_BY_EXTENSION, extension) ? LANG_BY_EXTENSION[extension]! : 'text'
}

/** The comments and literals of a text in a language. Linear, and never throws, whatever the text is. */
export function scanRegions(text: string, lang: TextLang, commentsOnly = false): CodeRegions {
  switch (lang) {
    case 'js':
    case 'tsx':
      return scanScript(text, { commentsOnly })
    case 'ts':
      return scanScript(text, { jsx: false, commentsOnly })
    case 'markup':
      return scanMarkup(text, commentsOnly)
    case 'css':
    case 'scss':
      return scanStyle(text, lang === 'scss')
    case 'json':
      return scanJson(text)
    case 'env':
      return scanEnv(text)
    case 'text':
      return createRegions()
  }
}

/** One comment with its delimiters. */
export interface Comment {
  start: number
  end: number
  text: string
}

/** The comments of a text, in order. */
export function* comments(text: string, lang: TextLang): Generator<Comment> {
  const { kinds, starts, ends } = scanRegions(text, lang, true)
  for (let i = 0; i < starts.length; i++) {
    if (kinds[i] === 'comment') yield { start: starts[i], end: ends[i], text: text.slice(starts[i], ends[i]) }
  }
}

const COLON = String.raw`(?::|\\u003a|\\x3a|\\u\{0*3a\}|\\72|%(?:25)?3a|&colon;|&#58;|&#x3a;)`
const SLASH = String.raw`(?:\\{0,4}\/|\\u002f|\\x2f|\\u\{0*2f\}|\\57|%(?:25)?2f|&sol;|&#47;|&#x2f;)`

/**
 * What tells an absolute URL, or a piece that one is put together from: `://` in any escaping, `//host` behind a quote or
 * parenthesis, a scheme that ends its literal (`'http:' + …`).
 */
const URL_SIGNS = [
  /:\/\//g,
  new RegExp(`${COLON}${SLASH}{2}`, 'gi'),
  /["'`(=]\/\/[\w[$%{\\'"`]/g,
  /:["'`](?<=\b(?:https?|wss?):.)/gi,
]

/**
 * Whether a text holds an absolute URL outside its comments. Cheap where there is none at all. Never false where there is one;
 * true where the scan can't tell.
 */
export function hasUrlOutsideComments(text: string, lang: TextLang): boolean {
  return passesGate(text, lang, null)
}

/** Whether a name of a network API (`pattern`) stands outside the comments of a text. Same promises as {@link hasUrlOutsideComments}. */
export function gateMatches(text: string, pattern: RegExp, lang: TextLang = 'js'): boolean {
  return new Gate(text, lang).passes(pattern)
}

/** Whether a text holds an absolute URL or a match of `names` outside its comments; the comments are looked for once at most. */
export function passesGate(text: string, lang: TextLang, names: RegExp | null): boolean {
  const gate = new Gate(text, lang)
  if (names && gate.passes(names)) return true
  return URL_SIGNS.some((sign) => gate.passes(sign))
}

/** So many matches are first looked at on their own, which settles most of the modules that pass without a scan. */
const QUICK_LOOKS = 6

class Gate {
  private regions: CodeRegions | null = null
  private looks = 0

  constructor(
    private readonly text: string,
    private readonly lang: TextLang,
  ) {}

  passes(pattern: RegExp): boolean {
    const search = pattern.global ? new RegExp(pattern) : new RegExp(pattern, `${pattern.flags}g`)
    for (let match = search.exec(this.text); match; match = search.exec(this.text)) {
      if (match[0] === '') search.lastIndex++
      else if (this.isOutside(match.index, search.lastIndex)) return true
    }
    return false
  }

  private isOutside(start: number, end: number): boolean {
    if (this.lang === 'text') return true
    if (!this.regions) {
      if (this.looks++ < QUICK_LOOKS && this.isPlainlyOutside(start)) return true
      this.regions = scanRegions(this.text, this.lang, true)
    }
    if (!this.regions.certain) return true
    // The second character: signs of a URL begin with the quote or colon before its slashes.
    const at = regionAt(this.regions, Math.min(start + 1, end - 1))
    if (at < 0 || this.regions.kinds[at] !== 'comment') return true
    // `http://…` that would start a comment with its own slashes is a URL that stands where the scan saw code.
    return this.regions.starts[at] > start && /[\w+.-]:$/.test(this.text.slice(Math.max(0, start - 1), start + 1))
  }

  /** True where no comment can be open: none begins before it in its line, and the last block comment is closed. */
  private isPlainlyOutside(offset: number): boolean {
    const { text } = this
    const lineStart = text.lastIndexOf('\n', offset) + 1
    const line = text.slice(lineStart, offset)
    if (line.includes('//') || line.includes('/*') || line.includes('\r') || line.includes('#')) return false
    return isClosed(text, '/*', '*/', offset) && isClosed(text, '<!--', '-->', offset)
  }
}

/** Whether the last `opening` before an offset, if there is one, is closed before it too. */
function isClosed(text: string, opening: string, closing: string, offset: number): boolean {
  const open = text.lastIndexOf(opening, offset)
  if (open < 0) return true
  const close = text.indexOf(closing, open + opening.length)
  return close >= 0 && close < offset
}
