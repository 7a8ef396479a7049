/**
 * The plugin for every bundler, as an object with one member for each; the entries `unplugin-mp-domains/vite` and so on
 * give the single ones.
 *
 * @module
 * @example
 * ```ts
 * import { mpDomains } from 'unplugin-mp-domains'
 *
 * export default { plugins: [mpDomains.vite({ hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' } })] }
 * ```
 */
import { createPlugin } from './bundlers/plugin'
import { nodeCore } from './cli/core'

export { defineConfig, fromLock } from './options'
export type { Config, ConfigContext, LockReference, LockSelection, Options } from './options'

/** The plugin, by bundler: `mpDomains.vite(options)`, `mpDomains.webpack(options)`, … */
export const mpDomains = createPlugin(nodeCore())

export default mpDomains
