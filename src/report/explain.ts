import type { Code, Finding } from '../check/types'
import type { Explanation, ReportContext, ReportData } from './types'
import type { Facts } from './facts'
import { factsOf, ORIGIN_CODES, ruleOf } from './facts'
import { fill, firstOf, message } from './messages'
import { printable } from './printable'
import { waysOut } from './ways'

/** Codes that no document of the platform explains. */
const OWN_CODES: ReadonlySet<Code> = new Set<Code>([
  'parse-failed',
  'unused-ignore',
  'rewrite-incomplete',
  'unresolved-url',
  'unused-domain',
])

/** Whether the platform itself refuses this URL by its list. Where its table says "unknown" we do not put words in its mouth. */
function listRefuses(finding: Finding, facts: Facts, context: ReportContext): boolean {
  const rule = ruleOf(finding, context)
  // What the map left as it is, the phone refuses for what else is wrong with it.
  const code = (finding.code === 'rewrite-incomplete' ? facts.instead : finding.code) as Code
  if (!rule || rule.binding === false || !ORIGIN_CODES.has(code)) return false
  // It opens on a condition that only run time knows.
  if (facts.reason === 'article') return false
  if (code === 'loopback-host') return rule.loopback === 'refused'
  if (code === 'lan-host') return rule.ip === 'refused'
  if (code === 'ip-host') return rule.ip === 'refused' || rule.ip === 'lan'
  if (code === 'insecure-scheme') return rule.schemes !== 'unknown' && !rule.schemes.includes(facts.scheme ?? '')
  return true
}

function headlineOf(finding: Finding, facts: Facts, refused: boolean, context: ReportContext): string {
  const { lang, platform } = context
  const { code, category } = finding
  if (refused && facts.url && code !== 'rewrite-incomplete') {
    const words = lang === 'zh' && category !== 'webview' ? platform.words.ide : undefined
    const own = firstOf(lang, category === 'webview' ? ['refused.webview'] : ['refused'], facts)
    const text = (words && fill(words, { ...facts, label: facts.label ?? facts.category })) ?? own
    if (text) return text
  }
  const isDeclaration = code === 'unused-ignore' && facts.target === 'mp-domains-hosts'
  const variants = [facts.kind, isDeclaration ? `declare-${facts.reason}` : null, facts.reason]
    .filter(Boolean)
    .map((name) => `${code}.headline.${name}`)
  const keys = [
    ...variants,
    `${code}.headline.error`,
    `${code}.headline.target`,
    `${code}.headline.category`,
    `${code}.headline`,
    `${code}.headline.bare`,
    `${code}.title`,
  ]
  return firstOf(lang, keys, facts) ?? code
}

function causeOf(finding: Finding, facts: Facts, refused: boolean, context: ReportContext): string | null {
  const { lang, platform } = context
  const { category, code } = finding
  const entryReason = facts.unlistable ?? (code === 'invalid-domain-entry' ? facts.reason : null)
  const refusal = entryReason ? firstOf(lang, [`entry.${entryReason}`], facts) : null
  const forbidden = platform.forbiddenHosts.find((row) => row.host === facts.host?.toLowerCase())
  const loss = code === 'unresolved-url' ? firstOf(lang, [`loss.${facts.reason}`], facts) : null
  const named = loss && facts.name ? `${facts.name}${message(lang, 'colon')}${loss}` : loss
  const names = [
    facts.unlistable ? 'unlistable' : null,
    facts.listedFor ? 'listedFor' : null,
    facts.leftOut ? 'leftOut' : null,
    facts.listedIn ? 'listedIn' : null,
    facts.reason,
    `listed-${facts.listed}`,
    facts.unresolved ? 'open' : null,
    'nearest',
    'listed',
    'needed',
    'why',
    'name',
    'lost',
  ]
  // What the headline says already is not said again.
  const plain = code === 'insecure-scheme' && !refused ? (category === 'none' ? 'plain.none.' : 'plain.') : ''
  const known = names.filter((name) => name !== null)
  const keys = [
    ...(plain ? known.map((name) => `${code}.cause.${plain}${name}`) : []),
    ...known.map((name) => `${code}.cause.${name}`),
  ]
  return firstOf(lang, [...keys, `${code}.cause`, `${code}.cause.bare`], {
    ...facts,
    needed: facts.needed ?? neededScheme(finding, context),
    why: refusal ?? forbidden?.reason[lang].replace(/[.。]$/, ''),
    loss: named,
  })
}

/** The one scheme that the list takes, where its table states it. */
function neededScheme(finding: Finding, context: ReportContext): string | null {
  const schemes = ruleOf(finding, context)?.schemes
  return schemes && schemes !== 'unknown' && schemes.length === 1 ? schemes[0]! : null
}

function deviceOf(finding: Finding, facts: Facts, refused: boolean, context: ReportContext): string | null {
  const { words } = context.platform
  const { code, category } = finding
  if (code === 'malformed-url' || code === 'undefined-url') {
    // The words begin with the API's own name, which the other APIs have in its place.
    const text = words.invalidUrl && category === 'request' ? fill(words.invalidUrl, facts) : null
    return text && printable(text)
  }
  if (!refused || !category || category === 'none') return null
  const text = words.device[category]
  const filled = text ? fill(text, { ...facts, label: facts.label ?? facts.category }) : null
  return filled && printable(filled)
}

/** Says a finding in words. Tolerates absent facts: what cannot be said in full is left out. */
export function explain(finding: Finding, data: ReportData, context: ReportContext): Explanation {
  const facts = factsOf(finding, context)
  const refused = listRefuses(finding, facts, context)
  const extra: string[] = []
  const cause = causeOf(finding, facts, refused, context)
  if (cause) extra.push(cause)
  if (finding.environment !== data.environment && !cause?.includes(finding.environment))
    extra.push(message(context.lang, 'environment.other', facts))
  if (facts.seen) extra.push(message(context.lang, 'observed.seen', facts))
  if (finding.package) extra.push(message(context.lang, 'package.of', { package: finding.package }))
  return {
    headline: printable(headlineOf(finding, facts, refused, context)),
    cause: extra.length ? printable(extra.join(message(context.lang, 'semicolon'))) : null,
    device: deviceOf(finding, facts, refused, context),
    silent: refused,
    ways: waysOut(finding, facts, data, context),
    document: OWN_CODES.has(finding.code) ? null : context.platform.document || null,
  }
}

/** What the phone says, as a sentence; null where nobody knows. */
export function deviceText({ device, silent }: Explanation, context: ReportContext): string | null {
  return device && message(context.lang, silent ? 'device.silent' : 'device.words', { words: device })
}

/** An explanation's one-line form: the `message` of the JSON report. */
export function messageText(explanation: Explanation, context: ReportContext): string {
  const { headline, cause } = explanation
  return cause ? `${headline}${message(context.lang, 'colon')}${cause}` : headline
}

/** An explanation's ways out as lines: the `help` of the JSON report. */
export function helpText(explanation: Explanation, context: ReportContext): string {
  const colon = message(context.lang, 'colon')
  const lines = explanation.ways.map((way) => (way.paste === null ? way.label : `${way.label}${colon}${way.paste}`))
  const device = deviceText(explanation, context)
  if (device) lines.unshift(device)
  if (explanation.document) lines.push(`${message(context.lang, 'document')}${colon}${explanation.document}`)
  return lines.join('\n')
}
