import { describe, expect, it } from 'vitest'
import { createGate, summarise, type RefusedRecord } from '../../../src/extract'
import { findPlatform } from '../../../src/platforms'

const wechat = createGate(findPlatform('wechat')!, [])
const alipay = createGate(findPlatform('alipay')!, [])
const web = createGate(findPlatform('web')!, [])
const long = (text: string) => `${text}\n${'function library() { return 1 }\n'.repeat(2500)}`

describe('the gate of a platform', () => {
  it('knows the APIs of that platform', () => {
    expect(wechat.passes("t.request({ url: '/a' })", 'js')).toBe(true)
    expect(wechat.passes('new XMLHttpRequest()', 'js')).toBe(false)
    expect(web.passes('new XMLHttpRequest()', 'js')).toBe(true)
    expect(web.passes('<iframe :src="a" />', 'markup')).toBe(true)
    expect(wechat.passes('<iframe :src="a" />', 'markup')).toBe(false)
  })

  it('lets a bundle pass that names the platform itself', () => {
    expect(wechat.passes(long("t.request({ url: '/a' })"), 'js')).toBe(false)
    expect(wechat.passes(long("var t = wx; t.request({ url: '/a' })"), 'js')).toBe(true)
    expect(wechat.passes(long("import T from '@tarojs/taro'; T.request({ url: '/a' })"), 'js')).toBe(true)
    expect(alipay.passes(long("wx.request({ url: '/a' })"), 'js')).toBe(false)
    expect(createGate(findPlatform('alipay')!, [], ['wx']).passes(long("wx.request({ url: '/a' })"), 'js')).toBe(true)
    expect(wechat.passes(long("// wx.request\nvar a = 'https://docs.example.com'"), 'js')).toBe(false)
    expect(wechat.passes(long("getApp().globalData.api = 'https://a.example.com'"), 'js')).toBe(true)
  })

  it("refuses a bundle that asks where it runs, or has a variable of the platform's name", () => {
    const send = "t.request({ url: '/a' });"
    expect(wechat.passes(long(`${send} if (typeof wx == 'object') wx.getSystemInfoSync()`), 'js')).toBe(false)
    expect(wechat.passes(long(`${send} var wx = w * x; r[0] = (yz - wx) * s; return wx(t, n)`), 'js')).toBe(false)
    expect(wechat.passes(long(`${send} draw(o, $u); n = n || $u; r.dimensions = $u`), 'js')).toBe(false)
    expect(wechat.passes(long('app.config.globalProperties; send.request'), 'js')).toBe(false)
    for (const use of ['wx?.uploadFile(o)', 'wx[name](o)', 'send(wx)', 'return wx', 'a = b ? wx : uni', '{ api: wx }'])
      expect(wechat.passes(long(`${send} ${use}`), 'js'), use).toBe(true)
    for (const use of ['const { $u } = uni', 'h = uni.$u;', '{ a, $u } = uni', '$u.get("/a")'])
      expect(wechat.passes(long(use), 'js'), use).toBe(true)
  })

  it('keeps the URLs of a bundle that it refuses, with the places of their literals', () => {
    const code = long(
      "// https://no.example.com\nvar a = 'https://docs.example.com/a', b = 'see https://b.example.com'",
    )
    const record = summarise('/p/lib.js', code, { gate: wechat }) as RefusedRecord
    expect(record.gate).toBe(false)
    expect(record.urls).toEqual([
      ['https://docs.example.com/a', 2, 9],
      ['https://b.example.com', 2, 48],
    ])
  })
})
