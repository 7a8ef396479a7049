import { readFileSync } from 'node:fs'
import type { HostPort } from '../session'
import { parseId } from './ids'
import type { PluginContext } from './rollup'

/**
 * Reads a module's file. Hosts with a file system of their own hand in theirs. At once: a promise costs several times
 * what reading a source file does, and linking takes in the midst of a question what comes at once.
 */
export function readText(id: string): string | null {
  try {
    return readFileSync(id, 'utf8')
  } catch {
    return null
  }
}

/** Linking's view of a Rollup-like graph: real files, whatever proxies stand between them. */
export function graphPort(
  context: PluginContext,
  modules: readonly string[],
  packages: ReadonlyMap<string, string>,
): HostPort {
  const byFile = new Map<string, string[]>()
  for (const raw of modules) {
    const { id } = parseId(raw)
    const list = byFile.get(id)
    if (list) list.push(raw)
    else byFile.set(id, [raw])
  }
  return {
    async resolve(specifier, importer) {
      // As the host names it: where it keeps the links of a workspace, packages are looked for from there.
      const from = byFile.get(importer)?.find((raw) => !/[\0?]/.test(raw)) ?? importer
      const found = await context.resolve(specifier, from, { skipSelf: true }).catch(() => null)
      if (!found || found.external) return packages.get(specifier) ?? null
      return parseId(found.id).id
    },
    read: readText,
    importers(file) {
      const found = new Set<string>()
      const queue = [...(byFile.get(file) ?? [])]
      const visited = new Set(queue)
      for (let raw = queue.pop(); raw !== undefined; raw = queue.pop()) {
        const info = context.getModuleInfo(raw)
        for (const importer of info ? [...info.importers, ...info.dynamicImporters] : []) {
          const { id, virtual } = parseId(importer)
          if (id !== file && !virtual) found.add(id)
          else if (!visited.has(importer)) {
            visited.add(importer)
            queue.push(importer)
          }
        }
      }
      return found
    },
  }
}
