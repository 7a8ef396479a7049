import type { ResolvedOptions } from '../options'
import { isRuntime } from '../bundlers/runtime'
import { TOOLCHAINS } from '../options/toolchain'
import type { HostPort } from '../session'
import { createResolver } from '../session'
import type { NodeFiles } from './files'

/** A {@link HostPort} that answers at once. */
export interface FilePort extends HostPort {
  resolve(specifier: string, importer: string): string | null
  read(id: string): string | null
}

/**
 * A port over the files of a directory, for hosts without a module graph. Imports are found by the modules' own records;
 * they lead neither into what toolchains lay under every program nor into this package, which configurations and scripts
 * of the project import.
 */
export function filePort(files: NodeFiles, options: ResolvedOptions, dependencies = false): FilePort {
  const variants = [...new Set(TOOLCHAINS.flatMap(({ targets }) => targets[options.platform.name] ?? []))]
  const resolve = createResolver({ files, root: options.root, alias: options.alias, variants, dependencies })
  return {
    resolve(specifier, importer) {
      if (/^unplugin-mp-domains(?:\/|$)/.test(specifier)) return null
      const target = resolve(specifier, importer)
      return target !== null && isRuntime(target) ? null : target
    },
    read(id) {
      const text = files.text(id)
      return typeof text === 'string' ? text : null
    },
  }
}
