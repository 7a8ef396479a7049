import { createRules, RULE_CODES, type Judge, type RuleName } from './rules'
import type { Rule } from './types'

/** A flat configuration that switches rules on. */
export interface LintConfig {
  name: string
  plugins: { 'mp-domains': LintPlugin }
  rules: Record<`mp-domains/${RuleName}`, 'error'>
}

/** The plugin as ESLint and oxlint take it. */
export interface LintPlugin {
  meta: { name: string; version: string; namespace: string }
  rules: Record<RuleName, Rule>
  configs: { recommended: LintConfig }
}

/** Puts the plugin together. */
export function createLintPlugin(judge: Judge, version: string): LintPlugin {
  const plugin = {
    meta: { name: 'unplugin-mp-domains', version, namespace: 'mp-domains' },
    rules: createRules(judge),
  } as LintPlugin
  const names = Object.keys(RULE_CODES) as RuleName[]
  plugin.configs = {
    recommended: {
      name: 'mp-domains/recommended',
      plugins: { 'mp-domains': plugin },
      rules: Object.fromEntries(names.map((name) => [`mp-domains/${name}`, 'error'])) as LintConfig['rules'],
    },
  }
  return plugin
}
