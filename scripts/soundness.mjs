// `npm run soundness -- DIR… [--platform=alipay] [--coarse] [--asked]`: runs native mini programs (an `app.json` and plain
// JavaScript) against stubs of the platform, and tells each URL that they ask for and that the report on them lacks.
// `--coarse`: also those for which it has a hole only; `--asked`: every URL.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

/** Seconds that one program may take; some wait for what the stubs never give. */
const LIMIT = 180
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
// Inside node_modules, so that packages resolve from there.
const output = path.join(root, 'node_modules/.cache/mp-domains-soundness/run.mjs')
const suite = path.join(root, 'test/soundness')

await bundle({
  entryPoints: [path.join(suite, 'run-project.ts')],
  outfile: output,
  // The suite reads its stand-ins for packages from beside itself.
  define: { 'import.meta.dirname': JSON.stringify(suite) },
})
const platform = process.argv.find((a) => a.startsWith('--platform='))?.slice(11) ?? 'wechat'
const shown = process.argv.filter((a) => a === '--coarse' || a === '--asked')
const projects = process.argv.slice(2).filter((a) => !a.startsWith('--'))
if (!projects.length) {
  process.stderr.write('which projects? npm run soundness -- path/to/miniprogram\n')
  process.exitCode = 2
}
for (const project of projects) {
  const { status, signal } = spawnSync(process.execPath, [output, path.resolve(project), platform, ...shown], {
    stdio: 'inherit',
    timeout: LIMIT * 1000,
  })
  if (signal) process.stdout.write(`${project}: no end within ${LIMIT} s\n`)
  if (status !== 0) process.exitCode = 1
}
