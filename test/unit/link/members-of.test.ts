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
