import type { UrlRule } from '../subject'

/** Any other IP address, where the platform's list takes none. */
export const ipHost: UrlRule = {
  code: 'ip-host',
  judge: ({ kind, rule }) => (kind === 'ip' && (rule?.ip === 'refused' || rule?.ip === 'lan') ? {} : null),
}
