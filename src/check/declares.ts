import { WHEN } from '../extract/literals'
import type { NetworkCall, ResolvedUrl } from '../link/types'
import { originOf } from '../url/template'
import type { Place } from '../url/place'
import { codeRow } from './codes'
import type { HostsComment, IgnoreComment } from './comments'
import { matchGlob } from '../url/glob'
import { packageOf } from './package'
import type { CheckContext, Finding } from './types'

/** Hosts that the configuration declares for calls whose host only run time knows. All fields given must match. */
export interface DeclareRule {
  /** Glob. */
  file?: string
  package?: string
  /** `wx.request`, or the name without namespace. */
  api?: string
  hosts: readonly string[]
  reason?: string
}

/** What {@link applyDeclares} needs besides the calls. */
export interface DeclareInput {
  comments: ReadonlyMap<string, readonly (IgnoreComment | HostsComment)[]>
  declares: readonly DeclareRule[]
  /** The place of an entry of `declares` in the configuration. */
  placeOf(index: number): Place
  context: Pick<CheckContext, 'rules' | 'environment' | 'packageOf'>
  relative?(file: string): string
}

/**
 * Gives calls of unknown host the hosts that a comment at the call (`mp-domains-hosts`) or the option `declares` names:
 * they are then checked like literals, and the call's resolution is `declared`.
 * Calls whose hosts are known stay as they are. Declarations that no call needed come back as `unused-ignore`.
 */
export function applyDeclares(
  calls: readonly NetworkCall[],
  input: DeclareInput,
): { calls: NetworkCall[]; unused: Finding[] } {
  const usedComments = new Set<HostsComment>()
  const usedRules = new Set<number>()
  const lines = new Map<string, HostsComment[]>()
  for (const [file, list] of input.comments)
    for (const comment of list)
      if (comment.kind === 'hosts')
        for (const line of [comment.target, comment.line])
          lines.set(`${file}:${line}`, [...(lines.get(`${file}:${line}`) ?? []), comment])
  const out = calls.map((call) => {
    if (call.resolution !== 'none' || call.unknown === null) return call
    const declared: ResolvedUrl[] = []
    for (const comment of lines.get(`${call.file}:${call.line}`) ?? []) {
      usedComments.add(comment)
      const source = { file: call.file, line: comment.line, column: comment.column }
      declared.push(...comment.hosts.map((host) => declaredUrl(host, source)))
    }
    input.declares.forEach((rule, index) => {
      if (!ruleMatches(rule, call, input)) return
      usedRules.add(index)
      declared.push(...rule.hosts.map((host) => declaredUrl(host, null)))
    })
    if (declared.length === 0) return call
    // What was a hole is now told; alternatives that were known stay beside it.
    const known = call.urls.filter((url) => url.origin !== null)
    return { ...call, resolution: 'declared' as const, urls: [...known, ...dedupe(declared)] }
  })
  return { calls: out, unused: unusedDeclares(input, usedComments, usedRules) }
}

function declaredUrl(host: string, source: Place | null): ResolvedUrl {
  // `oss.example.com` alone stands for https.
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(host) ? host : `https://${host}`
  return { url, origin: originOf(url), rewritten: null, when: WHEN.ALL, source, sourceLiteral: null, trace: [] }
}

function dedupe(urls: readonly ResolvedUrl[]): ResolvedUrl[] {
  const seen = new Set<string>()
  return urls.filter((url) => !seen.has(url.url) && seen.add(url.url))
}

function ruleMatches(rule: DeclareRule, call: NetworkCall, input: DeclareInput): boolean {
  if (rule.file !== undefined && !matchGlob(rule.file, input.relative?.(call.file) ?? call.file)) return false
  if (rule.package !== undefined && (input.context.packageOf ?? packageOf)(call.file) !== rule.package) return false
  return rule.api === undefined || rule.api === call.api || call.api.endsWith(`.${rule.api}`)
}

function unusedDeclares(
  input: DeclareInput,
  usedComments: ReadonlySet<HostsComment>,
  usedRules: ReadonlySet<number>,
): Finding[] {
  const severity = input.context.rules['unused-ignore'] ?? codeRow('unused-ignore')!.severity
  if (severity === 'off') return []
  const out: Finding[] = []
  const add = (place: Place, hosts: readonly string[], reason: string): void => {
    const { environment } = input.context
    const args = { target: 'mp-domains-hosts', hosts: hosts.join(', '), reason }
    const { file, line, column } = place
    out.push({
      file,
      line,
      column,
      code: 'unused-ignore',
      severity,
      uses: [],
      url: null,
      category: null,
      args,
      trace: [],
      environment,
    })
  }
  for (const [file, list] of input.comments)
    for (const comment of list) {
      if (comment.kind !== 'hosts') continue
      const place = { file, line: comment.line, column: comment.column }
      if (comment.hosts.length === 0) add(place, [], 'no-hosts')
      else if (!usedComments.has(comment)) add(place, comment.hosts, 'no-hit')
      else if (comment.reason === '') add(place, comment.hosts, 'no-reason')
    }
  input.declares.forEach((rule, index) => {
    if (!usedRules.has(index)) add(input.placeOf(index), rule.hosts, 'no-hit')
    else if (!rule.reason?.trim()) add(input.placeOf(index), rule.hosts, 'no-reason')
  })
  return out
}
