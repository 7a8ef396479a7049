import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Run } from './case'
import type { Loader } from './loader'
import { URL_ATTRIBUTES } from './markup'
import { eventOf, quietly } from './native'
import { opening, queryNow } from './opening'
import { recordAt, type Recorder, type Recording } from './platform'
import type { Screens } from './screens'
import { runtimeStrings, runtimeValue } from './values'

const HOOKS = [
  'beforeCreate',
  'created',
  'onLoad',
  'beforeMount',
  'mounted',
  'onShow',
  'onReady',
  'onPullDownRefresh',
  'onReachBottom',
]

function mixinsOf(options: any): any[] {
  return [...(options.mixins ?? []).flatMap(mixinsOf), ...(options.extends ? mixinsOf(options.extends) : []), options]
}

/** What programs put on every component: `Vue.prototype`, `app.config.globalProperties`, the store, provided values. */
export interface VueGlobals {
  prototype: object
  provided: Record<string, unknown>
  store?: any
}

/** Mounts an options-API component: data, computed, methods, hooks, watchers, then every method with an event. */
export function mountOptions(
  options: any,
  globals: VueGlobals,
  run: Run,
  isApp = false,
  show?: (data: object) => void,
  given: Record<string, unknown> | null = null,
): any {
  const parts = mixinsOf(options)
  const self: any = Object.create(globals.prototype)
  if (globals.store) self.$store = globals.store
  self.$emit = () => undefined
  self.$nextTick = (callback: () => void) => callback?.call(self)
  self.$refs = runtimeValue('refs')
  self.$route = { query: queryNow(run) }
  self.$mp = { query: queryNow(run) }
  self.$root = self
  if (options.globalData) self.globalData = options.globalData
  for (const part of parts) {
    for (const [name, property] of Object.entries<any>(
      Array.isArray(part.props) ? Object.fromEntries(part.props.map((p: string) => [p, {}])) : (part.props ?? {}),
    )) {
      const value = given && name in given ? given[name] : property?.default
      self[name] =
        value === undefined ? (given ? undefined : runtimeValue(name)) : typeof value === 'function' ? value() : value
    }
    const inject = Array.isArray(part.inject)
      ? Object.fromEntries(part.inject.map((name: string) => [name, name]))
      : (part.inject ?? {})
    for (const [name, from] of Object.entries<any>(inject)) {
      const key = typeof from === 'object' ? (from.from ?? name) : from
      self[name] = key in globals.provided ? globals.provided[key] : from?.default
    }
    for (const [name, method] of Object.entries<any>(part.methods ?? {})) self[name] = method.bind(self)
    for (const [name, computed] of Object.entries<any>(part.computed ?? {})) {
      const get = typeof computed === 'function' ? computed : computed.get
      Object.defineProperty(self, name, { get: () => get.call(self, self), configurable: true })
    }
    const data = typeof part.data === 'function' ? part.data.call(self, self) : part.data
    Object.assign(self, data ?? {})
    self.$data = self
    if (typeof part.setup === 'function') quietly(() => Object.assign(self, part.setup({}, { emit() {} })))
  }
  for (const part of parts) {
    const provided = typeof part.provide === 'function' ? part.provide.call(self) : part.provide
    Object.assign(globals.provided, provided ?? {})
  }
  show?.(self)
  for (const name of isApp ? ['onLaunch', 'onShow', 'created', 'mounted'] : HOOKS) {
    for (const part of parts) {
      if (typeof part[name] === 'function') quietly(() => part[name].call(self, queryNow(run)))
    }
  }
  show?.(self)
  if (opening.getStore()) return self
  for (const part of parts) {
    for (const watcher of Object.values<any>(part.watch ?? {})) {
      const handler = typeof watcher === 'function' ? watcher : watcher?.handler
      if (typeof handler === 'function') quietly(() => handler.call(self, runtimeValue('new'), runtimeValue('old')))
    }
    for (const name of Object.keys(part.methods ?? {})) quietly(() => self[name](eventOf()))
  }
  show?.(self)
  return self
}

