import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { writeKept } from '../../../src/bundlers/cache-files'
import { loadConfigFile } from '../../../src/cli/config-file'
import { NodeFiles } from '../../../src/cli/files'
import type * as Unconfig from 'unconfig'
import { makeTree } from './tree'

const compiled = vi.hoisted(() => ({ files: [] as string[] }))
vi.mock('unconfig', async (original) => {
  const real = await original<typeof Unconfig>()
  const loadConfig = (options: Parameters<typeof real.loadConfig>[0]) => {
    compiled.files.push(String(options?.cwd))
    return real.loadConfig(options)
  }
  return { ...real, loadConfig }
})

const SET = "{ domains: { request: ['https://a.example.com'] } }"
const CONFIG = { domains: { request: ['https://a.example.com'] } }

const load = async (root: string) => (await loadConfigFile(new NodeFiles(), root, 'en'))?.value

describe('a configuration in TypeScript', () => {
  it.each([
    [
      'types alone',
      { 'mp-domains.config.ts': `import type { Options } from 'x'\nexport default ${SET} satisfies Options` },
    ],
    ['a byte order mark', { 'mp-domains.config.ts': `\ufeffexport default ${SET} as const` }],
    [
      'what Node brings',
      { 'mp-domains.config.mts': `import { join } from 'node:path'\nexport default join ? ${SET} : {}` },
    ],
    [
      'a package',
      {
        'mp-domains.config.ts': `import { config } from 'kit'\nexport default config satisfies object`,
        'node_modules/kit/package.json': '{ "main": "index.cjs" }',
        'node_modules/kit/index.cjs': `exports.config = ${SET}`,
      },
    ],
  ])('is read without a compiler: %s', async (_, files) => {
    const root = makeTree(files)
    expect(await load(root)).toEqual(CONFIG)
    expect(compiled.files.filter((directory) => directory.includes(root))).toEqual([])
  })

  it.each([
    [
      'files of the project',
      {
        'mp-domains.config.ts': "export { config as default } from './hosts'",
        'hosts.ts': `export const config: object = ${SET}`,
      },
    ],
    ['an enum', { 'mp-domains.config.ts': `enum A { B = 1 }\nexport default A.B === 1 ? ${SET} : {}` }],
    [
      'a type that is imported like a value',
      {
        'mp-domains.config.ts': `import { T } from './t'\nexport default ${SET} as T`,
        't.ts': 'export type T = object',
      },
    ],
    ['CommonJS', { 'mp-domains.config.ts': `const c: object = ${SET}\nmodule.exports = c` }],
  ])('is compiled where it needs that: %s', async (_, files) => {
    const root = makeTree(files)
    expect(await load(root)).toEqual(CONFIG)
    expect(compiled.files.filter((directory) => directory.includes(root))).toHaveLength(1)
  })

  it('is read anew when it changed, also with the same text', async () => {
    const root = makeTree({ 'hosts.json': '["a"]' })
    const file = join(root, 'mp-domains.config.ts')
    const hosts = JSON.stringify(join(root, 'hosts.json'))
    const text = `import { readFileSync } from 'node:fs'\nexport default JSON.parse(readFileSync(${hosts}, 'utf8')) as string[]`
    writeFileSync(file, text)
    expect(await load(root)).toEqual(['a'])
    writeFileSync(join(root, 'hosts.json'), '["b"]')
    utimesSync(file, new Date(), new Date(Date.now() + 5000))
    expect(await load(root)).toEqual(['b'])
  })

  it('tells its own error', async () => {
    const root = makeTree({ 'mp-domains.config.ts': "throw new Error('no token' as string)" })
    await expect(load(root)).rejects.toThrow('no token')
  })
})

