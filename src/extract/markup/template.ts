import { readAttribute } from './attributes'
import type { Dialect, Frame } from './attributes'
import { addComment, addError } from './collect'
import type { Finder } from './finder'
import { scriptBlock, styleSyntax } from './kinds'
import { both, modesOf } from './modes'
import type { Chain } from './modes'
import { splitMustache } from './mustache'
import { kebab } from './names'
import { scopeOf } from './scope'
import { readStyle } from './style'
import { scanTags } from './tokens'
import type { RawAttribute } from './tag-attribute'
import type { MarkupReference, SourceParts } from './types'

const NONE: ReadonlySet<string> = new Set()

/** Template scripts by platform: wechat, jd and kuaishou `wxs`; alipay, douyin, xiaohongshu `sjs`; qq `qs`; baidu `filter`. */
const TEMPLATE_SCRIPTS: ReadonlySet<string> = new Set(['wxs', 'sjs', 'import-sjs', 'qs', 'jds', 'dds'])
const VOID_ELEMENTS: ReadonlySet<string> = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
])

/** `.wxml` and its like, mpx templates. */
export const NATIVE: Dialect = Object.freeze({
  interpolated: true,
  swan: false,
  voids: NONE,
  scripts: TEMPLATE_SCRIPTS,
})
/** `.swan`. */
export const SWAN: Dialect = Object.freeze({
  interpolated: true,
  swan: true,
  voids: NONE,
  scripts: new Set([...TEMPLATE_SCRIPTS, 'filter']),
})
/** Vue's templates. */
export const VUE: Dialect = Object.freeze({
  interpolated: false,
  swan: false,
  voids: VOID_ELEMENTS,
  scripts: TEMPLATE_SCRIPTS,
})
/** wepy's, which take both. */
export const WEPY: Dialect = Object.freeze({ interpolated: true, swan: false, voids: NONE, scripts: TEMPLATE_SCRIPTS })
/** `.html`. */
export const HTML: Dialect = Object.freeze({ interpolated: false, swan: false, voids: VOID_ELEMENTS, scripts: NONE })

interface Open extends Frame {
  name: string
}

/**
 * Reads a template from `from` on: attributes, texts, comments, template scripts and references go to `parts`.
 * `block`: it is a component's `<template>` block (mpx: for these platforms) and ends at its end tag, or, where that is
 * missing, at a `<script>` or `<style>` that begins a line. Returns where it stopped: there, or at the end of the text.
 */
export function readTemplate(
  finder: Finder,
  parts: SourceParts,
  dialect: Dialect,
  from: number,
  block?: { mode: string | undefined },
): number {
  const { code } = finder
  const outermost: Frame = { scope: null, template: undefined, mode: block?.mode }
  // Of the elements directly inside each open one.
  const chains: Chain[] = [{ left: null }]
  const stack: Open[] = []
  const opened = new Map<string, number>()
  const frame = (): Frame => stack.at(-1) ?? outermost

  const open = (
    rawName: string,
    start: number,
    attributes: RawAttribute[],
    after: number,
    selfClosing: boolean,
  ): number | void => {
    const element = kebab(rawName)
    const isRaw = element === 'script' || element === 'style'
    if (isRaw && block && isLineEnd(code.charCodeAt(start - 1))) {
      addError(parts, '<template> without end tag', start)
      return -1
    }
    const outer = frame()
    const named = dialect.interpolated && element === 'template' ? textOf(code, attributes, 'name') : undefined
    // Names of loops around a `<template name>` don't reach into it.
    const scope = scopeOf(code, element, attributes, dialect.swan, named === undefined ? outer.scope : null)
    const mode = both(outer.mode, modesOf(code, attributes, chains.at(-1)!))
    const inner: Frame = { scope, template: named ?? outer.template, mode }
    const kind = referenceKind(dialect, element)
    const before = parts.attributes.length
    if (kind) addReference(code, parts, kind, attributes)
    else for (const attribute of attributes) readAttribute(code, parts, dialect, element, attribute, inner)
    if (dialect.interpolated && element === 'template')
      for (const found of parts.attributes.slice(before)) found.tag = start
    if (selfClosing) return
    if (isRaw || dialect.scripts.has(element))
      return rawElement(finder, parts, element, rawName, attributes, after, start)
    if (dialect.voids.has(element)) return
    stack.push({ name: rawName, ...inner })
    chains.push({ left: null })
    opened.set(rawName, (opened.get(rawName) ?? 0) + 1)
  }

  const close = (name: string, start: number): boolean => {
    const count = opened.get(name) ?? 0
    if (count === 0) {
      if (block && name.toLowerCase() === 'template') return true
      // In HTML the end tags of void elements, `</p>` and `</br>` may stand alone.
      if (!dialect.voids.has(name) && name !== 'p')
        addError(parts, `end tag </${name.slice(0, 40)}> without start tag`, start)
      return false
    }
    for (let last = stack.pop(); last; last = stack.pop()) {
      chains.pop()
      opened.set(last.name, opened.get(last.name)! - 1)
      if (last.name === name) break
    }
    return false
  }

  return scanTags(finder, from, code.length, dialect, {
    open,
    close,
    text: (start, stop) => readText(code, parts, dialect, start, stop, frame()),
    comment: (start, stop, innerStart, innerEnd) => addComment(parts, code, start, stop, innerStart, innerEnd),
    error: (message, start) => addError(parts, message, start),
  })
}

