import { basename, sep } from 'node:path'
import { keepCompiled } from './compile-cache'
import { cacheFolder, IMPORTER, isRequired } from './cache-folder'

/**
 * Loads the plugin's code with what V8 compiled of it in an earlier build of the project: what a toolchain's build pays
 * for the plugin is for the most part the loading and the first run of its functions.
 * The build tool puts a call of it around each CommonJS entry of the plugin (tsdown.config.ts).
 * @param dist the folder of the built package
 * @returns ends it: the process is the toolchain's, whose own modules are none of ours
 */
export function keepPluginCode(dist: string): () => void {
  return keepCompiled(cacheFolder(dist, 'plugin'), (file) =>
    file.startsWith(dist + sep) ? basename(file) !== IMPORTER : isRequired(file),
  )
}

/**
 * The same for what is loaded later, all at once.
 * @param load must be done when it returns: others' modules that are loaded meanwhile would pass by here as well
 */
export function withPluginCode<Value>(dist: string, load: () => Value): Value {
  const end = keepPluginCode(dist)
  try {
    return load()
  } finally {
    end()
  }
}
