import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as typescriptParser from '@typescript-eslint/parser'
import { ESLint, type Linter } from 'eslint'
import { ESLint as ESLint9, type Linter as Linter9 } from 'eslint9'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as vueParser from 'vue-eslint-parser'
import type { LintPlugin } from '../src/eslint/plugin'

const root = path.resolve(import.meta.dirname, '..')
const entry = path.join(root, 'dist/eslint.mjs')
const folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-eslint-'))
const app = path.join(folder, 'app')
let plugin: LintPlugin

const FILES: Record<string, string> = {
  'app.json': '{}',
  'mp-domains.config.json': JSON.stringify({
    lang: 'en',
    domains: { production: { request: ['https://api.example.com'], webview: [] } },
    hostMap: { production: { 'http://127.0.0.1:3000': 'https://api.example.com' } },
  }),
  'config.js': `export const HOST = 'http://127.0.0.1:3000'\n`,
  'http.js': `import { HOST } from './config'\nexport const get = (path) => wx.request({ url: HOST + path })\n`,
  'pages/index.js': `import { get } from '../http'\nget('/users')\nwx.request({\n  url: 'https://other.example.com/x',\n})\n`,
  'pages/typed.ts': `const url: string = 'https://api.weixin.qq.com/x'\nwx.request<{ a: number }>({ url })\n`,
  'pages/view.vue': `<template>\n  <web-view src="http://10.0.0.3/help" />\n</template>\n<script setup lang="ts">\nconst path: string = '/x'\nwx.request({ url: 'https://other.example.com' + path })\n</script>\n`,
  'secret.js': `export const secret = { appSecret: '0123456789abcdef0123456789abcdef' }\n`,
}

