/**
 * Values that only run time knows, for the programs under test: server answers, page queries, events, storage.
 * Each becomes a token in text, so that a recorded URL shows where it stood; {@link toTemplate} turns tokens into holes.
 */

/** The fixed clock and chance of the sandbox, so that URLs with a time stamp are templates too. */
export const NOW = 1799999999991
export const RANDOM = 0.8137264513

const TOKEN = /zzrt[a-z0-9]*zz/gi
const CHANCE = new RegExp(
  `${NOW}|${Math.floor(NOW / 1000)}|${String(RANDOM).replace('.', '\\.')}|${RANDOM.toString(36).slice(2)}`,
  'g',
)

/**
 * The text of an event. Every method is called with one, since templates name them; a method that takes a URL is no
 * handler, and what it asks for then is dropped.
 */
export const EVENT = '[not a handler]'

/** The text that stands for the run-time value `name`. */
export const token = (name: string): string => `zzrt${name.replace(/[^a-z0-9]/gi, '').toLowerCase()}zz`

/** A recorded URL with each run-time piece as `{*}`. A literal `{*}` of the program is `%7B*%7D`, as in the report. */
export function toTemplate(url: string): string {
  return url
    .replaceAll('{*}', '%7B*%7D')
    .replace(TOKEN, '{*}')
    .replace(CHANCE, '{*}')
    .replace(/(\{\*\})+/g, '{*}')
}

/**
 * A run-time value: as text it is its token, as an object it has every property, as an array one element.
 * `known` are the fields whose value the fixture fixes.
 */
export function runtimeValue(name: string, known?: object): any {
  const text = token(name)
  return new Proxy(Object.create(null), {
    get(_, key) {
      if (known && key in known) return wrapKnown((known as any)[key], `${name}${String(key)}`)
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf') return () => text
      if (key === Symbol.iterator) return () => [runtimeValue(`${name}item`)][Symbol.iterator]()
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON') return undefined
      if (key === 'length') return 1
      if (/^\d+$/.test(key)) return runtimeValue(`${name}item`)
      if (['map', 'forEach', 'filter', 'reduce', 'some', 'every', 'find'].includes(key)) {
        const list: any = [runtimeValue(`${name}item`)]
        return list[key].bind(list)
      }
      const method = (String.prototype as any)[key]
      if (typeof method === 'function' && key !== 'constructor') return method.bind(text)
      return runtimeValue(`${name}${key}`)
    },
    has: (_, key) => typeof key === 'string',
    ownKeys: () => Object.keys(known ?? {}),
    getOwnPropertyDescriptor: (_, key) =>
      known && key in known
        ? { configurable: true, enumerable: true, writable: true, value: (known as any)[key] }
        : undefined,
  })
}

/** Known text, numbers and lists as they are (with `"{id}"` as a run-time value); objects get run-time values for what they lack. */
export function wrapKnown(value: unknown, name: string): any {
  if (typeof value === 'string') return value.replace(/\{(\w+)\}/g, (_, id: string) => token(id))
  if (Array.isArray(value)) return value.map((item, i) => wrapKnown(item, `${name}${i}`))
  if (value && typeof value === 'object') return runtimeValue(name, value)
  return value
}

/** Plain data of a fixture with `"{id}"` replaced by tokens; nothing is added. */
export function plain(value: unknown): any {
  if (typeof value === 'string') return value.replace(/\{(\w+)\}/g, (_, id: string) => token(id))
  if (Array.isArray(value)) return value.map(plain)
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
  return value
}

/** A page's query, an element's dataset: every property is text that only run time knows, but for those in `known`. */
export function runtimeStrings(name: string, known: Record<string, unknown> = {}): any {
  const given = plain(known)
  return new Proxy(given, {
    get(_, key) {
      if (key in given) return given[key]
      return typeof key === 'string' && key !== 'then' && key !== 'toJSON' ? token(`${name}${key}`) : undefined
    },
  })
}
