import type { Lang } from '../report/types'

/** The same text in both languages. */
export type Words = Record<Lang, string>

/**
 * The language in force: as set, else Chinese where the locale is Chinese.
 * @param setting the option `lang`; anything else than `zh` and `en` means `auto`
 * @param locale default: the locale that Intl takes from the system (`PluralRules` loads by far the least data of all)
 */
export function pickLang(setting: unknown, locale = new Intl.PluralRules().resolvedOptions().locale): Lang {
  if (setting === 'zh' || setting === 'en') return setting
  return /^zh\b/i.test(locale) ? 'zh' : 'en'
}
