import { describe, expect, it } from 'vitest'
import { readAppConfig, readProjectConfig } from '../../../../src/extract/markup/json'
import { member, parseJson, toValue } from '../../../../src/extract/markup/json-tree'

describe('parseJson', () => {
  it.each(['{}', '[]', '"a\\n\\u4e2d\\"\\/"', '-1.5e3', 'true', 'null', '{"a":[1,{"b":"c"}],"中":""}', ' [ 1 , 2 ] '])(
    'reads %s as JSON does',
    (code) => {
      const { root, errors } = parseJson(code)
      expect(errors).toEqual([])
      expect(toValue(root)).toEqual(JSON.parse(code))
    },
  )

  it.each([
    ['{ "a": 1, /* b */ "c": 2, // d\n }', { a: 1, c: 2 }],
    ['[1,,2,]', [1, 2]],
    ['{ "a": 1 "b": 2 }', { a: 1, b: 2 }],
    ["{ a: 'b' }", { a: 'b' }],
    ['{ "a": 1, "a": 2 }', { a: 2 }],
    ['\ufeff{ "a": "//b" }', { a: '//b' }],
    ['{ "__proto__": 1 }', JSON.parse('{ "__proto__": 1 }')],
  ])('takes %j', (code, expected) => {
    const { root, errors } = parseJson(code)
    expect(errors).toEqual([])
    expect(toValue(root)).toEqual(expected)
  })

  it.each([
    ['{ "a": [1, 2, "b": 3 }', 'array without "]"'],
    ['{ "a": "b\n, "c": 1 }', 'string without closing quote'],
    ['{ "a" 1 }', '":" expected'],
    ['{ "a": }', 'value expected'],
    ['{ {}: 1 }', 'key expected'],
    ['{ "a": 1', 'object without "}"'],
    ['1 2', 'text after the value'],
    ['}', 'not JSON'],
    ['['.repeat(100_000), 'nested too deep'],
  ])('reports what is wrong with %.40j', (code, message) => {
    expect(parseJson(code).errors.map((error) => error.message)).toContain(message)
  })

  it('keeps what it can of a broken text', () => {
    const { root } = parseJson('{ "a": "b\n, "c": { "d": 1 }')
    expect(toValue(root)).toEqual({ a: 'b', c: { d: 1 } })
  })

  it('keeps places', () => {
    const code = '{ "a": { "b": "中文" } }'
    const node = member(parseJson(code).root, 'a', 'b')!
    expect(code.slice(node.start, node.end)).toBe('"中文"')
    expect(member(parseJson(code).root, 'a', 'c', 'd')).toBeUndefined()
  })
})

