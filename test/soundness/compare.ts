/** What running a whole program showed against the report on it. */
import type { ReportCall } from '../../src/report'
import { covers, joinHoles, withoutQuery } from './case'
import type { Recording } from './platform'
import { toTemplate } from './values'

/** A URL whose scheme and host the program knows. */
const WHOLE = /^(?:https?|wss?):\/\/(?!\{)/

/** A URL that was asked for, and what is the matter with the report's word on it. */
export interface Complaint {
  kind: 'lacking' | 'untrue' | 'coarse'
  category: string
  url: string
  stack: Recording['stack']
  /** What the report says at that place, where it says something. */
  told?: string[]
}

export interface Comparison {
  asked: number
  /** How many of them with their host. */
  whole: number
  complaints: Complaint[]
}

const tolds = (calls: ReportCall[]): string[] => calls.flatMap(({ urls }) => urls.map(({ url }) => joinHoles(url)))
// A query that a wrapper makes of an object is no part of a URL in the report.
const toldBy = (list: string[], url: string): boolean =>
  list.some((one) => covers(one, url) || covers(one, withoutQuery(url)))

/**
 * `lacking`: no call of the category has the URL. `untrue`: a place that led to it claims to be complete without it.
 * `coarse`: nothing but a template with a hole stands for a URL that holds nothing of run time.
 */
export function compare(recordings: Recording[], calls: ReportCall[]): Comparison {
  const asked = new Map<string, Recording[]>()
  for (const one of recordings) {
    const key = `${one.category} ${toTemplate(one.url)}`
    asked.set(key, [...(asked.get(key) ?? []), one])
  }
  const complaints: Complaint[] = []
  let whole = 0
  const places = new Map<string, ReportCall[]>()
  for (const call of calls) {
    const key = `${call.file}:${call.line} ${call.category}`
    places.set(key, [...(places.get(key) ?? []), call])
  }
  for (const list of asked.values()) {
    const { category, stack } = list[0]
    const url = toTemplate(list[0].url)
    const known = tolds(calls.filter((call) => call.category === category)).filter((one) => !one.startsWith('{*}'))
    if (WHOLE.test(url)) {
      whole++
      if (!toldBy(known, url)) complaints.push({ kind: 'lacking', category, url, stack })
      else if (!url.includes('{*}') && !known.some((one) => !one.includes('{*}') && toldBy([one], url)))
        complaints.push({ kind: 'coarse', category, url, stack, told: known.filter((one) => toldBy([one], url)) })
    }
    const untrue = list
      .flatMap((one) => one.stack)
      .map(({ file, line }) => places.get(`${file}:${line} ${category}`) ?? [])
      .find((here) => here.length && here.every((c) => c.resolution === 'full') && !toldBy(tolds(here), url))
    if (untrue && !url.startsWith('{*}')) complaints.push({ kind: 'untrue', category, url, stack, told: tolds(untrue) })
  }
  return { asked: asked.size, whole, complaints }
}
