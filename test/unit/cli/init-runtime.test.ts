import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { run } from '../../../src/cli/main'
import type { Report } from '../../../src/report'
import { mpDomains, recorder } from './run'
import { makeTree } from './tree'

const CONFIG = (production: object, more: object = {}) =>
  JSON.stringify({
    lang: 'en',
    domains: {
      production: { request: ['https://api.example.com'] },
      trial: { request: ['https://trial.example.com', 'https://api.example.com'] },
    },
    hostMap: { production, ...more },
  })
const MAP = { 'http://127.0.0.1:3000': 'https://api.example.com' }
const PAIR = 'http://127.0.0.1:3000=https://api.example.com'

const read = (root: string, file: string) => readFileSync(join(root, file), 'utf8')

/** The URLs that a native program asks for in one version, by running it. */
function urlsOf(root: string, file: string, envVersion: string | undefined, namespace = 'wx'): string[] {
  const asked: string[] = []
  const api = {
    request: ({ url }: { url: string }) => asked.push(url),
    getAccountInfoSync: () => ({ miniProgram: { envVersion } }),
  }
  const load = (name: string): unknown => {
    const module = { exports: {} }
    const require = (to: string) => load(`${to.replace(/^\.\//, '')}.js`)
    vm.runInNewContext(read(root, name).replace(/^\uFEFF/, ''), { [namespace]: api, module, require, Page: () => {} })
    return module.exports
  }
  load(file)
  return asked
}

async function callsOf(root: string): Promise<Report['calls']> {
  return (JSON.parse((await mpDomains(root, ['check', '--format', 'json'])).out) as Report).calls
}

