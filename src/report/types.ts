import type { Place } from '../url/place'
import type { Category, ListedCategory, Platform } from '../platforms/types'
import type { LossReason, Resolution, TraceStep, Via } from '../link/types'
import type { Code, Finding, Severity } from '../check/types'

/** A call as the JSON report shows it: paths relative to the root. */
export interface ReportCall extends Place {
  api: string
  category: Category
  via: Via[]
  resolution: Resolution
  urls: {
    url: string
    origin: string | null
    rewritten: string | null
    when?: string
    source: Place | null
    trace?: readonly TraceStep[]
  }[]
  unknown: { reason: LossReason | string; name?: string; file: string; line: number; column: number } | null
  /** What a log of run time (`--observed`) saw of a call whose host is not wholly known. */
  observed?: ObservedUrl[]
}

/** A URL that a program really asked for, without its query. */
export interface ObservedUrl {
  url: string
  origin: string | null
  count: number
}

/** A log of run time and where its calls stand; `call` is null where none fits, or more than one. */
export interface ObservedLog {
  file: string
  urls: (ObservedUrl & { api: string; category: string; call: Place | null })[]
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
  /** Where a baseline is in force: the findings that it took out of `findings`, and its entries that fit nothing any more. */
  baseline?: { file: string; known: ReportFinding[]; stale: BaselineEntry[] }
  /** Where a log of run time was given. */
  observed?: ObservedLog
}

/** Lines for the head of a report. */
export type NoticeCode = 'no-configuration' | 'unknown-environment' | 'no-baseline' | 'bad-baseline'

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
  notices: { code: NoticeCode; args: Record<string, string> }[]
  /** Origins (lower case) whose findings were accepted at their source; the audit of emitted files does not tell them again. */
  accepted?: readonly string[]
  /** What the file of known findings took out of `findings`; absent where none is in force. */
  baseline?: { file: string; known: Finding[]; stale: BaselineEntry[] }
  observed?: ObservedLog
}

/** One known finding in the baseline: what it was about, and its fingerprint, which alone counts. */
export interface BaselineEntry {
  fingerprint: string
  code: Code
  file: string
  category: Category | null
  url: string | null
}

/** Languages that reports are written in. */
export type Lang = 'en' | 'zh'

/** How the terminal form is laid out. All absent: plain text, 80 cells wide. */
export interface TextOptions {
  /** ANSI colours. Default false. */
  colors?: boolean
  /** Width in terminal cells, at least 40. Default 80. */
  width?: number
  /** Only findings of severity `error` and the summary line. Default false. */
  quiet?: boolean
  /** Also what is summed up in one line otherwise, lines around the literal, whole traces. Default false. */
  verbose?: boolean
  /** OSC 8 links to files; needs {@link ReportContext.root}. Default false. */
  hyperlinks?: boolean
}

/** What a format needs besides the data. Formats are pure: what they need of the world comes in here. */
export interface ReportContext {
  platform: Platform
  lang: Lang
  /** The text of a file by its path in the report (relative to the root), or null. Without it there are no code frames. */
  sources?: (file: string) => string | null
  /** The root's absolute path with `/`, for links to files. */
  root?: string
  /** Where the root lies in the repository (`packages/shop`), for services that want paths from there. Default: it is the root. */
  basePath?: string
  /** Subcommands that this tool's command has: hints name no others. Default: `check` and `audit`. */
  commands?: readonly string[]
  /** The version of this tool, for SARIF. */
  toolVersion?: string
  text?: TextOptions
  html?: HtmlOptions
}

/** Options of the web page. */
export interface HtmlOptions {
  /**
   * Path of a server-sent event stream on the page's own origin; the page loads itself again at each event, and keeps its
   * filters. Default: none, and the page connects to nothing.
   */
  live?: string
}

/** One way out of a finding: what it does and, where there is one, the text to paste. */
export interface WayOut {
  kind: 'host-map' | 'console' | 'domains' | 'fix' | 'declare' | 'ignore'
  /** What this way is for, one line. */
  label: string
  /** Text to paste as it is, or null where the label says all. */
  paste: string | null
}

/** What people are told of a finding, in one language. */
export interface Explanation {
  /** What is wrong, the platform's own words first where it has some. */
  headline: string
  /** Why, in this case. */
  cause: string | null
  /** What the phone says, or null where no source states it. */
  device: string | null
  /** Whether the IDE and debug mode say nothing of it while their check is switched off. */
  silent: boolean
  ways: WayOut[]
  /** The platform's document. */
  document: string | null
}

/**
 * The facts in `Finding.args` that messages use. Any may be absent: a sentence whose facts are absent is not said.
 *
 * | code | args |
 * |---|---|
 * | any finding about a URL | `origin`, `host`, `scheme`, `port`; `mapped`: where the host map would lead it; `unmapped`, `to`: why it would not, though it names it |
 * | `insecure-scheme` | `scheme`, `needed` (`https`), `listed`: `yes`, `no`, `other-port`; `nearest` |
 * | `domain-not-listed` | `nearest` (an entry) with `reason`, `listedFor` (environments), `leftOut` (an entry), `listedIn` (categories), `unlistable` (an {@link EntryReason}) |
 * | `port-mismatch` | `port`, `listed` (the entry), `reason` |
 * | `forbidden-host` | `host`; the reason comes from the platform's table |
 * | `malformed-url` | `reason`, `needed` |
 * | `undefined-url` | `name` (what has no value) |
 * | `dev-host-left` | `reason`: `host-map`, `loopback`, `lan`, `other-environment`; `mapped`, `listedFor` |
 * | `rewrite-incomplete` | `from`, `to`, `reason` |
 * | `leaked-secret` | `kind`: `app-secret`, `private-key`, `server-api`; `masked` |
 * | `invalid-domain-entry` | `entry`, `reason` (an {@link EntryReason}), `suggestion` |
 * | `too-many-domains` | `count`, `limit` |
 * | `url-check-disabled` | none |
 * | `unused-ignore` | `target` (code), `reason`: `no-hit`, `expired`, `no-reason`; `until` |
 * | `parse-failed` | `error` |
 * | `unresolved-url` | `reason` (a {@link LossReason}), `name` |
 * | `unused-domain` | `entry`, `unresolved`: 1 where calls of unknown hosts may use it |
 */
export type FindingArgs = Finding['args']
