import { describe, expect, it } from 'vitest'
import type { Options } from '../../../src/options'
import type { Analysis } from '../../../src/session'
import { project } from './project'

const SHOP: Record<string, string> = {
  'config.js': "export const HOST = 'http://127.0.0.1:3000'\n",
  'http.js': "import { HOST } from './config'\nexport const get = (path) => wx.request({ url: HOST + path })\n",
  'page.js': "import { get } from './http'\nimport { path } from './paths'\nget(path)\n",
  'paths.js': "export const path = '/users'\n",
}

/** Runs of the same project, each of which is given what the one before kept. */
class Runs {
  kept: string | null = null

  /** A run, as text; whether all of it was known. */
  async next(tree: Record<string, string>, options: Options = {}): Promise<{ said: string; isKnown: boolean }> {
    const settings = { imports: true, today: '2026-01-01', analyses: true }
    const { session, port, update } = await project(tree, options, {}, settings)
    if (this.kept !== null) session.recall(JSON.parse(this.kept) as Analysis)
    update()
    const said = JSON.stringify(await session.finish(port))
    const analysis = session.analysis()
    if (analysis) this.kept = JSON.stringify(analysis)
    return { said, isKnown: analysis === null }
  }
}

async function cold(tree: Record<string, string>, options: Options = {}): Promise<string> {
  const { session, port, update } = await project(tree, options)
  update()
  return JSON.stringify(await session.finish(port))
}

describe('what an earlier process found out', () => {
  it('is used where nothing changed, and says the same', async () => {
    const runs = new Runs()
    const first = await runs.next(SHOP)
    expect(first).toEqual({ said: await cold(SHOP), isKnown: false })
    expect(first.said).toContain('http://127.0.0.1:3000/users')
    expect(await runs.next(SHOP)).toEqual({ said: first.said, isKnown: true })
    expect(await runs.next(SHOP)).toEqual({ said: first.said, isKnown: true })
  })

  it.each<[string, Record<string, string>]>([
    ['a changed text', { 'config.js': "export const HOST = 'https://api.example.com'\n" }],
    ['a changed text that the gate refuses', { 'paths.js': "export const path = '/orders'\n" }],
    ['a new module that shares state', { 'more.js': "wx.request({ url: 'https://more.example.com/' })\n" }],
    ['a new module that nothing imports', { 'alone.js': 'export const path = 1\n' }],
  ])('is left aside for %s', async (_, change) => {
    const runs = new Runs()
    await runs.next(SHOP)
    const tree = { ...SHOP, ...change }
    expect((await runs.next(tree)).said).toBe(await cold(tree))
    expect(await runs.next(tree)).toEqual({ said: await cold(tree), isKnown: true })
    expect((await runs.next(SHOP)).said).toBe(await cold(SHOP))
  })

  it('is left aside where a module went', async () => {
    const runs = new Runs()
    await runs.next(SHOP)
    const { 'paths.js': _, ...rest } = SHOP
    const { said, isKnown } = await runs.next(rest)
    expect(said).toBe(await cold(rest))
    expect(isKnown).toBe(false)
  })

  it('notices that an import leads elsewhere though no module that was handed in changed', async () => {
    const page = "import { get } from './http'\nimport { path } from './more'\nget(path)\n"
    const tree = { ...SHOP, 'page.js': page, 'more/index.mjs': "export const path = '/far'\n" }
    const nearer = { ...tree, 'more.mjs': "export const path = '/near'\n" }
    const runs = new Runs()
    const first = await runs.next(tree)
    expect(first.said).toContain('http://127.0.0.1:3000/far')
    const second = await runs.next(nearer)
    expect(second).toEqual({ said: await cold(nearer), isKnown: false })
    expect(second.said).toContain('http://127.0.0.1:3000/near')
    expect((await runs.next(tree)).said).toBe(first.said)
  })

  it('notices the change of a text that was read and never handed in', async () => {
    const tree = { ...SHOP, 'page.js': "import { get } from './http'\nimport p from './paths.mjs'\nget(p)\n" }
    const runs = new Runs()
    const at = (path: string) => ({ ...tree, 'paths.mjs': `export default '${path}'\n` })
    const first = await runs.next(at('/one'))
    expect(first.said).toContain('http://127.0.0.1:3000/one')
    expect(await runs.next(at('/one'))).toEqual({ said: first.said, isKnown: true })
    const second = await runs.next(at('/two'))
    expect(second).toEqual({ said: await cold(at('/two')), isKnown: false })
    expect(second.said).toContain('http://127.0.0.1:3000/two')
  })

  it.each<[string, Options]>([
    ['domain list', { domains: { request: ['http://127.0.0.1:3000'] } }],
    ['severity', { rules: { 'loopback-host': 'off' } }],
    ['ignore', { ignores: [{ code: 'loopback-host', reason: 'a test server' }] }],
    ['host map', { hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' } }],
    ['host map without a scheme', { hostMap: { '//127.0.0.1:3000': '//api.example.com' } }],
    ['platform', { platform: 'alipay' }],
    ['client', { clients: [{ packages: ['my-client'], methods: [{ names: ['get'], url: 0 }] }] }],
    ['environment', { environment: 'staging' }],
  ])('says nothing stale after a change of the %s', async (_, options) => {
    const runs = new Runs()
    await runs.next(SHOP)
    expect((await runs.next(SHOP, options)).said).toBe(await cold(SHOP, options))
    expect((await runs.next(SHOP, options)).said).toBe(await cold(SHOP, options))
    expect((await runs.next(SHOP)).said).toBe(await cold(SHOP))
  })

  it('says nothing stale after a change of what the build defines', async () => {
    const tree = { ...SHOP, 'config.js': 'export const HOST = process.env.UNI_APP_HOST\n' }
    const runs = new Runs()
    const at = (host: string): Options => ({ define: { 'process.env.UNI_APP_HOST': `'${host}'` } })
    for (const host of ['https://a.example.com', 'https://b.example.com', 'https://a.example.com']) {
      const { said } = await runs.next(tree, at(host))
      expect(said).toBe(await cold(tree, at(host)))
      expect(said).toContain(`${host}/users`)
    }
  })

  it('is nothing that another version kept', async () => {
    const runs = new Runs()
    const first = await runs.next(SHOP)
    runs.kept = JSON.stringify({ ...(JSON.parse(runs.kept!) as Analysis), v: 0 })
    expect(await runs.next(SHOP)).toEqual(first)
  })
})
