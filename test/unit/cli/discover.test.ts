import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { discover } from '../../../src/cli/discover'
import { LARGEST_FILE, NodeFiles } from '../../../src/cli/files'
import { makeTree } from './tree'

/** What is found under a tree, relative to it. */
function found(root: string, dependencies = false): string[] {
  return discover(new NodeFiles(), root, dependencies).sources.map((path) => path.slice(root.length + 1))
}

const tree = (...names: string[]) =>
  makeTree(Object.fromEntries(names.map((name) => [name, name.endsWith('.json') ? '{}' : ''])))

/** Root reads everything, whatever the mode says. */
const isRoot = process.getuid?.() === 0

describe('finding sources', () => {
  it('takes the files that a mini program is made of', () => {
    const names = ['a.js', 'b.ts', 'c.vue', 'd.wxml', 'e.wxss', 'f.mpx', 'g.axml', 'h.scss', 'i.wxs', 'j.jsx', 'k.wpy']
    expect(found(tree(...names, 'x.png', 'README.md', 'types.d.ts', 'data.json'))).toEqual(names)
  })

  it('leaves out web sites and servers that are packages of their own', () => {
    const site = { dependencies: { vue: '3', axios: '1' } }
    const text = (value: unknown) => JSON.stringify(value)
    const shop = {
      'shop/app.json': '{}',
      'shop/package.json': text({}),
      'shop/api.js': '',
      // A mini program with a page for browsers, an IDE that was once opened on a site, and code that both share.
      'uni/package.json': text({ dependencies: { '@dcloudio/uni-app': '3', vue: '3' } }),
      'uni/index.html': '',
      'uni/src/main.js': '',
      'hbuilderx/package.json': text(site),
      'hbuilderx/index.html': '',
      'hbuilderx/pages.json': '{}',
      'hbuilderx/main.js': '',
      'apps/weapp/package.json': text(site),
      'apps/weapp/public/index.html': '',
      'apps/weapp/src/app.json': '{}',
      'apps/weapp/src/app.js': '',
      'shared/package.json': text({ name: 'shared' }),
      'shared/hosts.js': '',
    }
    const others = {
      'admin/package.json': text(site),
      'admin/index.html': '',
      'admin/project.config.json': '{}',
      'admin/src/api.js': '',
      'server/package.json': text({ dependencies: { koa: '2' } }),
      'server/index.js': '',
    }
    const sources = Object.keys(shop).filter((name) => name.endsWith('.js'))
    expect(found(makeTree({ ...shop, ...others }))).toEqual(sources.sort())
    // The root is what was asked for, and what is alone is looked at.
    expect(found(makeTree({ 'package.json': text(site), 'index.html': '', 'main.js': '' }))).toEqual(['main.js'])
    expect(found(makeTree(others))).toEqual(['admin/src/api.js', 'server/index.js'])
  })

  it('leaves out hidden names, packages, outputs and cloud functions', () => {
    const root = tree(
      'src/a.js',
      '.hidden/a.js',
      '.b.js',
      'node_modules/x/a.js',
      'dist/a.js',
      'unpackage/a.js',
      'build/a.js',
      'src/dist/a.js',
      'cloudfunctions/f/a.js',
      'uniCloud-aliyun/a.js',
      'miniprogram_npm/x/a.js',
    )
    expect(found(root)).toEqual(['src/a.js'])
    expect(found(root, true)).toEqual(['miniprogram_npm/x/a.js', 'src/a.js'])
  })

  it('leaves out the configuration, wherever it lies', () => {
    expect(found(tree('mp-domains.config.ts', 'app.config.ts', 'packages/a/mp-domains.config.mjs'))).toEqual([
      'app.config.ts',
    ])
  })

  it('takes of the packages, where asked, what ships without an import', () => {
    const root = makeTree({
      'package.json': '{ "dependencies": { "ui": "1", "@a/mini": "1", "lodash": "1", "out": "1", "gone": "1" } }',
      'node_modules/ui/package.json': '{}',
      'node_modules/ui/components/u-upload/u-upload.vue': '',
      'node_modules/@a/mini/package.json': '{ "miniprogram": "dist" }',
      'node_modules/@a/mini/dist/button/index.wxml': '',
      'node_modules/@a/mini/dist/node_modules/x/index.js': '',
      'node_modules/@a/mini/test/a.js': '',
      'node_modules/lodash/index.js': '',
      'node_modules/out/package.json': '{ "miniprogram": "../lodash" }',
      'src/pages.json': `{ // as uni-app writes it
        "easycom": { "custom": { "^u-(.*)": "ui/components/u-$1/u-$1.vue", "^my-(.*)": "@/components/my-$1.vue", "^x": 1 } }
      }`,
    })
    expect(found(root)).toEqual([])
    expect(found(root, true)).toEqual([
      'node_modules/@a/mini/dist/button/index.wxml',
      'node_modules/ui/components/u-upload/u-upload.vue',
    ])
  })

  it('takes pages that have the names of outputs, and libraries of native projects', () => {
    expect(found(tree('app.json', 'pages/logs/logs.js', 'pages/out/a.js', 'lib/dist/x.js', 'dist/x.js'))).toEqual([
      'lib/dist/x.js',
      'pages/logs/logs.js',
      'pages/out/a.js',
    ])
  })

  it('looks only at miniprogramRoot and the plugin where the project names them', () => {
    const files = { 'mini/app.json': '{}', 'mini/a.js': '', 'plugin/b.js': '', 'cloud/c.js': '', 'server/d.js': '' }
    const project = '{ "miniprogramRoot": "mini/", "pluginRoot": "./plugin" }'
    expect(found(makeTree({ ...files, 'project.config.json': project }))).toEqual(['mini/a.js', 'plugin/b.js'])
    const output = {
      'src/a.js': '',
      'dist/app.json': '{}',
      'dist/a.js': '',
      'project.config.json': '{ "miniprogramRoot": "dist/" }',
    }
    expect(found(makeTree(output))).toEqual(['src/a.js'])
  })

  it('takes the source where the compiler wrote its output beside it', () => {
    expect(found(tree('a.ts', 'a.js', 'b.js'))).toEqual(['a.ts', 'b.js'])
  })

  it('finds nothing in an empty directory', () => {
    expect(found(makeTree({}))).toEqual([])
  })

  it('takes each directory once, whatever links lead to it', () => {
    const root = tree('real/a.js', 'pages/b.js')
    symlinkSync(join(root, 'real'), join(root, 'alias'))
    symlinkSync(root, join(root, 'pages/loop'))
    symlinkSync('nowhere', join(root, 'broken.js'))
    symlinkSync('self', join(root, 'self'))
    expect(found(root)).toEqual(['pages/b.js', 'real/a.js'])
    const outside = tree('shared/x.js')
    symlinkSync(join(outside, 'shared'), join(root, 'linked'))
    symlinkSync(join(outside, 'shared/x.js'), join(root, 'file.js'))
    expect(found(root)).toEqual(['file.js', 'linked/x.js', 'pages/b.js', 'real/a.js'])
  })

  it.skipIf(isRoot)('names directories that can not be listed', () => {
    const root = tree('a.js', 'locked/b.js')
    chmodSync(join(root, 'locked'), 0)
    const { sources, denied } = discover(new NodeFiles(), root)
    chmodSync(join(root, 'locked'), 0o755)
    expect(sources).toEqual([join(root, 'a.js')])
    expect(denied).toEqual([join(root, 'locked')])
  })
})

