import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { threadMessage } from '../../src/bundlers/webpack-words'
import { createPlugin } from '../../src/bundlers/plugin'
import type { ReportData } from '../../src/report/types'
import { fakeCore } from './support/fake-core'
import { build, project } from './support/hosts'
import { realCore } from './support/real-core'

let shop: ReturnType<typeof project>
let admin: ReturnType<typeof project>
beforeAll(() => {
  shop = project('shop')
  admin = project('admin')
})
afterAll(() => {
  shop.remove()
  admin.remove()
})

const HOST_MAP = {
  'http://127.0.0.1:3000': 'https://api.example.com',
  'ws://127.0.0.1:3000': 'wss://api.example.com',
}
const SHOP = ['src/config/api.js:2:15', 'src/config/api.js:7:10']
const ADMIN = ['src/app.js:3:24']

const places = ({ findings }: ReportData) => findings.map(({ file, line, column }) => `${file}:${line}:${column}`)
const lastByRoot = (reports: ReportData[]) => reports.map(places).sort((a, b) => b.length - a.length)

describe('several builds in one process', () => {
  it.each(['webpack', 'rspack'] as const)('%s: two compilers share a plugin object', async (host) => {
    const { core, asked } = fakeCore()
    const bundler: any = host === 'webpack' ? (await import('webpack')).default : (await import('@rspack/core')).rspack
    const plugin = createPlugin(core)[host]({ failOn: 'never' })
    const config = ({ root }: { root: string }) => ({
      context: root,
      mode: 'production',
      entry: join(root, 'src/app.js'),
      output: { path: join(root, 'dist/multi') },
      plugins: [plugin],
    })
    const compiler = bundler([config(shop), config(admin)])
    await new Promise<void>((settle, fail) => compiler.run((error: Error | null) => (error ? fail(error) : settle())))
    await new Promise<void>((settle) => compiler.close(() => settle()))
    expect(lastByRoot(asked.reports)).toEqual([SHOP, ADMIN])
    expect(asked.sessions).toBe(2)
  })

  it('rollup: two builds at a time share a plugin object', async () => {
    const { core, asked } = fakeCore()
    const { rollup } = await import('rollup')
    const plugin = createPlugin(core).rollup({ failOn: 'never' })
    const one = async ({ root }: { root: string }) => {
      const bundle = await rollup({ input: join(root, 'src/app.js'), plugins: [plugin] as never, onwarn: () => {} })
      await bundle.generate({ format: 'cjs' })
      await bundle.close()
    }
    await Promise.all([one(shop), one(admin)])
    const [first, second] = lastByRoot(asked.reports)
    expect([first.length, second.length]).toEqual([2, 1])
    expect(asked.sessions).toBe(2)
  })

  it('rsbuild: two environments', async () => {
    const { core, asked } = fakeCore()
    const { createRsbuild, logger } = await import('@rsbuild/core')
    logger.level = 'silent'
    const environment = ({ root }: { root: string }, name: string) => ({
      source: { entry: { main: join(root, 'src/app.js') } },
      output: { distPath: { root: join(shop.root, 'dist/environments', name) }, target: 'node' as const },
    })
    const rsbuild = await createRsbuild({
      cwd: shop.root,
      rsbuildConfig: {
        mode: 'production',
        plugins: [createPlugin(core).rsbuild({ failOn: 'never' })] as never,
        performance: { printFileSize: false },
        environments: { shop: environment(shop, 'shop'), admin: environment(admin, 'admin') },
      },
    })
    const { close } = await rsbuild.build()
    await close()
    expect(lastByRoot(asked.reports).map((list) => list.length)).toEqual([2, 1])
  })

  it.each(['vite', 'vite7', 'vite6'])('%s: two environments', async (name) => {
    const { core, asked } = fakeCore()
    const { createBuilder } = (await import(name)) as any
    const environment = ({ root }: { root: string }, out: string) => ({
      build: {
        outDir: join(shop.root, 'dist/environments', out),
        rollupOptions: { input: join(root, 'src/app.js') },
        ssr: out === 'ssr',
      },
    })
    const builder = await createBuilder({
      root: shop.root,
      configFile: false,
      logLevel: 'silent',
      plugins: [createPlugin(core).vite({ failOn: 'never' })],
      environments: { client: environment(shop, 'client'), ssr: environment(admin, 'ssr') },
      builder: {},
    })
    await builder.buildApp()
    expect(lastByRoot(asked.reports).map((list) => list.length)).toEqual([2, 1])
    expect(asked.sessions).toBe(2)
  })

  it('vite: two formats of a library are reported once', async () => {
    const { core, asked } = fakeCore()
    const { build: bundle, createLogger } = await import('vite')
    const warnings: string[] = []
    const logger = createLogger('silent')
    logger.warn = (text) => void warnings.push(text)
    await bundle({
      root: admin.root,
      configFile: false,
      customLogger: logger,
      logLevel: 'silent',
      plugins: [createPlugin(core).vite({ failOn: 'never' }) as never],
      build: { lib: { entry: join(admin.root, 'src/app.js'), formats: ['cjs', 'es'], fileName: 'main' } },
    })
    expect(asked.reports.map(places)[0]).toEqual(ADMIN)
    expect(warnings.filter((text) => text.includes('loopback-host'))).toHaveLength(1)
  })
})

