import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fakeCore } from './support/fake-core'
import { HOSTS, build, emitting, project } from './support/hosts'

const HOST_MAP = {
  'http://127.0.0.1:3000': 'https://api.example.com',
  'ws://127.0.0.1:3000': 'wss://api.example.com',
}

let shop: ReturnType<typeof project>
let defined: ReturnType<typeof project>
beforeAll(() => {
  shop = project('shop')
  defined = project('define')
})
afterAll(() => {
  shop.remove()
  defined.remove()
})

/** esbuild has written before plugins hear of the end. */
const writtenOnError = (host: string) => (host === 'esbuild' ? ['app.js'] : [])

describe.each(HOSTS)('%s', (host) => {
  it('fails with one error that holds every finding, and writes nothing', async () => {
    const { core, asked } = fakeCore()
    const { error, files } = await build(host, core, { root: shop.root })
    expect(error).toContain('loopback-host http://127.0.0.1:3000 src/config/api.js:2:15')
    expect(error).toContain('loopback-host ws://127.0.0.1:3000 src/config/api.js:7:10')
    expect(Object.keys(files)).toEqual(writtenOnError(host))
    expect(asked.reports.at(-1)!.findings).toHaveLength(2)
    expect(asked.sessions).toBe(1)
    expect(new Set(asked.updates).size).toBe(asked.updates.length)
  })

  it('passes with the host map on, the output rewritten', async () => {
    const { core } = fakeCore()
    const { error, files } = await build(host, core, { root: shop.root, options: { hostMap: HOST_MAP } })
    expect(error).toBeNull()
    const code = Object.values(files).join('\n')
    expect(code).toContain('https://api.example.com')
    expect(code).toContain('wss://api.example.com/chat')
    expect(code).not.toContain('127.0.0.1')
  })

  it('tells the session the graph', async () => {
    const { core, asked } = fakeCore()
    await build(host, core, { root: shop.root })
    expect(asked.resolved['src/app.js']).toEqual({
      './pages/list.js': 'src/pages/list.js',
      './pages/upload.js': 'src/pages/upload.js',
      './pages/chat.js': 'src/pages/chat.js',
    })
    expect(asked.resolved['src/config/index.js']).toEqual({ './api.js': 'src/config/api.js' })
    expect(asked.importers['src/app.js']).toEqual([])
    expect(asked.importers['src/config/index.js']).toEqual([
      'src/pages/chat.js',
      'src/pages/list.js',
      'src/pages/upload.js',
      'src/utils/http.js',
    ])
  })

  it.skipIf(host === 'rollup')('maps definitions where they enter', async () => {
    const { core, asked } = fakeCore()
    const define = { API_BASE: '"http://127.0.0.1:3000"', CONFIG: '{"base":"http://127.0.0.1:3000/v2"}' }
    const { error, files } = await build(host, core, { root: defined.root, define, options: { hostMap: HOST_MAP } })
    expect(error).toBeNull()
    const code = Object.values(files).join('\n')
    expect(code).toMatch(/https:\/\/api\.example\.com["'`]? ?\+? ?["'`]?\/goods/)
    expect(code).toContain('https://api.example.com/v2')
    expect(code).not.toContain('127.0.0.1')
    expect(asked.defines['API_BASE']).toBe('http://127.0.0.1:3000')
    expect(asked.defines['CONFIG']).toEqual({ base: 'http://127.0.0.1:3000/v2' })
  })

  it('audits what is emitted', async () => {
    const { core } = fakeCore()
    const { error, files } = await build(host, core, {
      root: defined.root,
      plugins: emitting(host, 'http://127.0.0.1:3000/x'),
    })
    expect(error).toContain('dev-host-left http://127.0.0.1:3000')
    expect(Object.keys(files)).toEqual(writtenOnError(host))
  })

  it('rewrites what is emitted', async () => {
    const { core } = fakeCore()
    const plugins = emitting(host, 'http://127.0.0.1:3000/x')
    const { error, files } = await build(host, core, { root: defined.root, plugins, options: { hostMap: HOST_MAP } })
    expect(error).toBeNull()
    expect(Object.entries(files).filter(([, text]) => text.includes('https://api.example.com/x'))).toHaveLength(1)
  })

  it('says findings below failOn as a warning and passes', async () => {
    const { core, asked } = fakeCore()
    const { error, files } = await build(host, core, {
      root: shop.root,
      options: { rules: { 'loopback-host': 'warn' } },
    })
    expect(error).toBeNull()
    expect(Object.keys(files)).not.toEqual([])
    expect(asked.reports.at(-1)!.findings.map(({ severity }) => severity)).toEqual(['warn', 'warn'])
  })
})
