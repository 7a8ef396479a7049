import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Build } from './build'
import { isBinary, isSourceMap, slashed, textOf } from './ids'

/** File systems stamp times up to a few milliseconds behind the clock. */
const CLOCK_SLACK = 100

/**
 * Looks at files that were copied into an output directory without passing the bundler (uni-app's `static` and
 * `wxcomponents`, Vite's `public`): the host map is applied in place, and they are audited.
 * Only files that came there since the build began count; what lay there before is `mp-domains audit`'s.
 */
export async function inspectCopies(build: Build, directory: string, emitted: ReadonlySet<string>): Promise<void> {
  for (const path of await filesBelow(directory)) {
    const file = slashed(relative(directory, path))
    if (emitted.has(file) || isBinary(file) || isSourceMap(file)) continue
    const { ctimeMs } = await stat(path).catch(() => ({ ctimeMs: 0 }))
    if (ctimeMs < build.startedAt - CLOCK_SLACK) continue
    const content = await readFile(path).catch(() => null)
    const text = content && textOf(file, content)
    if (!text) continue
    const label = build.label(directory, file)
    const rewritten = build.rewriteAsset(label, text)
    if (rewritten) await writeFile(path, rewritten.code)
    build.audit(label, rewritten?.code ?? text)
  }
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
