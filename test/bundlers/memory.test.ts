import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BuildMemory } from '../../src/bundlers/memory'
import type { Options, ResolvedOptions } from '../../src/options'
import type { ReportData } from '../../src/report/types'
import { noting, type Answers } from '../../src/session/answers'
import { realCore } from './support/real-core'
import { build, project } from './support/hosts'
import type { Host } from './support/hosts'

let shop: ReturnType<typeof project>
let kept: string
beforeEach(() => {
  shop = project('shop')
  mkdirSync(join(shop.root, 'node_modules'))
  kept = join(shop.root, 'node_modules/.cache/unplugin-mp-domains/build')
})
afterEach(() => shop.remove())

const HOST_MAP = { 'http://127.0.0.1:3000': 'https://api.example.com' }

async function run(host: Host, options: Options = {}, entry = 'src/app.js') {
  const { core, seen } = realCore()
  const built = await build(host, core, {
    root: shop.root,
    entry,
    options: { environment: 'production', lang: 'en', ...options },
  })
  return { ...built, ...seen, report: seen.reports.at(-1) }
}

/** The same without anything that an earlier build left. */
async function afresh(host: Host, options: Options = {}, entry = 'src/app.js') {
  rmSync(join(shop.root, 'node_modules/.cache'), { recursive: true, force: true })
  return run(host, options, entry)
}

function edit(file: string, from: string, to: string): void {
  const path = join(shop.root, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replaceAll(from, to))
}

describe.each(['vite', 'rollup', 'webpack', 'rspack', 'esbuild'] as const)('what a build of %s leaves', (host) => {
  it.each([
    ['as it is', {}],
    ['with a host map', { hostMap: HOST_MAP }],
  ])('gives the next one the same report and output without a session, %s', async (_, options) => {
    const first = await run(host, options)
    const second = await run(host, options)
    expect(first.updates).toHaveLength(7)
    expect([first.sessions, second.sessions]).toEqual([1, 0])
    expect([second.updates, second.restores]).toEqual([[], []])
    expect(second.report).toBe(first.report)
    expect(second.error).toBe(first.error)
    expect(second.files).toEqual(first.files)
  })

  it('is nothing to one with another text, list, rule or map', async () => {
    await run(host, { hostMap: HOST_MAP })
    edit('src/config/api.js', '3000', '3001')
    const edited = await run(host, { hostMap: HOST_MAP })
    expect(edited.error).toContain('http://127.0.0.1:3001')
    expect(edited.report).toBe((await afresh(host, { hostMap: HOST_MAP })).report)
    for (const options of [
      {},
      { rules: { 'loopback-host': 'warn' } },
      { domains: { production: { request: ['https://x.example.com'] } } },
      { hostMap: { 'http://127.0.0.1:3001': 'https://x.example.com' } },
    ] satisfies Options[]) {
      const changed = await run(host, options)
      const { report, files, error } = await afresh(host, options)
      expect(changed.updates).toHaveLength(7)
      expect({ report: changed.report, files: changed.files, error: changed.error }).toEqual({ report, files, error })
    }
  })

  it('serves again for a text that is taken back, and is nothing where it is damaged', async () => {
    const first = await run(host)
    edit('src/config/api.js', 'goods', 'wares')
    expect((await run(host)).report).toContain('/wares/list')
    edit('src/config/api.js', 'wares', 'goods')
    expect((await run(host)).report).toBe(first.report)
    for (const text of ['', '{', '[]', '{"modules":[],"answers":[],"data":{}}', '{"modules":[["a",null]]}']) {
      for (const name of readdirSync(kept)) writeFileSync(join(kept, name), text)
      expect((await run(host)).report).toBe(first.report)
    }
  })

  it('is nothing where an import leads elsewhere, though every text is the same', async () => {
    writeFileSync(join(shop.root, 'src/entry.js'), "import { HOST } from './host'\nwx.request({ url: HOST + '/a' })\n")
    mkdirSync(join(shop.root, 'src/host'))
    writeFileSync(join(shop.root, 'src/host/index.js'), "export const HOST = 'http://127.0.0.1:3000'\n")
    writeFileSync(join(shop.root, 'src/other.js'), "export const HOST = 'http://127.0.0.1:4000'\n")
    const entry = 'src/entry.js'
    if (host === 'rollup') edit(entry, "'./host'", "'./host/index.js'")
    const first = await run(host, {}, entry)
    expect(first.error).toContain('http://127.0.0.1:3000')
    edit('src/host/index.js', "export const HOST = 'http://127.0.0.1:3000'", "export { HOST } from '../other.js'")
    expect((await run(host, {}, entry)).error).toContain('http://127.0.0.1:4000')
  })
})

