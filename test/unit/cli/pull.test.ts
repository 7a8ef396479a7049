import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pullCommand } from '../../../src/cli/pull'
import type { PullFlags } from '../../../src/cli/console-flags'
import { UsageError } from '../../../src/cli/io'
import { CONSOLE_APIS } from '../../../src/console/apis'
import { LOCK_NAME, type Lock } from '../../../src/console/lock'
import { consoleServer, status, type Got, type Reply } from './console-server'
import { mpDomains, recorder } from './run'
import { makeTree } from './tree'

const APPID = 'wx0123456789abcdef'
/** With characters that URLs and JSON write in another way. */
const TOKEN = '99_AbC/d+E=f"gh%20-SeCrEt'

const OWN = {
  errcode: 0,
  errmsg: 'ok',
  requestdomain: ['https://b.example.com', 'https://a.example.com/'],
  wsrequestdomain: ['wss://ws.example.com'],
  uploaddomain: [],
  downloaddomain: ['https://a.example.com'],
  udpdomain: ['udp://udp.example.com'],
  bizdomain: ['https://m.example.com'],
}

const project = (files: Record<string, string> = {}) =>
  makeTree({ 'project.config.json': JSON.stringify({ appid: APPID }), 'app.json': '{}', ...files })

const lockOf = (root: string) => JSON.parse(readFileSync(join(root, LOCK_NAME), 'utf8')) as Lock

/** Runs `pull` against a server, without waiting between attempts. */
async function pull(
  replies: Record<string, Reply | Reply[]>,
  flags: PullFlags = {},
  files: Record<string, string> = {},
  root = project(files),
) {
  const { base, requests } = await consoleServer(replies)
  const io = recorder(root, { MP_DOMAINS_TOKEN: TOKEN })
  const pauses: number[] = []
  const sleep = (milliseconds: number) => (pauses.push(milliseconds), Promise.resolve())
  const code = await pullCommand(undefined, { baseUrl: base, ...flags }, io, { sleep })
  for (const text of [io.said.out, io.said.err]) expectNoToken(text)
  return { code, root, requests, pauses, ...io.said }
}

function expectNoToken(text: string): void {
  expect(text).not.toContain('SeCrEt')
  expect(text).not.toContain('99_AbC')
}

describe('WeChat', () => {
  it('reads the lists of an ordinary mini program with its own token', async () => {
    const { code, root, requests, out, err } = await pull({ '/wxa/getwxadevinfo': OWN })
    expect([code, err]).toEqual([0, ''])
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({ method: 'POST', query: { access_token: TOKEN }, body: {} })
    const app = lockOf(root).appids[APPID]!
    expect(app).toEqual({
      platform: 'wechat',
      pulled: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      api: 'getwxadevinfo',
      domains: {
        request: ['https://a.example.com', 'https://b.example.com'],
        uploadFile: [],
        downloadFile: ['https://a.example.com'],
        socket: ['wss://ws.example.com'],
        udp: ['udp://udp.example.com'],
        webview: ['https://m.example.com'],
      },
    })
    expect(out).toContain('request  request合法域名: 2')
    expect(out).toContain('tcp  tcp合法域名: not told by this API, so unknown')
    expect(readdirSync(root).sort()).toEqual(['app.json', LOCK_NAME, 'project.config.json'])
  })

  it.each([
    ['get_effective_domain', 'effective_domain', '/wxa/get_effective_webviewdomain', 'effective_webviewdomain', {}],
    ['modify_domain', null, '/wxa/setwebviewdomain', 'webviewdomain', { action: 'get' }],
    ['modify_domain_directly', null, '/wxa/setwebviewdomain_directly', 'webviewdomain', { action: 'get' }],
  ])('reads %s for third-party platforms', async (api, holder, webviewPath, webview, body) => {
    const lists = { requestdomain: ['https://a.example.com'], tcpdomain: ['tcp://t.example.com'] }
    const { code, root, requests } = await pull(
      {
        [`/wxa/${api}`]: { errcode: 0, errmsg: 'ok', ...(holder ? { [holder]: lists } : lists) },
        [webviewPath]: { errcode: 0, [webview]: ['https://m.example.com/'] },
      },
      { api },
    )
    expect(code).toBe(0)
    expect(requests.map((got) => got.body)).toEqual([body, body])
    expect(lockOf(root).appids[APPID]).toMatchObject({
      api,
      domains: { request: ['https://a.example.com'], tcp: ['tcp://t.example.com'], webview: ['https://m.example.com'] },
    })
    expect(lockOf(root).appids[APPID]!.domains.socket).toBeUndefined()
  })

  it('takes an account that can have no web-view domains as one that has none', async () => {
    const { code, root } = await pull(
      {
        '/wxa/modify_domain': { errcode: 0, requestdomain: ['https://a.example.com'] },
        '/wxa/setwebviewdomain': { errcode: 89231, errmsg: 'not support single' },
      },
      { api: 'modify_domain' },
    )
    expect([code, lockOf(root).appids[APPID]!.domains.webview]).toEqual([0, []])
  })
})

