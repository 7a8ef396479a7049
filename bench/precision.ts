import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { check } from '../src/api'
import type { Report } from '../src/report'
import type { Setting } from './main'
import { table } from './measure'
import { withProjects } from './projects'

export type Call = Report['calls'][number]

/** A reported call without a label, as somebody who read the project's code judged it. */
interface Judged {
  file: string
  line: number
  api: Call['api']
  category: Call['category']
  /** {@link urlsKey} of what was judged: with other URLs it is another answer, to be judged anew. */
  urls: string
  /** `true`: the platform is asked there for just these alternatives, `{*}` standing for anything. */
  verdict: boolean
  why: string
}

/** One file of `bench/precision/`. */
export interface Accounting {
  project: string
  commit: string
  /** The files in which every call of the network is labelled. */
  files: { under: string; endings: string[] }
  /** Places of labelled calls, as `file:line:category`. */
  labelled: string[]
  calls: Judged[]
}

/** Reasons of true ones that ask no server: a file of the package, and an image written as a `data:` URL. */
const NO_SERVER = new Set(['package-file', 'data-url'])

/** How far, in lines, a label may stand from the call that is reported for it: it names the line of the callee. */
const REACH = 2

/** As many unaccounted calls of a project as are named. */
const NAMED = 10

/** What is shown for the calls that the labels of some real projects do not know, by hand-made accounts of each. */
export async function benchPrecision({ bench, root }: Setting): Promise<string> {
  const accounts = readAccounts(path.join(bench, 'precision'))
  const sheets = await withProjects(root, async (projects) => {
    const found: Sheet[] = []
    for (const { name, folder } of projects) {
      const account = accounts.find(({ project }) => project === name)
      if (account) found.push(settle(account, (await check(folder)).report.calls))
    }
    return found
  })
  const title = '### Precision: calls that no label knows'
  const missing = accounts.filter(({ project }) => !sheets.some((sheet) => sheet.name === project))
  const notes = missing.map(({ project, commit }) => `- ${project} is not among the folders (commit ${commit}).`)
  if (sheets.length === 0) return `${title}\n\n${notes.join('\n')}`
  const rows = [...sheets, total(sheets)].map((sheet) => [
    sheet.name,
    sheet.reported,
    `${sheet.labelled} of ${sheet.labels}`,
    sheet.asked,
    sheet.noServer,
    sheet.wrong.length,
    sheet.unaccounted.length,
  ])
  for (const { name, wrong, unaccounted } of sheets) {
    notes.push(...wrong.map(({ file, line, api, why }) => `- ${name} ${file}:${line} ${api}: false, ${why}`))
    notes.push(
      ...unaccounted.slice(0, NAMED).map(({ file, line, api }) => `- ${name} ${file}:${line} ${api}: unaccounted`),
    )
    if (unaccounted.length > NAMED) notes.push(`- ${name}: ${unaccounted.length - NAMED} more unaccounted`)
  }
  const head = [
    'project',
    'calls in the accounted files',
    'labels with a call',
    'no label: true',
    'true, package file or `data:`',
    'false',
    'unaccounted',
  ]
  return [title, table(head, rows), notes.join('\n')].filter(Boolean).join('\n\n')
}

/** The counts of one project. */
export interface Sheet {
  name: string
  reported: number
  labels: number
  /** Labels that have a call of their own. */
  labelled: number
  /** True ones that ask a server. */
  asked: number
  noServer: number
  wrong: Judged[]
  /** Calls that are neither labelled nor judged with these URLs. */
  unaccounted: Call[]
}

/** Takes each reported call for a judged one or for the nearest label; every entry and every label serves one call only. */
export function settle(account: Accounting, reported: readonly Call[]): Sheet {
  const { under, endings } = account.files
  const calls = reported.filter(({ file }) => file.startsWith(under) && endings.some((ending) => file.endsWith(ending)))
  const judged = new Map<string, Judged[]>()
  for (const entry of account.calls) {
    const key = keyOf(entry, entry.urls)
    judged.set(key, [...(judged.get(key) ?? []), entry])
  }
  const taken: Judged[] = []
  const open = calls.filter((call) => {
    const entry = judged.get(keyOf(call, urlsKey(call)))?.pop()
    if (entry) taken.push(entry)
    return !entry
  })
  const served = new Set<Call>()
  const left = new Set(account.labelled)
  for (let distance = 0; distance <= REACH; distance++) {
    for (const call of open) {
      const places = [call.line - distance, call.line + distance].map((line) => `${call.file}:${line}:${call.category}`)
      const place = served.has(call) ? undefined : places.find((label) => left.has(label))
      if (place === undefined) continue
      served.add(call)
      left.delete(place)
    }
  }
  const right = taken.filter(({ verdict }) => verdict)
  const noServer = right.filter(({ why }) => NO_SERVER.has(why)).length
  return {
    name: account.project,
    reported: calls.length,
    labels: account.labelled.length,
    labelled: served.size,
    asked: right.length - noServer,
    noServer,
    wrong: taken.filter(({ verdict }) => !verdict),
    unaccounted: open.filter((call) => !served.has(call)),
  }
}

/** What tells the alternatives of a call from others at the same place, without showing them. */
export function urlsKey({ urls }: Pick<Call, 'urls'>): string {
  const text = urls.map(({ url }) => url).sort()
  return createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 12)
}

function keyOf({ file, line, api, category }: Pick<Call, 'file' | 'line' | 'api' | 'category'>, urls: string): string {
  return [file, line, api, category, urls].join(':')
}

function readAccounts(folder: string): Accounting[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return names.sort().map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Accounting)
}

function total(sheets: readonly Sheet[]): Sheet {
  const sum = (of: (sheet: Sheet) => number): number => sheets.reduce((all, sheet) => all + of(sheet), 0)
  return {
    name: 'all',
    reported: sum(({ reported }) => reported),
    labels: sum(({ labels }) => labels),
    labelled: sum(({ labelled }) => labelled),
    asked: sum(({ asked }) => asked),
    noServer: sum(({ noServer }) => noServer),
    wrong: sheets.flatMap(({ wrong }) => wrong),
    unaccounted: sheets.flatMap(({ unaccounted }) => unaccounted),
  }
}
