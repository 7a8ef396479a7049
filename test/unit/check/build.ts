import { DEFAULT_SEVERITIES } from '../../../src/check/codes'
import type { CheckContext, Code, DomainSet, SeveritySetting } from '../../../src/check/types'
import { WHEN } from '../../../src/extract/literals'
import type { NetworkCall, ResolvedUrl } from '../../../src/link/types'
import { findPlatform } from '../../../src/platforms/index'
import { originOf } from '../../../src/url/template'

/** A context with WeChat, production and no configuration; what is given replaces it. */
export function makeContext(
  given: Partial<Omit<CheckContext, 'rules' | 'platform'>> & {
    platform?: string
    domains?: Record<string, DomainSet | false> | null
    rules?: Partial<Record<Code, SeveritySetting>>
  } = {},
): CheckContext {
  const { domains = null, platform = 'wechat', rules, ...rest } = given
  return {
    platform: findPlatform(platform)!,
    environment: 'production',
    knownEnvironments: domains ? Object.keys(domains) : ['production'],
    domainsOf: (name) => (domains ? (domains[name] ?? domains.production ?? null) : null),
    envVersion: { develop: 'development', trial: 'trial', release: 'production' },
    limits: {},
    ...rest,
    rules: { ...DEFAULT_SEVERITIES, ...rules },
  }
}

/** A URL as linking gives it. */
export function makeUrl(url: string, more: Partial<ResolvedUrl> = {}): ResolvedUrl {
  return {
    url,
    origin: originOf(url),
    rewritten: null,
    when: WHEN.ALL,
    source: null,
    sourceLiteral: null,
    trace: [],
    ...more,
  }
}

/** A call of `wx.request` in `pages/index.js`, line 10, unless told otherwise. */
export function makeCall(urls: (string | ResolvedUrl)[], more: Partial<NetworkCall> = {}): NetworkCall {
  const resolved = urls.map((url) => (typeof url === 'string' ? makeUrl(url) : url))
  const known = resolved.length > 0 && resolved.every((url) => url.origin !== null)
  return {
    file: 'pages/index.js',
    line: 10,
    column: 4,
    api: 'wx.request',
    category: 'request',
    via: [],
    resolution: known ? (resolved.some((url) => url.url.includes('{*}')) ? 'origin' : 'full') : 'none',
    urls: resolved,
    unknown: null,
    inner: false,
    ...more,
  }
}
