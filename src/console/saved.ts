import { LISTED_CATEGORIES, type ListedCategory } from '../platforms/types'
import type { ConsoleLists } from './compare'
import { splitEntry, tidyEntry } from './entries'

/** Members by which files name the lists: ours, WeChat's and QQ's, Douyin's, Kuaishou's. */
const MEMBERS: Readonly<Record<ListedCategory, readonly string[]>> = {
  request: ['request', 'requestdomain'],
  uploadFile: ['uploadFile', 'uploaddomain', 'upload', 'upload_file'],
  downloadFile: ['downloadFile', 'downloaddomain', 'download', 'download_file'],
  socket: ['socket', 'wsrequestdomain'],
  udp: ['udp', 'udpdomain'],
  tcp: ['tcp', 'tcpdomain'],
  webview: ['webview', 'bizdomain', 'webviewdomain', 'effective_webviewdomain'],
}

/**
 * Reads the console's lists from JSON that a person saved: a domain set, the answer of a platform's server API
 * (`requestdomain`, or the lists inside `data` or `effective_domain`), or what `domains --format json` wrote.
 * @returns null where no list is in it
 */
export function consoleListsOf(value: unknown): ConsoleLists | null {
  const root = asRecord(value)
  if (!root) return null
  const out: ConsoleLists = {}
  if (Array.isArray(root.lists)) {
    for (const one of root.lists.map(asRecord)) {
      const entries = strings(asArray(one?.entries)?.map((row) => asRecord(row)?.entry ?? row))
      for (const category of asArray(one?.categories) ?? [])
        if (entries && LISTED_CATEGORIES.includes(category as ListedCategory)) out[category as ListedCategory] = entries
    }
  } else {
    for (const holder of [root, asRecord(root.data), asRecord(root.effective_domain)]) {
      for (const category of LISTED_CATEGORIES) {
        const entries = MEMBERS[category].map((name) => strings(holder?.[name])).find((list) => list !== null)
        if (entries) out[category] ??= entries
      }
    }
  }
  return Object.keys(out).length > 0 ? out : null
}

/**
 * Reads the console's lists from plain text: a list's name on a line of its own (`request`, `request合法域名`), its entries
 * below or behind it, separated by blanks, commas or semicolons.
 * @param meant the category that a word means, or undefined
 * @returns null where no list is in it
 */
export function consoleListsOfText(text: string, meant: (word: string) => string | undefined): ConsoleLists | null {
  const out: Partial<Record<ListedCategory, string[]>> = {}
  let current: string[] | null = null
  for (const line of text.split(/\r\n|\r|\n/)) {
    for (const word of line.split(/[\s,;，；、]+/)) {
      const plain = word.replace(/^[-*#•]+/, '').replace(/[:：]$/, '')
      if (plain === '') continue
      const category = plain.includes('.') ? undefined : meant(plain)
      if (category !== undefined) current = out[category as ListedCategory] ??= []
      else if (current && /[.:]/.test(plain) && splitEntry(plain)) current.push(tidyEntry(plain))
    }
  }
  return Object.keys(out).length > 0 ? out : null
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function asArray(value: unknown): unknown[] | null {
  return Array.isArray(value) ? value : null
}

function strings(value: unknown): string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value.map((item: string) => tidyEntry(item)).filter((item) => item !== '')
    : null
}
