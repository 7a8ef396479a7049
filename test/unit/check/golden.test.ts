import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkCalls } from '../../../src/check/calls'
import type { DomainSet, Severity } from '../../../src/check/types'
import { PLATFORMS } from '../../../src/platforms/index'
import { LISTED_CATEGORIES, type Category } from '../../../src/platforms/types'
import { loadRegistrable } from '../../../src/url/registrable'
import { makeCall, makeContext } from './build'

const CATEGORIES: readonly Category[] = [...LISTED_CATEGORIES, 'none']

/** `S` and `P` stand for the category's secure and plain scheme. */
const SHAPES: readonly [shape: string, why: string][] = [
  ['S://api.example.com/users', 'listed'],
  ['S://api.example.com', 'listed, no path'],
  ['S://API.Example.COM/users', 'upper case'],
  ['S://api.example.com/{*}', 'hole in the path'],
  ['S://api.example.com:443/x', 'default port written down'],
  ['S://api.example.com:9000/x', 'port that is not listed'],
  ['S://api.example.com:/x', 'empty port'],
  ['S://api.example.com:http/x', 'no number as port'],
  ['S://api.example.com:{*}/x', 'hole as port'],
  ['S://port.example.com:8443/x', 'listed with this port'],
  ['S://port.example.com/x', 'listed with a port, called without'],
  ['S://port.example.com:9443/x', 'listed with another port'],
  ['S://v2.api.example.com/x', 'sub-domain of a listed host'],
  ['S://example.com/x', 'parent of a listed host'],
  ['S://other.example.com/x', 'same registrable domain'],
  ['S://unlisted.org/x', 'not listed'],
  ['S://api.exmaple.com/x', 'a slip'],
  ['S://trial.example.net/x', 'listed for trial only'],
  ['S://uploads.example.net/x', 'listed for uploadFile only'],
  ['S://api.example.com./x', 'trailing dot'],
  ['S://例子.com/x', 'IDN, listed in punycode'],
  ['S://user:pw@api.example.com/x', 'userinfo'],
  ['S://api.example.com@evil.example/x', 'userinfo that looks like a host'],
  ['S://api_v2.example.org/x', 'underscore'],
  ['P://api.example.com/x', 'plain scheme, host listed'],
  ['P://api.example.com:9000/x', 'plain scheme and a port'],
  ['P://unlisted.org/x', 'plain scheme, not listed'],
  ['S://localhost:3000/x', 'loopback'],
  ['P://127.0.0.1:3000/x', 'loopback'],
  ['P://127.1', 'loopback, short'],
  ['P://2130706433/', 'loopback, decimal'],
  ['P://0x7f000001/', 'loopback, hexadecimal'],
  ['P://0.0.0.0:8080', 'loopback, any address'],
  ['P://[::1]:3000/x', 'loopback, IPv6'],
  ['P://[::ffff:127.0.0.1]/x', 'loopback, mapped'],
  ['P://app.localhost/x', 'loopback, sub-domain'],
  ['P://127.0.0.1:{*}/x', 'loopback, hole as port'],
  ['P:\\\\localhost\\x', 'loopback, backslashes'],
  ['//localhost:3000/x', 'loopback, protocol-relative'],
  ['S://192.168.1.5/x', 'LAN'],
  ['P://10.0.2.2:8080/x', 'LAN'],
  ['P://nas.local/x', 'LAN name'],
  ['P://server/x', 'single label'],
  ['S://47.100.1.2/x', 'IP'],
  ['P://47.100.1.2:8080/x', 'IP, plain'],
  ['S://[2001:db8::1]/x', 'IPv6'],
  ['S://api.weixin.qq.com/cgi-bin/token', "WeChat's server API"],
  ['S://openapi.baidu.com/oauth', "Baidu's server API"],
  ['S://api.q.qq.com/api', "QQ's server API"],
  ['S://mp.weixin.qq.com/s/AbC123', 'an article'],
  ['S://mp.weixin.qq.com/s?__biz=1', 'an article'],
  ['S://mp.weixin.qq.com/profile', 'no article'],
  ['//api.example.com/x', 'protocol-relative'],
  ['/users', 'relative'],
  ['users/1', 'relative, no slash'],
  ['', 'empty'],
  ['undefined/users', 'undefined base'],
  ['https://undefined/users', 'undefined host'],
  ['{*}/users', 'unknown base'],
  ['S://{*}/users', 'unknown host'],
  ['P://{*}/users', 'unknown host, plain'],
  ['{*}://localhost:3000/users', 'unknown scheme'],
  ['S://', 'no host'],
  ['S://a b/', 'no host'],
  ['https:/api.example.com/x', 'one slash'],
  ['api.example.com/users', 'no scheme'],
  ['localhost:3000/users', 'no scheme'],
  ['data:image/png;base64,AA', 'data'],
  ['blob:https://x/1', 'blob'],
  ['cloud://env.1/a.png', 'cloud storage'],
  ['wxfile://tmp/a.png', 'local file'],
  ['http://tmp/a.png', 'temporary file'],
  ['http://usr/a.png', 'user file'],
  ['ftp://api.example.com/x', 'another scheme'],
  ['rtmp://live.example.com/x', 'stream'],
  ['https://api.example.com/x', 'https whatever the category'],
  ['wss://api.example.com/x', 'wss whatever the category'],
]

