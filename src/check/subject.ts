import type { NetworkCall, ResolvedUrl } from '../link/types'
import type { Category, CategoryRule, ListedCategory } from '../platforms/types'
import { classifyHost } from '../url/host'
import { isLocal } from '../url/local'
import type { Place } from '../url/place'
import { originOf, parseTemplate } from '../url/template'
import type { CompiledList, CompiledSets } from './sets'
import type { CheckContext, Code, Finding, Severity, UrlReading } from './types'

/** One URL of one call under one environment: what each rule judges. */
export interface Subject extends UrlReading {
  call: NetworkCall
  url: ResolvedUrl
  category: Category
  /** The platform's rule of this category, or undefined where no list governs it. */
  rule: CategoryRule | undefined
  /** The list in force, or null where nothing is configured or no list governs it. */
  list: CompiledList | null
  environment: string
  /** Whether the API takes package and local paths too. */
  takesPaths: boolean
  context: CheckContext
  sets: CompiledSets
}

/** The facts that a rule found, for the message. */
export type RuleArgs = Finding['args']

/** A rule that judges one URL. */
export interface UrlRule {
  code: Code
  /** True where rules behind this one are asked if this one is switched off: its subject is a separate question. */
  passOnWhenOff?: boolean
  /** The highest severity that this subject deserves, where it is less than the code's. */
  most?(subject: Subject): Severity
  /** The place of the cause, where it is neither the literal that holds the origin nor the call. */
  place?(subject: Subject): Place | undefined
  /** The facts where the rule is broken, else null. */
  judge(subject: Subject): RuleArgs | null
}

/** Whether what stands behind `://` is a server's name: in `alipays://platformapi/startapp` it is the name of a command. */
function hasServer(scheme: string | null): boolean {
  return scheme === null || /^(?:https?|wss?|rtmps?|rtsp|ftps?|tcp|udp)$/i.test(scheme)
}

/** Reads a URL as it will be asked for. */
export function readUrl(url: ResolvedUrl, { readings }: Pick<CheckContext, 'readings'>): UrlReading {
  const text = url.rewritten ?? url.url
  const known = readings?.get(url)
  if (known?.text === text) return known
  // Linking knows what callers put behind the host; where it gave an origin, the hole there begins a path.
  const template = parseTemplate(text, { holeEndsAuthority: url.origin !== null })
  const kind = template.host === null || !hasServer(template.scheme) ? null : classifyHost(template.host)
  const reading = { text, template, kind, local: isLocal(template) }
  readings?.set(url, reading)
  return reading
}

/** Makes of a URL what rules judge. */
export function makeSubject(
  call: NetworkCall,
  url: ResolvedUrl,
  environment: string,
  takesPaths: boolean,
  context: CheckContext,
  sets: CompiledSets,
): Subject {
  const category = call.category
  const rule = category === 'none' ? undefined : context.platform.categories[category]
  const list = rule ? sets.list(environment, category as ListedCategory) : null
  return {
    call,
    url,
    ...readUrl(url, context),
    category,
    rule,
    list: list || null,
    environment,
    takesPaths,
    context,
    sets,
  }
}

/** The facts about a URL that every message may use. */
export function urlArgs({ template, url, context }: Subject): RuleArgs {
  const mapped = context.mapUrl?.(url) ?? null
  const left = mapped === null ? context.unmapped?.(url) : null
  return {
    origin: template.origin,
    host: template.host,
    scheme: template.scheme,
    port: template.port,
    mapped,
    ...(left ? { unmapped: left.reason, to: originOf(left.to) ?? left.to } : {}),
  }
}
