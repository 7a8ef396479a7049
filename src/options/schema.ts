import { nearest } from '../platforms'
import { asObject } from './json'
import type { Words } from './lang'

/** Takes what is wrong with a value: where in the options, what, and the way out. */
export type Report = (key: string, text: Words, help: Words) => void

/** Checks one value of the options. */
export type Check = (value: unknown, key: string, report: Report) => void

/** What a value is, in words that help whoever wrote it. */
function shown(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'string') return value.length > 60 ? `'${value.slice(0, 57)}…'` : `'${value}'`
  return typeof value === 'object' || typeof value === 'function' ? typeof value : String(value)
}

function wrongType(value: unknown, key: string, report: Report, wanted: Words): void {
  report(
    key,
    { en: `is ${shown(value)}, which is not ${wanted.en}`, zh: `的值 ${shown(value)} 不是${wanted.zh}` },
    { en: `give ${wanted.en}, or leave it out`, zh: `请改为${wanted.zh}，或删去` },
  )
}

function kind(test: (value: unknown) => boolean, wanted: Words): Check {
  return (value, key, report) => {
    if (!test(value)) wrongType(value, key, report, wanted)
  }
}

export const text = kind((value) => typeof value === 'string', { en: 'a string', zh: '字符串' })
export const filled = kind((value) => typeof value === 'string' && value.trim() !== '', {
  en: 'a string that is not empty',
  zh: '非空字符串',
})
export const count = kind((value) => typeof value === 'number' && Number.isInteger(value) && value > 0, {
  en: 'a whole number above 0',
  zh: '大于 0 的整数',
})
export const index = kind((value) => typeof value === 'number' && Number.isInteger(value) && value >= 0, {
  en: 'a whole number from 0',
  zh: '从 0 起的整数',
})
export const flag = kind((value) => typeof value === 'boolean', { en: 'true or false', zh: 'true 或 false' })
export const object = kind((value) => asObject(value) !== null, { en: 'an object', zh: '对象' })
export const pattern = kind((value) => typeof value === 'string' || value instanceof RegExp, {
  en: 'a glob string or a regular expression',
  zh: 'glob 字符串或正则表达式',
})
/** An ISO date, `2026-12-31`, with or without a time. */
export const date = kind(
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value)),
  { en: "an ISO date such as '2026-12-31'", zh: 'ISO 日期，例如 2026-12-31' },
)

/** One of a few fixed values. */
export function oneOf(...values: readonly (string | boolean)[]): Check {
  const list = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)))
  return (value, key, report) => {
    if (values.includes(value as string | boolean)) return
    const near =
      typeof value === 'string'
        ? nearest(
            value,
            values.filter((item) => typeof item === 'string'),
          )
        : undefined
    wrongType(value, key, report, {
      en: `one of ${list.join(', ')}${near ? ` (did you mean '${near}'?)` : ''}`,
      zh: `以下之一：${list.join('、')}${near ? `（是否想写「${near}」？）` : ''}`,
    })
  }
}

/** Either of two kinds: the second check speaks where `first` does not apply. */
export function either(applies: (value: unknown) => boolean, first: Check, second: Check): Check {
  return (value, key, report) => (applies(value) ? first : second)(value, key, report)
}

/** An array whose elements pass a check. */
export function listOf(element: Check): Check {
  return (value, key, report) => {
    if (!Array.isArray(value)) return wrongType(value, key, report, { en: 'an array', zh: '数组' })
    for (const [index, item] of value.entries()) element(item, `${key}[${index}]`, report)
  }
}

/** An object with any keys, whose values pass a check. */
export function recordOf(element: Check): Check {
  return (value, key, report) => {
    const record = asObject(value)
    if (!record) return wrongType(value, key, report, { en: 'an object', zh: '对象' })
    for (const [name, item] of Object.entries(record)) element(item, memberKey(key, name), report)
  }
}

/**
 * An object with known keys; values that are `undefined` count as absent.
 * @param meant what other words for a key mean (`upload` → `uploadFile`), beside near spellings
 * @param required keys that may not be absent
 */
export function shape(
  members: Readonly<Record<string, Check>>,
  { meant = () => undefined, required = [] }: { meant?: (key: string) => string | undefined; required?: string[] } = {},
): Check {
  const names = Object.keys(members)
  return (value, key, report) => {
    const record = asObject(value)
    if (!record) return wrongType(value, key, report, { en: 'an object', zh: '对象' })
    for (const [name, item] of Object.entries(record)) {
      if (Object.hasOwn(members, name)) {
        if (item !== undefined) members[name](item, memberKey(key, name), report)
      } else unknownKey(memberKey(key, name), meant(name) ?? nearest(name, names), names, report)
    }
    for (const name of required) {
      if (record[name] === undefined) {
        report(
          memberKey(key, name),
          { en: 'is missing', zh: '缺失' },
          { en: `add \`${name}\``, zh: `请补上 \`${name}\`` },
        )
      }
    }
  }
}

function unknownKey(key: string, near: string | undefined, names: readonly string[], report: Report): void {
  report(
    key,
    { en: 'is not a known key', zh: '不是已知的配置项' },
    near
      ? { en: `did you mean \`${near}\`?`, zh: `是否想写 \`${near}\`？` }
      : { en: `known keys: ${names.join(', ')}`, zh: `可用的配置项：${names.join('、')}` },
  )
}

/** The path of a member, `a.b` or `a['b c']`. */
export function memberKey(key: string, name: string): string {
  if (!/^[\w$]+$/.test(name)) return `${key}['${name}']`
  return key ? `${key}.${name}` : name
}
