import type { Place } from '../url/place'
import type { Category } from '../platforms/types'

/** How much of a call's URLs is known: no hole at all; every origin; or less. `declared`: by a declaration in the project. */
export type Resolution = 'full' | 'origin' | 'none' | 'declared'

/** A step from the literal that holds the origin to the call, for people to read. */
export interface TraceStep extends Place {
  note: string
}

/** One URL template that a call may ask for. */
export interface ResolvedUrl {
  /** As in the source, holes as `{*}`; a literal `{*}` is `%7B*%7D`. Text before an origin is kept as it is (`undefined/users`). */
  url: string
  /** Scheme, host and port as written (lower-case scheme and host), or null where a hole or nothing stands there. */
  origin: string | null
  /** The URL after the host map, filled by the session only where the edit was really made. */
  rewritten: string | null
  /** Bits of WHEN under which the URL is asked for; WHEN.ALL where unconditional. */
  when: number
  /** The literal that holds the origin. */
  source: Place | null
  /** Where no origin is known: the literal with the scheme in front of it (`'http://' + host`), or the base that is empty. */
  head?: Place
  /** Offset of that literal's record in its module's `literals`, for the session to see whether it was rewritten. */
  sourceLiteral: number | null
  /**
   * Where the text up to the end of the authority is put together from several literals: those, as offsets in their modules.
   * So the session sees by which expression they were joined.
   */
  pieces?: { file: string; offset: number }[]
  trace: TraceStep[]
  /** Set where a value that the program will read is missing: a variable without a value, a member that does not exist. The URL then begins with `undefined`. */
  undefinedAt?: Place & { name: string }
}

/** A loss of knowledge: why and where. */
export interface Loss extends Place {
  reason: LossReason
  /** The name concerned (parameter, variable, module), where there is one. */
  name?: string
}

export type LossReason =
  | 'parameter' // filled by a caller that isn't known
  | 'call' // result of a call that can't be followed
  | 'external' // a value from a package or module without source
  | 'member' // a member of an unknown value
  | 'variable' // assigned where it can't be followed
  | 'global' // a global of unknown value
  | 'env' // an environment variable without a value
  | 'response' // server response, storage, page query, event: known to run time only
  | 'budget' // a limit of depth, alternatives or length
  | 'cycle'
  | 'syntax' // the module could not be parsed
  | 'unsupported' // an expression that isn't modelled

/** One function between a call and the platform, outermost first. */
export interface Via {
  name: string
  /** The call inside it that leads on; null fields for a package without source. */
  file: string | null
  line: number | null
  column: number | null
}

/** A place in the source where the platform is asked to use a URL, directly or through wrappers. */
export interface NetworkCall extends Place {
  /** What the platform is asked for in the end: `wx.request`; `web-view.src` for a template. */
  api: string
  category: Category
  via: Via[]
  resolution: Resolution
  urls: ResolvedUrl[]
  unknown: Loss | null
  /** True for a call inside a wrapper whose holes are filled by known callers: it is listed but the callers are judged. */
  inner: boolean
}

/** A build-time value and the place that set it (`.env.production:3:1`), where it has one. */
export interface BuildValue {
  /** A JSON value. */
  value: unknown
  place: Place | null
}

export type { ClientRow } from '../platforms/clients'
