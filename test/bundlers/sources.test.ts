import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseId } from '../../src/bundlers/ids'
import { isRuntime, loopbackOrigins, RUNTIME } from '../../src/bundlers/runtime'
import { sourceDirectories, sourceOf, templatesBeside, textFiles } from '../../src/bundlers/sources'
import { withoutFront } from '../../src/bundlers/vite-sources'

let root = ''

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'mp-domains-sources-')))
  for (const file of [
    'src/static/a.js',
    'src/static/mp-weixin/wx.js',
    'src/static/mp-alipay/my.js',
    'src/order/static/b.js',
    'src/uni_modules/kit/static/c.js',
    'src/wxcomponents/tag/index.wxml',
    'src/mycomponents/tag/index.axml',
    'src/pages/index.ts',
    'src/pages/index.wxml',
    'src/static/picture.png',
  ]) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), `// ${file}\n`)
  }
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the directories of a project', () => {
  it('are uni-app’s for the platform that is built', () => {
    const { mirrored, copied, components } = sourceDirectories(root, {
      UNI_INPUT_DIR: `${root}/src/`,
      UNI_PLATFORM: 'mp-weixin',
    })
    expect(mirrored).toEqual([`${root}/src`])
    expect(components).toEqual([`${root}/src/wxcomponents`])
    expect(textFiles(copied).map((file) => file.slice(root.length))).toEqual([
      '/src/order/static/b.js',
      '/src/static/a.js',
      '/src/static/mp-weixin/wx.js',
      '/src/uni_modules/kit/static/c.js',
    ])
    const h5 = sourceDirectories(root, { UNI_INPUT_DIR: `${root}/src`, UNI_PLATFORM: 'h5' })
    expect(h5.components).toEqual([])
  })

  it('are the sources and the root without a toolchain that says more', () => {
    expect(sourceDirectories(root, {})).toEqual({ mirrored: [`${root}/src`, root], copied: [], components: [] })
  })
})

describe('the source of an emitted file', () => {
  it('lies under the same path', () => {
    const { mirrored } = sourceDirectories(root, {})
    expect(sourceOf('static/a.js', mirrored)).toEqual({
      path: `${root}/src/static/a.js`,
      text: '// src/static/a.js\n',
    })
    expect(sourceOf('static/none.js', mirrored)).toBeNull()
    expect(sourceOf('static/picture.png', mirrored)).toBeNull()
  })

  it('may be a template beside a script', () => {
    const script = `${root}/src/pages/index.ts`
    expect(templatesBeside([script], ['.wxml'])).toEqual([`${root}/src/pages/index.wxml`])
    expect(templatesBeside([script, `${root}/src/pages/index.wxml`], ['.wxml'])).toEqual([])
    expect(templatesBeside([`${root}/node_modules/kit/index.js`, `${root}/src/static/a.js`], ['.wxml'])).toEqual([])
  })
})

describe('what is put in front of a module', () => {
  const record = {} as never
  const take = (text: string) => Promise.resolve({ record, rewritten: { code: `${text}!`, map: { mappings: 'AAAA' } } })

  it('moves the map down and nothing else', async () => {
    expect(await withoutFront("import 'a.css'\n\nPage({})", 'Page({})', take)).toEqual({
      record,
      rewritten: { code: "import 'a.css'\n\nPage({})!", map: { mappings: ';;AAAA' } },
    })
  })

  it('is looked for in whole lines only', async () => {
    for (const [code, file] of [
      ['x;Page({})', 'Page({})'],
      ['Page({})', 'Page({})'],
      ['Page({})', null],
      ['Page({})', ''],
      ['App({})', 'Page({})'],
    ] as const)
      expect((await withoutFront(code, file, take))?.rewritten?.code).toBe(`${code}!`)
  })
})

describe('the ground under every program', () => {
  it.each([
    ['/p/node_modules/@dcloudio/uni-mp-weixin/dist/uni.mp.esm.js', true],
    ['/p/node_modules/.pnpm/vue@3.4.21/node_modules/vue/dist/vue.js', true],
    ['/p/node_modules/@tarojs/runtime/dist/index.js', true],
    ['/p/node_modules/@tarojs/plugin-http/dist/index.js', false],
    ['/p/node_modules/@mpxjs/fetch/src/index.js', false],
    ['/p/node_modules/@dcloudio/uni-ui/lib/index.js', false],
    ['/p/node_modules/vue/node_modules/sdk/index.js', false],
    ['/p/node_modules/vue-request/index.js', false],
    ['/p/src/vue/index.js', false],
    ['C:\\p\\node_modules\\vue\\dist\\vue.js', true],
    ['C:\\p\\src\\vue.js', false],
    ['/p/src/a.vue?loader=/p/node_modules/vue/loader.js', false],
  ])('%s: %s', (id, expected) => {
    expect(isRuntime(parseId(id).id)).toBe(expected)
    // As the hosts' filters ask: with the query, slashes turned.
    expect(RUNTIME.test(id.replaceAll('\\', '/'))).toBe(expected)
  })

  it('is searched for loopback origins only', () => {
    const text = "new URL(x, 'http://localhost'); 'http://127.0.0.1:3000/a' + 'https://api.example.com'"
    expect([...loopbackOrigins(text)]).toEqual(['http://localhost', 'http://127.0.0.1:3000'])
  })
})