describe('other platforms', () => {
  it('reads Douyin, with the token in a header', async () => {
    const { code, root, requests } = await pull(
      {
        '/api/apps/v2/domain/modify_server_domain/': {
          err_no: 0,
          err_msg: '',
          data: { request: ['www.example.com'], socket: [], upload: [], download: ['cdn.example.com'] },
        },
        '/api/apps/v2/domain/modify_webview_domain/': { err_no: 0, err_msg: '', data: { webview: ['m.example.com'] } },
      },
      { platform: 'douyin', appid: 'tt01' },
    )
    expect(code).toBe(0)
    expect(requests.map(({ headers, query, body }) => [headers['access-token'], query, body])).toEqual([
      [TOKEN, {}, { action: 'get' }],
      [TOKEN, {}, { action: 'get' }],
    ])
    expect(lockOf(root).appids.tt01).toMatchObject({
      platform: 'douyin',
      domains: { request: ['www.example.com'], downloadFile: ['cdn.example.com'], webview: ['m.example.com'] },
    })
  })

  it('reads Douyin’s first version, whose web-view list is the data itself', async () => {
    const { code, root, requests } = await pull(
      {
        '/openapi/v1/microapp/app/modify_server_domain': { errno: 0, message: 'success', data: { request: ['a.com'] } },
        '/openapi/v1/microapp/app/modify_webview_domain': { errno: 0, message: 'success', data: ['m.com'] },
      },
      { platform: 'mp-toutiao', appid: 'tt01', api: 'modify_server_domain_v1', componentAppid: 'tt99' },
    )
    expect(code).toBe(0)
    expect(requests[0]!.query).toEqual({ component_appid: 'tt99', authorizer_access_token: TOKEN })
    expect(lockOf(root).appids.tt01!.domains).toMatchObject({ request: ['a.com'], webview: ['m.com'] })
  })

  it('reads Kuaishou, whose success is 1', async () => {
    const lists = { request: ['a.com'], socket: [], upload_file: ['u.com'], download_file: [], udp: [] }
    const { code, root } = await pull(
      { '/openapi/mp/auth/app/server_domain': { result: 1, error_msg: 'success', ...lists } },
      { platform: 'ks', appid: 'ks01', componentAppid: 'ks99' },
    )
    expect([code, lockOf(root).appids.ks01!.domains]).toMatchObject([0, { request: ['a.com'], uploadFile: ['u.com'] }])
    expect(lockOf(root).appids.ks01!.domains.webview).toBeUndefined()
  })

  it('reads QQ', async () => {
    const { code } = await pull(
      { '/api/component/domain/modify_domain': { errcode: 0, errmsg: 'ok', requestdomain: ['https://www.qq.com'] } },
      { platform: 'qq', appid: '1101' },
    )
    expect(code).toBe(0)
  })

  it('says where none is known', async () => {
    const said = await mpDomains(project(), ['pull', '--platform', 'alipay'], { MP_DOMAINS_TOKEN: TOKEN })
    expect(said).toMatchObject({ code: 2, out: '' })
    expect(said.err).toContain('no server API of Alipay mini program')
    expect(said.err).toContain('--against <file>')
  })
})

