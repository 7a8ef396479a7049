import { describe, expect, it } from 'vitest'
import { link } from '../../../src/link'
import { summarise } from '../../../src/extract'
import { wechat } from '../../../src/platforms/wechat'

describe('ambient declarations', () => {
  it.each([
    'declare const wx: { request(options: object): void }',
    'declare var wx: any',
    'declare global { const wx: any }',
    'declare namespace wx { function request(options: object): void }',
  ])('%s leaves the platform its name', async (declaration) => {
    const code = `${declaration}\nwx.request({ url: 'http://127.0.0.1:3000/a' })\nexport {}`
    const { calls } = await link({
      records: new Map([['/p/a.ts', summarise('/p/a.ts', code)]]),
      port: { resolve: () => null, read: () => null },
      summarise: (id: string, text: string) => summarise(id, text),
      platform: wechat,
      defines: new Map(),
      clients: [],
    } as unknown as Parameters<typeof link>[0])
    expect(calls.map(({ api, urls }) => [api, urls[0].url])).toEqual([['wx.request', 'http://127.0.0.1:3000/a']])
  })
})
