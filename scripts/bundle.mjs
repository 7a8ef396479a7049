// Node 20 runs no TypeScript: what is written in it is bundled first, with the sources as they are.
import { build } from 'esbuild'

/** Bundles modules for this Node. The output has to lie inside `node_modules`, so that packages resolve from there. */
export function bundle(options) {
  return build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    ...options,
  })
}
