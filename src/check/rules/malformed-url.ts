import type { NetworkCall, ResolvedUrl } from '../../link/types'
import type { Subject, UrlRule } from '../subject'

/**
 * A URL that the platform would refuse as such. `reason` is one of
 * `empty`, `relative`, `protocol-relative`, `scheme`, `no-host`, `bad-host`, `bad-port`, `empty-port`, `slashes`.
 */
export const malformedUrl: UrlRule = {
  code: 'malformed-url',
  // One empty setting may stand in front of all paths of a project.
  place: ({ url }) => url.head,
  judge(subject) {
    const reason = reasonOf(subject)
    if (reason === null) return null
    const schemes = subject.rule?.schemes
    return { reason, needed: schemes && schemes !== 'unknown' ? schemes.join(', ') : null }
  },
}

function reasonOf({ template, category, rule, takesPaths, call, url, context }: Subject): string | null {
  if (category === 'none') return null
  const { kind, problem, scheme } = template
  const needsOrigin = !context.platform.relativeUrls && !takesPaths
  switch (kind) {
    case 'empty':
      // A text that is empty at first and filled later is normal; one that nothing fills is not.
      return needsOrigin && isKnown(call) && call.urls.every((url) => (url.rewritten ?? url.url).trim() === '')
        ? 'empty'
        : null
    case 'relative':
      return needsOrigin && !isNoBaseYet(call, url) ? 'relative' : null
    case 'protocol-relative':
      return needsOrigin ? (problem ?? 'protocol-relative') : null
    case 'unknown':
      return null
    default:
      break
  }
  if (scheme !== null && rule && rule.schemes !== 'unknown' && !fits(scheme, rule.schemes)) return 'scheme'
  // A scheme with no `//` behind it: `wss:host`, or something that is no address of a server at all (`mailto:…`).
  if (kind === 'opaque' && rule) return rule.schemes === 'unknown' ? 'scheme' : 'slashes'
  // Browsers put these right; phones don't.
  if (context.platform.relativeUrls && (problem === 'slashes' || problem === 'empty-port')) return null
  return kind === 'absolute' ? problem : null
}

/**
 * Whether the same is asked for behind a base that only run time knows: where nothing is stored yet, there is none, and
 * nothing is said of the release by it.
 */
function isNoBaseYet({ urls }: NetworkCall, relative: ResolvedUrl): boolean {
  const withBase = `{*}${relative.url}`
  // What only adds a query is shown once, without it.
  const path = withBase.split('?', 1)[0]
  return urls.some((u) => (u.url === withBase || u.url === path) && (relative.when & ~u.when) === 0)
}

/** Whether nothing but the texts that are told can come to the call: its only loss is that they hold no origin. */
function isKnown({ unknown, file, line, column }: NetworkCall): boolean {
  if (unknown === null) return true
  return unknown.reason === 'unsupported' && unknown.file === file && unknown.line === line && unknown.column === column
}

/** Whether a scheme is one of the allowed, or the plain form of one, which insecure-scheme is about. */
function fits(scheme: string, schemes: readonly string[]): boolean {
  return schemes.includes(scheme) || ((scheme === 'http' || scheme === 'ws') && schemes.includes(`${scheme}s`))
}