describe('failures leave the lock file as it was', () => {
  /** Runs against replies of the usual API and gives the message. */
  async function failure(reply: Reply | Reply[], flags: PullFlags = {}) {
    const before = '{\n  "version": 1,\n  "appids": {}\n}\n'
    const result = await pull({ '/wxa/getwxadevinfo': reply }, flags, { [LOCK_NAME]: before })
    expect(result).toMatchObject({ code: 1, out: '' })
    expect(readFileSync(join(result.root, LOCK_NAME), 'utf8')).toBe(before)
    return result
  }

  it.each(
    CONSOLE_APIS.filter(({ name }) => name === 'getwxadevinfo').flatMap(({ errors }) =>
      Object.entries(errors.rows).flatMap(([code, row]) => (row.empty ? [] : [[Number(code), row.text.en] as const])),
    ),
  )('the platform’s code %i is explained', async (code, meaning) => {
    const { err, requests } = await failure({ errcode: code, errmsg: `some words, token ${TOKEN}` })
    expect(err).toContain(`getwxadevinfo: errcode ${code} (some words, token ***): ${meaning}`)
    expect(requests).toHaveLength(code === -1 ? 4 : 1)
  })

  it('a token that the platform repeats is hidden also where the text is cut', async () => {
    for (const length of [130, 145, 155]) {
      const { err } = await failure({ errcode: 40001, errmsg: `${'x'.repeat(length)}${TOKEN}${'y'.repeat(100)}` })
      expect(err).not.toContain('99_')
    }
  })

  it('a code that nobody explains is told with the platform’s page', async () => {
    expect((await failure({ errcode: 4711, errmsg: '' })).err).toContain('errcode 4711: a code that the documents')
  })

  it('5xx is tried again, with longer pauses each time', async () => {
    const { err, requests, pauses } = await failure(status(502, 'bad gateway'))
    expect([requests.length, pauses]).toEqual([4, [500, 1000, 2000]])
    expect(err).toContain('HTTP 502')
    expect((await failure(status(503), { retries: '0' })).requests).toHaveLength(1)
  })

  it('the server may ask for a longer pause, but not for any', async () => {
    const slow = status(429, '', { 'retry-after': '7' })
    const endless = status(503, '', { 'retry-after': '9999' })
    const dated = status(503, '', { 'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT' })
    expect((await failure([slow, endless, dated, status(400)])).pauses).toEqual([7000, 30_000, 2000])
  })

  it.each([400, 401, 403, 404])('HTTP %i is final', async (code) => {
    const { err, requests } = await failure(status(code, TOKEN))
    expect(requests).toHaveLength(1)
    expect(err).toContain(`HTTP ${code}`)
  })

  it('a redirect is not followed', async () => {
    const { err, requests } = await failure(status(302, '', { location: '/elsewhere' }))
    expect(requests.map(({ path }) => path)).toEqual(['/wxa/getwxadevinfo'])
    expect(err).toContain('redirects (HTTP 302)')
  })

  it.each([
    ['a login page', `<html>${TOKEN}</html>`, 'no JSON (it begins with “<html>***</html>”)'],
    ['nothing', '', 'no JSON'],
    ['half an answer', '{ "errcode": 0, "requestdo', 'no JSON'],
  ])('%s is no JSON', async (_, text, words) => expect((await failure(status(200, text))).err).toContain(words))

  it.each([
    ['an array', status(200, '[]')],
    ['a success without lists', { errcode: 0, errmsg: 'ok' }],
    ['a list that is none', { errcode: 0, requestdomain: 'https://a.example.com' }],
    ['a list of other things', { errcode: 0, requestdomain: [{ url: 'https://a.example.com' }] }],
  ])('%s is JSON of another form', async (_, reply) =>
    expect((await failure(reply)).err).toContain('another form than documented'),
  )

  it('an answer that never comes runs out of time', async () => {
    const { err, requests } = await failure(() => {}, { timeout: '0.1', retries: '1' })
    expect([err.includes('no answer within 0.1 s'), requests.length]).toEqual([true, 2])
  })

  it('an answer that begins and never ends runs out of time', async () => {
    const { err } = await failure((response) => void response.writeHead(200).write('{'), {
      timeout: '0.2',
      retries: '0',
    })
    expect(err).toContain('no answer within 0.2 s')
  })

  it('an answer without end is cut off', async () => {
    const chunk = 'x'.repeat(1024 * 1024)
    const { err } = await failure((response) => {
      response.writeHead(200)
      const more = () => {
        if (!response.destroyed) response.write(chunk, () => setImmediate(more))
      }
      more()
    })
    expect(err).toContain('larger than 4 MB')
  })

  it('a connection that breaks is tried again, and may succeed', async () => {
    const broken: Reply = (response) => void response.socket?.destroy()
    const { code, requests, err } = await pull({ '/wxa/getwxadevinfo': [broken, status(500), OWN] })
    expect([code, requests.length]).toEqual([0, 3])
    expect(err).toContain('again in 0.5 s')
  })

  it('no server at all is no connection', async () => {
    const { err } = await failure(OWN, { baseUrl: 'http://127.0.0.1:1', retries: '0' })
    expect(err).toMatch(/no connection: (?:ECONNREFUSED|bad port)/)
  })

  it('lists that are all empty are not written, and the right API is named', async () => {
    const empty = { errcode: 0, requestdomain: [], wsrequestdomain: [], bizdomain: [] }
    expect((await failure(empty)).err).toContain('the console has none yet, or the token is of another account')
    const effective = { errcode: 0, effective_domain: { requestdomain: [], tcpdomain: [] } }
    const third = await pull(
      {
        '/wxa/get_effective_domain': effective,
        '/wxa/get_effective_webviewdomain': { errcode: 0, effective_webviewdomain: [] },
      },
      { api: 'get_effective_domain' },
    )
    expect([third.code, existsSync(join(third.root, LOCK_NAME))]).toEqual([1, false])
    expect(third.err).toContain('--api getwxadevinfo')
    const wanted = await pull({ '/wxa/getwxadevinfo': empty }, { allowEmpty: true })
    expect([wanted.code, lockOf(wanted.root).appids[APPID]!.domains]).toEqual([
      0,
      { request: [], socket: [], webview: [] },
    ])
  })
})

