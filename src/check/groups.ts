import type { NetworkCall, ResolvedUrl, TraceStep } from '../link/types'
import { comparePlaces, placeKey, type Place } from '../url/place'
import { atLeast, codeRow, lesser } from './codes'
import { packageOf } from './package'
import type { RuleArgs } from './subject'
import type { CheckContext, Code, Finding, Severity, SeveritySetting } from './types'

/** One use of what a finding is about, as a rule saw it. */
export interface Hit {
  code: Code
  call: NetworkCall
  /** The alternative that is wrong, or null where the call as a whole is. */
  url: ResolvedUrl | null
  /** The URL as it will be asked for, or null. */
  text: string | null
  environment: string
  /** The place of the cause, where it is neither the literal that holds the origin nor the call. */
  place?: Place | null
  /** Whether a rule of the platform governs it, so that the code's own severity counts. */
  governed: boolean
  /** The highest severity that it deserves. Default: the code's. */
  most?: Severity
  args: RuleArgs
}

interface Group {
  finding: Finding
  uses: Map<string, Place>
  texts: Set<string>
  origins: Set<string>
}

/** Findings while they are collected, by identity: code, place of the cause, category, environment. */
export class Groups {
  private readonly byKey = new Map<string, Group>()

  constructor(private readonly context: CheckContext) {}

  /** @returns false where the code is switched off */
  add(hit: Hit): boolean {
    const { code, call, url, text, environment, args } = hit
    const place = hit.place ?? url?.source ?? call
    const severity = this.severity(hit, place.file)
    if (severity === 'off') return false
    const key = `${code} ${call.category} ${environment} ${placeKey(place)}`
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
        category: call.category,
        args: knownArgs(args),
        trace: url ? traceOf(url) : [],
        environment,
        ...(owner === null ? {} : { package: owner }),
      }
      this.byKey.set(key, (group = { finding, uses: new Map(), texts: new Set(), origins: new Set() }))
    }
    // The worst use decides, and is the one that is told.
    if (!atLeast(group.finding.severity, severity)) {
      group.finding.severity = severity
      group.finding.args = knownArgs(args)
    }
    // The way from the literal is told for some of its uses; one is enough.
    if (url && !group.finding.trace.length) group.finding.trace = traceOf(url)
    group.uses.set(placeKey(call), { file: call.file, line: call.line, column: call.column })
    if (text !== null) group.texts.add(text)
    if (typeof args.origin === 'string') group.origins.add(args.origin)
    return true
  }

  findings(): Finding[] {
    const out: Finding[] = []
    for (const { finding, uses, texts, origins } of this.byKey.values()) {
      finding.uses = [...uses.values()].sort(comparePlaces)
      const { origin } = finding.args
      // What the calls have in common: the URL, else the origin.
      if (texts.size > 1 && typeof origin === 'string') finding.url = origin
      const others = [...origins].filter((one) => one !== origin).sort()
      if (others.length > 0) finding.args.others = others.join(', ')
      out.push(finding)
    }
    return out.sort(compareFindings)
  }

  private packageOf(file: string): string | null {
    return (this.context.packageOf ?? packageOf)(file)
  }

  private severity({ code, governed, most }: Hit, file: string): SeveritySetting {
    const row = codeRow(code)!
    let severity: SeveritySetting = this.context.rules[code] ?? row.severity
    if (!governed && row.ungoverned) severity = lesser(severity, row.ungoverned)
    if (most) severity = lesser(severity, most)
    // Nobody can edit a package; its owner is named instead.
    return severity === 'error' && this.packageOf(file) !== null ? 'warn' : severity
  }
}

function knownArgs(args: RuleArgs): RuleArgs {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null))
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
    compareText(a.code, b.code) ||
    compareText(a.category ?? '', b.category ?? '') ||
    compareText(a.environment, b.environment)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
