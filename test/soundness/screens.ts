import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { builtFor } from './mpx-blocks'
import type { Loader } from './loader'
import { parseMarkup, render, type Element, type Renderer } from './markup'
import { eventOf, quietly } from './native'
import { opening, parsePageUrl } from './opening'
import { placesNow, recordAt, type Recorder, type Recording } from './platform'

const TEMPLATES = ['.wxml', '.axml', '.ttml', '.swan', '.qml', '.ksml', '.jxml']
const MAX_NAVIGATIONS = 200
const MAX_TAPS = 2000

/** The pages of a program: how each is opened, and how its template is shown. */
export interface Screens {
  /** Makes a page known: `open` starts it as the platform does when a user gets there. */
  add(page: string, open: () => void): void
  /** Opens a page without a navigation: it was shared, or is the first one. */
  open(page: string): void
  /** Follows `wx.navigateTo({ url })` and its kin to the page's life cycle. `from`: the page that is left, where it is known. */
  navigate(url: unknown, stack?: Recording['stack']): void
  /** Shows a component that a template uses. */
  use?: Renderer['use']
  /** Renders the template beside a script, or that of a component, over what it sees; `self` has its handlers. */
  show(file: string, data: object, self?: object): void
}

export function createScreens(recorder: Recorder, loader: Loader, context: vm.Context): Screens {
  const { dir } = recorder
  const pages = new Map<string, () => void>()
  const done = new Set<string>()
  const parsed = new Map<string, { file: string; nodes: Element[]; vue: boolean } | null>()

  const parse = (file: string): { file: string; nodes: Element[]; vue: boolean } | null => {
    let known = parsed.get(file)
    if (known === undefined) {
      const source = existsSync(path.join(dir, file)) ? readFileSync(path.join(dir, file), 'utf8') : null
      const built = source !== null && file.endsWith('.mpx') ? builtFor(context.__mpx_mode__, source) : source
      try {
        known = built === null ? null : templateOf(file, built)
      } catch (error) {
        // A template that isn't well formed: the platform's compiler repairs some, and the scripts run all the same.
        if (!recorder.whole) throw error
        known = null
      }
      parsed.set(file, known)
    }
    return known
  }

  const relative = (to: string, from: string): string => {
    const file = to.startsWith('/') ? to.slice(1) : path.posix.join(path.posix.dirname(from), to)
    return path.extname(file) ? file : file + path.extname(from)
  }

  const navigate: Screens['navigate'] = (url, stack = placesNow(recorder)) => {
    if (typeof url !== 'string' || opening.getStore()) return
    const { path: written, query } = parsePageUrl(url)
    const from = stack.map((frame) => frame.file.replace(/\.\w+$/, '')).find((file) => pages.has(file))
    const page = written.startsWith('/') ? written.slice(1) : from && path.posix.join(path.posix.dirname(from), written)
    const open = page === undefined ? undefined : pages.get(page)
    const key = `${url} ${stack.map(({ file, line }) => `${file}:${line}`).join()}`
    if (!open || done.has(key) || done.size >= MAX_NAVIGATIONS) return
    done.add(key)
    recorder.later(() => opening.run({ query, stack }, () => quietly(open)))
  }

  const tapped = new Set<string>()
  const rendererOf = (vue: boolean, self?: any): Renderer => ({
    vue,
    ...(recorder.whole && {
      handle(name: string, dataset: Record<string, unknown>, place: { file: string; line: number }) {
        const key = `${place.file}:${place.line} ${name} ${Object.values(dataset).map(String).join()}`
        if (typeof self?.[name] !== 'function' || tapped.has(key) || tapped.size >= MAX_TAPS) return
        tapped.add(key)
        // The same event as a user's, whose data are those that the template gives.
        recorder.later(() => quietly(() => self[name]({ ...eventOf(dataset), toString: undefined })))
      },
    }),
    evaluate(expression, scope) {
      try {
        return vm.runInContext('(function(scope){with(scope){return (' + expression + ')}})', context)(scope)
      } catch {
        return undefined
      }
    },
    show: (api, category, url, places) => recordAt(recorder, api, category, url, places),
    tap(expression, scope, place) {
      if (opening.getStore()) return
      const run = vm.runInContext('(function(scope,$event){with(scope){return (' + expression + ')}})', context)
      recorder.tapped = place
      quietly(() => {
        const result = run(scope, eventOf())
        return typeof result === 'function' ? result(eventOf()) : result
      })
      recorder.tapped = undefined
    },
    navigate: (url, places) => navigate(url, places),
    use: (...given) => screens.use?.(...given),
    load(to, from) {
      const file = relative(to, from)
      const found = parse(file)
      if (!found) throw new Error(`no template ${file}`)
      return found
    },
    script(to, text, from) {
      if (to !== null) {
        const exports = loader.load(relative(to, from))
        return exports?.default ?? exports
      }
      const module = { exports: {} as any }
      vm.runInContext(`(function(module,exports){${text}\n})`, context)(module, module.exports)
      return module.exports
    },
  })

  const screens: Screens = {
    add: (page, open) => void pages.set(page, open),
    open: (page) => quietly(() => pages.get(page)?.()),
    navigate,
    show(file, data, self) {
      const stem = file.replace(/\.\w+$/, '')
      const found = parse(file) ?? [...TEMPLATES, '.mpx'].map((extension) => parse(stem + extension)).find(Boolean)
      if (found) quietly(() => render(rendererOf(found.vue, self), found.file, found.nodes, data))
    },
  }
  return screens
}

/** The template of a file: all of a native one, the `<template>` block of a component. */
function templateOf(file: string, source: string): { file: string; nodes: Element[]; vue: boolean } | null {
  const extension = path.extname(file)
  if (TEMPLATES.includes(extension)) return { file, nodes: parseMarkup(source), vue: false }
  if (!/^\.(?:vue|mpx|wpy)$/.test(extension)) return null
  const start = /^<template[^>]*>/m.exec(source)
  if (!start) return null
  const from = start.index + start[0].length
  const to = source.lastIndexOf('</template>')
  const line = source.slice(0, from).split('\n').length
  return { file, nodes: parseMarkup(source.slice(from, to), line), vue: extension !== '.mpx' }
}
