import { describe, expect, it } from 'vitest'
import { summarise, type OpaqueRecord } from '../../../src/extract'
import { link } from '../../../src/link'
import { findPlatform } from '../../../src/platforms'

/** The way of the last call's first URL: `file:line note`, from the literal on. */
async function way(files: Record<string, string>, defines: Record<string, string> = {}): Promise<string[]> {
  const records = new Map<string, OpaqueRecord>(
    Object.entries(files).map(([id, code]) => [`/${id}`, summarise(`/${id}`, code, { force: true })]),
  )
  const { calls } = await link({
    records,
    port: {
      resolve: (specifier) => (`${specifier.replace(/^\.\//, '')}.js` in files ? `/${specifier.slice(2)}.js` : null),
      read: () => null,
    },
    summarise: (id, code) => summarise(id, code, { force: true }),
    platform: findPlatform('wechat')!,
    defines: new Map(
      Object.entries(defines).map(([name, value]) => [name, { value, place: { file: '/.env', line: 3, column: 5 } }]),
    ),
    clients: [],
  })
  const call = calls.findLast((c) => !c.inner)!
  return call.urls[0]!.trace.map(({ file, line, note }) => `${file.slice(1)}:${line} ${note}`.trim())
}

describe('the way from the literal to the call', () => {
  it('goes through names, imports and members', async () => {
    const files = {
      'host.js': `export const HOST = 'https://api.example.com'`,
      'api.js': `import { HOST } from './host'\nexport default {\n  list: HOST + '/list',\n}`,
      'page.js': `import api from './api'\n\nwx.request({\n  url: api.list,\n})`,
    }
    expect(await way(files)).toEqual(['host.js:1', 'api.js:1 HOST', 'page.js:4 list', 'page.js:3 wx.request'])
  })

  it('goes through the arguments of wrappers and the results of functions', async () => {
    const files = {
      'base.js': `export function base() {\n  return 'https://api.example.com'\n}`,
      'http.js': `export function send(url) {\n  wx.request({ url })\n}`,
      'page.js': `import { base } from './base'\nimport { send } from './http'\n\nsend(base() + '/a')`,
    }
    expect(await way(files)).toEqual(['base.js:2', 'page.js:4 base()'])
  })

  it('goes through fields of classes and state of the app', async () => {
    expect(
      await way({
        'http.js': `class Http {\n  host = 'https://api.example.com'\n  get(path) {\n    wx.request({ url: this.host + path })\n  }\n}\nexport default new Http()`,
        'page.js': `import http from './http'\nhttp.get('/a')`,
      }),
    ).toEqual(['http.js:2', 'http.js:4 host', 'page.js:2 wx.request'])
    expect(
      await way({
        'app.js': `App({\n  globalData: {\n    host: 'https://api.example.com',\n  },\n})`,
        'page.js': `wx.request({ url: getApp().globalData.host + '/a' })`,
      }),
    ).toEqual(['app.js:3', 'page.js:1 host'])
  })

  it('begins in the .env file where a variable holds the host', async () => {
    const files = { 'page.js': `wx.request({\n  url: process.env.API + '/a',\n})` }
    expect(await way(files, { 'process.env.API': 'https://api.example.com' })).toEqual([
      '.env:3',
      'page.js:1 wx.request',
    ])
  })

  it('ends where modules and functions go round in circles', async () => {
    const files = {
      'a.js': `import { b } from './b'\nexport const a = () => b()\nexport const host = 'https://api.example.com'`,
      'b.js': `import { a, host } from './a'\nexport const b = (n) => (n ? a() : host)\nwx.request({ url: b() })`,
    }
    expect((await way(files))[0]).toBe('a.js:3')
  })
})
