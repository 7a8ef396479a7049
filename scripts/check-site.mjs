// Looks at the built site: every link of a page leads to a page and a heading that are there, and no page asks another
// host for anything. `npm run docs` runs it behind the build.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Files under a folder, with `/`. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
}

const unescape = (text) =>
  text
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")

/** The values of an attribute in a page. */
const values = (html, attribute) =>
  [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map((match) => unescape(match[1]))

/**
 * What is wrong with a built site, one line each.
 * @param folder its folder
 * @param base the path that it is served under
 */
export function problemsOfSite(folder, base = '/') {
  const files = filesIn(folder)
  const pages = files.filter((file) => file.endsWith('.html'))
  const anchors = new Map()
  const htmlOf = (page) => readFileSync(path.join(folder, page), 'utf8')
  for (const page of pages) anchors.set(page, new Set(values(htmlOf(page), 'id')))
  const problems = pages.length === 0 ? [`no page in ${folder}`] : []
  for (const page of pages) {
    const html = htmlOf(page)
    // A page that could not be rendered is an empty frame; the build itself goes on then.
    if (page !== '404.html' && !/<h1\b/.test(html)) problems.push(`${page}: has no content`)
    for (const link of values(html, 'href')) {
      if (/^[a-z][\w+.-]*:/i.test(link) || link.startsWith('//')) continue
      const url = new URL(link, `http://site${base}${page}`)
      let target = decodeURIComponent(url.pathname)
      if (!target.startsWith(base)) {
        problems.push(`${page}: ${link} leads out of the site`)
        continue
      }
      target = target.slice(base.length)
      if (target === '' || target.endsWith('/')) target += 'index.html'
      const anchor = decodeURIComponent(url.hash.slice(1))
      if (!existsSync(path.join(folder, target))) problems.push(`${page}: ${link} leads nowhere`)
      else if (anchor && anchors.has(target) && !anchors.get(target).has(anchor))
        problems.push(`${page}: ${link} names a heading that is not there`)
    }
    for (const source of values(html, 'src')) {
      if (/^(?:[a-z][\w+.-]*:)?\/\//i.test(source)) problems.push(`${page}: asks for ${source}`)
    }
    for (const [tag] of html.matchAll(/<link\b[^>]*>/g)) {
      if (/href="(?:[a-z]+:)?\/\//i.test(tag)) problems.push(`${page}: asks for ${tag}`)
    }
  }
  for (const style of files.filter((file) => file.endsWith('.css'))) {
    const text = readFileSync(path.join(folder, style), 'utf8')
    for (const [url] of text.matchAll(/(?:url\(|@import)\s*["']?(?:https?:)?\/\/[^)"']*/g))
      problems.push(`${style}: asks for ${url}`)
  }
  return problems
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = fileURLToPath(new URL('../docs/.vitepress/dist', import.meta.url))
  const problems = problemsOfSite(folder)
  for (const problem of problems) console.error(problem)
  console.log(`${filesIn(folder).filter((file) => file.endsWith('.html')).length} pages, ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
