import { alipay } from './alipay'
import { app } from './app'
import { baidu } from './baidu'
import { dingtalk } from './dingtalk'
import { douyin } from './douyin'
import { douyinGame } from './douyin-game'
import { feishu } from './feishu'
import { FRAMEWORK_APIS, FRAMEWORK_ATTRIBUTES, FRAMEWORKS } from './frameworks'
import { jd } from './jd'
import { kuaishou } from './kuaishou'
import { qq } from './qq'
import { nearest } from './suggest'
import { taobao } from './taobao'
import { tcsas } from './tcsas'
import type { ApiRow, AttributeRow, Category, Platform } from './types'
import { WEB_APIS, web } from './web'
import { wechat } from './wechat'
import { wechatGame } from './wechat-game'
import { xiaohongshu } from './xiaohongshu'

/** Every platform, in the order in which documents show them. */
export const PLATFORMS: readonly Platform[] = Object.freeze([
  wechat,
  wechatGame,
  alipay,
  douyin,
  douyinGame,
  baidu,
  qq,
  kuaishou,
  jd,
  xiaohongshu,
  feishu,
  dingtalk,
  taobao,
  tcsas,
  app,
  web,
])

const BY_NAME: ReadonlyMap<string, Platform> = new Map(
  PLATFORMS.flatMap((platform) => [platform.name, ...platform.aliases].map((name) => [name, platform] as const)),
)

/** The platform of this name or toolchain name (`mp-weixin`, `weapp`, `h5`; case and blanks don't count), or undefined. */
export function findPlatform(name: string): Platform | undefined {
  return BY_NAME.get(name.trim().toLowerCase())
}

/** The platform name nearest to a name that {@link findPlatform} doesn't know, for "did you mean". */
export function suggestPlatform(name: string): string | undefined {
  return nearest(name.trim(), BY_NAME.keys())
}

/** Names that carry APIs when nothing in the module binds them: the platforms' globals and the frameworks' namespaces. */
export const NAMESPACES: ReadonlySet<string> = new Set([
  ...PLATFORMS.flatMap((platform) => platform.namespaces),
  ...FRAMEWORKS.map((framework) => framework.namespace),
])

/** The namespaces that reach a platform's APIs there: its own and the frameworks'. */
export function namespacesOf(platform: Platform): ReadonlySet<string> {
  return new Set([...platform.namespaces, ...FRAMEWORKS.map((framework) => framework.namespace)])
}

/** The APIs of a platform: its own rows, then what frameworks (`uni`, `Taro`, `mpx`) offer there under common names. */
export function apisOf(platform: Platform): readonly ApiRow[] {
  return withMissing(platform.apis, FRAMEWORK_APIS, apiKey)
}

/** The template attributes of a platform, with the elements that frameworks offer on every one. */
export function attributesOf(platform: Platform): readonly AttributeRow[] {
  return withMissing(platform.attributes, FRAMEWORK_ATTRIBUTES, (row) => `${row.element}.${row.attribute}`)
}

/**
 * Every API that carries a URL on some platform, by name (`request`, `createInnerAudioContext().src`), whatever the platform:
 * extraction must not depend on it. The category of a row is the first platform's; {@link categoryOf} gives the right one.
 * The web's globals are in {@link WEB_APIS}, router APIs in `ROUTER_APIS`.
 */
export const ALL_APIS: ReadonlyMap<string, readonly ApiRow[]> = group(
  [...PLATFORMS.flatMap((platform) => platform.apis), ...FRAMEWORK_APIS].filter((row) => !WEB_APIS.includes(row)),
)

/** Every template attribute that takes a URL on some platform. */
export const ALL_ATTRIBUTES: readonly AttributeRow[] = Object.freeze(
  withMissing(
    [],
    PLATFORMS.flatMap((platform) => platform.attributes),
    (row) => `${row.element}.${row.attribute}`,
  ),
)

/**
 * The category that a platform checks an API's URL against.
 * @param name the API's name without namespace, as in {@link ApiRow.name}
 * @param url the place of the URL, as in {@link ApiRow.url}; the first row of that name where it is left out
 * @returns undefined where the platform (and the frameworks there) has no such API
 */
export function categoryOf(platform: Platform, name: string, url?: string): Category | undefined {
  for (const rows of [platform.apis, FRAMEWORK_APIS, WEB_APIS])
    for (const row of rows) if (row.name === name && (url === undefined || row.url === url)) return row.category
  return undefined
}

/** The row of an API as reports name it (`wx.getImageInfo`, `fetch`, `web-view.src`), whatever its namespace. */
export function rowOfApi(platform: Platform, api: string): ApiRow | AttributeRow | undefined {
  const name = api.includes('.') ? api.slice(api.indexOf('.') + 1) : api
  const apis = apisOf(platform)
  return (
    apis.find((row) => row.name === api) ??
    attributesOf(platform).find((row) => `${row.element}.${row.attribute}` === api) ??
    apis.find((row) => row.name === name) ??
    WEB_APIS.find((row) => row.name === api || row.name === name)
  )
}

function apiKey(row: ApiRow): string {
  return `${row.name} ${row.url} ${row.form ?? ''}`
}

function withMissing<T>(own: readonly T[], others: readonly T[], key: (row: T) => string): T[] {
  const seen = new Set(own.map(key))
  const out = [...own]
  for (const row of others) {
    if (seen.has(key(row))) continue
    seen.add(key(row))
    out.push(row)
  }
  return out
}

function group(rows: readonly ApiRow[]): Map<string, readonly ApiRow[]> {
  const out = new Map<string, ApiRow[]>()
  for (const row of withMissing<ApiRow>([], rows, apiKey)) {
    const list = out.get(row.name)
    if (list) list.push(row)
    else out.set(row.name, [row])
  }
  for (const list of out.values()) Object.freeze(list)
  return out
}

export { definePlatform } from './define'
export { FRAMEWORK_APIS, FRAMEWORKS, frameworkOf } from './frameworks'
export type { FrameworkPackage, FrameworkRow } from './frameworks'
export { DATA_ONLY_APIS, ROUTER_APIS, ROUTER_ATTRIBUTES } from './router'
export { nearest } from './suggest'
export { WEB_APIS, WEB_ATTRIBUTES, WEB_GLOBALS } from './web'
