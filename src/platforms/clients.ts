import { CLIENT_ROWS } from './clients-rows'
import { deepFreeze } from './freeze'

/** How a base and a relative URL are joined, by what the client's code does with the slashes between them. */
export type ClientJoin =
  /** Nothing: `base + url`. */
  | 'plain'
  /** All slashes between them become one; an empty URL is the base alone (axios). */
  | 'combine'
  /** One slash of each side is dropped, one is put between (flyio, alova). */
  | 'slash'
  /** The base stays as it is, the path gets a leading slash where it has none (uView 1). */
  | 'keep-base'

/** Which URLs beat the base: with a scheme or `//` in front, beginning with `http`, or none. */
export type ClientAbsolute = 'url' | 'http' | 'never'

/** Methods of a client that send a request. */
export interface ClientMethod {
  /** Names; `''` is the call of the instance itself, `new Name` a class that asks when it is made. */
  names: readonly string[]
  /**
   * Where the URL stands: the index of an argument; `options`: property `url` of the options;
   * `response`: it comes from a server.
   */
  url: number | 'options' | 'response'
  /** Index of the options argument. Default 0 where `url` is `options`, else none. */
  options?: number
  /** The argument of the URL may be the options instead: `http(url, options)` and `http(options)`. */
  either?: boolean
  /** Default `request`. */
  category?: ClientCategory
}

/** What a client can ask the platform for. */
export type ClientCategory = 'request' | 'uploadFile' | 'downloadFile' | 'socket'

/** An option of a call that picks the category. */
export interface ClientCategoryOption {
  /** Names of options that must all be set. */
  options: readonly string[]
  /** The value that the first one must have, whatever its case; without it, any that is true. */
  value?: string
  category: ClientCategory
}

/** A package that makes a client speak to the platform: axios has none for mini programs of its own. */
export interface ClientAdapter {
  packages: readonly string[]
  api: string
  join?: ClientJoin
  absolute?: ClientAbsolute
  categories?: readonly ClientCategoryOption[]
  source?: string
}

/**
 * An HTTP client from a package. Only `packages` is needed: what is left out is as in axios.
 * Names of exports: `default` stands for the default export and for what `require` gives.
 */
export interface ClientRow {
  /** Module specifiers; one that ends in `/*` stands for every path below. */
  packages: readonly string[]
  /** Name in documents. Default: the first package. */
  name?: string
  /** Exports that are an instance, shared by all that import them. Default `['default']`. */
  instances?: readonly string[]
  /** What makes an instance of its own: an export that is called (`createAlova`), one behind `new ` (`new default`), a method of an instance (`.create`). Default `['.create']`. */
  creates?: readonly string[]
  /** Exports that return the shared instance when they are called without arguments. */
  returns?: readonly string[]
  /** Names under which the shared instance hangs on the platform's namespace and on every component: `$u` for `uni.$u` and `this.$u`. */
  properties?: readonly string[]
  /** Members of the shared instance that are the instance again: `http` in `uni.$u.http`. */
  self?: readonly string[]
  /** Paths of globals that are the platform's API with promises: `wx.pro`. */
  promised?: readonly string[]
  /** Functions that give an API with promises (`promisify(wx.request)`) or put all on an object (`promisifyAll(wx, wxp)`). */
  promisify?: { one?: string; all?: string }
  /** The option that holds the base, of the instance and of a call; null: there is none. Default `baseURL`. */
  base?: string | null
  /** Another name of that option, of an older version, and how that version joins. */
  olderBase?: { base: string; join: ClientJoin }
  /** Path of the instance's own options, `''` for the instance itself. Default `defaults`. */
  config?: string
  /** The method that sets options: it takes an object, or a function from old options to new. */
  setConfig?: string
  /** Methods that send. Default: axios's. */
  methods?: readonly ClientMethod[]
  /** Options of a call that pick the category. */
  categories?: readonly ClientCategoryOption[]
  /** Default `combine`. */
  join?: ClientJoin
  /** Default `url`. */
  absolute?: ClientAbsolute
  /** Methods that take a function which sees (and may change) a request's options. Default `['interceptors.request.use']`. */
  interceptors?: readonly string[]
  /** The function gets the joined URL and the options, and gives an object with both (umi-request). */
  interceptorTakesUrl?: boolean
  /** The same, where the function is assigned to a property, or is an option of what creates the instance. */
  hooks?: readonly string[]
  /** A plugin that is handed to `app.use(plugin, options)`: its export, and where its options hold those of the client and a hook. */
  plugin?: { entry: string; config?: string; hook?: string }
  /** Who is asked in the end: a framework's namespace (`uni`), or `native`, the platform's own. Default `native`. */
  api?: string
  /** Packages that decide who is asked where they are imported. */
  adapters?: readonly ClientAdapter[]
  /** Where the facts are from: the package's own code. */
  source?: string
}

/** A row with everything that it leaves out. */
export type CompleteClientRow = Omit<
  Required<ClientRow>,
  'promisify' | 'olderBase' | 'plugin' | 'setConfig' | 'source'
> &
  ClientRow

/** axios's methods: the URL first, options behind it or behind the data. */
const METHODS: readonly ClientMethod[] = [
  { names: ['get', 'delete', 'head', 'options'], url: 0, options: 1 },
  { names: ['post', 'put', 'patch', 'postForm', 'putForm', 'patchForm'], url: 0, options: 2 },
  { names: ['', 'request'], url: 0, options: 1, either: true },
]

/** Fills in what a row leaves out. */
export function completeClient(row: ClientRow): CompleteClientRow {
  return {
    ...row,
    name: row.name ?? row.packages[0] ?? '',
    instances: row.instances ?? ['default'],
    creates: row.creates ?? ['.create'],
    returns: row.returns ?? [],
    properties: row.properties ?? [],
    self: row.self ?? [],
    promised: row.promised ?? [],
    base: row.base === undefined ? 'baseURL' : row.base,
    config: row.config ?? 'defaults',
    methods: row.methods ?? METHODS,
    categories: row.categories ?? [],
    join: row.join ?? 'combine',
    absolute: row.absolute ?? 'url',
    interceptors: row.interceptors ?? ['interceptors.request.use'],
    interceptorTakesUrl: row.interceptorTakesUrl ?? false,
    hooks: row.hooks ?? [],
    api: row.api ?? 'native',
    adapters: row.adapters ?? [],
  }
}

/** All clients that are known. A new one is one row. */
export const CLIENTS: readonly CompleteClientRow[] = deepFreeze(CLIENT_ROWS.map(completeClient))
