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
import { mpDomains } from './index'

export default mpDomains.rspack
