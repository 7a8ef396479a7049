import { directoryOf, joinPath } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { packageSpecifier } from '../session/packages'
import type { NodeFiles } from './files'

/**
 * The packages whose files ship as they lie there, whether or not a script imports them: components that templates name
 * (`easycom` in uni-app's `pages.json`), and what is made for mini programs and goes into `miniprogram_npm`
 * (https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html: of `dependencies` only, from the directory that
 * the package's `miniprogram` names).
 * @param starts directories in which the program begins
 * @returns directories that exist, by their real paths
 */
export function shippedPackages(files: NodeFiles, root: string, starts: readonly string[]): string[] {
  const out = new Set<string>()
  for (const home of new Set([root, ...starts])) {
    for (const name of Object.keys(asObject(objectIn(files, joinPath(home, 'package.json'))?.dependencies) ?? {})) {
      const directory = findPackage(files, home, name)
      const inner = directory && objectIn(files, joinPath(directory, 'package.json'))?.miniprogram
      const path = typeof inner === 'string' ? joinPath(directory!, `./${inner}`) : null
      if (path && `${path}/`.startsWith(`${directory}/`)) out.add(path)
    }
    for (const name of [home, joinPath(home, 'src')].flatMap((at) => easycomPackages(files, at))) {
      const directory = findPackage(files, home, name)
      if (directory) out.add(directory)
    }
  }
  return [...out].filter((path) => files.kind(path) === 'directory').map((path) => files.real(path))
}

/** `"^uni-(.*)": "@dcloudio/uni-ui/lib/uni-$1/uni-$1.vue"`: the packages that such rules name. */
function easycomPackages(files: NodeFiles, directory: string): string[] {
  const rules = asObject(asObject(objectIn(files, joinPath(directory, 'pages.json'))?.easycom)?.custom)
  return Object.values(rules ?? {}).flatMap((target) => {
    const name = typeof target === 'string' ? packageSpecifier(target.replace(/\$.*$/s, ''))?.name : undefined
    return name ? [name] : []
  })
}

function findPackage(files: NodeFiles, from: string, name: string): string | null {
  if (packageSpecifier(name)?.name !== name) return null
  for (let at = from; ; at = directoryOf(at)) {
    const path = joinPath(at, 'node_modules', name)
    if (files.kind(path) === 'directory') return path
    if (directoryOf(at) === at) return null
  }
}

function objectIn(files: NodeFiles, path: string): Record<string, unknown> | null {
  return asObject(parseJson(files.read(path) ?? ''))
}
