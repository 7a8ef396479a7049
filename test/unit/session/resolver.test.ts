import { describe, expect, it } from 'vitest'
import { createResolver, type ResolverInput } from '../../../src/session'
import { memoryFiles } from '../options/memory-files'

/** A resolver over files in memory under `/p`, that answers with paths from there. */
function resolver(names: string[] | Record<string, string>, input: Partial<ResolverInput> = {}) {
  const tree = Array.isArray(names) ? Object.fromEntries(names.map((name) => [name, ''])) : names
  const files = memoryFiles(Object.fromEntries(Object.entries(tree).map(([name, text]) => [`/p/${name}`, text])))
  const resolve = createResolver({ files, root: '/p', alias: {}, variants: [], ...input })
  return (specifier: string, importer: string) => resolve(specifier, `/p/${importer}`)?.replace('/p/', '') ?? null
}

describe('paths', () => {
  it('tries extensions, then the index of a directory', () => {
    const resolve = resolver([
      'a.ts',
      'a.js',
      'b/index.js',
      'c.vue',
      'd.config.js',
      'e.json',
      'f.js',
      'f/index.js',
      'pages/x.js',
    ])
    expect(resolve('./a', 'main.js')).toBe('a.ts')
    expect(resolve('./b', 'main.js')).toBe('b/index.js')
    expect(resolve('./b/', 'main.js')).toBe('b/index.js')
    expect(resolve('./c', 'main.js')).toBe('c.vue')
    expect(resolve('./d.config', 'main.js')).toBe('d.config.js')
    expect(resolve('./e.json', 'main.js')).toBe('e.json')
    expect(resolve('./f', 'main.js')).toBe('f.js')
    expect(resolve('../a', 'pages/x.js')).toBe('a.ts')
    expect(resolve('..', 'b/c/x.js')).toBe('b/index.js')
    expect(resolve('./nowhere', 'main.js')).toBeNull()
  })

  it('finds the TypeScript source that a written extension stands for', () => {
    const resolve = resolver(['a.ts', 'b.tsx', 'c.mts', 'd.js', 'd.ts'])
    expect(resolve('./a.js', 'main.ts')).toBe('a.ts')
    expect(resolve('./b.js', 'main.ts')).toBe('b.tsx')
    expect(resolve('./c.mjs', 'main.ts')).toBe('c.mts')
    expect(resolve('./d.js', 'main.ts')).toBe('d.js')
  })

  it("prefers this platform's variant", () => {
    const resolve = resolver(['a.ts', 'a.weapp.ts', 'a.h5.ts', 'b/index.ts', 'b/index.weapp.ts', 'c.wx.mpx', 'c.mpx'], {
      variants: ['weapp', 'wx'],
    })
    expect(resolve('./a', 'main.ts')).toBe('a.weapp.ts')
    expect(resolve('./a.ts', 'main.ts')).toBe('a.weapp.ts')
    expect(resolve('./b', 'main.ts')).toBe('b/index.weapp.ts')
    expect(resolve('./c.mpx', 'main.ts')).toBe('c.wx.mpx')
  })

  it('drops queries and inline loaders, and leaves what is no file alone', () => {
    const resolve = resolver(['a.js'])
    expect(resolve('./a.js?raw', 'main.js')).toBe('a.js')
    expect(resolve('!!raw-loader!./a', 'main.js')).toBe('a.js')
    for (const specifier of [
      '',
      'node:fs',
      'https://x.example.com/a.js',
      'data:text/javascript,1',
      '\0virtual',
      'plugin://x/y',
    ]) {
      expect(resolve(specifier, 'main.js')).toBeNull()
    }
  })

  it('stays where it is on paths that lead out of everything', () => {
    const resolve = resolver(['a.js'])
    expect(resolve('../../../../../../a', 'main.js')).toBeNull()
    expect(resolve('./a/'.repeat(500), 'main.js')).toBeNull()
  })
})

