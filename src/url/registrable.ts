import type { Platform } from '../platforms/types'

/** The registrable domain of a host (`api.shop.com.cn` → `shop.com.cn`), or null where it has none. */
export type RegistrableDomain = (host: string) => string | null

/**
 * Loads the public suffix list, which is large, for platforms that compare registrable domains (Alipay)
 * or whose rule nobody states; undefined for all others, where nothing is loaded.
 */
export async function loadRegistrable(platform: Platform): Promise<RegistrableDomain | undefined> {
  const needed = Object.values(platform.categories).some(
    (rule) => rule.host === 'registrable-domain' || rule.host === 'unknown',
  )
  if (!needed) return undefined
  const { getDomain } = await import('tldts')
  return (host) => getDomain(host)
}

/** Without the public suffix list: the last two labels. Used only where a wrong answer is the lenient one. */
export function lastTwoLabels(host: string): string | null {
  const labels = host.split('.')
  return labels.length < 2 ? null : labels.slice(-2).join('.')
}
