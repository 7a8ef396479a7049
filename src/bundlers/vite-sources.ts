import { resolve } from 'node:path'
import type { Transformed } from './build'
import { movedDown } from './guard'
import { slashed } from './ids'
import type { PluginContext } from './rollup'

/** What is looked at in Vite's configuration here. */
interface CopyingConfig {
  root?: string
  publicDir?: string | false
  build?: { copyPublicDir?: boolean }
}

/** The module in which Taro keeps its configuration, for its plugins to find. */
const TARO = 'taro:compiler'

interface TaroContext {
  taroConfig?: { copy?: { patterns?: { from: string }[] } }
}

/** Whether this is a build of Taro's. */
export function isTaro(context: PluginContext): boolean {
  return context.getModuleInfo(TARO) !== null
}

/** Vite's public directory, absolute, or null where none is copied. */
export function publicDirectory({ root = '.', publicDir, build }: CopyingConfig): string | null {
  return publicDir && build?.copyPublicDir !== false ? slashed(resolve(root, publicDir)) : null
}

/** Files and directories that Vite, or Taro over it, copies into the output, absolute. */
export function copiedBy(config: CopyingConfig, context: PluginContext): string[] {
  const folder = publicDirectory(config)
  const taro = context.getModuleInfo(TARO)?.meta.viteCompilerContext as TaroContext | undefined
  const patterns = taro?.taroConfig?.copy?.patterns ?? []
  return [...(folder ? [folder] : []), ...patterns.map(({ from }) => slashed(resolve(config.root ?? '.', from)))]
}

/**
 * A module to which the toolchain added lines before any plugin saw it (weapp-vite puts the import of a page's style in
 * front of its script): it is taken as the file has it, so that places are those of the file.
 * @param take handles the file's own text
 */
export async function withoutFront(
  code: string,
  file: string | null,
  take: (text: string) => Promise<Transformed | null>,
): Promise<Transformed | null> {
  if (file === null || file === '' || file === code || !code.endsWith(file)) return take(code)
  const front = code.slice(0, code.length - file.length)
  if (!front.endsWith('\n')) return take(code)
  const result = await take(file)
  if (!result?.rewritten) return result
  const map = movedDown(result.rewritten.map, front.split('\n').length - 1)
  return { record: result.record, rewritten: { code: front + result.rewritten.code, map } }
}
