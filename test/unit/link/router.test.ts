import { describe, expect, it } from 'vitest'
import { callsOf, networkCallsOf } from './project'

const PAGE = {
  wxml: '<web-view src="{{url}}" />',
  js: 'Page({ data: { url: "" }, onLoad(o) { this.setData({ url: decodeURIComponent(o.url) }) } })',
}
const open = (path: string, url: string) => `wx.navigateTo({ url: '${path}?url=' + encodeURIComponent('${url}') })`

describe('a navigation', () => {
  it('opens the page of its own program, where a tree holds several', async () => {
    const files = {
      'a/app.js': 'App({})',
      'a/pages/web/web.wxml': PAGE.wxml,
      'a/pages/web/web.js': PAGE.js,
      'b/app.js': 'App({})',
      'b/pages/web/web.wxml': '<web-view src="{{other}}" />',
      'b/pages/web/web.js': 'Page({ onLoad(o) { this.setData({ other: "https://b.example.com/" + o.url }) } })',
      'a/index.js': open('/pages/web/web', 'https://a.example.com/x'),
      'b/index.js': open('/pages/web/web', 'path'),
    }
    const calls = await callsOf(files)
    expect(calls).toContain('a/index.js:1 web-view.src https://a.example.com/x')
    expect(calls).toContain('b/index.js:1 web-view.src https://b.example.com/path')
  })

  it('from a module beside all programs opens the page of each', async () => {
    const files = {
      'a/app.js': 'App({})',
      'a/pages/web/web.wxml': PAGE.wxml,
      'a/pages/web/web.js': PAGE.js,
      'shared/open.js': `exports.web = () => ${open('/pages/web/web', 'https://s.example.com/')}`,
    }
    expect(await callsOf(files)).toEqual(['shared/open.js:1 web-view.src https://s.example.com/'])
  })

  it('from a helper counts relative paths from the pages that use it', async () => {
    const files = {
      'app.js': 'App({})',
      'pages/web/web.wxml': PAGE.wxml,
      'pages/web/web.js': PAGE.js,
      'utils/nav.js': `exports.web = () => ${open('../web/web', 'https://h.example.com/')}`,
      'pages/index/index.wxml': '<view />',
      'pages/index/index.js': `Page({ a() { ${open('../../web/web', 'https://wrong.example.com/')} } })`,
    }
    expect(await callsOf(files)).toEqual(['utils/nav.js:1 web-view.src https://h.example.com/'])
  })

  it.each([
    ['to a page without a web view', open('/pages/other/other', 'https://x.example.com/')],
    ['without arguments', 'wx.navigateTo()'],
    ['to what is no text', 'wx.navigateTo({ url: 7 })'],
    ['without a query', "wx.navigateTo({ url: '/pages/web/web' })"],
    [
      'to a page that a response names',
      'wx.request({ url: "https://x.example.com", success: (r) => wx.navigateTo({ url: r.data }) })',
    ],
    [
      'on an object of the same name',
      `const router = { navigateTo() {} }; router.${open('/pages/web/web', 'https://x.example.com/').slice(3)}`,
    ],
  ])('%s is no call', async (_, code) => {
    const files = {
      'app.js': 'App({})',
      'pages/web/web.wxml': PAGE.wxml,
      'pages/web/web.js': PAGE.js,
      'index.js': code,
    }
    expect((await callsOf(files)).filter((call) => /^index.js:1 web-view/.test(call))).toEqual([])
  })

  it('keeps what it does not know apart from what another one does not know', async () => {
    const opener = (value: string) =>
      `Page({ open(e) { wx.navigateTo({ url: '/pages/web/web?url=' + encodeURIComponent('https://h.example.com/' + ${value}) }) } })`
    const files = {
      'app.js': 'App({})',
      'pages/web/web.wxml': PAGE.wxml,
      'pages/web/web.js': PAGE.js,
      'a.js': opener('wx.getStorageSync("a")'),
      'b.js': `\n\n${opener('wx.getStorageSync("b")')}`,
      'c.js': opener('e.detail.path'),
      'd.js': opener('wx.getStorageSync("d") + "/" + wx.getStorageSync("e")'),
      'e.js': opener('e'),
    }
    const calls = await networkCallsOf(files)
    const lost = calls
      .filter((call) => !call.inner)
      .map(({ file, urls, unknown: u }) => [
        file,
        urls.map(({ url }) => url).join(),
        u?.file,
        u?.line,
        u?.reason,
        u?.name,
      ])
    expect(lost).toEqual([
      ['/p/a.js', 'https://h.example.com/{*}', '/p/a.js', 1, 'response', 'wx.getStorageSync()'],
      ['/p/b.js', 'https://h.example.com/{*}', '/p/b.js', 3, 'response', 'wx.getStorageSync()'],
      ['/p/c.js', 'https://h.example.com/{*}', '/p/c.js', 1, 'parameter', 'path'],
      ['/p/d.js', 'https://h.example.com/{*}/{*}', '/p/d.js', 1, 'response', 'wx.getStorageSync()'],
      ['/p/e.js', 'https://h.example.com/{*}', '/p/e.js', 1, 'parameter', undefined],
    ])
  })

  it('ends where a page opens itself', async () => {
    const files = {
      'app.js': 'App({})',
      'pages/web/web.wxml': PAGE.wxml,
      'pages/web/web.js': `Page({ data: { url: '' }, onLoad(o) {
        this.setData({ url: decodeURIComponent(o.url) })
        wx.redirectTo({ url: '/pages/web/web?url=' + o.url + '/x' })
      } })`,
      'index.js': open('/pages/web/web', 'https://x.example.com/'),
    }
    expect(await callsOf(files)).toContain('index.js:1 web-view.src https://x.example.com/')
  })
})

