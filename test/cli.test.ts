import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../src/report'

const root = path.resolve(import.meta.dirname, '..')
const cli = path.join(root, 'dist/cli.mjs')
const fixtures = path.join(root, 'fixtures/cli')

let work: string
beforeAll(() => {
  if (!existsSync(cli)) throw new Error('dist/cli.mjs is missing: npm run build')
  work = mkdtempSync(path.join(tmpdir(), 'mp-domains-cli-'))
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** Runs the built command, in a process of its own. */
function mpDomains(argv: string[], options: { cwd?: string; uid?: number; env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...argv], {
    cwd: options.cwd ?? root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'en_US.UTF-8', NO_COLOR: '1', ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  return { status, stdout, stderr }
}

function check(directory: string, ...argv: string[]): Report {
  const { stdout, stderr } = mpDomains(['check', directory, '--format', 'json', ...argv])
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Report
}

/** Calls as `file:line category url`, all alternatives. */
function calls(report: Report): string[] {
  return report.calls
    .flatMap(({ file, line, category, urls, unknown }) =>
      urls.length > 0
        ? urls.map(({ url }) => `${file}:${line} ${category} ${url}`)
        : [`${file}:${line} ${category} ${unknown?.reason}`],
    )
    .sort()
}

describe('projects', () => {
  it('resolves a native project as the platform does', () => {
    expect(calls(check(path.join(fixtures, 'native')))).toEqual([
      'miniprogram/miniprogram_npm/sdk/index.js:1 request https://sdk.example.com/track',
      'miniprogram/pages/detail/detail.js:4 request https://api.example.com/v1/goods/1',
      'miniprogram/pages/detail/detail.js:5 downloadFile https://cdn.example.com/goods.pdf',
      'miniprogram/pages/index/index.js:5 request https://api.example.com/v1/goods',
      'miniprogram/utils/http.js:4 request https://api.example.com/v1{*}',
    ])
  })

  it('takes the variant of the platform that is built', () => {
    const directory = path.join(fixtures, 'taro')
    const urls = (platform: string) =>
      calls(check(directory, '--platform', platform)).filter((call) => call.startsWith('src/pages'))
    expect(urls('weapp')).toEqual(['src/pages/index.tsx:4 request https://weapp.example.com/list'])
    expect(urls('alipay')).toEqual(['src/pages/index.tsx:4 request https://other.example.com/list'])
  })

  it('follows tsconfig paths, linked packages of a workspace and .env files', () => {
    const directory = path.join(work, 'workspace')
    cpSync(path.join(fixtures, 'workspace'), directory, { recursive: true })
    // A link of a package manager; git keeps none.
    symlinkSync('../packages', path.join(directory, 'app/node_modules'), 'dir')
    expect(calls(check(path.join(directory, 'app')))).toEqual([
      '../packages/http-kit/src.ts:1 request {*}',
      'src/main.ts:5 request https://api.example.com/users',
    ])
    expect(calls(check(path.join(directory, 'app'), '--env', 'trial'))).toContain(
      'src/main.ts:5 request https://trial.example.com/users',
    )
  })
})

describe('the process', () => {
  const big = () => {
    const directory = path.join(work, 'big')
    if (!existsSync(directory)) {
      cpSync(path.join(fixtures, 'native/miniprogram'), directory, { recursive: true })
      const lines = Array.from(
        { length: 4000 },
        (_, i) => `wx.request({ url: 'http://127.0.0.1:3000/${i}/${'x'.repeat(40)}' })`,
      )
      writeFileSync(path.join(directory, 'big.js'), `${lines.join('\n')}\n`)
    }
    return directory
  }

  it('writes a big report whole into a pipe before it ends', () => {
    const { status, stdout } = mpDomains(['check', big(), '--format', 'json'])
    expect(stdout.length).toBeGreaterThan(1_000_000)
    expect([status, (JSON.parse(stdout) as Report).calls.length > 4000]).toEqual([1, true])
  })

  it('ends quietly where its reader goes away', async () => {
    const child = spawn(process.execPath, [cli, 'check', big(), '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let complaints = ''
    child.stderr.on('data', (data: Buffer) => (complaints += data.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect(complaints).toBe('')
    expect([0, 1]).toContain(code)
  })

  it('has its exit codes', () => {
    expect(mpDomains(['check', path.join(fixtures, 'native')]).status).toBe(0)
    expect(mpDomains(['check', big(), '--quiet']).status).toBe(1)
    expect(mpDomains(['check', path.join(work, 'nowhere')])).toMatchObject({ status: 2, stdout: '' })
  })

  it('speaks the language of the locale', () => {
    const complaint = (LC_ALL: string) => mpDomains(['check', 'nowhere'], { env: { LC_ALL } }).stderr
    expect(complaint('en_US.UTF-8')).toContain('there is no directory')
    expect(complaint('zh_CN.UTF-8')).toContain('不存在')
  })

  it('shows its commands and options', () => {
    const { status, stdout } = mpDomains(['--help'])
    expect(status).toBe(0)
    for (const word of ['check [dir]', 'audit <dist>']) expect(stdout).toContain(word)
    const { stdout: help } = mpDomains(['check', '--help'])
    for (const flag of ['--env', '--platform', '--rewrite', '--format', '--output', '--config', '--deps', '--quiet'])
      expect(help).toContain(flag)
  })

  it('reports what it may not read, and goes on', () => {
    const directory = path.join(work, 'locked')
    cpSync(path.join(fixtures, 'native/miniprogram'), directory, { recursive: true })
    writeFileSync(path.join(directory, 'open.js'), "wx.request({ url: 'https://api.example.com/open' })")
    chmodSync(work, 0o755)
    chmodSync(path.join(directory, 'utils/http.js'), 0)
    chmodSync(path.join(directory, 'pages/detail'), 0)
    // Whoever runs as root reads everything; nobody does not.
    const { status, stdout } = mpDomains(['check', directory, '--format', 'json'], {
      uid: process.getuid?.() === 0 ? 65534 : undefined,
    })
    chmodSync(path.join(directory, 'pages/detail'), 0o755)
    const { findings, calls: found } = JSON.parse(stdout) as Report
    expect(status).toBe(0)
    expect(findings.filter(({ code }) => code === 'parse-failed').map(({ file }) => file)).toEqual([
      'pages/detail',
      'utils/http.js',
    ])
    expect(found.map(({ file }) => file)).toContain('open.js')
  })

  it('never writes where it only looks', () => {
    const file = path.join(big(), 'big.js')
    const before = readFileSync(file, 'utf8')
    mpDomains(['check', big(), '--rewrite', '--quiet'])
    expect(readFileSync(file, 'utf8')).toBe(before)
  })
})
