import type { Code, Severity, SeveritySetting } from './types'

/** One code of findings. */
export interface CodeRow {
  code: Code
  severity: Severity
  /** The severity for URLs of category `none`, where it is another; for `insecure-scheme` also where the platform states no rule. */
  ungoverned?: SeveritySetting
  /** The page that explains it, from the project's root. */
  page: string
}

/** Every code, in the order in which documents show them. */
export const CODES: readonly CodeRow[] = Object.freeze(
  (
    [
      ['loopback-host', 'error'],
      ['lan-host', 'error'],
      // An address is refused by lists; where there is none, nothing refuses it.
      ['ip-host', 'error', 'off'],
      ['insecure-scheme', 'error', 'warn'],
      ['domain-not-listed', 'error', 'off'],
      ['port-mismatch', 'error', 'off'],
      ['forbidden-host', 'error', 'off'],
      // Media take package paths and what data holds before the first response.
      ['malformed-url', 'error', 'off'],
      ['undefined-url', 'error', 'info'],
      ['dev-host-left', 'error'],
      ['rewrite-incomplete', 'error'],
      ['leaked-secret', 'error'],
      ['invalid-domain-entry', 'error'],
      ['too-many-domains', 'warn'],
      ['url-check-disabled', 'warn'],
      ['unused-ignore', 'warn'],
      ['parse-failed', 'warn'],
      // A picture whose address comes from the server is the normal case.
      ['unresolved-url', 'info', 'off'],
      ['unused-domain', 'info'],
    ] as [Code, Severity, SeveritySetting?][]
  ).map(([code, severity, ungoverned]) =>
    Object.freeze({ code, severity, ...(ungoverned ? { ungoverned } : {}), page: `docs/rules/${code}.md` }),
  ),
)

const BY_CODE: ReadonlyMap<string, CodeRow> = new Map(CODES.map((row) => [row.code, row]))

/** The row of a code, or undefined for a name that is none. */
export function codeRow(code: string): CodeRow | undefined {
  return BY_CODE.get(code)
}

/** The default severity of every code, to be overlaid by the option `rules`. */
export const DEFAULT_SEVERITIES: Readonly<Record<Code, Severity>> = Object.freeze(
  Object.fromEntries(CODES.map((row) => [row.code, row.severity])) as Record<Code, Severity>,
)

const RANK: Record<SeveritySetting, number> = { off: 0, info: 1, warn: 2, error: 3 }

/** The lower of two severities. */
export function lesser(a: SeveritySetting, b: SeveritySetting): SeveritySetting {
  return RANK[a] <= RANK[b] ? a : b
}

/** Whether a severity is at or above another. */
export function atLeast(severity: SeveritySetting, bound: SeveritySetting): boolean {
  return RANK[severity] >= RANK[bound]
}