beforeAll(async () => {
  if (!existsSync(entry)) throw new Error('dist/eslint.mjs is missing: npm run build')
  plugin = ((await import(entry)) as { default: LintPlugin }).default
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(app, name)), { recursive: true })
    writeFileSync(path.join(app, name), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every version that is supported, with the parsers that projects use. */
function linter(version: '9' | '10', extra: Linter.Config = {}, options: { fix?: boolean } = {}): ESLint {
  const parsers = [
    { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
    { files: ['**/*.vue'], languageOptions: { parser: vueParser, parserOptions: { parser: typescriptParser } } },
  ]
  const config = [plugin.configs.recommended, ...parsers, extra] as Linter.Config[]
  const input = { cwd: app, overrideConfigFile: true, overrideConfig: config, ...options } as const
  return version === '9' ? (new ESLint9(input as ESLint9.Options) as unknown as ESLint) : new ESLint(input)
}

const row = ({ line, column, endColumn, ruleId }: Linter.LintMessage) => `${line}:${column}-${endColumn} ${ruleId}`

describe.each(['9', '10'] as const)('ESLint %s', (version) => {
  it('tells every rule where its cause stands', async () => {
    const results = await linter(version).lintFiles(['**/*.{js,ts,vue}'])
    const shown = results.flatMap(({ filePath, messages }) =>
      messages.map((message) => `${path.relative(app, filePath)} ${row(message)}`),
    )
    expect(shown).toEqual([
      'config.js 1:22-43 mp-domains/no-dev-host',
      'pages/index.js 4:9-34 mp-domains/legal-domain',
      'pages/typed.ts 1:22-47 mp-domains/no-forbidden-host',
      'pages/typed.ts 1:22-47 mp-domains/no-app-secret',
      'pages/view.vue 2:18-33 mp-domains/no-dev-host',
      'pages/view.vue 6:20-45 mp-domains/legal-domain',
      'secret.js 1:37-69 mp-domains/no-app-secret',
    ])
    expect(JSON.stringify(results.map(({ messages }) => messages))).not.toContain('0123456789abcdef0123456789abcdef')
  })

  it('judges the text in the editor, in the words of the report', async () => {
    const text = `wx.request({ url: 'http://192.168.1.9:8080/x' })\n`
    const [result] = await linter(version).lintText(text, { filePath: path.join(app, 'pages/index.js') })
    expect(result!.messages.map(row)).toEqual(['1:20-43 mp-domains/no-dev-host'])
    expect(result!.messages[0]!.message).toMatch(/^http:\/\/192\.168\.1\.9:8080 is /)
    const chinese = linter(version, { settings: { 'mp-domains': { lang: 'zh' } } })
    const [translated] = await chinese.lintText(text, { filePath: path.join(app, 'pages/index.js') })
    expect(translated!.messages[0]!.message).toMatch(/[一-鿿]/)
  })

  it('suggests the host map and the comment, and replaces only where it is asked to', async () => {
    const [result] = await linter(version).lintFiles(['config.js'])
    const { suggestions, fix } = result!.messages[0]!
    expect(fix).toBe(undefined)
    const applied = suggestions!.map(
      ({ fix: { range, text } }) => FILES['config.js']!.slice(0, range[0]) + text + FILES['config.js']!.slice(range[1]),
    )
    expect(applied).toEqual([
      `export const HOST = 'https://api.example.com'\n`,
      `// mp-domains-ignore-next-line loopback-host -- reason\n${FILES['config.js']}`,
    ])
    const fixing = linter(version, { rules: { 'mp-domains/no-dev-host': ['error', { fix: true }] } }, { fix: true })
    const [fixed] = await fixing.lintFiles(['config.js'])
    expect(fixed!.output).toBe(`export const HOST = 'https://api.example.com'\n`)
    expect(fixed!.messages).toEqual([])
  })

  it('offers no comment where it would become text', async () => {
    const text =
      'const a = `\n${wx.request({ url: "http://10.0.0.3/x" })}`\nwx.request({ url: `\nhttp://10.0.0.3/x` })\n'
    const [result] = await linter(version).lintText(text, { filePath: path.join(app, 'pages/index.js') })
    for (const { suggestions = [] } of result!.messages) {
      for (const { fix } of suggestions) expect(text.slice(0, fix.range[0]).split('`').length % 2).toBe(1)
    }
  })

  it('tells a wrong configuration once, at the first rule', async () => {
    const broken = linter(version, { settings: { 'mp-domains': { platform: 'wehcat' } } })
    const [result] = await broken.lintFiles(['config.js'])
    expect(result!.messages).toHaveLength(1)
    expect(result!.messages[0]!.message).toContain('wechat')
  })

  it('says nothing of blocks of other files', async () => {
    const [result] = await linter(version).lintText(FILES['config.js']!)
    expect(result!.messages).toEqual([])
  })
})

it('fits the types of both versions', () => {
  const configs10: Linter.Config[] = [{} as LintPlugin['configs']['recommended']]
  const configs9: Linter9.Config[] = [{} as LintPlugin['configs']['recommended']]
  const plugins: [ESLint.Plugin, ESLint9.Plugin] = [plugin, plugin]
  expect([configs10, configs9, plugins]).toHaveLength(3)
})

it('is required as it is imported', () => {
  const code = `const a = require(${JSON.stringify(path.join(root, 'dist/eslint.cjs'))}); console.log(Object.keys(a).sort().join(), Object.keys(a.rules).length, a.configs === a.default.configs)`
  const { stdout } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' })
  expect(stdout.trim()).toBe('configs,default,meta,rules 4 true')
})

it('runs as a plugin of oxlint', () => {
  mkdirSync(path.join(app, 'node_modules'), { recursive: true })
  if (!existsSync(path.join(app, 'node_modules/unplugin-mp-domains')))
    symlinkSync(root, path.join(app, 'node_modules/unplugin-mp-domains'), 'junction')
  const rules = Object.fromEntries(Object.keys(plugin.rules).map((name) => [`mp-domains/${name}`, 'error']))
  writeFileSync(
    path.join(app, '.oxlintrc.json'),
    JSON.stringify({
      jsPlugins: [{ name: 'mp-domains', specifier: 'unplugin-mp-domains/eslint' }],
      rules,
      categories: { correctness: 'off' },
    }),
  )
  const bin = path.join(root, 'node_modules/oxlint/bin/oxlint')
  const { stdout } = spawnSync(
    process.execPath,
    [bin, '--format', 'json', 'config.js', 'http.js', 'secret.js', 'pages'],
    { cwd: app, encoding: 'utf8' },
  )
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] }
  expect(diagnostics.map(({ filename, code }) => `${filename} ${code}`).sort()).toEqual([
    'config.js mp-domains(no-dev-host)',
    'pages/index.js mp-domains(legal-domain)',
    'pages/typed.ts mp-domains(no-app-secret)',
    'pages/typed.ts mp-domains(no-forbidden-host)',
    'secret.js mp-domains(no-app-secret)',
  ])
  rmSync(path.join(app, '.oxlintrc.json'))
  expect(readFileSync(path.join(app, 'config.js'), 'utf8')).toBe(FILES['config.js'])
})
