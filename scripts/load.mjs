// Node 20 runs no TypeScript: a script's part that is written in it is bundled first, with the sources as they are.
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** The project's own folder, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Loads `scripts/<name>.ts` as a module. */
export async function load(name) {
  const source = path.join(root, 'scripts', `${name}.ts`)
  // Inside node_modules, so that packages resolve from there.
  const outfile = path.join(root, 'node_modules/.cache/mp-domains-scripts', `${name}.mjs`)
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    // What they find beside themselves is found beside the source.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(source).href) },
  })
  return import(pathToFileURL(outfile).href)
}
