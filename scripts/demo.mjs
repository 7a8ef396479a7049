// Builds the playground apps with Vite and webpack: without the host map (fails), with it (passes), for an environment
// of their own, and audits what came out. Needs the built package: `npm run demo` builds it first.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...names) => path.join(root, ...names)
const bin = {
  vite: at('node_modules/vite/bin/vite.js'),
  webpack: at('node_modules/webpack-cli/bin/cli.js'),
  'mp-domains': at('dist/cli.mjs'),
}

if (!existsSync(bin['mp-domains'])) {
  console.error('dist/ is missing: run `npm run demo`, which builds the package first.')
  process.exit(2)
}

const bold = (text) => (process.stdout.isTTY && !process.env.NO_COLOR ? `\x1b[1m${text}\x1b[22m` : text)
let failures = 0

/** Runs a step, shows its output and compares its exit code. */
function step(title, [name, ...args], env, passes) {
  console.log(
    `\n${bold(`▶ ${title}`)}\n$ ${[...Object.entries(env).map(([key, value]) => `${key}=${value}`), name, ...args].join(' ')}\n`,
  )
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin[name], ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  process.stdout.write(stdout)
  process.stdout.write(stderr)
  const asExpected = (status === 0) === passes
  if (!asExpected) failures++
  console.log(`→ exit code ${status}${asExpected ? '' : `, expected ${passes ? '0' : 'another one'}`}`)
}

const build = {
  vite: (mode) => [
    'vite',
    'build',
    '--config',
    'playground/vite/vite.config.mjs',
    '--logLevel',
    'warn',
    ...(mode ? ['--mode', mode] : []),
  ],
  webpack: () => [
    'webpack',
    'build',
    '--config',
    'playground/webpack/webpack.config.cjs',
    '--mode',
    'production',
    '--stats',
    'errors-warnings',
  ],
}

for (const bundler of ['vite', 'webpack']) {
  const label = bundler === 'vite' ? 'Vite' : 'webpack'
  step(`${label}, host map off: the dev host stops the build`, build[bundler](), { PLAYGROUND_HOST_MAP: 'off' }, false)
  step(`${label}, host map on: the dev host becomes the production domain`, build[bundler](), {}, true)
}

step('Vite, --mode test: an environment of its own', build.vite('test'), {}, true)
step('webpack, the same by a variable', build.webpack(), { MP_DOMAINS_ENV: 'test', PLAYGROUND_OUT: 'test' }, true)

step(
  'The production output holds no host that is not for production',
  ['mp-domains', 'audit', 'playground/vite/dist/production', '--env', 'production'],
  {},
  true,
)
step(
  'The test output is no production output',
  ['mp-domains', 'audit', 'playground/vite/dist/test', '--env', 'production'],
  {},
  false,
)

console.log(`\n${bold('The outputs, to open in the IDE:')}`)
for (const app of ['vite', 'webpack']) {
  for (const name of ['production', 'test']) console.log(`  playground/${app}/dist/${name}`)
}
if (failures > 0) console.log(`\n${failures} step(s) did not end as they should.`)
process.exitCode = failures === 0 ? 0 : 1
