import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NodeFiles } from '../../../src/cli/files'
import { slashed } from '../../../src/cli/paths'
import { projectOptions } from '../../../src/cli/project'
import { involvedIn } from '../../../src/eslint/findings'
import { SourceTree } from '../../../src/eslint/tree'
import type { ReportData } from '../../../src/report'

const root = slashed(mkdtempSync(path.join(tmpdir(), 'mp-domains-tree-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const id = (name: string) => `${root}/${name}`
const LARGE = `// ${'x'.repeat(25_000)}\n`
const TEXTS: Record<string, string> = {
  'app.json': '{}',
  'config.js': "export const HOST = 'https://api.example.com'\n",
  'http.js': "import { HOST } from './config'\nexport const get = (path) => wx.request({ url: HOST + path })\n",
  'hosts.js': `${LARGE}export const CDN = 'https://cdn.example.com'\n`,
  'library.js': `${LARGE}export const render = (text) => text + 'https://docs.example.com'\n`,
  'page.js':
    "import { get } from './http'\nimport { CDN } from './hosts'\nimport { render } from './library'\nget('/x')\n",
}

let tree: SourceTree
beforeAll(async () => {
  mkdirSync(root, { recursive: true })
  for (const [name, text] of Object.entries(TEXTS)) writeFileSync(id(name), text)
  const files = new NodeFiles()
  const { options } = await projectOptions({
    directory: root,
    command: 'check',
    files,
    flags: {},
    env: {},
    cwd: root,
  })
  tree = new SourceTree(options)
})

const involved = (all: string[], elsewhere: string[] = []) => ({
  all: new Set(all.map(id)),
  elsewhere: new Set(elsewhere.map(id)),
})
const around = (name: string, ...calls: Parameters<typeof involved>) => {
  const near = tree.around(id(name), tree.files.get(id(name))!.record, TEXTS[name]!.length, involved(...calls))
  return [...near].map((module) => module.slice(root.length + 1)).sort()
}

describe('what is linked with a module that is typed in', () => {
  it('is what it imports, without large modules that no call has to do with', () => {
    expect(around('page.js', ['page.js', 'hosts.js'])).toEqual(['config.js', 'hosts.js', 'http.js', 'page.js'])
    expect(around('page.js', [])).toEqual(['config.js', 'http.js', 'page.js'])
  })

  it('is its importers too, where calls of other modules have to do with it', () => {
    expect(around('config.js', ['http.js', 'page.js'], ['config.js'])).toEqual(['config.js', 'http.js', 'page.js'])
    expect(around('library.js', ['http.js', 'page.js'], ['config.js'])).toEqual(['library.js'])
  })
})

describe('the modules that calls have to do with', () => {
  it('are those where they stand, where they lead through and where their URLs are from', () => {
    const at = (file: string) => ({ file, line: 1, column: 1 })
    const call = {
      ...at('page.js'),
      via: [
        { name: 'get', ...at('http.js') },
        { name: 'axios', file: null, line: null, column: null },
      ],
      urls: [{ source: at('config.js'), trace: [{ ...at('env.js'), note: 'import' }] }, { source: null }],
      unknown: at('store.js'),
    }
    const own = { ...at('own.js'), via: [], urls: [{ source: at('own.js') }], unknown: null }
    const { all, elsewhere } = involvedIn({ calls: [call, own] } as unknown as ReportData, '/app')
    expect([...elsewhere].sort()).toEqual(['/app/config.js', '/app/env.js', '/app/http.js', '/app/store.js'])
    expect([...all].sort()).toEqual([...elsewhere, '/app/own.js', '/app/page.js'].sort())
  })
})
