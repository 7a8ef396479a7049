/**
 * Runs a small mini program against a stubbed platform and records every URL that it asks for.
 * The recordings are the truth that the static report is judged by; nothing here knows the tool.
 */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { loadEnv } from 'vite'
import { entriesOf, withoutQuery, type Case, type ExpectedUrl, type Leaf, type Run } from './case'
import { mountModule, mountWepy, startTaro, startUni, useVueComponents } from './component'
import { anything } from './anything'
import { createLoader } from './loader'
import { openPage, quietly, registerNative, startNative } from './native'
import { opening, queryNow } from './opening'
import { createNamespace, namespacesOf, placesNow, type Recorder, type Recording } from './platform'
import { createScreens } from './screens'
import type { SourceMaps } from './stack'
import { useComponents } from './uses'
import { AsyncResource } from 'node:async_hooks'
import { NOW, plain, RANDOM, runtimeValue, toTemplate } from './values'
import { addWeb } from './web'
import { startWhole } from './whole'

const TARGETS: Record<string, { uni: string; taro: string; mpx: string; ifdef: string[] }> = {
  wechat: { uni: 'mp-weixin', taro: 'weapp', mpx: 'wx', ifdef: ['MP', 'MP-WEIXIN'] },
  alipay: { uni: 'mp-alipay', taro: 'alipay', mpx: 'ali', ifdef: ['MP', 'MP-ALIPAY'] },
  douyin: { uni: 'mp-toutiao', taro: 'tt', mpx: 'tt', ifdef: ['MP', 'MP-TOUTIAO'] },
  web: { uni: 'h5', taro: 'h5', mpx: 'web', ifdef: ['H5', 'WEB'] },
}

/** Build-time values as the fixture's toolchain gives them. */
function environmentOf({ dir, case: fixture }: Leaf): {
  processEnv: Record<string, unknown>
  metaEnv: Record<string, unknown>
  globals: Record<string, string>
} {
  const mode = fixture.env ?? 'production'
  const nodeEnv = mode === 'development' ? 'development' : 'production'
  const prefixes = ([] as string[]).concat((fixture.options?.envPrefix as string) ?? ['VITE_', 'VUE_APP_', 'TARO_APP_'])
  const loaded =
    existsSync(dir) && readdirSync(dir).some((name) => name.startsWith('.env')) ? loadEnv(mode, dir, prefixes) : {}
  const target = TARGETS[fixture.platform ?? 'wechat'] ?? TARGETS.wechat
  const processEnv: Record<string, unknown> = { NODE_ENV: nodeEnv, ...loaded }
  const metaEnv: Record<string, unknown> = {
    MODE: mode,
    PROD: nodeEnv === 'production',
    DEV: nodeEnv !== 'production',
    SSR: false,
    BASE_URL: '/',
    ...loaded,
  }
  const globals: Record<string, string> = {}
  if (fixture.toolchain === 'uni') processEnv.UNI_PLATFORM = target.uni
  if (fixture.toolchain === 'taro') processEnv.TARO_ENV = target.taro
  if (fixture.toolchain === 'mpx') globals.__mpx_mode__ = JSON.stringify(target.mpx)
  for (const [key, value] of Object.entries({ ...(fixture.options?.define as object), ...fixture.define })) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const read = () => vm.runInNewContext(`(${text})`, { process: { env: processEnv } })
    if (key.startsWith('process.env.')) processEnv[key.slice(12)] = read()
    else if (key.startsWith('import.meta.env.')) metaEnv[key.slice(16)] = read()
    else globals[key] = text
  }
  return { processEnv, metaEnv, globals }
}

/** Timers run in order once the current work is done; their number is bounded. */
function createQueue(left: number) {
  const tasks: (() => void)[] = []
  const later = (callback: () => void) => {
    if (left-- > 0) tasks.push(AsyncResource.bind(callback))
  }
  const drain = async () => {
    for (let quiet = 0; quiet < 3; quiet = tasks.length ? 0 : quiet + 1) {
      await new Promise((resolve) => setImmediate(resolve))
      for (const task of tasks.splice(0)) quietly(task)
    }
  }
  return { later, drain }
}

