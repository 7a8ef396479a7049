import type { NetworkCall } from '../link/types'
import { rowOfApi } from '../platforms/index'
import { comparePlaces } from '../url/place'
import { originOf } from '../url/template'
import { environmentsOf } from './environments'
import { Groups } from './groups'
import { EXTRA_RULES, URL_RULES } from './rules/index'
import { compileSets } from './sets'
import { makeSubject, urlArgs, type RuleArgs, type Subject, type UrlRule } from './subject'
import type { CheckContext, Code, Finding, Unapplied } from './types'

/**
 * Judges network calls by the platform's rules and the domain sets.
 * Inner calls of wrappers are not judged: their callers are. Findings are grouped by cause: one for each code, place of the
 * literal that holds the origin (else of the call), category and environment, with all calls in `uses`.
 * The result is sorted and doesn't depend on the order of the calls.
 */
export function checkCalls(calls: readonly NetworkCall[], context: CheckContext): Finding[] {
  const sets = compileSets(context)
  const groups = new Groups(context)
  const takesPaths = pathTakers(context)
  for (const call of [...calls].sort(comparePlaces)) {
    if (call.inner) continue
    let explained = false
    for (const url of call.urls) {
      for (const environment of environmentsOf(url.when, context)) {
        // `false`: this environment has no findings at all.
        if (context.domainsOf(environment) === false) continue
        const found = judge(makeSubject(call, url, environment, takesPaths(call.api), context, sets), groups)
        explained ||= found && url.origin === null
      }
    }
    if (!explained) reportUnresolved(call, context, groups)
  }
  return groups.findings()
}

/** Asks the rules about one URL; true where one of them had something to say. */
function judge(subject: Subject, groups: Groups): boolean {
  if (subject.local) return false
  for (const rule of EXTRA_RULES) {
    const args = rule.judge(subject)
    if (args) report(rule, subject, args, groups)
  }
  const left = subject.context.unapplied?.(subject.url) ?? null
  let found = false
  for (const rule of URL_RULES) {
    const args = rule.judge(subject)
    if (!args) continue
    found = true
    if (left && rule.code !== 'undefined-url' && reportLeft(left, subject, rule.code, groups)) return true
    if (report(rule, subject, args, groups) || !rule.passOnWhenOff) break
  }
  // The host may be one that a list takes: it was to be replaced, and was not. A map is for the environment that is built.
  if (left && !found && subject.environment === subject.context.environment)
    found = reportLeft(left, subject, null, groups)
  return found
}

/**
 * A URL that the host map names and that was left as it is: what else is wrong with it would be gone with the host.
 * @param instead what would be told of it otherwise
 */
function reportLeft(left: Unapplied, subject: Subject, instead: Code | null, groups: Groups): boolean {
  const { call, url, text, environment } = subject
  const { reason, place } = left
  const from = subject.template.origin
  const args = { ...urlArgs(subject), from, to: originOf(left.to) ?? left.to, reason, instead }
  return groups.add({ code: 'rewrite-incomplete', call, url, text, environment, place, governed: true, args })
}

function report(rule: UrlRule, subject: Subject, args: RuleArgs, groups: Groups): boolean {
  const { call, url, text, environment, category } = subject
  // Where no list governs, or no source says which schemes a platform takes, plain http is worth a warning, no more.
  const stated = rule.code !== 'insecure-scheme' || (subject.rule?.schemes ?? 'unknown') !== 'unknown'
  return groups.add({
    code: rule.code,
    call,
    url,
    text,
    environment,
    place: rule.place?.(subject),
    governed: category !== 'none' && stated,
    most: rule.most?.(subject),
    args: { ...urlArgs(subject), ...args },
  })
}

/** A call of which no origin is known and nothing else is wrong: said once, at the call, with the first loss. */
function reportUnresolved(call: NetworkCall, context: CheckContext, groups: Groups): void {
  if (call.resolution !== 'none' || call.unknown === null) return
  const { environment } = context
  if (context.domainsOf(environment) === false) return
  const { reason, name = null, file, line, column } = call.unknown
  groups.add({
    code: 'unresolved-url',
    call,
    url: null,
    text: call.urls.find((url) => url.origin === null)?.url ?? null,
    environment,
    governed: call.category !== 'none',
    args: { reason, name, lossFile: file, lossLine: line, lossColumn: column },
  })
}

/** Whether an API takes package paths, looked up once for each API name. */
function pathTakers(context: CheckContext): (api: string) => boolean {
  const known = new Map<string, boolean>()
  return (api) => {
    let takes = known.get(api)
    if (takes === undefined) known.set(api, (takes = rowOfApi(context.platform, api)?.local === true))
    return takes
  }
}