describe('readAppConfig', () => {
  it('reads app.json', () => {
    const code = `{
      "pages": ["pages/index/index", "/pages/web/web"],
      "entryPagePath": "pages/index/index",
      "subPackages": [{ "root": "packageA/", "pages": ["a/a"], "independent": true, "plugins": { "p": { "version": "1.0.0", "provider": "wx1" } } }],
      "subpackages": [{ "root": "b", "pages": ["x"] }, { "pages": ["no/root"] }],
      "tabBar": { "list": [{ "pagePath": "pages/index/index", "text": "首页" }] },
      "usingComponents": { "my-card": "./card", "x": 1 },
      "networkTimeout": { "request": 10000, "downloadFile": "x" },
    }`
    const config = readAppConfig(code)
    expect(config.errors).toEqual([])
    expect(config.pages.map(({ path, root }) => [path, root])).toEqual([
      ['pages/index/index', null],
      ['pages/web/web', null],
      ['packageA/a/a', 'packageA'],
      ['b/x', 'b'],
    ])
    expect(config.pages.map(({ start, end }) => code.slice(start, end))).toEqual([
      'pages/index/index',
      '/pages/web/web',
      'a/a',
      'x',
    ])
    expect(config.entryPagePath?.value).toBe('pages/index/index')
    expect(config.subpackages.map(({ root, independent }) => [root, independent])).toEqual([
      ['packageA', true],
      ['b', false],
    ])
    expect(config.tabBar.map(({ value }) => value)).toEqual(['pages/index/index'])
    expect(config.plugins.map(({ name, provider, version }) => [name, provider?.value, version?.value])).toEqual([
      ['p', 'wx1', '1.0.0'],
    ])
    expect(config.usingComponents.map(({ name, path }) => [name, path])).toEqual([['my-card', './card']])
    expect(config.networkTimeout.map(({ api, value, start, end }) => [api, value, code.slice(start, end)])).toEqual([
      ['request', 10000, '10000'],
    ])
  })

  it("reads uni-app's pages.json and Alipay's tab bar", () => {
    const code = `{
      // 首页
      "pages": [
        { "path": "pages/index/index", "style": { "navigationBarTitleText": "https://no", "mp-weixin": { "usingComponents": { "van-button": "/wxcomponents/button" } } } }, // #ifdef H5
        { "style": {} },
      ],
      "globalStyle": { "usingComponents": { "g": "/g" } },
      "tabBar": { "items": [{ "pagePath": "pages/index/index" }] }
    }`
    const config = readAppConfig(code)
    expect(config.errors).toEqual([])
    expect(config.pages).toHaveLength(1)
    expect(config.pages[0].usingComponents.map(({ path }) => path)).toEqual(['/wxcomponents/button'])
    expect(config.usingComponents.map(({ name }) => name)).toEqual(['g'])
    expect(config.tabBar).toHaveLength(1)
  })

  it.each(['', 'null', '[]', '"x"', '{ "pages": {}, "tabBar": [], "plugins": [1], "subPackages": [1, null] }', '{'])(
    'takes %j',
    (code) => {
      const config = readAppConfig(code)
      expect([config.pages, config.subpackages, config.tabBar, config.plugins]).toEqual([[], [], [], []])
    },
  )

  it('reads a part of a file with places of the whole', () => {
    const code = '<config>{ "pages": ["a"] }</config>'
    const [page] = readAppConfig(code, 8, code.length - 9).pages
    expect(code.slice(page.start, page.end)).toBe('a')
  })
})

describe('readProjectConfig', () => {
  it('reads project.config.json', () => {
    const code =
      '{ "appid": "wx123", "compileType": "game", "miniprogramRoot": "dist/", "setting": { "urlCheck": false } }'
    const config = readProjectConfig(code)
    expect(config.appids.map(({ platform, value, start, end }) => [platform, value, code.slice(start, end)])).toEqual([
      [null, 'wx123', 'wx123'],
    ])
    expect(
      config.urlChecks.map(({ platform, value, start, end }) => [platform, value, code.slice(start, end)]),
    ).toEqual([[null, false, 'false']])
    expect(config.miniprogramRoot?.value).toBe('dist/')
    expect(config.compileType?.value).toBe('game')
  })

  it("reads uni-app's manifest.json", () => {
    const code = `{
      "appid": "__UNI__ABC", /* 小程序 */
      "mp-weixin": { "appid": "wx123", "setting": { "urlCheck": true } },
      "mp-alipay": { "appid": "" }, "mp-toutiao": { "appid": "tt1" },
    }`
    const config = readProjectConfig(code)
    expect(config.appids.map(({ platform, value }) => [platform, value])).toEqual([
      ['mp-weixin', 'wx123'],
      ['mp-toutiao', 'tt1'],
    ])
    expect(config.urlChecks.map(({ platform, value }) => [platform, value])).toEqual([['mp-weixin', true]])
  })

  it('takes anything', () => {
    for (const code of ['', '[1]', '{ "appid": 1, "setting": { "urlCheck": "no" } }', '{"mp-weixin":[]}']) {
      expect(readProjectConfig(code)).toMatchObject({ appids: [], urlChecks: [], miniprogramRoot: null })
    }
  })
})
