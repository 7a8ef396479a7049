import type { Finding } from '../check/types'
import { splitUrl } from './facts'
import { compareFindings } from './json'

/** 32-bit FNV-1a over code units, from a seed. */
function fnv(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  // FNV's last steps mix little; these spread each bit.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** 32 hex digits that stand for a text. Not for security: services only compare them. */
export function digest(text: string): string {
  return [0, 1, 2, 3]
    .map((seed) =>
      fnv(`${seed}${text}`, seed * 0x9e3779b9)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')
}

/**
 * A name for each finding that stays when lines move: from its code, file, category, environment and what it is about,
 * and a number where the same thing stands in a file more than once.
 */
export function fingerprints(findings: readonly Finding[]): Map<Finding, string> {
  const counts = new Map<string, number>()
  const result = new Map<Finding, string>()
  for (const finding of [...findings].sort(compareFindings)) {
    const { code, file, category, environment, url, args } = finding
    const origin = url === null ? null : (splitUrl(url)?.origin ?? url)
    const about = origin ?? args.entry ?? args.name ?? args.target ?? args.masked ?? ''
    const key = [code, file, category ?? '', environment, about].join('\0')
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    result.set(finding, digest(`${key}\0${count}`))
  }
  return result
}
