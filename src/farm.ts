/**
 * The plugin for Farm 1.7.
 *
 * @module
 * @example
 * ```ts
 * // farm.config.ts
 * import mpDomains from 'unplugin-mp-domains/farm'
 *
 * export default defineConfig({ plugins: [mpDomains()] })
 * ```
 */
import { mpDomains } from './index'

export default mpDomains.farm
