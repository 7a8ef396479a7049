import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { removedLines } from '../../../src/cli/domains-history'
import { LOCK_NAME } from '../../../src/console/lock'
import { mpDomains } from './run'
import { makeTree } from './tree'

const APPID = 'wx0123456789abcdef'

const APP = `
const HOST = 'http://127.0.0.1:3000'
wx.request({ url: HOST + '/x' })
wx.request({ url: 'https://new.example.com:8443/x' })
wx.request({ url: 'http://192.168.1.5/x' })
wx.uploadFile({ url: 'https://api.example.com/up', filePath: 'x', name: 'f' })
wx.connectSocket({ url: 'wss://ws.example.com:9000/chat' })
wx.downloadFile({ url: getApp().globalData.unknown })
`

const CONFIG = { hostMap: { production: { 'http://127.0.0.1:3000': 'https://api.example.com' } } }

const project = (files: Record<string, string> = {}, config: object = CONFIG) =>
  makeTree({
    'project.config.json': JSON.stringify({ appid: APPID }),
    'mp-domains.config.json': JSON.stringify(config),
    'app.js': APP,
    ...files,
  })

interface Row {
  entry: string
  origins: {
    origin: string
    calls: number
    environments: string[]
    uses: { file: string; line: number; api: string }[]
  }[]
}
interface Output {
  appid: string
  environments: string[]
  monthlyEdits: number | null
  lists: {
    label: string
    categories: string[]
    console: string
    limit: number | null
    entries: Row[]
    unlistable: { origin: string; reason: string }[]
    unresolved: number
  }[]
  against: {
    date: string | null
    newDomains: number
    edits: { add: number; all: number }
    lists: {
      categories: string[]
      have: string[] | null
      add: Row[]
      unused: {
        entry: string
        removable: boolean
        unresolved: number
        named: { file: string; line: number } | null
        last: { use: { file: string; line: number; api: string | null }; commit: string; date: string } | null
      }[]
    }[]
  } | null
}

async function json(root: string, argv: string[] = [], env: Record<string, string> = {}) {
  const { code, out, err } = await mpDomains(root, ['domains', '--format', 'json', ...argv], env)
  expect(err).toBe('')
  return { code, ...(JSON.parse(out) as Output) }
}

const entriesOf = ({ lists }: Output) =>
  Object.fromEntries(lists.map(({ categories, entries }) => [categories.join('+'), entries.map(({ entry }) => entry)]))

const compared = ({ against }: Output, category: string) =>
  against!.lists.find(({ categories }) => categories.includes(category))!

