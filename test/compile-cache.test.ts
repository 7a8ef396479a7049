import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from '@babel/parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAMAGES, Installed } from './support/installed'

const command = new Installed()
const { folder, cache } = command
const installed = command.package
const run = command.run.bind(command)
/** Node keeps compiled code itself from 22.8 on; only the folder is ours there. */
const isOwn = Number(process.versions.node.split('.')[0]) < 22

beforeAll(() => {
  mkdirSync(path.join(folder, 'src'))
  writeFileSync(path.join(folder, 'src/app.js'), "wx.request({ url: 'http://127.0.0.1:3000/users' })\n")
})

afterAll(() => command.remove())

describe('the cache of compiled code', () => {
  it('is not made by what is no command', () => {
    expect(run(['--version'])).toMatchObject({ status: 0, stderr: '' })
    expect(existsSync(cache)).toBe(false)
  })

  it('is not made where Node is told to keep none', () => {
    expect(run(['check', 'src'], { NODE_DISABLE_COMPILE_CACHE: '1' }).status).toBe(1)
    expect(existsSync(path.join(cache, 'check'))).toBe(false)
  })

  it('is made by the first run, for its command, and changes nothing of what the second says', () => {
    const first = run(['check', 'src'])
    expect(first).toMatchObject({ status: 1, stderr: '' })
    expect(first.stdout).toContain('http://127.0.0.1:3000')
    expect(readdirSync(cache).filter((name) => name !== 'analyses')).toEqual(['check'])
    const files = kept()
    expect(files.size).toBeGreaterThan(0)
    expect(run(['check', 'src'])).toEqual(first)
    expect(kept()).toEqual(files)
  })

  it.runIf(isOwn)('holds the code of the packages that the command stands on as well', () => {
    expect([...kept().keys()].filter((name) => name.startsWith('index.js-')).length).toBeGreaterThanOrEqual(1)
  })

  it('serves code that loads packages only where they are needed', () => {
    const first = run(['check', 'src', '--platform', 'alipay'])
    // `wx.request` is no API of Alipay.
    expect(first).toMatchObject({ status: 0, stderr: '' })
    expect(run(['check', 'src', '--platform', 'alipay'])).toEqual(first)
  })

  it('keeps no file that holds an `import()`, whose loader V8 forgets', () => {
    const files = readdirSync(path.join(installed, 'dist')).filter((name) => name.endsWith('.cjs'))
    const holding = files.filter((name) => {
      const program = parse(readFileSync(path.join(installed, 'dist', name), 'utf8'), { sourceType: 'script' })
      return holdsImport(program.program)
    })
    expect(holding).toEqual(['import.cjs'])
  })

  it.runIf(isOwn)('compiles again what is damaged, cut short or empty', () => {
    const first = run(['check', 'src'])
    for (const damage of DAMAGES) {
      const names = [...kept().keys()]
      for (const name of names) {
        const file = path.join(cache, 'check', name)
        writeFileSync(file, damage(readFileSync(file)))
      }
      expect(run(['check', 'src'])).toEqual(first)
      expect([...kept().keys()]).toEqual(names)
      // It is whole again, so that the run after it has use of it.
      const mended = kept()
      expect(run(['check', 'src'])).toEqual(first)
      expect(kept()).toEqual(mended)
    }
  })

  it.runIf(isOwn)('does not take the code of another text for that of a changed file', () => {
    const file = path.join(installed, 'dist/command.cjs')
    const text = readFileSync(file, 'utf8')
    // As long as it was, since V8 itself compares the length alone.
    const other = text.replaceAll('Usage', 'USAGE')
    expect(other).not.toBe(text)
    writeFileSync(file, other)
    expect(run(['check', 'src']).status).toBe(1)
    const { stdout } = run(['check', '--help'])
    writeFileSync(file, text)
    expect(stdout).toContain('USAGE')
  })

  it('is done without where nothing may be written', () => {
    const first = run(['check', 'src'])
    rmSync(cache, { recursive: true })
    writeFileSync(cache, 'a file where the folder should be')
    expect(run(['check', 'src'])).toEqual(first)
    rmSync(cache)
    if (process.getuid?.() === 0) return
    chmodSync(path.join(folder, 'node_modules/.cache'), 0o500)
    expect(run(['check', 'src'])).toEqual(first)
    chmodSync(path.join(folder, 'node_modules/.cache'), 0o700)
  })
})

