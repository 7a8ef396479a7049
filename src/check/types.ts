import type { Place } from '../url/place'
import type { HostKind } from '../url/host'
import type { RegistrableDomain } from '../url/registrable'
import type { UrlTemplate } from '../url/template'
import type { Category, ListedCategory, Platform } from '../platforms/types'
import type { ResolvedUrl, TraceStep } from '../link/types'

export type Severity = 'info' | 'warn' | 'error'
export type SeveritySetting = Severity | 'off'

/** The names of all findings; each has a page in docs/rules, fixtures and a row in the table of codes. */
export type Code =
  | 'loopback-host'
  | 'lan-host'
  | 'ip-host'
  | 'insecure-scheme'
  | 'domain-not-listed'
  | 'port-mismatch'
  | 'forbidden-host'
  | 'malformed-url'
  | 'undefined-url'
  | 'dev-host-left'
  | 'rewrite-incomplete'
  | 'leaked-secret'
  | 'invalid-domain-entry'
  | 'too-many-domains'
  | 'url-check-disabled'
  | 'unused-ignore'
  | 'parse-failed'
  | 'unresolved-url'
  | 'unused-domain'

/**
 * The console's lists, as far as one environment may use them: entries as the user wrote them. A list that is left out is
 * empty; null is one that nobody knows (the platform's server API does not tell it), of which nothing is said.
 */
export type DomainSet = Partial<Record<ListedCategory, readonly string[] | null>>

/**
 * What is wrong, as data. Its identity is code + place + category + environment.
 * Text is made from `code` and `args` in the report room.
 */
export interface Finding extends Place {
  code: Code
  severity: Severity
  /** The calls that this is about, where the place is the literal; at least one for findings about calls. */
  uses: Place[]
  url: string | null
  category: Category | null
  /** The facts that the message needs: texts and numbers only. */
  args: Record<string, string | number | null>
  trace: TraceStep[]
  /** The environment whose domain set judged it. */
  environment: string
  /** The package that the place belongs to, for files under node_modules. */
  package?: string
}

/** A URL that the host map names and that the program will ask for as the source has it all the same. */
export interface Unapplied {
  /** Where the map would lead it. */
  to: string
  /**
   * Why it was left: a reason of rewriting's own, `joined` (no text of one module shows it), `outside` (its file passes us by),
   * `data` (it stands in a data file) or `made` (no literal holds it).
   */
  reason: string
  /** Where it is put together, if the text of one module shows that; else its literal is the place. */
  place: Place | null
}

/** What a URL says, read once. */
export interface UrlReading {
  /** The URL as it will be asked for: rewritten where that was done. */
  text: string
  template: UrlTemplate
  /** The host's kind, or null where the host isn't wholly known. */
  kind: HostKind | null
  /** No network is reached at all (`data:`, `wxfile://`, `http://tmp/…`). */
  local: boolean
}

/** What judging needs to know. The options in force ({@link ResolvedOptions}) are one; all fields are read only. */
export interface CheckContext {
  platform: Platform
  /** The environment that is built; it judges every URL that is asked for unconditionally. */
  environment: string
  /** Every environment that the configuration names, for "listed for `trial` only". */
  knownEnvironments: readonly string[]
  /** The domain set of an environment; `false`: no findings there; `null`: nothing configured, so nothing is said about lists. */
  domainsOf(environment: string): DomainSet | false | null
  /** What the console has and an environment may not use, where that is known: a finding then says so. */
  leftOutOf?(environment: string): DomainSet | null
  /** Which environment judges what is asked for under a run-time `envVersion`. */
  envVersion: Readonly<Record<string, string>>
  /** The severity of each code in force. */
  rules: Readonly<Record<Code, SeveritySetting>>
  /** Most entries of a category, where the account's number is not the platform's. */
  limits: Partial<Record<ListedCategory, number>>
  /** The package that a file belongs to, or null. Default: read from `node_modules/` or `miniprogram_npm/` in the path. */
  packageOf?(file: string): string | null
  /** Where the host map, which is not in force, would lead a URL; null where it would not replace what the URL is made of. */
  mapUrl?(url: ResolvedUrl): string | null
  /** Why that map would leave a URL that it names as it is; null where it would not. */
  unmapped?(url: ResolvedUrl): Unapplied | null
  /** Why the host map, which is in force, was not applied to a URL that it names; null where it was, or names it not. */
  unapplied?(url: ResolvedUrl): Unapplied | null
  /** What was read of URLs before, kept by who judges the same calls again under the same options. Default: nothing. */
  readings?: WeakMap<ResolvedUrl, UrlReading>
  /** From `loadRegistrable`, for platforms whose lists cover a registrable domain. */
  registrable?: RegistrableDomain
}
