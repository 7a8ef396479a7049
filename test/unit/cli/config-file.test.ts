import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
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
