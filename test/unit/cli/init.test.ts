import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../../../src/cli/main'
import type { Report } from '../../../src/report'
import { mpDomains, recorder } from './run'
import { makeTree } from './tree'

const APP = `const HOST = 'http://127.0.0.1:3000'
wx.request({ url: HOST + '/users' })
wx.request({ url: 'https://api.example.com/login' })
wx.connectSocket({ url: 'wss://ws.example.com/x' })
wx.downloadFile({ url: 'https://cdn.example.com/a' })
`
const NATIVE = {
  'project.config.json':
    '{\n    "appid": "wx0123456789abcdef",\n    "scripts": { "beforeCompile": "npm run css" }\n}\n',
  'app.json': '{}',
  'app.js': APP,
}
const VITE = {
  'package.json': JSON.stringify({ devDependencies: { vite: '8', typescript: '6', 'unplugin-mp-domains': '1' } }),
  'vite.config.ts': "import { defineConfig } from 'vite'\n\nexport default defineConfig({\n  plugins: [],\n})\n",
  '.env.staging': 'VITE_API=https://staging.example.com\n',
  '.env.production': 'VITE_API=https://api.example.com\n',
  'src/main.ts': "wx.request({ url: import.meta.env.VITE_API + '/x' })\n",
}
const PAIR = 'http://127.0.0.1:3000=https://api.example.com'

const read = (root: string, file: string) => readFileSync(join(root, file), 'utf8')

/** A person who gives these answers, one by one, and then none. */
async function asked(root: string, argv: string[], answers: string[]) {
  const io = recorder(root)
  const questions: string[] = []
  const ask = (question: string) => {
    questions.push(question)
    return Promise.resolve(answers.shift() ?? '')
  }
  const code = await run(argv, { ...io, ask })
  return { code, questions, ...io.said }
}

