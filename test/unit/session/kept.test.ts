import { expect, it } from 'vitest'
import type { NetworkCall } from '../../../src/link/types'
import { KeptReports } from '../../../src/session/kept'
import { project } from './project'

it('keeps a call while the host map reaches its URLs as it did', () => {
  const kept = new KeptReports()
  const call = { urls: [{ url: 'http://127.0.0.1:3000/x', rewritten: null }] } as unknown as NetworkCall
  const mapped = kept.withRewritten(call, () => 'https://api.example.com/x')
  expect(mapped.urls[0]!.rewritten).toBe('https://api.example.com/x')
  expect(call.urls[0]!.rewritten).toBe(null)
  expect(kept.withRewritten(call, () => 'https://api.example.com/x')).toBe(mapped)
  expect(kept.withRewritten(call, () => null).urls[0]!.rewritten).toBe(null)
})

it('says of calls that were not linked again what a first report says', async () => {
  const pages = Object.fromEntries([1, 2, 3, 4].map((n) => [`page${n}.js`, page(n)]))
  const tree = {
    'config.js': "export const HOST = 'http://127.0.0.1:3000'\n",
    'http.js': "import { HOST } from './config'\nexport const get = (path) => wx.request({ url: HOST + path })\n",
    ...pages,
  }
  const options = {
    domains: { request: ['https://api.example.com'] },
    hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' },
  }
  const again = await project(tree, options, {}, { imports: true, keeps: 'first', today: '2026-01-01' })
  again.update()
  await again.session.finish(again.port)
  const files: Record<string, string> = { ...tree, 'page2.js': page(20) }
  const port = { ...again.port, read: (id: string) => files[id.slice(3)] ?? null }
  again.session.update('/p/page2.js', page(20))
  const first = await project(files, options)
  first.update()
  expect(await again.session.finish(port)).toEqual(await first.session.finish(first.port))
  // And once the map does not reach the host any more.
  files['config.js'] = "export const HOST = 'http://127.0.0.2:3000'\n"
  again.session.update('/p/config.js', files['config.js'])
  const other = await project(files, options)
  other.update()
  expect(await again.session.finish(port)).toEqual(await other.session.finish(other.port))
})

function page(n: number): string {
  return `import { get } from './http'\nget('/p${n}')\n`
}