function createSandbox(leaf: Leaf, recorder: Recorder): any {
  const { processEnv, metaEnv, globals } = environmentOf(leaf)
  const silent = () => undefined
  const sandbox: any = {
    console: new Proxy({}, { get: () => silent }),
    URL,
    URLSearchParams,
    process: { env: processEnv },
    __importMetaEnv: metaEnv,
    __wxConfig: { envVersion: recorder.run.envVersion ?? 'release' },
    setTimeout: (callback: () => void) => void recorder.later(callback),
    setInterval: (callback: () => void) => void recorder.later(callback),
    clearTimeout: silent,
    clearInterval: silent,
    queueMicrotask,
    ...plain(recorder.run.globals ?? {}),
  }
  const { platform = 'wechat', toolchain } = leaf.case
  for (const name of namespacesOf(platform, toolchain)) sandbox[name] = createNamespace(recorder, name)
  if (toolchain === 'taro' || toolchain === 'mpx')
    sandbox.__framework = createNamespace(recorder, toolchain === 'taro' ? 'Taro' : 'mpx')
  if (platform === 'web') addWeb(sandbox, recorder)
  if (recorder.whole)
    for (const name of ['requirePlugin', 'requireMiniProgram']) sandbox[name] = () => anything(recorder, name)
  const context = vm.createContext(sandbox)
  vm.runInContext(
    `globalThis.global = globalThis; Math.random = () => ${RANDOM};
    { const RealDate = Date
      globalThis.Date = class Date extends RealDate { constructor(...given) { if (given.length) super(...given); else super(${NOW}) } static now() { return ${NOW} } } }`,
    context,
  )
  if (recorder.whole) {
    // A text that only run time knows is what it was made of.
    context.__parsed = () => runtimeValue('json')
    vm.runInContext(
      `{ const { parse } = JSON
        JSON.parse = (text, ...rest) => { try { return parse(text, ...rest) } catch (error) { if (/zzrt/.test(String(text))) return __parsed(); throw error } } }`,
      context,
    )
  }
  for (const [name, text] of Object.entries(globals))
    vm.runInContext(`globalThis[${JSON.stringify(name)}] = (${text})`, context)
  return context
}

