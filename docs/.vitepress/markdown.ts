import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MarkdownRenderer } from 'vitepress'

const DOCS = fileURLToPath(new URL('..', import.meta.url))

type Token = Parameters<MarkdownRenderer['renderer']['render']>[0][number]

/** A line that only leads to the page's other language; the site has a menu for that. */
const LANGUAGE_LINE = /^(?:English \| \[简体中文\]\([^)]*\)|\[English\]\([^)]*\) \| 简体中文)$/

/** The anchor of a heading, the same as on the repository's own pages. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

/**
 * Pages are written to be read in the repository too. On the site the links between the languages are left out, links
 * to files that are no page of it (playgrounds, ARCHITECTURE.md) are shown as text, and code is shown as it is.
 */
export function keepToTheSite(md: MarkdownRenderer): void {
  md.core.ruler.after('inline', 'keep-to-the-site', (state) => {
    const page: unknown = state.env.path
    const kept: Token[] = []
    for (let index = 0; index < state.tokens.length; index++) {
      const token = state.tokens[index]!
      if (state.tokens[index + 1]?.type === 'inline' && LANGUAGE_LINE.test(state.tokens[index + 1]!.content.trim())) {
        index += 2
        continue
      }
      if (token.children) token.children = siteLinks(token.children, typeof page === 'string' ? page : null)
      kept.push(token)
    }
    state.tokens = kept
  })
}

function siteLinks(tokens: readonly Token[], page: string | null): Token[] {
  const kept: Token[] = []
  /** For each open link: `site` stays, `text` keeps what it says, `language` goes as a whole. */
  const open: ('site' | 'text' | 'language')[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'link_open') {
      const content = tokens[index + 1]?.content ?? ''
      const href = token.attrGet('href') ?? ''
      if (/^(?:English|简体中文)$/.test(content) && href.endsWith('.md')) open.push('language')
      else open.push(isOutside(href, page) ? 'text' : 'site')
    }
    // Braces in code are the code's: Vue is not to read them.
    if (token.type === 'code_inline') token.attrSet('v-pre', '')
    const kind = open.at(-1)
    if (token.type === 'link_close') open.pop()
    if (kind === 'language' || (kind === 'text' && token.type.startsWith('link_'))) continue
    kept.push(token)
  }
  return kept
}

/** Whether a link leads to a file of the repository that is no page of the site. */
function isOutside(href: string, page: string | null): boolean {
  if (page === null || /^(?:[a-z]+:|\/|#)/i.test(href)) return false
  const target = path.resolve(path.dirname(page), decodeURIComponent(href.replace(/[?#].*$/, '')))
  return path.relative(DOCS, target).startsWith('..')
}
