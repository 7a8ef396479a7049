/** The console list that a platform checks a URL against; `none` is a URL that no list governs. */
export type Category = 'request' | 'uploadFile' | 'downloadFile' | 'socket' | 'udp' | 'tcp' | 'webview' | 'none'

/** The categories that have a list of their own, in the order in which reports show them. */
export const LISTED_CATEGORIES = ['request', 'uploadFile', 'downloadFile', 'socket', 'udp', 'tcp', 'webview'] as const
export type ListedCategory = (typeof LISTED_CATEGORIES)[number]

/** A value that a source states, or `unknown` where none does; an unknown rule never fails a build. */
export type Stated<T> = T | 'unknown'

/** One API of a platform that takes a URL. */
export interface ApiRow {
  /** Name after the namespace, e.g. `request` or `createInnerAudioContext().src`. */
  name: string
  category: Category
  /**
   * Where the URL stands: `url` is property `url` of the first argument, `0` the first argument itself,
   * `urls[]` each element of an array property, `data[].src` a property of each element.
   * A leading `=` means assignment to that property of the API's result (`=src`).
   */
  url: string
  /** Property of the same object that holds the port, where `url` names a bare host (`address` of UDP and TCP sockets). */
  port?: string
  /** Scheme to put in front of the bare host: `udp`, `tcp`. */
  scheme?: string
  /** How it is reached, where it is no `namespace.name(…)`: `new` constructs it, `instance` is a member of what `new` constructs. */
  form?: 'new' | 'instance'
  /** The text may be wrapped as a style's `url("…")`, which has to be taken off (`loadFontFace`). */
  css?: boolean
  /** The API takes local files and package paths too, so a URL without an origin is nothing wrong. */
  local?: boolean
  /** What else the source says, for the platform's page. */
  note?: string
  /** The page (or, as `pkg:npm/name@version`, the typings) that says so. */
  source: string
}

/** One attribute of a template element that takes a URL. */
export interface AttributeRow {
  element: string
  attribute: string
  category: Category
  /** The attribute takes package paths too. */
  local?: boolean
  note?: string
  source: string
}

/** How ports in URLs are compared with the list's entries. */
export type PortRule =
  /** The URL's port must stand in the entry exactly as written; an entry without a port allows none, not even the default one. */
  | 'exact'
  /** Any port of a listed host. */
  | 'any'
  /** No port may be written at all. */
  | 'none'

export type HostRule =
  /** Only the host itself. */
  | 'exact'
  /** The host and every sub-domain of it. */
  | 'subdomains'
  /** Every host under the entry's registrable domain. */
  | 'registrable-domain'

/** The rules of one category on one platform. */
export interface CategoryRule {
  /** Schemes a URL may have (`https`), lower case, without colon. */
  schemes: Stated<readonly string[]>
  port: Stated<PortRule>
  host: Stated<HostRule>
  /** Default true. `false`: the console has the list, but current versions of the platform let other hosts through (WeChat's udp). */
  binding?: boolean
  /** Pages that open without being listed, on a condition that only run time knows (articles of a linked official account): told as `info`. */
  open?: readonly { host: string; path: string; reason: string; source: string }[]
  /** Ports that are never allowed, single or as ranges with both ends included. */
  forbiddenPorts?: readonly (number | readonly [number, number])[]
  /** Whether an IP address may be listed and called. `lan`: only addresses of the local network. */
  ip: Stated<'allowed' | 'lan' | 'refused'>
  /** Whether `localhost` and its like are accepted by a released program. */
  loopback: Stated<'allowed' | 'refused'>
  /** Most entries that the console takes. */
  limit: Stated<number>
  /** The page that states the limit, where it is not `source`. */
  limitSource?: string
  /** How an entry is written in the console: with `https://` in front, or as a bare host; and whether it may hold a port. */
  entry: Stated<{ scheme: boolean; port: boolean }>
  /** The console's own name of the list, e.g. `request合法域名`. */
  label: string
  /** Where in the console the list is edited, e.g. `小程序后台-开发-开发设置-服务器域名`. */
  consolePath: Stated<string>
  source: string
}

/** How the platform words its own refusals; `{url}`, `{category}` and `{label}` are filled in. */
export interface PlatformWords {
  /** What the IDE's console says. */
  ide?: string
  /** What the phone's fail callback says, by category. */
  device: Partial<Record<ListedCategory, string>>
  /** What the phone says of a URL that is none (relative, `undefined/x`). */
  invalidUrl?: string
  source: string
}

/** What a development build's check needs of a platform. Paths count from the namespace (`wx.`). */
export interface RuntimeRow {
  /** The expression that gives the version's name, `getAccountInfoSync().miniProgram.envVersion`. */
  version: string
  /** The names of versions that were uploaded: trial, release and their like. */
  uploaded: readonly string[]
  /** The API that shows a message with a title, a text and one button. */
  message: 'showModal' | 'alert'
  source: string
}

/** All that one platform says. A frozen table; each row names its source. */
export interface Platform {
  /** Our name: `wechat`, `alipay`, `douyin`, … */
  name: string
  /** Names that toolchains use for it: `mp-weixin`, `weapp`, `wx`, … */
  aliases: readonly string[]
  /** Names for people. */
  title: { en: string; zh: string }
  /** Global objects that carry its APIs (`wx`). */
  namespaces: readonly string[]
  apis: readonly ApiRow[]
  attributes: readonly AttributeRow[]
  /** APIs of the same name shape that take local paths only: never network calls. */
  localApis?: readonly string[]
  /** Extensions of templates, styles and template scripts, with the dot. */
  extensions: { template: readonly string[]; style: readonly string[]; script: readonly string[] }
  /** Rules by category; a category that is absent has no list on this platform. */
  categories: Partial<Record<ListedCategory, CategoryRule>>
  /** Hosts that are never allowed, and why (`api.weixin.qq.com`). */
  forbiddenHosts: readonly { host: string; reason: { en: string; zh: string }; source: string }[]
  words: PlatformWords
  /** Edits of the lists that the console allows in a month. */
  monthlyEdits: Stated<number>
  /** Whether a host needs an ICP filing (备案). */
  icp: Stated<boolean>
  /** The platform's document on domains. */
  document: string
  /** How the platform's server API lets the lists be read or set, where it has one. */
  serverApi?: { url: string; source: string }
  /** When a changed list takes effect; `unknown` where no source says. */
  takesEffect?: Stated<{ en: string; zh: string }>
  /** Whether a relative URL has something to start from (a web page's address). Default false: mini programs have none. */
  relativeUrls?: boolean
  /** Names of the run-time environments (`develop`, `trial`, `release`) that the platform reports. */
  envVersions: readonly string[]
  /** How a running program reads which version it is, and shows one message; absent where no source says. */
  runtime?: RuntimeRow
  /** Files whose presence in a tree tells this platform (`.axml`, `project.config.json`). */
  signs: readonly string[]
}
