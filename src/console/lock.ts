import type { DomainSet } from '../check/types'
import { LISTED_CATEGORIES, type ListedCategory } from '../platforms/types'
import { splitEntry } from './entries'

/** The file that `mp-domains pull` writes beside the configuration, to be committed with the project. */
export const LOCK_NAME = 'mp-domains.lock.json'

/** The lists of one appid, as its console had them. */
export interface LockedApp {
  /** Our name of the platform. */
  platform: string
  /** When they were read: ISO date and time, UTC. */
  pulled: string
  /** The server API that told them. */
  api: string
  /** Entries as the console has them, sorted. A category that the API does not tell is absent: nothing is known of it. */
  domains: Partial<Record<ListedCategory, readonly string[]>>
}

/** The lock file: the consoles' lists by appid. */
export interface Lock {
  version: 1
  appids: Readonly<Record<string, LockedApp>>
}

/** What one environment may use of the lists in the lock file. */
export interface LockSelection {
  /** Whose lists. Default: the appid in the project's own files. */
  appid?: string
  /**
   * Nothing but these. An origin (`https://api.example.com:8443`), a host (`api.example.com`, in every list and with every
   * port), or all sub-domains of one (`*.example.com`).
   */
  only?: readonly string[]
  /** All but these, written in the same way. */
  except?: readonly string[]
}

/** A domain set that stands in the lock file. Plain data, so that a configuration in JSON can say it too. */
export interface LockReference {
  fromLock: LockSelection
}

/**
 * A domain set from `mp-domains.lock.json`, for the option `domains`:
 * `domains: { production: fromLock({ except: ['trial.example.com'] }), trial: fromLock() }`.
 * The file is read when the configuration is; where it or the appid is missing the build ends with the way out.
 */
export function fromLock(selection: LockSelection = {}): LockReference {
  return { fromLock: selection }
}

/** The selection of a value that {@link fromLock} made (or a JSON configuration spells out), else null. */
export function lockSelection(value: unknown): LockSelection | null {
  if (typeof value !== 'object' || value === null || !('fromLock' in value)) return null
  const { fromLock: selection } = value as { fromLock: unknown }
  return typeof selection === 'object' && selection !== null && !Array.isArray(selection) ? selection : null
}

/** Why a lock file can't be used. */
export type LockProblem = 'json' | 'version' | 'shape'

/** Reads a lock file's text. Never throws. */
export function parseLock(text: string): Lock | { problem: LockProblem } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'json' }
  }
  const record = asRecord(value)
  if (!record) return { problem: 'shape' }
  if (record.version !== 1) return { problem: 'version' }
  const apps = asRecord(record.appids)
  if (!apps) return { problem: 'shape' }
  const appids: Record<string, LockedApp> = {}
  for (const [appid, app] of Object.entries(apps)) {
    const read = readApp(app)
    if (!read) return { problem: 'shape' }
    appids[appid] = read
  }
  return { version: 1, appids }
}

function readApp(value: unknown): LockedApp | null {
  const app = asRecord(value)
  const given = asRecord(app?.domains)
  if (!app || !given) return null
  const { platform, pulled, api } = app
  if (typeof platform !== 'string' || typeof pulled !== 'string' || typeof api !== 'string') return null
  const domains: LockedApp['domains'] = {}
  for (const category of LISTED_CATEGORIES) {
    const list = given[category]
    if (list === undefined) continue
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === 'string')) return null
    domains[category] = list
  }
  return { platform, pulled, api, domains }
}

/** The lock file's text: appids and entries sorted, categories in the order of reports. The same lists give the same bytes. */
export function formatLock(lock: Lock): string {
  const appids: Record<string, LockedApp> = {}
  for (const appid of Object.keys(lock.appids).sort()) {
    const { platform, pulled, api, domains } = lock.appids[appid]!
    const sorted: LockedApp['domains'] = {}
    for (const category of LISTED_CATEGORIES) {
      const list = domains[category]
      if (list) sorted[category] = [...new Set(list)].sort()
    }
    appids[appid] = { platform, pulled, api, domains: sorted }
  }
  return `${JSON.stringify({ version: 1, appids }, null, 2)}\n`
}

/** The lock with the lists of one appid put in or replaced; the other appids stay. */
export function withApp(lock: Lock, appid: string, app: LockedApp): Lock {
  return { version: 1, appids: { ...lock.appids, [appid]: app } }
}

/** What a selection takes of an appid's lists. */
export interface Selected {
  /** Categories that the console's API does not tell are null: nothing is said about them. */
  set: DomainSet
  /** What the console has and the selection leaves out. */
  leftOut: DomainSet
  /** Items of `only` and `except` that hit no entry at all, so probably slips. */
  unmatched: string[]
}

/** Takes what an environment may use of an appid's lists. */
export function selectFrom(app: LockedApp, { only, except }: LockSelection): Selected {
  const set: DomainSet = {}
  const leftOut: DomainSet = {}
  const hit = new Set<string>()
  const hits = (items: readonly string[], entry: string) => {
    const matching = items.filter((item) => itemMatches(item, entry))
    for (const item of matching) hit.add(item)
    return matching.length > 0
  }
  for (const category of LISTED_CATEGORIES) {
    const list = app.domains[category]
    const taken = (list ?? []).filter((entry) => {
      // Both are asked, so that an item that only hits what the other leaves out is no slip.
      const isIn = only === undefined || hits(only, entry)
      const isOut = hits(except ?? [], entry)
      return isIn && !isOut
    })
    set[category] = list ? taken : null
    leftOut[category] = (list ?? []).filter((entry) => !taken.includes(entry))
  }
  return { set, leftOut, unmatched: [...(only ?? []), ...(except ?? [])].filter((item) => !hit.has(item)) }
}

/** Whether an item of `only` or `except` means an entry. */
function itemMatches(item: string, entry: string): boolean {
  const wanted = splitEntry(item)
  const given = splitEntry(entry)
  if (!wanted || !given) return item.trim() === entry
  if (wanted.scheme !== null && given.scheme !== null && wanted.scheme !== given.scheme) return false
  // An origin is meant to the letter; a bare host means all of its ports.
  if (wanted.port !== given.port && (wanted.port !== null || wanted.scheme !== null)) return false
  if (wanted.host.startsWith('*.')) return given.host.endsWith(wanted.host.slice(1))
  return wanted.host === given.host
}

/**
 * Where an entry of an appid stands in a lock file's text, in UTF-16 code units from 0: behind the appid's key and the
 * category's. An empty entry stands for the list itself; 0 where nothing of it is found.
 */
export function placeInLock(text: string, appid: string, category: ListedCategory, entry: string): number {
  const app = Math.max(0, text.indexOf(`${JSON.stringify(appid)}:`))
  const list = text.indexOf(`"${category}":`, app)
  if (list < 0) return app
  const at = entry === '' ? -1 : text.indexOf(JSON.stringify(entry), list)
  return at < 0 ? list : at
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}
