import type { DomainSet } from '../check/types'
import { lockSelection, type LockReference } from '../console/lock'
import type { HostMap, Options } from '../options'
import { LISTED_CATEGORIES } from '../platforms/types'
import { asObject } from './json'
import { either, filled, listOf, memberKey, object, shape, text, type Check, type Report } from './schema'

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

const lists = shape(Object.fromEntries(LISTED_CATEGORIES.map((category) => [category, listOf(filled)])), {
  meant: categoryMeant,
})
const reference = shape(
  { fromLock: shape({ appid: filled, only: listOf(filled), except: listOf(filled) }) },
  { required: ['fromLock'] },
)
const isReference = (value: unknown) => Object.hasOwn(asObject(value) ?? {}, 'fromLock')
/** One set: the lists themselves, or what `fromLock` takes from the lock file. */
const domainSet: Check = either(isReference, reference, lists)

/** Checks the option `domains`: one set, `false`, or either by environment. */
export const domainsOption: Check = (value, key, report) => {
  if (value === false) return
  const record = asObject(value)
  if (!record) return object(value, key, report)
  if (isDomainSet(record)) return domainSet(record, key, report)
  for (const [name, set] of Object.entries(record)) {
    if (categoryMeant(name) !== undefined && isReference(set)) ofOneCategory(`${key}.${name}`, report)
    else if (set !== false && set !== undefined) domainSet(set, `${key}.${name}`, report)
  }
}

/** `{ request: fromLock() }` would otherwise be an environment of that name. */
const ofOneCategory: (key: string, report: Report) => void = (key, report) =>
  report(
    key,
    {
      en: 'is one list; fromLock gives all lists of an environment',
      zh: '是单个名单，而 fromLock 给出一个环境的全部名单',
    },
    {
      en: 'write `domains: { production: fromLock() }`, or `domains: fromLock()` for all environments',
      zh: '请写 `domains: { production: fromLock() }`，或对所有环境写 `domains: fromLock()`',
    },
  )

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
  if (isReference(value)) return true
  return Object.entries(value).some(([name, item]) => {
    if (Array.isArray(item) || typeof item === 'string') return true
    return categoryMeant(name) !== undefined && item !== false && item !== undefined && asObject(item) === null
  })
}

/** Every set of the option, with the key that it stands under. */
export function setsOf(option: Options['domains']): { key: string; value: unknown }[] {
  const record = asObject(option)
  if (!record) return []
  if (isDomainSet(record)) return [{ key: 'domains', value: option }]
  return Object.entries(record).map(([name, value]) => ({ key: memberKey('domains', name), value }))
}

/** The appid whose lists an environment uses: the one that its set names, else the project's own. */
export function appidOfEnvironment(option: Options['domains'], environment: string, own: string | null): string | null {
  return lockSelection(domainsOfEnvironment(option, environment))?.appid ?? own
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
export function domainsOfEnvironment(
  option: Options['domains'],
  environment: string,
): DomainSet | LockReference | false | null {
  if (option === false) return false
  const record = asObject(option)
  const flat = record !== null && isDomainSet(record)
  const byName = (flat ? {} : (record ?? {})) as Record<string, DomainSet | LockReference | false | undefined>
  const own = Object.hasOwn(byName, environment) ? byName[environment] : undefined
  if (own !== undefined) return own
  if (environment === 'development') return false
  if (flat) return record as DomainSet | LockReference
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
