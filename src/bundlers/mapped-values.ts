import type { ResolvedOptions } from '../options'
import { relativePath } from '../options/files'
import type { ReportRewrite } from '../report/types'
import type { Core } from './core'

/**
 * The rows of the report for build-time values that the host map was applied to where they enter the program, as far as
 * a file of the project states them (`.env`). One value may be read by several names.
 */
export function mappedValues(names: Iterable<string>, options: ResolvedOptions, core: Core): ReportRewrite[] {
  const rows = new Map<string, ReportRewrite>()
  for (const name of names) {
    const { value, place } = options.defines.get(name) ?? {}
    const to = typeof value === 'string' ? core.mapText(value, options) : null
    if (!place || to === null) continue
    const file = relativePath(options.root, place.file)
    const { line, column } = place
    rows.set(`${file}:${line}:${column}`, { file, line, column, from: value as string, to, stage: 'source' })
  }
  return [...rows.values()]
}
