/**
 * The plugin for webpack 5, and for what is built on it: Taro, mpx, uni-app (Vue 2).
 *
 * @module
 * @example
 * ```js
 * // webpack.config.js
 * const mpDomains = require('unplugin-mp-domains/webpack')
 *
 * module.exports = { plugins: [mpDomains({ domains: { production: { request: ['https://api.example.com'] } } })] }
 * ```
 */
import { webpackPlugin } from './bundlers/webpack-plugin'
import { nodeCore } from './cli/core'

export default webpackPlugin(nodeCore())
