/**
 * Rules for ESLint 9 and 10 over the same analysis as the plugin and the command, for findings in the editor.
 *
 * @module
 * @example
 * ```js
 * // eslint.config.js
 * import mpDomains from 'unplugin-mp-domains/eslint'
 *
 * export default [mpDomains.configs.recommended]
 * ```
 */
import { toolVersion } from './cli/version'
import { createLintPlugin } from './eslint/plugin'
import { LintThread } from './eslint/thread'

const plugin = createLintPlugin(new LintThread(new URL('./eslint-worker.mjs', import.meta.url)), toolVersion())

/** Name and version, as linters show them. */
export const meta = plugin.meta
/** The rules, by name. */
export const rules = plugin.rules
/** Configurations to extend: `recommended` has every rule as an error. */
export const configs = plugin.configs

export default plugin
export type { LintConfig, LintPlugin } from './eslint/plugin'
export type { LintSettings } from './eslint/types'
