import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { CODES } from '../src/check/codes'
import { fromLock } from '../src/options'
import { validateOptions } from '../src/options/validate'
import { codeBlocks, headings, links, tableRows } from './support/markdown'
import { has, list, projectFiles, root, text } from './support/source'

const pages = projectFiles().filter((file) => file.endsWith('.md') && !/^(fixtures|playground|test)\//.test(file))
const twins = pages.filter((page) => page !== englishOf(page))

const codes = CODES.map(({ code }) => code)

/** Blocks that show what is printed: each language shows its own. */
const isOutput = (lang: string): boolean => lang === 'text' || lang === ''

describe.each(pages)('%s', (page) => {
  const markdown = text(page)

  it('links to files and headings that exist', () => {
    const broken = links(markdown).filter((link) => !/^[a-z]+:/.test(link) && !leads(page, link))
    expect(broken).toEqual([])
  })

  it('shows code that parses', () => {
    const broken = codeBlocks(markdown).flatMap(({ lang, code, line }) => {
      if (lang === 'json') return problemsOfJson(code).map((problem) => `line ${line}: ${problem}`)
      if (!['js', 'ts', 'jsx', 'tsx'].includes(lang)) return []
      return problemsOfScript(lang, code).map((problem) => `line ${line}: ${problem}`)
    })
    // The one page whose bad example is code that does not parse.
    if (page.endsWith('rules/parse-failed.md')) expect(broken).not.toEqual([])
    else expect(broken).toEqual([])
  })
})

describe.each(twins)('%s', (page) => {
  const english = englishOf(page)

  it('has an English page, and they link to each other', () => {
    expect(has(english)).toBe(true)
    // Lists, the site's first page and pages that a script makes are reached from their folders.
    if (page.endsWith('/index.md') || text(page).startsWith('<!-- Made from ')) return
    expect(linkedPages(page)).toContain(english)
    expect(linkedPages(english)).toContain(page)
  })

  // Figures need no second language: tables that a bench writes stand in the English page alone.
  const isMeasured = page.endsWith('/performance.md')

  it('has the same outline', () => {
    const outline = (markdown: string): number[] =>
      headings(markdown).flatMap(({ level }) => (isMeasured && level > 2 ? [] : level))
    expect(outline(text(page))).toEqual(outline(text(english)))
    const summaries = (markdown: string): number => markdown.split('<summary>').length
    expect(summaries(text(page))).toBe(summaries(text(english)))
  })

  it('shows the same code', () => {
    const code = (markdown: string): string[] =>
      codeBlocks(markdown).map(({ lang, code: body }) => (isOutput(lang) ? lang : `${lang}\n${withoutComments(body)}`))
    expect(code(text(page))).toEqual(code(text(english)))
  })

  it.skipIf(isMeasured)('has the same tables', () => {
    const keys = (markdown: string): (string | number)[][] =>
      tableRows(markdown).map((cells) => [cells.length, ...(cells[0] as string).matchAll(/`[^`]+`/g)].map(String))
    expect(keys(text(page))).toEqual(keys(text(english)))
  })
})

describe('translation', () => {
  it('covers what users read', () => {
    const read = ['README.md', ...pages.filter((page) => /^docs\/(?!zh\/)/.test(page))]
    const translated = new Set(twins.map(englishOf))
    expect(read.length).toBeGreaterThan(3)
    expect(read.filter((page) => !translated.has(page))).toEqual([])
  })
})

describe('configurations shown', () => {
  const shown = pages.flatMap((page) =>
    codeBlocks(text(page)).flatMap(({ lang, code, line }) => {
      const at = `${page}:${line}`
      if (['ts', 'js'].includes(lang) && /from 'unplugin-mp-domains'/.test(code)) return [{ at, code }]
      // A line that shows one option stands for the object around it.
      return ['ts', 'js'].includes(lang) && /^(?:hostMap|domains|rules|ignores): /.test(code)
        ? [{ at, code: `export default {\n${code}\n}` }]
        : []
    }),
  )

  it('pass the check of options', () => {
    expect(shown.length).toBeGreaterThan(10)
    for (const { at, code } of shown) expect(() => validateOptions(optionsIn(code), at, codes, 'en'), at).not.toThrow()
    const wrong = `import { defineConfig } from 'unplugin-mp-domains'\nexport default defineConfig({ domainz: {} })`
    expect(() => validateOptions(optionsIn(wrong), 'here', codes, 'en')).toThrow('domainz')
  })

  it('have the types of the real options', () => {
    const shown = pages.flatMap((page) =>
      codeBlocks(text(page))
        .filter(({ lang, code }) => ['ts', 'js'].includes(lang) && /from 'unplugin-mp-domains'/.test(code))
        .map(({ code, line }) => ({ file: `${page}:${line}`, code })),
    )
    expect(shown.length).toBeGreaterThan(2)
    expect(typeErrors(shown)).toEqual([])
  }, 120_000)
})

describe('ARCHITECTURE.md', () => {
  it('names every folder and contract of src', () => {
    const markdown = text('ARCHITECTURE.md')
    const rooms = list('src').filter((name) => !name.includes('.'))
    expect(rooms.filter((room) => !markdown.includes(`\`${room}/\``))).toEqual([])
    const named = [...markdown.matchAll(/`([\w/-]+\.ts)`/g)].map((match) => match[1] as string)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((file) => !has(file) && !has(`src/${file}`))).toEqual([])
  })
})

