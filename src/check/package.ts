/**
 * The package that a file belongs to by its path: what stands behind the last `node_modules/` or `miniprogram_npm/`
 * (the copy of a package that WeChat's IDE builds), scope included; null for the project's own files.
 */
export function packageOf(file: string): string | null {
  const path = file.replaceAll('\\', '/')
  let at = -1
  for (const folder of ['node_modules/', 'miniprogram_npm/']) {
    const found = path.lastIndexOf(folder)
    if (found >= 0 && (found === 0 || path[found - 1] === '/')) at = Math.max(at, found + folder.length)
  }
  if (at < 0) return null
  const parts = path.slice(at).split('/', 2)
  const name = parts[0].startsWith('@') && parts[1] ? `${parts[0]}/${parts[1]}` : parts[0]
  return name.replace(/\.[cm]?js$/, '') || null
}
