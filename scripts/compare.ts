import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import replace from '@rollup/plugin-replace'
import { Linter } from 'eslint'
import sonarjs from 'eslint-plugin-sonarjs'
import { rollup } from 'rollup'
import type { Plugin } from 'rollup'
import unpluginReplace from 'unplugin-replace/rollup'
import { build } from 'vite'
import { check } from '../src/api'
import { CODES } from '../src/check/codes'
import mpDomains from '../src/rollup'

/** Languages of the pages that hold the tables. */
export type Language = 'en' | 'zh'

type Words = Record<Language, string>

/** What the tools of the first table are asked to do, the same for each. */
const FROM = 'https://dev.example.com'
const TO = 'https://api.example.com'

/** A program whose export `url` is looked at, after a tool replaced FROM by TO in it. */
interface Program {
  /** What stands in the table. */
  shown: string
  code: string
  /** A second module, `./host`. */
  host?: string
  /** What `url` has to be; or, of a comment, the text that the output has to hold. */
  right: string
  inText?: boolean
}

const PROGRAMS: readonly Program[] = [
  { shown: `'https://dev.example.com'`, code: `'https://dev.example.com'`, right: TO },
  {
    shown: `'https://dev.example.com:8080'`,
    code: `'https://dev.example.com:8080'`,
    right: `${FROM}:8080`,
  },
  {
    shown: `'https://dev.example.company'`,
    code: `'https://dev.example.company'`,
    right: `${FROM}pany`,
  },
  {
    shown: '/* https://dev.example.com/docs */',
    code: `'' /* https://dev.example.com/docs */`,
    right: '/* https://dev.example.com/docs */',
    inText: true,
  },
  { shown: `'https://' + 'dev.example.com'`, code: `'https://' + 'dev.example.com'`, right: TO },
  {
    shown: "const HOST = 'dev.example.com'; `https://${HOST}`",
    code: "`https://${HOST}`; const HOST = 'dev.example.com'",
    right: TO,
  },
  {
    shown: String.raw`'https:\/\/dev.example.com'`,
    code: String.raw`'https:\/\/dev.example.com'`,
    right: TO,
  },
  { shown: `'HTTPS://DEV.example.com'`, code: `'HTTPS://DEV.example.com'`, right: TO },
  {
    shown: "import { HOST } from './host'; wx.request({ url: `https://${HOST}` })",
    code: "`https://${HOST}`\nimport { HOST } from './host'\nwx.request({ url: `https://${HOST}` })",
    host: `export const HOST = 'dev.example.com'`,
    right: TO,
  },
]

/** The tools of the first table, by the column's title. */
const REPLACERS: Readonly<Record<string, () => Plugin | Plugin[]>> = {
  '`@rollup/plugin-replace`': () => replace({ values: { [FROM]: TO }, preventAssignment: true }),
  "`@rollup/plugin-replace`, `delimiters: ['', '']`": () =>
    replace({ values: { [FROM]: TO }, delimiters: ['', ''], preventAssignment: true }),
  '`unplugin-replace`': () => unpluginReplace({ values: { [FROM]: TO } }) as Plugin,
  '`sed`': () => ({ name: 'sed', renderChunk: (code) => ({ code: code.replaceAll(FROM, TO), map: null }) }),
  '`unplugin-mp-domains`': () =>
    mpDomains({
      platform: 'wechat',
      environment: 'production',
      domains: { request: [TO] },
      hostMap: { [FROM]: TO },
    }) as Plugin | Plugin[],
}

