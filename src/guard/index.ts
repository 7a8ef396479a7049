import type { ResolvedOptions } from '../options'
import { RUNTIME } from './runtime'
import { guardTable } from './tables'
import { uploadGuard } from './upload'

/**
 * The code that goes in front of the file with which a program starts, in development builds alone; one line.
 * @returns null for production builds, where it is switched off, and for platforms that it can't be written for
 */
export function guardCode(options: ResolvedOptions): string | null {
  const { development, guard, platform } = options
  if (!development || guard === false) return null
  const code = (uploadGuard(platform) ?? '') + (guard === 'all' ? observer(options) : '')
  return code === '' ? null : code
}

/** The observer of calls with its table; empty for platforms whose APIs are members of no namespace. */
export function observer(options: ResolvedOptions): string {
  const [namespace] = options.platform.namespaces
  if (namespace === undefined) return ''
  // U+2028 and U+2029 end a line in JavaScript before ES2019, not in JSON.
  const table = JSON.stringify(guardTable(options)).replace(/[\u2028\u2029]/g, (end) =>
    end === '\u2028' ? '\\u2028' : '\\u2029',
  )
  return `;try{(${RUNTIME.replace(/\n/g, '')})(typeof ${namespace}==="undefined"?null:${namespace},${table})}catch(e){};`
}
