import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gate, GateError, type GateOptions } from '../../../src/api'
import { markerPath, parseMarker, takesMarker, writeMarker } from '../../../src/bundlers/marker'
import { run } from '../../../src/cli/main'
import type { ResolvedOptions } from '../../../src/options'
import type { ReportData } from '../../../src/report'
import { codeBlocks } from '../../support/markdown'
import { text } from '../../support/source'
import { makeTree } from './tree'

const MARKER = {
  version: 1,
  tool: 'unplugin-mp-domains',
  toolVersion: '0.0.0',
  platform: 'wechat',
  environment: 'production',
  appid: 'wx1',
  command: 'build',
  development: false,
  findings: { error: 0, warn: 0 },
}
const APP = { 'dist/app.js': "App({ base: 'https://api.example.com' })", 'dist/app.json': '{}' }
const project = (appid: string) => JSON.stringify({ appid, miniprogramRoot: '' })

function tree(files: Record<string, string> = {}, marker: object | null = {}): string {
  const left = marker && { 'dist.mp-domains.json': JSON.stringify({ ...MARKER, ...marker }) }
  return makeTree({ ...APP, ...files, ...left })
}

/** The codes that a gate refuses an output with; none where it lets it pass. */
async function refused(root: string, options: Partial<GateOptions> = {}): Promise<string[]> {
  try {
    await gate({ dist: join(root, 'dist'), environment: 'production', lang: 'en', ...options })
    return []
  } catch (error) {
    if (error instanceof GateError) return error.problems.map(({ code }) => code)
    throw error
  }
}

async function audit(cwd: string, ...argv: string[]) {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({ isTTY: false, write: (text: string) => void (said[name] += text) })
  const code = await run(['audit', 'dist', ...argv], { stdout: stream('out'), stderr: stream('err'), env: {}, cwd })
  return { code, ...said }
}

describe('gate', () => {
  it('lets a clean output pass, with or without the file of its build', async () => {
    const { marker, report } = await gate({ dist: join(tree(), 'dist'), environment: 'production', appid: 'wx1' })
    expect(marker).toEqual(MARKER)
    expect(report.findings).toEqual([])
    expect(await refused(tree({}, null))).toEqual([])
    expect(await refused(tree({}, null), { marker: 'required' })).toEqual(['no-marker'])
  })

  it('throws on findings, and shows them', async () => {
    const root = tree({ 'dist/pages/a.js': "wx.request({ url: 'http://127.0.0.1:3000/x' })" })
    const error = await gate({ dist: join(root, 'dist'), lang: 'en' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(GateError)
    expect((error as GateError).problems.map(({ code }) => code)).toEqual(['findings'])
    expect((error as GateError).message).toMatch(/pages\/a\.js:1:20/)
    expect((error as GateError).report.findings).toMatchObject([{ code: 'dev-host-left', file: 'pages/a.js' }])
    expect(await refused(root, { failOn: 'never' })).toEqual([])
  })

  it('throws on an output of another environment, though it holds nothing wrong', async () => {
    expect(await refused(tree({}, { environment: 'test' }))).toEqual(['environment'])
    expect(await refused(tree({}, { environment: 'test' }), { environment: 'test' })).toEqual([])
    const config = { 'mp-domains.config.json': JSON.stringify({ environments: { uat: 'trial' } }) }
    expect(await refused(tree(config, { environment: 'trial' }), { environment: 'uat' })).toEqual([])
  })

  it('throws on a development build, another platform, and a build that let errors pass', async () => {
    expect(await refused(tree({}, { development: true, command: 'watch' }))).toEqual(['development'])
    expect(await refused(tree({}, { command: 'dev' }))).toEqual(['development'])
    expect(await refused(tree(), { platform: 'alipay' })).toEqual(['platform'])
    expect(await refused(tree({}, { findings: { error: 2, warn: 0 } }))).toEqual(['build-findings'])
  })

  it('throws on another appid in the output or in its build', async () => {
    const files = { 'dist/project.config.json': project('wx2') }
    expect(await refused(tree(files), { appid: 'wx1' })).toEqual(['appid'])
    expect(await refused(tree(files, { appid: 'wx2' }), { appid: 'wx2' })).toEqual([])
    expect(await refused(tree({}, { appid: 'wx3' }), { appid: 'wx1' })).toEqual(['appid'])
    expect(await refused(tree({ 'dist/project.config.json': project('touristappid') }), { appid: 'wx1' })).toEqual([])
    expect(await refused(tree(files))).toEqual([])
  })

  it('asks a configuration that is a function with the appid of the build', async () => {
    const config = `export default ({ platform, environment, appid }) => ({
      domains: { request: [\`https://\${platform}-\${environment}-\${appid}.example.com\`], downloadFile: [] },
      hostMap: { production: { [\`http://\${appid}.dev.example\`]: 'https://api.example.com' } },
    })`
    const files = { 'mp-domains.config.mjs': config, 'dist/b.js': "x = 'http://wx1.dev.example/'" }
    expect(await refused(tree(files))).toEqual(['findings'])
    expect(await refused(tree(files, { appid: 'wx2' }))).toEqual([])
  })

  it('is an ordinary error for a directory that is not there', async () => {
    await expect(gate({ dist: join(tree(), 'none') })).rejects.toThrow(/none/)
  })
})

describe('the documented upload', () => {
  it.each(['docs/guide/upload.md', 'docs/zh/guide/upload.md'])('of %s stops what must not go out', async (page) => {
    const block = codeBlocks(text(page)).find(({ lang, code }) => lang === 'js' && code.includes('gate('))!
    const body = block.code
      .replace(/^import .*$/gm, '')
      .replace("'dist/build/mp-weixin'", JSON.stringify(join(tree({}, { appid: null }), 'dist')))
    const uploads: unknown[] = []
    const ci = { Project: Object, upload: (given: unknown) => void uploads.push(given) }
    const run = new Function('ci', 'gate', 'process', `return (async () => {${body}})()`) as (
      ...given: unknown[]
    ) => Promise<void>
    await run(ci, gate, { env: {} })
    expect(uploads).toHaveLength(1)
    const refuse = () => gate({ dist: join(tree({}, { environment: 'test' }), 'dist'), environment: 'production' })
    await expect(run(ci, refuse, { env: {} })).rejects.toThrow(GateError)
    expect(uploads).toHaveLength(1)
  })
})

describe('audit', () => {
  it('writes configured reports beside the configuration, never into the output', async () => {
    const root = tree({ 'mp-domains.config.json': '{"report":{"json":"audit.json"}}' })
    expect((await audit(root)).code).toBe(0)
    expect([existsSync(join(root, 'audit.json')), existsSync(join(root, 'dist/audit.json'))]).toEqual([true, false])
  })

  it('refuses an output of another environment or platform', async () => {
    const root = tree({}, { environment: 'test' })
    const { code, out, err } = await audit(root)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/'test'.*'production'.*--env test/)
    expect((await audit(root, '--env', 'test')).code).toBe(0)
    expect((await audit(root, '--env', 'test', '--platform', 'alipay')).code).toBe(2)
  })

  it('takes platform and appid of the build, and says that it was built for development', async () => {
    const { code, out, err } = await audit(
      tree({}, { platform: 'alipay', development: true, appid: '2021' }),
      '--format',
      'json',
    )
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ platform: 'alipay', appid: '2021' })
    expect(err).toMatch(/development build/)
  })

  it('reads the named directory whatever root is configured', async () => {
    const root = tree({
      'mp-domains.config.json': '{"root": "src"}',
      'src/a.js': '',
      'dist/b.js': "x = 'http://127.0.0.1:1/'",
    })
    expect((await audit(root)).code).toBe(1)
  })
})

