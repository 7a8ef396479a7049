import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from './source'

/** The built package in a `node_modules` of its own, so that what it keeps between runs is one test's alone. */
export class Installed {
  /** The folder that holds that `node_modules`; commands run there. */
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'mp-domains-installed-'))
  readonly package = path.join(this.folder, 'node_modules/unplugin-mp-domains')
  /** What is kept between runs. */
  readonly cache = path.join(this.folder, 'node_modules/.cache/unplugin-mp-domains')

  constructor() {
    if (!existsSync(path.join(root, 'dist/cli.mjs'))) throw new Error('dist/cli.mjs is missing: npm run build')
    mkdirSync(this.package, { recursive: true })
    cpSync(path.join(root, 'dist'), path.join(this.package, 'dist'), { recursive: true })
    cpSync(path.join(root, 'package.json'), path.join(this.package, 'package.json'))
    for (const name of ['@babel', 'ipaddr.js', 'tldts', 'picocolors', 'unplugin-utils', 'unconfig'])
      symlinkSync(path.join(root, 'node_modules', name), path.join(this.folder, 'node_modules', name), 'junction')
  }

  run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): { status: number | null; stdout: string; stderr: string } {
    const words = [path.join(this.package, 'dist/cli.mjs'), ...args]
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: this.folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', LC_ALL: 'en_US.UTF-8', ...env },
    })
    return { status, stdout, stderr }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Ways to damage a kept file: a byte that is another, half of it, nothing. */
export const DAMAGES: readonly ((bytes: Buffer) => Buffer)[] = [
  (bytes) => {
    const copy = Buffer.from(bytes)
    copy[copy.length >> 1]! ^= 0xff
    return copy
  },
  (bytes) => bytes.subarray(0, bytes.length >> 1),
  () => Buffer.alloc(0),
]
