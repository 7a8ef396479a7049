import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks } from '../support/markdown'
import { text } from '../support/source'
import { APPIDS, CONFIG } from './support/environments'
import { CACHE, install } from './support/install'
import { Project } from './support/project'
import type { Report } from './support/project'
import { DEV_HOSTS, DOMAINS, WITHOUT_MAP, WITH_MAP } from './support/shop'
import { errorsOf, places } from './support/suite'
import type { Expected } from './support/example'

const FINDINGS: readonly Expected[] = [
  ['loopback-host', 'config.js', "'http://127.0.0.1:3000'"],
  ['loopback-host', 'config.js', "'ws://127.0.0.1:3000'"],
  ['lan-host', 'config.js', "'http://192.168.1.20"],
  ['loopback-host', 'pages/index/index.wxml', 'http://localhost:3000'],
  ['loopback-host', 'components/price-tag/price-tag.js', "'http://127.0.0.1:4000"],
  ['loopback-host', 'components/price-tag/price-tag.wxml', 'http://127.0.0.1:4000'],
]
const COMMAND = [process.execPath, join(CACHE, 'plugin/dist/cli.mjs')]
/** A stand-in for the uploader, which would open a connection: it leaves a file where it was called. */
const UPLOADER = `const { writeFileSync } = require('node:fs')
exports.Project = class {}
exports.upload = async () => writeFileSync('uploaded', '')
`

let project: Project

beforeAll(async () => {
  project = Project.create('native', await install('native', ['native']))
}, 400_000)

describe('native, with the command', () => {
  it('fails on every dev host, and passes for what the host map covers', async () => {
    project.configure(WITHOUT_MAP)
    const found = await project.run([...COMMAND, 'check', '.', '--format', 'json', '--quiet'])
    expect(found.code).toBe(1)
    const report = JSON.parse(found.output) as Report
    expect(errorsOf(report)).toEqual(places(project, FINDINGS).sort())
    const categories = report.calls.map(({ category }) => category)
    expect(categories).toEqual(
      expect.arrayContaining(['request', 'uploadFile', 'downloadFile', 'socket', 'webview', 'none']),
    )
    project.configure(WITH_MAP)
    expect((await project.run([...COMMAND, 'check', '.', '--rewrite'])).code).toBe(0)
  })

  it('tells a package of miniprogram_npm apart where packages are looked at', async () => {
    project.configure({ ...WITH_MAP, ignores: [] })
    const without = await project.run([...COMMAND, 'check', '.', '--rewrite', '--format', 'json'])
    expect(without.output).not.toContain('log.sdk.example.com')
    const withPackages = await project.run([...COMMAND, 'check', '.', '--rewrite', '--deps', '--format', 'json'])
    const report = JSON.parse(withPackages.output) as Report
    const listed = report.findings.filter(
      ({ code, file }) => code === 'domain-not-listed' && !file.startsWith('node_modules/'),
    )
    expect(listed).toMatchObject([{ severity: 'warn', file: 'miniprogram_npm/shop-sdk/index.js' }])
    // Accepted as the page says: by the package's name.
    project.configure({
      ...WITH_MAP,
      ignores: [{ package: 'shop-sdk', reason: 'its own log server, listed with the next release' }],
    })
    const accepted = await project.run([...COMMAND, 'check', '.', '--rewrite', '--deps', '--format', 'json'])
    expect(accepted.output).not.toContain('domain-not-listed')
  })
})

