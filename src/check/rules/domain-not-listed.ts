import { nearest } from '../../platforms/suggest'
import type { CategoryRule, ListedCategory } from '../../platforms/types'
import { matchEntry, parseEntry } from '../../url/entry'
import { categoriesListing } from '../sets'
import type { RuleArgs, Subject, UrlRule } from '../subject'

/**
 * The host is not in this environment's list. What is nearest is said:
 * - `listedFor`: other environments that list it; `listedIn`: other categories that do
 * - `nearest` with `reason`: `subdomain` or `parent` of a listed host, `trailing-dot`, or `similar` (probably a slip);
 *   without a reason: another host beside it
 * - `reason: article`: a page that opens unlisted where the account is linked, which only run time knows; `info`
 * - `leftOut`: the console's entry that this environment's set leaves out
 * - `unlistable`: why no console would take the host at all, so that nobody is told to list it
 */
export const domainNotListed: UrlRule = {
  code: 'domain-not-listed',
  most: (subject) => (openPage(subject) ? 'info' : 'error'),
  judge(subject) {
    const { template, rule, list, category } = subject
    if (!rule || !list || rule.binding === false || template.name === null) return null
    // Addresses in reach of the device need no listing; where they are refused, lan-host and ip-host say so.
    if (subject.kind !== 'domain' && subject.kind !== 'ip') return null
    const port = template.portUnknown ? undefined : template.port
    const answer = list.ask(template.name, port)
    if (answer.entry || answer.samehost) return null
    const open = openPage(subject)
    if (open) return { reason: open.reason, label: rule.label }
    const key = `near ${category} ${subject.environment} ${template.name} ${port === undefined ? '?' : port}`
    return subject.sets.once(key, () => describe(subject, rule, port))
  },
}

/** The row of a page that opens without being listed, on a condition that only run time knows. */
function openPage({ rule, template }: Subject): NonNullable<CategoryRule['open']>[number] | undefined {
  return rule?.open?.find(({ host, path }) => {
    if (host !== template.name || !template.path.startsWith(path)) return false
    return /^(?:[/?#]|$)/.test(template.path.slice(path.length))
  })
}

function describe(subject: Subject, rule: CategoryRule, port: string | null | undefined): RuleArgs {
  const { template, category, context, sets, environment } = subject
  const listed = category as ListedCategory
  const offered = rule.entry !== 'unknown' && !rule.entry.port ? '' : port ? `:${port}` : ''
  const parsed = parseEntry(`${template.host!.replace(/\.$/, '')}${offered}`, listed, context.platform)
  return {
    ...near(subject, template.name!),
    listedFor: environmentsListing(subject, template.name!, port).join(', ') || null,
    listedIn: categoriesListing(sets, environment, template.name!, port, listed).join(', ') || null,
    leftOut: leftOutEntry(subject, rule, template.name!, port),
    label: rule.label,
    unlistable: parsed.ok ? null : parsed.reason,
  }
}

/** The console's entry for this host that the environment's own set leaves out, or null. */
function leftOutEntry(
  { context, environment, category }: Subject,
  rule: CategoryRule,
  host: string,
  port: string | null | undefined,
): string | null {
  const listed = category as ListedCategory
  for (const text of context.leftOutOf?.(environment)?.[listed] ?? []) {
    const parsed = parseEntry(text, listed, context.platform)
    const match = parsed.ok ? matchEntry(parsed.entry, { host, port }, rule, context.registrable) : null
    if (match?.host && match.port) return text
  }
  return null
}

function environmentsListing(
  { context, sets, environment, category }: Subject,
  host: string,
  port: string | null | undefined,
): string[] {
  return context.knownEnvironments.filter((name) => {
    const list = name !== environment && sets.list(name, category as ListedCategory)
    return list && list.ask(host, port).entry !== null
  })
}

/** Short names (`api`, `app`) and numbered ones (`img1`, `img2`) differ on purpose as often as not. */
function mayBeSlip(listed: string, host: string): boolean {
  const [ours, theirs] = [host.split('.'), listed.split('.')]
  if (ours.length !== theirs.length) return true
  return ours.every((label, index) => {
    const other = theirs[index]
    if (label === other) return true
    return Math.max(label.length, other.length) >= 5 && label.replace(/\d+/g, '') !== other.replace(/\d+/g, '')
  })
}

function near({ list }: Subject, host: string): { nearest: string | null; reason: string | null } {
  const entries = list!.entries
  const bare = host.endsWith('.') ? host.slice(0, -1) : null
  for (const [reason, fits] of [
    ['trailing-dot', (entry: string) => entry === bare],
    ['subdomain', (entry: string) => host.endsWith(`.${entry}`)],
    ['parent', (entry: string) => entry.endsWith(`.${host}`)],
  ] as const) {
    const found = entries.find((entry) => fits(entry.host))
    if (found) return { nearest: found.text, reason }
  }
  // A slip changes a letter or two; hosts of another length need not be compared.
  const close = entries.filter((entry) => Math.abs(entry.host.length - host.length) <= 2 && mayBeSlip(entry.host, host))
  const similar = nearest(
    host,
    close.map((entry) => entry.host),
    2,
  )
  if (similar !== undefined)
    return { nearest: entries.find((entry) => entry.host === similar)!.text, reason: 'similar' }
  const parent = host.slice(host.indexOf('.'))
  const sibling = parent.includes('.', 1) ? entries.find((entry) => entry.host.endsWith(parent)) : undefined
  return { nearest: sibling?.text ?? null, reason: null }
}
