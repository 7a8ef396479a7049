import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Installed toolchains and the projects that are built with them: kept between runs, not in git. */
export const CACHE = join(ROOT, '.cache/toolchains')

interface Manifest {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  [field: string]: unknown
}

/**
 * Installs what the examples of one toolchain depend on, once for all of them, into `.cache/toolchains/<name>`.
 * Nothing is installed again while the examples' `package.json` stay as they are. An installation that fails throws
 * with npm's own words: a toolchain that can't be had is a failure, never a skipped test.
 * @param examples folders of `playground/`; they must agree on versions
 * @param flags for `npm install`
 * @returns the directory that holds `node_modules`
 */
export async function install(
  name: string,
  examples: readonly string[],
  flags: readonly string[] = [],
): Promise<string> {
  const directory = join(CACHE, name)
  const manifest = merged(name, examples)
  const stamp = createHash('sha1')
    .update(JSON.stringify([manifest, flags, process.version]))
    .digest('hex')
  const stampFile = join(directory, 'node_modules/.installed')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return directory
  rmSync(join(directory, 'node_modules'), { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await npm(name, directory, [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--prefer-offline',
    '--loglevel=error',
    ...flags,
  ])
  writeFileSync(stampFile, stamp)
  return directory
}

function merged(name: string, examples: readonly string[]): Manifest {
  const out: Required<Pick<Manifest, 'dependencies' | 'devDependencies'>> & Manifest = {
    name: `toolchain-${name}`,
    private: true,
    dependencies: {},
    devDependencies: {},
  }
  for (const example of examples) {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'playground', example, 'package.json'), 'utf8')) as Manifest
    for (const field of ['dependencies', 'devDependencies'] as const) {
      for (const [dependency, version] of Object.entries(manifest[field] ?? {})) {
        // Of the playground itself: each working copy brings it along.
        if (version.startsWith('file:')) continue
        const other = out[field][dependency]
        if (other !== undefined && other !== version)
          throw new Error(`${example} asks for ${dependency} ${version}, another example for ${other}`)
        out[field][dependency] = version
      }
    }
    if (manifest.browserslist !== undefined) out.browserslist = manifest.browserslist
  }
  return out
}

function npm(name: string, directory: string, args: readonly string[]): Promise<void> {
  return new Promise((settle, refuse) => {
    const child = spawn('npm', args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 })
    let said = ''
    child.stdout.on('data', (data: Buffer) => (said += data))
    child.stderr.on('data', (data: Buffer) => (said += data))
    child.on('error', refuse)
    child.on('close', (code) => {
      if (code === 0) settle()
      else refuse(new Error(`npm could not install the toolchain '${name}' (exit code ${code}):\n${said.slice(-4000)}`))
    })
  })
}
