import type { Span } from '../../url/place'
import { items, member, members, parseJson } from './json-tree'
import type { JsonNode } from './json-tree'

/** A string, number or boolean of a configuration and its place (a string's without its quotes). */
export interface Located<T> extends Span {
  value: T
}

/** A page as the app's configuration names it. */
export interface PageEntry extends Span {
  /** From the project's root of pages, without a leading slash and extension: `packageA/pages/list`. */
  path: string
  /** Root of the subpackage (`packageA`), or null for the main package. */
  root: string | null
  /** The page's own components (uni-app's `pages.json`: `style.usingComponents`, also below a platform's key). */
  usingComponents: ComponentEntry[]
}

export interface ComponentEntry extends Span {
  /** Tag name. */
  name: string
  /** As written: relative, absolute from the root, `plugin://…`, or a package. */
  path: string
}

export interface SubpackageEntry extends Span {
  root: string
  independent: boolean
}

export interface PluginEntry extends Span {
  name: string
  provider: Located<string> | null
  version: Located<string> | null
}

/** What `app.json`, `game.json`, uni-app's `pages.json`, a page's or component's own `.json` say. Places are of the file's text. */
export interface AppConfig {
  pages: PageEntry[]
  /** Main package only where that is written down. */
  entryPagePath: Located<string> | null
  subpackages: SubpackageEntry[]
  tabBar: Located<string>[]
  plugins: PluginEntry[]
  usingComponents: ComponentEntry[]
  /** Milliseconds by API (`request`, `uploadFile`, `downloadFile`, `connectSocket`). */
  networkTimeout: (Located<number> & { api: string })[]
  errors: { message: string; start: number }[]
}

/**
 * Reads an app's, game's, page's or component's configuration. Comments and trailing commas are taken (uni-app's files are
 * full of them); `#ifdef` is not looked at: hand in text that has been through that pass, else of a
 * key that stands twice the last one counts.
 */
export function readAppConfig(code: string, from = 0, to = code.length): AppConfig {
  const { root: node, errors } = parseJson(code, from, to)
  const root = node ?? undefined
  const config: AppConfig = {
    pages: pages(member(root, 'pages'), null),
    entryPagePath: text(member(root, 'entryPagePath')),
    subpackages: [],
    tabBar: tabBar(member(root, 'tabBar')),
    plugins: plugins(member(root, 'plugins')),
    usingComponents: [
      ...components(member(root, 'usingComponents')),
      ...components(member(root, 'globalStyle', 'usingComponents')),
    ],
    networkTimeout: members(member(root, 'networkTimeout')).flatMap(({ key, value }) =>
      value.type === 'primitive' && typeof value.value === 'number'
        ? [{ api: key, value: value.value, start: value.start, end: value.end }]
        : [],
    ),
    errors,
  }
  // WeChat takes both spellings.
  for (const { key, value } of members(root)) {
    if (key === 'subPackages' || key === 'subpackages') for (const item of items(value)) addSubpackage(config, item)
  }
  return config
}

function addSubpackage(config: AppConfig, node: JsonNode): void {
  const root = text(member(node, 'root'))
  if (!root) return
  const independent = member(node, 'independent')
  const path = root.value.replace(/^\/+|\/+$/g, '')
  config.subpackages.push({
    root: path,
    start: root.start,
    end: root.end,
    independent: independent?.type === 'primitive' && independent.value === true,
  })
  config.pages.push(...pages(member(node, 'pages'), path))
  config.plugins.push(...plugins(member(node, 'plugins')))
}

function pages(node: JsonNode | undefined, root: string | null): PageEntry[] {
  return items(node).flatMap((item) => {
    // Strings in native projects; objects with `path` in uni-app's pages.json.
    const path = text(item) ?? text(member(item, 'path'))
    if (!path) return []
    const own = path.value.replace(/^\/+/, '')
    const style = member(item, 'style')
    const usingComponents = [
      ...components(member(style, 'usingComponents')),
      ...members(style).flatMap(({ key, value }) =>
        key === 'usingComponents' ? [] : components(member(value, 'usingComponents')),
      ),
    ]
    return [{ path: root ? `${root}/${own}` : own, root, start: path.start, end: path.end, usingComponents }]
  })
}

function tabBar(node: JsonNode | undefined): Located<string>[] {
  // Alipay calls the list `items`.
  return [...items(member(node, 'list')), ...items(member(node, 'items'))].flatMap((item) => {
    const path = text(member(item, 'pagePath'))
    return path ? [{ ...path, value: path.value.replace(/^\/+/, '') }] : []
  })
}

function plugins(node: JsonNode | undefined): PluginEntry[] {
  return members(node).map(({ key, value, start, end }) => ({
    name: key,
    start,
    end,
    provider: text(member(value, 'provider')),
    version: text(member(value, 'version')),
  }))
}

function components(node: JsonNode | undefined): ComponentEntry[] {
  return members(node).flatMap(({ key, value }) => {
    // uni-app may give an object by platform or a build's own shape: no path then.
    const path = text(value)
    return path ? [{ name: key, path: path.value, start: path.start, end: path.end }] : []
  })
}

/** A value of one platform's part of a project's configuration. */
export interface PlatformValue<T> extends Located<T> {
  /** The key of `manifest.json` that it stands under (`mp-weixin`, `mp-alipay`); null in a native project's file. */
  platform: string | null
}

/** What `project.config.json`, `project.private.config.json`, their like of other platforms, and `manifest.json` say. */
export interface ProjectConfig {
  appids: PlatformValue<string>[]
  /** `setting.urlCheck`: whether the IDE and debug mode check domains. */
  urlChecks: PlatformValue<boolean>[]
  /** Folder of the mini program's own files, relative to the configuration. */
  miniprogramRoot: Located<string> | null
  /** `miniprogram`, `game`, `plugin`. */
  compileType: Located<string> | null
  errors: { message: string; start: number }[]
}

/** Reads a project's configuration; an empty `appid` is left out. */
export function readProjectConfig(code: string, from = 0, to = code.length): ProjectConfig {
  const { root: node, errors } = parseJson(code, from, to)
  const root = node ?? undefined
  const config: ProjectConfig = {
    appids: [],
    urlChecks: [],
    miniprogramRoot: text(member(root, 'miniprogramRoot')) ?? text(member(root, 'smartProgramRoot')),
    compileType: text(member(root, 'compileType')),
    errors,
  }
  addPlatform(config, root, null)
  for (const { key, value } of members(root)) {
    if (/^(?:mp-|quickapp)/.test(key)) addPlatform(config, value, key)
  }
  return config
}

function addPlatform(config: ProjectConfig, node: JsonNode | undefined, platform: string | null): void {
  const appid = text(member(node, 'appid')) ?? text(member(node, 'appId'))
  // uni-app's own id (`__UNI__…`) at the top of manifest.json is none of a platform.
  if (appid && appid.value !== '' && !appid.value.startsWith('__UNI__')) config.appids.push({ ...appid, platform })
  const check = member(node, 'setting', 'urlCheck')
  if (check?.type === 'primitive' && typeof check.value === 'boolean') {
    config.urlChecks.push({ value: check.value, start: check.start, end: check.end, platform })
  }
}

function text(node: JsonNode | undefined): Located<string> | null {
  return node?.type === 'string' ? { value: node.value, start: node.start + 1, end: node.innerEnd } : null
}
