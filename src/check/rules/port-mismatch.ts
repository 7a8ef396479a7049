import type { UrlRule } from '../subject'

/**
 * The host is listed, but not with this port; or a port that the platform never connects to.
 * `reason`: `none-listed` (the entry has no port, so the URL may carry none, not even the default one),
 * `other-port`, `missing` (the entry has a port and the URL none), `no-port-allowed`, `forbidden-port`.
 */
export const portMismatch: UrlRule = {
  code: 'port-mismatch',
  judge({ template, rule, list }) {
    if (!rule || template.name === null) return null
    const { port } = template
    if (
      port &&
      rule.forbiddenPorts?.some((one) => (typeof one === 'number' ? +port === one : +port >= one[0] && +port <= one[1]))
    )
      return { reason: 'forbidden-port', listed: null }
    if (!list || rule.binding === false || template.portUnknown) return null
    const { entry, samehost } = list.ask(template.name, port)
    if (entry || !samehost) return null
    const reason =
      rule.port === 'none'
        ? 'no-port-allowed'
        : samehost.port === null
          ? 'none-listed'
          : port === null
            ? 'missing'
            : 'other-port'
    return { reason, listed: samehost.text }
  },
}
