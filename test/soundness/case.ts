import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Where the fixtures lie: `<theme>/<leaf>/case.json` beside the sources. */
export const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures')

/** The themes that hold small programs of this suite; other folders of `fixtures/` belong to other tests. */
export const THEMES = [
  'calls',
  'values',
  'linking',
  'wrappers',
  'classes',
  'state',
  'clients',
  'interceptors',
  'conditions',
  'negative',
  'templates',
  'webviews',
] as const

/** A URL that the program asks for when it runs. */
export interface ExpectedUrl {
  /** The URL; `{*}` stands for a piece that only run time knows. */
  url: string
  category: string
  /** `envVersion=develop|trial` where the program asks for it only there; absent where it always does. */
  when?: string
}

/** A place that the report must show as a network call. */
export interface ExpectedCall {
  file: string
  line: number
  category: string
  /** The URL (template) that this place asks for, where it is one. */
  url?: string
  /** The URLs that it asks for, where it is several. */
  urls?: string[]
  /** `wx.request`, where the row of the platform's table decides it. */
  api?: string
  /** Names of the functions between the call and the platform, outermost first. */
  via?: string[]
  /** Set where the stack no longer shows the place when the platform is called (timers, promises, an object made before). */
  async?: boolean
}

/** One execution of the program. Several runs together are the truth. */
export interface Run {
  /** What `getAccountInfoSync().miniProgram.envVersion` says. Default `release`. */
  envVersion?: string
  /** What storage holds at the start. */
  storage?: Record<string, unknown>
  /** Storage holds something under every name. */
  kept?: boolean
  /** What each request answers with (as `data`); fields that are absent are run-time values. */
  response?: unknown
  /** What pages are opened with; fields that are absent are run-time values. */
  query?: Record<string, string>
  /** Exports of the entry to call after loading: `[name, ...arguments]`; `"{id}"` in an argument is a run-time value. */
  call?: [string, ...unknown[]][]
  /** Requests call `fail` instead of `success`. */
  fail?: boolean
  /** Globals that the host sets. */
  globals?: Record<string, unknown>
}

/** `case.json` of a fixture. */
export interface Case {
  /** Modules to start, in order. Default: `app.json` or `pages.json` where there is one, else `index.*`. */
  entry?: string | string[]
  /** Default `wechat`. */
  platform?: string
  /** The toolchain whose globals exist (`uni`, `Taro`, `__mpx_mode__`); native when absent. */
  toolchain?: 'uni' | 'taro' | 'mpx'
  /** Build environment (Vite mode). Default `production`. */
  env?: string
  runs?: Run[]
  expect: {
    urls: ExpectedUrl[]
    /** What the report may say instead of `urls`, where a hole stands for a piece that the contract does not follow. */
    report?: ExpectedUrl[]
    calls?: ExpectedCall[]
    /** Places that must not be shown as calls. */
    none?: { file: string; line: number }[]
    /** Codes that the report must hold. */
    findings?: string[]
    /** Codes that it must not hold. */
    absent?: string[]
    /** The report must have no call at all. */
    noCalls?: boolean
  }
  /** URL templates or origins that the report may also show: inner calls without a caller, alternatives no run takes. */
  also?: string[]
  /** `ignore`: the project makes query strings out of objects, which are not part of a URL in the report. */
  query?: 'ignore'
  /** Options for the tool; `define` and `envPrefix` also hold when the program is run. */
  options?: Record<string, unknown>
  /** Import prefix → folder, as the project's own configuration has it; the tool has to find it there. */
  alias?: Record<string, string>
  /** Values that the program's own build configuration defines (`vite.config`, `config/index.js`), as source text. */
  define?: Record<string, string>
  notes: string
}

export interface Leaf {
  /** `theme/leaf`. */
  name: string
  dir: string
  case: Case
}

/** All fixtures of this suite, sorted. */
export function readLeaves(): Leaf[] {
  const leaves: Leaf[] = []
  for (const theme of THEMES) {
    const folder = path.join(FIXTURES, theme)
    if (!existsSync(folder)) continue
    for (const leaf of readdirSync(folder).sort()) {
      const dir = path.join(folder, leaf)
      const file = path.join(dir, 'case.json')
      if (existsSync(file)) leaves.push({ name: `${theme}/${leaf}`, dir, case: JSON.parse(readFileSync(file, 'utf8')) })
    }
  }
  return leaves
}

/** The modules that a fixture starts with. */
export function entriesOf(leaf: Leaf): string[] {
  const { entry } = leaf.case
  if (entry) return typeof entry === 'string' ? [entry] : entry
  const files = readdirSync(leaf.dir)
  const found =
    ['app.json', 'pages.json', 'app.config.js', 'app.config.ts'].find((f) => files.includes(f)) ??
    files.find((f) => /^index\.[cm]?[jt]sx?$/.test(f))
  if (!found) throw new Error(`${leaf.name}: no entry`)
  return [found]
}

/** The URL without its query, for projects that append one made from an object. */
export const withoutQuery = (url: string): string => url.replace(/\?[^#]*/, '')

/** Several holes in a row are one. */
export const joinHoles = (url: string): string => url.replace(/(\{\*\})+/g, '{*}')

/** The URLs that a call of case.json asks for, as far as it says. */
export const urlsOf = ({ url, urls = [] }: ExpectedCall): string[] => (url === undefined ? urls : [url])

/** Does template `template` describe every URL that template `url` describes? A hole of `template` takes any text. */
export function covers(template: string, url: string): boolean {
  const parts = template.split('{*}')
  let rest = url
  const last = parts.length - 1
  for (const [i, part] of parts.entries()) {
    if (last === 0) return rest === part
    if (i === 0) {
      if (!rest.startsWith(part)) return false
      rest = rest.slice(part.length)
    } else if (i === last) return rest.endsWith(part)
    else {
      const at = rest.indexOf(part)
      if (at < 0) return false
      rest = rest.slice(at + part.length)
    }
  }
  return true
}

/** Scheme, host and port of a URL template, or null where they are not whole. */
export function originOf(url: string): string | null {
  const match = /^([a-z][a-z\d+.-]*:\/\/[^/?#]+)/i.exec(url)
  if (!match || match[1].includes('{*}')) return null
  return match[1]
}
