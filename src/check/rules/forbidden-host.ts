import { forbiddenHost as rowOf } from '../../url/entry'
import type { UrlRule } from '../subject'

/** A host that the platform never lets a program call (WeChat's own server API). */
export const forbiddenHost: UrlRule = {
  code: 'forbidden-host',
  judge: ({ template, category, context }) =>
    template.name !== null && rowOf(template.name, category, context.platform) ? {} : null,
}
