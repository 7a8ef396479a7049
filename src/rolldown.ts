/**
 * The plugin for Rolldown 1.
 *
 * @module
 * @example
 * ```js
 * // rolldown.config.js
 * import mpDomains from 'unplugin-mp-domains/rolldown'
 *
 * export default { plugins: [mpDomains({ hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' } })] }
 * ```
 */
import { rollupPlugin } from './bundlers/rollup-plugin'
import { nodeCore } from './cli/core'

export default rollupPlugin(nodeCore())