describe('init --runtime', () => {
  it('turns a constant into a map, which runs and which linking follows', async () => {
    const source = "const HOST = 'http://127.0.0.1:3000'\nwx.request({ url: HOST + '/users' })\n"
    const root = makeTree({ 'app.json': '{}', 'app.js': source, 'mp-domains.config.json': CONFIG(MAP) })
    expect((await mpDomains(root, ['check'])).code).toBe(1)
    const { code, out } = await mpDomains(root, ['init', '--runtime', '--yes'])
    expect(code).toBe(0)
    expect(out).toContain("- const HOST = 'http://127.0.0.1:3000'\n+ const HOST = {")
    expect(read(root, 'app.js')).toBe(`const HOST = {
  develop: 'http://127.0.0.1:3000',
  trial: 'https://api.example.com',
  release: 'https://api.example.com',
}[wx.getAccountInfoSync().miniProgram.envVersion] || 'https://api.example.com'
wx.request({ url: HOST + '/users' })
`)
    expect(urlsOf(root, 'app.js', 'develop')).toEqual(['http://127.0.0.1:3000/users'])
    for (const version of ['trial', 'release', undefined, 'unheard-of']) {
      expect(urlsOf(root, 'app.js', version)).toEqual(['https://api.example.com/users'])
    }
    const [call] = await callsOf(root)
    expect(call).toMatchObject({ resolution: 'full' })
    expect(call!.urls.map(({ url, when }) => [url, when])).toEqual([
      ['http://127.0.0.1:3000/users', 'envVersion=develop'],
      ['https://api.example.com/users', 'envVersion=trial|release'],
    ])
    expect((await mpDomains(root, ['check'])).code).toBe(0)
    // A second run has nothing to do.
    expect((await mpDomains(root, ['init', '--runtime', '--yes'])).out).toContain('no development host')
  })

  it('gives each version the host that its environment maps to', async () => {
    const root = makeTree({
      'app.json': '{}',
      'config.js': 'module.exports = {\n\thost: "http://127.0.0.1:3000/v1",\n}\n',
      'app.js': "const { host } = require('./config')\nwx.request({ url: host + '/users' })\n",
      'mp-domains.config.json': CONFIG(MAP, { trial: { 'http://127.0.0.1:3000': 'https://trial.example.com' } }),
    })
    expect((await mpDomains(root, ['init', '--runtime', '--yes'])).code).toBe(0)
    expect(read(root, 'config.js')).toContain('\n\t\ttrial: "https://trial.example.com/v1",\n')
    expect(urlsOf(root, 'app.js', 'develop')).toEqual(['http://127.0.0.1:3000/v1/users'])
    expect(urlsOf(root, 'app.js', 'trial')).toEqual(['https://trial.example.com/v1/users'])
    expect(urlsOf(root, 'app.js', 'release')).toEqual(['https://api.example.com/v1/users'])
  })

  it.each([
    ['let', "let HOST = 'http://127.0.0.1:3000'\nwx.request({ url: HOST + '/x' })\n"],
    ['template', 'const HOST = `http://127.0.0.1:3000`\nwx.request({ url: HOST + "/x" })\n'],
    ['nested member', "const c = { api: { host: 'http://127.0.0.1:3000' } }\nwx.request({ url: c.api.host + '/x' })\n"],
    ['Windows line ends', "const HOST = 'http://127.0.0.1:3000'\r\nwx.request({ url: HOST + '/x' })\r\n"],
    ['byte order mark', "\uFEFFconst HOST = 'http://127.0.0.1:3000'\nwx.request({ url: HOST + '/x' })\n"],
    [
      'indent',
      "function f() {\n    const HOST = 'http://127.0.0.1:3000'\n    wx.request({ url: HOST + '/x' })\n}\nf()\n",
    ],
    [
      'several',
      "const A = 'http://127.0.0.1:3000', B = 'http://127.0.0.1:3000/b'\nwx.request({ url: A + '/x' })\nwx.request({ url: B + '/x' })\n",
    ],
  ])('works for %s', async (_, source) => {
    const root = makeTree({ 'app.json': '{}', 'app.js': source, 'mp-domains.config.json': CONFIG(MAP) })
    expect((await mpDomains(root, ['init', '--runtime', '--yes'])).code).toBe(0)
    const all = [...urlsOf(makeTree({ 'app.js': source }), 'app.js', 'develop')]
    expect(all.length).toBeGreaterThan(0)
    expect(urlsOf(root, 'app.js', 'develop')).toEqual(all)
    const mapped = all.map((url) => url.replace('http://127.0.0.1:3000', 'https://api.example.com'))
    expect(urlsOf(root, 'app.js', 'release')).toEqual(mapped)
    expect(urlsOf(root, 'app.js', 'trial')).toEqual(mapped)
    const text = read(root, 'app.js')
    expect(text.startsWith('\uFEFF')).toBe(source.startsWith('\uFEFF'))
    if (source.includes('\r\n')) expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect((await mpDomains(root, ['check'])).code).toBe(0)
  })

  it('uses the platform’s own namespace and versions', async () => {
    const root = makeTree({
      'app.json': '{}',
      'app.axml': '',
      'app.js': "const HOST = 'http://127.0.0.1:3000'\nmy.request({ url: HOST + '/x' })\n",
    })
    await mpDomains(root, ['init', '--runtime', '--yes', '--map', PAIR])
    expect(read(root, 'app.js')).toContain('}[my.getAccountInfoSync().miniProgram.envVersion]')
    expect(urlsOf(root, 'app.js', 'develop', 'my')).toEqual(['http://127.0.0.1:3000/x'])
    for (const version of ['trial', 'release', 'gray']) {
      expect(urlsOf(root, 'app.js', version, 'my')).toEqual(['https://api.example.com/x'])
    }
  })

  it.each([
    ['a call', "wx.request({ url: 'http://127.0.0.1:3000' + '/x' })\n"],
    ['a text with more in it', "const HOST = 'http://127.0.0.1:3000/a b'\nwx.request({ url: HOST + '/x' })\n"],
    ['a text with escapes', "const HOST = 'http:\\/\\/127.0.0.1:3000'\nwx.request({ url: HOST + '/x' })\n"],
    ['a longer value', "const HOST = 'http://127.0.0.1:3000' + '/v1'\nwx.request({ url: HOST + '/x' })\n"],
    [
      'a branch',
      "const HOST = f() ? 'http://127.0.0.1:3000' : 'https://api.example.com'\nwx.request({ url: HOST + '/x' })\n",
    ],
  ])('leaves what stands in %s, and says so', async (_, source) => {
    const root = makeTree({ 'app.json': '{}', 'app.js': source, 'mp-domains.config.json': CONFIG(MAP) })
    const { out } = await mpDomains(root, ['init', '--runtime', '--yes'])
    expect([read(root, 'app.js'), out]).toEqual([source, expect.stringMatching(/^app\.js:1:\d+ {2}left: it is not/)])
  })

  it('leaves hosts of which nobody said where they lead', async () => {
    const source = "const HOST = 'http://127.0.0.1:3000'\nwx.request({ url: HOST + '/x' })\n"
    const root = makeTree({ 'app.json': '{}', 'app.js': source })
    const { out } = await mpDomains(root, ['init', '--runtime', '--yes'])
    expect([read(root, 'app.js'), out]).toEqual([source, expect.stringContaining('nobody said where it leads')])
  })

  it('asks for the target, shows the difference, and then asks whether to write', async () => {
    const source = "const HOST = 'http://127.0.0.1:3000'\nwx.request({ url: HOST + '/x' })\n"
    for (const [answer, isChanged] of [
      ['y', true],
      ['', false],
      ['n', false],
    ] as const) {
      const root = makeTree({ 'app.json': '{}', 'app.js': source })
      const io = recorder(root)
      const answers = ['https://api.example.com', answer]
      const seen: string[] = []
      await run(['init', '--runtime'], {
        ...io,
        ask: (question) => {
          seen.push(io.said.out)
          return Promise.resolve(question && answers.shift()!)
        },
      })
      expect(seen[1]).toContain("- const HOST = 'http://127.0.0.1:3000'")
      expect(read(root, 'app.js') !== source).toBe(isChanged)
    }
    const root = makeTree({ 'app.json': '{}', 'app.js': source })
    const { out } = await mpDomains(root, ['init', '--runtime', '--map', PAIR])
    expect([read(root, 'app.js'), out]).toEqual([source, expect.stringContaining('nothing was changed')])
  })

  it('fails where findings remain afterwards', async () => {
    const source =
      "const HOST = 'http://127.0.0.1:3000'\nwx.request({ url: HOST + '/x' })\nwx.request({ url: 'http://10.0.0.9/x' })\n"
    const root = makeTree({ 'app.json': '{}', 'app.js': source })
    const { code, out } = await mpDomains(root, ['init', '--runtime', '--yes', '--map', PAIR])
    expect([code, out]).toEqual([1, expect.stringContaining('lan-host')])
  })

  it('is for native projects of platforms that tell their version', async () => {
    const source = "tt.request({ url: 'http://127.0.0.1:3000/x' })\n"
    const other = await mpDomains(makeTree({ 'app.json': '{}', 'app.ttml': '', 'app.js': source }), [
      'init',
      '--runtime',
      '--platform',
      'douyin',
    ])
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('no way to ask for the version')])
    const built = await mpDomains(makeTree({ 'vite.config.ts': '', 'app.js': source }), ['init', '--runtime'])
    expect([built.code, built.err]).toEqual([2, expect.stringContaining('vite.config.ts')])
  })
})
