import type { UrlRule } from '../subject'

/** An address that only the developer's network knows. Some platforms let a device call it, so it has a code of its own. */
export const lanHost: UrlRule = {
  code: 'lan-host',
  judge: ({ kind, rule }) => (kind === 'lan' ? { allowedOnDevice: rule?.ip === 'lan' || rule?.ip === 'allowed' ? 1 : 0 } : null),
}