describe('the lists to paste', () => {
  it('are what the calls ask for as the host map rewrites them, in the console’s own form', async () => {
    const output = await json(project())
    expect([output.code, output.appid, output.environments, output.monthlyEdits]).toEqual([
      0,
      APPID,
      ['production'],
      50,
    ])
    expect(entriesOf(output)).toEqual({
      request: ['https://api.example.com', 'https://new.example.com:8443'],
      uploadFile: ['https://api.example.com'],
      downloadFile: [],
      // Every port of a listed socket host may be used, so none is written.
      socket: ['wss://ws.example.com'],
      udp: [],
      tcp: [],
      webview: [],
    })
    const [request, , download] = output.lists
    expect(request).toMatchObject({
      label: 'request合法域名',
      limit: 200,
      unlistable: [{ origin: 'http://192.168.1.5', reason: 'lan' }],
    })
    expect(request!.entries[0]!.origins[0]!.uses).toEqual([{ file: 'app.js', line: 3, column: 4, api: 'wx.request' }])
    expect(download!.unresolved).toBe(1)
  })

  it('count against the account’s own number where one is set', async () => {
    const { lists, monthlyEdits } = await json(project({}, { limits: { perCategory: 20, editsPerMonth: 5 } }))
    expect([lists[0]!.limit, lists[6]!.limit, monthlyEdits]).toEqual([20, 20, 5])
  })

  it('say what can’t be listed, and why', async () => {
    const root = project(
      {
        'app.js': `
        wx.request({ url: 'http://127.0.0.1:3000' }); wx.request({ url: 'http://api.example.com' })
        wx.request({ url: 'https://api.weixin.qq.com/x' }); wx.request({ url: 'https://8.8.8.8/' })
        wx.request({ url: 'https://a_b.example.com/x' })
        const udp = wx.createUDPSocket(); udp.send({ address: 'udp.example.com', port: 1, message: '' })`,
      },
      {},
    )
    const { lists } = await json(root)
    expect(lists.flatMap(({ unlistable }) => unlistable.map(({ origin, reason }) => `${origin} ${reason}`))).toEqual([
      'http://127.0.0.1:3000 loopback',
      'http://api.example.com scheme',
      'https://8.8.8.8 ip',
      'https://a_b.example.com refused',
      'https://api.weixin.qq.com forbidden',
      expect.stringMatching(/^udp:\/\/udp\.example\.com(?::1)? not-needed$/),
    ])
  })

  it('are one where a console has one list for several categories, by registrable domains where it goes by those', async () => {
    const calls = ['https://a.example.com.cn', 'https://b.example.com.cn'].map((url) => `my.request({ url: '${url}' })`)
    const root = makeTree({
      'app.js': [...calls, "my.uploadFile({ url: 'https://c.example.com.cn' })"].join('\n'),
      'mini.project.json': '{}',
    })
    const output = await json(root, ['--platform', 'alipay'])
    expect(entriesOf(output)).toEqual({ 'request+uploadFile': ['https://example.com.cn'], webview: [] })
    expect(output.lists[0]!.entries[0]!.origins).toHaveLength(3)
    expect([output.monthlyEdits, output.lists[0]!.limit]).toEqual([null, null])
  })

  it('are written without scheme where the console wants it so, and are none where there are none', async () => {
    expect((await json(project({}, {}), ['--platform', 'web'])).lists).toEqual([])
    const { code, out } = await mpDomains(project({}, {}), ['domains', '--platform', 'app'])
    expect([code, out.includes('This platform has no lists.')]).toEqual([0, true])
  })

  it('are those of the environment that is named', async () => {
    const root = project({
      '.env.trial': 'VITE_API=https://trial.example.com',
      'app.js': 'wx.request({ url: import.meta.env.VITE_API })',
    })
    expect(entriesOf(await json(root, ['--env', 'trial'])).request).toEqual(['https://trial.example.com'])
    expect(entriesOf(await json(root)).request).toEqual([])
  })
})