/** Records a text's URLs: static text that holds one, expressions with a `//` in them. */
export function readText(
  code: string,
  parts: SourceParts,
  dialect: Dialect,
  start: number,
  end: number,
  frame: Frame,
): void {
  const text = code.slice(start, end)
  // A `//` may be spelled with entities; those with one are looked at more closely.
  if (!text.includes('//') && !text.includes('&')) return
  const split = splitMustache(code, start, end, dialect.swan)
  if (!split.some((part) => ('expr' in part ? part.expr.includes('//') : isUrlText(part.text)))) return
  const found = { start, end, parts: split, scope: frame.scope }
  parts.texts.push(frame.template === undefined ? found : { ...found, template: frame.template })
}

/** Whether a static text holds a URL with a scheme, or is one without. */
export function isUrlText(text: string): boolean {
  return text.includes('://') || text.trimStart().startsWith('//')
}

/** The value of a static attribute, or undefined. */
export function textOf(code: string, attributes: readonly RawAttribute[], name: string): string | undefined {
  const found = attributes.find((attribute) => attribute.name === name)
  return found?.hasValue ? code.slice(found.valueStart, found.valueEnd) : undefined
}

/** What an element takes another file in as, or null for one that doesn't. */
function referenceKind(dialect: Dialect, element: string): 'wxs' | 'import' | 'include' | null {
  if (dialect.scripts.has(element)) return 'wxs'
  if (!dialect.interpolated) return null
  return element === 'import' || element === 'include' ? element : null
}

function addReference(
  code: string,
  parts: SourceParts,
  kind: 'wxs' | 'import' | 'include',
  attributes: readonly RawAttribute[],
): void {
  const found = attributes.find(({ name }) => name === 'src' || (kind === 'wxs' && name === 'from'))
  if (!found || found.valueEnd === found.valueStart) return
  const src = code.slice(found.valueStart, found.valueEnd)
  const reference: MarkupReference = { kind, src, start: found.valueStart, end: found.valueEnd }
  const module = textOf(code, attributes, 'module') ?? textOf(code, attributes, 'name')
  if (kind === 'wxs' && module) reference.module = module
  parts.references.push(reference)
}

/** An element whose content is no markup: template scripts; in HTML scripts and styles. */
function rawElement(
  finder: Finder,
  parts: SourceParts,
  element: string,
  rawName: string,
  attributes: readonly RawAttribute[],
  after: number,
  start: number,
): number | void {
  const { code } = finder
  const closing = finder.closing(rawName, after)
  if (closing === Infinity) {
    addError(parts, `<${element}> without end tag`, start)
    return
  }
  if (code.slice(after, closing).trim() !== '') {
    if (element === 'style') {
      readStyle(code, parts, after, closing, styleSyntax(textOf(code, attributes, 'lang') ?? ''))
    } else if (element === 'script') {
      const block = scriptBlock(textOf(code, attributes, 'lang') ?? '', textOf(code, attributes, 'type') ?? '', 'js')
      if (block) parts.scripts.push({ start: after, end: closing, ...block })
    } else {
      const module = textOf(code, attributes, 'module') ?? textOf(code, attributes, 'name')
      parts.scripts.push({ start: after, end: closing, lang: 'js', kind: 'wxs', ...(module ? { module } : {}) })
    }
  }
  return skipEndTag(finder, closing)
}

/** The place behind the end tag that begins here. */
export function skipEndTag(finder: Finder, closing: number): number {
  return Math.min(finder.next('>', closing) + 1, finder.code.length)
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13
}
