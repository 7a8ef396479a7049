import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, ROOT } from './install'

/**
 * Before any toolchain is built: the package as it is published, where the examples' `node_modules` link to. A copy, so
 * that another build of the package can't take it away in the middle of a toolchain's run.
 */
export function setup(): void {
  if (process.env.TOOLCHAIN_PLUGIN_READY) return
  const built = join(ROOT, 'dist/index.mjs')
  const newest = Math.max(...filesBelow(join(ROOT, 'src')).map((file) => statSync(file).mtimeMs))
  if (!existsSync(built) || (process.env.CI && statSync(built).mtimeMs < newest))
    throw new Error('dist/ is missing or older than src/: run `npm run build` first')
  const target = join(CACHE, 'plugin')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  cpSync(join(ROOT, 'dist'), join(target, 'dist'), { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(target, 'package.json'))
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
