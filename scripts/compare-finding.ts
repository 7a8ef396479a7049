import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Linter } from 'eslint'
import sonarjs from 'eslint-plugin-sonarjs'
import { check } from '../src/api'
import { table, type Language, type Words } from './compare-table'

/** What the list of the second table's projects holds. */
const LISTED = 'https://api.example.com'

const WORDS = {
  told: { en: 'to be told', zh: '该不该报' },
  yes: { en: 'yes', zh: '该' },
  no: { en: 'no', zh: '不该' },
  what: { en: 'what stands there', zh: '代码里写的' },
} satisfies Record<string, Words>

/** A small project, and whether somebody has to be told of it before a release. */
interface Case {
  shown: Words
  files: Readonly<Record<string, string>>
  told: boolean
}

const CASES: readonly Case[] = [
  {
    shown: {
      en: "`wx.request({ url: 'http://localhost:3000' })`",
      zh: "`wx.request({ url: 'http://localhost:3000' })`",
    },
    files: { 'app.js': `wx.request({ url: 'http://localhost:3000/users' })` },
    told: true,
  },
  {
    shown: { en: '`http://127.1:3000`, another spelling of it', zh: '`http://127.1:3000`，同一地址的另一种写法' },
    files: { 'app.js': `wx.request({ url: 'http://127.1:3000/users' })` },
    told: true,
  },
  {
    shown: { en: '`http://10.1.2.3`, an address of the local network', zh: '`http://10.1.2.3`，局域网地址' },
    files: { 'app.js': `wx.request({ url: 'http://10.1.2.3/users' })` },
    told: true,
  },
  {
    shown: {
      en: '`<image src="http://localhost:3000/a.png" />` in a template',
      zh: '模板里的 `<image src="http://localhost:3000/a.png" />`',
    },
    files: { 'app.js': 'Page({})', 'app.wxml': '<image src="http://localhost:3000/a.png" />' },
    told: true,
  },
  {
    shown: { en: '`https://stats.example.net`, which no list has', zh: '`https://stats.example.net`，不在名单里' },
    files: { 'app.js': `wx.request({ url: 'https://stats.example.net/users' })` },
    told: true,
  },
  {
    shown: {
      en: '`config.baseURL + path`, where `baseURL` is not set',
      zh: '`config.baseURL + path`，而 `baseURL` 没有值',
    },
    files: {
      'app.js': `const config = { base: 'https://api.example.com' }\nwx.request({ url: config.baseURL + '/users' })`,
    },
    told: true,
  },
  {
    shown: { en: '`// http://localhost:3000/docs`, a comment', zh: '`// http://localhost:3000/docs`，注释' },
    files: { 'app.js': `// http://localhost:3000/docs\nwx.request({ url: 'https://api.example.com/users' })` },
    told: false,
  },
  {
    shown: {
      en: "`process.env.NODE_ENV === 'production' ? 'https://api.example.com' : 'http://localhost:3000'`",
      zh: "`process.env.NODE_ENV === 'production' ? 'https://api.example.com' : 'http://localhost:3000'`",
    },
    files: {
      'app.js': `const HOST = process.env.NODE_ENV === 'production' ? 'https://api.example.com' : 'http://localhost:3000'\nwx.request({ url: HOST + '/users' })`,
    },
    told: false,
  },
  {
    shown: {
      en: '`new Function("wx.request({ url: \'http://localhost:3000\' })")`, code that is text',
      zh: '`new Function("wx.request({ url: \'http://localhost:3000\' })")`，写成文本的代码',
    },
    files: { 'app.js': `new Function("wx.request({ url: 'http://localhost:3000' })")()` },
    told: true,
  },
]

const PATTERN = /localhost|127\.0\.0\.1|192\.168\./

function linted(files: Case['files'], rules: Linter.RulesRecord): boolean {
  const config: Linter.Config = {
    plugins: { sonarjs: sonarjs as never },
    rules,
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  }
  return new Linter().verify(files['app.js'] as string, [config]).some(({ fatal }) => {
    if (fatal) throw new Error('a case does not parse')
    return true
  })
}

async function judged(files: Case['files']): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-compare-'))
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text)
    const { failed } = await check(folder, {
      config: false,
      platform: 'wechat',
      environment: 'production',
      domains: { request: [LISTED] },
    })
    return failed
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The tools of the second table, by the column's title: whether each says something of a project. */
const FINDERS: Readonly<Record<string, (files: Case['files']) => boolean | Promise<boolean>>> = {
  '`grep -rE`': (files) => Object.values(files).some((text) => PATTERN.test(text)),
  'ESLint `no-restricted-syntax`': (files) =>
    linted(files, { 'no-restricted-syntax': ['error', `Literal[value=/${PATTERN.source}/]`] }),
  '`sonarjs/no-clear-text-protocols`': (files) => linted(files, { 'sonarjs/no-clear-text-protocols': 'error' }),
  '`mp-domains check`': judged,
}

/** What the first two columns of the second table look for. */
export const SEARCHED = PATTERN.source

/** What tools that look for hosts say of the same projects. */
export async function finding(lang: Language): Promise<string> {
  const rows: string[][] = []
  for (const { shown, files, told } of CASES) {
    const cells = [shown[lang], WORDS[told ? 'yes' : 'no'][lang]]
    for (const tool of Object.values(FINDERS)) cells.push((await tool(files)) === told ? '✓' : '✗')
    rows.push(cells)
  }
  return table([WORDS.what[lang], WORDS.told[lang], ...Object.keys(FINDERS)], rows)
}
