import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Build } from '../../src/bundlers/build'
import { parseId, slashed, textOf } from '../../src/bundlers/ids'
import { mapDefinitions, readDefinitions } from '../../src/bundlers/definitions'
import type { Options } from '../../src/options'
import type { ModuleRecord } from '../../src/session'
import { fakeCore } from './support/fake-core'

const MAP = { 'http://127.0.0.1:3000': 'https://api.example.com' }
const SFC = "<template/>\n<script>\nwx.request({ url: 'http://127.0.0.1:3000/a' })\n</script>"

async function started(user: Options = {}) {
  const { core, asked } = fakeCore()
  const facts = { root: '/p', mode: 'production', modeFrom: 'mode', command: 'build' as const, defines: new Map() }
  return { build: new Build(await core.resolveOptions(user, facts), core), asked }
}

const files = (texts: Record<string, string>) => (id: string) => texts[id] ?? null

describe('Build', () => {
  it('takes a file once that passes whole for each of its blocks', async () => {
    const { build, asked } = await started({ hostMap: MAP })
    const read = files({ '/p/a.mpx': SFC })
    const whole = await build.transform('/p/a.mpx', SFC, read)
    const script = await build.transform('/p/a.mpx?mpx&type=script', SFC, read)
    expect(asked.updates).toEqual(['a.mpx'])
    expect(script).toEqual(whole)
    expect(script!.rewritten!.code).toContain('https://api.example.com/a')
  })

  it('knows its own rewritten text when a loader runs twice', async () => {
    const { build, asked } = await started({ hostMap: MAP })
    const first = await build.transform('/p/a.mpx', SFC, files({}))
    const second = await build.transform('/p/a.mpx', first!.rewritten!.code, files({}))
    expect(second).toEqual({ record: first!.record, rewritten: null })
    expect(asked.updates).toHaveLength(1)
  })

  it('takes a text once that passes twice before the session is there', async () => {
    const { build, asked } = await started({ hostMap: MAP })
    const pass = () => build.transform('/p/a.mpx', SFC, files({}))
    const [first, second] = await Promise.all([pass(), pass()])
    expect(second).toBe(first)
    expect([asked.sessions, asked.updates]).toEqual([1, ['a.mpx']])
  })

  it('does not take a block for the file', async () => {
    const { build, asked } = await started()
    const read = files({ '/p/a.vue': SFC })
    const block = await build.transform(
      '/p/a.vue?vue&type=script',
      "wx.request({ url: 'http://127.0.0.1:3000/a' })",
      read,
    )
    expect(asked.updates).toEqual(['a.vue'])
    await build.link({ resolve: () => null, read })
    expect(build.verdict()!.data.findings.map(({ line, column }) => [line, column])).toEqual([[3, 20]])
    expect(block!.rewritten).toBeNull()
  })

  it('takes a file anew when the whole of it changed, whatever block shows it first', async () => {
    const { build, asked } = await started()
    await build.transform('/p/a.mpx?mpx&type=json', SFC, files({ '/p/a.mpx': SFC }))
    const edited = `${SFC}\n<!-- http://127.0.0.1:3000/b -->`
    await build.transform('/p/a.mpx?mpx&type=json', edited, files({ '/p/a.mpx': edited }))
    expect(asked.updates).toEqual(['a.mpx', 'a.mpx'])
  })

  it('leaves helpers of the tools alone, and takes virtual modules that say a URL', async () => {
    const { build, asked } = await started()
    expect(await build.transform('\0rolldown/runtime.js', '// https://rolldown.rs', files({}))).toBeNull()
    expect(await build.transform('\0virtual:env', 'export const A = 1', files({}))).toBeNull()
    expect(await build.transform('\0virtual:env', "export const A = 'http://127.0.0.1:3000'", files({}))).not.toBeNull()
    expect(asked.updates).toHaveLength(1)
  })

  it('keeps the text of a module with no file behind it, for linking to ask for', async () => {
    const { build, asked } = await started()
    await build.transform('/p/src/pages-json-js', "import './a.js'", files({}))
    await build.transform('/p/src/a.js', "import './b.js'", files({}))
    const read: unknown[] = []
    asked.reading = async (port) => read.push(await port.read('/p/src/pages-json-js'), await port.read('/p/src/a.js'))
    await build.link({ resolve: () => null, read: files({}) })
    expect(read).toEqual(["import './a.js'", null])
  })

  it('reads a module that came from a cache without a record, or with one of another version', async () => {
    const { build, asked } = await started()
    const read = files({ '/p/old.js': "'http://127.0.0.1:3000'", '/p/none.js': '' })
    const old = { v: 0, key: 'x', gate: true } as unknown as ModuleRecord
    await build.sync([{ id: '/p/old.js', record: old }, { id: '/p/none.js' }, { id: '/p/gone.js' }], read)
    expect(asked.updates).toEqual(['old.js', 'none.js'])
    await build.sync([{ id: '/p/old.js', record: old }], read)
    expect(asked.updates).toHaveLength(2)
  })

  it('restores a record again only when it is another one', async () => {
    const { build, asked } = await started()
    const record = (key: string) =>
      ({ v: 1, key, gate: true, said: { imports: [], urls: [] } }) as unknown as ModuleRecord
    for (const key of ['1', '1', '2']) await build.sync([{ id: '/p/a.js', record: record(key) }], files({}))
    expect(asked.restores).toEqual(['a.js', 'a.js'])
  })

  it('takes a record as JSON as well', async () => {
    const { build, asked } = await started()
    const { record } = (await build.transform('/p/a.js', "'http://127.0.0.1:3000'", files({})))!
    const text = build.textOf(record)
    const next = await started()
    const modules = [{ id: '/p/a.js', record: text }]
    for (let round = 0; round < 2; round++) await next.build.sync(modules, files({}))
    expect(next.asked.restores).toEqual(['a.js'])
    await build.link({ resolve: () => null, read: files({}) })
    await next.build.link({ resolve: () => null, read: files({}) })
    expect(next.build.verdict()!.data.findings).toEqual(build.verdict()!.data.findings)
    expect(asked.updates).toHaveLength(1)
    await next.build.sync([{ id: '/p/a.js', record: '{"v":' }], files({ '/p/a.js': '1' }))
    expect(next.asked.updates).toEqual(['a.js'])
  })

  it('says nothing of assets before it has linked', async () => {
    const { build } = await started({ hostMap: MAP })
    expect(build.rewriteAsset('dist', 'a.js', "'http://127.0.0.1:3000'")).toBeNull()
    expect(build.verdict()).toBeNull()
  })
})

