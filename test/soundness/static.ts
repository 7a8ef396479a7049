import { check } from '../../src/api'
import type { Report, ReportCall } from '../../src/report'
import {
  covers,
  joinHoles,
  originOf,
  urlsOf,
  withoutQuery,
  type ExpectedCall,
  type ExpectedUrl,
  type Leaf,
} from './case'

/** What the tool says of a fixture, measured against what its program does. */
export interface Verdict {
  /** `full`: every URL, place, condition and code as they are. `partial`: less than that. `wrong`: something untrue. */
  grade: 'full' | 'partial' | 'wrong'
  /** What is untrue. */
  wrong: string[]
  /** What is missing. */
  missing: string[]
}

/** Runs the tool on a fixture, as `mp-domains check DIR --env …` does. */
export async function report(leaf: Leaf): Promise<Report> {
  const { platform = 'wechat', env = 'production', options } = leaf.case
  return (await check(leaf.dir, { ...options, platform, environment: env, lang: 'en' })).report
}

const VERSIONS = ['develop', 'trial', 'release', 'gray']
const versionsOf = (when: string | undefined): string[] => when?.replace('envVersion=', '').split('|') ?? VERSIONS

/** What of the report is untrue: a URL nobody asks for, a wrong category or place, a claim of completeness that does not hold. */
function untruths({ case: fixture }: Leaf, data: Report): string[] {
  const { urls, report: coarse = [], calls = [], none = [], noCalls } = fixture.expect
  const wrong: string[] = []
  const allowed = new Set(fixture.also)
  const expected = [...urls, ...coarse]
  const origins = expected.map(({ url }) => originOf(url))
  if (noCalls) wrong.push(...data.calls.map((call) => `a call at ${at(call)}`))
  for (const place of none) {
    if (data.calls.some((call) => call.file === place.file && call.line === place.line))
      wrong.push(`a call at ${at(place)}`)
  }
  for (const call of data.calls) {
    for (const found of call.urls) {
      const url = joinHoles(fixture.query === 'ignore' ? withoutQuery(found.url) : found.url)
      const label = `${at(call)} ${call.category} ${url}`
      if (found.origin !== null && !originFits(url, found.origin)) wrong.push(`${label}: origin ${found.origin}`)
      if (allowed.has(url) || allowed.has(originOf(url) ?? '')) continue
      const hits = expected.filter((one) => covers(url, one.url))
      // Beside a hole an alternative of the same origin is an admitted guess: a wrapper's default, seen from inside it.
      const open = call.urls.some((one) => one.url.includes('{*}'))
      if (hits.length === 0 && !(open && origins.some((origin) => isBelow(url, origin))))
        wrong.push(`${label}: never asked for`)
      else if (hits.length > 0 && !hits.some(({ category }) => category === call.category))
        wrong.push(`${label}: category`)
    }
  }
  for (const call of calls) {
    const here = callsAt(data, call)
    if (here.length === 0 || here.some(({ resolution }) => resolution !== 'full')) continue
    const told = here.flatMap((one) => one.urls.map(({ url }) => joinHoles(url)))
    const lost = urlsOf(call).filter((asked) => !told.some((url) => covers(url, asked)))
    if (lost.length) wrong.push(`${at(call)} claims to be full and lacks ${lost.join(' ')}: ${told.join(' ')}`)
  }
  for (const { url, category, when } of urls) {
    const told = data.calls
      .flatMap((call) => (call.category === category ? call.urls : []))
      .filter((one) => one.url === url)
    if (told.length === 0) continue
    const lost = versionsOf(when).filter(
      (version) => version !== 'gray' && !told.some((one) => versionsOf(one.when).includes(version)),
    )
    if (lost.length) wrong.push(`${category} ${url}: also asked for under ${lost.join(', ')}`)
  }
  return wrong
}

/** What running the program shows and the report lacks. */
function gaps({ case: fixture }: Leaf, data: Report): string[] {
  const { urls, report: coarse, calls = [], findings = [], absent = [] } = fixture.expect
  const told = data.calls.flatMap((call) => call.urls.map((one) => ({ ...one, category: call.category })))
  const missing = urls.filter(
    (asked) =>
      !(asked.url === '{*}' && data.calls.some((c) => c.category === asked.category && c.resolution === 'none')) &&
      !told.some(
        (one) =>
          one.category === asked.category &&
          (one.when ?? '') === (asked.when ?? '') &&
          fits(joinHoles(one.url), asked.url, coarse),
      ),
  )
  const result = missing.map(({ url, category, when }) => `${category} ${url}${when ? ` when ${when}` : ''}`)
  for (const call of calls) {
    const here = callsAt(data, call)
    if (here.length === 0) result.push(`no ${call.category} call at ${at(call)}`)
    if (here.length === 0) continue
    const shown = here.flatMap((one) => one.urls.map(({ url }) => joinHoles(url)))
    const lost = urlsOf(call).filter((asked) => !shown.some((url) => fits(url, asked, coarse)))
    if (lost.length) result.push(`${at(call)}: ${lost.join(' ')}, not ${shown.join(' ') || '-'}`)
    if (call.api && !here.some(({ api }) => api === call.api))
      result.push(`${at(call)}: api ${call.api}, not ${here[0].api}`)
    if (call.via && !here.some(({ via }) => via.map(({ name }) => name).join() === call.via!.join())) {
      result.push(
        `${at(call)}: via ${call.via.join()}, not ${here.map(({ via }) => via.map(({ name }) => name).join()).join(' | ')}`,
      )
    }
  }
  const codes = data.findings.map(({ code }) => code as string)
  result.push(...findings.filter((code) => !codes.includes(code)).map((code) => `finding ${code}`))
  result.push(...absent.filter((code) => codes.includes(code)).map((code) => `no finding ${code}`))
  return result
}

/** A URL of the report for one that is asked for: the same, or a coarser one within what the case allows. */
function fits(url: string, asked: string, coarse: ExpectedUrl[] | undefined): boolean {
  return url === asked || Boolean(coarse?.some((one) => covers(one.url, url) && covers(url, asked)))
}

/** Whether a template lies at an origin: it ends there, or a path, a query or a hole follows. */
const isBelow = (url: string, origin: string | null): boolean =>
  origin !== null && url.startsWith(origin) && /^(?:$|[/?#]|\{\*\})/.test(url.slice(origin.length))

/** Whether the origin is the URL's own; a hole behind the host leaves it open unless callers close it. */
function originFits(url: string, origin: string): boolean {
  const whole = originOf(url)
  return whole === null ? url.toLowerCase().startsWith(`${origin}{*}`) : whole.toLowerCase() === origin
}

const at = ({ file, line }: { file: string; line: number }): string => `${file}:${line}`
const callsAt = (data: Report, call: ExpectedCall): ReportCall[] =>
  data.calls.filter((one) => one.file === call.file && one.line === call.line && one.category === call.category)

/** Grades the tool's answer on a fixture. */
export function judge(leaf: Leaf, data: Report): Verdict {
  const wrong = untruths(leaf, data)
  const missing = gaps(leaf, data)
  return { grade: wrong.length ? 'wrong' : missing.length ? 'partial' : 'full', wrong, missing }
}
