import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { Options } from '../../src/options'
import { HOSTS, build, project } from './support/hosts'
import type { BuildRequest, Host } from './support/hosts'
import { realCore } from './support/real-core'
import { urlsAskedFor } from './support/run'

interface Leaf {
  /** Its name, and that of the expected report. */
  name: string
  fixture: string
  options: Options
  define?: Record<string, string>
  hosts?: (host: Host) => boolean
  fails: boolean
  asked?: Partial<Record<'develop' | 'trial' | 'release', string[]>>
}

const DOMAINS = {
  request: ['https://api.example.com'],
  uploadFile: ['https://api.example.com'],
  downloadFile: ['https://static.example.com'],
  socket: ['wss://api.example.com'],
}
const HOST_MAP = { 'http://127.0.0.1:3000': 'https://api.example.com' }
const DEFINE = {
  API_BASE: '"http://127.0.0.1:3000"',
  CONFIG: '{"base":"http://127.0.0.1:3000/v2"}',
  'process.env.NODE_ENV': '"production"',
}
const SHOP = [
  'request https://api.example.com/goods/list',
  'downloadFile https://static.example.com/images/cover.png',
  'connectSocket wss://api.example.com/chat',
  'uploadFile https://api.example.com/files',
]

const LEAVES: Leaf[] = [
  { name: 'shop', fixture: 'shop', options: { domains: DOMAINS }, fails: true },
  {
    name: 'shop-mapped',
    fixture: 'shop',
    options: { domains: DOMAINS, hostMap: HOST_MAP },
    fails: false,
    asked: { develop: SHOP, trial: SHOP, release: SHOP },
  },
  {
    name: 'define',
    fixture: 'define',
    options: { domains: DOMAINS },
    define: DEFINE,
    hosts: (host) => host !== 'rollup',
    fails: true,
  },
  {
    name: 'define-mapped',
    fixture: 'define',
    options: { domains: DOMAINS, hostMap: HOST_MAP },
    define: DEFINE,
    hosts: (host) => host !== 'rollup',
    fails: false,
    asked: every([
      'request https://api.example.com/goods',
      'request https://api.example.com/v2/cart',
      'downloadFile https://static.example.com/banner.png',
    ]),
  },
  {
    // No findings without a configuration of its own, in the source or in the output.
    name: 'development',
    fixture: 'shop',
    options: { environment: 'development', domains: { production: DOMAINS }, hostMap: { production: HOST_MAP } },
    fails: false,
    asked: every([
      'request http://127.0.0.1:3000/goods/list',
      'downloadFile https://static.example.com/images/cover.png',
      'connectSocket ws://127.0.0.1:3000/chat',
      'uploadFile http://127.0.0.1:3000/files',
    ]),
  },
  {
    name: 'switcher',
    fixture: 'switcher',
    options: {
      domains: {
        production: DOMAINS,
        trial: { ...DOMAINS, request: ['https://test.example.com'] },
        development: false,
      },
      hostMap: { production: HOST_MAP },
    },
    fails: false,
    asked: {
      trial: ['request https://test.example.com/me'],
      release: ['request https://api.example.com/me'],
    },
  },
]

function every(urls: string[]): Record<'develop' | 'trial' | 'release', string[]> {
  return { develop: urls, trial: urls, release: urls }
}

const snapshot = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/bundlers/expected/${name}.json`, import.meta.url))

const projects = new Map<string, ReturnType<typeof project>>()
afterAll(() => {
  for (const { remove } of projects.values()) remove()
})

async function run(host: Host, fixture: string, request: Omit<BuildRequest, 'root'>) {
  let copy = projects.get(fixture)
  if (!copy) projects.set(fixture, (copy = project(fixture)))
  const { core, seen } = realCore()
  const options: Options = { environment: 'production', lang: 'en', ...request.options }
  const built = await build(host, core, { ...request, root: copy.root, options })
  return { ...built, report: seen.reports.at(-1)?.replaceAll(`dist/${host}/`, 'dist/') ?? '' }
}

describe.each(LEAVES)('$name', ({ name, fixture, options, define, hosts = () => true, fails, asked }) => {
  let expected = ''

  it('is reported by vite as it should be', async () => {
    ;({ report: expected } = await run('vite', fixture, { options, define }))
    await expect(expected).toMatchFileSnapshot(snapshot(name))
  })

  it.each(HOSTS.filter(hosts))('is reported and written the same by %s', async (host) => {
    const { error, files, report } = await run(host, fixture, { options, define })
    expect(report).toBe(expected)
    expect(error === null).toBe(!fails)
    const code = Object.entries(files).find(([file]) => file.endsWith('.js'))?.[1] ?? ''
    for (const [version, urls] of Object.entries(asked ?? {})) {
      expect(urlsAskedFor(code, version as 'release')).toEqual(urls)
    }
  })
})

describe('source maps', () => {
  it.each(HOSTS)('lead from the rewritten text of %s to the literal', async (host) => {
    const { files } = await run(host, 'shop', { options: { hostMap: HOST_MAP }, sourcemap: true })
    const [name, code] = Object.entries(files).find(([file]) => file.endsWith('.js'))!
    const map = new TraceMap(files[`${name}.map`])
    const offset = code.indexOf('https://api.example.com')
    const before = code.slice(0, offset).split('\n')
    const { source, line } = originalPositionFor(map, { line: before.length, column: before.at(-1)!.length })
    expect(source).toMatch(/src\/config\/api\.js$/)
    expect(line).toBe(2)
    // The user's own text, not the rewritten one.
    const content =
      map.sourcesContent?.[map.resolvedSources.indexOf(source!)] ?? map.sourcesContent?.[map.sources.indexOf(source!)]
    expect(content).toContain("const HOST = 'http://127.0.0.1:3000'")
  })
})

describe('a configuration that is wrong', () => {
  it.each(HOSTS)('stops %s with what is wrong and the way out', async (host) => {
    const { error, files } = await run(host, 'shop', { options: { doamins: {} } as Options })
    expect(error).toContain('doamins')
    expect(error).toContain('domains')
    expect(files).toEqual({})
  })
})
