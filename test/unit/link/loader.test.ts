import { describe, expect, it } from 'vitest'
import { summarise, type OpaqueRecord } from '../../../src/extract'
import { link, type LinkInput } from '../../../src/link'
import { findPlatform } from '../../../src/platforms'

const FILES: Record<string, string> = {
  '/app.js': `import { base } from './base'\nwx.request({ url: base() + '/a' })`,
  '/base.js': `import host from './host'\nexport const base = () => host`,
  '/host.js': `const parts = ['https:', '', 'api.example.com']\nexport default parts.join('/')`,
}

/** What a host answers later: a bundler's plugin reads at once and resolves through the bundler. */
type Later = 'nothing' | 'resolving' | 'everything'

/** Links the files with a port that answers at once, or takes its time. */
async function calls(files: Record<string, string>, later: Later): Promise<{ urls: string[]; reads: string[] }> {
  const reads: string[] = []
  const at = <T>(value: T, isLater: boolean): T | Promise<T> => (isLater ? Promise.resolve(value) : value)
  const records = new Map<string, OpaqueRecord>(
    Object.entries(files).map(([id, code]) => [id, summarise(id, code, { imports: true })]),
  )
  const input: LinkInput = {
    records,
    port: {
      resolve: (specifier) =>
        at(`/${specifier.slice(2)}.js` in files ? `/${specifier.slice(2)}.js` : null, later !== 'nothing'),
      read(id) {
        reads.push(id)
        return at(files[id] ?? null, later === 'everything')
      },
    },
    summarise: (id, code) => summarise(id, code, { force: true }),
    platform: findPlatform('wechat')!,
    defines: new Map(),
    clients: [],
  }
  const result = await link(input)
  return { urls: result.calls.flatMap((c) => c.urls.map((u) => u.url)), reads }
}

describe('modules that are looked at when a value of them is asked for', () => {
  it.each<Later>(['nothing', 'resolving', 'everything'])(
    'finds the same, whatever the host answers later: %s',
    async (later) => {
      const { urls, reads } = await calls(FILES, later)
      expect(urls).toEqual(['https://api.example.com/a'])
      expect(reads.filter((id) => id === '/base.js')).toHaveLength(later === 'everything' ? 2 : 1)
    },
  )

  it.each<Later>(['nothing', 'resolving', 'everything'])(
    'takes account of what such a module writes to others: later %s',
    async (later) => {
      const files = {
        '/app.js': `import config from './config'\nimport { first } from './first'\nwx.request({ url: config.host + first })`,
        '/config.js': `export default { host: 'https://old.example.com' }`,
        '/first.js': `import config from './config'\nconfig.host = 'https://new.example.com'\nexport const first = '/x'`,
      }
      const { urls } = await calls(files, later)
      expect(urls).toContain('https://new.example.com/x')
    },
  )

  it('survives a host that fails to read', async () => {
    const files = { '/app.js': `import host from './gone'\nwx.request({ url: host + '/a' })` }
    const { urls } = await calls(files, 'everything')
    expect(urls).toEqual(['{*}/a'])
  })
})