describe('parseId', () => {
  it.each([
    ['/a/b.js', '/a/b.js', false, false],
    ['C:\\a\\b.js', 'C:/a/b.js', false, false],
    ['/a/b.vue?vue&type=style&index=0&lang.css', '/a/b.vue', false, true],
    ['\0/a/b.js?commonjs-proxy', '/a/b.js', true, true],
    ['/a/b.js?v=1a2b', '/a/b.js', false, false],
    ['/a/b.js?t=123&import', '/a/b.js', false, false],
    ['/a/main.js?{"page":"pages%2Findex"}', '/a/main.js', false, false],
    ['/a/b.svg?raw', '/a/b.svg', false, true],
    ['/@fs/a/b.js', '/a/b.js', false, false],
    ['/@fs/C:/a/b.js', 'C:/a/b.js', false, false],
    ['\0virtual:x', 'virtual:x', true, false],
    ['uniPage://cGFnZXM', 'uniPage://cGFnZXM', true, false],
    ['/a/c#.js', '/a/c#.js', false, false],
  ])('%j', (raw, id, virtual, part) => {
    expect(parseId(raw)).toEqual({ id, virtual, part })
  })
})

describe('the id of what is linked into node_modules', () => {
  it('is its own place in a workspace, and the link where that is a package too', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'mp-domains-links-')))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    for (const folder of ['packages/stock', 'node_modules/.pnpm/sdk@1/node_modules/sdk', 'node_modules/@shop'])
      mkdirSync(join(root, folder), { recursive: true })
    symlinkSync(join(root, 'packages/stock'), join(root, 'node_modules/@shop/stock'), 'junction')
    symlinkSync(join(root, 'node_modules/.pnpm/sdk@1/node_modules/sdk'), join(root, 'node_modules/sdk'), 'junction')
    const idOf = (path: string) => parseId(slashed(join(root, path))).id.slice(root.length + 1)
    // Whether the file is there or not: a watcher tells of it when it is gone.
    expect(idOf('node_modules/@shop/stock/index.js')).toBe('packages/stock/index.js')
    expect(idOf('node_modules/@shop/stock/gone/index.js')).toBe('node_modules/@shop/stock/gone/index.js')
    expect(idOf('node_modules/sdk/index.js')).toBe('node_modules/sdk/index.js')
  })
})

describe('textOf', () => {
  it.each([
    ['app.js', new TextEncoder().encode('\uFEFFa'), '\uFEFFa'],
    ['app.js', 'a', 'a'],
    ['app.js.map', '{}', null],
    ['a.png', 'x', null],
    ['a.dat', new Uint8Array([1, 0, 2]), null],
    ['latin1.txt', new Uint8Array([0xe9, 0x20]), null],
  ])('%s', (file, content, text) => {
    expect(textOf(file, content)).toBe(text)
  })
})

describe('definitions', () => {
  const map = (text: string) =>
    text.startsWith('http://127') ? text.replace('http://127.0.0.1', 'https://x.example') : null

  it('are read as source, in the form of the host', () => {
    const values = (table: object, form: 'json' | 'tree') =>
      Object.fromEntries([...readDefinitions(table as never, form)].map(([name, { value }]) => [name, value]))
    expect(values({ A: '"a"', B: "'b'", C: 'window.x', D: true, E: { f: 1 }, G: () => 1 }, 'json')).toEqual({
      A: 'a',
      B: 'b',
      D: true,
      E: { f: 1 },
    })
    expect(values({ 'process.env': { X: '"x"', Y: { Z: '1' } }, R: new Date(0) }, 'tree')).toEqual({
      'process.env.X': 'x',
      'process.env.Y.Z': 1,
    })
  })

  it('are mapped inside values, and only where something matches', () => {
    expect(mapDefinitions({ A: '"a"', B: 'http://127.0.0.1' }, 'json', map)).toBeNull()
    expect(mapDefinitions({ A: '"http://127.0.0.1/a"', B: '1' }, 'json', map)).toEqual({ A: '"https://x.example/a"' })
    expect(mapDefinitions({ A: '{"b":["http://127.0.0.1"],"__proto__":1}' }, 'json', map)).toEqual({
      A: '{"b":["https://x.example"],"__proto__":1}',
    })
    expect(mapDefinitions({ 'process.env': { X: '"http://127.0.0.1"', Y: '2' } }, 'tree', map)).toEqual({
      'process.env': { X: '"https://x.example"', Y: '2' },
    })
  })
})
