import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { anchorOf } from '../docs/.vitepress/markdown'
import { PARTS, nav, sidebar } from '../docs/.vitepress/pages'
import { tokenize } from '../docs/.vitepress/search'
import { problemsOfSite } from '../scripts/check-site.mjs'
import { headings } from './support/markdown'
import { projectFiles, text } from './support/source'

/** Pages of a language as the site names them: `rules/`, `guide/start`. */
const pagesOf = (folder: string): string[] =>
  projectFiles()
    .filter(
      (file) => file.startsWith(folder) && file.endsWith('.md') && (folder !== 'docs/' || !file.startsWith('docs/zh/')),
    )
    .map((file) =>
      file
        .slice(folder.length)
        .replace(/\.md$/, '')
        .replace(/(^|\/)index$/, '$1'),
    )
    .sort()

describe('the sidebar', () => {
  const listed = PARTS.flatMap(({ pages }) => pages.map((page) => page.path))

  it.each(['docs/', 'docs/zh/'])('has every page of %s once', (folder) => {
    expect(['', ...listed].sort()).toEqual(pagesOf(folder))
  })

  it('has the same links in both languages, and names of their own', () => {
    const links = (items: ReturnType<typeof sidebar>): string[] =>
      items.flatMap((part) => (part.items ?? []).map(({ link }) => link as string))
    expect(links(sidebar('zh'))).toEqual(links(sidebar('en')).map((link) => `/zh${link}`))
    expect(links(sidebar('en')).length).toBeGreaterThan(50)
    for (const { en, zh } of PARTS) expect(zh).not.toBe(en)
  })

  it('holds the pages of the bar', () => {
    for (const item of nav('en')) expect(listed.map((page) => `/${page}`)).toContain('link' in item ? item.link : '')
  })
})

describe('the search', () => {
  it('splits English at spaces and marks, Chinese into characters and pairs', () => {
    expect(tokenize('request:fail url-not')).toEqual(['request', 'fail', 'url', 'not'])
    expect(tokenize('合法域名 list')).toEqual(['合', '法', '合法', '域', '法域', '名', '域名', 'list'])
    expect(tokenize('配hostMap')).toEqual(['配', 'hostMap'])
  })

  it('is sent to the page as text, so it names nothing outside itself', () => {
    const sent = new Function(`return ${tokenize.toString()}`)() as typeof tokenize
    expect(sent('合法 domain')).toEqual(tokenize('合法 domain'))
  })
})

describe('anchors', () => {
  it('are the same on the site as in the repository', () => {
    const pages = projectFiles().filter((file) => /^docs\/.*\.md$/.test(file))
    for (const page of pages) {
      for (const { text: heading, anchor } of headings(text(page)))
        expect(anchor.replace(/-\d+$/, ''), page).toBe(anchorOf(heading).replace(/-\d+$/, ''))
    }
  })
})

describe('the look at the built site', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-site-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const write = (file: string, body: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), body)
  }
  const site = (body: string, style = '') => {
    rmSync(folder, { recursive: true, force: true })
    write('index.html', `<h1 id="top">Home</h1>${body}`)
    write('guide/start.html', '<h1 id="start">Start</h1><a href="../index.html#top">home</a>')
    write('style.css', style)
    return problemsOfSite(folder)
  }

  it('finds nothing in a site that is well', () => {
    expect(
      site('<a href="/guide/start.html#start">a</a><a href="https://example.com">out</a><img src="/style.css">'),
    ).toEqual([])
  })

  it.each([
    ['<a href="/nowhere.html">a</a>', '', 'index.html: /nowhere.html leads nowhere'],
    [
      '<a href="./guide/start.html#other">a</a>',
      '',
      'index.html: ./guide/start.html#other names a heading that is not there',
    ],
    ['<img src="https://example.com/a.png">', '', 'index.html: asks for https://example.com/a.png'],
    ['<script src="//example.com/a.js"></script>', '', 'index.html: asks for //example.com/a.js'],
    ['<link rel="stylesheet" href="https://example.com/a.css">', '', 'index.html: asks for <link'],
    ['', '@font-face{src:url(https://example.com/a.woff2)}', 'style.css: asks for url(https://example.com/a.woff2'],
  ])('tells of %s%s', (body, style, problem) => {
    const problems = site(body, style)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(problem)
  })

  it('tells of a page without content, and of a site without pages', () => {
    site('')
    write('empty.html', '<main></main>')
    expect(problemsOfSite(folder)).toEqual(['empty.html: has no content'])
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    expect(problemsOfSite(folder)).toHaveLength(1)
  })
})

describe('CI', () => {
  it('builds the site', () => {
    expect(text('.ci/run')).toMatch(/^ *step docs 3 npm run docs$/m)
  })
})
