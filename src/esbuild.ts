/**
 * The plugin for esbuild.
 *
 * @module
 * @example
 * ```ts
 * import { build } from 'esbuild'
 * import mpDomains from 'unplugin-mp-domains/esbuild'
 *
 * await build({ entryPoints: ['src/app.js'], bundle: true, outdir: 'dist', plugins: [mpDomains()] })
 * ```
 */
import { mpDomains } from './index'

export default mpDomains.esbuild
