import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RollupCache } from 'rollup'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPlugin } from '../../src/bundlers/plugin'
import type { Options } from '../../src/options'
import { fakeCore } from './support/fake-core'
import { build, project } from './support/hosts'
import { realCore } from './support/real-core'

const MODULES = [
  'src/app.js',
  'src/config/api.js',
  'src/config/index.js',
  'src/pages/chat.js',
  'src/pages/list.js',
  'src/pages/upload.js',
  'src/utils/http.js',
]

const HOST_MAP = {
  'http://127.0.0.1:3000': 'https://api.example.com',
  'ws://127.0.0.1:3000': 'wss://api.example.com',
}

let shop: ReturnType<typeof project>
beforeEach(() => {
  shop = project('shop')
})
afterEach(() => shop.remove())

describe.each(['webpack', 'rspack', 'rsbuild'] as const)('the persistent cache of %s', (host) => {
  const run = async (options?: Options) => {
    const { core, asked } = fakeCore()
    const built = await build(host, core, { root: shop.root, options, cache: join(shop.root, `.cache-${host}`) })
    return { ...built, asked, report: asked.reports.at(-1)! }
  }
  const warning: Options = { rules: { 'loopback-host': 'warn' } }

  it('gives the second build the same report without a transform', async () => {
    const cold = await run(warning)
    expect(cold.asked.updates.sort()).toEqual(MODULES)
    const warm = await run(warning)
    expect(warm.asked.updates).toEqual([])
    expect(warm.asked.restores.sort()).toEqual(MODULES)
    expect(warm.report).toEqual(cold.report)
    expect(warm.files).toEqual(cold.files)
    expect(warm.asked.resolved).toEqual(cold.asked.resolved)
    expect(warm.asked.importers).toEqual(cold.asked.importers)
  })

  it('lets through only what changed', async () => {
    await run(warning)
    appendFileSync(join(shop.root, 'src/pages/upload.js'), '\nconsole.log("http://127.0.0.1:3000/new")\n')
    const partial = await run(warning)
    expect(partial.asked.updates).toEqual(['src/pages/upload.js'])
    expect(partial.report.findings.map(({ file }) => file)).toEqual([
      'src/config/api.js',
      'src/config/api.js',
      'src/pages/upload.js',
    ])
  })

  it('fails on a warm cache what passed on a cold one, once the rules say so, and the other way round', async () => {
    await run(warning)
    const failed = await run({})
    expect(failed.asked.updates).toEqual([])
    expect(failed.error).toContain('loopback-host http://127.0.0.1:3000 src/config/api.js:2:15')
    expect(failed.files).toEqual({})
    const passed = await run(warning)
    expect(passed.error).toBeNull()
    expect(passed.asked.updates).toEqual([])
  })

  it('transforms again when the host map changed, and again when it is gone', async () => {
    await run(warning)
    const mapped = await run({ hostMap: HOST_MAP })
    expect(mapped.asked.updates.sort()).toEqual(MODULES)
    expect(mapped.error).toBeNull()
    expect(Object.values(mapped.files).join('\n')).not.toContain('127.0.0.1')
    const warm = await run({ hostMap: HOST_MAP })
    expect(warm.asked.updates).toEqual([])
    expect(warm.files).toEqual(mapped.files)
    const unmapped = await run({})
    expect(unmapped.error).toContain('loopback-host http://127.0.0.1:3000 src/config/api.js:2:15')
    const plain = await run(warning)
    expect(Object.values(plain.files).join('\n')).toContain('http://127.0.0.1:3000')
  })
})

describe.each(['webpack', 'rspack'] as const)('styles that %s runs while it builds', (host) => {
  const run = async (options: Options) => {
    const { core, asked } = fakeCore()
    const loaders = ['css-extract.cjs', 'css-text.cjs'].map((name) => join(shop.root, name))
    const rule = { test: /\.css$/, type: 'javascript/auto', use: loaders }
    const plugins = [{ apply: (compiler: any) => compiler.options.module.rules.push(rule) }]
    const request = { root: shop.root, entry: 'src/styled.js', plugins, cache: join(shop.root, `.cache-css-${host}`) }
    const built = await build(host, core, { ...request, options })
    return { ...built, asked, report: asked.reports.at(-1)! }
  }

  it('are reported the same by a cold and a warm build', async () => {
    writeFileSync(
      join(shop.root, 'src/styled.js'),
      "import style from './app.css'\nimport './app.js'\nconsole.log(style)\n",
    )
    const options: Options = { rules: { 'loopback-host': 'warn' } }
    const cold = await run(options)
    expect(cold.error).toBeNull()
    expect(cold.asked.updates).toContain('src/runtime.js')
    const warm = await run(options)
    expect(cold.report.findings.map(({ file }) => file)).toContain('src/app.css')
    expect(cold.report.findings.map(({ file }) => file)).not.toContain('src/runtime.js')
    expect(warm.report).toEqual(cold.report)
    expect(warm.files).toEqual(cold.files)
  })
})