describe('the lock file', () => {
  it('holds several appids, and tells what changed', async () => {
    const root = project()
    await pull({ '/wxa/getwxadevinfo': OWN }, { appid: 'wx1' }, {}, root)
    const first = await pull({ '/wxa/getwxadevinfo': OWN }, {}, {}, root)
    expect(first.out).not.toContain('    + ')
    const changed = { ...OWN, requestdomain: ['https://a.example.com', 'https://new.example.com'] }
    const { out } = await pull({ '/wxa/getwxadevinfo': changed }, {}, {}, root)
    expect(out).toContain('    + https://new.example.com\n    - https://b.example.com\n')
    expect(Object.keys(lockOf(root).appids)).toEqual([APPID, 'wx1'])
    expect(lockOf(root).appids.wx1!.domains.request).toContain('https://b.example.com')
  })

  it('lies beside the configuration, or where it is already', async () => {
    const root = project({
      'mp-domains.config.json': '{ "domains": { "fromLock": {} } }',
      'miniprogram/project.config.json': JSON.stringify({ appid: APPID }),
    })
    const { base } = await consoleServer({ '/wxa/getwxadevinfo': OWN })
    const said = await mpDomains(root, ['pull', 'miniprogram', '--base-url', base], { MP_DOMAINS_TOKEN: TOKEN })
    expect([said.code, said.err]).toEqual([0, ''])
    expect(existsSync(join(root, LOCK_NAME))).toBe(true)
    // And is what the configuration names.
    writeFileSync(join(root, 'miniprogram/app.js'), "wx.request({ url: 'https://c.example.com' })")
    const check = await mpDomains(root, ['check', 'miniprogram', '--format', 'json'])
    expect(check.code).toBe(1)
    const { findings } = JSON.parse(check.out) as { findings: { code: string; help: string }[] }
    const unlisted = findings.find(({ code }) => code === 'domain-not-listed')!
    // The way out is the console and this command, not a list in the configuration.
    expect(unlisted.help).toContain('npx mp-domains pull')
    expect(unlisted.help).not.toContain('domains: {')
  })

  it('is not written over where it can’t be read', async () => {
    await expect(pull({ '/wxa/getwxadevinfo': OWN }, {}, { [LOCK_NAME]: '<<<<<<<' })).rejects.toThrow(UsageError)
  })

  it('is told as JSON too, with entries that no call can match', async () => {
    const odd = { ...OWN, requestdomain: ['https://my_host.example.com'] }
    const { out } = await pull({ '/wxa/getwxadevinfo': odd }, { format: 'json' })
    const json = JSON.parse(out) as { changes: { category: string; odd: string[] }[] }
    expect(json.changes[0]).toMatchObject({ category: 'request', odd: ['https://my_host.example.com'] })
  })
})

