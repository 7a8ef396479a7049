import { describe, expect, it } from 'vitest'
import { createPlugin } from '../../src/bundlers/plugin'
import { npmPackages } from '../../src/bundlers/npm-packages'
import { makeTree } from '../unit/cli/tree'
import { realCore } from './support/real-core'

const TREE = {
  'package.json':
    '{ "dependencies": { "copied": "1", "bundled": "1", "@scope/gone": "1" }, "devDependencies": { "dev": "1" } }',
  'node_modules/copied/package.json': '{ "miniprogram": "dist", "main": "index.js" }',
  'node_modules/copied/index.js': '',
  'node_modules/copied/dist/index.js': "exports.log = (data) => wx.request({ url: 'http://127.0.0.1:3000/log', data })",
  'node_modules/copied/dist/button/button.wxml': '<image src="https://a.example.com/b.png"/>',
  'node_modules/bundled/package.json': '{ "main": "lib/index.js" }',
  'node_modules/bundled/lib/index.js': "import './inner'\nexport { x } from './gone'\nimport fs from 'fs'",
  'node_modules/bundled/lib/inner.js': "require('./index')",
  'node_modules/bundled/lib/other.js': '',
  'node_modules/dev/package.json': '{ "main": "index.js" }',
  'node_modules/dev/index.js': '',
  'src/app.js': "import { log } from 'copied'\nlog({})\n",
}

describe('packages that weapp-vite builds apart', () => {
  it('are the folder that is copied, or the entry with what it imports', () => {
    const root = makeTree(TREE)
    const { files, entries } = npmPackages(root)
    expect(files.map((file) => file.slice(root.length + 1))).toEqual([
      'node_modules/copied/dist/button/button.wxml',
      'node_modules/copied/dist/index.js',
      'node_modules/bundled/lib/index.js',
      'node_modules/bundled/lib/inner.js',
    ])
    expect([...entries].map(([name, file]) => [name, file.slice(root.length + 1)])).toEqual([
      ['copied', 'node_modules/copied/dist/index.js'],
      ['bundled', 'node_modules/bundled/lib/index.js'],
    ])
  })

  it('are told by their names, and never as rewritten: they reach the program as they are', async () => {
    const root = makeTree(TREE)
    const { core, seen } = realCore()
    const { build } = await import('vite5')
    // As weapp-vite marks its configuration.
    const marked = { weapp: {} }
    await build({
      ...marked,
      root,
      logLevel: 'silent',
      plugins: [
        createPlugin(core).vite({
          lang: 'en',
          failOn: 'never',
          hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' },
        }) as never,
      ],
      build: { rollupOptions: { input: `${root}/src/app.js`, external: ['copied'] }, minify: false },
    })
    const report = JSON.parse(seen.reports.at(-1)!) as {
      calls: { file: string; urls: { url: string; rewritten: string | null }[] }[]
      findings: { code: string; severity: string; package?: string }[]
      rewrites: unknown[]
    }
    expect(report.calls.flatMap(({ urls }) => urls)).toMatchObject([
      { url: 'https://a.example.com/b.png', rewritten: null },
      { url: 'http://127.0.0.1:3000/log', rewritten: null },
    ])
    expect(report.findings.filter(({ code }) => code === 'rewrite-incomplete')).toMatchObject([
      { severity: 'warn', package: 'copied' },
    ])
    expect(report.rewrites).toEqual([])
  })
})