describe.each(['webpack', 'rspack', 'rsbuild'] as const)(
  'the persistent cache of %s, with the core as it is shipped',
  (host) => {
    const run = async (options: Options) => {
      const { core, seen } = realCore()
      const request = { root: shop.root, cache: join(shop.root, `.cache-${host}`) }
      const built = await build(host, core, {
        ...request,
        options: { environment: 'production', lang: 'en', ...options },
      })
      return { ...built, ...seen, report: seen.reports.at(-1) }
    }
    const domains = {
      request: ['https://api.example.com'],
      uploadFile: ['https://api.example.com'],
      downloadFile: ['https://static.example.com'],
      socket: ['wss://api.example.com'],
    }

    it.each([
      ['as it is', {}],
      ['with a host map', { hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' } }],
    ])('reports the same, byte by byte, of the source %s', async (_, options) => {
      const cold = await run({ domains, ...options })
      const warm = await run({ domains, ...options })
      expect(cold.updates).toHaveLength(7)
      expect(warm.updates).toEqual([])
      expect(warm.report).toBe(cold.report)
      expect(warm.error).toBe(cold.error)
      expect(warm.files).toEqual(cold.files)
    })

    // Rspack's plugins have no part in its cache.
    it.runIf(host === 'webpack')('keeps what linking asked for of modules that name no host', async () => {
      const cold = await run({ domains })
      const warm = await run({ domains })
      expect(cold.offered).toEqual([])
      expect(warm.offered.map((id) => id.slice(shop.root.length + 1))).toEqual(['src/app.js', 'src/config/index.js'])
      expect(warm.report).toBe(cold.report)
      const app = join(shop.root, 'src/app.js')
      writeFileSync(app, `import { get } from './utils/http.js'\n${readFileSync(app, 'utf8')}get('/other')\n`)
      const edited = await run({ domains })
      expect(edited.report).toContain('"/other"')
    })

    it('judges by a changed domain list without a transform', async () => {
      const hostMap = { 'http://127.0.0.1:3000': 'https://api.example.com' }
      const cold = await run({ domains, hostMap })
      expect(cold.error).toBeNull()
      const warm = await run({ domains: { ...domains, downloadFile: [] }, hostMap })
      expect(warm.updates).toEqual([])
      expect(warm.error).toContain('https://static.example.com')
      expect(warm.error).toContain('src/config/api.js:10:23')
      expect(warm.files).toEqual({})
    })
  },
)

describe("rollup's own cache", () => {
  it('gives records back, and makes modules anew for another host map', async () => {
    const { rollup } = await import('rollup')
    const run = async (options: Options, cache?: RollupCache) => {
      const { core, asked } = fakeCore()
      const bundle = await rollup({
        input: join(shop.root, 'src/app.js'),
        plugins: [createPlugin(core).rollup({ failOn: 'never', ...options }) as never],
        cache,
        onLog: () => {},
      })
      const { output } = await bundle.generate({ format: 'cjs' })
      await bundle.close()
      return { cache: bundle.cache, asked, code: output[0].code }
    }
    const cold = await run({})
    expect(cold.asked.updates).toHaveLength(7)
    const warm = await run({}, cold.cache)
    expect(warm.asked.updates).toEqual([])
    expect(warm.asked.restores).toHaveLength(7)
    expect(warm.asked.reports).toEqual(cold.asked.reports)
    const mapped = await run({ hostMap: HOST_MAP }, warm.cache)
    expect(mapped.asked.updates).toHaveLength(7)
    expect(mapped.code).not.toContain('127.0.0.1')
    const unmapped = await run({}, mapped.cache)
    expect(unmapped.code).toBe(cold.code)
  })
})
