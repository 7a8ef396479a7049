/**
 * The plugin for Vite 5 to 8, and for what is built on it: uni-app (Vue 3), Taro with Vite, weapp-vite.
 *
 * @module
 * @example
 * ```ts
 * // vite.config.ts
 * import mpDomains from 'unplugin-mp-domains/vite'
 *
 * export default defineConfig({ plugins: [mpDomains({ domains: { production: { request: ['https://api.example.com'] } } })] })
 * ```
 */
import { vitePlugin } from './bundlers/rollup-plugin'
import { nodeCore } from './cli/core'

export default vitePlugin(nodeCore())
