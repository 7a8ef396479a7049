import {
  ALL_APIS,
  ALL_ATTRIBUTES,
  apisOf,
  attributesOf,
  FRAMEWORKS,
  NAMESPACES,
  namespacesOf,
  WEB_APIS,
} from '../platforms'
import { CLIENTS } from '../platforms/clients'
import type { ApiRow, Platform } from '../platforms/types'
import { gateMatches, passesGate, type TextLang } from './scan'

/** Words that put a URL in front of others, or make a client: a module that names one is summarised from the start. */
const EXTRA = ['addInterceptor', 'globalProperties', 'globalData']

/** Those that no library's own code has: Vue itself has the third. */
const SHARED = ['addInterceptor', 'globalData']

/** Modules that bundlers load by a pattern of their names; nothing else says who imports them. */
const GLOBS = [String.raw`import\.meta\.glob(?:Eager)?`, String.raw`require\.context`]

/** Too common as words of their own; they count where they are called or made. */
const COMMON = ['fetch', 'Request', 'Image', 'Audio', 'navigator']

/**
 * From this length on, in characters, a script is a library's bundle or data. It speaks to the platform where it takes a
 * network API of the platform's object, or hands the object on: `request` alone is a method of many libraries, a URL alone
 * is documentation in most, `typeof wx` asks where the library runs, and `wx` is what minifiers and mathematicians call
 * their variables too.
 */
const BUNDLE = 64 * 1024

/** What decides which modules are summarised from the start. */
export interface Gate {
  /** Says all that the answers depend on besides the text. */
  readonly key: string
  /** Whether a module's text outside comments holds an absolute URL or names a network API or client. */
  passes(text: string, lang: TextLang): boolean
}

/**
 * The gate for modules that are built for a platform.
 * @param platform null: the names of all platforms count
 * @param packages packages of HTTP clients, whose import lets a module pass
 * @param namespaces objects that carry the platform's APIs besides its own and the frameworks'
 */
export function createGate(
  platform: Platform | null,
  packages: readonly string[],
  namespaces: readonly string[] = [],
): Gate {
  const words = apiWords(platform)
  const names = apiNames(platform, words)
  const objects = objectUses(platform, namespaces, words)
  const clients = clientPattern(packages)
  return {
    key: [names.source, objects.source, clients?.source ?? ''].join('\n'),
    passes(text, lang) {
      if (isBundle(text, lang)) {
        if (gateMatches(text, names, lang) && gateMatches(text, objects, lang)) return true
      } else if (passesGate(text, lang, names)) return true
      return gateMatches(text, CLIENT_NAMES, lang) || (clients !== null && gateMatches(text, clients, lang))
    },
  }
}

/** Whether a text is a script of the size of a library's bundle. */
export function isBundle(text: string, lang: TextLang): boolean {
  return text.length >= BUNDLE && (lang === 'js' || lang === 'ts' || lang === 'tsx')
}

/** The names of all that makes network calls. */
function apiWords(platform: Platform | null): string[] {
  const words = new Set<string>()
  const apis = platform ? apisOf(platform) : [...ALL_APIS.values()].flat()
  for (const row of [...apis, ...webApis(platform)]) words.add(row.name.replace(/\(\).*/, '').split('.')[0]!)
  // A page of the web: what opens it elsewhere is found from here.
  for (const row of platform ? attributesOf(platform) : ALL_ATTRIBUTES)
    if (row.category === 'webview') for (const name of [row.element, pascal(row.element)]) words.add(name)
  return [...words]
}

function webApis(platform: Platform | null): readonly ApiRow[] {
  return platform ? platform.apis.filter((row) => WEB_APIS.includes(row)) : WEB_APIS
}

function apiNames(platform: Platform | null, words: readonly string[]): RegExp {
  const own = [...EXTRA, ...GLOBS, ...words.filter((word) => !COMMON.includes(word))]
  const called =
    webApis(platform).length > 0 ? String.raw`|\bsendBeacon\b|\bfetch\s*\(|\bnew\s+(?:Request|Audio)\b` : ''
  return new RegExp(String.raw`\b(?:${own.join('|')})\b${called}`, 'g')
}

/**
 * Where a text takes a network API of an object that carries them, hands such an object on (`const api = wx`, `send(wx)`,
 * `wx[name]`), or names a package that hands it out.
 */
function objectUses(platform: Platform | null, more: readonly string[], apis: readonly string[]): RegExp {
  const objects = [...new Set([...more, ...(platform ? namespacesOf(platform) : NAMESPACES)])].map(escaped).join('|')
  const words = new Set<string>(SHARED)
  for (const { packages } of FRAMEWORKS)
    for (const { specifier } of packages) words.add(escaped(specifier).replace(/^@/, ''))
  if (webApis(platform).length) for (const row of WEB_APIS) words.add(row.name.split('.')[0]!)
  const named = String.raw`\b(?:${[...words].join('|')})\b`
  const taken = String.raw`\b(?:${objects})\s*(?:\?\.|\.)\s*(?:${apis.join('|')})\b`
  const handed = String.raw`(?:[=(,:?&|[{!]|\.\.\.|\breturn|\bdefault)\s*(?:${objects})\s*(?:$|[;,)}\]:|?&\r\n])`
  const computed = String.raw`\b(?:${objects})\s*(?:\?\.)?\[`
  return new RegExp([named, taken, handed, computed].join('|'), 'g')
}

/** `web-view` as JSX writes it. */
function pascal(element: string): string {
  return element.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** A client under the name that it has on namespaces and components, where it may send: `$u.http`, `$u.get`, `= uni.$u`. */
function properties(): string {
  return CLIENTS.flatMap((row) => {
    const members = [
      ...row.self,
      ...row.methods.flatMap((m) => m.names),
      ...(row.setConfig ? [row.setConfig] : []),
    ].filter((name) => /^\w+$/.test(name))
    return row.properties.map((name) => {
      const start = /^\w/.test(name) ? String.raw`\b` : ''
      const word = escaped(name)
      // A property stands behind a point or is taken by its name; `$u` alone is what a minifier calls a variable.
      return [
        String.raw`${start}${word}\??\.(?:${[...new Set(members)].join('|')})\b`,
        String.raw`\.${word}\s*(?:[;,)}\]\r\n]|$)`,
        String.raw`\{\s*${word}\s*[,}]`,
        String.raw`,\s*${word}\s*\}`,
      ].join('|')
    })
  }).join('|')
}

/** Packages of clients, and names under which they are reached without an import. */
function clientNames(): RegExp {
  const words = new Set<string>()
  for (const row of CLIENTS) {
    // A word begins behind the @ of a scope.
    for (const specifier of row.packages) words.add(escaped(specifier.replace(/^@|\/\*$/g, '')))
    for (const path of row.promised) words.add(escaped(path))
  }
  return new RegExp(String.raw`\b(?:${[...words].join('|')})\b|${properties()}`, 'g')
}

// Apart from the APIs' names, which most of what passes holds: only what they refuse is looked through again.
const CLIENT_NAMES = clientNames()

/** Names of packages that make network calls: `from 'axios'`, `require("flyio/dist/npm/wx")`. */
function clientPattern(packages: readonly string[]): RegExp | null {
  if (!packages.length) return null
  return new RegExp(`['"](?:${packages.map((p) => escaped(p.replace(/\/\*$/, ''))).join('|')})['"/]`, 'g')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
