import { isFilledLater } from '../open-base'
import type { RuleArgs, UrlRule } from '../subject'

/** How a missing value reads once it is joined with text. */
const MISSING = /^(?:undefined|null|NaN|\[object Object\])(?=[/?#:.]|\{\*\}|$)/

/** The program will call `undefined/path`: a variable without a value, a key that the map doesn't have. */
export const undefinedUrl: UrlRule = {
  code: 'undefined-url',
  judge(subject): RuleArgs | null {
    const { url, text, template } = subject
    if (url.undefinedAt && isFilledLater(subject, text.replace(/^undefined/, ''))) return null
    if (url.undefinedAt) return { name: url.undefinedAt.name }
    if (MISSING.test(text)) return { name: null }
    return template.host === 'undefined' || template.host === 'null' || template.host === 'nan' ? { name: null } : null
  },
}
