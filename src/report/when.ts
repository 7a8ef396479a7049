import { WHEN } from '../extract/literals'

const NAMES = ['develop', 'trial', 'release', 'gray'] as const

/**
 * A run-time condition as the JSON report writes it: `envVersion=develop|trial`, or undefined where the URL is asked for
 * under every `envVersion`.
 * @param when bits of WHEN
 * @param envVersions names that the platform reports (`Platform.envVersions`); all of them together are no condition
 */
export function formatWhen(when: number, envVersions: readonly string[] = NAMES): string | undefined {
  const known = NAMES.filter((name) => envVersions.includes(name))
  const named = NAMES.filter((name) => when & WHEN[name])
  if ((when & WHEN.ALL) === WHEN.ALL || (known.length > 0 && known.every((name) => when & WHEN[name]))) return undefined
  return `envVersion=${named.join('|')}`
}
