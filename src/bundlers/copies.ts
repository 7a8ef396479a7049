import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { relativePath } from '../options/files'
import type { Build } from './build'
import { isBinary, isSourceMap, slashed, textOf } from './ids'
import { readSource, textFiles } from './sources'

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
    const rewritten = build.rewriteAsset(directory, file, text)
    if (rewritten) await writeFile(path, rewritten.code)
    build.audit(directory, file, rewritten?.code ?? text)
  }
}

/**
 * The same for a build that fails before anything is copied: the files where they lie are judged as they would be
 * copied, so that one run shows everything.
 * @param copied files and directories that will be copied, besides those that the toolchain is known by
 */
export function inspectSources(build: Build, copied: readonly string[]): void {
  const { root } = build.options
  for (const path of textFiles([...build.directories.copied, ...build.directories.components, ...copied])) {
    const source = readSource(path)
    if (!source) continue
    const file = relativePath(root, path)
    const rewritten = build.rewriteAsset(root, file, source.text, path)
    build.audit(root, file, rewritten?.code ?? source.text, path)
  }
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