describe('the code of the plugin in a toolchain’s process', () => {
  const folderOfPlugin = path.join(cache, 'plugin')
  const script = `
    const { prototype } = require('node:module')
    const compile = prototype._compile
    const required = require('unplugin-mp-domains/vite')
    import('unplugin-mp-domains/vite').then(({ default: imported }) => {
      const { name, transform } = imported()
      console.log(name, typeof transform.handler, prototype._compile === compile, required.default === imported)
    })`
  const load = (env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    })
    return { status, stdout: stdout.trim(), stderr }
  }
  const loaded = { status: 0, stdout: 'unplugin-mp-domains function true true', stderr: '' }

  it('is kept for the next build, in one instance for both formats, and Node is left as it was', () => {
    rmSync(folderOfPlugin, { recursive: true, force: true })
    expect(load()).toEqual(loaded)
    const names = readdirSync(folderOfPlugin)
    expect(names.some((name) => name.startsWith('core-'))).toBe(true)
    expect(load()).toEqual(loaded)
    expect(readdirSync(folderOfPlugin)).toEqual(names)
  })

  it('is kept as well of what is loaded once a module must be analysed', () => {
    const before = readdirSync(folderOfPlugin)
    const analyse = `
      const { transform } = require('unplugin-mp-domains/rollup')({ domains: false })
      const host = { meta: {}, getModuleInfo() {} }
      const text = "wx.request({ url: 'https://a.example.com/' })"
      transform.handler.call(host, text, process.cwd() + '/src/a.js').then(({ meta }) => {
        console.log(Object.values(meta)[0].gate)
      })`
    for (const _ of ['first', 'second']) {
      const { stdout, stderr } = spawnSync(process.execPath, ['-e', analyse], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: process.env.HOME },
      })
      expect([stdout.trim(), stderr]).toEqual(['true', ''])
      const added = readdirSync(folderOfPlugin).filter((name) => !before.includes(name))
      expect(added.some((name) => name.startsWith('session-'))).toBe(true)
    }
  })

  it.each(['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'rsbuild'])(
    'holds of %s no parser, no linking and no unplugin before something must be analysed',
    (entry) => {
      const list = `
        require('unplugin-mp-domains/${entry}')()
        console.log(JSON.stringify(Object.keys(require.cache)))`
      const { stdout } = spawnSync(process.execPath, ['-e', list], { cwd: folder, encoding: 'utf8' })
      const files = JSON.parse(stdout) as string[]
      expect(files.some((file) => file.endsWith(`${entry}.cjs`))).toBe(true)
      const rooms = /\/\/#region src\/(?:link\/|extract\/parse|session\/build|rewrite\/module)|magic-string/
      const heavy = files.filter(
        (file) => /[\\/](?:@babel|unplugin)[\\/]/.test(file) || rooms.test(readFileSync(file, 'utf8')),
      )
      expect(heavy).toEqual([])
    },
  )

  it('is compiled again where what is kept is damaged', () => {
    for (const name of readdirSync(folderOfPlugin)) {
      const file = path.join(folderOfPlugin, name)
      writeFileSync(file, DAMAGES[0]!(readFileSync(file)))
    }
    expect(load()).toEqual(loaded)
  })

  it('is not kept where nobody comes back for it, nor where Node is told to keep none', () => {
    rmSync(folderOfPlugin, { recursive: true, force: true })
    expect(load({ CI: '1' })).toEqual(loaded)
    expect(load({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(loaded)
    expect(existsSync(folderOfPlugin)).toBe(false)
  })
})

/** The files of the cache, with what tells their bytes. */
function kept(): Map<string, string> {
  const directory = path.join(cache, 'check')
  return new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, digest(path.join(entry.parentPath, entry.name))]),
  )
}

function holdsImport(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsImport)
  if (typeof node !== 'object' || node === null) return false
  return (node as { type?: string }).type === 'Import' || Object.values(node).some(holdsImport)
}

function digest(file: string): string {
  return createHash('sha1').update(readFileSync(file)).digest('hex')
}
