import { describe, expect, it } from 'vitest'
import { toReport, type ReportData } from '../../../src/report'
import type { Options } from '../../../src/options'
import { project } from './project'

const MAP: Options = {
  hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' },
  domains: { request: ['https://api.example.com'] },
}

async function report(tree: Record<string, string>, options: Options = {}): Promise<ReportData> {
  const { session, port, update } = await project(tree, { ...MAP, ...options })
  update()
  return session.finish(port)
}

const rows = ({ findings }: ReportData) =>
  findings
    .filter(({ code }) => code !== 'unused-domain')
    .map(({ code, file, line, uses, args }) => {
      const calls = uses.map((use) => `${use.file}:${use.line}`).join(' ')
      return `${code} ${file}:${line}${args.reason ? ` ${args.reason}` : ''} <- ${calls}`
    })

const HOST = "export const IP = '127.0.0.1'\nexport const HOST = 'http://127.0.0.1'\nexport const PORT = 3000\n"

describe('a mapped host that could not be replaced', () => {
  it('is told where it is joined from several modules', async () => {
    const data = await report({
      'host.js': HOST,
      'page.js':
        "import { HOST, IP, PORT } from './host'\nwx.request({ url: HOST + ':' + PORT + '/a' })\n" +
        "wx.request({ url: 'http://' + IP + ':3000/b' })\nwx.request({ url: `http://${IP}:3000/c` })\n",
    })
    expect(rows(data)).toEqual([
      'rewrite-incomplete host.js:1 joined <- page.js:3 page.js:4',
      'rewrite-incomplete host.js:2 joined <- page.js:2',
    ])
    expect(data.findings[0].args).toMatchObject({
      from: 'http://127.0.0.1:3000',
      to: 'https://api.example.com',
      instead: 'loopback-host',
    })
  })

  it('is told where a function of texts joins it', async () => {
    const text = "wx.request({ url: ['http://127.0.0.1', '3000'].join(':') + '/a' })\n"
    expect(rows(await report({ 'page.js': text }))).toEqual(['rewrite-incomplete page.js:1 joined <- page.js:1'])
  })

  it('is told as what it is: in data, or in no literal at all', async () => {
    const data = await report({
      'conf.json': '{ "host": "http://127.0.0.1:3000" }',
      'page.js':
        "import conf from './conf.json'\nwx.request({ url: conf.host + '/a' })\n" +
        "const table = { 'http://127.0.0.1:3000': 1 }\nfor (const h of Object.keys(table)) wx.request({ url: h + '/k' })\n",
    })
    expect(rows(data)).toEqual([
      'rewrite-incomplete conf.json:1 data <- page.js:2',
      'rewrite-incomplete page.js:4 made <- page.js:4',
    ])
  })

  it('is one finding with its calls where a module shows it, at the place where it is put together', async () => {
    const text =
      "const IP = '127.0.0.1'\nconst HOST = 'http://' + /* test */ IP + ':3000'\n" +
      "wx.request({ url: HOST + '/a' })\nwx.request({ url: HOST + '/b' })\n"
    expect(rows(await report({ 'page.js': text }))).toEqual([
      'rewrite-incomplete page.js:2 opaque <- page.js:3 page.js:4',
    ])
  })

  it('is told without calls where none uses it', async () => {
    const text = "export const HOST = 'http://' + /* test */ '127.0.0.1:3000'\n"
    expect(rows(await report({ 'page.js': text }))).toEqual(['rewrite-incomplete page.js:1 opaque <- '])
  })

  it('is none where other modules show that a host goes on to another one', async () => {
    const data = await report({
      'host.js': 'export const PORT = 4000\n',
      'page.js': "import { PORT } from './host'\nwx.request({ url: 'http://127.0.0.1:' + PORT + '/a' })\n",
    })
    expect(rows(data)).toEqual(['loopback-host page.js:2 <- page.js:2'])
  })

  it('is told of a host that the list takes as well, since it was to be replaced', async () => {
    const tree = {
      'host.js': "export const NAME = 'test.example.com'\n",
      'page.js': "import { NAME } from './host'\nwx.request({ url: 'https://' + NAME + '/a' })\n",
    }
    const options = {
      hostMap: { 'https://test.example.com': 'https://api.example.com' },
      domains: { request: ['https://test.example.com'] },
    }
    expect(rows(await report(tree, options))).toEqual(['rewrite-incomplete host.js:1 joined <- page.js:2'])
  })

  it('is none where only a run-time environment asks for it that may', async () => {
    const tree = {
      'host.js': "export const IP = '127.0.0.1'\n",
      'page.js':
        "import { IP } from './host'\nconst { envVersion } = wx.getAccountInfoSync().miniProgram\n" +
        "const HOST = envVersion === 'develop' ? 'http://' + IP + ':3000' : 'https://api.example.com'\n" +
        "wx.request({ url: HOST + '/a' })\n",
    }
    expect(rows(await report(tree))).toEqual([])
    const checked = { ...MAP, domains: { production: MAP.domains, development: { request: [] } } } as Options
    expect(rows(await report(tree, checked))).toEqual(['rewrite-incomplete host.js:1 joined <- page.js:4'])
  })

  it('gives way to what else is wrong where it is switched off', async () => {
    const tree = {
      'host.js': HOST,
      'page.js': "import { IP } from './host'\nwx.request({ url: 'http://' + IP + ':3000/b' })\n",
    }
    expect(rows(await report(tree, { rules: { 'rewrite-incomplete': 'off' } }))).toEqual([
      'loopback-host host.js:1 <- page.js:2',
    ])
  })

  it('offers what the map can replace, in both languages', async () => {
    const tree = {
      'host.js': HOST,
      'page.js': "import { IP } from './host'\nwx.request({ url: 'http://' + IP + ':3000/b' })\n",
    }
    const { session, port, update, options } = await project(tree, MAP)
    update()
    const data = await session.finish(port)
    for (const lang of ['en', 'zh'] as const) {
      const { findings } = toReport(data, { platform: options.platform, lang })
      const { help, message } = findings.find(({ code }) => code === 'rewrite-incomplete')!
      expect(help).toContain("'http://127.0.0.1:3000'")
      expect(help).toContain('https://api.example.com')
      expect(help).toContain('url not in domain list')
      expect(help).not.toMatch(/hostMap: \{/)
      expect(message).toMatch(lang === 'en' ? /pieces that stand apart/ : /片段拼成/)
    }
  })
})

describe('a mapped host that was replaced where it is joined', () => {
  const IP = "const IP = '127.0.0.1'\nconst PORT = 3000\nconst HOST = 'http://127.0.0.1'\n"

  it.each([
    ['a constant of its module', "wx.request({ url: 'http://' + IP + ':3000/a' })"],
    ['several constants', "wx.request({ url: 'http://' + IP + ':' + PORT + '/a' })"],
    ['a template', 'wx.request({ url: `http://${IP}:${PORT}/a` })'],
    ['a template of names', 'wx.request({ url: `${HOST}:${PORT}/a` })'],
    ['a constant that is joined', "const BASE = 'http://' + IP + ':' + PORT\nwx.request({ url: BASE + '/a' })"],
    ['a member', "const config = { ip: IP }\nwx.request({ url: 'http://' + config.ip + ':3000/a' })"],
    ['a text that is trimmed', "const BASE = ('http://' + IP + ':3000 ').trim()\nwx.request({ url: BASE + '/a' })"],
  ])('is told no more: %s', async (_, text) => {
    const data = await report({ 'page.js': `${IP}${text}\n` })
    expect(rows(data)).toEqual([])
    expect(data.calls.flatMap(({ urls }) => urls.map(({ rewritten }) => rewritten))).toEqual([
      'https://api.example.com/a',
    ])
  })

  it('is told where another module joins the same constant, which nothing replaces', async () => {
    const data = await report({
      'host.js': "export const HOST = 'http://127.0.0.1'\nwx.request({ url: HOST + ':3000/a' })\n",
      'page.js': "import { HOST } from './host'\nwx.request({ url: HOST + ':3000/b' })\n",
    })
    expect(rows(data)).toEqual(['rewrite-incomplete host.js:1 joined <- page.js:2'])
    expect(data.calls.flatMap(({ urls }) => urls.map(({ rewritten }) => rewritten))).toEqual([
      'https://api.example.com/a',
      null,
    ])
  })
})
