/**
 * What webpack 5 and Rspack 2 have in common, as far as it is used here. Both packages' own types differ in places
 * that do not matter to us, and neither is a dependency.
 */
export interface Compiler {
  context: string
  watchMode?: boolean
  options: {
    context?: string
    mode?: string
    watch?: boolean
    plugins?: unknown[]
    optimization?: { nodeEnv?: string | false }
    cache?: boolean | { type?: string }
    module: { rules: unknown[] }
  }
  inputFileSystem: {
    readFileSync(path: string): Uint8Array | string
  } | null
  hooks: {
    beforeRun: AsyncHook<[Compiler]>
    watchRun: AsyncHook<[Compiler]>
    thisCompilation: SyncHook<[Compilation]>
    compilation: { taps?: { name: string }[] }
    afterCompile: AsyncHook<[Compilation]>
    afterEmit: AsyncHook<[Compilation]>
    shouldEmit: SyncHook<[Compilation], boolean | undefined>
  }
  webpack: {
    WebpackError: new (message: string) => Error
    NormalModule: {
      getCompilationHooks(compilation: Compilation): {
        beforeLoaders?: SyncHook<[LoaderItem[], Module]>
      }
    }
    Compilation: { PROCESS_ASSETS_STAGE_PRE_PROCESS: number; PROCESS_ASSETS_STAGE_REPORT: number }
    sources: {
      RawSource: new (text: string) => Source
      ReplaceSource: new (source: Source) => ReplaceSource
      SourceMapSource: new (
        text: string,
        name: string,
        map: SourceMap,
        original: undefined,
        inner: SourceMap,
        removesOriginal: boolean,
      ) => { map(): SourceMap | null }
    }
  }
  resolverFactory?: ResolverFactory
  /** In watch mode: what changed since the last round. */
  modifiedFiles?: Iterable<string>
  /** Rspack: what its built-in plugins were configured with, read when the compiler first runs. */
  __internal__builtinPlugins?: { name: string; options: unknown }[]
}

export interface Compilation {
  compiler: Compiler
  errors: unknown[]
  warnings: unknown[]
  modules: Iterable<Module>
  moduleGraph: {
    getModule(dependency: Dependency): Module | null
    getOutgoingConnections(module: Module): Iterable<Connection>
    getIncomingConnections(module: Module): Iterable<Connection>
  }
  resolverFactory?: ResolverFactory
  hooks: {
    finishModules: AsyncHook<[Iterable<Module>]>
    processAssets: AsyncHook<[Record<string, Source>]>
  }
  outputOptions: { path?: string }
  assets: Record<string, Source>
  fileDependencies: { add(file: string): void }
  entrypoints: ReadonlyMap<string, { getEntrypointChunk(): { files: Iterable<string> } | null | undefined }>
  getAsset(name: string): { source: Source; info?: { sourceFilename?: string } } | undefined
  updateAsset(name: string, source: Source): void
  getLogger(name: string): { info(text: string): void }
  /** webpack: a part of its cache for one plugin. */
  getCache?(name: string): {
    getItemCache(
      identifier: string,
      etag: null,
    ): { getPromise(): Promise<unknown>; storePromise(data: string): Promise<void> }
  }
}

export interface Module {
  resource?: string
  identifier(): string
  buildInfo?: Record<string, unknown>
}

export interface Dependency {
  type?: string
  request?: string
}

export interface Connection {
  dependency: Dependency | null
  module: Module | null
  originModule?: Module | null
}

/** What a rule's `use` is told of a module. */
export interface RuleData {
  resource?: string | null
  resourceQuery?: string | null
}

/** What of a loader's context is used. */
export interface LoaderContext {
  /** The path with its query. */
  resource: string
  sourceMap?: boolean
  /** The module whose `buildInfo` the cache keeps. */
  _module?: Module
}

/** A source map, version 3. */
export interface SourceMap {
  sources: string[]
  mappings: string
}

export interface LoaderItem {
  loader: string
  options?: unknown
}

export interface Source {
  source(): string | Uint8Array
}

export interface ReplaceSource extends Source {
  /** `end` is the last offset replaced. */
  replace(start: number, end: number, text: string): void
  insert(at: number, text: string): void
}

interface ResolverFactory {
  get(
    type: string,
    options: { dependencyType: string },
  ): {
    resolve(
      context: object,
      path: string,
      request: string,
      resolveContext: object,
      callback: (error: unknown, result?: string | false) => void,
    ): void
  }
}

interface SyncHook<Arguments extends unknown[], Result = void> {
  tap(options: string | { name: string; stage?: number }, handler: (...values: Arguments) => Result): void
}

interface AsyncHook<Arguments extends unknown[]> {
  tapPromise(
    options: string | { name: string; stage?: number; additionalAssets?: boolean },
    handler: (...values: Arguments) => Promise<void>,
  ): void
}
