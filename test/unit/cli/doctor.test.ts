import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { LOCK_NAME } from '../../../src/console/lock'
import { makeCertificate, type Certificate } from './certificates'
import { mpDomains } from './run'
import { accept, listening, serve, type ServerSettings } from './tls-servers'
import { makeTree } from './tree'

let root: Certificate
let intermediate: Certificate
let good: Certificate
beforeAll(() => {
  root = makeCertificate({ name: 'Test Root', authority: true })
  intermediate = makeCertificate({ name: 'Test Intermediate', authority: true, issuer: root })
  good = makeCertificate({ name: 'api', hosts: ['*.example.com'], issuer: intermediate })
})

interface Host {
  host: string
  port: number
  categories: string[]
  addresses: string[]
  tls: { protocol: string | null; issuer: string; names: string[]; validTo: string } | null
  page: { status?: number; redirect?: string | null } | null
  sockets: { path: string; ok: boolean; status: number | null }[]
  problems: { code: string; severity: string; message: string; help: string }[]
}

/** Asks the hosts of domain sets, each led to a port of the loopback. */
async function doctor(
  domains: Record<string, string[]>,
  ports: Record<string, number>,
  argv: string[] = [],
  files: Record<string, string> = {},
) {
  const directory = makeTree({
    'mp-domains.config.json': JSON.stringify({ domains: { production: domains } }),
    'ca.pem': root.certificate,
    'app.json': '{}',
    ...files,
  })
  const routes = Object.entries(ports).flatMap(([host, port]) => [
    '--connect-to',
    `${host.includes(':') ? host : `${host}:443`}:127.0.0.1:${port}`,
  ])
  const said = await mpDomains(directory, ['doctor', '--format', 'json', '--ca', 'ca.pem', ...routes, ...argv])
  expect(said.err).toBe('')
  const { hosts } = JSON.parse(said.out) as { hosts: Host[] }
  return { code: said.code, hosts }
}

/** What is wrong with one https host; that it is on the loopback is no news here. */
async function problemsOf(settings: ServerSettings, argv: string[] = []) {
  const port = await serve(settings)
  const { code, hosts } = await doctor({ request: ['https://api.example.com'] }, { 'api.example.com': port }, argv)
  const [host] = hosts as [Host]
  const problems = host.problems.filter((problem) => problem.code !== 'private-address')
  return { code, host, problems, codes: problems.map((problem) => problem.code) }
}

const chain = (leaf: Certificate) => [leaf, intermediate]

describe('certificates', () => {
  it('is content with a good one', async () => {
    const { code, host, codes } = await problemsOf({ certificates: chain(good) })
    expect([code, codes]).toEqual([0, []])
    expect(host).toMatchObject({
      host: 'api.example.com',
      port: 443,
      categories: ['request'],
      addresses: ['127.0.0.1'],
      tls: { protocol: 'TLSv1.3', issuer: 'Test Intermediate', names: ['*.example.com'] },
      page: { status: 404, redirect: null },
    })
  })

  it.each([
    ['expired', { from: -90, to: -3 }, 'expired'],
    ['not valid yet', { from: 3, to: 90 }, 'not-yet-valid'],
    ['made out to another host', { hosts: ['www.example.org'] }, 'name-mismatch'],
  ])('one that is %s is told once', async (_, more, code) => {
    const leaf = makeCertificate({ name: 'api', hosts: ['api.example.com'], issuer: intermediate, ...more })
    const result = await problemsOf({ certificates: chain(leaf) })
    expect([result.code, result.codes]).toEqual([1, [code]])
    const date = result.host.tls!.validTo.slice(0, 10)
    if (code === 'expired') expect(result.problems[0]!.message).toBe(`the certificate expired on ${date}`)
    if (code === 'name-mismatch') expect(result.problems[0]!.message).toBe('the certificate is for www.example.org')
  })

  it.each([
    [29, ['expires-soon']],
    [31, []],
  ])('one that ends in %i days gives %j', async (to, codes) => {
    const leaf = makeCertificate({ name: 'api', hosts: ['api.example.com'], issuer: intermediate, to: to + 0.01 })
    const result = await problemsOf({ certificates: chain(leaf) })
    expect([result.code, result.codes]).toEqual([0, codes])
    if (to === 29) expect(result.problems[0]).toMatchObject({ severity: 'warn' })
  })

  it('one that is self-signed is told', async () => {
    const own = makeCertificate({ name: 'api', hosts: ['api.example.com'] })
    const result = await problemsOf({ certificates: [own] })
    expect([result.code, result.codes]).toEqual([1, ['self-signed']])
  })

  it('one whose intermediate is not sent is told', async () => {
    const result = await problemsOf({ certificates: [good] })
    expect([result.code, result.codes]).toEqual([1, ['chain-incomplete']])
    expect(result.problems[0]!.message).toContain('issued by Test Intermediate')
  })

  it('one of an authority that nobody trusts is told', async () => {
    const foreign = makeCertificate({ name: 'Foreign Root', authority: true })
    const leaf = makeCertificate({ name: 'api', hosts: ['api.example.com'], issuer: foreign })
    expect((await problemsOf({ certificates: [leaf, foreign] })).codes).toEqual(['untrusted'])
  })

  it('an intermediate that has expired is told, though the certificate itself has not', async () => {
    const old = makeCertificate({ name: 'Old', authority: true, issuer: root, from: -9, to: -1 })
    const leaf = makeCertificate({ name: 'api', hosts: ['api.example.com'], issuer: old })
    const result = await problemsOf({ certificates: [leaf, old] })
    expect(result.codes).toEqual(['expired'])
    expect(result.problems[0]!.message).toBe('a certificate of the chain has expired')
  })

  it('several things are told together, the worst first', async () => {
    const own = makeCertificate({ name: 'api', hosts: ['other.example.com'], from: -9, to: 5.5 })
    const result = await problemsOf({ certificates: [own] })
    expect(result.codes).toEqual(['self-signed', 'name-mismatch', 'expires-soon'])
  })

  it('nothing is trusted but the built-in authorities and what is given', async () => {
    const port = await serve({ certificates: chain(good) })
    const directory = makeTree({
      'mp-domains.config.json': '{ "domains": { "request": ["https://api.example.com"] } }',
    })
    const route = `api.example.com:443:127.0.0.1:${port}`
    const { code, out } = await mpDomains(directory, ['doctor', '--connect-to', route])
    expect([code, out.includes('✖ chain-incomplete') || out.includes('✖ untrusted')]).toEqual([1, true])
  })
})