describe('against the console', () => {
  const LISTS = {
    request: ['https://api.example.com/', 'https://old.example.com'],
    uploadFile: [],
    socket: ['wss://ws.example.com'],
  }

  it('tells what to add and what that costs', async () => {
    const output = await json(project({ 'console.json': JSON.stringify(LISTS) }), ['--against', 'console.json'])
    expect(output.code).toBe(1)
    expect(output.against).toMatchObject({ newDomains: 2, edits: { add: 1, all: 1 }, date: null })
    expect(compared(output, 'request').add.map(({ entry }) => entry)).toEqual(['https://new.example.com:8443'])
    expect(compared(output, 'uploadFile').add.map(({ entry }) => entry)).toEqual(['https://api.example.com'])
    expect(compared(output, 'socket')).toMatchObject({ add: [], unused: [] })
    expect(compared(output, 'webview').have).toBeNull()
  })

  it('needs one edit for server domains and one for web-view domains', async () => {
    const root = project({
      'index.wxml': '<web-view src="https://m.example.com/x" />',
      'console.json': JSON.stringify({ requestdomain: ['https://api.example.com'], bizdomain: [] }),
    })
    expect((await json(root, ['--against', 'console.json'])).against!.edits).toEqual({ add: 2, all: 2 })
  })

  it('fails only where something is missing, and where the project wants it', async () => {
    const all = {
      request: ['https://api.example.com', 'https://new.example.com:8443'],
      uploadFile: ['https://api.example.com'],
    }
    const file = { 'console.json': JSON.stringify(all) }
    expect((await json(project(file), ['--against', 'console.json'])).code).toBe(0)
    const lenient = { ...CONFIG, failOn: 'never' }
    const none = { 'console.json': '{ "request": [] }' }
    expect((await json(project(none, lenient), ['--against', 'console.json'])).code).toBe(0)
  })

  it('does not call an entry unused that is asked for with another scheme or port', async () => {
    const root = project({
      'app.js':
        "wx.request({ url: 'http://plain.example.com/x' }); wx.request({ url: 'https://port.example.com:1/x' })",
      'console.json': '{ "request": ["https://plain.example.com", "https://port.example.com"] }',
    })
    const { add, unused } = compared(await json(root, ['--against', 'console.json']), 'request')
    expect(add.map(({ entry }) => entry)).toEqual(['https://port.example.com:1'])
    expect(unused.map(({ entry }) => entry)).toEqual(['https://port.example.com'])
  })

  it('tells what used an entry last, and only then that it can go', async () => {
    const root = project({
      'pages/old.js': "// the old shop\nwx.request({ url: 'https://old.example.com/v1' })\n",
      'console.json': JSON.stringify({
        request: [
          'https://api.example.com',
          'https://new.example.com:8443',
          'https://old.example.com',
          'https://never.example.com',
        ],
        uploadFile: ['https://api.example.com'],
      }),
    })
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd: root,
        encoding: 'utf8',
      })
    git('init', '-q')
    git('add', '-A')
    git('commit', '-qm', 'one')
    rmSync(join(root, 'pages/old.js'))
    git('commit', '-qam', 'two')
    writeFileSync(join(root, 'other.js'), '1')
    git('add', '-A')
    git('commit', '-qm', 'three')
    const output = await json(root, ['--against', 'console.json'])
    const [never, old] = compared(output, 'request').unused
    expect(never).toMatchObject({ entry: 'https://never.example.com', removable: false, last: null })
    expect(old).toMatchObject({ entry: 'https://old.example.com', removable: true, named: null })
    expect(old!.last).toMatchObject({
      use: { file: 'pages/old.js', line: 2 },
      commit: git('rev-parse', '--short', 'HEAD~1').trim(),
      date: git('log', '-1', '--format=%cs', 'HEAD~1').trim(),
    })
    expect([output.code, output.against!.edits]).toEqual([0, { add: 0, all: 1 }])
    const { out } = await mpDomains(root, ['domains', '--against', 'console.json'])
    expect(out).toMatch(
      /\? https:\/\/old\.example\.com +last used by wx\.request pages\/old\.js:2, taken out by \w+ on [\d-]+: can be removed/,
    )
    expect(out).toContain('no git history here names it: ask who needs it before it is removed')
    expect(out).not.toMatch(/never\.example\.com.*can be removed/)
  })

  it('keeps what the source still names, and what calls of unknown hosts may need', async () => {
    const root = project({
      'app.js': "export const OSS = 'https://oss.example.com'\nwx.downloadFile({ url: getApp().globalData.unknown })",
      'console.json': '{ "request": ["https://oss.example.com"], "downloadFile": ["https://cdn.example.com"] }',
    })
    const output = await json(root, ['--against', 'console.json'])
    expect(compared(output, 'request').unused[0]).toMatchObject({
      named: { file: 'app.js', line: 1 },
      removable: false,
    })
    expect(compared(output, 'downloadFile').unused[0]).toMatchObject({ unresolved: 1, removable: false })
    expect(output.against!.edits).toEqual({ add: 0, all: 0 })
  })
})

