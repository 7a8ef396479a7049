// `npm run bench [-- part …]`: bundles the bench with the sources as they are and runs it, so that no build can be stale.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../scripts/bundle.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
// Inside node_modules, so that packages resolve from there.
const folder = path.join(here, '../node_modules/.cache/mp-domains-bench')
const output = path.join(folder, 'main.mjs')

await bundle({
  entryPoints: { main: path.join(here, 'main.ts'), 'eslint-worker': path.join(here, '../src/eslint/worker.ts') },
  outdir: folder,
  outExtension: { '.js': '.mjs' },
})
const { status } = spawnSync(process.execPath, ['--expose-gc', output, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, BENCH_FOLDER: here },
})
process.exitCode = status ?? 1