describe('versions of TLS', () => {
  it.each(['TLSv1', 'TLSv1.1'] as const)('%s is too old, and named', async (version) => {
    const tls = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }
    const result = await problemsOf({ certificates: chain(good), tls })
    expect([result.code, result.codes]).toEqual([1, ['tls-version']])
    expect(result.host.tls!.protocol).toBe(version)
    expect(result.problems[0]!.message).toContain(`the best TLS version is ${version}`)
  })

  it('TLSv1.2 is enough', async () => {
    const result = await problemsOf({ certificates: chain(good), tls: { maxVersion: 'TLSv1.2' } })
    expect([result.codes, result.host.tls!.protocol]).toEqual([[], 'TLSv1.2'])
  })

  it('a port without TLS is told', async () => {
    expect((await problemsOf({})).codes).toEqual(['no-tls'])
  })
})

describe('connections', () => {
  it('a port that nothing listens on is told', async () => {
    const { hosts, code } = await doctor({ request: ['https://api.example.com'] }, { 'api.example.com': 1 })
    expect([code, hosts[0]!.problems[0]]).toMatchObject([
      1,
      { code: 'no-connection', message: 'no TLS connection (ECONNREFUSED)' },
    ])
  })

  it('a server that never speaks runs out of time', async () => {
    const port = await listening(createServer(() => {}))
    const { hosts } = await doctor({ request: ['https://api.example.com'] }, { 'api.example.com': port }, [
      '--timeout',
      '0.2',
    ])
    expect(hosts[0]!.problems[0]).toMatchObject({ code: 'no-connection', message: 'no TLS connection (timeout)' })
  })

  it('a server that shakes hands and never answers runs out of time', async () => {
    const { codes, problems } = await problemsOf({ certificates: chain(good), page: () => {} }, ['--timeout', '0.3'])
    expect([codes, problems[0]!.message]).toEqual([['no-answer'], 'no answer over HTTP (timeout)'])
  })

  it('a server that hangs up is told', async () => {
    const page: ServerSettings['page'] = (request) => void request.socket.destroy()
    expect((await problemsOf({ certificates: chain(good), page })).codes).toEqual(['no-answer'])
  })

  it('a name that does not resolve is told', async () => {
    const { hosts } = await doctor({ request: ['https://no-such-name.invalid'] }, {}, ['--timeout', '5'])
    expect(hosts[0]!.problems.map(({ code }) => code)).toEqual(['no-address'])
  })

  it('an address that phones do not reach is a warning', async () => {
    const port = await serve({ certificates: chain(good) })
    const { code, hosts } = await doctor({ request: ['https://api.example.com'] }, { 'api.example.com': port })
    expect([code, hosts[0]!.problems]).toMatchObject([0, [{ code: 'private-address', severity: 'warn' }]])
  })
})

