/**
 * Starts a native program that somebody else wrote, as far as a user gets in it: what its configuration says is read as
 * the IDE reads it, every component that a page reaches is there, and handlers run once the answers have come.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import type { Run } from './case'
import type { Loader } from './loader'
import { attachComponent, handleAll, openPage, quietly, showPage, type Registered } from './native'
import type { Screens } from './screens'
import { runtimeValue } from './values'

const SCRIPTS = ['.js', '.ts']

/** Whether a folder holds a native program. */
export const isProgram = (dir: string): boolean => existsSync(path.join(dir, 'app.json'))

/** A configuration file with the comments and trailing commas that the IDEs let pass; null where it can't be read. */
function readConfig(file: string): any {
  if (!existsSync(file)) return null
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text)
  } catch {
    try {
      return vm.runInNewContext(`(${text})`, {}, { timeout: 100 })
    } catch {
      return null
    }
  }
}

/** The pages that `app.json` names, those of subpackages included. */
function pagesOf(config: any): string[] {
  const pages: string[] = [...(config?.pages ?? [])]
  for (const pack of config?.subpackages ?? config?.subPackages ?? [])
    for (const page of pack.pages ?? []) pages.push(path.posix.join(pack.root, page))
  return pages.map((page) => page.replace(/^\//, ''))
}

/** The components that pages use, and those that these use. */
function componentsOf(dir: string, config: any, pages: string[]): string[] {
  const found = new Set<string>()
  const place = (name: string, user: string): string | null => {
    if (/^[a-z-]+:\/\//i.test(name)) return null
    const near = path.posix.join(path.posix.dirname(user), name)
    const places = name.startsWith('/')
      ? [name.slice(1)]
      : [near, name, `miniprogram_npm/${name}`, `node_modules/${name}`]
    return (
      places
        .flatMap((stem) => [stem, `${stem}/index`])
        .find((stem) => SCRIPTS.some((extension) => existsSync(path.join(dir, stem + extension)))) ?? null
    )
  }
  const follow = (user: string, used: object | undefined): void => {
    for (const name of Object.values(used ?? {})) {
      const file = typeof name === 'string' ? place(name, user) : null
      if (file === null || found.has(file)) continue
      found.add(file)
      follow(file, readConfig(path.join(dir, `${file}.json`))?.usingComponents)
    }
  }
  if (config?.tabBar?.custom) follow('app', { bar: '/custom-tab-bar/index' })
  follow('app', config?.usingComponents)
  for (const page of pages) follow(page, readConfig(path.join(dir, `${page}.json`))?.usingComponents)
  return [...found].filter((file) => !pages.includes(file))
}

/** Starts the app, then each component, then each page: first its life cycle, then its handlers. */
export async function startWhole(
  dir: string,
  loader: Loader,
  registered: Registered,
  run: Run,
  screens: Screens,
  drain: () => Promise<void>,
): Promise<void> {
  const config = readConfig(path.join(dir, 'app.json'))
  const pages = pagesOf(config)
  const load = (file: string): void => {
    const script = SCRIPTS.map((extension) => file + extension).find((name) => existsSync(path.join(dir, name)))
    registered.current = file
    if (script) quietly(() => loader.load(script))
  }
  load('app')
  for (const name of ['onLaunch', 'onShow'])
    if (typeof registered.app?.[name] === 'function') quietly(() => registered.app[name](runtimeValue('launch')))
  await drain()
  for (const file of [...componentsOf(dir, config, pages), ...pages]) load(file)
  await drain()
  for (const page of registered.pages) {
    const file = registered.files.get(page)
    if (file) screens.add(file, () => openPage(page, run, registered))
  }
  for (const component of registered.components) {
    const file = registered.files.get(component)
    if (file && pages.includes(file)) screens.add(file, () => attachComponent(component, registered))
  }
  for (const component of registered.components) {
    quietly(() => attachComponent(component, registered))
    await drain()
  }
  for (const page of registered.pages) {
    let self: any
    quietly(() => void (self = showPage(page, run, registered)))
    await drain()
    if (self) quietly(() => handleAll(self, page))
    await drain()
  }
}
