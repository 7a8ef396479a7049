import type { UrlRule } from '../subject'
import { domainNotListed } from './domain-not-listed'
import { forbiddenHost } from './forbidden-host'
import { insecureScheme } from './insecure-scheme'
import { ipHost } from './ip-host'
import { lanHost } from './lan-host'
import { leakedSecret } from './leaked-secret'
import { loopbackHost } from './loopback-host'
import { malformedUrl } from './malformed-url'
import { portMismatch } from './port-mismatch'
import { undefinedUrl } from './undefined-url'

/**
 * The rules that judge one URL, the one that says most first: a URL gets one finding, the first that applies.
 * (`http://127.0.0.1:3000` is a loopback host; that it is also plain http and not listed adds nothing.)
 */
export const URL_RULES: readonly UrlRule[] = Object.freeze([
  undefinedUrl,
  loopbackHost,
  lanHost,
  forbiddenHost,
  malformedUrl,
  ipHost,
  insecureScheme,
  portMismatch,
  domainNotListed,
])

/** Rules that are asked of every URL, whatever the others found. */
export const EXTRA_RULES: readonly UrlRule[] = Object.freeze([leakedSecret])
