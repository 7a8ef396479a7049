import { describe, expect, it } from 'vitest'
import type { ReportData } from '../../../src/report'
import { project } from './project'

const told = ({ findings }: ReportData) =>
  findings
    .filter(({ code }) => code !== 'unresolved-url')
    .map(({ code, file, line, uses }) => `${code} ${file}:${line} ${uses.length}`)

async function findings(tree: Record<string, string>): Promise<string[]> {
  const { session, port, update } = await project(tree)
  update()
  return told(await session.finish(port))
}

const PAGE = "import { get } from './http'\nget('user/list')\nget('user/orders')\nget('goods/' + id)\n"

// What is wrong at one place is told there, and not for each call that comes by.
describe('one cause of many calls', () => {
  it('is the base that nobody filled in', async () => {
    const http =
      "import { HOST } from './config'\nexport const get = (path) => wx.request({ url: HOST + '/api/' + path })\n"
    expect(await findings({ 'config.js': "export const HOST = ''\n", 'http.js': http, 'page.js': PAGE })).toEqual([
      'malformed-url config.js:1 3',
    ])
  })

  it('is the scheme in front of a host that only run time knows', async () => {
    const http =
      "const host = wx.getStorageSync('host')\nexport const get = (path) => wx.request({ url: `http://${host}/` + path })\n"
    expect(await findings({ 'http.js': http, 'page.js': PAGE })).toEqual(['insecure-scheme http.js:2 3'])
  })

  it('is none where a base is only stored later', async () => {
    const http =
      "const base = wx.getStorageSync('base')\nconst host = base ? base : ''\nexport const get = (path) => wx.request({ url: host + '/' + path })\n"
    expect(await findings({ 'http.js': http, 'page.js': PAGE })).toEqual([])
  })
})

// The wrapper is told with its callers, but for the URL that they leave to it.
it('judges the default of a parameter where a caller leaves it out, and only there', async () => {
  const http =
    "const LAN = 'http://192.168.1.20/x'\nexport const send = (data, url = LAN) => wx.request({ url, data })\n"
  const page = (given: string): string => `import { send } from './http'\nsend({}${given})\n`
  expect(await findings({ 'http.js': http, 'page.js': page('') })).toEqual(['lan-host http.js:1 1'])
  expect(await findings({ 'http.js': http, 'page.js': page(", 'https://www.example.com/x'") })).toEqual([])
})