describe('the checks themselves', () => {
  it('see a broken link, a broken block and a wrong option', () => {
    expect(links('[a](./nowhere.md) `[b](c)`\n```\n[d](e)\n```')).toEqual(['./nowhere.md'])
    expect(leads('README.md', './nowhere.md')).toBe(false)
    expect(leads('README.md', './README.zh-CN.md#安装')).toBe(true)
    expect(leads('README.md', './README.zh-CN.md#nothing')).toBe(false)
    expect(problemsOfScript('js', 'const = 1')).not.toEqual([])
    expect(problemsOfScript('js', 'wx.request({ url: 1, filePath, name })')).toEqual([])
    expect(problemsOfJson('{ "a": }')).not.toEqual([])
    expect(headings('# A `b` c\n## A b c\n```\n# no\n```').map(({ anchor }) => anchor)).toEqual(['a-b-c', 'a-b-c-1'])
  })
})

/** The English page of a Chinese one; an English page itself. */
function englishOf(page: string): string {
  return page.replace('.zh-CN.md', '.md').replace(/^docs\/zh\//, 'docs/')
}

/** Files that a page links to, from the project's root. */
function linkedPages(page: string): string[] {
  return links(text(page)).map((link) => path.posix.join(path.posix.dirname(page), link.replace(/#.*$/, '')))
}

/** Code with its comments emptied: they are for people, so each language has its own. */
function withoutComments(code: string): string {
  return code.replace(/\/\*[^]*?\*\/|<!--[^]*?-->|(?<!:)\/\/.*$|^\s*#.*$/gm, '')
}

/** Whether a relative link of a page leads to a file or folder, and its `#…` to a heading there. */
function leads(page: string, link: string): boolean {
  const [target, anchor] = link.split('#') as [string, string?]
  const file = target === '' ? page : path.posix.join(path.posix.dirname(page), decodeURIComponent(target))
  if (!has(file)) return false
  if (!anchor || !file.endsWith('.md')) return true
  return headings(text(file)).some((heading) => heading.anchor === decodeURIComponent(anchor))
}

function problemsOfJson(code: string): string[] {
  const { error } = ts.parseConfigFileTextToJson('shown.json', code)
  return error ? [ts.flattenDiagnosticMessageText(error.messageText, '\n')] : []
}

function problemsOfScript(lang: string, code: string): string[] {
  // A line that shows one property of the options stands for the object around it.
  const property = /^[\w$]+: /.test(code)
  const { diagnostics } = ts.transpileModule(property ? `({\n${code}\n})` : code, {
    fileName: `shown.${lang}`,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      allowJs: true,
      jsx: ts.JsxEmit.Preserve,
    },
  })
  return (diagnostics ?? []).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

/** The options that a block of code exports: a function is called as the configuration's reader does. */
function optionsIn(code: string): unknown {
  const module = { exports: {} as { default?: unknown } }
  const require = (name: string) => {
    if (name !== 'unplugin-mp-domains') throw new Error(`${name} is not shown in configurations`)
    return { defineConfig: (options: unknown) => options, fromLock }
  }
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  })
  new Function('module', 'exports', 'require', outputText)(module, module.exports, require)
  const { default: options } = module.exports
  return typeof options === 'function'
    ? options({ platform: 'wechat', environment: 'production', command: 'check', appid: 'wx0123456789abcdef', env: {} })
    : options
}

/** Type errors of blocks of code, each as a module of its own, against the sources of this package. */
function typeErrors(blocks: { file: string; code: string }[]): string[] {
  const virtual = new Map(blocks.map(({ code }, index) => [path.posix.join(root, `shown-${index}.ts`), code]))
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    paths: {
      'unplugin-mp-domains': [path.join(root, 'src/index.ts')],
      'unplugin-mp-domains/*': [path.join(root, 'src/*.ts')],
    },
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.getSourceFile = (name, version, ...rest) => {
    const code = virtual.get(name)
    return code === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, code, version, true)
  }
  host.fileExists = (name) => virtual.has(name) || fileExists(name)
  host.readFile = (name) => virtual.get(name) ?? readFile(name)
  const program = ts.createProgram([...virtual.keys()], options, host)
  return [...virtual.keys()].flatMap((name, index) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map(({ messageText }) => {
      return `${blocks[index]?.file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    }),
  )
}
