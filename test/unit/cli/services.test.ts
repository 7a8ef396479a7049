import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { check } from '../../../src/api'
import { run } from '../../../src/cli/main'
import { textWidth } from '../../../src/report/terminal/width'
import { mpDomains } from './run'
import { makeTree } from './tree'

const SHOP = {
  'app.json': '{ "pages": ["pages/home/home"] }',
  'app.js': 'App({})\n',
  'config.js': "exports.HOST = 'http://127.0.0.1:3000'\nexports.FILES = 'http://192.168.1.20:8080'\n",
  'http.js': "const { HOST } = require('./config')\nexports.get = (path) => wx.request({ url: HOST + path })\n",
  'pages/home/home.js':
    "const http = require('../../http')\nconst { FILES } = require('../../config')\nhttp.get('/goods')\nwx.uploadFile({ url: FILES + '/x' })\n",
}

interface Result {
  ruleId: string
  partialFingerprints: Record<string, string>
  locations: { physicalLocation: { region: { startLine: number } } }[]
  codeFlows?: { threadFlows: { locations: { location: Step }[] }[] }[]
}
interface Step {
  physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number; startColumn: number } }
}

async function sarif(root: string): Promise<Result[]> {
  const { out, err } = await mpDomains(root, ['check', '--format', 'sarif'])
  expect(err).toBe('')
  return JSON.parse(out).runs[0].results
}
const names = (results: Result[]) =>
  results.map((result) => `${result.ruleId} ${result.partialFingerprints['mpDomains/v1']}`)

describe('SARIF of a project', () => {
  it('leads through the project as a code flow, from the literal to the call', async () => {
    const results = await sarif(makeTree(SHOP))
    const loopback = results.find(({ ruleId }) => ruleId === 'loopback-host')!
    const steps = loopback.codeFlows![0]!.threadFlows[0]!.locations.map(({ location }) => location.physicalLocation)
    expect(steps.map(({ artifactLocation, region }) => `${artifactLocation.uri}:${region.startLine}`)).toEqual([
      'config.js:1',
      'http.js:1',
      'pages/home/home.js:3',
    ])
  })

  it('names the same findings alike when lines move, in every file on the way', async () => {
    const before = await sarif(makeTree(SHOP))
    const moved = Object.fromEntries(
      Object.entries(SHOP).map(([file, text]) => [file, file.endsWith('.js') ? `\n// new\n\n${text}` : text]),
    )
    const after = await sarif(makeTree(moved))
    expect(after.map(({ locations }) => locations[0]!.physicalLocation.region.startLine)).not.toEqual(
      before.map(({ locations }) => locations[0]!.physicalLocation.region.startLine),
    )
    expect(names(after)).toEqual(names(before))
    expect(new Set(names(before)).size).toBe(before.length)
    const other = await sarif(makeTree({ ...SHOP, 'config.js': SHOP['config.js'].replace('3000', '3001') }))
    expect(names(other).filter((name) => !names(before).includes(name))).toHaveLength(1)
  })

  it('has paths from the root of the repository, from the command and from the API', async () => {
    const top = makeTree(
      Object.fromEntries(Object.entries(SHOP).map(([file, text]) => [`packages/shop/${file}`, text])),
    )
    mkdirSync(join(top, '.git'))
    const shop = join(top, 'packages/shop')
    const { out } = await mpDomains(shop, ['check', '--format', 'sarif'])
    const { render } = await check(shop, { config: false })
    for (const text of [out, render('sarif')]) expect(text).toContain('"uri": "packages/shop/config.js"')
    expect(JSON.parse(render('sarif')).runs[0].tool.driver.semanticVersion).toMatch(/^\d+\.\d+\.\d+/)
  })
})

describe('the terminal', () => {
  const print = async (root: string, args: string[], stdout: { isTTY?: boolean; columns?: number }, env = {}) => {
    let out = ''
    const write = (text: string) => void (out += text)
    const code = await run(['check', ...args], {
      cwd: root.replaceAll('\\', '/'),
      env,
      stdout: { isTTY: false, ...stdout, write },
      stderr: { isTTY: false, write: () => {} },
    })
    return { code, out }
  }
  const widest = (out: string) =>
    Math.max(
      ...stripVTControlCharacters(out)
        .split('\n')
        // What is there to be pasted, and addresses, are never broken.
        .filter((line) => !/^ {4}(?:hostMap|rules|\/\/|domains)|https?:\/\/|^ {2}npx /.test(line))
        .map(textWidth),
    )

  it.each([
    [{ isTTY: true, columns: 40 }, {}, 40],
    [{ isTTY: true, columns: 64 }, { COLUMNS: '120' }, 64],
    [{}, { COLUMNS: '50' }, 50],
    [{}, { COLUMNS: 'wide' }, 100],
    [{}, {}, 100],
    [{ isTTY: true, columns: 12 }, {}, 40],
  ])('%j with %j is laid out in %i cells', async (stdout, env, width) => {
    const root = makeTree({
      ...SHOP,
      '页面/很长的目录名称/组件.js': "wx.request({ url: 'http://127.0.0.1:3000/列表' })\n",
    })
    for (const lang of ['en', 'zh']) {
      writeFileSync(join(root, 'mp-domains.config.json'), JSON.stringify({ lang }))
      const { out } = await print(root, [], stdout, env)
      expect(widest(out), lang).toBeLessThanOrEqual(width)
      expect(widest(out), lang).toBeGreaterThan(width - 14)
    }
  })

  it('leaves no mark between counts without blanks around it, however lines break', async () => {
    const root = makeTree({ ...SHOP, 'mp-domains.config.json': '{ "lang": "zh" }' })
    for (let columns = 40; columns < 110; columns++) {
      const { out } = await print(root, [], { columns })
      expect(out, `${columns}`).not.toMatch(/ ·\S|\S· | ·$/m)
    }
  })

  it('has colours on a terminal, and none where they are not wanted or nobody looks', async () => {
    const root = makeTree(SHOP)
    const escapes = async (stdout: object, env: object) => (await print(root, [], stdout, env)).out.includes('\u001b')
    expect(await escapes({ isTTY: true }, {})).toBe(true)
    expect(await escapes({ isTTY: true }, { NO_COLOR: '1' })).toBe(false)
    expect(await escapes({ isTTY: true }, { TERM: 'dumb' })).toBe(false)
    expect(await escapes({}, {})).toBe(false)
    expect(await escapes({}, { FORCE_COLOR: '1' })).toBe(true)
    expect(await escapes({ isTTY: true }, { NO_COLOR: '1', TERM_PROGRAM: 'vscode', NO_HYPERLINKS: '1' })).toBe(false)
  })

  it('says errors and the last line alone with --quiet', async () => {
    const { code, out } = await print(makeTree(SHOP), ['--quiet'], {})
    expect(code).toBe(1)
    expect(out).toContain('http://127.0.0.1:3000')
    expect(out).not.toMatch(/npx mp-domains|unused-domain|unresolved-url/)
    expect(out.trimEnd().split('\n').at(-1)).toContain('modules analysed')
    const clean = await print(makeTree({ 'app.js': 'App({})\n' }), ['--quiet'], {})
    expect(clean.code).toBe(0)
    expect(clean.out).toMatch(/^✔ no findings · 0 calls [^]*analysed\n$/)
  })
})
