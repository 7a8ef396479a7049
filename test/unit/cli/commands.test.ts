import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../../../src/cli/main'
import type { Report } from '../../../src/report'
import { makeTree } from './tree'

/** Runs a command line in a directory. */
async function mpDomains(cwd: string, argv: string[], env: Record<string, string> = {}) {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({
    isTTY: false,
    write: (text: string) => {
      said[name] += text
    },
  })
  const code = await run(argv, { stdout: stream('out'), stderr: stream('err'), env, cwd })
  return { code, ...said }
}

async function json(
  cwd: string,
  argv: string[] = [],
  env: Record<string, string> = {},
): Promise<Report & { exit: number }> {
  const { code, out, err } = await mpDomains(cwd, ['check', '--format', 'json', ...argv], env)
  expect(err).toBe('')
  return { ...(JSON.parse(out) as Report), exit: code }
}

const DEV = { 'app.js': "wx.request({ url: 'http://127.0.0.1:3000/x' })\n" }
const codes = ({ findings }: Report) => findings.map(({ code }) => code)

describe('check', () => {
  it('gives 1 where there are findings, 0 where there are none', async () => {
    const dev = await json(makeTree(DEV))
    expect([dev.exit, codes(dev)]).toEqual([1, ['loopback-host']])
    const clean = await json(makeTree({ 'app.js': "wx.request({ url: 'https://api.example.com/x' })" }))
    expect([clean.exit, codes(clean)]).toEqual([0, []])
  })

  it('gives 0 and empty arrays for a tree with no source', async () => {
    const report = await json(makeTree({ 'README.md': '' }))
    expect(report).toMatchObject({
      exit: 0,
      calls: [],
      findings: [],
      literals: [],
      rewrites: [],
      modules: { seen: 0, analysed: 0, failed: 0 },
    })
  })

  it('takes the directory that is named, and says paths from there', async () => {
    const root = makeTree({ 'shop/pages/a.js': DEV['app.js'] })
    expect((await json(root, ['shop'])).findings[0].file).toBe('pages/a.js')
    expect((await json(root)).findings[0].file).toBe('shop/pages/a.js')
  })

  it('obeys failOn', async () => {
    const config = (failOn: string) => ({
      ...DEV,
      'mp-domains.config.json': JSON.stringify({ failOn, rules: { 'loopback-host': 'warn' } }),
    })
    expect((await json(makeTree(config('error')))).exit).toBe(0)
    expect((await json(makeTree(config('warn')))).exit).toBe(1)
    expect((await json(makeTree(config('never')))).exit).toBe(0)
  })

  it('judges the source as it is, and as rewritten where asked', async () => {
    const config = JSON.stringify({
      domains: { request: ['https://api.example.com'] },
      hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' },
    })
    const root = makeTree({ ...DEV, 'mp-domains.config.json': config })
    const asIs = await json(root)
    expect([asIs.exit, asIs.rewrites]).toEqual([1, []])
    expect(asIs.calls[0].urls[0].rewritten).toBeNull()
    const rewritten = await json(root, ['--rewrite'])
    expect([rewritten.exit, rewritten.rewrites.length]).toEqual([0, 1])
    expect(rewritten.calls[0].urls[0].rewritten).toBe('https://api.example.com/x')
    expect(readFileSync(join(root, 'app.js'), 'utf8')).toBe(DEV['app.js'])
  })

  it('picks the environment and its .env files', async () => {
    const root = makeTree({
      'app.js': "wx.request({ url: process.env.TARO_APP_API + '/x' })",
      '.env.trial': 'TARO_APP_API=https://trial.example.com',
      '.env.production': '\nTARO_APP_API="https://api.example.com"',
    })
    const url = async (...args: Parameters<typeof json>) => {
      const report = await json(...args)
      return `${report.environment} (${report.from.environment}) ${report.calls[0].urls[0]?.url}`
    }
    expect(await url(root)).toBe('production (default) https://api.example.com/x')
    expect(await url(root, ['--env', 'trial'])).toBe('trial (--env) https://trial.example.com/x')
    expect(await url(root, [], { MP_DOMAINS_ENV: 'trial' })).toBe('trial (MP_DOMAINS_ENV) https://trial.example.com/x')
    expect((await json(root)).calls[0].urls[0].source).toEqual({ file: '.env.production', line: 2, column: 15 })
  })

  it("knows the project's own files where only its src is looked at", async () => {
    const root = makeTree({
      'package.json': '{ "dependencies": { "@tarojs/taro": "4" } }',
      'config/index.js':
        "module.exports = { defineConstants: { HOST: JSON.stringify('https://defined.example.com') } }",
      '.env.production': 'TARO_APP_API=https://api.example.com',
      'src/app.js': "wx.request({ url: process.env.TARO_APP_API + '/x' })\nwx.request({ url: HOST })",
    })
    const report = await json(root, ['src'])
    expect(report.calls.map(({ file, urls }) => `${file} ${urls[0].url}`)).toEqual([
      'app.js https://api.example.com/x',
      'app.js https://defined.example.com',
    ])
    expect(report.calls[0].urls[0].source?.file).toBe('../.env.production')
  })

  it('finds the configuration above the directory, in every form', async () => {
    const set = "{ domains: { request: ['https://other.example.com'] } }"
    const app = { 'packages/app/app.js': "wx.request({ url: 'https://api.example.com/x' })" }
    const forms = {
      'mp-domains.config.ts': `const config: object = ${set}\nexport default config`,
      'mp-domains.config.mts': `export default () => (${set} as const)`,
      'mp-domains.config.js': `module.exports = ${set}`,
      'mp-domains.config.mjs': `export default async ({ platform }) => platform === 'wechat' ? ${set} : {}`,
      'mp-domains.config.json': '// lists\n{ "domains": { "request": ["https://other.example.com"], }, }',
    }
    for (const [name, text] of Object.entries(forms)) {
      const report = await json(makeTree({ ...app, [name]: text }), ['packages/app'])
      expect([name, report.from.domains, codes(report)]).toEqual([
        name,
        `../../${name}`,
        ['unused-domain', 'domain-not-listed'],
      ])
    }
    const named = await json(makeTree({ ...app, 'own.config.ts': `export default ${set}` }), [
      '--config',
      'own.config.ts',
    ])
    expect(named.from.domains).toBe('own.config.ts')
  })

  it('reads files of any kind without failing', async () => {
    const root = makeTree({
      ...DEV,
      'binary.js': Uint8Array.of(0, 1, 2),
      'large.js': new Uint8Array(21 * 1024 * 1024).fill(32),
      'broken.js': 'wx.request({ url: `https://',
    })
    const report = await json(root)
    const failed = report.findings.filter(({ code }) => code === 'parse-failed')
    expect(failed.map(({ file }) => file).sort()).toEqual(['binary.js', 'broken.js', 'large.js'])
    expect(report.modules).toMatchObject({ seen: 4, failed: 3 })
    expect(codes(report)).toContain('loopback-host')
  })

  it('writes the report to a file, and the ones that are configured', async () => {
    const root = makeTree({
      ...DEV,
      'mp-domains.config.json': '{ "report": { "json": "out/r.json", "sarif": "r.sarif" } }',
    })
    const { code, out } = await mpDomains(root, ['check', '--format', 'json', '--output', 'deep/report.json'])
    expect([code, out]).toEqual([1, ''])
    expect(codes(JSON.parse(readFileSync(join(root, 'deep/report.json'), 'utf8')) as Report)).toEqual(['loopback-host'])
    expect(existsSync(join(root, 'out/r.json'))).toBe(true)
    expect(JSON.parse(readFileSync(join(root, 'r.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' })
  })

  it('gives the same bytes for the same tree', async () => {
    const root = makeTree({
      ...DEV,
      'b.js': "const h = 'https://b.example.com'\nwx.request({ url: h })",
      'c.js': 'export const x = 1',
    })
    const runs = await Promise.all([1, 2].map(() => mpDomains(root, ['check', '--format', 'json'])))
    expect(runs[0].out).toBe(runs[1].out)
  })

  it('looks into packages only where asked', async () => {
    const root = makeTree({ 'node_modules/sdk/index.js': DEV['app.js'], 'app.js': "require('sdk')" })
    expect((await json(root)).findings).toEqual([])
    const { exit, findings } = await json(root, ['--deps'])
    expect([exit, findings[0]]).toMatchObject([0, { severity: 'warn', package: 'sdk' }])
  })

  it('looks into packages that the program uses, by way of others too, and into no tool nor framework', async () => {
    const call = (host: string) => `wx.request({ url: 'http://127.0.0.1/${host}' })`
    const root = makeTree({
      'package.json': '{ "dependencies": { "sdk": "1", "vue": "3" }, "devDependencies": { "gulp": "5" } }',
      'app.js': "import 'vue'\nimport { send } from 'sdk'\nsend()",
      'gulpfile.js': "require('gulp')",
      'mp-domains.config.js': "module.exports = require('unplugin-mp-domains').defineConfig({})",
      'node_modules/sdk/index.js': "export { send } from 'log'",
      'node_modules/log/index.js': `export const send = () => ${call('log')}`,
      'node_modules/unused/index.js': call('unused'),
      'node_modules/gulp/index.js': call('gulp'),
      'node_modules/vue/index.js': call('vue'),
      'node_modules/unplugin-mp-domains/index.js': `exports.defineConfig = (x) => x\nexports.ask = () => ${call('own')}`,
      'node_modules/unplugin-mp-domains/package.json': '{ "main": "index.js" }',
    })
    const { findings, modules } = await json(root, ['--deps'])
    expect(findings.map(({ file }) => file)).toEqual(['node_modules/log/index.js'])
    expect(modules.seen).toBe(4)
  })

  it('says that --env has no effect where the option fixes the environment', async () => {
    const root = makeTree({ 'mp-domains.config.json': '{ "environment": "production" }' })
    const { err, out } = await mpDomains(root, ['check', '--env', 'trial', '--format', 'json'])
    expect(err).toMatch(/--env trial/)
    expect((JSON.parse(out) as Report).environment).toBe('production')
  })
})

describe('audit', () => {
  const dist = {
    'dist/app.js': 'r("http://10.0.0.1/x")',
    'dist/app.js.map': '"http://10.0.0.1"',
    'dist/a.wxml': '<image src="http://localhost:3000/a.png"/>',
  }

  it('looks at every emitted text file', async () => {
    const { code, out } = await mpDomains(makeTree(dist), ['audit', 'dist', '--format', 'json'])
    const { findings, calls } = JSON.parse(out) as Report
    expect(code).toBe(1)
    expect(findings.map((finding) => `${finding.code} ${finding.file}:${finding.line}:${finding.column}`)).toEqual([
      'dev-host-left a.wxml:1:13',
      'dev-host-left app.js:1:4',
    ])
    expect(calls).toEqual([])
  })

  it('knows the hosts of other environments by the configuration', async () => {
    const config = JSON.stringify({
      domains: {
        production: { request: ['https://api.example.com'] },
        test: { request: ['https://test.example.com'] },
      },
    })
    const root = makeTree({ 'mp-domains.config.json': config, 'dist/app.js': 'r("https://test.example.com/x")' })
    expect((await mpDomains(root, ['audit', 'dist'])).code).toBe(1)
    expect((await mpDomains(root, ['audit', 'dist', '--env', 'test'])).code).toBe(0)
  })
})

describe('wrong use', () => {
  const wrong: [name: string, argv: string[], complaint: RegExp][] = [
    ['a directory that is not there', ['check', 'nowhere'], /nowhere/],
    ['a file for a directory', ['check', 'app.js'], /app\.js/],
    ['an audit of nothing', ['audit'], /audit/],
    ['an unknown command', ['chekc'], /chekc.*check/],
    ['no command', [], /check, audit/],
    ['an unknown flag', ['check', '--enviroment', 'x'], /enviroment/],
    ['a flag without its value', ['check', '--env'], /--env/],
    ['too many directories', ['check', '.', 'other'], /other/],
    ['an unknown format', ['check', '--format', 'jsn'], /jsn.*json/],
    ['an unknown platform', ['check', '--platform', 'wechta'], /wechta.*\n.*wechat/],
    ['a configuration that is not there', ['check', '--config', 'none.ts'], /none\.ts/],
    ['a report that can not be written', ['check', '--output', 'app.js/x.json'], /app\.js/],
  ]
  it.each(wrong)('%s is told on standard error, with 2 and no report', async (_, argv, complaint) => {
    const { code, out, err } = await mpDomains(makeTree(DEV), argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(complaint)
    expect(err).not.toMatch(/\n\s+at /)
  })

  const configs: [name: string, files: Record<string, string>, complaint: RegExp][] = [
    [
      'an unknown key',
      { 'mp-domains.config.json': '{ "domain": {} }' },
      /mp-domains\.config\.json: `domain`.*\n.*`domains`/,
    ],
    ['malformed JSON', { 'mp-domains.config.json': '{ "domains": ' }, /mp-domains\.config\.json/],
    ['a mistake in code', { 'mp-domains.config.ts': 'export default {' }, /mp-domains\.config\.ts/],
    ['a throw', { 'mp-domains.config.mjs': "throw new Error('not today')" }, /not today/],
    ['nothing exported', { 'mp-domains.config.mjs': 'export default undefined' }, /mp-domains\.config\.mjs/],
    [
      'a chain in the host map',
      { 'mp-domains.config.json': '{ "hostMap": { "http://a.test": "http://a.test/x" } }' },
      /hostMap\['http:\/\/a\.test'\]/,
    ],
  ]
  it.each(configs)('%s in the configuration is one line for each problem, with 2', async (_, files, complaint) => {
    const { code, out, err } = await mpDomains(makeTree({ ...DEV, ...files }), ['check', '--format', 'json'])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(complaint)
    expect(err).not.toMatch(/\n\s+at /)
  })
})

describe('help', () => {
  it('tells the version', async () => {
    const { code, out } = await mpDomains('/', ['--version'])
    expect([code, out.trim()]).toEqual([
      0,
      (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version,
    ])
  })
})