describe('the disk', () => {
  it('says why a file is no text', () => {
    const root = makeTree({
      'a.js': 'x',
      'binary.js': Uint8Array.of(0x7f, 0x45, 0, 1),
      'large.js': new Uint8Array(LARGEST_FILE + 1).fill(32),
    })
    const files = new NodeFiles()
    expect(files.text(join(root, 'a.js'))).toBe('x')
    expect(files.text(join(root, 'binary.js'))).toEqual({ reason: 'binary' })
    expect(files.text(join(root, 'large.js'))).toEqual({ reason: 'large' })
    expect(files.text(join(root, 'nowhere.js'))).toBeNull()
    expect(files.text(root)).toBeNull()
  })

  it.skipIf(isRoot)('says that a file can not be read', () => {
    const root = makeTree({ 'a.js': 'x' })
    chmodSync(join(root, 'a.js'), 0)
    expect(new NodeFiles().text(join(root, 'a.js'))).toEqual({ reason: 'denied' })
  })

  it('keeps a byte order mark in sources, and drops it where text is only read', () => {
    const path = join(makeTree({ 'a.json': '\uFEFF{}' }), 'a.json')
    expect(new NodeFiles().text(path)).toBe('\uFEFF{}')
    expect(new NodeFiles().read(path)).toBe('{}')
  })

  it('tells files, directories and links to them apart', () => {
    const root = tree('d/a.js')
    symlinkSync('d', join(root, 'l'))
    const files = new NodeFiles()
    expect([files.kind(join(root, 'd')), files.kind(join(root, 'l')), files.kind(join(root, 'd/a.js'))]).toEqual([
      'directory',
      'directory',
      'file',
    ])
    expect(files.kind(join(root, 'd/a.js/x'))).toBeNull()
    expect(files.kind('/')).toBe('directory')
    expect(files.list(join(root, 'nowhere'))).toEqual([])
    expect([files.isLink(join(root, 'l')), files.isLink(join(root, 'd'))]).toEqual([true, false])
  })
})
