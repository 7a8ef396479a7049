import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import replace from '@rollup/plugin-replace'
import { rollup } from 'rollup'
import type { Plugin } from 'rollup'
import unpluginReplace from 'unplugin-replace/rollup'
import { build } from 'vite'
import { CODES } from '../src/check/codes'
import mpDomains from '../src/rollup'
import { SEARCHED, finding } from './compare-finding'
import { table, type Language, type Words } from './compare-table'

export { SEARCHED, type Language }

/** What the tools of the first table are asked to do, the same for each. */
const FROM = 'https://dev.example.com'
const TO = 'https://api.example.com'

/** A program whose export `url` is looked at, after a tool replaced FROM by TO in it. */
interface Program {
  /** What stands in the table. */
  shown: string
  /** The expression that becomes `url`. */
  code: string
  /** Statements before it. */
  before?: string
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
    before: "const HOST = 'dev.example.com'",
    code: '`https://${HOST}`',
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
    before: "import { HOST } from './host'\nwx.request({ url: `https://${HOST}` })",
    code: '`https://${HOST}`',
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
    writeFileSync(path.join(folder, 'main.js'), `${program.before ?? ''}\nexport const url = ${program.code}\n`)
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
} satisfies Record<string, Words>

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
