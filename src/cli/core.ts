import type { Core } from '../bundlers/core'
import { createCore } from '../bundlers/rooms'
import { loadConfigFile } from './config-file'
import { NodeFiles } from './files'
import { toolVersion } from './version'

/** The rooms over the disk and the shell of this process, for the plugin's entries. */
export function nodeCore(): Core {
  return createCore({
    files: () => new NodeFiles(),
    loadConfig: (files, directory, lang) => loadConfigFile(files, directory, lang, undefined, true),
    toolVersion: toolVersion(),
    shell: process.env,
  })
}
