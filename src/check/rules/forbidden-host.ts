import { forbiddenHost as rowOf } from '../../url/entry'
import type { UrlRule } from '../subject'

/** A host that the platform never lets a program call (WeChat's own server API). */
export const forbiddenHost: UrlRule = {
  code: 'forbidden-host',
  judge({ template, rule, context }) {
    if (!rule || template.name === null) return null
    return rowOf(template.name, context.platform) ? {} : null
  },
}
