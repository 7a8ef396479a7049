/**
 * The plugin for Rsbuild 2.
 *
 * @module
 * @example
 * ```ts
 * // rsbuild.config.ts
 * import mpDomains from 'unplugin-mp-domains/rsbuild'
 *
 * export default defineConfig({ plugins: [mpDomains({ domains: { production: { request: ['https://api.example.com'] } } })] })
 * ```
 */
import { rsbuildPlugin } from './bundlers/webpack-plugin'
import { nodeCore } from './cli/core'

export default rsbuildPlugin(nodeCore())
