// Loads a script's part that is written in TypeScript.
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'

/** The project's own folder, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Loads `scripts/<name>.ts` as a module. */
export async function load(name) {
  const source = path.join(root, 'scripts', `${name}.ts`)
  // Inside node_modules, so that packages resolve from there.
  const outfile = path.join(root, 'node_modules/.cache/mp-domains-scripts', `${name}.mjs`)
  await bundle({
    entryPoints: [source],
    outfile,
    // What they find beside themselves is found beside the source.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(source).href) },
  })
  return import(pathToFileURL(outfile).href)
}