describe('a console that several environments share', () => {
  const app = (domains: object) => ({
    platform: 'wechat',
    pulled: '2026-11-01T08:00:00Z',
    api: 'getwxadevinfo',
    domains,
  })
  const lock = {
    version: 1,
    appids: {
      [APPID]: app({ request: ['https://prod.example.com'] }),
      wxOther: app({ request: ['https://dev.example.com', 'https://gone.example.com'] }),
    },
  }
  const files = {
    'app.js': 'wx.request({ url: import.meta.env.VITE_API })',
    '.env.production': 'VITE_API=https://prod.example.com',
    '.env.trial': 'VITE_API=https://trial.example.com',
    '.env.qa': 'VITE_API=https://qa.example.com',
    '.env.development': 'VITE_API=https://dev.example.com',
    [LOCK_NAME]: JSON.stringify(lock),
  }
  const config = {
    domains: {
      production: { fromLock: {} },
      qa: { fromLock: { appid: 'wxOther' } },
      development: { fromLock: { appid: 'wxOther' } },
    },
  }

  it('is compared with the union of what they ask for', async () => {
    const output = await json(project(files, config), ['--against', 'console'])
    expect([output.appid, output.environments]).toEqual([APPID, ['production', 'trial']])
    expect(output.against!.date).toBe('2026-11-01')
    expect(compared(output, 'request')).toMatchObject({
      have: ['https://prod.example.com'],
      add: [{ entry: 'https://trial.example.com', origins: [{ environments: ['trial'] }] }],
      unused: [],
    })
  })

  it('is that of the appid that the environment’s set names, or of one that is named', async () => {
    for (const argv of [
      ['--env', 'qa'],
      ['--appid', 'wxOther'],
    ]) {
      const output = await json(project(files, config), ['--against', 'console', ...argv])
      expect([output.appid, output.environments]).toEqual(['wxOther', ['development', 'qa']])
      expect(compared(output, 'request').unused.map(({ entry }) => entry)).toEqual(['https://gone.example.com'])
      expect(compared(output, 'request').add.map(({ entry }) => entry)).toEqual(['https://qa.example.com'])
    }
  })

  it('leaves development out where it has no findings', async () => {
    const output = await json(project(files, { domains: { production: { fromLock: {} } } }), ['--against', 'console'])
    expect(output.environments).toEqual(['production', 'trial'])
  })
})

describe('files that hold the console’s lists', () => {
  const have = async (text: string, name = 'console.txt') => {
    const output = await json(project({ [name]: text }), ['--against', name])
    return Object.fromEntries(
      output.against!.lists.flatMap((list) => (list.have ? [[list.categories[0], list.have]] : [])),
    )
  }

  it('may be text, by our names or the console’s', async () => {
    expect(
      await have(
        'request合法域名\nhttps://b.example.com\nhttps://a.example.com/\n\nsocket: wss://w.example.com；wss://v.example.com\n业务域名\n- https://m.example.com\nupload\n',
      ),
    ).toEqual({
      request: ['https://a.example.com', 'https://b.example.com'],
      socket: ['wss://v.example.com', 'wss://w.example.com'],
      webview: ['https://m.example.com'],
      uploadFile: [],
    })
  })

  it.each([
    ['a domain set', { request: ['https://a.example.com'] }],
    ['WeChat’s answer', { errcode: 0, requestdomain: ['https://a.example.com'] }],
    ['WeChat’s answer for third-party platforms', { effective_domain: { requestdomain: ['https://a.example.com'] } }],
    ['Douyin’s answer', { err_no: 0, data: { request: ['https://a.example.com'] } }],
  ])('may be %s', async (_, value) => {
    expect(await have(JSON.stringify(value), 'console.json')).toEqual({ request: ['https://a.example.com'] })
  })

  it('may be what the command wrote itself, which then is in step', async () => {
    const root = project()
    expect((await mpDomains(root, ['domains', '--format', 'json', '--output', 'lists.json'])).out).toBe('')
    const output = await json(root, ['--against', 'lists.json'])
    expect([output.code, output.against!.newDomains]).toEqual([0, 0])
  })

  it.each([
    [['--against', 'nothing.txt'], 'there is no file'],
    [['--against', 'README'], 'no list was found'],
    [['--against', 'empty.json'], 'no list was found'],
    [['--against', 'console'], 'mp-domains pull'],
    [['--format', 'md'], 'unknown format'],
    [['--output', 'app.js/x'], "can't write"],
  ])('%j is told', async (argv, words) => {
    const root = project({ README: 'hello https://a.example.com', 'empty.json': '[]' })
    const { code, out, err } = await mpDomains(root, ['domains', ...argv])
    expect([code, out, err.includes(words)]).toEqual([2, '', true])
  })

  it('has no lists of an appid that was never read', async () => {
    const root = project({ [LOCK_NAME]: '{ "version": 1, "appids": {} }' })
    const { code, err } = await mpDomains(root, ['domains', '--against', 'console'])
    expect([code, err.includes(`mp-domains pull --appid ${APPID}`)]).toEqual([2, true])
  })
})