describe('a template', () => {
  it('that takes itself in through others ends', async () => {
    const files = {
      'app.js': 'App({})',
      'pages/a.wxml': '<include src="b.wxml" /><image src="{{one}}" />',
      'pages/b.wxml': '<include src="a.wxml" /><image src="{{one}}" />',
      'pages/a.js': 'Page({ data: { one: "https://x.example.com/1.png" } })',
    }
    expect(await callsOf(files)).toEqual([
      'pages/a.wxml:1 image.src https://x.example.com/1.png',
      'pages/b.wxml:1 image.src https://x.example.com/1.png',
    ])
  })

  it('that uses named templates in circles is followed only so far, and says so', async () => {
    const uses = (to: string) => `<template is="${to}" data="{{...item, n: 1}}" />`.repeat(4)
    const levels = Array.from(
      { length: 9 },
      (_, i) => `<template name="t${i}"><image src="{{pic}}" />${uses(`t${(i + 1) % 9}`)}</template>`,
    )
    const files = {
      'app.js': 'App({})',
      'pages/a.wxml': `${levels.join('')}<template is="t0" data="{{pic: one, item}}" />`,
      'pages/a.js':
        'Page({ data: { one: "https://x.example.com/1.png", item: { pic: "https://x.example.com/2.png" } } })',
    }
    const calls = await callsOf(files)
    expect(calls.length).toBeGreaterThan(0)
    expect(calls.length).toBeLessThan(60)
  })

  it.each([
    ['an expression that is none', '<image src="{{ a + }}" />'],
    ['a list that is none', '<image wx:for="{{ nothing.here }}" src="{{ item.x }}" />'],
    ['a template script that is none', '<wxs module="m">function (</wxs><image src="{{ m.x }}" />'],
    ['a template that is nowhere', '<template is="nowhere" data="{{ a }}" />'],
    ['a file that is nowhere', '<import src="nowhere.wxml" /><include src="nowhere.wxml" />'],
  ])('with %s knows nothing', async (_, markup) => {
    const calls = await callsOf({
      'app.js': 'App({})',
      'pages/a.wxml': markup,
      'pages/a.js': 'Page({ data: { a: 1 } })',
    })
    expect(calls.filter((call) => !call.endsWith(' ?'))).toEqual([])
  })

  it('sees of a component in its own file only its data, not the variables of the script', async () => {
    const code = `<template><image :src="url" /></template>
<script>
const url = 'https://script.example.com/x.png'
export default { data: () => ({ url: 'https://data.example.com/' + (url ? 'x.png' : '') }) }
</script>`
    expect(await callsOf({ 'a.vue': code }, { platform: 'wechat' })).toEqual([
      'a.vue:1 image.src https://data.example.com/x.png',
    ])
  })
})
