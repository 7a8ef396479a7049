import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { project } from '../bundlers/support/hosts'
import { urlsAskedFor } from '../bundlers/support/run'

const repository = fileURLToPath(new URL('../../', import.meta.url))
// Inside the repository, so that the plugin finds its dependencies.
const workshop = join(repository, '.tmp', `farm-${process.pid}`)

/** Farm's compiler is native and aborts the process where a hook throws that may not: it runs in one of its own. */
const SCRIPT = `
import { build } from '@farmfe/core'
import mpDomains from './farm.mjs'

const { root, options, define, mode } = JSON.parse(process.argv[2])
process.chdir(root)
await build({
  root,
  compilation: {
    input: { app: './src/app.js' },
    output: { path: 'dist/farm', targetEnv: 'node', format: 'cjs' },
    persistentCache: false,
    mode,
    minify: mode === 'production',
    define,
  },
  plugins: [mpDomains(options)],
})
`

const DOMAINS = {
  request: ['https://api.example.com'],
  uploadFile: ['https://api.example.com'],
  downloadFile: ['https://static.example.com'],
  socket: ['wss://api.example.com'],
}
const HOST_MAP = { 'http://127.0.0.1:3000': 'https://api.example.com' }

beforeAll(async () => {
  mkdirSync(workshop, { recursive: true })
  await build({
    entryPoints: [join(repository, 'src/farm.ts')],
    outfile: join(workshop, 'farm.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  writeFileSync(join(workshop, 'build.mjs'), SCRIPT)
})
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

function farm(fixture: string, options: object, define = {}, mode = 'production') {
  const copy = project(fixture)
  const { root } = copy
  const request = {
    root,
    define,
    mode,
    options: { environment: mode, lang: 'en', report: { json: 'report.json' }, ...options },
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(workshop, 'build.mjs'), JSON.stringify(request)],
    {
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: undefined, VITEST: undefined },
    },
  )
  const read = (file: string) => {
    try {
      return readFileSync(join(root, file), 'utf8')
    } catch {
      return null
    }
  }
  const result = {
    status,
    said: stdout + stderr,
    report: read('report.json'),
    code: read('dist/farm/app.js'),
    marker: read('dist/farm.mp-domains.json'),
  }
  copy.remove()
  return result
}

/** Farm tells no importers, so that linking may look at fewer modules; what it finds is the same. */
function contents(report: string | null): object {
  return { ...(JSON.parse(report ?? '{}') as object), modules: null }
}

const expected = (name: string) =>
  contents(readFileSync(join(repository, `fixtures/bundlers/expected/${name}.json`), 'utf8'))

describe('farm', () => {
  it('fails with every finding, writes nothing, and reports as the other hosts do', () => {
    const { status, said, report, code } = farm('shop', { domains: DOMAINS })
    expect(status).toBe(1)
    expect(said).toContain('http://127.0.0.1:3000 is not in the request domain list')
    expect(said).toContain('ws://127.0.0.1:3000 is not in the socket domain list')
    expect(code).toBeNull()
    expect(contents(report)).toEqual(expected('shop'))
  })

  it('passes with the host map on, and asks for the production hosts', () => {
    const { status, report, code } = farm('shop', { domains: DOMAINS, hostMap: HOST_MAP })
    expect(status).toBe(0)
    expect(contents(report)).toEqual(expected('shop-mapped'))
    expect(urlsAskedFor(code!)).toEqual([
      'request https://api.example.com/goods/list',
      'downloadFile https://static.example.com/images/cover.png',
      'connectSocket wss://api.example.com/chat',
      'uploadFile https://api.example.com/files',
    ])
  })

  it('says beside the output what it was built for, and carries the guard in development alone', () => {
    const production = farm('shop', { domains: DOMAINS, hostMap: HOST_MAP })
    expect(JSON.parse(production.marker!)).toMatchObject({ environment: 'production', development: false })
    expect(production.code).not.toContain('开发构建被上传')
    const development = farm('shop', {}, {}, 'development')
    expect(development.status).toBe(0)
    expect(JSON.parse(development.marker!)).toMatchObject({ environment: 'development', development: true })
    expect(development.code).toContain('开发构建被上传')
    expect(farm('shop', { guard: false }, {}, 'development').code).not.toContain('开发构建被上传')
  })

  it('maps definitions where they enter', () => {
    const define = {
      API_BASE: '"http://127.0.0.1:3000"',
      CONFIG: '{"base":"http://127.0.0.1:3000/v2"}',
      'process.env.NODE_ENV': '"production"',
    }
    const { status, said, code } = farm('define', { domains: DOMAINS, hostMap: HOST_MAP }, define)
    expect(said).not.toContain('127.0.0.1')
    expect(status).toBe(0)
    expect(urlsAskedFor(code!)).toEqual([
      'request https://api.example.com/goods',
      'request https://api.example.com/v2/cart',
      'downloadFile https://static.example.com/banner.png',
    ])
  })
})
