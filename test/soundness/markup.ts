/** Templates of small programs, really rendered: parsed by a reader of their own, their expressions evaluated as JavaScript. */

/** An element, or (without a name) a run of text. */
export interface Element {
  name: string
  attributes: { name: string; value: string | null; line: number }[]
  children: Element[]
  /** What stands between its tags, for template scripts. */
  text: string
}

const TAG = /<!--[\s\S]*?-->|<(\/?)([\w-]+)((?:\s+[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*(\/?)>/g
const ATTRIBUTE = /([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g
const RAW = /^(?:wxs|sjs|filter|script|style)$/

/** Parses well-formed markup; `line` is the number of the text's first line. */
export function parseMarkup(source: string, line = 1): Element[] {
  const root: Element = { name: '#', attributes: [], children: [], text: '' }
  const stack = [root]
  TAG.lastIndex = 0
  for (let m = TAG.exec(source); m; m = TAG.exec(source)) {
    const [, closing, name, attributes, selfClosing] = m
    if (name === undefined) continue
    if (closing) {
      const open = stack.pop()
      if (open?.name !== name) throw new Error(`</${name}> ends <${open?.name}>`)
      continue
    }
    const at = m.index + 1 + name.length
    const element: Element = {
      name: name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase(),
      attributes: [...attributes.matchAll(ATTRIBUTE)].map((a) => ({
        name: a[1],
        value: a[2] ?? a[3] ?? a[4] ?? null,
        line: line + source.slice(0, at + a.index).split('\n').length - 1,
      })),
      children: [],
      text: '',
    }
    stack[stack.length - 1].children.push(element)
    if (selfClosing) continue
    if (RAW.test(name)) {
      const end = source.indexOf(`</${name}`, TAG.lastIndex)
      element.text = source.slice(TAG.lastIndex, end)
      TAG.lastIndex = source.indexOf('>', end) + 1
    } else stack.push({ ...element, name })
  }
  if (stack.length > 1) throw new Error(`<${stack[stack.length - 1].name}> is not closed`)
  return root.children
}

/** Elements and attributes that hand a URL to the platform, and the list that it is checked against. */
export const URL_ATTRIBUTES: Record<string, string> = {
  'web-view.src': 'webview',
  'image.src': 'none',
  'cover-image.src': 'none',
  'video.src': 'none',
  'video.poster': 'none',
  'audio.src': 'none',
  'audio.poster': 'none',
  'live-player.src': 'none',
}

/** How a template is written and what rendering it does. */
export interface Renderer {
  /** Vue's `:src`, `v-for`, `@tap`; else `{{ }}` and `wx:for` with any prefix. */
  vue: boolean
  /** Evaluates an expression with these names in scope. */
  evaluate(expression: string, scope: object): unknown
  /** A URL is handed to the platform; `lines` are those of the attribute and of the `<template is>` that led to it. */
  show(api: string, category: string, url: string, places: { file: string; line: number }[]): void
  /** A tap on an element whose handler is a call. */
  tap?(expression: string, scope: object, place: { file: string; line: number }): void
  /** An element has a handler, with the `data-*` of the element. */
  handle?(name: string, dataset: Record<string, unknown>, place: { file: string; line: number }): void
  /** `<navigator url>` is tapped. */
  navigate(url: string, places: { file: string; line: number }[]): void
  /** An element that may be a component of the project, with what its attributes hand over. */
  use?(element: string, properties: () => Record<string, unknown>, file: string): void
  /** Another template file, parsed. */
  load(path: string, from: string): { file: string; nodes: Element[] }
  /** What a template script exports: a file, or the text between its tags. */
  script(path: string | null, text: string, from: string): unknown
}

type Scope = Record<string, any>

/** What a template file brings: template scripts and named templates. */
interface Unit {
  file: string
  nodes: Element[]
  modules: Scope
  templates: Map<string, { unit: Unit; element: Element }>
}

/** Renders a template over a page's data. */
export function render(r: Renderer, file: string, nodes: Element[], data: Scope): void {
  const unit = unitOf(r, file, nodes)
  children(r, unit, nodes, { ...unit.modules, __proto__: null }, data, [])
}

function unitOf(r: Renderer, file: string, nodes: Element[]): Unit {
  const unit: Unit = { file, nodes, modules: {}, templates: new Map() }
  for (const element of nodes) {
    const attribute = (name: string) => element.attributes.find((a) => a.name === name)?.value ?? null
    if (/^(?:wxs|sjs|filter|import-sjs)$/.test(element.name)) {
      const name = attribute('module') ?? attribute('name')
      if (name) unit.modules[name] = r.script(attribute('src') ?? attribute('from'), element.text, file)
    } else if (element.name === 'import') {
      const other = r.load(attribute('src')!, file)
      const taken = unitOf(r, other.file, other.nodes)
      // Only what the file defines itself can be used.
      for (const [name, entry] of taken.templates) if (entry.unit === taken) unit.templates.set(name, entry)
    }
  }
  for (const element of nodes) {
    const name = element.name === 'template' ? element.attributes.find((a) => a.name === 'name')?.value : null
    if (name) unit.templates.set(name, { unit, element })
  }
  return unit
}

const DIRECTIVE = /^(?:[a-z]+:|s-|v-)(if|elif|else-if|else|for|for-items|for-item|for-index)$/

function children(
  r: Renderer,
  unit: Unit,
  nodes: Element[],
  names: Scope,
  data: Scope,
  uses: { file: string; line: number }[],
): void {
  let shown = false
  for (const node of nodes) {
    const directives: Record<string, string | null> = {}
    for (const a of node.attributes) {
      const m = DIRECTIVE.exec(a.name)
      if (m) directives[m[1]] = a.value
    }
    const loop = directives.for ?? directives['for-items']
    if (loop !== undefined && loop !== null) {
      for (const inner of rounds(r, loop, directives, { ...names, __data: data }))
        one(r, unit, node, { ...names, ...inner }, data, uses)
      continue
    }
    const test = directives.if ?? directives.elif ?? directives['else-if']
    if ('if' in directives) shown = false
    if (shown && ('elif' in directives || 'else-if' in directives || 'else' in directives)) continue
    if (test !== undefined && test !== null && !value(r, test, names, data)) continue
    if (test !== undefined || 'else' in directives) shown = true
    one(r, unit, node, names, data, uses)
  }
}

function rounds(r: Renderer, loop: string, directives: Record<string, string | null>, names: Scope): Scope[] {
  const { __data: data } = names
  const vue = /^\s*\(?([^)]*?)\)?\s+(?:in|of)\s+([\s\S]+)$/.exec(loop)
  const written = vue && !loop.includes('{{') ? vue[1].split(',').map((x) => x.trim()) : []
  const list: any = vue && !loop.includes('{{') ? r.evaluate(vue[2], scopeOf(names, data)) : value(r, loop, names, data)
  const item = written[0] ?? directives['for-item'] ?? 'item'
  const index = written[1] ?? directives['for-index'] ?? 'index'
  if (typeof list === 'number') return Array.from({ length: list }, (_, i) => ({ [item]: vue ? i + 1 : i, [index]: i }))
  // A list that only run time knows has one element.
  const known = !list || typeof list !== 'object' || Array.isArray(list) || typeof list[Symbol.iterator] !== 'function'
  if (!known) return [...list].map((x, i) => ({ [item]: x, [index]: i }))
  return Object.entries(list ?? {}).map(([key, x]) => ({ [item]: x, [index]: Array.isArray(list) ? Number(key) : key }))
}

function one(
  r: Renderer,
  unit: Unit,
  node: Element,
  names: Scope,
  data: Scope,
  uses: { file: string; line: number }[],
): void {
  const attribute = (name: string) => node.attributes.find((a) => a.name === name)
  if (/^(?:wxs|sjs|filter|import-sjs|import|script|style)$/.test(node.name)) return
  if (node.name === 'include') {
    const other = r.load(attribute('src')!.value!, unit.file)
    children(
      r,
      { ...unit, file: other.file },
      other.nodes.filter((n) => n.name !== 'template' || n.attributes.every((a) => a.name !== 'name')),
      names,
      data,
      uses,
    )
    return
  }
  if (node.name === 'template' && attribute('name') && !r.vue) return
  if (node.name === 'template' && attribute('is')) {
    const entry = unit.templates.get(String(value(r, attribute('is')!.value!, names, data)))
    if (!entry) return
    const given = attribute('data')
    const written = given?.value?.replace(/^\s*\{\{|\}\}\s*$/g, '').trim() ?? ''
    const handed = (r.evaluate(written.startsWith('{') ? `(${written})` : `({${written}})`, scopeOf(names, data)) ??
      {}) as Scope
    const place = { file: unit.file, line: (given ?? attribute('is')!).line }
    children(r, entry.unit, entry.element.children, { ...entry.unit.modules }, handed, [place, ...uses])
    return
  }
  for (const a of node.attributes) {
    const name = a.name.replace(/^(?:v-bind)?:/, '')
    const bound = name !== a.name
    if (/^(?:@|v-on:|bind|catch|on[A-Z])/.test(a.name)) {
      const place = { file: unit.file, line: a.line }
      if (a.value?.includes('(')) r.tap?.(a.value, scopeOf(names, data), place)
      else if (a.value && r.handle)
        r.handle(String(value(r, a.value, names, data)), datasetOf(r, node, names, data), place)
      continue
    }
    const isUrl = `${node.name}.${name}` in URL_ATTRIBUTES
    const isPage = node.name === 'navigator' && name === 'url'
    if ((!isUrl && !isPage) || a.value === null) continue
    const url = bound
      ? r.evaluate(a.value, scopeOf(names, data))
      : r.vue && !a.value.includes('{{')
        ? a.value
        : value(r, a.value, names, data)
    if (url === undefined || url === null || url === '') continue
    const places = [{ file: unit.file, line: a.line }, ...uses]
    if (isPage) r.navigate(String(url), places)
    else r.show(`${node.name}.${name}`, URL_ATTRIBUTES[`${node.name}.${name}`], String(url), places)
  }
  r.use?.(node.name, () => propertiesOf(r, node, names, data), unit.file)
  children(r, unit, node.children, names, data, uses)
}

/** What the attributes of an element hand to the properties of a component. */
function propertiesOf(r: Renderer, node: Element, names: Scope, data: Scope): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const a of node.attributes) {
    const name = a.name.replace(/^(?:v-bind)?:/, '')
    if (a.value === null || DIRECTIVE.test(name) || /^(?:@|v-|bind|catch|on[A-Z])/.test(name)) continue
    const isText = r.vue && name === a.name
    out[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())] = isText
      ? a.value
      : value(r, a.value, names, data)
  }
  return out
}

/** What `data-*` attributes hand to a handler: `data-goods-id` is `goodsId`. */
function datasetOf(r: Renderer, node: Element, names: Scope, data: Scope): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const a of node.attributes) {
    if (!a.name.startsWith('data-')) continue
    const name = a.name
      .slice(5)
      .toLowerCase()
      .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    out[name] = a.value === null ? true : value(r, a.value, names, data)
  }
  return out
}

/** The value of an attribute's text: one expression as it is, several pieces as a text. */
function value(r: Renderer, text: string, names: Scope, data: Scope): unknown {
  if (r.vue && !text.includes('{{')) return r.evaluate(text, scopeOf(names, data))
  const whole = /^\s*\{\{((?:(?!\}\})[\s\S])*)\}\}\s*$/.exec(text)
  if (whole) return r.evaluate(whole[1], scopeOf(names, data))
  return text.replace(/\{\{([\s\S]*?)\}\}/g, (_, x: string) => String(r.evaluate(x, scopeOf(names, data)) ?? ''))
}

/** Names of loops and template scripts before the page's data; what neither has is undefined. */
function scopeOf(names: Scope, data: Scope): object {
  return new Proxy(Object.create(null), {
    has: (_, key) => typeof key === 'string' && !(key in globalThis && !(key in names) && !(key in Object(data))),
    get: (_, key) => {
      if (typeof key !== 'string') return undefined
      const found = key in names ? names[key] : Object(data)[key]
      return found && typeof found === 'object' && found.__ref ? found.value : found
    },
    set: (_, key, given) => {
      Object(data)[key] = given
      return true
    },
  })
}