describe('native mini programs', () => {
  const tree = {
    'app.json': '{}',
    'utils/api.js': '',
    'pages/a/a.js': '',
    'pages/a/local.js': '',
    'miniprogram_npm/axios/index.js': '',
    'miniprogram_npm/@scope/x/lib/y.js': '',
  }

  it('counts / from the directory of app.json', () => {
    expect(resolver(tree)('/utils/api', 'pages/a/a.js')).toBe('utils/api.js')
    const nested = resolver({
      'mini/app.json': '{}',
      'mini/utils/api.js': '',
      'utils/api.js': '',
      'mini/pages/a.js': '',
    })
    expect(nested('/utils/api.js', 'mini/pages/a.js')).toBe('mini/utils/api.js')
  })

  it('counts / from miniprogramRoot for files beside it', () => {
    const project = '{ // IDE\n "miniprogramRoot": "mini/" }'
    const resolve = resolver({
      'project.config.json': project,
      'mini/app.json': '{}',
      'mini/x.js': '',
      'plugin/a.js': '',
    })
    expect(resolve('/x', 'plugin/a.js')).toBe('mini/x.js')
  })

  it('finds utils/x without ./ beside the importer, then from the root', () => {
    const resolve = resolver(tree)
    expect(resolve('utils/api.js', 'pages/a/a.js')).toBe('utils/api.js')
    expect(resolve('local', 'pages/a/a.js')).toBe('pages/a/local.js')
  })

  it('takes a name that package.json depends on for the package, whatever lies beside the importer', () => {
    const resolve = resolver({
      'package.json': '{"dependencies":{"axios":"1"},"devDependencies":{"@scope/x":"1"}}',
      'utils/axios.js': '',
      'utils/api.js': '',
      'utils/other.js': '',
      'utils/@scope/x.js': '',
    })
    expect(resolve('axios', 'utils/axios.js')).toBeNull()
    expect(resolve('axios', 'utils/api.js')).toBeNull()
    expect(resolve('@scope/x', 'utils/api.js')).toBeNull()
    expect(resolve('other', 'utils/api.js')).toBe('utils/other.js')
    expect(resolve('other', 'utils/other.js')).toBeNull()
  })

  it('finds packages in miniprogram_npm', () => {
    const resolve = resolver(tree)
    expect(resolve('axios', 'pages/a/a.js')).toBe('miniprogram_npm/axios/index.js')
    expect(resolve('@scope/x/lib/y', 'pages/a/a.js')).toBe('miniprogram_npm/@scope/x/lib/y.js')
  })
})

