import { findPlatform, PLATFORMS, suggestPlatform } from '../platforms'
import type { Platform } from '../platforms/types'
import type { ConfigProblem } from './error'
import { joinPath, type ProjectFiles } from './files'

/** The platform in force and what decided it (`option`, `--platform`, `UNI_PLATFORM`, a sign such as `.axml`, `default`). */
export interface PickedPlatform {
  platform: Platform
  from: string
}

/** Directories looked at for signs at most, so that a huge tree costs nothing worth mentioning. */
const MOST_DIRECTORIES = 200

/**
 * Decides the platform: the option, else the toolchain's target, else what the tree shows, else `wechat`.
 * @param asked candidates in the order in which they count; empty ones are skipped
 * @returns the platform, or the problem where a name is no platform: never silently another one
 */
export function pickPlatform(
  asked: readonly { value: string | Platform | undefined; from: string; key: string | null }[],
  files: ProjectFiles,
  root: string,
): PickedPlatform | ConfigProblem {
  for (const { value, from, key } of asked) {
    if (value === undefined || value === '') continue
    if (typeof value !== 'string') return { platform: value, from }
    const platform = findPlatform(value)
    return platform ? { platform, from } : unknownPlatform(value, from, key)
  }
  return platformOfTree(files, root) ?? { platform: findPlatform('wechat')!, from: 'default' }
}

function unknownPlatform(name: string, from: string, key: string | null): ConfigProblem {
  const known = PLATFORMS.map((platform) => platform.name).join(', ')
  const near = suggestPlatform(name)
  return {
    key,
    from,
    text: { en: `'${name}' is not a known platform`, zh: `未知平台「${name}」` },
    help: near
      ? { en: `did you mean '${near}'? Known: ${known}`, zh: `是否想写「${near}」？已知平台：${known}` }
      : {
          en: `known: ${known}; or give a table made with definePlatform`,
          zh: `已知平台：${known}；也可传入 definePlatform 定义的平台`,
        },
  }
}

/** Platforms that no tree tells: uni-app's and Vite's trees hold `index.html` and `.nvue` whatever they are built for. */
const NEVER_BY_TREE = new Set(['web', 'app'])

/**
 * What the tree shows: the platform whose template, style and script extensions are the most; where there are none, the
 * one of whose project files most are there. Null where nothing speaks, and for uni-app, whose tree is for all of them.
 */
export function platformOfTree(files: ProjectFiles, root: string): PickedPlatform | null {
  const { names, extensions } = survey(files, root)
  // One source for all platforms: HBuilderX copies `mini.project.json`, `wxcomponents` and their like where they belong.
  if (names.has('pages.json') && names.has('manifest.json')) return null
  const candidates = PLATFORMS.filter(({ name }) => !NEVER_BY_TREE.has(name))
  const most = (isSign: (sign: string) => boolean, count: (sign: string) => number): PickedPlatform | null => {
    let best: PickedPlatform | null = null
    let bestCount = 0
    for (const platform of candidates) {
      const signs = platform.signs.filter((sign) => isSign(sign) && count(sign) > 0)
      const total = signs.reduce((sum, sign) => sum + count(sign), 0)
      if (total > bestCount) [best, bestCount] = [{ platform, from: signs[0] }, total]
    }
    return best
  }
  const isExtension = (sign: string) => sign.startsWith('.')
  return (
    most(isExtension, (sign) => extensions.get(sign) ?? 0) ??
    most(
      (sign) => !isExtension(sign),
      (sign) => Number(names.has(sign)),
    )
  )
}

/** Names of files near the root and how many files have each extension. */
function survey(files: ProjectFiles, root: string): { names: Set<string>; extensions: Map<string, number> } {
  const names = new Set<string>()
  const extensions = new Map<string, number>()
  const queue = [{ path: root, depth: 0 }]
  for (let i = 0; i < queue.length && i < MOST_DIRECTORIES; i++) {
    const { path, depth } = queue[i]
    for (const name of files.list(path)) {
      if (name.startsWith('.') || /^(?:node_modules|dist|unpackage|miniprogram_npm|coverage|build|output)$/.test(name))
        continue
      const dot = name.lastIndexOf('.')
      if (dot > 0) {
        if (depth < 2) names.add(name)
        const extension = name.slice(dot)
        extensions.set(extension, (extensions.get(extension) ?? 0) + 1)
      } else if (depth < 5) queue.push({ path: joinPath(path, name), depth: depth + 1 })
    }
  }
  return { names, extensions }
}
