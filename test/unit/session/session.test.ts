import { describe, expect, it } from 'vitest'
import { render, toReport, type ReportData } from '../../../src/report'
import type { ModuleRecord } from '../../../src/session'
import { project } from './project'

const SHOP = {
  'config.js': "export const HOST = 'http://127.0.0.1:3000'\nexport const CDN = 'https://cdn.example.com'\n",
  'http.js': "import { HOST } from './config'\nexport const get = (path) => wx.request({ url: HOST + path })\n",
  'page.js': "import { get } from './http'\nget('/users')\n",
  'plain.js': 'export const add = (a, b) => a + b\n',
}
const MAP = { hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' } }
const SET = { domains: { request: ['https://api.example.com'] } }

const codes = ({ findings }: ReportData) => findings.map(({ code, file, line }) => `${code} ${file}:${line}`)
const urls = ({ calls }: ReportData) =>
  calls.flatMap((call) => call.urls.map((url) => `${call.file}:${call.line} ${url.url} ${url.rewritten ?? '-'}`))

describe('a session', () => {
  it('takes a module that passes again as it was for what it is, also behind a cache, and a changed one anew', async () => {
    const { session } = await project(SHOP, SET)
    const { record } = session.update('/p/config.js', SHOP['config.js'])
    expect(session.update('/p/config.js', SHOP['config.js']).record).toBe(record)
    const copy = JSON.parse(JSON.stringify(record)) as ModuleRecord
    session.restore('/p/config.js', copy)
    expect(session.update('/p/config.js', SHOP['config.js']).record).toBe(copy)
    const changed = session.update('/p/config.js', SHOP['config.js'].replace('cdn', 'img')).record
    expect(changed).not.toEqual(copy)
    expect(JSON.stringify(changed)).toContain('https://img.example.com')
  })

  it('links modules and reports with paths relative to the root', async () => {
    const { session, port, update } = await project(SHOP, SET)
    update()
    const data = await session.finish(port)
    expect(urls(data)).toContain('page.js:2 http://127.0.0.1:3000/users -')
    expect(codes(data)).toEqual(['loopback-host config.js:1', 'unused-domain package.json:1'])
    expect(data.findings[0].uses).toEqual([{ file: 'page.js', line: 2, column: 1 }])
    expect(data.modules).toEqual({ seen: 4, analysed: 3, failed: 0 })
    expect(data.literals).toEqual([
      {
        url: 'http://127.0.0.1:3000',
        origin: 'http://127.0.0.1:3000',
        file: 'config.js',
        line: 1,
        column: 21,
        used: true,
      },
      {
        url: 'https://cdn.example.com',
        origin: 'https://cdn.example.com',
        file: 'config.js',
        line: 2,
        column: 20,
        used: false,
      },
    ])
    const paths = JSON.stringify({ ...data, notices: [] }).match(/"file":"[^"]*"/g)
    expect(paths?.filter((path) => path.includes('/p/'))).toEqual([])
  })

  it('reports after a small change without linking everything, and knows a text that was taken back', async () => {
    const page = "import { get } from './http'\nget('/more')\n"
    const tree = { ...SHOP, ...Object.fromEntries([1, 2, 3].map((n) => [`more${n}.js`, page])) }
    const { session, port, update } = await project(tree, SET, {}, { imports: true, keeps: 'first' })
    update()
    const before = await session.finish(port)
    const typed = "import { get } from './http'\nget('/others')\n"
    const changed = { ...port, read: (id: string) => (id === '/p/page.js' ? typed : port.read(id)) }
    session.update('/p/page.js', typed)
    expect(await session.finishPart(changed, 1)).toBe(null)
    expect(urls((await session.finishPart(changed, 6))!)).toContain('page.js:2 http://127.0.0.1:3000/others -')
    // Everything imports it.
    session.update('/p/config.js', '')
    expect(await session.finishPart(changed, 1)).toBe(null)
    session.update('/p/config.js', SHOP['config.js'])
    session.update('/p/page.js', SHOP['page.js'])
    expect(await session.finishPart(port, 6)).toEqual(before)
  })

  it('gives the same report whatever the order of modules, and again when asked again', async () => {
    const context = async (names: string[]) => {
      const { session, port, options } = await project(SHOP, { ...SET, ...MAP })
      for (const name of names) session.update(`/p/${name}`, SHOP[name as keyof typeof SHOP])
      const once = await session.finish(port)
      const twice = await session.finish(port)
      expect(twice).toEqual(once)
      return JSON.stringify(toReport(once, { platform: options.platform, lang: 'en' }))
    }
    const names = Object.keys(SHOP)
    expect(await context([...names].reverse())).toBe(await context(names))
  })

  it('takes a changed module, and forgets a removed one', async () => {
    const { session, port, update } = await project(SHOP, SET)
    update()
    await session.finish(port)
    session.update('/p/config.js', SHOP['config.js'].replace('http://127.0.0.1:3000', 'https://api.example.com'))
    expect(codes(await session.finish(port))).toEqual([])
    session.update('/p/other.js', "wx.request({ url: 'http://10.0.0.1/x' })")
    expect(codes(await session.finish(port))).toEqual(['lan-host other.js:1'])
    session.remove('/p/other.js')
    expect(codes(await session.finish(port))).toEqual([])
    session.update('/p/other.js', "wx.request({ url: 'http://10.0.0.1/x' })")
    session.prune(Object.keys(SHOP).map((name) => `/p/${name}`))
    expect((await session.finish(port)).modules.seen).toBe(4)
  })

  it('does not mix with another one', async () => {
    const a = await project(SHOP, SET)
    const b = await project(SHOP, { ...SET, ...MAP })
    a.update()
    b.update()
    expect(codes(await a.session.finish(a.port))[0]).toBe('loopback-host config.js:1')
    expect(codes(await b.session.finish(b.port))).toEqual([])
  })

  it('never throws, whatever a text is', async () => {
    const { session, port } = await project(SHOP)
    const texts = [
      '',
      '\uFEFF',
      '\0',
      'wx.request({',
      '`${',
      '/*',
      'https://',
      '<template>',
      '"\\u',
      '\u2028',
      '('.repeat(50_000),
      'wx.request({url:' + '['.repeat(20_000),
    ]
    for (const [index, text] of texts.entries()) {
      for (const extension of ['js', 'ts', 'vue', 'wxml', 'wxss', 'json', 'xyz'])
        session.update(`/p/x${index}.${extension}`, text)
    }
    const data = await session.finish(port)
    expect(data.calls).toEqual([])
    expect(data.findings.filter(({ code }) => code !== 'parse-failed')).toEqual([])
  })
})

describe('a call whose later piece its callers fill', () => {
  const page = "import { detail } from './api'\nPage({ buy() { detail(this.data.id) } })\n"
  it.each([
    ['behind a slash', '`https://api.example.com/goods/${id}.pdf`'],
    ['in the middle of a piece', '`https://api.example.com/goods${id}`'],
    ['behind a base from elsewhere', 'BASE + `/goods/${id}`'],
  ])('is judged where it stands: %s', async (_, url) => {
    const api = `import { BASE } from './config'\nexport const detail = (id) => wx.request({ url: ${url} })\n`
    const config = "export const BASE = 'https://api.example.com'\n"
    const tree = { 'api.js': api, 'config.js': config, 'page.js': page }
    const none = await project(tree, { domains: { request: ['https://other.example.com'] } })
    none.update()
    expect(codes(await none.session.finish(none.port)).join()).toContain('domain-not-listed')
    const listed = await project(tree, { domains: { request: ['https://api.example.com'] } })
    listed.update()
    const data = await listed.session.finish(listed.port)
    expect(codes(data)).toEqual([])
    expect(data.domains.request).toEqual([{ origin: 'https://api.example.com', listed: true, calls: 1 }])
  })
})

describe('records', () => {
  it('survive JSON and stand for the text', async () => {
    const first = await project(SHOP, SET)
    const records = Object.entries(SHOP).map(
      ([name, text]) => [name, first.session.update(`/p/${name}`, text).record] as const,
    )
    const expected = await first.session.finish(first.port)
    const second = await project(SHOP, SET)
    for (const [name, record] of records) {
      const copy = JSON.parse(JSON.stringify(record)) as ModuleRecord
      expect(copy).toEqual(record)
      expect(second.session.restore(`/p/${name}`, copy)).toBe(true)
    }
    expect(await second.session.finish(second.port)).toEqual(expected)
  })

  it('of another version or made with other settings are refused', async () => {
    const { session } = await project(SHOP)
    const { record } = session.update('/p/config.js', SHOP['config.js'])
    const { session: other } = await project(SHOP, { clients: [{ packages: ['my-client'] }] })
    expect(other.restore('/p/config.js', record)).toBe(false)
    expect(session.restore('/p/config.js', { ...record, v: record.v + 1 })).toBe(false)
    expect(session.restore('/p/config.js', { v: record.v, gate: true } as unknown as ModuleRecord)).toBe(false)
  })

  it('of what linking asked for serve another process, as long as the text stays', async () => {
    const first = await project(SHOP, SET)
    first.update()
    const expected = await first.session.finish(first.port)
    const asked = JSON.parse(JSON.stringify([...first.session.asked()])) as [string, ModuleRecord][]
    expect(asked.map(([id]) => id)).toEqual(['/p/page.js'])
    const second = await project(SHOP, SET)
    second.update()
    second.session.offer(asked)
    expect(await second.session.finish(second.port)).toEqual(expected)
    expect([...second.session.asked()][0][1]).toBe(asked[0][1])
    const edited = { ...SHOP, 'page.js': SHOP['page.js'].replace('/users', '/orders') }
    const third = await project(edited, SET)
    third.update()
    third.session.offer(asked)
    expect(urls(await third.session.finish(third.port))).toContain('page.js:2 http://127.0.0.1:3000/orders -')
  })

  it('tell again what an earlier process rewrote', async () => {
    const first = await project(SHOP, { ...SET, ...MAP })
    const records = Object.entries(SHOP).map(
      ([name, text]) => [name, first.session.update(`/p/${name}`, text).record] as const,
    )
    const expected = await first.session.finish(first.port)
    const second = await project(SHOP, { ...SET, ...MAP })
    for (const [name, record] of records) second.session.restore(`/p/${name}`, record)
    expect(await second.session.finish(second.port)).toEqual(expected)
    expect(expected.rewrites).toHaveLength(1)
  })
})

describe('the host map', () => {
  it('rewrites literals, and calls are judged as rewritten', async () => {
    const { session, port, update } = await project(SHOP, { ...SET, ...MAP })
    const { rewritten } = session.update('/p/config.js', SHOP['config.js'])
    expect(rewritten?.code).toBe(SHOP['config.js'].replace('http://127.0.0.1:3000', 'https://api.example.com'))
    expect(session.update('/p/plain.js', SHOP['plain.js']).rewritten).toBeNull()
    update()
    const data = await session.finish(port)
    expect(urls(data)).toContain('page.js:2 http://127.0.0.1:3000/users https://api.example.com/users')
    expect(data.rewrites).toEqual([
      {
        file: 'config.js',
        line: 1,
        column: 22,
        from: 'http://127.0.0.1:3000',
        to: 'https://api.example.com',
        stage: 'source',
      },
    ])
    expect(codes(data)).toEqual([])
  })

  it('counts only where the edit was really made', async () => {
    const tree = {
      // Another module's constants: where they are joined, the literal is not at hand.
      'parts.js': "export const HOST = '127.0.0.1'\nexport const PORT = '3000'\n",
      'page.js': "import { HOST, PORT } from './parts'\nwx.request({ url: 'http://' + HOST + ':' + PORT + '/x' })\n",
      'inline.js': "wx.request({ url: 'http://' + '127.0.0.1' + ':3000' + '/y' })\n",
    }
    const { session, port, update } = await project(tree, { ...SET, ...MAP })
    update()
    const data = await session.finish(port)
    expect(urls(data)).toEqual([
      'inline.js:1 http://127.0.0.1:3000/y https://api.example.com/y',
      'page.js:2 http://127.0.0.1:3000/x -',
    ])
    expect(codes(data).filter((code) => code.includes('page.js') || code.includes('parts.js'))).not.toEqual([])
  })

  it('maps build-time values where they enter', async () => {
    const tree = {
      '.env': 'VITE_API=http://127.0.0.1:3000',
      'page.js':
        "wx.request({ url: import.meta.env.VITE_API + '/x' })\nwx.request({ url: import.meta.env.VITE_SHELL + '/x' })\n",
    }
    const shell = { VITE_SHELL: 'http://127.0.0.1:3000/v1' }
    const { session, port, update } = await project(tree, { ...SET, ...MAP }, { shell })
    update()
    const data = await session.finish(port)
    expect(urls(data)).toEqual([
      'page.js:1 http://127.0.0.1:3000/x https://api.example.com/x',
      'page.js:2 http://127.0.0.1:3000/v1/x https://api.example.com/v1/x',
    ])
    expect(data.calls[0].urls[0].source).toEqual({ file: '.env', line: 1, column: 10 })
  })

  it('is left out where the source is judged as it is, and findings say that it covers them', async () => {
    const { session, port, update } = await project(SHOP, { ...SET, ...MAP }, { command: 'check' })
    update()
    const data = await session.finish(port)
    expect(data.rewrites).toEqual([])
    expect(data.findings[0]).toMatchObject({ code: 'loopback-host', args: { mapped: 'https://api.example.com/users' } })
  })

  it('is not said to cover what it would leave as it is', async () => {
    const tree = {
      'host.js': "export const HOST = 'http://127.0.0.1'\nexport const whole = 'http://127.0.0.1:3000'\n",
      'page.js':
        "import { HOST, whole } from './host'\nwx.request({ url: HOST + ':3000/x' })\nwx.request({ url: whole + '/x' })\n" +
        "\nconst host = 'http://127.0.0.1'\nwx.request({ url: `${host}:3000/y` })\n",
    }
    const { session, port, update, options } = await project(tree, { ...SET, ...MAP }, { command: 'check' })
    update()
    const data = await session.finish(port)
    const said = data.findings.map(({ code, file, line, args }) => [
      code,
      `${file}:${line}`,
      args.mapped,
      args.unmapped,
    ])
    expect(said).toEqual([
      // Its pieces stand in two modules.
      ['loopback-host', 'host.js:1', undefined, 'joined'],
      ['loopback-host', 'host.js:2', 'https://api.example.com/x', undefined],
      // They are replaced where they are joined.
      ['loopback-host', 'page.js:5', 'https://api.example.com/y', undefined],
    ])
    const text = render('text', data, { platform: options.platform, lang: 'en' })
    expect(text).toMatch(/host\.js:1:[^]*write the whole origin in one literal[^]*host\.js:2:[^]*the host map leads it/)
  })

  it('says what it could not change', async () => {
    const tree = {
      'page.js':
        "const port = wx.getStorageSync('p')\nwx.request({ url: 'http://127.0.0.1:' + port + '/x' })\nwx.request({ url: 'http://127.0.0.1:3000' + port })\n",
    }
    const { session, port, update } = await project(tree, { ...SET, ...MAP })
    update()
    const data = await session.finish(port)
    expect(codes(data)).toContain('rewrite-incomplete page.js:2')
    expect(data.rewrites.map(({ line }) => line)).toEqual([3])
    // Which of the two literals the second call begins with is not for certain.
    expect(data.calls.flatMap((call) => call.urls.map(({ rewritten }) => rewritten))).toEqual([null, null])
  })

  it('counts for a host that something unknown goes on, where every literal that it can be was edited', async () => {
    const tree = {
      'page.js': "const path = wx.getStorageSync('p')\nwx.request({ url: 'http://127.0.0.1:3000' + path })\n",
      'other.js': "export const OTHER = 'https://other.example.com'\n",
    }
    const { session, port, update } = await project(tree, { ...SET, ...MAP })
    update()
    const data = await session.finish(port)
    expect(urls(data)).toEqual(['page.js:2 http://127.0.0.1:3000{*} https://api.example.com{*}'])
    expect(codes(data).filter((code) => code.startsWith('loopback-host'))).toEqual([])
  })

  it('reaches modules that only a protocol-relative key names', async () => {
    const text = "export const img = '//dev.example.com/a.png'\n"
    const { session } = await project({ 'a.js': text }, { hostMap: { '//dev.example.com': '//cdn.example.com' } })
    expect(session.update('/p/a.js', text).rewritten?.code).toBe("export const img = '//cdn.example.com/a.png'\n")
  })
})

describe('what is accepted and declared', () => {
  it('by comments, in source and in .env files', async () => {
    const tree = {
      '.env': '# mp-domains-ignore-next-line loopback-host -- local gateway\nVITE_API=http://127.0.0.1:3000',
      'page.js': [
        "wx.request({ url: import.meta.env.VITE_API + '/x' })",
        '// mp-domains-ignore-next-line lan-host -- device',
        "wx.request({ url: 'http://10.0.0.1/x' })",
        '// mp-domains-ignore-next-line lan-host -- nothing here',
        "wx.request({ url: 'https://api.example.com/x' })",
        '// mp-domains-hosts https://oss.example.com -- from the server',
        "wx.uploadFile({ url: wx.getStorageSync('u') })",
      ].join('\n'),
    }
    const { session, port, update } = await project(tree, {
      domains: { request: ['https://api.example.com'], uploadFile: [] },
    })
    update()
    const data = await session.finish(port)
    expect(codes(data)).toEqual(['unused-ignore page.js:4', 'domain-not-listed page.js:6'])
    expect(data.accepted).toEqual(['http://10.0.0.1', 'http://127.0.0.1:3000'])
    expect(data.calls.find(({ line }) => line === 7)?.resolution).toBe('declared')
  })

  it('by the options, with their place in the configuration where something is wrong', async () => {
    const config =
      "export default {\n  ignores: [\n    { code: 'lan-host', reason: 'device' },\n    { code: 'ip-host' },\n  ],\n}\n"
    const tree = { 'page.js': "wx.request({ url: 'http://10.0.0.1/x' })\n", 'mp-domains.config.js': config }
    const value = { ...SET, lang: 'en', ignores: [{ code: 'lan-host', reason: 'device' }, { code: 'ip-host' }] }
    const { session, port, update } = await project(tree, {}, { config: { file: '/p/mp-domains.config.js', value } })
    update()
    const data = await session.finish(port)
    expect(codes(data)).toContain('unused-ignore mp-domains.config.js:4')
    expect(codes(data).filter((code) => code.startsWith('lan-host'))).toEqual([])
  })

  it('places wrong entries of the lists in the configuration', async () => {
    const config = `{
  "domains": {
    "trial": { "request": ["https://a.example.com/path"] },
    "production": {
      "request": ["https://api.example.com",
        "https://a.example.com/path"]
    }
  }
}`
    const tree = { 'mp-domains.config.json': config, 'page.js': "wx.request({ url: 'https://api.example.com/x' })\n" }
    const { session, port, update } = await project(
      tree,
      {},
      { config: { file: '/p/mp-domains.config.json', value: JSON.parse(config) } },
    )
    update()
    const { findings } = await session.finish(port)
    expect(findings.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`)).toEqual([
      'invalid-domain-entry mp-domains.config.json:6:9',
    ])
  })
})

describe('project files and texts', () => {
  it('may hold no secret, comments included, and it is never shown', async () => {
    const secret = '3f9a1c7e5b2d4860a1b2c3d4e5f60718'
    const tree = {
      'plain.js': `export const add = 1\n// appSecret: '${secret}'\n`,
      'page.js': "wx.request({ url: 'https://api.example.com' })",
    }
    const { session, port, update } = await project(tree, SET)
    update()
    const data = await session.finish(port)
    expect(codes(data)).toEqual(['leaked-secret plain.js:2'])
    expect(JSON.stringify(data)).not.toContain(secret)
    const { record } = session.update('/p/plain.js', tree['plain.js'])
    expect(JSON.stringify(record)).not.toContain(secret)
    const warm = await project(tree, SET)
    warm.session.restore('/p/plain.js', JSON.parse(JSON.stringify(record)) as ModuleRecord)
    expect(codes(await warm.session.finish(warm.port))).toContain('leaked-secret plain.js:2')
  })

  it('that switch the check of domains off are told, in the manifest by their platform', async () => {
    const tree = {
      'project.config.json': '{\n  "setting": { "urlCheck": false }\n}',
      'src/manifest.json':
        '{\n  "mp-alipay": { "setting": { "urlCheck": false } },\n  /* uni-app */\n  "mp-weixin": { "setting": { "urlCheck" : false } }\n}',
      'project.private.config.json': '{ "setting": { "urlCheck": false } }',
    }
    const { session, port } = await project(tree, SET)
    const found = (await session.finish(port)).findings.filter(({ code }) => code === 'url-check-disabled')
    expect(found.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
      'project.config.json:2:16',
      'src/manifest.json:4:31',
    ])
    const dev = await project(tree, SET, { flags: { env: 'development' } })
    expect(codes(await dev.session.finish(dev.port))).toEqual([])
  })
})

