import { comments, langOf } from '../extract/scan'
import { LISTED_CATEGORIES, type ListedCategory } from '../platforms/types'
import type { Place } from '../url/place'
import { joinPath, type ProjectFiles } from './files'

/** Where things stand in the configuration, for findings about the configuration itself. */
export interface ConfigPlaces {
  /** An entry of a domain list; an empty entry stands for the list. */
  entry(environment: string, category: ListedCategory, entry: string): Place
  /** The entry of that index (from 0) of `ignores` or `declares`. */
  item(key: 'ignores' | 'declares', index: number): Place
}

/** Configurations of bundlers, in which the plugin's options may stand. */
const BUNDLER_CONFIG =
  /^(?:(?:vite|rollup|rolldown|webpack|rspack|rsbuild|farm|vue|mpx|weapp-vite)\.config|build|esbuild)\.(?:[cm]?[jt]s)$/

/**
 * Finds places by the text of the file that holds the configuration. Where the text does not show them (a list that is put
 * together elsewhere) the place is the file's first character; without any file it is that of `package.json`.
 * @param file the configuration file, or null where the plugin was given everything
 */
export function configPlaces(files: ProjectFiles, root: string, file: string | null): ConfigPlaces {
  const candidates = (): { path: string; text: string }[] => {
    const own = file ? [file] : []
    const bundlers = files.list(root).filter((name) => BUNDLER_CONFIG.test(name))
    const paths = [
      ...own,
      ...bundlers.map((name) => joinPath(root, name)),
      joinPath(root, 'config/index.ts'),
      joinPath(root, 'config/index.js'),
    ]
    return paths
      .map((path) => ({ path, text: withoutComments(files.read(path) ?? '', path) }))
      .filter(({ text }) => text !== '')
  }
  const locate = (find: (text: string) => number): Place => {
    const found = candidates()
    for (const { path, text } of found) {
      const at = find(text)
      if (at >= 0) return { file: path, ...lineAndColumn(text, at) }
    }
    return { file: found[0]?.path ?? joinPath(root, 'package.json'), line: 1, column: 1 }
  }
  return {
    entry: (environment, category, entry) => locate((text) => findEntry(text, environment, category, entry)),
    item: (key, index) => locate((text) => findItem(text, key, index)),
  }
}

/** The text with its comments blanked: what is commented out is not configured. */
function withoutComments(text: string, path: string): string {
  let out = ''
  let from = 0
  for (const { start, end } of comments(text, langOf(path))) {
    out += text.slice(from, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ')
    from = end
  }
  return out + text.slice(from)
}

function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
  return { line: before.split(/\r\n|\r|\n/).length, column: at - start + 1 }
}

const KEY = (names: string) => new RegExp(String.raw`(?<![\w$.])['"]?(${names})['"]?\s*:`, 'g')

/** The quoted entry that stands behind its category's key, and behind its environment's where there are several. */
function findEntry(text: string, environment: string, category: ListedCategory, entry: string): number {
  const keys = [...text.matchAll(KEY(LISTED_CATEGORIES.join('|')))]
  const own = [...text.matchAll(KEY(escape(environment)))]
  let best = -1
  let bestScore = -1
  const consider = (at: number) => {
    const key = keys.findLast((match) => match.index <= at)
    const name = own.findLast((match) => match.index <= at)
    const score = (key?.[1] === category ? 2 : 0) + (name ? 1 : 0)
    if (score > bestScore) [best, bestScore] = [at, score]
  }
  if (entry === '') for (const match of keys) if (match[1] === category) consider(match.index)
  if (entry !== '') {
    for (const match of text.matchAll(new RegExp(`(["'\`])${escape(entry)}\\1`, 'g'))) consider(match.index)
  }
  return best
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The opening brace of the object of that index in an array that a key holds. */
function findItem(text: string, key: string, index: number): number {
  const match = KEY(key).exec(text)
  if (!match) return -1
  let depth = 0
  let items = -1
  for (let at = match.index + match[0].length; at < text.length; at++) {
    const char = text[at]
    if (char === '"' || char === "'" || char === '`') at = endOfString(text, at)
    else if (char === '[' || char === '{') {
      if (char === '{' && depth === 1 && ++items === index) return at
      depth++
    } else if ((char === ']' || char === '}') && --depth <= 0) return -1
  }
  return -1
}

function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === text[at]) return i
  }
  return text.length
}