describe('forms', () => {
  const file = { 'console.json': JSON.stringify({ request: ['https://api.example.com'], uploadFile: [] }) }

  it('Markdown begins with what is to be done, and shows only text', async () => {
    const root = project({ ...file, 'app.js': `${APP}\nwx.request({ url: 'https://a|b.example.com' })` })
    const { out } = await mpDomains(root, ['domains', '--format', 'markdown', '--against', 'console.json'])
    expect(out.split('\n')[0]).toBe(
      "### mp-domains: needs 2 new console domains, 1 edit of the 50 a month; ask the console's admin",
    )
    expect(out).toContain(
      '| add | request合法域名 | `https://new.example.com:8443` | production, trial&#58; app.js:4 |'.replace(
        '&#58;',
        ':',
      ),
    )
    expect(out).toContain('```text\nhttps://api.example.com\nhttps://new.example.com:8443\n```')
    for (const line of out.split('\n').filter((text) => text.startsWith('|'))) {
      expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6)
    }
  })

  it('text says the same, in English and in Chinese', async () => {
    for (const [lang, words] of [
      ['en', "needs 2 new console domains, 1 edit of the 50 a month; ask the console's admin"],
      ['zh', '需新增 2 个后台域名，占用 1 次修改（每月共 50 次），请联系管理员'],
    ]) {
      const root = project(file, { ...CONFIG, lang })
      const { out } = await mpDomains(root, ['domains', '--against', 'console.json'])
      expect(out).toContain(words)
      if (lang === 'zh')
        expect(out.replace(/https?:\S+|WeChat|production|trial|request|uploadFile/g, '')).not.toMatch(
          /\b(?:the|needs|calls?)\b/,
        )
    }
  })

  it('is told what does not fit', async () => {
    const entries = Array.from({ length: 20 }, (_, index) => `https://h${index}.example.com`)
    const root = project(
      { 'console.json': JSON.stringify({ request: entries }) },
      { ...CONFIG, limits: { perCategory: 20 } },
    )
    const { out } = await mpDomains(root, ['domains', '--against', 'console.json'])
    expect(out).toContain('! 22 entries are more than the 20 that fit')
  })

  it('is the same every time', async () => {
    const root = project(file)
    const run = () => mpDomains(root, ['domains', '--format', 'json', '--against', 'console.json'])
    expect(await run()).toEqual(await run())
    expect(readFileSync(join(root, 'console.json'), 'utf8')).toBe(file['console.json'])
  })
})

describe('removed lines of a diff', () => {
  it('stand where they stood', () => {
    const diff = [
      'diff --git a/pages/a.js b/pages/a.js',
      '--- a/pages/a.js',
      '+++ b/pages/a.js',
      '@@ -3,2 +3,1 @@ Page({',
      '-  old line',
      "-  url: 'https://h.example.com',",
      "+  url: 'https://other.example.com',",
      '--- a/b.js',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-// h.example.com',
    ].join('\n')
    expect(removedLines(diff, 'h.example.com')).toEqual([
      { file: 'pages/a.js', line: 4, column: 17 },
      { file: 'b.js', line: 1, column: 4 },
    ])
  })
})