describe('init', () => {
  it('changes nothing where nobody can be asked', async () => {
    const root = makeTree(NATIVE)
    const { code, out } = await mpDomains(root, ['init'])
    expect([code, readdirSync(root).sort(), read(root, 'project.config.json')]).toEqual([
      0,
      Object.keys(NATIVE).sort(),
      NATIVE['project.config.json'],
    ])
    expect(out).toContain('nothing was changed')
    expect(out).toContain("+       request: ['https://api.example.com'],")
  })

  it('writes what it found: lists, and the host map as far as it is known', async () => {
    const root = makeTree(NATIVE)
    const { code } = await mpDomains(root, ['init', '--yes'])
    expect(code).toBe(0)
    const config = read(root, 'mp-domains.config.mjs')
    expect(config).toContain("request: ['https://api.example.com'],")
    expect(config).toContain("downloadFile: ['https://cdn.example.com'],")
    expect(config).toContain("socket: ['wss://ws.example.com'],")
    // Where it leads is nobody's to guess.
    expect(config).toContain("// 'http://127.0.0.1:3000': 'https://…', // app.js:2")
    // The IDE's hooks are only made where they are asked for.
    expect(read(root, 'project.config.json')).toBe(NATIVE['project.config.json'])
    const { out } = await mpDomains(root, ['check', '--format', 'json'])
    expect((JSON.parse(out) as Report).findings.map(({ code }) => code)).toEqual(['loopback-host'])
  })

  it('takes targets from the command line; then the project passes', async () => {
    const root = makeTree(NATIVE)
    await mpDomains(root, ['init', '--yes', '--map', PAIR])
    expect(read(root, 'mp-domains.config.mjs')).toContain("'http://127.0.0.1:3000': 'https://api.example.com',")
    expect((await mpDomains(root, ['check', '--rewrite'])).code).toBe(0)
    expect((await mpDomains(root, ['fix', '--out', 'dist'])).code).toBe(0)
  })

  it('lists what targets need', async () => {
    const root = makeTree({ ...NATIVE, 'app.js': "wx.connectSocket({ url: 'ws://127.0.0.1:3000/x' })\n" })
    await mpDomains(root, ['init', '--yes', '--map', PAIR])
    expect(read(root, 'mp-domains.config.mjs')).toContain("socket: ['wss://api.example.com']")
    expect((await mpDomains(root, ['check', '--rewrite'])).code).toBe(0)
  })

  it('takes the program’s own choice between two hosts', async () => {
    const source =
      "const HOST = isDev() ? 'http://127.0.0.1:3000' : 'https://api.example.com'\nwx.request({ url: HOST + '/x' })\n"
    const root = makeTree({ ...NATIVE, 'app.js': source })
    await mpDomains(root, ['init', '--yes'])
    expect(read(root, 'mp-domains.config.mjs')).toContain("      'http://127.0.0.1:3000': 'https://api.example.com',")
  })

  it('refuses a pair that is none', async () => {
    const root = makeTree(NATIVE)
    for (const pair of ['x', 'a=b', 'http://127.0.0.1=http://127.0.0.1']) {
      expect([pair, (await mpDomains(root, ['init', '--yes', '--map', pair])).code]).toEqual([pair, 2])
    }
    expect(existsSync(join(root, 'mp-domains.config.mjs'))).toBe(false)
  })

  it('asks, and does what was agreed to', async () => {
    const root = makeTree(NATIVE)
    const { questions } = await asked(root, ['init'], ['not a host', 'https://api.example.com', 'y', 'n'])
    expect(questions.map((question) => question.replace(/\?.*/, ''))).toEqual([
      'Production origin for http://127.0.0.1:3000 (app.js:2)',
      'Production origin for http://127.0.0.1:3000 (app.js:2)',
      'Write mp-domains.config.mjs',
      'Write project.config.json',
    ])
    expect(read(root, 'mp-domains.config.mjs')).toContain("'http://127.0.0.1:3000': 'https://api.example.com',")
    expect(read(root, 'project.config.json')).toBe(NATIVE['project.config.json'])
  })

  it('takes no answer for a no', async () => {
    const root = makeTree(NATIVE)
    await asked(root, ['init'], [])
    expect(readdirSync(root).sort()).toEqual(Object.keys(NATIVE).sort())
  })

  it('never overwrites without --force', async () => {
    const own = 'export default {}\n'
    const root = makeTree({ ...NATIVE, 'mp-domains.config.js': own })
    const kept = await mpDomains(root, ['init', '--yes'])
    expect([kept.code, read(root, 'mp-domains.config.js')]).toEqual([0, own])
    expect(existsSync(join(root, 'mp-domains.config.mjs'))).toBe(false)
    expect(kept.out).toContain('mp-domains.config.js is there already')
    await mpDomains(root, ['init', '--yes', '--force'])
    expect(read(root, 'mp-domains.config.js')).toContain('module.exports = config')
    expect((await mpDomains(root, ['check'])).err).toBe('')
  })

  it('looks at a project whose configuration is broken', async () => {
    const root = makeTree({ ...NATIVE, 'mp-domains.config.json': '{ "domain": ' })
    expect((await mpDomains(root, ['init', '--yes', '--force', '--map', PAIR])).code).toBe(0)
    expect(JSON.parse(read(root, 'mp-domains.config.json'))).toMatchObject({
      hostMap: { production: { 'http://127.0.0.1:3000': 'https://api.example.com' } },
    })
    expect((await mpDomains(root, ['check', '--rewrite'])).code).toBe(0)
  })

  it('adds the plugin to the bundler, and a set for each environment that differs', async () => {
    const root = makeTree(VITE)
    const { out } = await mpDomains(root, ['init', '--yes'])
    const config = read(root, 'mp-domains.config.ts')
    expect(config).toMatch(/production: \{\n {6}request: \['https:\/\/api\.example\.com'\]/)
    expect(config).toMatch(/staging: \{\n {6}request: \['https:\/\/staging\.example\.com'\]/)
    expect(config).toContain("import { defineConfig } from 'unplugin-mp-domains'")
    expect(read(root, 'vite.config.ts')).toContain('plugins: [mpDomains()]')
    expect(out).toContain('.env.production, .env.staging')
    const again = await mpDomains(root, ['init', '--yes'])
    expect(again.out).toContain('vite.config.ts has the plugin already')
  })

  it('prints the line where adding it is not safe', async () => {
    const source = 'export default mergeConfig(base, {})\n'
    const root = makeTree({ ...VITE, 'vite.config.ts': source })
    const { out } = await mpDomains(root, ['init', '--yes'])
    expect(read(root, 'vite.config.ts')).toBe(source)
    expect(out).toContain("  import mpDomains from 'unplugin-mp-domains/vite'")
  })

  it('says where it finds neither a bundler nor a native project', async () => {
    const { code, out } = await mpDomains(makeTree({ 'src/a.js': APP }), ['init'])
    expect([code, out]).toEqual([0, expect.stringContaining('no bundler’s configuration was found')])
  })

  it('loads where the package is not installed', async () => {
    for (const files of [NATIVE, { ...NATIVE, 'tsconfig.json': '{}' }]) {
      const root = makeTree(files)
      await mpDomains(root, ['init', '--yes', '--map', PAIR])
      expect(await mpDomains(root, ['check', '--rewrite'])).toMatchObject({ code: 0, err: '' })
    }
  })

  it('adds the IDE’s hooks where they are asked for; their commands work and leave nothing stale', async () => {
    const root = makeTree(NATIVE)
    await mpDomains(root, ['init', '--yes', '--hooks', '--map', PAIR])
    const written = read(root, 'project.config.json')
    const { miniprogramRoot, scripts } = JSON.parse(written) as {
      miniprogramRoot: string
      scripts: Record<string, string>
    }
    expect(written).toMatch(/^\{\n {4}"appid"/)
    expect(miniprogramRoot).toBe('dist/')
    expect(scripts.beforeCompile).toBe('npm run css && npx mp-domains fix . --out dist --env development')
    const argv = scripts.beforeUpload!.replace('npx mp-domains ', '').split(' ')
    expect((await mpDomains(root, argv)).code).toBe(0)
    expect(read(root, join(miniprogramRoot, 'app.js'))).toContain("'https://api.example.com'")
    expect(existsSync(join(root, miniprogramRoot, 'app.json'))).toBe(true)
    expect((await mpDomains(root, ['fix', '.', '--out', 'dist', '--env', 'development'])).code).toBe(0)
    expect(read(root, join(miniprogramRoot, 'app.js'))).toContain('127.0.0.1')
    // What is looked at is still the program, not the whole directory.
    const own = makeTree({
      'project.config.json': '{ "miniprogramRoot": "miniprogram/" }',
      'miniprogram/app.json': '{}',
      'server/a.js': "wx.request({ url: 'http://127.0.0.1/x' })\n",
    })
    await mpDomains(own, ['init', '--yes', '--hooks'])
    expect(JSON.parse(read(own, 'project.config.json'))).toMatchObject({ miniprogramRoot: 'dist/miniprogram/' })
    expect((await mpDomains(own, ['check'])).code).toBe(0)
    // A second look offers nothing more.
    expect((await mpDomains(root, ['init', '--yes', '--hooks'])).out).not.toContain('change: project.config.json')
  })
})
