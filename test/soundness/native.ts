import { readFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import type { Run } from './case'
import type { Loader } from './loader'
import type { Screens } from './screens'
import { opening, queryNow } from './opening'
import { EVENT, runtimeStrings, runtimeValue, token } from './values'

/** What the fixture's program registered with `App`, `Page` and `Component`. */
export interface Registered {
  app: any
  pages: any[]
  components: any[]
  /** The file that is being loaded, without its extension: what it registers belongs to its template. */
  current: string
  files: Map<object, string>
  /** The pages that are open, as `getCurrentPages` gives them. */
  opened: any[]
  /** Stands for another component's instance, where a whole program runs. */
  other?: () => unknown
  /** Components that a template was seen to use. */
  used: Set<object>
  /** Renders the template beside a script. */
  show?(file: string, data: object, self: object): void
}

const LIFE_CYCLE = new Set([
  'onLaunch',
  'onLoad',
  'onShow',
  'onReady',
  'onHide',
  'onUnload',
  'constructor',
  'setData',
  'created',
  'attached',
  'ready',
  'detached',
])

/** An event with everything that handlers read. */
export const eventOf = (dataset: object = runtimeStrings('dataset')): any => ({
  type: 'tap',
  toString: () => EVENT,
  detail: runtimeValue('detail', { value: token('input'), errMsg: 'getPhoneNumber:ok' }),
  currentTarget: { dataset, id: token('id') },
  target: { dataset, id: token('id') },
  stopPropagation() {},
  preventDefault() {},
})

/** The platform logs an error and goes on; FIXTURE_ERRORS shows them to the author of a fixture. */
function complain(error: unknown): void {
  if (process.env.FIXTURE_ERRORS) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

/** Calls a function as the platform does: what it throws stays inside. */
export function quietly(call: () => unknown): void {
  try {
    const result: any = call()
    if (result && typeof result.then === 'function') result.then(undefined, complain)
  } catch (error) {
    complain(error)
  }
}

function setData(this: any, patch: object, callback?: () => void): void {
  for (const [key, value] of Object.entries(patch ?? {})) {
    const keys = key.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
    let place = this.data
    for (const name of keys.slice(0, -1)) place = place[name] ??= {}
    place[keys[keys.length - 1]] = value
  }
  this.__show?.()
  callback?.call(this)
}

/** Registers `App`, `Page`, `Component`, `Behavior`, `getApp` and `getCurrentPages` in the sandbox. */
export function registerNative(sandbox: any): Registered {
  const registered: Registered = {
    app: undefined,
    pages: [],
    components: [],
    current: '',
    files: new Map(),
    opened: [],
    used: new Set(),
  }
  sandbox.App = function App(options: any) {
    registered.app = options
  }
  const keep = (list: any[]) =>
    function (options: any) {
      list.push(options)
      if (options && typeof options === 'object') registered.files.set(options, registered.current)
    }
  sandbox.Page = keep(registered.pages)
  sandbox.Component = keep(registered.components)
  sandbox.Behavior = (options: any) => options
  sandbox.getApp = () => registered.app
  sandbox.getCurrentPages = () => (registered.opened.length ? registered.opened : registered.pages)
  return registered
}

function instance(data: unknown, members: any, registered?: Registered): any {
  const self: any = { ...members, data: structuredCloneSafe(data), setData, route: token('route') }
  self.selectComponent = registered?.other ?? (() => runtimeValue('component'))
  self.triggerEvent = () => undefined
  self.createSelectorQuery = () => runtimeValue('query')
  return self
}

function structuredCloneSafe(data: any): any {
  if (typeof data === 'function') return structuredCloneSafe(data())
  if (!data || typeof data !== 'object') return data ?? {}
  if (Array.isArray(data))
    return data.map((item) => (typeof item === 'object' && item ? structuredCloneSafe(item) : item))
  return Object.fromEntries(
    Object.entries(data).map(([k, v]) => [k, v && typeof v === 'object' ? structuredCloneSafe(v) : v]),
  )
}

/** Renders an instance's template whenever its data changes. */
function shown(self: any, options: any, registered?: Registered): void {
  const file = registered?.files.get(options)
  if (!file || !registered?.show) return
  let busy = false
  self.__show = () => {
    if (busy) return
    busy = true
    registered.show!(file, self.data, self)
    busy = false
  }
  self.__show()
}

/** Opens a page: life cycle first, then, where no navigation opened it, every other method with an event. */
export function openPage(options: any, run: Run, registered?: Registered): void {
  const page = showPage(options, run, registered)
  if (!opening.getStore()) handleAll(page, options)
}

/** Opens a page with its life cycle and gives its instance. */
export function showPage(options: any, run: Run, registered?: Registered): any {
  const { methods, data, cycles } = mergeBehaviors({ behaviors: options.behaviors })
  const page = instance({ ...data, ...structuredCloneSafe(options.data) }, { ...methods, ...options }, registered)
  page.options = queryNow(run)
  registered?.opened.push(page)
  shown(page, options, registered)
  for (const name of ['created', 'attached', 'ready']) {
    for (const cycle of cycles) {
      const hook = cycle.lifetimes?.[name] ?? cycle[name]
      if (typeof hook === 'function') quietly(() => hook.call(page))
    }
  }
  for (const name of ['onLoad', 'onShow', 'onReady']) {
    if (typeof page[name] === 'function') quietly(() => page[name](name === 'onLoad' ? queryNow(run) : undefined))
  }
  return page
}

/** Calls every method of an instance that is no part of the life cycle with an event. */
export function handleAll(self: any, methods: object): void {
  for (const name of Object.keys(methods)) {
    if (typeof self[name] === 'function' && !LIFE_CYCLE.has(name)) quietly(() => self[name](eventOf()))
  }
}

function mergeBehaviors(options: any): any {
  const methods = {}
  const data = {}
  const properties = {}
  const cycles: any[] = []
  for (const behavior of [...(options?.behaviors ?? []), ...(options?.mixins ?? [])]) {
    if (!behavior || typeof behavior !== 'object') continue
    const merged = mergeBehaviors(behavior)
    Object.assign(methods, merged.methods)
    Object.assign(data, merged.data)
    Object.assign(properties, merged.properties)
    cycles.push(...merged.cycles)
  }
  return {
    methods: { ...methods, ...options?.methods },
    data: { ...data, ...options?.data },
    properties: { ...properties, ...options?.properties },
    cycles: options ? [...cycles, options] : cycles,
  }
}

/** What is called when data change: `observers`, and the `observer` of a property, a function or a method's name. */
const observersOf = (options: any, self: any): any[] =>
  [
    ...Object.values<any>(options.observers ?? {}),
    ...Object.values<any>(options.properties ?? {}).map((one) => one?.observer),
  ]
    .map((hook) => (typeof hook === 'string' ? self[hook] : hook))
    .filter((hook) => typeof hook === 'function')

/** Attaches a component: properties and data, life times, observers, then every method with an event. */
export function attachComponent(options: any, registered?: Registered, given: object = {}): void {
  const { methods, data, properties, cycles } = mergeBehaviors(options)
  const query: Record<string, any> = { ...opening.getStore()?.query, ...given }
  const values = Object.fromEntries(
    Object.entries(properties).map(([name, property]: [string, any]) => [
      name,
      name in query
        ? query[name]
        : property && typeof property === 'object'
          ? (property.value ?? token(name))
          : token(name),
    ]),
  )
  const self = instance({ ...data, ...values }, methods, registered)
  self.properties = self.data
  // Alipay's: values that the user of the component may give.
  self.props = Object.assign({}, ...cycles.map(({ props }: any) => (typeof props === 'object' ? props : {})))
  shown(self, options, registered)
  self.methods = methods
  for (const name of ['created', 'onInit', 'attached', 'didMount', 'ready']) {
    for (const cycle of cycles) {
      const hook = cycle.lifetimes?.[name] ?? cycle[name]
      if (typeof hook === 'function') quietly(() => hook.call(self))
    }
  }
  for (const cycle of cycles) {
    for (const hook of observersOf(cycle, self)) quietly(() => hook.call(self, runtimeValue('observed')))
    if (cycle.pageLifetimes?.show) quietly(() => cycle.pageLifetimes.show.call(self))
  }
  for (const name of ['onLoad', 'onShow', 'onReady']) {
    if (typeof methods[name] === 'function')
      quietly(() => self[name](opening.getStore()?.query ?? runtimeStrings('query')))
  }
  if (opening.getStore()) return
  handleAll(self, methods)
}

/** Starts a native mini program: the app, then each page of `app.json` with its components. */
export function startNative(
  dir: string,
  loader: Loader,
  registered: Registered,
  run: Run,
  screens?: Pick<Screens, 'add'>,
): void {
  const config = JSON.parse(readFileSync(path.join(dir, 'app.json'), 'utf8'))
  const pages: string[] = [...(config.pages ?? [])]
  for (const pack of config.subpackages ?? config.subPackages ?? []) {
    for (const page of pack.pages) pages.push(path.posix.join(pack.root, page))
  }
  const start = (file: string) => {
    const script = ['.js', '.ts'].map((extension) => file + extension).find((name) => existsSync(path.join(dir, name)))
    registered.current = file
    if (script) quietly(() => loader.load(script))
  }
  start('app')
  if (registered.app?.onLaunch) quietly(() => registered.app.onLaunch(runtimeValue('launch')))
  if (registered.app?.onShow) quietly(() => registered.app.onShow(runtimeValue('launch')))
  const components = new Set<string>()
  for (const page of pages) {
    const file = path.join(dir, `${page}.json`)
    const used = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).usingComponents ?? {}) : {}
    for (const component of Object.values<string>({ ...config.usingComponents, ...used })) {
      components.add(
        component.startsWith('/') ? component.slice(1) : path.posix.join(path.posix.dirname(page), component),
      )
    }
  }
  for (const file of [...components, ...pages]) start(file)
  for (const page of registered.pages) {
    const file = registered.files.get(page)
    if (file) screens?.add(file, () => openPage(page, run, registered))
  }
  for (const component of registered.components) {
    const file = registered.files.get(component)
    if (file && pages.includes(file)) screens?.add(file, () => attachComponent(component, registered))
  }
  for (const page of registered.pages) openPage(page, run, registered)
  // What no template uses may get anything.
  for (const component of registered.components)
    if (!registered.used.has(component)) attachComponent(component, registered)
}
