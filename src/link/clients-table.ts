import { completeClient, CLIENTS, type ClientRow, type CompleteClientRow } from '../platforms/clients'

/** Looks rows up by what a program says: a module specifier, a property, a path of a built-in. */
export class ClientTable {
  private readonly exact = new Map<string, CompleteClientRow>()
  private readonly below: [prefix: string, row: CompleteClientRow][] = []
  private readonly byName = new Map<string, CompleteClientRow>()
  /** Names under which a shared instance hangs on namespaces and components. */
  private readonly byProperty = new Map<string, CompleteClientRow>()
  /** Paths that are a platform's API with promises (`wx.pro`), and the path that they stand for. */
  readonly promised = new Map<string, string>()
  /** Last names of the methods by which programs configure a client: `setConfig`, `use`. */
  readonly setups = new Set<string>(['use'])
  /** Names of functions that put a namespace's APIs with promises on an object. */
  readonly promisifyAll: string[] = []
  /** Names of all methods that send. */
  readonly methodNames = new Set<string>()
  private readonly adapters = new Set<string>()
  private readonly own = new Set<CompleteClientRow>()

  /** @param users rows of the project's configuration: they win over the built-in ones */
  constructor(users: readonly ClientRow[]) {
    const mine = users.map(completeClient)
    for (const row of mine) this.own.add(row)
    for (const row of [...mine, ...CLIENTS]) {
      if (!this.byName.has(row.name)) this.byName.set(row.name, row)
      for (const specifier of row.packages) {
        if (specifier.endsWith('/*')) this.below.push([specifier.slice(0, -1), row])
        else if (!this.exact.has(specifier)) this.exact.set(specifier, row)
      }
      for (const name of row.properties) if (!this.byProperty.has(name)) this.byProperty.set(name, row)
      for (const path of row.promised) this.promised.set(path, path.slice(0, path.indexOf('.')))
      if (row.promisify?.all) this.promisifyAll.push(row.promisify.all)
      for (const { names } of row.methods)
        for (const name of names) if (name) this.methodNames.add(name.replace(/^new /, ''))
      for (const adapter of row.adapters) for (const name of adapter.packages) this.adapters.add(name)
      if (row.setConfig) this.setups.add(row.setConfig)
      for (const path of row.interceptors) this.setups.add(path.slice(path.lastIndexOf('.') + 1))
    }
  }

  /** Whether a package is an adapter through which a client speaks. */
  isAdapter(specifier: string): boolean {
    return this.adapters.has(specifier)
  }

  /** The row of a module specifier. */
  ofSpecifier(specifier: string): CompleteClientRow | undefined {
    return this.exact.get(specifier) ?? this.below.find(([prefix]) => specifier.startsWith(prefix))?.[1]
  }

  /** The row of that name. */
  row(name: string): CompleteClientRow | undefined {
    return this.byName.get(name)
  }

  /** The row whose shared instance hangs on components under this name. */
  ofProperty(name: string): CompleteClientRow | undefined {
    return this.byProperty.get(name)
  }

  /** Names of properties that hold a shared instance. */
  get properties(): Iterable<string> {
    return this.byProperty.keys()
  }

  /** Those of rows of the project's configuration. */
  get ownProperties(): string[] {
    return [...this.own].flatMap((row) => row.properties)
  }

  /** Whether a row comes from the project's configuration. */
  isOwn(row: CompleteClientRow): boolean {
    return this.own.has(row)
  }
}

/** The path of a row's shared instance. */
export function sharedPath(row: CompleteClientRow): string {
  return `client(${row.name})`
}

/** What a built-in's path says of a client: its row, the instance, and what is read of it. */
export interface ClientPath {
  /** The row's name. */
  name: string
  /** Path of the instance, by which its state is kept: `client(axios)`, `client(axios)@12:34`. */
  instance: string
  /** Members read of it (`.defaults.baseURL`), or `#name` for an export that is no instance. */
  rest: string
}

/** Whether the instance is one that the program made, not the shared one of the package: a package's name may hold an `@` too. */
export function isMade({ instance }: ClientPath): boolean {
  return /\)@\d+:\d+$/.test(instance)
}

const PATH = /^(client\(([^)]*)\)(?:@\d+:\d+)?)((?:[.#].*)?)$/s

/** Whether a built-in's path is a client's. */
export function isClientPath(path: string): boolean {
  return path.startsWith('client(')
}

/** Takes a path apart; null where it is no client's. */
export function parseClientPath(path: string): ClientPath | null {
  if (!isClientPath(path)) return null
  const m = PATH.exec(path)
  return m ? { name: m[2]!, instance: m[1]!, rest: m[3]! } : null
}

/** The path of a package's export: of the shared instance, of a method of it, or of something else. */
export function exportPath(row: CompleteClientRow, name: string): string {
  const entry = name.replace(/^(?:default\.)+(?=.)/, '') || 'default'
  if (row.instances.includes(entry)) return sharedPath(row)
  const made = row.creates.some((c) => c.replace(/^new /, '') === entry) || row.returns.includes(entry)
  const sends = row.methods.some((m) => m.names.includes(entry) || m.names.includes(`new ${entry}`))
  return sends && !made ? `${sharedPath(row)}.${entry}` : `${sharedPath(row)}#${entry}`
}

/** The path of a member of a client's path; null where the path is no client's. */
export function memberPath(table: ClientTable, path: string, name: string): string | null {
  const p = parseClientPath(path)
  const row = p && table.row(p.name)
  if (!row) return null
  if (p.rest.startsWith('#')) return exportPath(row, p.rest === '#default' ? name : `${p.rest.slice(1)}.${name}`)
  if (p.rest !== '') return `${path}.${name}`
  if (name === 'default' || row.self.includes(name)) return path
  // What else the package exports hangs on its default export too.
  const shared = !isMade(p)
  if (
    shared &&
    (row.instances.includes(name) ||
      row.returns.includes(name) ||
      row.creates.some((c) => c === name || c === `new ${name}`))
  )
    return exportPath(row, name)
  return `${path}.${name}`
}
