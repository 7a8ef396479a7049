/**
 * The plugin for Rollup 4.
 *
 * @module
 * @example
 * ```js
 * // rollup.config.js
 * import mpDomains from 'unplugin-mp-domains/rollup'
 *
 * export default { plugins: [mpDomains({ hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' } })] }
 * ```
 */
import { rollupPlugin } from './bundlers/rollup-plugin'
import { nodeCore } from './cli/core'

export default rollupPlugin(nodeCore())
