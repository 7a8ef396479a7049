import type { Code } from '../check/types'
import type { ResolvedOptions } from '../options'
import { apisOf } from '../platforms'
import type { CategoryRule, ListedCategory, Platform } from '../platforms/types'
import { MESSAGES } from '../report/messages'
import { compileHostMap, targetOf } from '../rewrite'
import { parseEntry } from '../url/entry'
import { isAddress } from '../url/host'
import { lastTwoLabels } from '../url/registrable'

/** The findings that a URL by itself can give. */
export const URL_CODES = [
  'undefined-url',
  'loopback-host',
  'lan-host',
  'forbidden-host',
  'malformed-url',
  'ip-host',
  'insecure-scheme',
  'port-mismatch',
  'domain-not-listed',
] as const satisfies readonly Code[]

/** One category's rule: `s` schemes, `i` addresses, `p` ports, `b` not binding, `e` its entries. */
interface TableRule {
  s?: readonly string[]
  i: CategoryRule['ip']
  p: CategoryRule['port']
  b?: 1
  /** Host, port, and the domain whose sub-domains count too; absent where nothing is configured. */
  e?: [host: string, port: string | null, below?: string][]
}

/** The platform's tables and the configuration, as the observer reads them. Names are short since the app carries them. */
export interface GuardTable {
  /** The platform's name, and its namespace. */
  o: string
  s: string
  /** The environment that judges. */
  e: string
  /** APIs: category, where the URL stands, whether package paths count too. */
  a: Record<string, [category: string, place: string, local: 0 | 1]>
  c: Partial<Record<ListedCategory, TableRule>>
  /** Hosts that can never be called. */
  f: string[]
  /** The host map: authority, path, target; and its classes. */
  m: [authority: string, path: string, target: string][]
  n: [hostClass: string, port: string | null, target: string][]
  /** Whether a relative URL has something to start from. */
  r: 0 | 1
  /** Codes that are switched off. */
  x: string[]
  /** What is said for each code. */
  w: Record<string, string>
}

/** The environment that judges what a development build asks for: its own where it has findings, else production. */
export function judgingEnvironment({ environment, domainsOf }: ResolvedOptions): string {
  return domainsOf(environment) === false ? 'production' : environment
}

/** Compiles what the observer needs of the platform and the configuration. */
export function guardTable(options: ResolvedOptions): GuardTable {
  const { platform, rules, lang } = options
  const environment = judgingEnvironment(options)
  const map = compileHostMap(options.hostMapOf(environment))
  const pairs = [...map.byAuthority, ...map.derived].flatMap(([authority, entries]) =>
    entries.map((entry): [string, string, string] => [authority, entry.path, targetOf(entry)]),
  )
  const apis = apisTable(platform)
  const asked = new Set(Object.values(apis).map(([category]) => category))
  return {
    o: platform.name,
    s: platform.namespaces[0],
    e: environment,
    a: apis,
    c: Object.fromEntries(
      Object.entries(platform.categories)
        .filter(([name]) => asked.has(name))
        .map(([name, rule]) => [name, ruleTable(name as ListedCategory, rule, environment, options)]),
    ),
    f: platform.forbiddenHosts.map(({ host }) => host),
    m: pairs.filter(([authority]) => !authority.startsWith('//')).sort((a, b) => b[1].length - a[1].length),
    n: map.classes.map((entry): [string, string | null, string] => [entry.hostClass!, entry.port, targetOf(entry)]),
    r: platform.relativeUrls ? 1 : 0,
    x: URL_CODES.filter((code) => rules[code] === 'off'),
    w: Object.fromEntries(URL_CODES.map((code) => [code, MESSAGES[lang][`${code}.headline`]])),
  }
}

/** The APIs that are functions of the namespace and take a whole URL in a property or as an argument. */
function apisTable(platform: Platform): GuardTable['a'] {
  const table: GuardTable['a'] = {}
  for (const { name, category, url, form, css, scheme, local } of apisOf(platform)) {
    if (form || css || scheme || category === 'none' || category === 'webview') continue
    if (/^\w+$/.test(name) && /^\w+$/.test(url) && !Object.hasOwn(table, name))
      table[name] = [category, url, local ? 1 : 0]
  }
  return table
}

function ruleTable(
  category: ListedCategory,
  rule: CategoryRule,
  environment: string,
  { domainsOf, platform }: ResolvedOptions,
): TableRule {
  const set = domainsOf(environment)
  const texts = set ? (set[category] === null ? null : (set[category] ?? [])) : null
  const entries = texts?.flatMap((text): [string, string | null, string?][] => {
    const parsed = parseEntry(text, category, platform)
    if (!parsed.ok) return []
    const { host, port } = parsed.entry
    const below = belowOf(host, rule)
    return [below === null ? [host, port] : [host, port, below]]
  })
  return {
    ...(rule.schemes === 'unknown' ? {} : { s: rule.schemes }),
    i: rule.ip,
    p: rule.port,
    ...(rule.binding === false ? { b: 1 as const } : {}),
    ...(entries ? { e: entries } : {}),
  }
}

/** Without the public suffix list, which is too large to carry: the last two labels, which lets more pass, never less. */
function belowOf(host: string, rule: CategoryRule): string | null {
  if (rule.host === 'exact' || isAddress(host)) return null
  return rule.host === 'subdomains' ? host : lastTwoLabels(host)
}
