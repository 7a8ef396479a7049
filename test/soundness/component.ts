import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Run } from './case'
import type { Loader } from './loader'
import { eventOf, quietly } from './native'
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
export function mountOptions(options: any, globals: VueGlobals, run: Run, isApp = false): any {
  const parts = mixinsOf(options)
  const self: any = Object.create(globals.prototype)
  if (globals.store) self.$store = globals.store
  self.$emit = () => undefined
  self.$nextTick = (callback: () => void) => callback?.call(self)
  self.$refs = runtimeValue('refs')
  self.$route = { query: runtimeStrings('query', run.query) }
  if (options.globalData) self.globalData = options.globalData
  for (const part of parts) {
    for (const [name, property] of Object.entries<any>(
      Array.isArray(part.props) ? Object.fromEntries(part.props.map((p: string) => [p, {}])) : (part.props ?? {}),
    )) {
      const value = property?.default
      self[name] = value === undefined ? runtimeValue(name) : typeof value === 'function' ? value() : value
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
  for (const name of isApp ? ['onLaunch', 'onShow', 'created', 'mounted'] : HOOKS) {
    for (const part of parts) {
      if (typeof part[name] === 'function') quietly(() => part[name].call(self, runtimeStrings('query', run.query)))
    }
  }
  for (const part of parts) {
    for (const watcher of Object.values<any>(part.watch ?? {})) {
      const handler = typeof watcher === 'function' ? watcher : watcher?.handler
      if (typeof handler === 'function') quietly(() => handler.call(self, runtimeValue('new'), runtimeValue('old')))
    }
    for (const name of Object.keys(part.methods ?? {})) quietly(() => self[name](eventOf()))
  }
  return self
}

/** Mounts whatever a component module exports: options, a class, or the functions of a `<script setup>`. */
export function mountModule(exports: any, globals: VueGlobals, run: Run): any {
  const component = exports?.default ?? exports
  if (typeof component === 'function') return renderFunction(component)
  if (component && typeof component === 'object' && exports.default) return mountOptions(component, globals, run)
  for (const [name, fn] of Object.entries<any>(exports ?? {})) {
    if (typeof fn === 'function' && name !== 'default') quietly(() => fn(eventOf()))
  }
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
      if (typeof self[name] === 'function') quietly(() => self[name](runtimeStrings('query')))
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
export function startUni(dir: string, loader: Loader, registered: { app: any }, vue: any, run: Run): void {
  const config = JSON.parse(readFileSync(path.join(dir, 'pages.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''))
  const main = loader.load(['main.js', 'main.ts'].find((name) => existsQuietly(path.join(dir, name))) ?? 'main.js')
  if (typeof main.createApp === 'function') main.createApp()
  const { globals, root } = vue.__state
  if (root) registered.app = mountOptions(root.default ?? root, globals, run, true)
  for (const page of config.pages) quietly(() => mountModule(loader.load(`${page.path}.vue`), globals, run))
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
export function mountWepy(Class: any, registered: { app: any }, run: Run): void {
  const self = new Class()
  Object.assign(self, self.data)
  const isApp = typeof self.onLaunch === 'function' || self.globalData !== undefined
  if (isApp) registered.app = self
  self.$parent = registered.app
  for (const name of isApp ? ['onLaunch', 'onShow'] : ['onLoad', 'onShow', 'onReady']) {
    if (typeof self[name] === 'function') quietly(() => self[name](runtimeStrings('query', run.query)))
  }
  for (const method of Object.values<any>(self.methods ?? {})) quietly(() => method.call(self, eventOf()))
}