describe('the head of the report', () => {
  const notices = async (...args: Parameters<typeof project> extends [unknown, ...infer R] ? R : never) => {
    const { session, port } = await project({}, ...args)
    return (await session.finish(port)).notices
  }

  it('says that nothing is configured, and which environment nobody knows', async () => {
    expect(await notices()).toEqual([{ code: 'no-configuration', args: {} }])
    expect(await notices(SET)).toEqual([])
    expect(await notices({ domains: { uat: {} } }, { flags: { env: 'trail' } })).toEqual([
      {
        code: 'unknown-environment',
        args: { environment: 'trail', from: '--env', known: 'development, production, uat, trial' },
      },
    ])
  })
})

describe('a bundle without a name of the platform', () => {
  const FILLER = '// filler\n'.repeat(7000)
  const tree = (user: string) => ({
    'lib.js': `export const CDN = 'https://cdn.example.com'\nexport const dev = 'http://127.0.0.1:3000/x'\n${FILLER}`,
    'page.js': user,
  })

  it('is analysed where a value of it is asked for', async () => {
    const { session, port, update } = await project(
      tree("import { CDN } from './lib'\nwx.request({ url: CDN + '/a' })\n"),
    )
    update()
    expect(urls(await session.finish(port))).toContain('page.js:2 https://cdn.example.com/a -')
  })

  it('has its URLs in the report where nobody asks', async () => {
    const { session, port, update } = await project(tree("wx.request({ url: 'https://a.example.com/a' })\n"))
    update()
    const data = await session.finish(port)
    expect(data.modules.analysed).toBe(1)
    expect(data.literals.map(({ file, line, column, url }) => `${file}:${line}:${column} ${url}`)).toEqual([
      'lib.js:1:20 https://cdn.example.com',
      'lib.js:2:20 http://127.0.0.1:3000/x',
      'page.js:1:19 https://a.example.com/a',
    ])
  })

  it('is rewritten where it holds a host of the map', async () => {
    const files = tree("wx.request({ url: 'https://a.example.com/a' })\n")
    const { session } = await project(files, MAP)
    const { rewritten } = session.update('/p/lib.js', files['lib.js'])
    expect(rewritten?.code).toContain("dev = 'https://api.example.com/x'")
  })
})
