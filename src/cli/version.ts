import { readFileSync } from 'node:fs'

/** The version of this tool, from the `package.json` that it is installed with. */
export function toolVersion(): string {
  // One level up from the built command, two from its source.
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const manifest = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: string
        version?: string
      }
      if (manifest.name === 'unplugin-mp-domains' && manifest.version) return manifest.version
    } catch {
      // Not there: the next place is tried.
    }
  }
  return '0.0.0'
}
