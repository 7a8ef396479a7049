import type { Place } from '../url/place'
import type { Category, ListedCategory } from '../platforms/types'
import type { LossReason, Resolution, TraceStep, Via } from '../link/types'
import type { Code, Finding, Severity } from '../check/types'

/** A call as the JSON report shows it: paths relative to the root. */
export interface ReportCall extends Place {
  api: string
  category: Category
  via: Via[]
  resolution: Resolution
  urls: { url: string; origin: string | null; rewritten: string | null; when?: string; source: Place | null }[]
  unknown: { reason: LossReason | string; file: string; line: number; column: number } | null
}

export interface ReportFinding extends Place {
  code: Code
  severity: Severity
  uses: Place[]
  message: string
  help: string
  url: string | null
  category: Category | null
  trace: TraceStep[]
  package?: string
}

export interface ReportRewrite extends Place {
  from: string
  to: string
  stage: 'source' | 'asset'
}

export interface ReportLiteral extends Place {
  url: string
  origin: string | null
  used: boolean
}

/** The JSON report, version 1. Sorted, so that the same input gives the same bytes. */
export interface Report {
  version: 1
  tool: 'unplugin-mp-domains'
  platform: string
  environment: string
  appid: string | null
  from: { environment: string; domains: string | null }
  modules: { seen: number; analysed: number; failed: number }
  calls: ReportCall[]
  findings: ReportFinding[]
  rewrites: ReportRewrite[]
  literals: ReportLiteral[]
  domains: Partial<Record<ListedCategory, { origin: string; listed: boolean | null; calls: number }[]>>
}

/** What the session hands to the formats: the report's data before any text is made from it. */
export interface ReportData {
  platform: string
  environment: string
  appid: string | null
  from: { environment: string; domains: string | null }
  modules: { seen: number; analysed: number; failed: number }
  calls: ReportCall[]
  findings: Finding[]
  rewrites: ReportRewrite[]
  literals: ReportLiteral[]
  domains: Report['domains']
  /** Lines for the head of the report: an environment nobody configured, no configuration at all. */
  notices: { code: 'no-configuration' | 'unknown-environment'; args: Record<string, string> }[]
}
