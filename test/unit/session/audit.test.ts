import { describe, expect, it } from 'vitest'
import type { Options } from '../../../src/options'
import { createAuditor } from '../../../src/session'
import { project } from './project'

const OPTIONS: Options = {
  domains: {
    production: { request: ['https://api.example.com'] },
    trial: {
      request: ['https://trial.example.com', 'https://api.example.com'],
      socket: ['wss://ws.trial.example.com'],
    },
  },
  hostMap: {
    production: { 'http://dev.example.com': 'https://api.example.com' },
    trial: { 'http://gateway.example.com:8080': 'https://trial.example.com' },
  },
}

/** What the audit says of one emitted file, with what linking found in the given sources. */
async function audit(
  text: string,
  options: Options = OPTIONS,
  sources: Record<string, string> | null = null,
  file = 'app.js',
) {
  const { options: resolved, session, port, update } = await project(sources ?? {}, options)
  update()
  const linked = sources ? await session.finish(port) : null
  return createAuditor(resolved, linked)(file, text).map(
    ({ code, severity, args, line, column }) =>
      `${severity} ${code} ${args.reason ?? args.kind} ${args.origin ?? args.masked} ${line}:${column}`,
  )
}

describe('an emitted file', () => {
  it('may hold no dev host of any environment', async () => {
    expect(await audit('a("http://dev.example.com/x")')).toEqual([
      'error dev-host-left host-map http://dev.example.com 1:4',
    ])
    expect(await audit('a("http://gateway.example.com:8080/x")')).toEqual([
      'error dev-host-left other-map http://gateway.example.com:8080 1:4',
    ])
    expect(await audit('\n  a("http://localhost:3000")')).toEqual([
      'error dev-host-left loopback http://localhost:3000 2:6',
    ])
    expect(await audit('a("http://192.168.1.8/x")')).toEqual(['error dev-host-left lan http://192.168.1.8 1:4'])
  })

  it('may hold no origin that only another environment lists', async () => {
    expect(await audit('a("https://trial.example.com/x"); b("https://api.example.com/x")')).toEqual([
      'error dev-host-left other-environment https://trial.example.com 1:4',
    ])
    expect(await audit('a("wss://ws.trial.example.com")')).toEqual([
      'error dev-host-left other-environment wss://ws.trial.example.com 1:4',
    ])
  })

  it('says where the map leads, and for which environment an origin is listed', async () => {
    const { options } = await project({}, OPTIONS)
    const auditor = createAuditor(options, null)
    const [mapped] = auditor('app.js', '"http://dev.example.com"')
    expect(mapped.args).toMatchObject({ mapped: 'https://api.example.com', scheme: 'http', host: 'dev.example.com' })
    const [other] = auditor('app.js', '"https://trial.example.com"')
    expect(other.args).toMatchObject({ listedFor: 'trial' })
  })

  it('may say anything in comments, and any other origin', async () => {
    expect(await audit('// http://localhost:3000\n/* http://10.0.0.1 */ a("https://other.example.com")')).toEqual([])
    expect(
      await audit('<!-- http://localhost:3000 --><image src="http://10.0.0.1/a.png"/>', OPTIONS, null, 'a.wxml'),
    ).toEqual(['error dev-host-left lan http://10.0.0.1 1:43'])
  })

  it('may hold what the rules allow everywhere', async () => {
    const iot: Options = { ...OPTIONS, rules: { 'lan-host': 'off', 'loopback-host': 'off' } }
    expect(await audit('a("http://10.0.0.1", "http://localhost")', iot)).toEqual([])
    const off: Options = { ...OPTIONS, rules: { 'dev-host-left': 'off' } }
    expect(await audit('a("http://dev.example.com")', off)).toEqual([])
    const listed: Options = {
      domains: { request: ['https://api.example.com'] },
      ignores: [{ code: 'dev-host-left', host: '10.0.0.1', reason: 'device' }],
    }
    expect(await audit('a("http://10.0.0.1", "http://10.0.0.2")', listed)).toEqual([
      'error dev-host-left lan http://10.0.0.2 1:23',
    ])
  })

  it('may hold no secret', async () => {
    expect(await audit('var secret = "0123456789abcdef0123456789abcdef"')).toEqual([
      expect.stringMatching(/^error leaked-secret app-secret (?!0123456789abcdef)\S+ 1:15$/),
    ])
  })
})

describe('what linking knows', () => {
  const CALL = { 'page.js': "wx.request({ url: 'http://127.0.0.1:3000/x' })" }

  it('is not told twice', async () => {
    expect(await audit('r("http://127.0.0.1:3000/x"); r("http://127.0.0.1:4000/x")', OPTIONS, CALL)).toEqual([
      'error dev-host-left loopback http://127.0.0.1:4000 1:34',
    ])
  })

  it('is left alone where it was accepted at its source', async () => {
    const accepted = { 'page.js': `// mp-domains-ignore-next-line loopback-host -- simulator only\n${CALL['page.js']}` }
    expect(await audit('r("http://127.0.0.1:3000/x")', OPTIONS, accepted)).toEqual([])
  })

  it('is kept where only run-time environments ask for it that may use it', async () => {
    const switcher = {
      'page.js':
        "const env = wx.getAccountInfoSync().miniProgram.envVersion\nconst host = env === 'develop' ? 'http://127.0.0.1:3000' : 'https://api.example.com'\nwx.request({ url: host + '/x' })",
    }
    expect(await audit('r("http://127.0.0.1:3000")', OPTIONS, switcher)).toEqual([])
  })

  it('is info for a loopback literal of a package that no call uses', async () => {
    const axios = {
      'node_modules/axios/index.js': "const origin = 'http://localhost'",
      'page.js': "wx.request({ url: 'https://api.example.com' })",
    }
    expect(await audit('"http://localhost"', OPTIONS, axios)).toEqual([
      'info dev-host-left loopback http://localhost 1:2',
    ])
    const both = { ...axios, 'own.js': "export const base = 'http://localhost'" }
    expect(await audit('"http://localhost"', OPTIONS, both)).toEqual([
      'error dev-host-left loopback http://localhost 1:2',
    ])
  })

  it('is info for a loopback literal of the framework, and of nothing else', async () => {
    const { options, session, port } = await project({ 'own.js': '' }, OPTIONS)
    const linked = await session.finish(port)
    let asked = 0
    const auditor = createAuditor(options, linked, () => {
      asked++
      return new Set(['http://localhost'])
    })
    expect(auditor('a.js', '"https://api.example.com"')).toEqual([])
    expect(asked).toBe(0)
    const said = auditor('a.js', '"http://localhost", "http://localhost:3000"')
    expect(said.map(({ severity, args }) => `${severity} ${String(args.origin)}`)).toEqual([
      'info http://localhost',
      'error http://localhost:3000',
    ])
  })

  it('is guessed by the file where only the output is there', async () => {
    expect(await audit('"http://localhost"', OPTIONS, null, 'common/vendor.js')).toEqual([
      'info dev-host-left loopback http://localhost 1:2',
    ])
    expect(await audit('"http://localhost:3000"', OPTIONS, null, 'common/vendor.js')).toEqual([
      'error dev-host-left loopback http://localhost:3000 1:2',
    ])
    expect(await audit('"http://localhost"', OPTIONS, null, 'pages/index.js')).toEqual([
      'error dev-host-left loopback http://localhost 1:2',
    ])
  })
})
