import { slashed } from './ids'
import { RUNTIME } from './runtime'

/** Ids that `transform` is never called with, or has nothing to do with. */
const EXCLUDED = [/\.(?:png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|wasm)(?:$|\?)/i, RUNTIME]

/**
 * Kept from `transform`: what can be no text (a template or a style says URLs as well), and what toolchains put under
 * every program, which is most of a small one.
 */
export const FILTER = { id: { exclude: EXCLUDED } }

/** {@link FILTER} for hosts that know no filters: Vite before 6.3, Rollup before 4.40. */
export function passesFilter(id: string): boolean {
  const path = slashed(id)
  return !EXCLUDED.some((pattern) => pattern.test(path))
}