/** Executes the fixture once. Errors of its code end only what they end on the platform. `whole`: see {@link Recorder}. */
export async function execute(leaf: Leaf, run: Run, whole = false): Promise<Recording[]> {
  const { later, drain } = createQueue(whole ? 5000 : 500)
  const maps: SourceMaps = new Map()
  const recorder: Recorder = { dir: leaf.dir, run, maps, recordings: [], later, whole }
  const context = createSandbox(leaf, recorder)
  const registered = registerNative(context)
  const { platform = 'wechat', toolchain } = leaf.case
  const ifdef = toolchain === 'uni' ? (TARGETS[platform] ?? TARGETS.wechat).ifdef : []
  const loader = createLoader({
    dir: leaf.dir,
    context,
    maps,
    ifdef,
    alias: leaf.case.alias ?? { '@': '.' },
    ...(whole && { missing: (specifier: string) => anything(recorder, specifier.replace(/\W/g, '')) }),
  })
  const screens = createScreens(recorder, loader, context)
  recorder.navigate = (url) => screens.navigate(url)
  registered.show = (file, data, self) => screens.show(file, data, self)
  if (whole) registered.other = () => anything(recorder, 'component')
  context.__query = () => queryNow(run)
  context.__places = () => placesNow(recorder)
  for (const entry of entriesOf(leaf)) {
    if (entry === 'app.json' && !whole) screens.use = useComponents(leaf.dir, registered)
    if (entry === 'app.json' && whole) await startWhole(leaf.dir, loader, registered, run, screens, drain)
    else if (entry === 'app.json') startNative(leaf.dir, loader, registered, run, screens)
    else if (entry === 'pages.json') {
      const vue = loader.load(path.join(import.meta.dirname, 'packages/vue.cjs'))
      screens.use = useVueComponents(leaf.dir, loader, context, vue.__state.globals, run, screens)
      startUni(leaf.dir, loader, registered, vue, run, screens)
    } else if (/^app\.config\.[jt]s$/.test(entry))
      startTaro(leaf.dir, loader, loader.load(path.join(import.meta.dirname, 'packages/react.cjs')), recorder, screens)
    else {
      const stem = entry.replace(/\.\w+$/, '')
      registered.current = stem
      const exports = loader.load(entry)
      const show = (data: object) => screens.show(entry, data)
      if (entry.endsWith('.wpy')) screens.add(stem, () => mountWepy(exports.default, registered, run, show))
      else if (/\.(vue|mpx)$/.test(entry)) {
        const { globals } = loader.load(path.join(import.meta.dirname, 'packages/vue.cjs')).__state
        screens.add(stem, () => mountModule(loader.load(entry, opening.getStore() !== undefined), globals, run, show))
      }
      if (/\.(vue|mpx|wpy)$/.test(entry)) screens.open(stem)
      else if (/\.[jt]sx$/.test(entry) && typeof exports.default === 'function')
        mountModule(exports, { prototype: {}, provided: {} }, run)
      await drain()
      for (const [name, ...values] of run.call ?? []) {
        const fn = name.split('.').reduce((place: any, key) => place?.[key], exports)
        if (typeof fn !== 'function') throw new Error(`${leaf.name}: ${entry} exports no function ${name}`)
        const owner = name
          .split('.')
          .slice(0, -1)
          .reduce((place: any, key) => place?.[key], exports)
        quietly(() => fn.apply(owner, plain(values)))
        await drain()
      }
    }
    await drain()
  }
  for (const page of entriesOf(leaf).some((entry) => entry.endsWith('.json')) ? [] : registered.pages) {
    const file = registered.files.get(page)
    if (file) screens.add(file, () => openPage(page, run, registered))
  }
  for (const page of entriesOf(leaf).some((entry) => entry.endsWith('.json')) ? [] : registered.pages) {
    openPage(page, run, registered)
    await drain()
  }
  return recorder.recordings
}

/** The URLs of all runs as templates, with the run-time environments that ask for them, in the form of `case.json`. */
export function truthOf(fixture: Case, runs: { run: Run; recordings: Recording[] }[]): ExpectedUrl[] {
  const all = new Set(runs.map(({ run }) => run.envVersion ?? 'release'))
  const found = new Map<string, ExpectedUrl & { versions: Set<string> }>()
  for (const { run, recordings } of runs) {
    for (const { category, url } of recordings) {
      const template = templateOf(fixture, url)
      const key = `${category} ${template}`
      if (!found.has(key)) found.set(key, { url: template, category, versions: new Set() })
      found.get(key)!.versions.add(run.envVersion ?? 'release')
    }
  }
  return [...found.values()].map(({ url, category, versions }) => {
    const some = versions.size < all.size && ['develop', 'trial', 'release'].every((name) => all.has(name))
    const when = ['develop', 'trial', 'release', 'gray'].filter((name) => versions.has(name)).join('|')
    return some ? { url, category, when: `envVersion=${when}` } : { url, category }
  })
}

/** A recorded URL as the report would write it. */
export const templateOf = (fixture: Case, url: string): string =>
  toTemplate(fixture.query === 'ignore' ? withoutQuery(url) : url)

/** Runs a fixture as often as its case says. */
export async function runLeaf(leaf: Leaf): Promise<{ run: Run; recordings: Recording[] }[]> {
  const results: { run: Run; recordings: Recording[] }[] = []
  for (const run of leaf.case.runs ?? [{}]) results.push({ run, recordings: await execute(leaf, run) })
  return results
}
