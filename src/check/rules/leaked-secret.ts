import { forbiddenHost } from '../../url/entry'
import type { UrlRule } from '../subject'

/**
 * A call of the platform's server API: it takes an AppSecret or a token made from one, and neither may leave the server.
 * It is said besides forbidden-host, since listing or proxying the host would leave the secret in the package.
 */
export const leakedSecret: UrlRule = {
  code: 'leaked-secret',
  judge: ({ template, category, context }) =>
    template.name !== null && forbiddenHost(template.name, category, context.platform) ? { kind: 'server-api' } : null,
}
