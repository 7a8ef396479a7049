import { describe, expect, it } from 'vitest'
import {
  ALL_APIS,
  ALL_ATTRIBUTES,
  apisOf,
  attributesOf,
  categoryOf,
  definePlatform,
  findPlatform,
  FRAMEWORKS,
  frameworkOf,
  NAMESPACES,
  namespacesOf,
  PLATFORMS,
  ROUTER_APIS,
  rowOfApi,
  suggestPlatform,
  WEB_APIS,
} from '../../../src/platforms/index'
import { LISTED_CATEGORIES } from '../../../src/platforms/types'

const names = (platform: string): string => findPlatform(platform)!.name

describe('the tables', () => {
  it('cover every platform that the project promises', () => {
    expect(PLATFORMS.map((platform) => platform.name)).toEqual([
      'wechat',
      'wechat-game',
      'alipay',
      'douyin',
      'douyin-game',
      'baidu',
      'qq',
      'kuaishou',
      'jd',
      'xiaohongshu',
      'feishu',
      'dingtalk',
      'taobao',
      'tcsas',
      'app',
      'web',
    ])
  })

  it('are frozen to the bottom', () => {
    const loose: string[] = []
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      if (!Object.isFrozen(value)) loose.push(path)
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`)
    }
    for (const platform of PLATFORMS) walk(platform, platform.name)
    expect(loose).toEqual([])
  })

  it.each(PLATFORMS.map((platform) => [platform.name, platform] as const))(
    '%s names a source for each row',
    (_, platform) => {
      const isSource = (source: string): boolean => /^https:\/\/[a-z0-9.-]+\/|^pkg:npm\/.+@\d/.test(source)
      const rows = [
        ...platform.apis,
        ...platform.attributes,
        ...platform.forbiddenHosts,
        ...Object.values(platform.categories),
        platform.words,
        ...(platform.serverApi ? [platform.serverApi] : []),
      ]
      expect(rows.filter((row) => !isSource(row.source))).toEqual([])
      expect(platform.document).toMatch(/^https:\/\//)
      for (const row of platform.apis) expect(row.url).toMatch(/^(?:=?[\w]+(?:\[\])?(?:\.\w+)?|\d)$/)
      for (const category of Object.keys(platform.categories)) expect(LISTED_CATEGORIES).toContain(category)
    },
  )

  it('give each name and alias to one platform', () => {
    const all = PLATFORMS.flatMap((platform) => [platform.name, ...platform.aliases])
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([])
    expect(all.filter((name) => name !== name.toLowerCase())).toEqual([])
  })

  it('share no row name twice for the same place of the URL', () => {
    for (const platform of PLATFORMS) {
      const keys = platform.apis.map((row) => `${row.name} ${row.url}`)
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    }
  })
})

describe('findPlatform', () => {
  it.each([
    ['mp-weixin', 'wechat'],
    ['weapp', 'wechat'],
    ['wx', 'wechat'],
    ['WeChat ', 'wechat'],
    ['mp-alipay', 'alipay'],
    ['alipay', 'alipay'],
    ['ali', 'alipay'],
    ['my', 'alipay'],
    ['mp-toutiao', 'douyin'],
    ['tt', 'douyin'],
    ['mp-lark', 'feishu'],
    ['lark', 'feishu'],
    ['swan', 'baidu'],
    ['mp-baidu', 'baidu'],
    ['mp-qq', 'qq'],
    ['mp-kuaishou', 'kuaishou'],
    ['ks', 'kuaishou'],
    ['jd', 'jd'],
    ['mp-jd', 'jd'],
    ['mp-xhs', 'xiaohongshu'],
    ['xhs', 'xiaohongshu'],
    ['dd', 'dingtalk'],
    ['h5', 'web'],
    ['web', 'web'],
    ['app', 'app'],
    ['app-plus', 'app'],
    ['app-harmony', 'app'],
    ['rn', 'app'],
    ['quickapp', 'app'],
    ['quickapp-webview-huawei', 'app'],
    ['harmony', 'app'],
    ['tcsas', 'tcsas'],
    ['taobao', 'taobao'],
  ])('%s is %s', (alias, name) => {
    expect(names(alias)).toBe(name)
  })

  it('knows no others, and says what was probably meant', () => {
    expect(findPlatform('wechta')).toBeUndefined()
    expect(findPlatform('constructor')).toBeUndefined()
    expect(suggestPlatform('wechta')).toBe('wechat')
    expect(suggestPlatform('mp-wexin')).toBe('mp-weixin')
    expect(suggestPlatform('alipy')).toBe('alipay')
    expect(suggestPlatform('zzzzzzzzzz')).toBeUndefined()
    expect(suggestPlatform('')).toBeUndefined()
    expect(suggestPlatform('a'.repeat(100_000))).toBeUndefined()
  })
})

describe('the tables that extraction uses', () => {
  it('know every namespace', () => {
    expect([...NAMESPACES].sort()).toEqual([
      'Taro',
      'dd',
      'jd',
      'ks',
      'mpx',
      'my',
      'qq',
      'swan',
      'tt',
      'uni',
      'wepy',
      'wx',
      'xhs',
    ])
    expect([...namespacesOf(findPlatform('alipay')!)].sort()).toEqual(['Taro', 'mpx', 'my', 'uni', 'wepy'])
  })

  it('hold no web global, router or local API', () => {
    for (const row of WEB_APIS) expect(ALL_APIS.has(row.name)).toBe(false)
    for (const name of ['navigateTo', 'saveFile', 'openDocument', 'createWorker', 'showRedPackage'])
      expect(ALL_APIS.has(name)).toBe(false)
    expect(ROUTER_APIS.get('navigateTo')?.url).toBe('url')
  })

  it('have each API once for each place of its URL', () => {
    expect(ALL_APIS.get('request')).toHaveLength(1)
    expect(ALL_APIS.get('previewImage')?.map((row) => row.url)).toEqual(['urls[]', 'current'])
    expect(ALL_APIS.get('httpRequest')?.[0]).toMatchObject({ category: 'request', url: 'url' })
    expect(ALL_APIS.get('createUDPSocket().send')?.[0]).toMatchObject({ url: 'address', port: 'port', scheme: 'udp' })
    expect(ALL_APIS.get('loadFontFace')?.[0]).toMatchObject({ css: true })
    expect(ALL_ATTRIBUTES.find((row) => row.element === 'web-view')?.category).toBe('webview')
  })

  it('give the category of the platform, frameworks included', () => {
    for (const platform of PLATFORMS) {
      expect(categoryOf(platform, 'request', 'url')).toBe('request')
      expect(categoryOf(platform, 'connectSocket')).toBe('socket')
      expect(
        apisOf(platform)
          .filter((row) => row.name === 'getImageInfo')
          .map((row) => row.category),
      ).toEqual(['downloadFile'])
      expect(attributesOf(platform).some((row) => row.element === 'image')).toBe(true)
    }
    expect(categoryOf(findPlatform('wechat')!, 'httpRequest')).toBeUndefined()
    expect(categoryOf(findPlatform('dd')!, 'httpRequest')).toBe('request')
    expect(categoryOf(findPlatform('wechat')!, 'navigateTo')).toBeUndefined()
  })

  it('find the row of an API by the name in reports', () => {
    const wechat = findPlatform('wechat')!
    expect(rowOfApi(wechat, 'uni.getImageInfo')).toMatchObject({ name: 'getImageInfo', local: true })
    expect(rowOfApi(wechat, 'web-view.src')).toMatchObject({ element: 'web-view' })
    expect(rowOfApi(wechat, 'wx.createInnerAudioContext().src')).toMatchObject({ url: '=src' })
    expect(rowOfApi(wechat, 'fetch')).toMatchObject({ url: '0' })
    expect(rowOfApi(wechat, 'window.fetch')).toMatchObject({ url: '0' })
    expect(rowOfApi(wechat, 'XMLHttpRequest.open')).toMatchObject({ url: '1' })
    expect(rowOfApi(wechat, 'wx.nothing')).toBeUndefined()
  })

  it('know what packages give', () => {
    expect(frameworkOf('@tarojs/taro')).toMatchObject({ framework: { namespace: 'Taro' }, entry: { named: true } })
    expect(frameworkOf('@mpxjs/core')?.framework.namespace).toBe('mpx')
    expect(frameworkOf('axios')).toBeUndefined()
    expect(FRAMEWORKS.map((row) => row.namespace)).toEqual(['uni', 'Taro', 'mpx', 'wepy'])
  })
})

describe('definePlatform', () => {
  const wechat = findPlatform('wechat')!

  it('changes rows and leaves the base alone', () => {
    const mine = definePlatform(wechat, {
      name: 'my-superapp',
      categories: { request: { ...wechat.categories.request!, port: 'any' } },
      words: { device: { request: 'denied' }, source: 'https://example.com/' },
    })
    expect(mine.name).toBe('my-superapp')
    expect(mine.categories.request).toMatchObject({ port: 'any', host: 'exact' })
    expect(mine.categories.socket).toEqual(wechat.categories.socket)
    expect(mine.words.device).toMatchObject({ request: 'denied', socket: wechat.words.device.socket })
    expect(wechat.categories.request!.port).toBe('exact')
    expect(Object.isFrozen(mine.categories)).toBe(true)
  })

  it('refuses half a rule', () => {
    const half = { tcp: { label: 'x' } } as never
    expect(() => definePlatform(findPlatform('web')!, { categories: half })).toThrow(/categories\.tcp\.schemes/)
    expect(() => definePlatform(wechat, { name: '' })).toThrow(/name/)
  })
})
