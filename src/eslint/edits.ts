import type { Finding } from '../check'
import { comparePlaces } from '../url/place'
import { lineStarts, position } from '../extract'

/** What identifies a finding whatever line it stands in. */
export function subjectOf({ code, category, url, args }: Finding): string {
  return [code, category, url, args.origin, args.masked, args.name].map((part) => part ?? '').join('\0')
}

/** Findings of `left` that `right` lacks, counted: two of a kind against one leave one. */
export function without(left: readonly Finding[], right: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>()
  for (const finding of right) counts.set(subjectOf(finding), (counts.get(subjectOf(finding)) ?? 0) + 1)
  return left.filter((finding) => {
    const key = subjectOf(finding)
    const count = counts.get(key) ?? 0
    if (count > 0) counts.set(key, count - 1)
    return count === 0
  })
}

/** How many code units two texts begin with alike, and how many of the rest they end with alike. */
export function difference(before: string, after: string): { head: number; tail: number } {
  const shortest = Math.min(before.length, after.length)
  let head = 0
  while (head < shortest && before.charCodeAt(head) === after.charCodeAt(head)) head++
  let tail = 0
  while (
    tail < shortest - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++
  return { head, tail }
}

/**
 * Carries findings over from one text to another that was made of it by one edit: those in front stay, those behind move,
 * those whose line was touched are dropped, since nothing is known of them any more.
 */
export function carryOver(findings: readonly Finding[], before: string, after: string): Finding[] {
  if (before === after) return [...findings]
  const { head, tail } = difference(before, after)
  const old = lineStarts(before)
  const first = position(old, head).line
  const last = position(old, before.length - tail).line
  const delta = lineStarts(after).length - old.length
  return findings
    .filter(({ line }) => line < first || line > last)
    .map((finding) => (finding.line > last ? { ...finding, line: finding.line + delta } : finding))
    .sort(comparePlaces)
}
