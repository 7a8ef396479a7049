import { nearest } from '../platforms/suggest'
import { parseTemplate } from '../url/template'
import type { HostsComment, IgnoreComment } from './comments'
import { compareFindings } from './groups'
import { CODES, codeRow } from './codes'
import { matchGlob } from '../url/glob'
import { packageOf } from './package'
import type { CheckContext, Code, Finding } from './types'

/** A finding that the configuration accepts. All fields given must match. */
export interface IgnoreRule {
  code?: Code | readonly Code[]
  /** A URL or its start at a boundary, or an expression that it matches. */
  url?: string | RegExp
  host?: string
  /** Glob. */
  file?: string
  package?: string
  reason?: string
  /** ISO date (`2026-12-31`): the last day on which the entry counts. */
  until?: string
}

/** What {@link applyIgnores} needs besides the findings. */
export interface IgnoreInput {
  /** The comments of each file that has some, by file as findings name it. */
  comments: ReadonlyMap<string, readonly (IgnoreComment | HostsComment)[]>
  ignores: readonly IgnoreRule[]
  /** Today as `YYYY-MM-DD`. */
  today: string
  /** The place of an entry of `ignores` in the configuration. */
  placeOf(index: number): { file: string; line: number; column: number }
  context: Pick<CheckContext, 'rules' | 'environment' | 'packageOf'>
  /** A file's path as globs see it (relative to the root). Default: as it is. */
  relative?(file: string): string
}

/**
 * Takes away what comments and the option `ignores` accept, and adds `unused-ignore` for those that hit nothing,
 * have no reason, no known code, or have passed their date. A comment counts above the literal (all uses) or above a call (that use).
 */
export function applyIgnores(
  findings: readonly Finding[],
  input: IgnoreInput,
): { findings: Finding[]; ignored: Finding[] } {
  const hits = new Set<IgnoreComment>()
  const hitRules = new Set<number>()
  const ignored: Finding[] = []
  const lines = commentIndex(input.comments)
  const live = input.ignores.map((rule, index) => ({ rule, index })).filter(({ rule }) => !isExpired(rule, input.today))
  const left: Finding[] = []
  for (const finding of findings) {
    const above = acceptedBy(finding.file, finding.line, finding.code)
    const uses = above ? [] : finding.uses.filter((use) => !acceptedBy(use.file, use.line, finding.code))
    const rules = live.filter(({ rule }) => ruleMatches(rule, finding, input))
    for (const { index } of rules) hitRules.add(index)
    // A finding without uses (an entry, a secret) is accepted at its own place only.
    if (above || rules.length > 0 || (finding.uses.length > 0 && uses.length === 0)) ignored.push(finding)
    else left.push(uses.length === finding.uses.length ? finding : { ...finding, uses })
  }
  left.push(...unusedIgnores(input, hits, hitRules))
  return { findings: left.sort(compareFindings), ignored }

  function acceptedBy(file: string, line: number, code: Code): boolean {
    let accepted = false
    for (const comment of lines.get(`${file}:${line}`) ?? []) {
      if (!comment.codes.includes(code)) continue
      hits.add(comment)
      accepted = true
    }
    return accepted
  }
}

function commentIndex(comments: IgnoreInput['comments']): Map<string, IgnoreComment[]> {
  const lines = new Map<string, IgnoreComment[]>()
  for (const [file, list] of comments)
    for (const comment of list) {
      if (comment.kind !== 'ignore') continue
      const key = `${file}:${comment.target}`
      const there = lines.get(key)
      if (there) there.push(comment)
      else lines.set(key, [comment])
    }
  return lines
}

function isExpired(rule: IgnoreRule, today: string): boolean {
  return rule.until !== undefined && rule.until.slice(0, 10) < today.slice(0, 10)
}

function ruleMatches(rule: IgnoreRule, finding: Finding, input: IgnoreInput): boolean {
  const { code, url, host, file } = rule
  // An entry that says nothing would accept everything.
  if (code === undefined && url === undefined && host === undefined && file === undefined && rule.package === undefined)
    return false
  if (code !== undefined && !(typeof code === 'string' ? [code] : code).includes(finding.code)) return false
  if (url !== undefined && !urlMatches(url, finding.url)) return false
  if (host !== undefined && !hostMatches(host, finding)) return false
  if (file !== undefined) {
    const paths = [finding, ...finding.uses].map((place) => input.relative?.(place.file) ?? place.file)
    // At the cause, or at every use: one use elsewhere keeps the finding alive.
    if (!matchGlob(file, paths[0]) && !(paths.length > 1 && paths.slice(1).every((path) => matchGlob(file, path))))
      return false
  }
  if (rule.package === undefined) return true
  return (finding.package ?? (input.context.packageOf ?? packageOf)(finding.file)) === rule.package
}

function urlMatches(wanted: string | RegExp, url: string | null): boolean {
  if (url === null) return false
  // A global or sticky expression remembers where it stopped; a fresh search must not.
  if (typeof wanted !== 'string') return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).test(url)
  if (!url.startsWith(wanted)) return false
  return url.length === wanted.length || wanted.endsWith('/') || /[/?#{]/.test(url[wanted.length])
}

function hostMatches(wanted: string, finding: Finding): boolean {
  const host =
    typeof finding.args.host === 'string' ? finding.args.host : finding.url && parseTemplate(finding.url).host
  if (!host) return false
  const port = finding.args.port
  const name = wanted.toLowerCase()
  return name === host || (port !== undefined && port !== null && name === `${host}:${port}`)
}

function unusedIgnores(input: IgnoreInput, hits: ReadonlySet<IgnoreComment>, hitRules: ReadonlySet<number>): Finding[] {
  const severity = input.context.rules['unused-ignore'] ?? codeRow('unused-ignore')!.severity
  if (severity === 'off') return []
  const out: Finding[] = []
  const add = (place: { file: string; line: number; column: number }, args: Finding['args']): void => {
    const { environment } = input.context
    const base = {
      code: 'unused-ignore' as const,
      severity,
      uses: [],
      url: null,
      category: null,
      trace: [],
      environment,
    }
    out.push({ file: place.file, line: place.line, column: place.column, ...base, args })
  }
  for (const [file, list] of input.comments)
    for (const comment of list) {
      if (comment.kind !== 'ignore') continue
      const target = comment.codes.join(', ')
      const unknown = comment.codes.find((code) => !codeRow(code))
      const place = { file, line: comment.line, column: comment.column }
      if (comment.codes.length === 0) add(place, { target, reason: 'no-code' })
      else if (unknown !== undefined) {
        const meant = nearest(
          unknown,
          CODES.map((row) => row.code),
        )
        add(place, { target: unknown, reason: 'unknown-code', ...(meant ? { nearest: meant } : {}) })
      } else if (!hits.has(comment)) add(place, { target, reason: 'no-hit' })
      else if (comment.reason === '') add(place, { target, reason: 'no-reason' })
    }
  input.ignores.forEach((rule, index) => {
    const target = rule.code === undefined ? null : [rule.code].flat().join(', ')
    const about = { target, url: rule.url === undefined ? null : String(rule.url), host: rule.host ?? null }
    if (isExpired(rule, input.today)) add(input.placeOf(index), { ...about, reason: 'expired', until: rule.until! })
    else if (!hitRules.has(index)) add(input.placeOf(index), { ...about, reason: 'no-hit' })
    else if (!rule.reason?.trim()) add(input.placeOf(index), { ...about, reason: 'no-reason' })
  })
  return out
}
