import { ALL_ATTRIBUTES } from '../../platforms'
import { ROUTER_ATTRIBUTES } from '../../platforms/router'
import type { AttributeForm } from './types'

const ROWS = [...ALL_ATTRIBUTES, ...ROUTER_ATTRIBUTES]

/**
 * Elements whose attributes are kept whatever they hold: those that take a URL on some platform, whichever the build is for
 * (extraction must not depend on it). Which list a URL belongs to is judged later.
 */
export const URL_ELEMENTS: ReadonlySet<string> = new Set(ROWS.map((row) => row.element))

/** Attributes that are kept on every element: components pass their URL on under these names. */
export const URL_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...ROWS.map((row) => row.attribute),
  'src',
  'url',
  'href',
  'data-src',
  'data-url',
  'data-href',
])

/** Attributes that never hold a URL: kept only where one stands in them all the same. */
const PLAIN_ATTRIBUTES: ReadonlySet<string> = new Set([
  'class',
  'id',
  'key',
  'ref',
  'slot',
  'hidden',
  'is',
  'mode',
  'type',
  'style',
  'hover-class',
  'lazy-load',
  'width',
  'height',
])

/** Whether an attribute is worth being recorded without looking at its value. */
export function isUrlAttribute(element: string, attribute: string): boolean {
  if (URL_ATTRIBUTES.has(attribute)) return true
  return URL_ELEMENTS.has(element) && !PLAIN_ATTRIBUTES.has(attribute)
}

/** `WebView` and `webView` as `web-view`; other names as they are. */
export function kebab(name: string): string {
  if (!/[A-Z]/.test(name)) return name
  return name.replace(
    /[A-Z]/g,
    (letter, at: number) => (at > 0 && name[at - 1] !== '-' ? '-' : '') + letter.toLowerCase(),
  )
}

export interface AttributeName {
  attribute: string
  /** `static` may turn out to be `mustache`. */
  form: AttributeForm
  /** mpx: platforms. */
  mode?: string
}

/** Events of native templates and of mpx: `bindtap`, `bind:tap`, `catch:tap`, `capture-bind:tap`, Alipay's `onTap`. */
const NATIVE_EVENT = /^(?:(?:capture-|mut-)?(?:bind|catch)(?:[:a-z]|$)|on[A-Z])/

/** Directives: `wx:if`, `a:for`, `s-if`, `v-if`, `wx:key`; and names that a platform gives a meaning of their own (`change:prop`, `generic:x`). */
const DIRECTIVE = /^(?:v-|s-|#|\[|(?:wx|a|tt|swan|qq|ks|jd|xhs|dd|x|ad|worklet|generic|change|mark|let|slot):)/

/** What an attribute's written name says. `.sync` and other modifiers of a binding are dropped. */
export function attributeName(raw: string): AttributeName {
  const first = raw.charCodeAt(0)
  if (first === 64 /* @ */) return { attribute: raw, form: 'event' }
  if (first === 58 /* : */) return binding(raw, 1)
  if (first === 46 /* . */) return binding(raw, 1)
  if (raw.startsWith('v-')) {
    if (raw.startsWith('v-bind:')) return binding(raw, 7)
    if (raw.startsWith('v-model:')) return binding(raw, 8)
    if (raw.startsWith('v-on')) return { attribute: raw, form: 'event' }
    return { attribute: raw, form: 'directive' }
  }
  if (NATIVE_EVENT.test(raw)) return { attribute: raw, form: 'event' }
  if (raw.startsWith('model:')) return { attribute: kebab(raw.slice(6)), form: 'static' }
  // mpx: `wx:style` and `wx:class` are what `style` and `class` are, with expressions.
  if (raw === 'wx:style') return { attribute: 'style', form: 'static' }
  const at = raw.indexOf('@')
  const name = at > 0 ? raw.slice(0, at) : raw
  const form = DIRECTIVE.test(name) ? 'directive' : 'static'
  const attribute = form === 'static' ? kebab(name) : name
  return at > 0 ? { attribute, form, mode: raw.slice(at + 1).replace(/^\(|\)$/g, '') } : { attribute, form }
}

function binding(raw: string, from: number): AttributeName {
  const name = raw.slice(from)
  // `:[key]` names an attribute that only run time knows; `::` and an empty name are nothing.
  if (name === '' || name.startsWith('[') || name.startsWith(':')) return { attribute: raw, form: 'directive' }
  const dot = name.indexOf('.')
  return { attribute: kebab(dot < 0 ? name : name.slice(0, dot)), form: 'expression' }
}