describe('a configuration in a package that is no ES module', () => {
  const compiledIn = (root: string) => compiled.files.filter((directory) => directory.includes(root))

  it.each([
    ['CommonJS', { 'mp-domains.config.js': `const { join } = require('path')\nmodule.exports = join ? ${SET} : {}` }],
    ['CommonJS that was compiled', { 'mp-domains.config.js': `exports.__esModule = true\nexports.default = ${SET}` }],
    ['a promise', { 'mp-domains.config.js': `module.exports = Promise.resolve(${SET})` }],
    [
      'files and packages',
      {
        'mp-domains.config.js': "module.exports = { domains: { request: [...require('./hosts'), ...require('kit')] } }",
        'hosts.js': "module.exports = ['https://a.example.com']",
        'node_modules/kit/package.json': '{ "main": "index.js" }',
        'node_modules/kit/index.js': 'module.exports = []',
      },
    ],
    [
      'an ES module that it requires',
      {
        'mp-domains.config.js': "module.exports = require('./hosts.mjs').set",
        'hosts.mjs': `export const set = ${SET}`,
      },
    ],
    ['an ES module', { 'mp-domains.config.js': `import { join } from 'path'\nexport default join ? ${SET} : {}` }],
  ])('is loaded by Node: %s', async (_, files) => {
    const root = makeTree({ 'package.json': '{}', ...files })
    expect(await load(root)).toEqual(CONFIG)
    expect(compiledIn(root)).toEqual([])
  })

  it('may be a function', async () => {
    const root = makeTree({ 'mp-domains.config.js': `module.exports = () => (${SET})` })
    expect((await load(root)) as () => unknown).toBeTypeOf('function')
    expect(compiledIn(root)).toEqual([])
  })

  it.each([
    [
      'TypeScript that it requires',
      {
        'mp-domains.config.js': "module.exports = require('./hosts').set",
        'hosts.ts': `export const set: object = ${SET}`,
      },
    ],
  ])('is compiled where it needs that: %s', async (_, files) => {
    const root = makeTree({ 'package.json': '{}', ...files })
    expect(await load(root)).toEqual(CONFIG)
    expect(compiledIn(root)).toHaveLength(1)
  })

  it('is read anew with what it requires, and leaves what others required as it was', async () => {
    const root = makeTree({
      'mp-domains.config.js': "module.exports = { domains: { request: require('./hosts').list } }",
      'hosts.js': "exports.list = ['https://a.example.com']",
    })
    const require = createRequire(join(root, 'vue.config.js'))
    const hosts = require('./hosts') as { list: string[] }
    const others = Object.keys(require.cache).sort()
    expect(await load(root)).toEqual(CONFIG)
    writeFileSync(join(root, 'hosts.js'), "exports.list = ['https://b.example.com']")
    expect(await load(root)).toEqual({ domains: { request: ['https://b.example.com'] } })
    expect(require('./hosts')).toBe(hosts)
    expect(Object.keys(require.cache).sort()).toEqual(others)
  })

  it.each([
    ['what it throws', "throw new Error('no token')", 'no token'],
    ['a package that is missing', "module.exports = require('no-such-package')", 'no-such-package'],
    ['what it can not be read for', 'module.exports = {\n  domains: {{},\n}', 'mp-domains.config.js:2'],
    ['nothing', 'module.exports = null', 'it exports nothing'],
  ])('is named with %s', async (_, text, message) => {
    const root = makeTree({ 'mp-domains.config.js': text })
    const refused = load(root)
    await expect(refused).rejects.toThrow('mp-domains.config.js')
    await expect(refused).rejects.toThrow(message)
  })
})

describe('what a configuration in TypeScript is without its types', () => {
  const loadKeeping = async (root: string) =>
    (await loadConfigFile(new NodeFiles(), root, 'en', undefined, true))?.value
  const cacheOf = (root: string) => join(root, 'node_modules/.cache/unplugin-mp-domains/config')
  const project = () =>
    makeTree({ 'mp-domains.config.ts': `export default ${SET} as const`, 'node_modules/kit/package.json': '{}' })
  afterEach(() => vi.unstubAllEnvs())

  it('is kept for the next build of the same text, and for no other', async () => {
    vi.stubEnv('CI', '')
    const root = project()
    expect(await loadKeeping(root)).toEqual(CONFIG)
    const [name] = readdirSync(cacheOf(root))
    // Only what is kept says so: nobody takes out the types again.
    writeKept(join(cacheOf(root), name!), () => Buffer.from('{"code":"export default { kept: true }","imports":[]}'))
    expect(await loadKeeping(root)).toEqual({ kept: true })
    expect(await load(root)).toEqual(CONFIG)
    writeFileSync(join(root, 'mp-domains.config.ts'), 'export default { rules: {} } as const')
    expect(await loadKeeping(root)).toEqual({ rules: {} })
    expect(readdirSync(cacheOf(root))).toHaveLength(2)
  })

  it('is taken out again where what is kept is damaged', async () => {
    vi.stubEnv('CI', '')
    const root = project()
    await loadKeeping(root)
    for (const name of readdirSync(cacheOf(root))) writeFileSync(join(cacheOf(root), name), '{}')
    expect(await loadKeeping(root)).toEqual(CONFIG)
  })

  it('is kept neither where nobody comes back for it, nor for the command', async () => {
    const root = project()
    vi.stubEnv('CI', '1')
    expect(await loadKeeping(root)).toEqual(CONFIG)
    vi.stubEnv('CI', '')
    expect(await load(root)).toEqual(CONFIG)
    expect(existsSync(cacheOf(root))).toBe(false)
  })
})
