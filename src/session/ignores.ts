import { applyIgnores, type Finding } from '../check'
import type { IgnoreEntry, ResolvedOptions } from '../options'

/** Whether an entry of `ignores` is about emitted files alone: the audit judges it, linking never meets it. */
export function isForAudit({ code }: IgnoreEntry): boolean {
  return code !== undefined && [code].flat().every((name) => name === 'dev-host-left')
}

/** Whether the option `ignores` accepts a finding about an emitted file, which can hold no comment. */
export function acceptedByRules(finding: Finding, options: ResolvedOptions): boolean {
  const { ignored } = applyIgnores([finding], {
    comments: new Map(),
    ignores: options.ignores,
    today: new Date().toISOString().slice(0, 10),
    placeOf: (index) => options.places.item('ignores', index),
    context: { rules: { ...options.rules, 'unused-ignore': 'off' }, environment: options.environment },
  })
  return ignored.length > 0
}