/** What the template of a `<script setup>` sees: its variables as they are now. */
function setupScope(names: () => Record<string, unknown>, given: Record<string, unknown> | null = null): object {
  const all = (): any => ({ ...given, ...names() })
  return new Proxy({}, { has: (_, key) => key in all(), get: (_, key) => all()[key] })
}

/** Shows a component of Vue that a template uses: one that its script imports, or one of uni-app's `components/x/x.vue`. */
export function useVueComponents(
  dir: string,
  loader: Loader,
  context: any,
  globals: VueGlobals,
  run: Run,
  screens: Screens,
): NonNullable<Screens['use']> {
  const done = new Set<string>()
  return (element, properties, from) => {
    const source = readFileSync(path.join(dir, from), 'utf8')
    let file = `components/${element}/${element}.vue`
    for (const [, name, specifier] of source.matchAll(/import (\w+) from ['"]([^'"]+\.vue)['"]/g))
      if (name.replaceAll(/(?!^)([A-Z])/g, '-$1').toLowerCase() === element)
        file = specifier.startsWith('@/') ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier)
    const given = properties()
    const key = `${file} ${JSON.stringify(given)}`
    if (done.has(key) || !existsQuietly(path.join(dir, file))) return
    done.add(key)
    // What `defineProps` gives, under the defaults that its argument or `withDefaults` names.
    context.defineProps = (declared: any) => {
      for (const [name, { default: value }] of Object.entries<any>(declared ?? {})) given[name] ??= value
      return given
    }
    context.withDefaults = (props: any, defaults: any) => {
      for (const [name, value] of Object.entries<any>(defaults)) props[name] ??= value
      return props
    }
    mountModule(loader.load(file, true), globals, run, (data) => screens.show(file, data), given)
  }
}

/** Mounts whatever a component module exports: options, a class, or the functions of a `<script setup>`. */
export function mountModule(
  exports: any,
  globals: VueGlobals,
  run: Run,
  show?: (data: object) => void,
  given: Record<string, unknown> | null = null,
): any {
  const component = exports?.default ?? exports
  if (typeof component === 'function') return renderFunction(component)
  if (component && typeof component === 'object' && exports.default)
    return mountOptions(component, globals, run, false, show, given)
  if (typeof exports?.__template === 'function') show?.(setupScope(exports.__template, given))
  if (opening.getStore()) return undefined
  for (const [name, fn] of Object.entries<any>(exports ?? {})) {
    if (typeof fn === 'function' && name !== 'default' && name !== '__template') quietly(() => fn(eventOf()))
  }
  if (typeof exports?.__template === 'function') show?.(setupScope(exports.__template))
  return undefined
}

/** Renders a function or class component and calls every handler that its elements carry. */
export function renderFunction(component: any): void {
  const props = runtimeStrings('props')
  const isClass = /^class\b/.test(Function.prototype.toString.call(component))
  const call = () => {
    if (!isClass) return component(props)
    const self = new component(props)
    for (const name of ['componentWillMount', 'onLoad', 'componentDidMount', 'componentDidShow']) {
      if (typeof self[name] === 'function')
        quietly(() => self[name](opening.getStore()?.query ?? runtimeStrings('query')))
    }
    return self.render?.()
  }
  let tree: any
  quietly(() => void (tree = call()))
  const visit = (node: any): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (!node || typeof node !== 'object' || !node.props) return
    for (const [name, handler] of Object.entries<any>(node.props)) {
      if (/^on[A-Z]/.test(name) && typeof handler === 'function') quietly(() => handler(eventOf()))
    }
    if (typeof node.type === 'function') renderFunction(node.type)
    visit(node.children)
  }
  visit(tree)
}