describe.each(['webpack', 'rspack'] as const)('files that plugins of %s copy as bytes', (host) => {
  it('are rewritten by characters, whatever stands before the host', async () => {
    const text = (url: string) => `\ufeff// 开发环境\r\nexport const 地址 = '${url}/a'\r\n`
    const copier = {
      apply(compiler: any) {
        compiler.hooks.thisCompilation.tap('copy', (compilation: any) => {
          const stage = compiler.webpack.Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL
          compilation.hooks.processAssets.tap({ name: 'copy', stage }, () => {
            const { RawSource } = compiler.webpack.sources
            compilation.emitAsset('static/config.txt', new RawSource(Buffer.from(text('http://127.0.0.1:3000'))))
          })
        })
      },
    }
    const hostMap = {
      'http://127.0.0.1:3000': 'https://api.example.com',
      'ws://127.0.0.1:3000': 'wss://api.example.com',
    }
    const { error, files } = await build(host, fakeCore().core, {
      root: shop.root,
      plugins: [copier],
      options: { hostMap },
    })
    expect(error).toBeNull()
    expect(files['static/config.txt']).toBe(text('https://api.example.com'))
  })
})

describe('thread-loader', () => {
  /** Like the real one it hands what stands to its right to a worker, options as JSON. */
  const LOADER =
    'exports.pitch = function () { JSON.stringify(this.loaders.slice(this.loaderIndex + 1).map((l) => l.options)) }'

  const options = { rules: { 'loopback-host': 'warn' } } as const

  /** A rule with it in front; `said` takes what the build warns of it. */
  function inFront(said: string[] = []): { apply(compiler: any): void } {
    const loader = join(shop.root, 'node_modules/thread-loader/dist/cjs.js')
    mkdirSync(join(loader, '..'), { recursive: true })
    writeFileSync(loader, LOADER)
    return {
      apply(compiler) {
        compiler.options.module.rules.push({ test: /list\.js$/, use: [loader] })
        compiler.hooks.done.tap('test', ({ compilation }: { compilation: { warnings: Error[] } }) => {
          for (const { message } of compilation.warnings) if (message.includes('thread-loader')) said.push(message)
        })
      },
    }
  }

  it('is left out where it would carry modules away, and that is told by name', async () => {
    const { core, asked } = fakeCore()
    const said: string[] = []
    const { error, files } = await build('webpack', core, { root: shop.root, plugins: [inFront(said)], options })
    expect(error).toBeNull()
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('thread-loader was left out for 1 module(s)')
    expect(said[0]).toContain('src/pages/list.js')
    expect(Object.keys(files)).not.toEqual([])
    expect(asked.updates.filter((id) => id === 'src/pages/list.js')).toHaveLength(1)
    const zh = { lang: 'zh', root: '/shop' } as const
    expect(threadMessage(['/shop/src/list.js'], zh)).toContain('1 个模块（src/list.js 等）没有使用 thread-loader')
    expect(threadMessage([], zh)).toBeNull()
  })

  it('meets no compiler in the options of the plugin under Rspack', async () => {
    const { error } = await build('rspack', fakeCore().core, { root: shop.root, plugins: [inFront()], options })
    expect(error).toBeNull()
  })
})

describe('files that are copied into the output of Vite', () => {
  it.each(['vite', 'vite7', 'vite6', 'vite5'] as const)(
    '%s: are rewritten in place, or fail the build',
    async (host) => {
      const copied = project('admin')
      mkdirSync(join(copied.root, 'public'))
      writeFileSync(join(copied.root, 'src/app.js'), 'App({})')
      writeFileSync(join(copied.root, 'public/native.wxml'), '<image src="http://127.0.0.1:3000/a.png" />')
      const hostMap = { 'http://127.0.0.1:3000': 'https://api.example.com' }
      const mapped = await build(host, fakeCore().core, { root: copied.root, options: { hostMap } })
      expect(mapped.error).toBeNull()
      expect(mapped.files['native.wxml']).toBe('<image src="https://api.example.com/a.png" />')
      expect(readFileSync(join(copied.root, 'public/native.wxml'), 'utf8')).toContain('127.0.0.1')
      const failed = await build(host, fakeCore().core, { root: copied.root })
      expect(failed.error).toContain('dev-host-left http://127.0.0.1:3000 public/native.wxml')
      copied.remove()
    },
  )
})

describe.each(['webpack', 'rspack'] as const)('source maps of loaders that run before the plugin under %s', (host) => {
  it('lead on to the file that they read', async () => {
    const moved = project('shop')
    // As a compiler of components does: other text than the file's, with a map that leads back.
    writeFileSync(
      join(moved.root, 'loader.cjs'),
      `module.exports = function (source) {
        const mappings = ';AAAA' + ';AACA'.repeat(source.split('\\n').length - 1)
        const map = { version: 3, sources: [this.resourcePath], sourcesContent: [source], names: [], mappings }
        this.callback(null, 'var moved = 1\\n' + source, map)
      }`,
    )
    const before = {
      apply(compiler: any) {
        const use = [join(moved.root, 'loader.cjs')]
        compiler.options.module.rules.push({ test: /config.api\.js$/, enforce: 'pre', use })
      },
    }
    const { error, files } = await build(host, realCore().core, {
      root: moved.root,
      plugins: [before],
      options: { hostMap: HOST_MAP },
      sourcemap: true,
    })
    moved.remove()
    expect(error).toBeNull()
    const [name, code] = Object.entries(files).find(([file]) => file.endsWith('.js'))!
    const lines = code.slice(0, code.indexOf('https://api.example.com')).split('\n')
    const map = new TraceMap(files[`${name}.map`])
    const origin = originalPositionFor(map, { line: lines.length, column: lines.at(-1)!.length })
    expect(origin.source).toMatch(/src\/config\/api\.js$/)
    expect(origin.line).toBe(2)
  })
})