/** What a program's `url` (or its text) is after a tool, or the code that the build failed with. */
async function replaced(
  program: Program,
  tool: () => Plugin | Plugin[],
): Promise<{ value: string; said: boolean } | { failed: string }> {
  const logs: string[] = []
  const folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-compare-'))
  try {
    // A semicolon before `const HOST`, which stands behind its use so that each program begins with the URL.
    const [expression, ...rest] = program.code.split('; ')
    const lines = [...rest, `export const url = ${expression}`]
    writeFileSync(path.join(folder, 'main.js'), `${lines.join('\n')}\n`)
    if (program.host !== undefined) writeFileSync(path.join(folder, 'host.js'), `${program.host}\n`)
    const resolver: Plugin = { name: 'js', resolveId: (id) => (id === './host' ? path.join(folder, 'host.js') : null) }
    const bundle = await rollup({
      input: path.join(folder, 'main.js'),
      treeshake: false,
      plugins: [resolver, tool()],
      // What the build says on its way: a tool that tells of what it left is not silent.
      onLog: (_level, { message }) => void logs.push(message),
    })
    const { output } = await bundle.generate({ format: 'iife', name: 'program' })
    await bundle.close()
    const { code } = output[0]
    if (program.inText) return { value: /\/\*.*\*\//.exec(code)?.[0] ?? '', said: logs.length > 0 }
    const wx = { request: () => {} }
    return { value: String(runInNewContext(`${code}; program.url`, { wx })), said: logs.length > 0 }
  } catch (error) {
    const code = CODES.find((one) => String(error).includes(`  ${one.code}\n`))?.code
    if (code === undefined) throw error
    return { failed: code }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const WORDS = {
  source: { en: 'source', zh: '源码' },
  should: { en: 'has to become', zh: '应当变成' },
  same: { en: 'stays', zh: '不变' },
  said: { en: 'but says so', zh: '但有提示' },
  fails: { en: 'but the build fails: ', zh: '但构建失败：' },
  told: { en: 'to be told', zh: '该不该报' },
  yes: { en: 'yes', zh: '该' },
  no: { en: 'no', zh: '不该' },
  what: { en: 'what stands there', zh: '代码里写的' },
} satisfies Record<string, Words>

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

/** What tools that replace make of the same programs. */
export async function replacing(lang: Language): Promise<string> {
  const rows: string[][] = []
  for (const program of PROGRAMS) {
    const isKept = program.inText || program.right.startsWith(FROM)
    const cells = [
      `\`\`${program.shown.includes('`') ? ` ${program.shown} ` : program.shown}\`\``,
      isKept ? WORDS.same[lang] : `\`${program.right}\``,
    ]
    for (const tool of Object.values(REPLACERS)) {
      const outcome = await replaced(program, tool)
      if ('failed' in outcome) cells.push(`✗ ${WORDS.fails[lang]}[\`${outcome.failed}\`](./rules/${outcome.failed}.md)`)
      else cells.push(outcome.value === program.right ? '✓' : outcome.said ? `✗ ${WORDS.said[lang]}` : '✗')
    }
    rows.push(cells)
  }
  return table([WORDS.source[lang], WORDS.should[lang], ...Object.keys(REPLACERS)], rows)
}

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
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), text)
    }
    const { failed } = await check(folder, {
      config: false,
      platform: 'wechat',
      environment: 'production',
      domains: { request: [TO] },
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

/** What a Vite build makes of an expression, under `define` and without any `.env` file. */
export async function withDefine(expression: string, define: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-compare-'))
  try {
    writeFileSync(path.join(folder, 'main.js'), `export const url = ${expression}\n`)
    const result = await build({
      root: folder,
      configFile: false,
      envFile: false,
      logLevel: 'silent',
      define,
      build: {
        write: false,
        minify: false,
        lib: { entry: path.join(folder, 'main.js'), formats: ['iife'], name: 'program' },
      },
    })
    const [{ output }] = [result].flat() as { output: { code: string }[] }[] as [{ output: [{ code: string }] }]
    return String(runInNewContext(`${output[0].code}; program.url`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The tables of the page, by the names of the comments around them. */
export async function tables(lang: Language): Promise<Record<string, string>> {
  return { replacing: await replacing(lang), finding: await finding(lang) }
}

/** A page with its tables made anew. */
export function withTables(page: string, made: Readonly<Record<string, string>>): string {
  return Object.entries(made).reduce(
    (text, [name, rows]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`),
        (_, start: string, end: string) => `${start}\n\n${rows}\n\n${end}`,
      ),
    page,
  )
}
