import type { NetworkCall, ResolvedUrl, TraceStep } from '../link/types'
import { rowOfApi } from '../platforms/index'
import { comparePlaces, placeKey, type Place } from '../url/place'
import { codeRow, lesser } from './codes'
import { environmentsOf } from './environments'
import { packageOf } from './package'
import { EXTRA_RULES, URL_RULES } from './rules/index'
import { compileSets } from './sets'
import { makeSubject, urlArgs, type RuleArgs, type Subject } from './subject'
import type { CheckContext, Code, Finding, Severity, SeveritySetting } from './types'

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
  let found = false
  for (const rule of EXTRA_RULES) {
    const args = rule.judge(subject)
    if (args) groups.add(rule.code, subject.call, subject.url, subject, { ...urlArgs(subject), ...args })
  }
  for (const rule of URL_RULES) {
    const args = rule.judge(subject)
    if (!args) continue
    found = true
    const reported = groups.add(rule.code, subject.call, subject.url, subject, { ...urlArgs(subject), ...args })
    if (reported || !rule.passOnWhenOff) break
  }
  return found
}

/** A call of which no origin is known and nothing else is wrong: said once, at the call, with the first loss. */
function reportUnresolved(call: NetworkCall, context: CheckContext, groups: Groups): void {
  if (call.resolution !== 'none' || call.unknown === null) return
  if (context.domainsOf(context.environment) === false) return
  const { reason, name = null, file, line, column } = call.unknown
  const template = call.urls.find((url) => url.origin === null)?.url ?? null
  groups.addAt('unresolved-url', call, call, template, call.category, context.environment, call.category !== 'none', {
    reason,
    name,
    lossFile: file,
    lossLine: line,
    lossColumn: column,
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

/** Findings by identity, while they are collected. */
class Groups {
  private readonly byKey = new Map<
    string,
    { finding: Finding; uses: Map<string, Place>; urls: Set<string>; origins: Set<string> }
  >()

  constructor(private readonly context: CheckContext) {}

  /** @returns false where the code is switched off */
  add(code: Code, call: NetworkCall, url: ResolvedUrl, subject: Subject, args: RuleArgs): boolean {
    const place = url.source ?? call
    // Where no list governs, or no source says which schemes a platform takes, plain http is worth a warning, no more.
    const schemes = subject.rule?.schemes ?? 'unknown'
    const governed = subject.category !== 'none' && (code !== 'insecure-scheme' || schemes !== 'unknown')
    return this.addAt(code, place, call, subject.text, subject.category, subject.environment, governed, args, url)
  }

  addAt(
    code: Code,
    place: Place,
    use: Place,
    text: string | null,
    category: Finding['category'],
    environment: string,
    governed: boolean,
    args: RuleArgs,
    url?: ResolvedUrl,
  ): boolean {
    const severity = this.severity(code, governed, place.file)
    if (severity === 'off') return false
    const key = `${code} ${category} ${environment} ${placeKey(place)}`
    let group = this.byKey.get(key)
    if (!group) {
      const owner = this.packageOf(place.file)
      const finding: Finding = {
        file: place.file,
        line: place.line,
        column: place.column,
        code,
        severity,
        uses: [],
        url: text,
        category,
        args: Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null)),
        trace: url ? traceOf(url) : [],
        environment,
        ...(owner === null ? {} : { package: owner }),
      }
      this.byKey.set(key, (group = { finding, uses: new Map(), urls: new Set(), origins: new Set() }))
    }
    group.uses.set(placeKey(use), { file: use.file, line: use.line, column: use.column })
    if (text !== null) group.urls.add(text)
    if (typeof args.origin === 'string') group.origins.add(args.origin)
    return true
  }

  findings(): Finding[] {
    const out: Finding[] = []
    for (const { finding, uses, urls, origins } of this.byKey.values()) {
      finding.uses = [...uses.values()].sort(comparePlaces)
      // What the calls have in common: the URL, else the origin.
      if (urls.size > 1) finding.url = typeof finding.args.origin === 'string' ? finding.args.origin : finding.url
      const others = [...origins].filter((origin) => origin !== finding.args.origin).sort()
      if (others.length > 0) finding.args.others = others.join(', ')
      out.push(finding)
    }
    return out.sort(compareFindings)
  }

  private packageOf(file: string): string | null {
    return (this.context.packageOf ?? packageOf)(file)
  }

  private severity(code: Code, governed: boolean, file: string): SeveritySetting {
    const row = codeRow(code)!
    let severity: SeveritySetting = this.context.rules[code] ?? row.severity
    if (!governed && row.ungoverned) severity = lesser(severity, row.ungoverned)
    // Nobody can edit a package; its owner is named instead.
    return severity === 'error' && this.packageOf(file) !== null ? 'warn' : severity
  }
}

/** The trace, with the place where a value is missing as its first step: that is the cause. */
function traceOf({ trace, undefinedAt }: ResolvedUrl): TraceStep[] {
  if (!undefinedAt || trace.some((step) => placeKey(step) === placeKey(undefinedAt))) return trace
  const { file, line, column, name } = undefinedAt
  return [{ file, line, column, note: name }, ...trace]
}

const ORDER: Record<Severity, number> = { error: 0, warn: 1, info: 2 }

/** Orders findings: place first, then severity, code, category, environment. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    comparePlaces(a, b) ||
    ORDER[a.severity] - ORDER[b.severity] ||
    text(a.code, b.code) ||
    text(a.category ?? '', b.category ?? '') ||
    text(a.environment, b.environment)
  )
}

function text(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
