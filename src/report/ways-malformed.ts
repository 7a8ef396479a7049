import type { Finding } from '../check/types'
import type { Facts } from './facts'
import { message, type MessageKey } from './messages'
import type { ReportContext, WayOut } from './types'

/** A scheme with its colon and slashes, or what is meant to be one: `http//`, `https;//`, `https:\`, `https:`. */
const SLIPPED = /^(https?|wss?)\s{0,4}[:;,.：；]?[\\/]{1,4}(?=[^\\/])/i
/** A domain name at the start of a text: `www.example.com/x`, no file's path. */
const NAMED = /^(?:www\.[\w-]+|[\w-]+\.[\w-]+)(?:\.[\w-]+)*\.[a-z]{2,24}(?::\d+)?(?=[/?#]|$)/i

/**
 * How a URL that the platform doesn't accept is written right, by what is wrong with it: the URL itself to paste where it can
 * be made out of the wrong one, without guessing.
 * @param scheme the scheme that the list takes
 * @param base a listed origin to put in front of a path, or an example
 */
export function malformedWays(
  finding: Finding,
  facts: Facts,
  scheme: string,
  base: string,
  context: ReportContext,
): WayOut[] {
  const url = finding.url ?? ''
  const way = (key: MessageKey, paste: string | null = null): WayOut[] => [
    {
      kind: 'fix',
      label: message(context.lang, key, { ...facts, needed: scheme }),
      paste: paste !== null && paste.length <= 200 && !paste.includes('{*}') ? paste : null,
    },
  ]
  switch (facts.reason) {
    case 'empty':
      return way('way.malformed.empty')
    case 'empty-port':
      return way('way.malformed.empty-port', url.replace(/^([^/]*\/\/[^/?#]*?):(?=[/?#]|$)/, '$1'))
    case 'bad-port':
      return way('way.malformed.bad-port')
    case 'bad-host':
      return way('way.malformed.bad-host')
    case 'no-host':
      return way('way.malformed.no-host')
    case 'protocol-relative':
      return way('way.malformed.scheme', `${scheme}:${url.trim()}`)
    case 'scheme':
      return /^[a-z][a-z\d+.-]*:\/\/[^/]/i.test(url)
        ? way('way.malformed.scheme', url.replace(/^[^:]*:/, `${scheme}:`))
        : way('way.malformed')
    case 'slashes':
      if (/^[a-z][a-z\d+.-]*:[\\/]{3}/i.test(url)) return way('way.malformed.no-host')
      return way('way.malformed.slashes', url.replace(/^([a-z][a-z\d+.-]*:)[\\/]*/i, '$1//'))
    case 'relative':
      break
    default:
      return way('way.malformed')
  }
  const text = url.trim()
  if (SLIPPED.test(text))
    return way(
      'way.malformed.slip',
      text.replace(SLIPPED, (_, name: string) => `${name}://`),
    )
  if (NAMED.test(text)) return way('way.malformed.scheme', `${scheme}://${text}`)
  // A host alone that no list takes: what scheme it wants is not for us to say.
  if (/^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\])(?:[:/?#]|$)|^[\w.-]+:\d/i.test(text))
    return way('way.malformed')
  return way('way.malformed.base', `${base}/${text.replace(/^\.?\/+/, '')}`)
}
