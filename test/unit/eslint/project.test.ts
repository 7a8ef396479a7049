import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LintProjects, rootFor } from '../../../src/eslint/projects'
import { slashed } from '../../../src/cli/paths'
import type { LintSettings } from '../../../src/eslint/types'

const top = slashed(mkdtempSync(path.join(tmpdir(), 'mp-domains-lint-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))

let root: string
let number = 0
let projects: LintProjects
beforeEach(() => {
  root = `${top}/${number++}`
  write('app.json', '{}')
  write(
    'mp-domains.config.json',
    JSON.stringify({
      lang: 'en',
      domains: { production: { request: ['https://api.example.com'] } },
      hostMap: { production: { 'http://127.0.0.1:3000': 'https://api.example.com' } },
    }),
  )
  write('config.js', `export const HOST = 'http://127.0.0.1:3000'\n`)
  write('http.js', `import { HOST } from './config'\nexport const get = (path) => wx.request({ url: HOST + path })\n`)
  write('page.js', PAGE)
  projects = new LintProjects({})
})
afterEach(() => vi.restoreAllMocks())

const PAGE = `import { get } from './http'\nget('/users')\n`

function write(name: string, text: string): void {
  const file = path.join(root, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

async function lint(name: string, text?: string, settings: LintSettings = {}) {
  const file = `${root}/${name}`
  return projects.lint({ file, text: text ?? readFileSync(file, 'utf8'), cwd: root, settings })
}
const shown = async (...input: Parameters<typeof lint>) => {
  const text = input[1] ?? readFileSync(`${root}/${input[0]}`, 'utf8')
  const { findings, problem } = await lint(...input)
  expect(problem).toBe(null)
  return findings.map(({ code, start, end }) => `${code} ${text.slice(start, end)}`)
}
/** A second later, the disk is looked at again. */
const later = () => {
  const now = performance.now()
  vi.spyOn(performance, 'now').mockReturnValue(now + 5000)
}

describe('a project that is linted', () => {
  it('tells a cause where it stands, across modules', async () => {
    expect(await shown('config.js')).toEqual(['loopback-host http://127.0.0.1:3000'])
    expect(await shown('http.js')).toEqual([])
    expect(await shown('page.js')).toEqual([])
  })

  it('judges what is typed, and forgets it', async () => {
    expect(await shown('config.js', `export const HOST = 'https://other.example.com'\n`)).toEqual([
      'domain-not-listed https://other.example.com',
    ])
    expect(await shown('page.js', `${PAGE}wx.request({ url: 'http://10.0.0.3/x' })\n`)).toEqual([
      'lan-host http://10.0.0.3',
    ])
    expect(await shown('config.js')).toEqual(['loopback-host http://127.0.0.1:3000'])
    expect(await shown('page.js')).toEqual([])
  })

  it('judges a file that is not saved yet, and none that belongs to no program', async () => {
    const text = `wx.request({ url: 'http://10.0.0.3/x' })\n`
    expect(await shown('pages/new.js', text)).toEqual(['lan-host http://10.0.0.3'])
    expect(await shown('dist/new.js', text)).toEqual([])
    expect(await shown('cloudfunctions/new.js', text)).toEqual([])
  })

  it('sees what other programs write', async () => {
    expect(await shown('config.js')).toHaveLength(1)
    write('http.js', 'export const get = () => {}\n')
    later()
    expect(await shown('config.js')).toEqual([])
    write('other.js', `import { HOST } from './config'\nwx.request({ url: HOST + '/x' })\n`)
    vi.restoreAllMocks()
    const now = performance.now()
    vi.spyOn(performance, 'now').mockReturnValue(now + 10_000)
    expect(await shown('config.js')).toHaveLength(1)
  })

  it('takes a changed configuration', async () => {
    expect(await shown('config.js')).toHaveLength(1)
    write('mp-domains.config.json', JSON.stringify({ rules: { 'loopback-host': 'off' } }))
    utimesSync(`${root}/mp-domains.config.json`, new Date(0), new Date(0))
    later()
    expect(await shown('config.js')).toEqual([])
  })

  it('tells a wrong configuration, and no finding', async () => {
    write('mp-domains.config.json', JSON.stringify({ lang: 'en', domain: {} }))
    const { findings, problem } = await lint('config.js')
    expect(findings).toEqual([])
    expect(problem).toMatch(/`domain` is not a known key[^]*`domains`/)
  })

  it('gives the host map as an edit, and the other ways as words', async () => {
    const { findings } = await lint('config.js')
    expect(findings[0]).toMatchObject({
      mapped: true,
      edit: { text: 'https://api.example.com' },
      ignore: { line: 1, text: expect.stringContaining('mp-domains-ignore-next-line loopback-host') },
    })
    const zh = await lint('config.js', undefined, { lang: 'zh' })
    expect(zh.findings[0]!.message).toMatch(/合法域名/)
    expect(await shown('config.js', undefined, { rewrite: true })).toEqual([])
  })

  it('tells what stands in a file that no linter reads at its calls', async () => {
    write('.env', 'VITE_API=http://127.0.0.1:3000\n')
    write('vite.config.js', 'export default {}\n')
    write('page.js', `wx.request({ url: import.meta.env.VITE_API + '/x' })\n`)
    expect((await lint('page.js')).findings.map(({ code }) => code)).toEqual(['loopback-host'])
  })

  it('links the neighbourhood where the whole takes long, and keeps what only the whole shows', async () => {
    write('pages/other.js', `import { get } from '../http'\nget('/other')\n`)
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 100))
    const typed = `// a line\nexport const HOST = 'http://127.0.0.1:3000'\n`
    expect(await shown('config.js')).toHaveLength(1)
    expect(await shown('config.js', typed)).toEqual(['loopback-host http://127.0.0.1:3000'])
    expect(await shown('page.js', `${PAGE}wx.request({ url: 'http://10.0.0.3/x' })\n`)).toEqual([
      'lan-host http://10.0.0.3',
    ])
    expect(await shown('config.js', `export const HOST = 'https://api.example.com'\n`)).toEqual([])
  })
})

describe('a project that takes long to link', () => {
  /** Each look at the clock is so many milliseconds after the one before. */
  const slow = (step: number) => {
    let clock = performance.now() + 20_000
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += step))
  }
  const pages = () => {
    for (let n = 0; n < 8; n++) write(`pages/p${n}.js`, `import { get } from '../http'\nget('/p${n}')\n`)
  }

  it('says of a page what the whole says, key by key and file by file', async () => {
    pages()
    write('pages/own.js', `const at = 'https://api.example.com'\nwx.request({ url: at + '/own' })\n`)
    slow(100)
    expect(await shown('pages/own.js')).toEqual([])
    for (const host of ['http://10.0.0.3', 'http://10.0.0.34', 'https://api.example.com', 'http://10.0.0.5'])
      expect(await shown('pages/own.js', `const at = '${host}'\nwx.request({ url: at + '/own' })\n`)).toEqual(
        host.startsWith('https') ? [] : [`lan-host ${host}`],
      )
    expect(await shown('page.js', `${PAGE}wx.request({ url: 'http://10.0.0.3/x' })\n`)).toEqual([
      'lan-host http://10.0.0.3',
    ])
    expect(await shown('pages/own.js')).toEqual([])
    expect(await shown('config.js')).toEqual(['loopback-host http://127.0.0.1:3000'])
  })

  it('answers after a file was saved without linking everything, and does that once nobody types', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const app = (host: string) => `App({ globalData: { host: '${host}' } })\n`
    write('app.js', app('https://api.example.com'))
    write('page.js', `wx.request({ url: getApp().globalData.host + '/x' })\n`)
    slow(2000)
    expect(await shown('app.js')).toEqual([])
    write('app.js', app('http://10.0.0.33'))
    // No module imports another here: the neighbours don't show that the host is asked for.
    expect(await shown('app.js')).toEqual([])
    expect(await shown('app.js', `${app('http://10.0.0.33')}wx.request({ url: 'http://10.0.0.4/' })\n`)).toEqual([
      'lan-host http://10.0.0.4',
    ])
    await vi.advanceTimersByTimeAsync(1400)
    expect(await shown('app.js')).toEqual([])
    await vi.advanceTimersByTimeAsync(1500)
    vi.useRealTimers()
    expect(await shown('app.js')).toEqual(['lan-host http://10.0.0.33'])
  })
})

describe('the project of a file', () => {
  it('is the nearest with a configuration, else with the project file, else the working directory', () => {
    write('packages/a/mp-domains.config.json', '{}')
    write('packages/b/project.config.json', '{}')
    write('packages/b/mini/package.json', '{}')
    expect(rootFor(`${root}/packages/a/src/x.js`, root)).toBe(`${root}/packages/a`)
    expect(rootFor(`${root}/packages/b/mini/x.js`, `${root}/packages`)).toBe(`${root}/packages/b`)
    expect(rootFor(`${root}/packages/c/x.js`, `${root}/packages`)).toBe(`${root}/packages`)
    expect(rootFor(`${root}/x.js`, root)).toBe(root)
  })
})
