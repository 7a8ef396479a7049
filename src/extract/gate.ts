import { ALL_APIS, ALL_ATTRIBUTES, WEB_APIS } from '../platforms'
import { CLIENTS } from '../platforms/clients'
import { gateMatches, passesGate, type TextLang } from './scan'

/** Words that put a URL in front of others, or make a client: a module that names one is summarised from the start. */
const EXTRA = ['addInterceptor', 'globalProperties', 'globalData']

function names(): RegExp {
  const words = new Set<string>(EXTRA)
  for (const name of ALL_APIS.keys()) words.add(name.replace(/\(\).*/, '').split('.')[0]!)
  for (const row of WEB_APIS) words.add(row.name.split('.')[0]!)
  // A page of the web: what opens it elsewhere is found from here.
  for (const row of ALL_ATTRIBUTES)
    if (row.category === 'webview') for (const name of [row.element, pascal(row.element)]) words.add(name)
  // Too common as words of their own; they count where they are called or made.
  for (const common of ['fetch', 'Request', 'Image', 'Audio', 'navigator']) words.delete(common)
  return new RegExp(
    String.raw`\b(?:${[...words].join('|')}|sendBeacon)\b|\bfetch\s*\(|\bnew\s+(?:Request|Audio)\b`,
    'g',
  )
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
    return row.properties.map(
      (name) =>
        String.raw`${/^\w/.test(name) ? String.raw`\b` : ''}${escaped(name)}(?:\??\.(?:${[...new Set(members)].join('|')})\b|\s*(?:[;,)}\]\r\n]|$))`,
    )
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

const NAMES = names()
// Apart from the APIs' names, which most of what passes holds: only what they refuse is looked through again.
const CLIENT_NAMES = clientNames()

/** Names of packages that make network calls: `from 'axios'`, `require("flyio/dist/npm/wx")`. */
export function clientPattern(packages: readonly string[]): RegExp | null {
  if (!packages.length) return null
  return new RegExp(`['"](?:${packages.map((p) => escaped(p.replace(/\/\*$/, ''))).join('|')})['"/]`, 'g')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Whether a module's text outside comments holds an absolute URL or names a network API or client. */
export function passes(text: string, lang: TextLang, clients: RegExp | null): boolean {
  return (
    passesGate(text, lang, NAMES) ||
    gateMatches(text, CLIENT_NAMES, lang) ||
    (clients !== null && gateMatches(text, clients, lang))
  )
}
