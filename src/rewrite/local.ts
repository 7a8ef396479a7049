import { classifyHost, isAddress, isLocal, normalizeHost, parseTemplate } from '../url'

/**
 * What a host in a text is to its developer: the own machine, the local network, or neither. A name without a dot counts as
 * one of the local network only with a port: `http://a` stands in polyfills and parsers, and `http://tmp/…` is a platform's own file.
 */
export function localKind(host: string, port: string | null): 'loopback' | 'lan' | null {
  const kind = classifyHost(host)
  if (kind === 'loopback') return kind
  if (kind !== 'lan') return null
  const name = normalizeHost(host) ?? host
  if (!isAddress(name) && !name.includes('.') && (port === null || isLocal(parseTemplate(`http://${host}:${port}/`))))
    return null
  return kind
}
