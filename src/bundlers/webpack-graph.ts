import { dirname } from 'node:path'
import type { HostPort } from '../session'
import { parseId } from './ids'
import type { Compilation, Compiler, Dependency, Module } from './webpack-types'

/** Linking's view of a webpack or Rspack compilation whose modules are complete. */
export function compilationPort(compilation: Compilation, modules: Iterable<Module>): HostPort {
  const { moduleGraph } = compilation
  /** One file may stand behind several modules: blocks of a component, mpx's requests for each type. */
  const byFile = new Map<string, Module[]>()
  for (const module of modules) {
    const id = fileOf(module)
    if (!id) continue
    const list = byFile.get(id)
    if (list) list.push(module)
    else byFile.set(id, [module])
  }
  const requests = new Map<string, Map<string, string | null>>()

  /** What each request of a file leads to. */
  const requestsOf = (importer: string): Map<string, string | null> => {
    let found = requests.get(importer)
    if (found) return found
    found = new Map()
    requests.set(importer, found)
    for (const module of byFile.get(importer) ?? []) {
      for (const { dependency, module: target } of moduleGraph.getOutgoingConnections(module)) {
        const request = dependency?.request
        if (!request || found.get(request)) continue
        found.set(request, target ? fileOf(target) : null)
      }
    }
    return found
  }

  return {
    resolve(specifier, importer) {
      const known = requestsOf(importer).get(specifier)
      return known === undefined ? resolveBy(compilation, specifier, importer) : known
    },
    read: (id) => readBy(compilation.compiler, id),
    importers(id) {
      const found = new Set<string>()
      for (const module of byFile.get(id) ?? []) {
        for (const { originModule } of moduleGraph.getIncomingConnections(module)) {
          const importer = originModule ? fileOf(originModule) : null
          if (importer && importer !== id) found.add(importer)
        }
      }
      return found
    },
  }
}

/**
 * The modules of the program. What loaders only run while they build (`importModule`, `loadModule`; mini-css-extract and
 * mpx do) is left out: it does not come back from a persistent cache, so that a warm build would report less.
 */
export function programModules({ moduleGraph }: Compilation, modules: Iterable<Module>): Module[] {
  const all = [...modules]
  const roots: Module[] = []
  let hasForeign = false
  for (const module of all) {
    const outside = [...moduleGraph.getIncomingConnections(module)].filter(({ originModule }) => !originModule)
    if (outside.some(({ dependency }) => !isLoaderImport(dependency))) roots.push(module)
    else if (outside.length > 0) hasForeign = true
  }
  if (!hasForeign || roots.length === 0) return all
  // Modules are compared by identifier: Rspack's objects for one module need not be the same.
  const reached = new Set(roots.map((module) => module.identifier()))
  for (let module = roots.pop(); module; module = roots.pop()) {
    for (const { module: target } of moduleGraph.getOutgoingConnections(module)) {
      if (!target || reached.has(target.identifier())) continue
      reached.add(target.identifier())
      roots.push(target)
    }
  }
  return all.filter((module) => reached.has(module.identifier()))
}

function isLoaderImport(dependency: Dependency | null): boolean {
  return dependency?.type === 'loader import' || dependency?.type === 'loader'
}

/** The file behind a module, or null (externals, runtime, virtual modules). */
export function fileOf(module: Module): string | null {
  if (!module.resource) return null
  const { id, virtual } = parseId(unescaped(module.resource))
  return virtual ? null : id
}

/** webpack marks `#` and `?` of real file names by a NUL, Rspack by a zero-width space. */
export function unescaped(resource: string): string {
  return resource.replace(/[\0\u200B](?=[#?])/g, '')
}

/** A file's text through the compiler's own file system, or null. */
export function readBy({ inputFileSystem: files }: Compiler, id: string): string | null {
  try {
    const content = files?.readFileSync(id) ?? null
    return content === null || typeof content === 'string' ? content : new TextDecoder().decode(content)
  } catch {
    return null
  }
}

/** For imports that the graph does not hold: dropped ones, and those of modules that linking asked for. */
async function resolveBy(compilation: Compilation, specifier: string, importer: string): Promise<string | null> {
  const factory = compilation.resolverFactory ?? compilation.compiler.resolverFactory
  if (!factory) return null
  for (const dependencyType of ['esm', 'commonjs']) {
    const found = await new Promise<string | false>((settle) => {
      const done = (error: unknown, result?: string | false) => settle(error ? false : (result ?? false))
      try {
        factory.get('normal', { dependencyType }).resolve({}, dirname(importer), specifier, {}, done)
      } catch {
        settle(false)
      }
    })
    if (found) return parseId(unescaped(found)).id
  }
  return null
}