describe('a report with a finding in the configuration', () => {
  it('is not taken for the next build: nobody asks for its place again', async () => {
    const config = join(shop.root, 'mp-domains.config.json')
    const text = '{ "ignores": [{ "code": "lan-host", "host": "nowhere.example.com", "reason": "none" }] }\n'
    writeFileSync(config, text)
    const first = await run('rollup')
    expect(first.report).toContain('"unused-ignore"')
    expect((await run('rollup')).report).toBe(first.report)
    writeFileSync(config, `\n\n${text}`)
    const moved = await run('rollup')
    expect(moved.report).not.toBe(first.report)
    expect(moved.report).toBe((await afresh('rollup')).report)
  })
})

describe('the memory of builds', () => {
  const data = { findings: [] } as unknown as ReportData
  const options = (more: object = {}): ResolvedOptions =>
    ({
      root: shop.root,
      command: 'build',
      environment: 'production',
      knownEnvironments: [],
      domainsOf: () => null,
      hostMapOf: () => ({}),
      defines: new Map(),
      ...more,
    }) as unknown as ResolvedOptions
  const port = { resolve: () => '/b.js', read: () => 'text', importers: () => ['/c.js', '/a.js'] }

  async function asked(): Promise<BuildMemory> {
    const memory = BuildMemory.open(options(), '1', {})!
    const answers: Answers = new Map()
    const noted = noting(port, answers)
    expect(await noted.resolve('./b', '/a.js')).toBe('/b.js')
    expect(await noted.read('/b.js')).toBe('text')
    expect([...noted.importers!('/b.js')!]).toEqual(['/c.js', '/a.js'])
    memory.write(new Map(), 'key', answers, data)
    return BuildMemory.open(options(), '1', {})!
  }

  it('asks every question again, and takes no other answer', async () => {
    const memory = await asked()
    expect(await memory.recall('key', port)).toEqual(data)
    expect(await memory.recall('key', { ...port, importers: () => ['/a.js', '/c.js'] })).toEqual(data)
    expect(await memory.recall('another', port)).toBeNull()
    expect(await memory.recall('key', { ...port, resolve: () => null })).toBeNull()
    expect(await memory.recall('key', { ...port, read: () => Promise.resolve('other') })).toBeNull()
    expect(await memory.recall('key', { ...port, importers: () => ['/a.js'] })).toBeNull()
    expect(await memory.recall('key', { ...port, importers: undefined })).toBeNull()
  })

  it('belongs to the options, their environment variables and the version', async () => {
    await asked()
    for (const other of [
      { defines: new Map([['A', { value: 'b', place: null }]]) },
      { domainsOf: () => ({ request: ['https://a.example.com'] }) },
      { hostMapOf: () => HOST_MAP },
    ])
      expect(await BuildMemory.open(options(other), '1', {})!.recall('key', port)).toBeNull()
    expect(await BuildMemory.open(options(), '2', {})!.recall('key', port)).toBeNull()
  })

  it('is none in watch modes, without node_modules and where Node keeps nothing; CI only reads it', () => {
    expect(BuildMemory.open(options({ command: 'watch' }), '1', {})).toBeNull()
    expect(BuildMemory.open(options({ root: join(shop.root, 'src') }), '1', {})).toBeNull()
    expect(BuildMemory.open(options(), '1', { NODE_DISABLE_COMPILE_CACHE: '1' })).toBeNull()
    BuildMemory.open(options(), '1', { CI: '1' })!.write(new Map(), 'key', new Map(), data)
    expect(existsSync(kept)).toBe(false)
  })
})
