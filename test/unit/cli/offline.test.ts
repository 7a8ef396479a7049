import dns from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { build as rollup } from 'vite'
import { rspack } from '@rspack/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { check } from '../../../src/api'
import vitePlugin from '../../../src/vite'
import { importsOf, nodes, parse, projectFiles, text } from '../../support/source'
import rspackPlugin from '../../../src/rspack'
import { LOCK_NAME } from '../../../src/console/lock'
import { mpDomains } from './run'
import { makeTree } from './tree'
import ts from 'typescript'

/** The only files that may reach the network, and the commands that may lead there. */
const NETWORK = /^src\/cli\/net\//
const COMMANDS = ['src/cli/pull.ts', 'src/cli/doctor.ts']

const MODULES = ['net', 'tls', 'http', 'https', 'http2', 'dns', 'dns/promises', 'dgram']

describe('the sources', () => {
  const sources = projectFiles().filter((file) => /^src\/.*\.tsx?$/.test(file))

  it('name the network in one folder only', () => {
    const suspects = sources.filter((file) =>
      /\b(?:fetch|WebSocket|EventSource|XMLHttpRequest|http2?|https|net|tls|dns|dgram)\b/.test(text(file)),
    )
    const found = suspects.flatMap((file) => {
      const source = parse(file)
      const modules = importsOf(source).map(({ specifier }) => specifier.replace(/^node:/, ''))
      const globals = [...nodes(source)].filter(
        (node) =>
          ts.isIdentifier(node) && /^(?:fetch|WebSocket|EventSource|XMLHttpRequest)$/.test(node.text) && isGlobal(node),
      )
      return modules.some((name) => MODULES.includes(name)) || globals.length > 0 ? [file] : []
    })
    expect(found.filter((file) => !NETWORK.test(file))).toEqual([])
    expect(found.length).toBeGreaterThan(2)
  })

  it('reach that folder from two commands only', () => {
    const users = sources.filter((file) => {
      if (!text(file).includes('/net/')) return false
      const folder = file.split('/').slice(0, -1).join('/')
      return importsOf(parse(file)).some(
        ({ specifier }) =>
          specifier.startsWith('.') && NETWORK.test(`${join(folder, specifier)}/`.replace(/\/+$/, '/x')),
      )
    })
    expect(users.filter((file) => !NETWORK.test(file)).sort()).toEqual([...COMMANDS].sort())
  })
})

/** Whether an identifier is neither a member's name nor a string's part: `x.fetch` and `{ fetch: 1 }` are not the global. */
function isGlobal(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  return ts.isCallExpression(parent) || ts.isNewExpression(parent)
}

describe('with a network that throws', () => {
  const opened: string[] = []
  const refuse = (what: string) => () => {
    opened.push(what)
    throw new Error(`a connection was opened: ${what}`)
  }
  beforeEach(() => {
    opened.length = 0
    vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(refuse('net.Socket.connect'))
    vi.spyOn(net, 'connect').mockImplementation(refuse('net.connect'))
    vi.spyOn(tls, 'connect').mockImplementation(refuse('tls.connect'))
    vi.spyOn(http, 'request').mockImplementation(refuse('http.request'))
    vi.spyOn(http, 'get').mockImplementation(refuse('http.get'))
    vi.spyOn(https, 'request').mockImplementation(refuse('https.request'))
    vi.spyOn(https, 'get').mockImplementation(refuse('https.get'))
    vi.spyOn(dns, 'lookup').mockImplementation(refuse('dns.lookup') as unknown as typeof dns.lookup)
    vi.spyOn(dns.promises, 'lookup').mockImplementation(refuse('dns.promises.lookup'))
    vi.spyOn(globalThis, 'fetch').mockImplementation(refuse('fetch'))
    // What was imported by name is led to the stand-ins too.
    syncBuiltinESMExports()
  })
  afterEach(() => {
    vi.restoreAllMocks()
    syncBuiltinESMExports()
  })

  const APP = "wx.request({ url: 'https://api.example.com/x' })\nwx.connectSocket({ url: 'wss://ws.example.com/x' })\n"
  const project = () =>
    makeTree({
      'project.config.json': '{ "appid": "wx1" }',
      'mp-domains.config.json': '{ "lang": "en", "domains": { "production": { "fromLock": {} } } }',
      [LOCK_NAME]: JSON.stringify({
        version: 1,
        appids: {
          wx1: {
            platform: 'wechat',
            pulled: '2026-11-01T00:00:00Z',
            api: 'getwxadevinfo',
            domains: { request: ['https://api.example.com'], socket: ['wss://ws.example.com'] },
          },
        },
      }),
      'app.js': APP,
    })

  it('notices one at all', async () => {
    await mpDomains(project(), ['doctor', '--timeout', '0.2'])
    expect(opened).not.toEqual([])
  })

  it.each([
    ['check'],
    ['check', '--format', 'html'],
    ['audit', '.'],
    ['fix', '--out', 'dist', '--format', 'json', '--output', 'report.json'],
    ['domains'],
    ['domains', '--against', 'console'],
    ['domains', '--format', 'markdown', '--against', 'console'],
  ])('%j opens none', async (...argv) => {
    const { code, err } = await mpDomains(project(), argv)
    expect([code, err, opened]).toEqual([0, '', []])
  })

  it('the API opens none', async () => {
    expect((await check(project())).failed).toBe(false)
    expect(opened).toEqual([])
  })

  it('a build with Vite opens none', async () => {
    const root = project()
    await rollup({
      root,
      configFile: false,
      logLevel: 'silent',
      plugins: [vitePlugin()],
      build: { rollupOptions: { input: join(root, 'app.js') }, minify: false },
    })
    expect(opened).toEqual([])
  })

  it('a build with Rspack opens none', async () => {
    const root = project()
    const compiler = rspack({
      context: root,
      mode: 'production',
      entry: './app.js',
      output: { path: join(root, 'dist') },
      plugins: [rspackPlugin()],
    })
    const errors = await new Promise<number>((resolve, reject) =>
      compiler.run((error, stats) =>
        compiler.close(() =>
          error ? reject(error) : resolve(stats!.toJson({ all: false, errors: true }).errors!.length),
        ),
      ),
    )
    expect([errors, opened]).toEqual([0, []])
  })
})
