import { deepFreeze } from './freeze'
import type { Platform } from './types'

/**
 * A platform of the user's own, or a changed one: `definePlatform(wechat, { name: 'wechat', categories: { … } })`.
 * `categories` and `words` are merged with the base's, row by row; everything else that is given replaces the base's.
 * @throws {TypeError} where the result has no name or a category's rule is incomplete
 */
export function definePlatform(base: Platform, changes: Partial<Platform>): Platform {
  const categories: Platform['categories'] = { ...base.categories }
  for (const [category, rule] of Object.entries(changes.categories ?? {}) as [keyof Platform['categories'], object][])
    categories[category] = { ...categories[category], ...rule } as Platform['categories'][typeof category]
  const platform: Platform = {
    ...base,
    ...changes,
    categories,
    words: { ...base.words, ...changes.words, device: { ...base.words.device, ...changes.words?.device } },
  }
  if (typeof platform.name !== 'string' || platform.name === '')
    throw new TypeError('definePlatform: `name` is missing')
  for (const [category, rule] of Object.entries(platform.categories)) {
    for (const key of [
      'schemes',
      'port',
      'host',
      'ip',
      'loopback',
      'limit',
      'entry',
      'label',
      'consolePath',
      'source',
    ] as const)
      if (rule[key] === undefined)
        throw new TypeError(
          `definePlatform: \`categories.${category}.${key}\` is missing (say 'unknown' where nothing states it)`,
        )
  }
  return deepFreeze(platform)
}
