import { runInNewContext } from 'node:vm'
import { DEFAULT_SEVERITIES } from '../../../src/check/codes'
import { guardCode } from '../../../src/guard'
import type { DomainSet } from '../../../src/check'
import type { ResolvedOptions } from '../../../src/options'
import { findPlatform } from '../../../src/platforms'

/** One call as the observer logs it. */
export interface Observed {
  api: string
  category: string
  url: string
  code: string | null
  at: string[]
  count: number
}

/** The options of a development build with the observer, as far as it reads them. */
export function guardOptions(
  given: Partial<Omit<ResolvedOptions, 'platform'>> & {
    platform?: string
    domains?: Record<string, DomainSet | false>
  },
): ResolvedOptions {
  const { platform = 'wechat', domains = {}, ...rest } = given
  const set = (name: string) => domains[name] ?? (name === 'development' ? false : (domains.production ?? null))
  return {
    platform: findPlatform(platform)!,
    rules: DEFAULT_SEVERITIES,
    lang: 'en',
    environment: 'development',
    development: true,
    guard: 'all',
    domainsOf: set,
    hostMapOf: () => ({}),
    ...rest,
  } as unknown as ResolvedOptions
}

/**
 * Runs a program on a platform object in front of which the guard stands.
 * @returns what it logged and printed, and what the program gave
 */
export function runGuarded(
  options: ResolvedOptions,
  namespace: Record<string, unknown>,
  program: string,
  globals: object = {},
): { log: Observed[]; printed: string[]; result: unknown } {
  const printed: string[] = []
  const [name] = options.platform.namespaces
  const console = { warn: (text: string) => printed.push(text) }
  const context = { [name]: namespace, console, ...globals }
  const result: unknown = runInNewContext(`${guardCode(options)!}\n${program}`, context, { filename: 'app.js' })
  const state = namespace.__mpDomains as { calls: Observed[] } | undefined
  return { log: JSON.parse(JSON.stringify(state?.calls ?? [])) as Observed[], printed, result }
}