describe('the file of a build', () => {
  const options = (root: string) =>
    ({
      root,
      platform: { name: 'wechat' },
      environment: 'test',
      appid: null,
      command: 'build',
      development: false,
    }) as unknown as ResolvedOptions
  const data = { findings: [{ severity: 'error' }, { severity: 'info' }] } as unknown as ReportData
  const disk = { kind: (path: string) => (existsSync(path) ? ('file' as const) : null) }

  it('lies beside the output, and reads back', () => {
    const root = makeTree({ 'dist/app.js': '' })
    writeMarker(join(root, 'dist'), data, options(root), { files: disk, toolVersion: '1.2.3' })
    const left = readFileSync(join(root, 'dist.mp-domains.json'), 'utf8')
    expect(parseMarker(left)).toEqual({
      ...MARKER,
      toolVersion: '1.2.3',
      environment: 'test',
      appid: null,
      findings: { error: 1, warn: 0 },
    })
    expect(existsSync(join(root, 'dist', 'dist.mp-domains.json'))).toBe(false)
  })

  it('is never put where it would be uploaded or out of the project', () => {
    const nothing = { kind: () => null }
    expect(takesMarker('/p/dist/build/mp-weixin', '/p', nothing)).toBe(true)
    expect(takesMarker('/elsewhere/dist', '/p', nothing)).toBe(true)
    expect(takesMarker('/p', '/p', nothing)).toBe(false)
    expect(takesMarker('/', '/p', nothing)).toBe(false)
    const native = { kind: (path: string) => (path === '/p/app.json' ? ('file' as const) : null) }
    expect(takesMarker('/p/libs', '/p', native)).toBe(false)
    expect(takesMarker('/p/dist/libs', '/p', native)).toBe(true)
    expect(markerPath('/p/dist/')).toBe('/p/dist.mp-domains.json')
  })

  it('is passed over where it is no such file', () => {
    for (const wrong of [null, '', '[]', '{"version":2}', 'x', '{"version":1,"tool":"unplugin-mp-domains"}'])
      expect(parseMarker(wrong)).toBeNull()
    const root = makeTree({ 'dist.mp-domains.json': 'x' })
    writeFileSync(join(root, 'a'), '')
    expect(parseMarker(readFileSync(join(root, 'dist.mp-domains.json'), 'utf8'))).toBeNull()
  })
})