const SECURE: Partial<Record<Category, string>> = { socket: 'wss', udp: 'udp', tcp: 'tcp' }
const PLAIN: Partial<Record<Category, string>> = { socket: 'ws', udp: 'udp', tcp: 'tcp' }
const API: Record<Category, string> = {
  request: 'wx.request',
  uploadFile: 'wx.uploadFile',
  downloadFile: 'wx.downloadFile',
  socket: 'wx.connectSocket',
  udp: 'wx.createUDPSocket().send',
  tcp: 'wx.createTCPSocket().connect',
  webview: 'web-view.src',
  none: 'image.src',
}

function fill(shape: string, category: Category): string {
  return shape.replace(/^S:/, `${SECURE[category] ?? 'https'}:`).replace(/^P:/, `${PLAIN[category] ?? 'http'}:`)
}

function setOf(hosts: string[], uploads: string[] = hosts): DomainSet {
  return Object.fromEntries(
    LISTED_CATEGORIES.map((category) => [
      category,
      (category === 'uploadFile' ? uploads : hosts).map((host) => `${SECURE[category] ?? 'https'}://${host}`),
    ]),
  )
}

const LISTED = ['api.example.com', 'port.example.com:8443', 'xn--fsqu00a.com']
const DOMAINS = {
  production: setOf(LISTED, [...LISTED, 'uploads.example.net']),
  trial: setOf([...LISTED, 'trial.example.net']),
}

const MARK: Record<Severity, string> = { error: '✖', warn: '▲', info: 'ℹ' }

describe.each(PLATFORMS.map((platform) => [platform.name, platform] as const))('%s', (name, platform) => {
  it(`judges ${SHAPES.length * CATEGORIES.length} URLs as the reviewed table says`, async () => {
    const context = makeContext({ platform: name, domains: DOMAINS, registrable: await loadRegistrable(platform) })
    const bare = makeContext({ platform: name })
    const lines = [
      `# ${platform.title.en}`,
      '',
      'What every shape of URL gives, by category. `S` and `P` are the secure and the plain scheme. ✖ error, ▲ warning, ℹ info;',
      'in brackets the reason. ° : silent where no domains are configured.',
      '',
      `Listed: ${LISTED.map((host) => `\`${host}\``).join(', ')}; for uploadFile also \`uploads.example.net\`, for trial \`trial.example.net\`.`,
      '',
      `| URL | | ${CATEGORIES.join(' | ')} |`,
      `|---|---|${CATEGORIES.map(() => '---|').join('')}`,
    ]
    for (const [shape, why] of SHAPES) {
      const cells = CATEGORIES.map((category) => {
        const call = makeCall([fill(shape, category)], { category, api: API[category] })
        if (call.resolution === 'none' && shape.includes('{*}'))
          call.unknown = { reason: 'call', file: 'a.js', line: 1, column: 1 }
        const silent = new Set(checkCalls([call], bare).map((finding) => finding.code))
        return checkCalls([call], context)
          .map(({ code, severity, args }) => {
            const details = [
              args.reason,
              args.listed,
              args.nearest,
              args.listedFor,
              args.listedIn,
              args.unlistable,
            ].filter((one) => one !== undefined)
            const shown =
              code === 'unresolved-url' || details.length === 0 ? '' : ` (${[...new Set(details)].join('; ')})`
            return `${MARK[severity]} ${code}${shown}${silent.has(code) ? '' : ' °'}`
          })
          .join('<br>')
      })
      lines.push(`| \`${shape || ' '}\` | ${why} | ${cells.join(' | ')} |`)
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, '__golden__', `${name}.md`))
  })
})
