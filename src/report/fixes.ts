import type { Finding } from '../check/types'
import { splitUrl } from './facts'
import type { Marked } from './sources'

/** A replacement on the line of a finding. Columns count from 1; the end is behind the last character. */
export interface LineFix {
  startColumn: number
  endColumn: number
  text: string
}

function replace(marked: Marked, from: number, to: number, text: string): LineFix {
  return { startColumn: marked.offset + from + 1, endColumn: marked.offset + to + 1, text }
}

/** What a port should be for a URL to fit the list's entry: the entry's, or none. Null where the rule cannot tell. */
function portFor(finding: Finding): string | null {
  const { reason, listed } = finding.args
  if (reason === 'none-listed' || reason === 'no-port-allowed') return ''
  const port = typeof listed === 'string' ? splitUrl(listed)?.port : null
  return reason === 'other-port' && port ? `:${port}` : null
}

/**
 * The edit that does away with a finding, where one is certain to be meant: the host map's own target, `https` for `http`,
 * the listed port, a list entry's right form, `urlCheck` on. Null where a person must choose, and where the text was not
 * found as it is written.
 */
export function lineFix(finding: Finding, marked: Marked | null): LineFix | null {
  if (!marked || finding.package !== undefined) return null
  const { code, args } = finding
  const { text, from, to, exact } = marked
  if (code === 'url-check-disabled') {
    const value = /"urlCheck"\s{0,9}:\s{0,9}false/.exec(text)
    return value && replace(marked, value.index + value[0].length - 5, value.index + value[0].length, 'true')
  }
  if (!exact) return null
  const part = text.slice(from, to)
  if (code === 'insecure-scheme' && /^(?:http|ws):/i.test(part)) {
    return replace(
      marked,
      from,
      from + part.indexOf(':'),
      part.startsWith('w') || part.startsWith('W') ? 'wss' : 'https',
    )
  }
  if (code === 'port-mismatch' && /^:\d+$/.test(part)) {
    const port = portFor(finding)
    return port === null ? null : replace(marked, from, to, port)
  }
  if (code === 'invalid-domain-entry' && typeof args.suggestion === 'string' && part === args.entry) {
    return replace(marked, from, to, args.suggestion)
  }
  const mapped = typeof args.mapped === 'string' ? splitUrl(args.mapped)?.origin : null
  const isOrigin = splitUrl(part)?.origin.length === part.length
  const isDev = code === 'loopback-host' || code === 'lan-host' || code === 'ip-host'
  return mapped && isDev && isOrigin ? replace(marked, from, to, mapped) : null
}
