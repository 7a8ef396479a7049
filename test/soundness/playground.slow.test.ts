import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { covers, joinHoles, originOf, type Leaf } from './case'
import { execute } from './harness'
import { report } from './static'
import { toTemplate } from './values'

const root = path.resolve(import.meta.dirname, '../..')
// The playground's configurations put their output below their own `dist`.
const origin = (asked: string): string | null => originOf(asked.split(' ')[1])
const out = (app: string) => path.join(root, 'playground', app, 'dist', 'soundness')

const BUILDS = {
  vite: [
    'node_modules/vite/bin/vite.js',
    'build',
    '--config',
    'playground/vite/vite.config.mjs',
    '--logLevel',
    'error',
  ],
  webpack: [
    'node_modules/webpack-cli/bin/cli.js',
    'build',
    '--config',
    'playground/webpack/webpack.config.cjs',
    '--mode',
    'production',
    '--stats',
    'errors-only',
  ],
}

afterAll(() => {
  for (const app of Object.keys(BUILDS)) rmSync(out(app), { recursive: true, force: true })
})

// What users upload is the bundler's output: minified, with helpers and a module runtime of its own.
it.each(Object.entries(BUILDS))(
  'the output of the %s playground asks for nothing that its report lacks',
  async (app, args) => {
    execFileSync(process.execPath, args, {
      cwd: root,
      env: { ...process.env, PLAYGROUND_OUT: 'soundness' },
      stdio: 'pipe',
    })
    const leaf: Leaf = { name: app, dir: out(app), case: { entry: 'app.json', expect: { urls: [] }, notes: 'built' } }
    const recordings = (await Promise.all([{}, { storage: { token: 't' } }].map((run) => execute(leaf, run)))).flat()
    const asked = [...new Set(recordings.map(({ category, url }) => `${category} ${toTemplate(url)}`))]
    expect(new Set(recordings.map(({ category }) => category))).toEqual(
      new Set(['request', 'uploadFile', 'downloadFile', 'socket', 'webview', 'none']),
    )
    expect(asked.filter((url) => url.includes('127.0.0.1'))).toEqual([])

    const { calls } = await report(leaf)
    const told = calls.flatMap(({ category, urls }) => urls.map(({ url }) => `${category} ${joinHoles(url)}`))
    expect(
      asked.filter(
        (one) =>
          !told.some((url) => covers(url, one) && origin(url) !== null) &&
          // An image that only a response names is told as a call without any URL.
          !(one === 'none {*}' && calls.some((c) => c.category === 'none' && c.resolution === 'none')),
      ),
    ).toEqual([])
    const origins = new Set(asked.map(origin))
    const foreign = calls.filter(
      ({ category, urls }) => category !== 'none' && urls.some(({ origin }) => origin !== null && !origins.has(origin)),
    )
    expect(foreign).toEqual([])
  },
)
