import type { Module } from './module'
import type { World } from './world'

/** A page's path in its program, and the directory that it counts from; null where no app was seen. */
export interface PagePath {
  root: string | null
  path: string
}

/** Files that lie in a program's root directory. */
const APP_FILES = 'app.js app.ts app.jsx app.tsx app.mjs app.mpx app.wpy App.vue App.uvue App.nvue app.vue'.split(' ')

/** The directory of the program that a file belongs to: the nearest around it that holds an app. */
export function rootOf(world: World, id: string): string | null {
  for (let dir = directory(id); ; dir = directory(dir)) {
    const known = world.pages.roots.get(dir)
    if (known !== undefined) return known
    if (APP_FILES.some((name) => world.modules.has(`${dir}/${name}`) || world.isKnown(`${dir}/${name}`))) {
      world.pages.roots.set(dir, dir)
      return dir
    }
    if (!dir.includes('/')) return null
  }
}

/** The path by which a program opens a page, from the file that holds it. */
export function pagePath(world: World, page: Module): PagePath {
  const root = rootOf(world, page.id)
  const path = withoutExtension(page.id)
  return { root, path: root === null ? path : path.slice(root.length + 1) }
}

/** Whether a path that stands in a module leads to a page. */
export function isPageOf(world: World, page: PagePath, written: string, from: Module): boolean {
  const path = written.trim()
  if (path.startsWith('/')) {
    if (page.root === null) return `/${page.path}`.endsWith(path)
    const own = rootOf(world, from.id)
    return page.path === path.slice(1) && (own === null || own === page.root)
  }
  const whole = page.root === null ? page.path : `${page.root}/${page.path}`
  if (resolved(directory(from.id), path) === whole) return true
  // A module that is no page itself is used by pages, and the path counts from theirs.
  const tail = path.replace(/^(?:\.{1,2}\/)+/, '')
  return tail !== path && !isPage(world, from) && whole.endsWith(`/${tail}`)
}

/** Whether a module has a template: it is a page or a component. */
function isPage(world: World, module: Module): boolean {
  if (module.summary.attributes.length || /\.(?:vue|nvue|uvue|mpx|wpy|[jt]sx)$/.test(module.id)) return true
  const stem = withoutExtension(module.id)
  return TEMPLATES.some((x) => world.modules.has(stem + x) || world.isKnown(stem + x))
}

const TEMPLATES = '.wxml .axml .ttml .swan .qml .ksml .jxml .xhsml .ddml'.split(' ')

/** A path as written, from a directory. */
export function resolved(base: string, path: string): string {
  const out = base.split('/')
  for (const piece of path.split('/')) {
    if (piece === '..') out.pop()
    else if (piece !== '.' && piece !== '') out.push(piece)
  }
  return out.join('/')
}

function directory(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('/')))
}

function withoutExtension(id: string): string {
  return id.replace(/\.[^./]+$/, '')
}