describe('native, in a project that has findings, for several appids', () => {
  const judged = async (...more: string[]): Promise<{ code: number | null; report: Report }> => {
    const { code, output } = await project.run([...COMMAND, 'check', '.', '--format', 'json', '--quiet', ...more])
    return { code, report: JSON.parse(output) as Report }
  }

  it('takes known findings from a baseline, wherever they move to', async () => {
    project.configure({ ...WITHOUT_MAP, baseline: 'mp-domains.baseline.json' })
    expect((await project.run([...COMMAND, 'check', '.', '--update-baseline'])).code).toBe(0)
    const source = project.read('config.js')
    const host = "'ws://192.168.1.30:3000'"
    try {
      project.write('config.js', `// Moved down.\n\n${source}`)
      expect(await judged()).toMatchObject({ code: 0 })
      project.write('config.js', `// Moved down.\n\n${source.replace("'ws://127.0.0.1:3000'", host)}`)
      const { code, report } = await judged()
      expect(code).toBe(1)
      expect(errorsOf(report)).toEqual(places(project, [['lan-host', 'config.js', host]]))
    } finally {
      project.write('config.js', source)
    }
  })

  it('tells environments and appids apart', async () => {
    project.write('mp-domains.config.mjs', CONFIG)
    const test = await judged('--rewrite', '--env', 'test')
    expect(test).toMatchObject({ code: 0, report: { environment: 'test', appid: APPIDS[0] } })
    const file = project.read('project.config.json')
    try {
      project.edit('project.config.json', APPIDS[0]!, APPIDS[1]!)
      const { code, report } = await judged('--rewrite', '--env', 'uat')
      expect({ code, ...report }).toMatchObject({ code: 1, environment: 'uat', appid: APPIDS[1] })
      expect(errorsOf(report)).toEqual(places(project, [['domain-not-listed', 'config.js', "'http://127.0.0.1:3000'"]]))
    } finally {
      project.write('project.config.json', file)
    }
  })
})

describe('native, with gulp', () => {
  it('fails where a finding is left, and copies what the host map makes of the rest', async () => {
    const { hostMap } = WITH_MAP
    project.configure(WITHOUT_MAP)
    const failed = await project.run(['gulp'])
    expect(failed.code).not.toBe(0)
    for (const place of places(project, FINDINGS)) expect(failed.output).toContain(`╭ ${place.split(' ')[1]}\n`)
    expect(existsSync(project.path('dist'))).toBe(false)
    project.configure({ domains: { production: DOMAINS }, hostMap: hostMap! })
    const passed = await project.run(['gulp'])
    expect(passed.code, passed.output).toBe(0)
    const files = [...project.files('dist')]
    expect(files.length).toBeGreaterThan(15)
    expect(files.filter(([, content]) => DEV_HOSTS.test(content)).map(([name]) => name)).toEqual([])
  })
})

describe('miniprogram-ci', () => {
  it('is not reached where a dev host is left in the output', async () => {
    project.write('node_modules/miniprogram-ci/index.js', UPLOADER)
    project.write('node_modules/miniprogram-ci/package.json', '{ "name": "miniprogram-ci", "main": "index.js" }')
    project.configure(WITH_MAP)
    const upload = (): Promise<{ code: number | null; output: string }> =>
      project.run(['sh', '-c', `${COMMAND.join(' ')} audit dist --env production && node upload.mjs`])
    expect((await project.run(['gulp'])).code).toBe(0)
    const script = project.read('dist/config.js')
    project.write('dist/config.js', script.replace('https://api.shop.example.com', 'http://127.0.0.1:3000'))
    const stopped = await upload()
    expect(stopped.code).toBe(1)
    expect(stopped.output).toContain('dev-host-left')
    expect(existsSync(project.path('uploaded'))).toBe(false)
    project.write('dist/config.js', script)
    expect(await upload()).toMatchObject({ code: 0 })
    expect(existsSync(project.path('uploaded'))).toBe(true)
  })
})

it('is shown on its page as it is', () => {
  for (const folder of ['docs/toolchains', 'docs/zh/toolchains']) {
    const shown = codeBlocks(text(`${folder}/native.md`)).map(({ code }) => code.trim())
    expect(shown).toContain(project.read('gulpfile.mjs').trim())
    expect(shown).toContain(project.read('upload.mjs').trim())
  }
})
