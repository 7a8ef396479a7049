import type { Code, DomainSet, SeveritySetting } from './check/types'
import type { LockReference } from './console/lock'
import type { Command, Config } from './options/input'
import type { ConfigPlaces } from './options/places'
import type { ProjectSecret } from './options/project'
import type { BuildValue, ClientRow } from './link/types'
import type { ListedCategory, Platform } from './platforms/types'
import type { Place } from './url/place'

export type { BuildValue, ClientRow } from './link/types'

/** Dev origin (or class such as `<lan>:3000`) → production origin. */
export type HostMap = Record<string, string>

/** A finding that is accepted, where the place can hold no comment. All fields given must match. */
export interface IgnoreEntry {
  code?: Code | Code[]
  url?: string | RegExp
  host?: string
  /** Glob relative to the root. */
  file?: string
  package?: string
  /** Why; asked for. */
  reason?: string
  /** ISO date after which the entry is reported instead of applied. */
  until?: string
}

/** Hosts that only run time knows: checked like literals. */
export interface DeclareEntry {
  file?: string
  package?: string
  api?: string
  hosts: string[]
  reason?: string
}

/** What users may set; the same in the plugin and in `mp-domains.config.*`. */
export interface Options {
  /** Default: from the toolchain, else `wechat`. Toolchains' names (`mp-weixin`, `weapp`) work too. */
  platform?: string | Platform
  /** Default: `--env`, `MP_DOMAINS_ENV`, `UNI_CUSTOM_SCRIPT`, the host's mode; the command: `production`. */
  environment?: string
  /** Aliases: `{ uat: 'trial' }`. */
  environments?: Record<string, string>
  /** One domain set for all environments, or one for each name (`fromLock()` takes it from the lock file); `false`: extract and report calls, no findings. */
  domains?: DomainSet | LockReference | false | Record<string, DomainSet | LockReference | false>
  /** One host map for all environments, or one for each name. */
  hostMap?: HostMap | Record<string, HostMap>
  /** Which environment's set judges URLs asked for under each run-time `envVersion`. Default `{ develop: 'development', trial: 'trial', release: 'production' }`. */
  envVersion?: Record<string, string>
  rules?: Partial<Record<Code, SeveritySetting>>
  /** Least severity that fails. Default `error` for builds and the command, `never` for dev and watch. */
  failOn?: 'error' | 'warn' | 'never'
  ignores?: IgnoreEntry[]
  declares?: DeclareEntry[]
  clients?: ClientRow[]
  include?: (string | RegExp) | (string | RegExp)[]
  exclude?: (string | RegExp) | (string | RegExp)[]
  /** Project root. Default: the host's root. */
  root?: string
  /** Import aliases besides the host's: `{ '@': 'src' }`. */
  alias?: Record<string, string>
  /** Build-time values besides the host's, as source text like Vite's `define`, or as plain values. */
  define?: Record<string, unknown>
  envDir?: string
  /** Default `VITE_` (uni-app, weapp-vite), `TARO_APP_` (Taro), `VUE_APP_` (Vue CLI). */
  envPrefix?: string | string[]
  report?: { json?: string; html?: string; sarif?: string; markdown?: string }
  /** Language of messages. Default `auto`: Chinese where Intl's locale is Chinese, else English. */
  lang?: 'auto' | 'zh' | 'en'
  /** The account's own numbers: entries of each list, and edits a month. Default: the platform's current ones. */
  limits?: { perCategory?: number; editsPerMonth?: number }
  /** A file of known findings, from the configuration's directory (in the plugin, from the root): they do not fail, only new ones do. `check --update-baseline` writes it. */
  baseline?: string
  /** What development builds carry: a check that they were not uploaded (default), that and the observing guard, or nothing. */
  guard?: 'upload' | 'all' | false
  /** Whether Vite's dev server shows errors in its overlay. Default true. */
  overlay?: boolean
}

/** The options in force for one build of one environment: nothing optional, nothing to be looked up. */
export interface ResolvedOptions {
  /** Absolute, with `/`. */
  root: string
  platform: Platform
  appid: string | null
  environment: string
  /** Where the environment's name came from, for the report: `--env`, `option`, `uni --mode`, `default`. */
  environmentFrom: string
  /** Names that the configuration knows (keys of `domains`, `hostMap`, `environments`, values of `envVersion`), with `development` and `production`. */
  knownEnvironments: readonly string[]
  /** The domain set that an environment uses: its own, else production's; `false`: no findings; `null`: nothing configured. */
  domainsOf(environment: string): DomainSet | false | null
  /** What the console has and an environment's set leaves out (`only`, `except` of fromLock), or null. */
  leftOutOf?(environment: string): DomainSet | null
  /** Where the domain sets were configured (`mp-domains.config.ts`, `plugin options`), or null. */
  domainsFrom: string | null
  /** The host map that an environment uses: its own, else production's; empty for development unless configured. */
  hostMapOf(environment: string): HostMap
  envVersion: Readonly<Record<string, string>>
  rules: Readonly<Record<Code, SeveritySetting>>
  failOn: 'error' | 'warn' | 'never'
  ignores: readonly IgnoreEntry[]
  declares: readonly DeclareEntry[]
  clients: readonly ClientRow[]
  /** Global objects of another platform that the project's toolchain replaces by this one's (mpx: `wx`). */
  namespaces?: readonly string[]
  /** Import aliases besides the host's. */
  alias: Readonly<Record<string, string>>
  /** Where the project's committed files switch the IDE's check of domains off. */
  urlCheckDisabled: readonly Place[]
  /** Secrets in the project's committed files, `ext.json` among them. */
  projectSecrets: readonly ProjectSecret[]
  /** Where entries stand in the configuration. */
  places: ConfigPlaces
  /** Names for which uni-app's `#ifdef` holds (`MP-WEIXIN`, `MP`, `VUE3`), or null where the tree is no uni-app source or the host has resolved it. */
  ifdef: readonly string[] | null
  /** Whether a module id is looked at at all. */
  filter(id: string): boolean
  /**
   * Build-time values by the text that the program reads them with: `process.env.NODE_ENV`, `import.meta.env.VITE_X`, `API_BASE`.
   * Values are JSON values.
   */
  defines: ReadonlyMap<string, BuildValue>
  lang: 'zh' | 'en'
  limits: Partial<Record<ListedCategory, number>>
  report: NonNullable<Options['report']>
  /** What is being done. */
  command: Command
  /** Whether the program is built for development: `NODE_ENV` says so. */
  development: boolean
  /** Absolute path of the file of known findings, or null. */
  baseline: string | null
  guard: 'upload' | 'all' | false
  overlay: boolean
  /** Absolute path of the configuration file, or null. */
  configFile: string | null
  /** Whether the host map is applied: `check` judges the source as it is unless `--rewrite` is given. */
  rewrite: boolean
}

/** Types the configuration of `mp-domains.config.*`; gives it back as it is. */
export function defineConfig(config: Config): Config {
  return config
}

export { fromLock } from './console/lock'
export type { LockReference, LockSelection } from './console/lock'
export { ConfigError } from './options/error'
export type { ConfigProblem } from './options/error'
export type { ProjectFiles } from './options/files'
export type { BuildConfigInput, BuildSettings, Command, Config, ConfigContext, ResolveInput } from './options/input'
export { resolveOptions } from './options/resolve'
export type { Resolved } from './options/resolve'
export type { ConfigPlaces } from './options/places'
