import type { Lang } from '../types'
import type { MessageKey } from './en'
import { en } from './en'
import { zh } from './zh'

export type { MessageKey } from './en'

/** The table of each language. */
export const MESSAGES: Readonly<Record<Lang, Readonly<Record<MessageKey, string>>>> = { en, zh }

/** Values for placeholders; null and absent count alike. */
export type MessageArgs = Record<string, string | number | null | undefined>

/** Fills the placeholders of a text. Null where the text needs a value that is absent. */
export function fill(template: string, args: MessageArgs): string | null {
  let complete = true
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = args[name]
    if (value === null || value === undefined || value === '') complete = false
    return String(value)
  })
  return complete ? text : null
}

/** The first of several messages of which all placeholders have values, or null. Unknown keys are passed over. */
export function firstOf(lang: Lang, keys: readonly string[], args: MessageArgs): string | null {
  const table = MESSAGES[lang] as Record<string, string>
  for (const key of keys) {
    if (!Object.hasOwn(table, key)) continue
    const text = fill(table[key]!, args)
    if (text !== null) return text
  }
  return null
}

/** A message of which the caller has all values; an absent one is shown as `?`. */
export function message(lang: Lang, key: MessageKey, args: MessageArgs = {}): string {
  return MESSAGES[lang][key].replace(/\{(\w+)\}/g, (_, name: string) => String(args[name] ?? '?'))
}

/** A message that counts, in the singular where the language has one and the count is 1. */
export function counted(lang: Lang, key: MessageKey, count: number, args: MessageArgs = {}): string {
  const one = `${key}.one`
  return message(lang, count === 1 && Object.hasOwn(MESSAGES[lang], one) ? (one as MessageKey) : key, {
    count,
    ...args,
  })
}

/** An environment's name with where it came from. */
export function environmentText(lang: Lang, environment: string, from: string): string {
  return message(lang, from === 'default' ? 'head.environment.default' : 'head.environment', { environment, from })
}
