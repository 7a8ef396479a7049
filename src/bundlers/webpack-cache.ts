import type { ModuleRecord } from '../session'
import type { Build } from './build'
import { NAME } from './names'
import type { Compilation } from './webpack-types'

/** By what modules are read with: the one entry of webpack's persistent cache that is ours, beside what modules keep in their `buildInfo`. */
const ENTRY = 'summaries'

/**
 * Links a compilation's build, with the summaries of refused modules taken from webpack's persistent cache and left there
 * for the next process. What a module's `buildInfo` is given after its loaders ran is lost on a warm cache, and without
 * them each warm build parses every page anew that uses the project's wrappers and names no host.
 * Texts, not objects: webpack writes an object node by node, which costs more than parsing.
 * @param key tells what modules are read and rewritten by
 */
export async function linkWithCache(
  compilation: Compilation,
  build: Build,
  key: string,
  link: (prepare?: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { cache } = compilation.compiler.options
  const isOnDisk = typeof cache === 'object' && cache !== null && cache.type === 'filesystem'
  const item = isOnDisk ? compilation.getCache?.(NAME).getItemCache(`${ENTRY}:${key}`, null) : undefined
  if (!item) return link()
  let known: { text: unknown } | null = null
  await link(async () => {
    known = { text: await item.getPromise().catch(() => undefined) }
    if (typeof known.text === 'string') (await build.session()).offer(recordsOf(known.text))
  })
  // Nothing was linked: an earlier build said it all.
  if (!known) return
  const text = JSON.stringify([...(await build.session()).asked()])
  if (text !== (known as { text: unknown }).text) await item.storePromise(text).catch(() => undefined)
}

function recordsOf(text: string): [id: string, record: ModuleRecord][] {
  try {
    return JSON.parse(text) as [string, ModuleRecord][]
  } catch {
    return []
  }
}
