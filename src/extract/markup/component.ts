import type { Span } from '../../url/place'
import { addComment, addError } from './collect'
import type { Finder } from './finder'
import { scriptBlock, styleSyntax } from './kinds'
import { readPug } from './pug'
import { readStyle } from './style'
import { NATIVE, readTemplate, skipEndTag, textOf, VUE, WEPY } from './template'
import { scanTags } from './tokens'
import type { RawAttribute } from './tag-attribute'
import type { MarkupReference, ScriptLang, SourceParts } from './types'

/** A single-file component: its flavour decides how templates are written. */
export interface ComponentOptions {
  flavour: 'vue' | 'mpx' | 'wpy'
  /** A script's syntax where its block names none. */
  lang: ScriptLang
  /** Is told each block with its tags, in order. */
  onBlock?: (block: Block) => void
}

/** A block of a component as a whole. */
export interface Block extends Span {
  /** The tag's name, in lower case. */
  name: string
  attributes: readonly RawAttribute[]
}

const DIALECTS = { vue: VUE, mpx: NATIVE, wpy: WEPY } as const
const MARKUP_LANGS = new Set(['', 'html', 'htm', 'vue', 'wxml', 'axml', 'swan', 'ttml', 'xml', 'text/html'])

/** Reads a component's blocks. */
export function readComponent(finder: Finder, parts: SourceParts, from: number, options: ComponentOptions): void {
  const { code } = finder
  const read = { finder, parts, options }
  scanTags(
    finder,
    from,
    code.length,
    { interpolated: false },
    {
      open: (tag, start, attributes, end, selfClosing) => {
        const name = tag.toLowerCase()
        const stop = block(read, name, start, attributes, end, selfClosing)
        options.onBlock?.({ name, attributes, start, end: stop ?? end })
        return stop
      },
      close: () => undefined,
      text: () => undefined,
      comment: (start, end, innerStart, innerEnd) => addComment(parts, code, start, end, innerStart, innerEnd),
      error: (message, start) => addError(parts, message, start),
    },
  )
}

interface Reading {
  finder: Finder
  parts: SourceParts
  options: ComponentOptions
}

function block(
  read: Reading,
  name: string,
  start: number,
  attributes: RawAttribute[],
  end: number,
  selfClosing: boolean,
): number | void {
  const { finder, parts, options } = read
  const { code } = finder
  addBlockReference(code, parts, name, attributes)
  if (selfClosing) return
  const lang = (textOf(code, attributes, 'lang') ?? '').trim().toLowerCase()
  if (name === 'template' && MARKUP_LANGS.has(lang)) {
    const stop = readTemplate(finder, parts, DIALECTS[options.flavour], end, { mode: modeOf(read, attributes) })
    if (stop >= code.length) addError(parts, '<template> without end tag', start)
    // A start tag there is the next block: the template's own end tag is missing.
    return code.charCodeAt(stop + 1) === 47 ? skipEndTag(finder, stop) : stop
  }
  const closing = finder.closing(name, end)
  const known = name === 'template' || name === 'script' || name === 'style'
  if (closing === Infinity) {
    addError(parts, `<${name.slice(0, 40)}> without end tag`, start)
    // Other blocks may be anything, HTML's void elements included: what follows is read as blocks again.
    if (!known) return
  }
  const stop = Math.min(closing, code.length)
  if (code.slice(end, stop).trim() !== '') content(read, name, lang, attributes, start, end, stop)
  return closing === Infinity ? stop : skipEndTag(finder, closing)
}

function content(
  read: Reading,
  name: string,
  lang: string,
  attributes: RawAttribute[],
  start: number,
  from: number,
  to: number,
): void {
  const { finder, parts, options } = read
  const { code } = finder
  if (name === 'template') {
    if (lang === 'pug' || lang === 'jade')
      readPug(code, parts, DIALECTS[options.flavour], from, to, modeOf(read, attributes))
    else addError(parts, `template language "${lang.slice(0, 40)}" is not read`, start)
  } else if (name === 'style') {
    readStyle(code, parts, from, to, styleSyntax(lang || textOf(code, attributes, 'type') || ''))
  } else if (name === 'script') {
    addScript(code, parts, options, attributes, start, from, to)
  } else if (name === 'config' && options.flavour === 'wpy') {
    // wepy 2: the page's or app's configuration.
    parts.scripts.push({ start: from, end: to, lang: 'js', kind: 'json' })
  }
}

/** mpx: the platforms that a block is for. */
function modeOf({ finder, options }: Reading, attributes: RawAttribute[]): string | undefined {
  return options.flavour === 'mpx' ? textOf(finder.code, attributes, 'mode') : undefined
}

function addScript(
  code: string,
  parts: SourceParts,
  options: ComponentOptions,
  attributes: RawAttribute[],
  start: number,
  from: number,
  to: number,
): void {
  const lang = textOf(code, attributes, 'lang') ?? ''
  const found = scriptBlock(lang, textOf(code, attributes, 'type') ?? '', options.lang)
  if (!found) {
    addError(parts, `script language "${lang.slice(0, 40)}" is not read`, start)
    return
  }
  const part: SourceParts['scripts'][number] = { start: from, end: to, ...found }
  if (attributes.some((attribute) => attribute.name === 'setup')) part.setup = true
  const module = textOf(code, attributes, 'module')
  if (module && found.kind === 'wxs') part.module = module
  if (options.flavour === 'mpx') {
    for (const key of ['name', 'mode', 'env'] as const) {
      const value = textOf(code, attributes, key)
      if (value) part[key] = value
    }
  }
  parts.scripts.push(part)
}

function addBlockReference(code: string, parts: SourceParts, name: string, attributes: RawAttribute[]): void {
  if (name !== 'template' && name !== 'script' && name !== 'style') return
  const found = attributes.find((attribute) => attribute.name === 'src')
  if (!found || found.valueEnd === found.valueStart) return
  const block =
    name === 'script'
      ? scriptBlock(textOf(code, attributes, 'lang') ?? '', textOf(code, attributes, 'type') ?? '', 'js')
      : null
  const kind: MarkupReference['kind'] = block && block.kind !== 'module' ? block.kind : name
  const reference: MarkupReference = {
    kind,
    src: code.slice(found.valueStart, found.valueEnd),
    start: found.valueStart,
    end: found.valueEnd,
  }
  const module = textOf(code, attributes, 'module')
  if (kind === 'wxs' && module) reference.module = module
  parts.references.push(reference)
}