describe('the token', () => {
  it('comes from the environment, by the name that is given', async () => {
    const { base, requests } = await consoleServer({ '/wxa/getwxadevinfo': OWN })
    const argv = ['pull', '--base-url', base, '--token-env', 'CI_TOKEN']
    expect((await mpDomains(project(), argv, { CI_TOKEN: TOKEN, MP_DOMAINS_TOKEN: 'other' })).code).toBe(0)
    expect(requests[0]!.query.access_token).toBe(TOKEN)
  })

  it('comes from standard input where that is said', async () => {
    const { base, requests } = await consoleServer({ '/wxa/getwxadevinfo': OWN })
    const argv = ['pull', '--base-url', base, '--token-stdin']
    expect((await mpDomains(project(), argv, {}, `${TOKEN}\n`)).code).toBe(0)
    expect(requests[0]!.query.access_token).toBe(TOKEN)
    expect((await mpDomains(project(), argv, { MP_DOMAINS_TOKEN: TOKEN }, '')).err).toContain('standard input held no')
  })

  it.each([['--token', TOKEN], [`--token=${TOKEN}`], ['--access-token', TOKEN], [`--accessToken=${TOKEN}`]])(
    'is refused as an argument, whatever it is called, and not repeated: %s',
    async (...words) => {
      for (const command of [['pull'], ['check'], []]) {
        const said = await mpDomains(project(), [...command, ...words])
        expect([said.code, said.out]).toEqual([2, ''])
        expect(said.err).toContain('never taken from an argument')
        expectNoToken(said.err)
      }
    },
  )

  it('is asked for where there is none', async () => {
    const { code, err } = await mpDomains(project(), ['pull'])
    expect([code, err.includes('MP_DOMAINS_TOKEN'), err.includes('--token-stdin')]).toEqual([2, true, true])
    expect((await mpDomains(project(), ['pull'], { MP_DOMAINS_TOKEN: 'two words' })).code).toBe(2)
  })

  it('stands in no error, not even in one that nobody foresaw', async () => {
    const io = recorder(project(), { MP_DOMAINS_TOKEN: TOKEN })
    const send = () => {
      throw Object.assign(new Error(`https://x/?t=${encodeURIComponent(TOKEN)}`), { cause: new Error(TOKEN) })
    }
    const error = await pullCommand(undefined, {}, io, { send }).catch((thrown: Error) => thrown)
    expect(error).toBeInstanceOf(Error)
    const { message, stack, cause } = error as Error
    for (const text of [message, stack!, (cause as Error).message, (cause as Error).stack!]) expectNoToken(text)
  })

  it('stands in no file', async () => {
    const { code, root } = await pull({
      '/wxa/getwxadevinfo': { ...OWN, errmsg: TOKEN, requestdomain: [`https://${APPID}.com`] },
    })
    expect(code).toBe(0)
    for (const name of readdirSync(root)) expectNoToken(readFileSync(join(root, name), 'utf8'))
  })
})

describe('wrong use', () => {
  it.each([
    [{ api: 'getwxadevinf' }, "did you mean 'getwxadevinfo'?"],
    [{ baseUrl: 'proxy.example.com' }, '--base-url wants'],
    [{ baseUrl: 'https://u:p@proxy.example.com' }, '--base-url wants'],
    [{ baseUrl: 'http://proxy.example.com' }, 'over plain http'],
    [{ timeout: 'soon' }, '--timeout wants'],
    [{ retries: '1.5' }, '--retries wants a whole number'],
    [{ platform: 'kuaishou', appid: 'ks1' }, '--component-appid'],
  ] satisfies [PullFlags, string][])('%j is told', async (flags, words) => {
    await expect(pull({}, flags)).rejects.toThrow(words)
  })

  it('needs an appid', async () => {
    await expect(pull({}, {}, {}, makeTree({ 'app.json': '{}' }))).rejects.toThrow('--appid')
  })

  it('keeps the path of a base URL', async () => {
    const { base, requests } = await consoleServer({ '/wechat/wxa/getwxadevinfo': OWN })
    const io = recorder(project(), { MP_DOMAINS_TOKEN: TOKEN })
    expect(await pullCommand(undefined, { baseUrl: `${base}/wechat/` }, io)).toBe(0)
    expect(requests.map(({ path }: Got) => path)).toEqual(['/wechat/wxa/getwxadevinfo'])
  })
})
