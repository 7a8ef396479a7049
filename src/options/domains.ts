import type { DomainSet } from '../check/types'
import type { HostMap, Options } from '../options'
import { LISTED_CATEGORIES } from '../platforms/types'
import { asObject } from './json'
import { either, filled, listOf, object, shape, text, type Check } from './schema'

/** Other words that people know the categories by: the consoles', the APIs', the protocols'. */
const CATEGORY_WORDS: Readonly<Record<string, string>> = {
  api: 'request',
  http: 'request',
  https: 'request',
  fetch: 'request',
  upload: 'uploadFile',
  uploadfile: 'uploadFile',
  download: 'downloadFile',
  downloadfile: 'downloadFile',
  ws: 'socket',
  wss: 'socket',
  wsrequest: 'socket',
  websocket: 'socket',
  socketrequest: 'socket',
  connectsocket: 'socket',
  webview: 'webview',
  business: 'webview',
}

/** The category that a word other than its name means: `requestdomain`, `upload`, `ws`, `web-view`. */
export function categoryMeant(word: string): string | undefined {
  const plain = word
    .toLowerCase()
    .replace(/[-_\s]/g, '')
    .replace(/(?:legal)?domains?(?:list)?$/, '')
  return LISTED_CATEGORIES.find((category) => category.toLowerCase() === plain) ?? CATEGORY_WORDS[plain]
}

const domainSet = shape(Object.fromEntries(LISTED_CATEGORIES.map((category) => [category, listOf(filled)])), {
  meant: categoryMeant,
})

/** Checks the option `domains`: one set, `false`, or either by environment. */
export const domainsOption: Check = (value, key, report) => {
  if (value === false) return
  const record = asObject(value)
  if (!record) return object(value, key, report)
  if (isDomainSet(record)) return domainSet(record, key, report)
  for (const [name, set] of Object.entries(record)) {
    if (set !== false && set !== undefined) domainSet(set, `${key}.${name}`, report)
  }
}

/** Checks the option `hostMap`: one map, or one by environment. */
export const hostMapOption: Check = either(
  (value) => Object.values(asObject(value) ?? {}).some((item) => asObject(item) !== null),
  (value, key, report) => {
    for (const [name, map] of Object.entries(value as object)) {
      if (map !== undefined) hostMap(map, `${key}.${name}`, report)
    }
  },
  (value, key, report) => hostMap(value, key, report),
)

const hostMap: Check = (value, key, report) => {
  const record = asObject(value)
  if (!record) return object(value, key, report)
  for (const [from, to] of Object.entries(record)) text(to, `${key}['${from}']`, report)
}

/** Whether `domains` is one set for all: a key that names a category, or lists as values. An empty object is no set. */
function isDomainSet(value: Record<string, unknown>): boolean {
  return Object.entries(value).some(([name, item]) => {
    if (Array.isArray(item) || typeof item === 'string') return true
    return categoryMeant(name) !== undefined && item !== false && item !== undefined && asObject(item) === null
  })
}

/** The names of environments that the option gives a set or a map of their own. */
export function environmentsOf(option: Options['domains'] | Options['hostMap']): string[] {
  const record = asObject(option)
  if (!record || isDomainSet(record)) return []
  return Object.keys(record).filter((name) => record[name] !== undefined)
}

/**
 * The domain set of an environment: its own, else production's. One set for all serves every environment but
 * `development`, which has no findings unless it is configured by name. Null where nothing is configured.
 */
export function domainsOfEnvironment(option: Options['domains'], environment: string): DomainSet | false | null {
  if (option === false) return false
  const record = asObject(option)
  const flat = record !== null && isDomainSet(record)
  const byName = (flat ? {} : (record ?? {})) as Record<string, DomainSet | false | undefined>
  const own = Object.hasOwn(byName, environment) ? byName[environment] : undefined
  if (own !== undefined) return own
  if (environment === 'development') return false
  if (flat) return record as DomainSet
  return byName.production ?? null
}

/** The host map of an environment, by the same order; `development` has none unless it is configured by name. */
export function hostMapOfEnvironment(option: Options['hostMap'], environment: string): HostMap {
  const record = asObject(option) ?? {}
  const flat = Object.values(record).some((item) => typeof item === 'string')
  const own = !flat && Object.hasOwn(record, environment) ? record[environment] : undefined
  if (own !== undefined) return own as HostMap
  if (environment === 'development') return {}
  return ((flat ? record : record.production) ?? {}) as HostMap
}
