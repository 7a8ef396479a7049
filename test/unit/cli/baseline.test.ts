import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check } from '../../../src/api'
import { run } from '../../../src/cli/main'
import type { Report } from '../../../src/report'
import { makeTree } from './tree'

async function mpDomains(cwd: string, ...argv: string[]) {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({
    isTTY: false,
    write: (text: string) => {
      said[name] += text
    },
  })
  const code = await run(argv, { stdout: stream('out'), stderr: stream('err'), env: {}, cwd })
  return { code, ...said }
}

async function report(cwd: string, ...argv: string[]): Promise<Report & { exit: number }> {
  const { code, out } = await mpDomains(cwd, 'check', '--format', 'json', ...argv)
  return { ...(JSON.parse(out) as Report), exit: code }
}

const CALL = "wx.request({ url: 'http://127.0.0.1:3000/x' })\n"
const OTHER = "wx.request({ url: 'http://192.168.1.2/y' })\n"
const FILE = 'mp-domains.baseline.json'
const CONFIGURED = { 'mp-domains.config.json': JSON.stringify({ baseline: FILE }) }

describe('the baseline', () => {
  it('is written, and then only new findings fail', async () => {
    const root = makeTree({ 'app.js': CALL })
    const written = await mpDomains(root, 'check', '--update-baseline')
    expect(written.code).toBe(0)
    expect(written.err).toMatch(/mp-domains\.baseline\.json/)
    expect(existsSync(join(root, FILE))).toBe(true)

    const known = await report(root, '--baseline', FILE)
    expect([known.exit, known.findings]).toEqual([0, []])
    expect(known.baseline).toMatchObject({ file: FILE, stale: [] })
    expect(known.baseline!.known.map(({ code, line }) => [code, line])).toEqual([['loopback-host', 1]])

    writeFileSync(join(root, 'page.js'), OTHER)
    const added = await report(root, '--baseline', FILE)
    expect([added.exit, added.findings.map(({ code, file }) => `${code} ${file}`)]).toEqual([1, ['lan-host page.js']])
    expect((await report(root)).findings).toHaveLength(2)
  })

  it('knows a finding whose line moved, and not a second one of the same kind', async () => {
    const root = makeTree({ 'app.js': CALL, ...CONFIGURED })
    await mpDomains(root, 'check', '--update-baseline')
    writeFileSync(join(root, 'app.js'), `// one\n\nconst a = 1\n  ${CALL}`)
    expect(await report(root)).toMatchObject({ exit: 0, findings: [], baseline: { known: [{ line: 4 }], stale: [] } })
    writeFileSync(join(root, 'app.js'), CALL + CALL.replace('/x', '/z'))
    expect(await report(root)).toMatchObject({ exit: 1, findings: [{ code: 'loopback-host', line: 2 }] })
  })

  it('says which entries are stale, and drops them when it is written again', async () => {
    const root = makeTree({ 'app.js': CALL, 'page.js': OTHER, ...CONFIGURED })
    await mpDomains(root, 'check', '--update-baseline')
    writeFileSync(join(root, 'page.js'), '')
    const { exit, baseline } = await report(root)
    expect([exit, baseline!.stale.map(({ file, code }) => `${file} ${code}`)]).toEqual([0, ['page.js lan-host']])
    const { out } = await mpDomains(root, 'check')
    expect(out).toMatch(/no new findings|没有新问题/)
    expect(out).toMatch(/page\.js lan-host\s+http:\/\/192\.168\.1\.2/)
    expect(out).toMatch(/--update-baseline/)
    await mpDomains(root, 'check', '--update-baseline')
    expect(readFileSync(join(root, FILE), 'utf8')).not.toContain('lan-host')
    expect((await report(root)).baseline!.stale).toEqual([])
  })

  it('keeps what other runs know, and calls none of it stale', async () => {
    const root = makeTree({ 'app.js': CALL, ...CONFIGURED })
    await mpDomains(root, 'check', '--update-baseline')
    await mpDomains(root, 'check', '--update-baseline', '--env', 'staging')
    const text = readFileSync(join(root, FILE), 'utf8')
    expect(Object.keys((JSON.parse(text) as { runs: object }).runs)).toEqual([
      'check wechat production',
      'check wechat staging',
    ])
    writeFileSync(join(root, 'app.js'), '')
    expect((await report(root)).baseline!.stale).toHaveLength(1)
    // Another platform has no entries of its own: it takes what is known elsewhere, of which it says nothing.
    expect((await report(root, '--platform', 'alipay')).baseline!.stale).toEqual([])
  })

  it('is the same text for the same findings, without line numbers and secrets', async () => {
    const secret = `const secret = '${'3f2a9c0d1b4e5f60'.repeat(2)}'\nwx.request({ url: 'https://api.weixin.qq.com/x?secret=' + secret })\n`
    const root = makeTree({ 'app.js': secret, ...CONFIGURED })
    await mpDomains(root, 'check', '--update-baseline')
    const first = readFileSync(join(root, FILE), 'utf8')
    expect(first).toContain('leaked-secret')
    expect(first).not.toContain('3f2a9c0d')
    writeFileSync(join(root, 'app.js'), `\n\n${secret}`)
    await mpDomains(root, 'check', '--update-baseline')
    expect(readFileSync(join(root, FILE), 'utf8')).toBe(first)
  })

  it('leaves the report without a baseline as it was', async () => {
    expect(await report(makeTree({ 'app.js': CALL }))).not.toHaveProperty('baseline')
  })

  it('is wrong use where the named file is missing or no baseline, and a notice where the configured one is missing', async () => {
    const root = makeTree({ 'app.js': CALL, 'broken.json': '{"runs": []}', 'text.json': 'x', ...CONFIGURED })
    for (const name of ['none.json', 'broken.json', 'text.json']) {
      const { code, out, err } = await mpDomains(root, 'check', '--baseline', name)
      expect([name, code, out]).toEqual([name, 2, ''])
      expect(err).toContain(name)
    }
    const { code, out } = await mpDomains(root, 'check')
    expect(code).toBe(1)
    expect(out).toContain(FILE)
    expect((await check(root)).data.notices.map((notice) => notice.code)).toContain('no-baseline')
  })

  it('counts in the API and in the command alike', async () => {
    const root = makeTree({ 'app.js': CALL, ...CONFIGURED })
    expect((await check(root)).failed).toBe(true)
    await mpDomains(root, 'check', '--update-baseline')
    expect((await check(root)).failed).toBe(false)
  })

  it('holds what an audit found, apart from what the source has', async () => {
    for (const config of [CONFIGURED, {}]) {
      const root = makeTree({ 'dist/app.js': "var a = 'http://127.0.0.1:3000/x'\n", ...config })
      expect((await mpDomains(root, 'audit', 'dist')).code).toBe(1)
      expect((await mpDomains(root, 'audit', 'dist', '--update-baseline')).code).toBe(0)
      // Never in the output, which is uploaded.
      expect(existsSync(join(root, FILE))).toBe(true)
      expect((await mpDomains(root, 'audit', 'dist', '--baseline', FILE)).code).toBe(0)
    }
  })
})
