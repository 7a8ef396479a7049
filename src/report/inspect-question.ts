import type { Place } from '../url/place'
import type { ReportCall, ReportData, ReportLiteral } from './types'

/** What is asked about: a place (a file alone has line 0), or a text to be found in URLs: a URL, an origin, a host. */
export type Question =
  | { kind: 'place'; text: string; file: string; line: number; column: number | null }
  | { kind: 'url'; text: string; needle: string }

/**
 * Reads what the command line says. `pages/index.js:12:5`, `pages/index.js`, `https://api.example.com/a`,
 * `api.example.com`, `127.0.0.1:3000`.
 * @param fileOf the path of a file relative to the project's root, or null where there is no such file
 */
export function parseQuestion(text: string, fileOf: (path: string) => string | null): Question {
  const trimmed = text.trim()
  const place = /^(.+?)(?::(\d+))?(?::(\d+))?$/.exec(trimmed)
  if (place && !trimmed.includes('://')) {
    const [, path, line, column] = place
    const file = fileOf(path!)
    if (file !== null)
      return { kind: 'place', text: trimmed, file, line: Number(line ?? 0), column: column ? Number(column) : null }
  }
  return { kind: 'url', text: trimmed, needle: trimmed.toLowerCase().replace(/\/+$/, '') }
}

/** The calls that a question is about, and literals that no call uses. */
export function matching(
  question: Question,
  { calls, literals }: ReportData,
): { calls: ReportCall[]; literals: ReportLiteral[] } {
  if (question.kind === 'url') {
    const holds = (url: string): boolean => matchesUrl(url, question.needle)
    return {
      calls: calls.filter((call) =>
        call.urls.some((u) => holds(u.url) || (u.rewritten !== null && holds(u.rewritten))),
      ),
      literals: literals.filter((literal) => !literal.used && holds(literal.url)),
    }
  }
  const here = (at: Place | { file: string | null; line: number | null; column: number | null }): boolean =>
    at.file === question.file &&
    (question.line === 0 || at.line === question.line) &&
    (question.column === null || at.column === question.column)
  const own = calls.filter(here)
  const more = own.length
    ? []
    : calls.filter(
        (call) =>
          call.via.some(here) ||
          call.urls.some((url) => (url.source && here(url.source)) || url.trace?.some(here)) ||
          (call.unknown && here(call.unknown)),
      )
  return {
    calls: [...own, ...more],
    literals: own.length + more.length ? [] : literals.filter((literal) => !literal.used && here(literal)),
  }
}

/** Whether a URL is the one asked for, begins with it, or has that host. */
function matchesUrl(url: string, needle: string): boolean {
  const text = url.toLowerCase()
  if (needle.includes('://') || needle.startsWith('/')) return text.startsWith(needle) || text.includes(needle)
  const authority = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/.exec(text)?.[1] ?? ''
  return (
    authority === needle ||
    authority.replace(/:\d+$/, '') === needle ||
    authority.endsWith(`.${needle}`) ||
    (needle.includes('/') && text.includes(needle))
  )
}
