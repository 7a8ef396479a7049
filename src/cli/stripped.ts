import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { prune, readKept, writeKept } from '../bundlers/cache-files'
import type { StrippedModule } from '../extract'
import { toolVersion } from './version'

/**
 * A TypeScript module without its types, null where they can't just be taken out.
 * @param keptFor the module's file, where the result is to be kept for the next run in the `node_modules` beside it: the
 *   parser alone is a third of what a warm build pays for the plugin. Null keeps nothing.
 */
export async function strippedModule(text: string, keptFor: string | null): Promise<StrippedModule | null> {
  const path = keptFor === null ? null : placeOf(text, keptFor)
  const known = path && readKept(path)
  if (known) return JSON.parse(known.toString()) as StrippedModule
  // The parser comes with it.
  const { stripTypes } = await import('../extract/strip-types')
  const stripped = stripTypes(text)
  if (stripped && path && !process.env.CI) {
    writeKept(path, () => Buffer.from(JSON.stringify(stripped)))
    prune(dirname(path))
  }
  return stripped
}

function placeOf(text: string, file: string): string | null {
  const modules = join(dirname(file), 'node_modules')
  if (process.env.NODE_DISABLE_COMPILE_CACHE || !existsSync(modules)) return null
  const hash = createHash('sha1').update(toolVersion()).update('\0').update(text).digest('hex')
  return join(modules, '.cache/unplugin-mp-domains/config', `${hash}.json`)
}
