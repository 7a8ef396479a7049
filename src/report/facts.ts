import type { Code, Finding } from '../check/types'
import { LISTED_CATEGORIES, type Category, type CategoryRule } from '../platforms/types'
import type { ReportContext } from './types'
import type { MessageArgs } from './messages'
import { message } from './messages'
import { maskSecrets } from './mask'
import { clip } from './printable'

/** Longest URL that a sentence shows, in code units; formats with room (JSON's `url`) have it whole. */
const URL_LENGTH = 200

/** The parts of an absolute URL's text, as written; null where it has no authority. Holes stay in. */
export function splitUrl(url: string): { origin: string; scheme: string; host: string; port: string | null } | null {
  const match = /^([a-z][a-z\d+.-]*):\/\/(?:[^/?#@\\]*@)?(\[[^\]/?#]*\]|[^:/?#\\]*)(?::(\d*))?/i.exec(
    url.slice(0, 2048),
  )
  if (!match) return null
  const [, scheme, host, port] = match
  const shown = port ? `${host}:${port}` : host!
  return {
    origin: `${scheme!.toLowerCase()}://${shown}`,
    scheme: scheme!.toLowerCase(),
    host: host!,
    port: port ?? null,
  }
}

/** What a finding's sentences are filled with. `url` is the origin where the finding is about an origin. */
export interface Facts extends MessageArgs {
  url: string | null
  origin: string | null
  host: string | null
  scheme: string | null
  port: string | null
  category: string | null
  label: string | null
  environment: string
}

/**
 * Codes about the origin that a URL leads to: the platform's list may refuse it, so that the platform has words for it,
 * and the host map may lead it elsewhere.
 */
export const ORIGIN_CODES: ReadonlySet<Code> = new Set<Code>([
  'loopback-host',
  'lan-host',
  'ip-host',
  'insecure-scheme',
  'domain-not-listed',
  'port-mismatch',
  'forbidden-host',
])

/** Codes that are about the URL as a whole, not about where it leads. */
const WHOLE_URL: ReadonlySet<string> = new Set(['malformed-url', 'undefined-url', 'unresolved-url', 'leaked-secret'])

/** The rule of the list that governs a finding, where its platform has one. */
export function ruleOf(finding: Finding, context: ReportContext): CategoryRule | null {
  const { category } = finding
  if (!category || category === 'none') return null
  return context.platform.categories[category] ?? null
}

/** Categories as people read them, where the check gives their names. */
function listedIn(names: string, { lang }: ReportContext): string {
  const known = (name: string): name is Category => (LISTED_CATEGORIES as readonly string[]).includes(name)
  return names
    .split(', ')
    .map((name) => (known(name) ? message(lang, `category.${name}`) : name))
    .join(message(lang, 'comma'))
}

/** Collects the facts: `args` as the check gave them, and what follows from the URL and the platform's tables. */
export function factsOf(finding: Finding, context: ReportContext): Facts {
  const { args, category, environment } = finding
  const text = (name: string) =>
    args[name] === null || args[name] === undefined ? null : clip(maskSecrets(String(args[name])), URL_LENGTH)
  const url = finding.url === null ? text('url') : maskSecrets(finding.url)
  const parts = splitUrl(text('origin') ?? url ?? '')
  const origin = text('origin') ?? parts?.origin ?? null
  const facts: MessageArgs = {}
  for (const name of Object.keys(args)) facts[name] = typeof args[name] === 'number' ? args[name] : text(name)
  if (facts.listedIn) facts.listedIn = listedIn(String(facts.listedIn), context)
  return {
    ...facts,
    url:
      !WHOLE_URL.has(finding.code) && origin ? clip(origin, URL_LENGTH) : url === null ? null : clip(url, URL_LENGTH),
    origin,
    host: text('host') ?? parts?.host ?? null,
    scheme: text('scheme') ?? parts?.scheme ?? null,
    port: text('port') ?? parts?.port ?? null,
    category: category ? message(context.lang, `category.${category}`) : null,
    label: ruleOf(finding, context)?.label ?? null,
    environment: clip(environment, URL_LENGTH),
  }
}
