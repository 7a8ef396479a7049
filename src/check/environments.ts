import { WHEN } from '../extract/literals'
import type { CheckContext } from './types'

const BITS = [
  ['develop', WHEN.develop],
  ['trial', WHEN.trial],
  ['release', WHEN.release],
  ['gray', WHEN.gray],
] as const

/** The part of a context that decides environments. */
export type EnvironmentContext = Pick<CheckContext, 'platform' | 'environment' | 'envVersion'>

/** Whether a condition leaves out none of the run-time environments that the platform has. */
export function isUnconditional(when: number, context: EnvironmentContext): boolean {
  const known = context.platform.envVersions
  return BITS.every(([name, bit]) => (when & bit) !== 0 || (known.length > 0 && !known.includes(name)))
}

/**
 * The environments whose domain sets judge a URL: the built one where it is asked for unconditionally,
 * else those that `envVersion` names for the run-time environments of its condition.
 * Alipay's `gray` is a release where nobody names it.
 */
export function environmentsOf(when: number, context: EnvironmentContext): string[] {
  if (isUnconditional(when, context)) return [context.environment]
  const out = new Set<string>()
  for (const [name, bit] of BITS) {
    if ((when & bit) === 0) continue
    const named = context.envVersion[name] ?? (name === 'gray' ? context.envVersion.release : undefined)
    out.add(named ?? context.environment)
  }
  return [...out]
}
