/**
 * The plugin for Rspack 2.
 *
 * @module
 * @example
 * ```js
 * // rspack.config.js
 * const mpDomains = require('unplugin-mp-domains/rspack')
 *
 * module.exports = { plugins: [mpDomains({ domains: { production: { request: ['https://api.example.com'] } } })] }
 * ```
 */
import { rspackPlugin } from './bundlers/webpack-plugin'
import { nodeCore } from './cli/core'

export default rspackPlugin(nodeCore())