/** Starts a uni-app: `main.js`, the app's hooks, then each page of `pages.json`. */
export function startUni(
  dir: string,
  loader: Loader,
  registered: { app: any },
  vue: any,
  run: Run,
  screens: Screens,
): void {
  const config = JSON.parse(readFileSync(path.join(dir, 'pages.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''))
  const main = loader.load(['main.js', 'main.ts'].find((name) => existsQuietly(path.join(dir, name))) ?? 'main.js')
  if (typeof main.createApp === 'function') main.createApp()
  const { globals, root } = vue.__state
  if (root) registered.app = mountOptions(root.default ?? root, globals, run, true)
  const pages: string[] = config.pages.map((page: any) => page.path)
  for (const pack of config.subPackages ?? config.subpackages ?? [])
    for (const page of pack.pages) pages.push(path.posix.join(pack.root, page.path))
  for (const page of pages) {
    const file = `${page}.vue`
    const open = () =>
      mountModule(loader.load(file, opening.getStore() !== undefined), globals, run, (data) => screens.show(file, data))
    screens.add(page, open)
  }
  for (const page of pages) screens.open(page)
}

function existsQuietly(file: string): boolean {
  try {
    readFileSync(file)
    return true
  } catch {
    return false
  }
}

/** Starts a wepy class: an app with `globalData`, or a page whose `$parent` is the app. */
export function mountWepy(Class: any, registered: { app: any }, run: Run, show?: (data: object) => void): void {
  const self = new Class()
  Object.assign(self, self.data)
  const isApp = typeof self.onLaunch === 'function' || self.globalData !== undefined
  if (isApp) registered.app = self
  self.$parent = registered.app
  show?.(self)
  for (const name of isApp ? ['onLaunch', 'onShow'] : ['onLoad', 'onShow', 'onReady']) {
    if (typeof self[name] === 'function') quietly(() => self[name](queryNow(run)))
  }
  show?.(self)
  if (opening.getStore()) return
  for (const method of Object.values<any>(self.methods ?? {})) quietly(() => method.call(self, eventOf()))
}

/** Starts a Taro app: the pages of its `app.config`, each a function or class component that is rendered until its state settles. */
export function startTaro(dir: string, loader: Loader, react: any, recorder: Recorder, screens: Screens): void {
  const find = (stem: string) =>
    ['.jsx', '.tsx', '.js', '.ts']
      .map((extension) => stem + extension)
      .find((name) => existsQuietly(path.join(dir, name)))
  const config = loader.load(find('app.config')!).default
  const app = find('app')
  if (app) quietly(() => loader.load(app))
  const pages: string[] = [...config.pages]
  for (const pack of config.subPackages ?? config.subpackages ?? [])
    for (const page of pack.pages) pages.push(path.posix.join(pack.root, page))
  for (const page of pages) {
    const file = find(page)!
    screens.add(page, () => {
      const component = loader.load(file, opening.getStore() !== undefined).default
      react.__mount(component, runtimeStrings('props'), (tree: any) => showTree(tree, recorder, screens, react))
    })
  }
  for (const page of pages) screens.open(page)
}

/** Elements of a rendered tree: what hands a URL to the platform is recorded, handlers are called. */
function showTree(node: any, recorder: Recorder, screens: Screens, react: any, around: Recording['stack'] = []): void {
  if (Array.isArray(node)) {
    for (const one of node) showTree(one, recorder, screens, react, around)
    return
  }
  if (!node || typeof node !== 'object' || !node.props) return
  const places = [...(node.places ?? []), ...around]
  if (typeof node.type === 'function')
    react.__mount(node.type, node.props, (tree: any) => showTree(tree, recorder, screens, react, places))
  for (const [name, value] of Object.entries<any>(node.props)) {
    const api = `${node.type}.${name}`
    if (/^on[A-Z]/.test(name) && typeof value === 'function' && !opening.getStore()) quietly(() => value(eventOf()))
    if (value === undefined || value === null || value === '') continue
    if (api in URL_ATTRIBUTES) recordAt(recorder, api, URL_ATTRIBUTES[api], value, places)
    else if (api === 'navigator.url') screens.navigate(value, places)
  }
  showTree(node.children, recorder, screens, react, around)
}
