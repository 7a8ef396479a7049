import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseQuestion } from '../../../src/report/inspect-question'
import { mpDomains } from './run'
import { makeTree } from './tree'

const EN = { LC_ALL: 'en_US.UTF-8' }

const FILES = {
  'app.json': '{ "pages": ["pages/index"] }',
  'config/api.js': `const HOST = 'http://127.0.0.1:3000'\nmodule.exports = { base: HOST + '/api' }`,
  'utils/http.js':
    `const { base } = require('../config/api')\n` +
    `function get(path) {\n  wx.request({ url: base + path })\n}\n` +
    `module.exports = { get }`,
  'pages/index.js':
    `const http = require('../utils/http')\n` +
    `Page({\n  onLoad() {\n    http.get('/users')\n  },\n` +
    `  open(event) {\n    wx.downloadFile({ url: event.detail.url })\n  },\n})`,
  'old.js': `const gone = 'https://old.example.com/x'`,
}

describe('mp-domains explain', () => {
  it('tells a call: what it asks for, where the host was written, and the way from there', async () => {
    const { code, out } = await mpDomains(makeTree(FILES), ['explain', 'pages/index.js:4'], EN)
    expect(code).toBe(0)
    expect(out).toBe(
      `wx.request at pages/index.js:4:10
  checked against the request list
  through http.get, which goes on at utils/http.js:3:6
  asks for
    http://127.0.0.1:3000/api/users
    the host stands at config/api.js:1:14
      then utils/http.js:1:9  base
  error: http://127.0.0.1:3000 is not in the request domain list
`,
    )
  })

  it('tells what is not known, and why', async () => {
    const { code, out } = await mpDomains(makeTree(FILES), ['explain', 'pages/index.js:7'], EN)
    expect(code).toBe(0)
    expect(out).toContain('what is not known: ')
    expect(out).toContain('pages/index.js:6')
    expect(out).toContain('mp-domains-hosts')
  })

  it('tells a wrapper that its callers fill the URL', async () => {
    const { out } = await mpDomains(makeTree(FILES), ['explain', 'utils/http.js:3'], EN)
    expect(out).toContain('its callers fill the URL: 1 call')
    expect(out).not.toContain('unknown callers')
  })

  it('finds all calls by a host, a URL, or the place of the literal', async () => {
    const root = makeTree(FILES)
    for (const what of ['127.0.0.1', '127.0.0.1:3000', 'http://127.0.0.1:3000/api', 'config/api.js:1']) {
      const { code, out } = await mpDomains(root, ['explain', what], EN)
      expect([what, code]).toEqual([what, 0])
      expect(out).toContain('wx.request at pages/index.js:4:10')
    }
  })

  it('knows literals that no call uses', async () => {
    const { code, out } = await mpDomains(makeTree(FILES), ['explain', 'old.example.com'], EN)
    expect(code).toBe(0)
    expect(out).toContain('written at old.js:1:14, and no call was traced to it')
  })

  it('says so where nothing is known, and what is near', async () => {
    const root = makeTree(FILES)
    const place = await mpDomains(root, ['explain', 'pages/index.js:2'], EN)
    expect(place.code).toBe(1)
    expect(place.out).toContain('calls nearby: pages/index.js:4:10')
    const host = await mpDomains(root, ['explain', 'nobody.example.com'], EN)
    expect(host.code).toBe(1)
    expect(host.out).toContain('hosts of this project: http://127.0.0.1:3000')
  })

  it('takes paths as the shell completes them, and another directory', async () => {
    const root = makeTree(FILES)
    mkdirSync(join(root, 'empty'))
    const inside = await mpDomains(join(root, 'pages'), ['explain', 'index.js:4', root], EN)
    expect(inside.out).toContain('http://127.0.0.1:3000/api/users')
    expect((await mpDomains(root, ['explain', join(root, 'pages/index.js')], EN)).out).toContain('2 calls')
    expect((await mpDomains(root, ['explain', 'x', 'missing'], EN)).code).toBe(2)
  })

  it('writes to a file, and refuses options that mean nothing here', async () => {
    const root = makeTree(FILES)
    const { code, out } = await mpDomains(root, ['explain', '127.0.0.1', '--output', 'out/told.txt'], EN)
    expect([code, out]).toEqual([0, ''])
    expect(readFileSync(join(root, 'out/told.txt'), 'utf8')).toContain('http://127.0.0.1:3000/api/users')
    expect((await mpDomains(root, ['explain', '127.0.0.1', '--update-baseline'], EN)).code).toBe(2)
  })

  it('speaks Chinese, and JSON', async () => {
    const root = makeTree({ ...FILES, 'mp-domains.config.json': '{ "lang": "zh" }' })
    const { out } = await mpDomains(root, ['explain', 'pages/index.js:4'])
    expect(out).toContain('域名写在 config/api.js:1:14')
    const json = await mpDomains(root, ['explain', 'pages/index.js:4', '--format', 'json'], EN)
    const { calls, traces } = JSON.parse(json.out)
    expect(calls[0].urls[0].url).toBe('http://127.0.0.1:3000/api/users')
    expect(traces[0][0][0]).toMatchObject({ file: 'config/api.js', line: 1, column: 14 })
    expect((await mpDomains(root, ['explain', 'x', '--format', 'sarif'], EN)).code).toBe(2)
  })
})

describe('what is asked', () => {
  const fileOf = (path: string): string | null => (path === 'a.js' || path === 'odd:name.js' ? path : null)

  it.each([
    ['a.js', { kind: 'place', file: 'a.js', line: 0, column: null }],
    ['a.js:3', { kind: 'place', file: 'a.js', line: 3, column: null }],
    ['a.js:3:7', { kind: 'place', file: 'a.js', line: 3, column: 7 }],
    ['odd:name.js:2', { kind: 'place', file: 'odd:name.js', line: 2, column: null }],
    ['127.0.0.1:3000', { kind: 'url', needle: '127.0.0.1:3000' }],
    ['https://API.example.com/', { kind: 'url', needle: 'https://api.example.com' }],
  ])('%s', (text, expected) => {
    expect(parseQuestion(text, fileOf)).toMatchObject(expected)
  })
})
