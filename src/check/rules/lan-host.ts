import type { UrlRule } from '../subject'

/**
 * An address that only the developer's network knows. Some platforms let a device call it, so it has a code of its own,
 * and one that stands in the list there is meant (a device of the user's own network).
 */
export const lanHost: UrlRule = {
  code: 'lan-host',
  judge({ kind, rule, list, template }) {
    if (kind !== 'lan') return null
    // `https:///api`: what follows the slashes is a path that lacks its host.
    if (template.problem === 'slashes' && !template.name!.includes('.')) return null
    const allowed = rule?.ip === 'lan' || rule?.ip === 'allowed'
    if (allowed && list?.ask(template.name!, template.portUnknown ? undefined : template.port).entry) return null
    return { allowedOnDevice: allowed ? 1 : 0 }
  },
}
