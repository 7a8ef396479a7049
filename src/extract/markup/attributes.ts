import { addError } from './collect'
import { decodeScript } from './escapes'
import { decodeEntities } from './entities'
import type { Cooked } from './entities'
import { expressionPart, splitMustache, textPart } from './mustache'
import { attributeName, isUrlAttribute } from './names'
import { styleAttributeUrls } from './style-attribute'
import type { RawAttribute } from './tag-attribute'
import type { AttributeForm, ExpressionPart, MarkupAttribute, SourceParts, TemplateScope, ValuePart } from './types'

/** How a kind of template is read. */
export interface Dialect {
  /** Whether attributes hold `{{ }}`; else `:src` and its like do. */
  interpolated: boolean
  /** Baidu's `{= =}`, `{{{ }}}` and `s-for` without braces. */
  swan: boolean
  /** Elements without an end tag. */
  voids: ReadonlySet<string>
  /** Elements whose content is a template script. */
  scripts: ReadonlySet<string>
}

/** Where an attribute or text stands. */
export interface Frame {
  scope: TemplateScope | null
  template: string | undefined
  /** mpx: the platforms that the block is for. */
  mode: string | undefined
}

/** Records an attribute if it could hold a URL. `element`: in kebab case. */
export function readAttribute(
  code: string,
  parts: SourceParts,
  dialect: Dialect,
  element: string,
  raw: RawAttribute,
  frame: Frame,
): void {
  const { attribute, form, mode } = attributeName(raw.name)
  if (!raw.hasValue) {
    // Vue 3.4: `:src` alone is `:src="src"`.
    if (form === 'expression' && raw.name.charCodeAt(0) === 58 && isUrlAttribute(element, attribute)) {
      const part = shorthand(code, raw.start + 1, raw.name)
      const span = { start: part.start, end: part.end }
      parts.attributes.push(record(raw, element, attribute, form, span, code, [part], frame, mode))
    }
    return
  }
  const value = code.slice(raw.valueStart, raw.valueEnd)
  const span = { start: raw.valueStart, end: raw.valueEnd }
  if (!dialect.interpolated && MODEL.test(raw.name) && raw.escapes !== 'script') {
    const target = expressionPart(code, span.start, span.end, raw.escapes === 'js' ? decodeScript : decodeEntities)
    parts.attributes.push(record(raw, element, attribute, 'model', span, code, [target], frame, mode))
  }
  if (!isWanted(element, attribute, form, value)) return
  if (raw.escapes === 'script') {
    const whole = { expr: value, ...span }
    parts.attributes.push(
      record(raw, element, attribute, form === 'static' ? 'expression' : form, span, code, [whole], frame, mode),
    )
    return
  }
  const cook: (text: string) => Cooked = raw.escapes === 'js' ? decodeScript : decodeEntities
  if (form !== 'static') {
    const split =
      dialect.interpolated && value.includes('{{')
        ? splitMustache(code, span.start, span.end, dialect.swan, cook)
        : [expressionPart(code, span.start, span.end, cook)]
    parts.attributes.push(record(raw, element, attribute, form, span, code, split, frame, mode))
    return
  }
  const split = dialect.interpolated
    ? splitMustache(code, span.start, span.end, dialect.swan, cook)
    : span.end > span.start
      ? [textPart(code, span.start, span.end, cook)]
      : []
  if (dialect.interpolated && split.some((part) => 'text' in part && part.text.includes('{{'))) {
    addError(parts, '"{{" without "}}"', raw.start)
  }
  if (attribute === 'style') {
    for (const url of styleAttributeUrls(code, split, cook)) {
      const at = { start: url.start, end: url.end }
      parts.attributes.push(record(raw, element, attribute, formOf(url.parts), at, code, url.parts, frame, mode))
    }
    return
  }
  parts.attributes.push(record(raw, element, attribute, formOf(split), span, code, split, frame, mode))
}

/** Directives by which a component writes to what they name. https://vuejs.org/guide/components/v-model.html */
const MODEL = /^v-model(?:[:.]|$)|\.sync$/

function isWanted(element: string, attribute: string, form: AttributeForm, value: string): boolean {
  if (value.includes('//')) return true
  if (form === 'directive') return false
  // A handler's call may open a page: `@click="open('/pages/web?url=' + link)"`; what it sets is tested by methods.
  if (form === 'event') return value.includes('(') || /[\w$\])]\s*=(?![=>])/.test(value)
  if (attribute === 'style') return /url\s*\(/i.test(value)
  // `<template is="card" data="{{ … }}">` gives the values of what stands in `<template name="card">`.
  if (element === 'template') return attribute === 'is' || attribute === 'data'
  return isUrlAttribute(element, attribute)
}

function formOf(parts: readonly ValuePart[]): AttributeForm {
  return parts.some((part) => 'expr' in part) ? 'mustache' : 'static'
}

/** The variable that a binding without a value stands for: its name in camel case. */
function shorthand(code: string, start: number, name: string): ExpressionPart {
  const dot = name.indexOf('.', 1)
  const end = start + (dot < 0 ? name.length : dot) - 1
  return expressionPart(code, start, end, (raw) => {
    if (!raw.includes('-')) return { text: raw }
    const map: number[] = []
    for (let i = 0; i < raw.length; i++) if (raw[i] !== '-') map.push(i)
    map.push(raw.length)
    return { text: raw.replace(/-+(.)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? ''), map }
  })
}

function record(
  raw: RawAttribute,
  element: string,
  attribute: string,
  form: AttributeForm,
  value: { start: number; end: number },
  code: string,
  parts: ValuePart[],
  frame: Frame,
  mode: string | undefined,
): MarkupAttribute {
  const found: MarkupAttribute = {
    element,
    attribute,
    form,
    start: raw.start,
    value,
    raw: code.slice(value.start, value.end),
    quote: raw.quote,
    parts,
    scope: frame.scope,
  }
  if (frame.template !== undefined) found.template = frame.template
  const platforms = mode ?? frame.mode
  if (platforms !== undefined) found.mode = platforms
  return found
}
