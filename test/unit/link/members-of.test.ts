import { describe, expect, it } from 'vitest'
import { callsOf } from './project'

const page = (data: string, write: string): Record<string, string> => ({
  'page.js': `Page({ data: ${data}, onLoad() { wx.getStorage({ key: 'k', success: (res) => { ${write} } }) },\n  save() { wx.downloadFile({ url: this.data.user.code }) } })`,
})

describe('a member of what starts without it', () => {
  it('is not undefined where run time fills the object', async () => {
    expect(await callsOf(page("{ user: { name: '' } }", 'this.setData({ user: res.data })'))).toEqual([
      'page.js:2 wx.downloadFile {*}',
    ])
  })

  it('is undefined where nothing else is written', async () => {
    expect(await callsOf(page("{ user: { name: '' } }", "this.setData({ user: { name: 'a' } })"))).toEqual([
      'page.js:2 wx.downloadFile undefined',
    ])
  })
})

describe('what ext.json gives', () => {
  const files = { 'page.js': `const { host } = wx.getExtConfigSync()\nwx.request({ url: host + '/x' })` }

  it('is one of the values that a program may get', async () => {
    const defines = { 'getExtConfigSync().host': 'https://api.example.com' }
    expect(await callsOf(files, { defines })).toEqual(['page.js:2 wx.request https://api.example.com/x | {*}/x'])
    expect(await callsOf(files)).toEqual(['page.js:2 wx.request {*}/x'])
  })
})
