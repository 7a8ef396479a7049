import { describe, expect, it } from 'vitest'
import { resolveOptions, type BuildSettings, type Options, type ResolveInput } from '../../../src/options'
import { readBuildConfig } from '../../../src/session'
import { memoryFiles } from '../options/memory-files'

async function resolve(tree: Record<string, string>, options: Options = {}, input: Partial<ResolveInput> = {}) {
  let built: BuildSettings | undefined
  const { options: resolved } = await resolveOptions({
    root: '/p',
    command: 'check',
    files: memoryFiles(Object.fromEntries(Object.entries(tree).map(([name, text]) => [`/p/${name}`, text]))),
    shell: {},
    options: { lang: 'en', ...options },
    readBuildConfig: (given) => (built = readBuildConfig(given)),
    ...input,
  })
  const value = (name: string) => resolved.defines.get(name)?.value
  return { options: resolved, built: built!, value }
}

describe("Vite's configuration", () => {
  const config = `
import { defineConfig, loadEnv } from 'vite'
import path from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { HOSTS } from './build/hosts'

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd())
  return {
    define: {
      __API__: JSON.stringify(HOSTS.api),
      'process.env.API': JSON.stringify(env.VITE_API || 'https://fallback.example.com'),
      __FLAG__: true,
      __NUMBER__: '42',
      __OBJECT__: { base: 'https://object.example.com', deep: { x: 1 } },
      __WHEN__: mode === 'production' ? '"live"' : '"dev"',
      __TIME__: JSON.stringify(new Date().toISOString()),
      __EXPRESSION__: 'window.API',
    },
    envPrefix: ['VITE_', 'APP_'],
    envDir: './env',
    resolve: { alias: { '@': path.resolve(__dirname, 'source'), '~': fileURLToPath(new URL('./other', import.meta.url)) } },
  }
})`
  const tree = {
    'vite.config.ts': config,
    'build/hosts.ts': "export const HOSTS = { api: 'https://api.example.com' }",
    '.env': 'VITE_API=https://env.example.com',
    'env/.env': 'APP_X=1\nVITE_API=https://env-dir.example.com',
  }

  it('gives its definitions', async () => {
    const { value } = await resolve(tree)
    expect(value('__API__')).toBe('https://api.example.com')
    expect(value('process.env.API')).toBe('https://env.example.com')
    expect([value('__FLAG__'), value('__NUMBER__'), value('__WHEN__')]).toEqual([true, 42, 'live'])
    expect(value('__OBJECT__.base')).toBe('https://object.example.com')
    expect(value('__OBJECT__.deep.x')).toBe(1)
    expect((await resolve(tree, {}, { flags: { env: 'test' } })).value('__WHEN__')).toBe('dev')
  })

  it('leaves out what its text does not decide', async () => {
    const { options } = await resolve(tree)
    expect(options.defines.has('__TIME__')).toBe(false)
    expect(options.defines.has('__EXPRESSION__')).toBe(false)
  })

  it('says where a definition stands', async () => {
    const { options } = await resolve(tree)
    expect(options.defines.get('__API__')?.place).toEqual({ file: '/p/build/hosts.ts', line: 1, column: 29 })
    expect(options.defines.get('__WHEN__')?.place).toEqual({ file: '/p/vite.config.ts', line: 16, column: 41 })
  })

  it('gives its aliases, its prefixes and the directory of its .env files, below the options', async () => {
    const { options, value } = await resolve(tree)
    expect(options.alias).toEqual({ '@': '/p/source', '~': '/p/other' })
    expect(value('import.meta.env.APP_X')).toBe('1')
    expect(value('import.meta.env.VITE_API')).toBe('https://env-dir.example.com')
    const own = await resolve(tree, {
      alias: { '@': 'mine' },
      envPrefix: 'VITE_',
      envDir: '.',
      define: { __API__: '"option"' },
    })
    expect(own.options.alias['@']).toBe('mine')
    expect(own.value('import.meta.env.APP_X')).toBeUndefined()
    expect(own.value('import.meta.env.VITE_API')).toBe('https://env.example.com')
    expect(own.value('__API__')).toBe('option')
  })

  it('may be an object, a list of aliases, or no configuration at all', async () => {
    const list =
      "export default { resolve: { alias: [{ find: '@', replacement: '/p/x' }, { find: /^y/, replacement: 'z' }] }, define: { A: \"'q'\" } }"
    const { options, value } = await resolve({ 'vite.config.mjs': list })
    expect([options.alias, value('A')]).toEqual([{ '@': '/p/x' }, 'q'])
    for (const text of [
      '',
      'export default',
      'module.exports = 1',
      'export default () => {}',
      'export default null',
      "import './vite.config.js'; export default x",
    ]) {
      expect((await resolve({ 'vite.config.js': text })).built).toEqual({ defines: [], alias: {} })
    }
  })
})