describe('aliases', () => {
  it('takes @/ as src, else as the root', () => {
    expect(resolver(['src/api.ts'])('@/api', 'src/pages/a.vue')).toBe('src/api.ts')
    expect(resolver(['common/api.js'])('@/common/api.js', 'pages/a.vue')).toBe('common/api.js')
    expect(resolver(['src/a.css'])('~@/a.css', 'src/b.vue')).toBe('src/a.css')
  })

  it('takes the option first, the longest name first', () => {
    const resolve = resolver(['src/api.ts', 'lib/api.ts', 'ui/x.ts'], {
      alias: { '@': 'lib', '@ui/*': './ui/*', exact: '/p/src/api' },
    })
    expect(resolve('@/api', 'main.ts')).toBe('lib/api.ts')
    expect(resolve('@ui/x', 'main.ts')).toBe('ui/x.ts')
    expect(resolve('exact', 'main.ts')).toBe('src/api.ts')
    expect(resolve('exactly', 'main.ts')).toBeNull()
  })

  it('reads paths and baseUrl of the nearest tsconfig or jsconfig, through extends and references', () => {
    const files = ['src/api/user.ts', 'src/lib/x.ts', 'src/exact.ts', 'sub/own.js', 'src/only.ts']
    const tree = {
      ...Object.fromEntries(files.map((name) => [name, ''])),
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'tsconfig.app.json': '{ "extends": "./tsconfig.base.json", "compilerOptions": { "baseUrl": "." } }',
      'tsconfig.base.json':
        '{ "compilerOptions": { "paths": { "@*": ["./nowhere/*", "./src/*"], "@/lib/*": ["src/lib/*"], "exact": ["src/exact.ts"], /* */ "#/*": ["src/*"], }, } }',
      'sub/jsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }',
    }
    const resolve = resolver(tree)
    expect(resolve('@/api/user', 'src/main.ts')).toBe('src/api/user.ts')
    expect(resolve('#/lib/x', 'src/main.ts')).toBe('src/lib/x.ts')
    expect(resolve('exact', 'src/main.ts')).toBe('src/exact.ts')
    expect(resolve('own', 'sub/deep/a.js')).toBe('sub/own.js')
    expect(resolve('src/only', 'src/deep/main.ts')).toBe('src/only.ts')
  })

  it('ends where configurations go round, and with wrong ones', () => {
    const round = resolver({ 'tsconfig.json': '{ "extends": "./tsconfig.json" }', 'src/a.ts': '' })
    expect(round('@/a', 'main.ts')).toBe('src/a.ts')
    expect(resolver({ 'tsconfig.json': '{ oops', 'src/a.ts': '' })('@/a', 'main.ts')).toBe('src/a.ts')
    expect(
      resolver({ 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":"src/*","x":[1]}}}', 'src/a.ts': '' })(
        '@/a',
        'm.ts',
      ),
    ).toBe('src/a.ts')
  })
})

describe('packages', () => {
  const tree = {
    'node_modules/plain/package.json': '{ "main": "lib/main" }',
    'node_modules/plain/lib/main.js': '',
    'node_modules/modern/package.json':
      '{ "exports": { ".": { "import": { "types": "./x.d.ts", "default": "./esm.mjs" }, "require": "./cjs.js" }, "./sub/*": "./src/*.js" } }',
    'node_modules/modern/esm.mjs': '',
    'node_modules/modern/src/a.js': '',
    'node_modules/mini/package.json': '{ "main": "x.js", "miniprogram": "dist" }',
    'node_modules/mini/dist/index.js': '',
    'node_modules/mini/dist/request.js': '',
    'src/plain.ts': '',
  }

  it('are not followed unless asked for, also where a file has their name', () => {
    const resolve = resolver(tree)
    for (const specifier of ['plain', 'modern', 'modern/sub/a', 'mini/request'])
      expect(resolve(specifier, 'src/a.ts')).toBeNull()
    expect(resolver(['src/unknown.ts'])('unknown', 'src/a.ts')).toBe('src/unknown.ts')
  })

  it('are followed by their exports and fields where asked for', () => {
    const resolve = resolver(tree, { dependencies: true })
    expect(resolve('plain', 'src/a.ts')).toBe('node_modules/plain/lib/main.js')
    expect(resolve('plain/lib/main', 'src/a.ts')).toBe('node_modules/plain/lib/main.js')
    expect(resolve('modern', 'src/a.ts')).toBe('node_modules/modern/esm.mjs')
    expect(resolve('modern/sub/a', 'src/a.ts')).toBe('node_modules/modern/src/a.js')
    expect(resolve('mini', 'src/a.ts')).toBe('node_modules/mini/dist/index.js')
    expect(resolve('mini/request', 'src/a.ts')).toBe('node_modules/mini/dist/request.js')
  })

  it('are not followed where they are for development only, by the nearest manifest that names them', () => {
    const resolve = resolver(
      {
        ...tree,
        'package.json': '{ "devDependencies": { "plain": "1", "modern": "1" }, "peerDependencies": { "modern": "1" } }',
        'apps/a/package.json': '{ "dependencies": { "plain": "1" } }',
      },
      { dependencies: true },
    )
    expect(resolve('plain', 'src/a.ts')).toBeNull()
    expect(resolve('modern', 'src/a.ts')).toBe('node_modules/modern/esm.mjs')
    expect(resolve('mini', 'src/a.ts')).toBe('node_modules/mini/dist/index.js')
    expect(resolve('plain', 'apps/a/src/a.ts')).toBe('node_modules/plain/lib/main.js')
  })

  it('of the same workspace are followed to their source', () => {
    const linked = {
      ...tree,
      'node_modules/own/package.json': '{ "main": "index.js" }',
      'packages/own/package.json': '{ "main": "index.js" }',
      'packages/own/index.js': '',
    }
    const base = memoryFiles(Object.fromEntries(Object.entries(linked).map(([name, text]) => [`/p/${name}`, text])))
    const files = { ...base, real: (path: string) => path.replace('/p/node_modules/own', '/p/packages/own') }
    const resolve = createResolver({ files, root: '/p', alias: {}, variants: [] })
    expect(resolve('own', '/p/src/a.ts')).toBe('/p/packages/own/index.js')
  })
})