describe('redirects', () => {
  const to = (location: string): ServerSettings => ({
    certificates: chain(good),
    page: (_, response) => void response.writeHead(302, { location }).end(),
  })

  it('to a host that is not listed is told, with the lists that lack it', async () => {
    const port = await serve(to('https://login.example.com/in'))
    const lists = {
      request: ['https://api.example.com', 'https://login.example.com'],
      webview: ['https://api.example.com'],
    }
    const ports = { 'api.example.com': port, 'login.example.com': await serve({ certificates: chain(good) }) }
    const { code, hosts } = await doctor(lists, ports)
    expect(code).toBe(0)
    expect(hosts[0]!.problems).toMatchObject([
      { code: 'private-address' },
      {
        code: 'redirect-not-listed',
        severity: 'warn',
        message: 'redirects (302) to https://login.example.com, which is not listed for webview',
      },
    ])
  })

  it.each([
    ['to plain http', 'http://api.example.com/', ['redirect-not-listed']],
    ['to another port', 'https://api.example.com:8443/', ['redirect-not-listed']],
    ['to what is no URL', 'https://', ['redirect-not-listed']],
    ['to itself, again and again', '/round', []],
    ['to a relative place that answers the same', 'x?y=1', []],
  ])('%s gives %j', async (_, location, codes) => expect((await problemsOf(to(location))).codes).toEqual(codes))

  it('inside the origin is followed to where it leads', async () => {
    const page: ServerSettings['page'] = ({ url }, response) => {
      const location = url === '/' ? '/app/' : url === '/app/' ? 'https://www.example.org/' : undefined
      response.writeHead(location ? 301 : 200, location ? { location } : {}).end()
    }
    const { problems } = await problemsOf({ certificates: chain(good), page })
    expect(problems[0]!.message).toContain('redirects (301) to https://www.example.org,')
  })
})

describe('sockets', () => {
  const sockets = async (settings: ServerSettings, argv: string[] = [], files: Record<string, string> = {}) => {
    const port = await serve({ certificates: chain(good), ...settings })
    const { code, hosts } = await doctor({ socket: ['wss://ws.example.com'] }, { 'ws.example.com': port }, argv, files)
    const codes = hosts[0]!.problems.map((problem) => problem.code).filter((name) => name !== 'private-address')
    return { code, codes, host: hosts[0]! }
  }

  it('are asked for an upgrade at the path that the source asks for', async () => {
    const files = { 'app.js': "wx.connectSocket({ url: 'wss://ws.example.com/chat/v2' })" }
    const { code, codes, host } = await sockets({ upgrade: '/chat/v2' }, [], files)
    expect([code, codes, host.sockets]).toEqual([0, [], [{ path: '/chat/v2', status: 101, ok: true, error: null }]])
    expect(host.page).toBeNull()
  })

  it('are asked at the path that is given, else at the root', async () => {
    expect((await sockets({ upgrade: '/live' }, ['--socket-path', 'live'])).codes).toEqual([])
    expect((await sockets({ upgrade: '/' })).codes).toEqual([])
    expect((await sockets({ upgrade: '/live' })).codes).toEqual(['upgrade-elsewhere'])
  })

  it('are asked at the ports that calls use, since one entry allows them all', async () => {
    const port = await serve({ certificates: chain(good), upgrade: '/a?t=1' })
    const files = { 'app.js': "wx.connectSocket({ url: 'wss://ws.example.com:9000/a?t=1' })" }
    const { hosts } = await doctor({ socket: ['wss://ws.example.com'] }, { 'ws.example.com:9000': port }, [], files)
    expect(hosts.map(({ host, port: number, sockets: [asked] }) => [host, number, asked?.path, asked?.ok])).toEqual([
      ['ws.example.com', 9000, '/a?t=1', true],
    ])
  })

  it('that answer without the right key are none', async () => {
    const { code, codes } = await sockets({ upgrade: (socket) => accept(socket, 'c29tZXRoaW5nIGVsc2U=') })
    expect([code, codes]).toEqual([1, ['no-upgrade']])
  })

  it('that hang up are none, those that answer in HTTP may be elsewhere', async () => {
    expect((await sockets({ upgrade: (socket) => void socket.destroy() })).codes).toEqual(['no-upgrade'])
    const { code, codes, host } = await sockets({})
    expect([code, codes, host.sockets[0]!.status]).toEqual([0, ['upgrade-elsewhere'], 404])
  })
})