describe("Taro's configuration", () => {
  const index = `
const path = require('path')
const config = {
  alias: { '@/api': path.resolve(__dirname, '..', 'src/api') },
  env: { SHARED: '"shared"' },
  defineConstants: { HOST: JSON.stringify(process.env.TARO_APP_HOST || 'https://api.example.com'), BOTH: '"index"' },
}
module.exports = function (merge) {
  if (process.env.NODE_ENV === 'development') {
    return merge({}, config, require('./dev'))
  }
  return merge({}, config, require('./prod'))
}`
  const tree = {
    'config/index.js': index,
    'config/dev.js': 'module.exports = { env: { API: \'"http://127.0.0.1:3000"\' }, defineConstants: {} }',
    'config/prod.js':
      'module.exports = { env: { API: \'"https://prod.example.com"\' }, defineConstants: { BOTH: \'"prod"\' } }',
  }

  it('is merged from its parts by NODE_ENV', async () => {
    const production = await resolve(tree)
    expect(production.value('process.env.API')).toBe('https://prod.example.com')
    expect(production.value('process.env.SHARED')).toBe('shared')
    expect([production.value('HOST'), production.value('BOTH')]).toEqual(['https://api.example.com', 'prod'])
    expect(production.options.alias).toEqual({ '@/api': '/p/src/api' })
    const development = await resolve(tree, {}, { flags: { env: 'development' } })
    expect([development.value('process.env.API'), development.value('BOTH')]).toEqual([
      'http://127.0.0.1:3000',
      'index',
    ])
  })

  it('may be made with defineConfig, also asynchronously, in TypeScript', async () => {
    const text = `
import { defineConfig, type UserConfigExport } from '@tarojs/cli'
import prodConfig from './prod'
export default defineConfig<'webpack5'>(async (merge, { command, mode }) => {
  const baseConfig: UserConfigExport<'webpack5'> = { defineConstants: { A: '"a"' } }
  return merge({}, baseConfig, prodConfig)
})`
    const { value } = await resolve({
      'config/index.ts': text,
      'config/prod.ts': "export default { defineConstants: { B: JSON.stringify('b') } }",
    })
    expect([value('A'), value('B')]).toEqual(['a', 'b'])
  })
})

describe('the variables of mpvue’s template', () => {
  const tree = {
    'config/prod.env.js':
      'module.exports = { NODE_ENV: \'"production"\', BASE_API: \'"https://api.example.com"\', LEVEL: 2 }',
    'config/dev.env.js':
      "var merge = require('webpack-merge')\nvar prodEnv = require('./prod.env')\nmodule.exports = merge(prodEnv, { NODE_ENV: '\"development\"', BASE_API: '\"http://192.168.0.10:8003\"' })",
  }

  it('are those of the mode', async () => {
    const { value } = await resolve(tree)
    expect(value('process.env.BASE_API')).toBe('https://api.example.com')
    expect(value('process.env.LEVEL')).toBe(2)
    const development = await resolve(tree, {}, { flags: { env: 'development' } })
    expect(development.value('process.env.BASE_API')).toBe('http://192.168.0.10:8003')
    expect(development.value('process.env.LEVEL')).toBe(2)
    expect(development.value('process.env.NODE_ENV')).toBe('development')
  })
})

describe('mpx’s definitions', () => {
  it('are values as they are', async () => {
    const { value } = await resolve({
      'vue.config.js': `const { defineConfig } = require('@vue/cli-service')
module.exports = defineConfig({
  outputDir: \`dist/\${process.env.MPX_CURRENT_TARGET_MODE}\`,
  pluginOptions: { mpx: { plugin: { srcMode: 'wx', defs: { __env__: process.env.NODE_ENV, __api__: 'https://api.example.com' } } } }
})`,
    })
    expect(value('__env__')).toBe('production')
    expect(value('__api__')).toBe('https://api.example.com')
  })
})