describe('the command', () => {
  it('asks each host and port once, whatever lists name it', async () => {
    let pages = 0
    const port = await serve({ certificates: chain(good), page: (_, response) => (pages++, void response.end()) })
    const api = 'https://api.example.com'
    const lists = {
      request: [api, `${api}:8443`],
      uploadFile: [api],
      downloadFile: [api],
      tcp: ['tcp://api.example.com'],
    }
    const { hosts } = await doctor(lists, { 'api.example.com': port, 'api.example.com:8443': port })
    expect(hosts.map(({ port: number, categories }) => [number, categories])).toEqual([
      [443, ['request', 'uploadFile', 'downloadFile', 'tcp']],
      [8443, ['request']],
    ])
    expect(pages).toBe(2)
  })

  it('asks no more hosts at a time than it may', async () => {
    let open = 0
    let most = 0
    const page: ServerSettings['page'] = (_, response) => {
      most = Math.max(most, ++open)
      setTimeout(() => (open--, response.end()), 30)
    }
    const port = await serve({ certificates: chain(good), page })
    const hosts = Array.from({ length: 9 }, (_, index) => `h${index}.example.com`)
    const ports = Object.fromEntries(hosts.map((host) => [host, port]))
    const result = await doctor({ request: hosts.map((host) => `https://${host}`) }, ports, ['--concurrency', '3'])
    expect(result.hosts.map(({ host }) => host)).toEqual(hosts)
    expect([most <= 3, most > 1]).toEqual([true, true])
  })

  it('takes the lists that pull read where none are configured', async () => {
    const port = await serve({ certificates: chain(good) })
    const domains = { request: ['https://api.example.com'] }
    const app = { platform: 'wechat', pulled: '2026-11-01T00:00:00Z', api: 'getwxadevinfo', domains }
    const directory = makeTree({
      'project.config.json': '{ "appid": "wx1" }',
      [LOCK_NAME]: JSON.stringify({ version: 1, appids: { wx1: app } }),
      'ca.pem': root.certificate,
    })
    const argv = ['doctor', '--ca', 'ca.pem', '--connect-to', `api.example.com:443:127.0.0.1:${port}`]
    const { code, out } = await mpDomains(directory, argv)
    expect([code, out.split('\n')[0]]).toEqual([0, `wechat · production · ${LOCK_NAME}`])
    expect(out).toContain('1 host asked: 0 failed, 1 with warnings')
    writeFileSync(join(directory, LOCK_NAME), '{ "version": 1, "appids": {} }')
    expect(await mpDomains(directory, argv)).toMatchObject({ code: 2, out: '' })
  })

  it('gives a table that a person can read', async () => {
    const port = await serve({ certificates: chain(good), upgrade: '/' })
    const expired = await serve({
      certificates: chain(makeCertificate({ name: 'x', hosts: ['*.example.com'], issuer: intermediate, to: -0.5 })),
    })
    const directory = makeTree({
      'mp-domains.config.json': JSON.stringify({
        domains: { request: ['https://api.example.com'], socket: ['wss://ws.example.com:8443'] },
      }),
      'ca.pem': root.certificate,
    })
    const argv = ['doctor', '--ca', 'ca.pem', '--connect-to', `api.example.com:443:127.0.0.1:${expired}`]
    const { code, out } = await mpDomains(directory, [...argv, '--connect-to', `ws.example.com:8443:127.0.0.1:${port}`])
    expect(code).toBe(1)
    const lines = out.replace(/\d{4}-\d\d-\d\d/g, '2026-01-01').split('\n')
    expect(lines.slice(0, 10)).toEqual([
      'wechat · production · mp-domains.config.json',
      '',
      '   host                 lists    address    TLS      certificate until  WebSocket',
      '✖  api.example.com      request  127.0.0.1  TLSv1.3  2026-01-01',
      '!  ws.example.com:8443  socket   127.0.0.1  TLSv1.3  2026-01-01         ok /',
      '',
      'api.example.com',
      '  ✖ expired: the certificate expired on 2026-01-01',
      '    → renew it',
      '  ! private-address: resolves to 127.0.0.1, which phones outside do not reach',
    ])
    expect(lines.at(-2)).toBe('2 hosts asked: 1 failed, 1 with warnings')
  })

  it.each([
    [['--connect-to', 'a:b'], '--connect-to wants'],
    [['--ca', 'nothing.pem'], '--ca'],
    [['--timeout', '0'], '--timeout wants'],
    [['--concurrency', '1000'], '--concurrency wants'],
    [['--format', 'jsn'], "did you mean 'json'?"],
    [[], 'no lists are known'],
  ])('is told of wrong use: %j', async (argv, words) => {
    const { code, out, err } = await mpDomains(makeTree({ 'app.json': '{}' }), ['doctor', ...argv])
    expect([code, out, err.includes(words)]).toEqual([2, '', true])
  })
})
