import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCore, projectRoot } from '../../src/bundlers/rooms'
import type { Options, ProjectFiles } from '../../src/options'
import type { ReportData } from '../../src/report/types'

const MAP = { 'http://127.0.0.1:3000': 'https://api.example.com' }

const files = (...present: string[]): ProjectFiles => ({
  read: () => null,
  list: () => [],
  kind: (path) => (present.includes(path) ? 'file' : null),
  real: (path) => path,
})

async function started(user: Options, toolVersion = '0.0.0') {
  const core = createCore({
    files: () => files(),
    loadConfig: () => Promise.resolve(null),
    toolVersion,
    shell: {},
  })
  const facts = { root: '/p', mode: null, modeFrom: '', command: 'build' as const, defines: new Map() }
  return { core, options: await core.resolveOptions({ environment: 'production', ...user }, facts) }
}

const linked = (data: Partial<ReportData>): ReportData =>
  ({ calls: [], findings: [], rewrites: [], literals: [], ...data }) as unknown as ReportData

describe('emitted files', () => {
  it('are rewritten, with edits, places and a map that fit the text', async () => {
    const { core, options } = await started({ hostMap: MAP })
    const text = "// http://127.0.0.1:3000\nvar a = 'http://127.0.0.1:3000/a', b = 'http://127.0.0.1:30001'"
    const result = core.inspector(options, linked({})).rewrite('dist/a.js', text)!
    expect(result.code).toBe(
      "// http://127.0.0.1:3000\nvar a = 'https://api.example.com/a', b = 'http://127.0.0.1:30001'",
    )
    expect(result.rewrites).toEqual([
      {
        file: 'dist/a.js',
        line: 2,
        column: 10,
        from: 'http://127.0.0.1:3000',
        to: 'https://api.example.com',
        stage: 'asset',
      },
    ])
    const [{ start, end }] = result.edits
    expect(text.slice(start, end)).toBe('http://127.0.0.1:3000')
    expect(await result.map()).toMatchObject({ version: 3, sourcesContent: [text] })
  })

  it('keep in scripts what was left alone at the source, and nowhere else', async () => {
    const { core, options } = await started({ hostMap: MAP })
    const url = 'http://127.0.0.1:3000/a'
    const literal = { url, origin: 'http://127.0.0.1:3000', file: 'src/a.js', line: 4, column: 1, used: true }
    const { rewrite } = core.inspector(options, linked({ literals: [literal] }))
    expect(rewrite('dist/a.js', `x = '${url}'`)).toBeNull()
    expect(rewrite('dist/a.wxml', `<image src="${url}" />`)!.code).toBe('<image src="https://api.example.com/a" />')
    const edit = {
      file: 'src/a.js',
      line: 4,
      column: 2,
      from: 'http://127.0.0.1:3000',
      to: '',
      stage: 'source' as const,
    }
    const edited = core.inspector(options, linked({ literals: [literal], rewrites: [edit] }))
    expect(edited.rewrite('dist/a.js', `x = '${url}'`)!.code).toBe("x = 'https://api.example.com/a'")
  })

  it('are not judged where nothing is', async () => {
    const text = "x = 'http://127.0.0.1:3000/a'"
    const judged = await started({})
    expect(judged.core.inspector(judged.options, linked({})).audit('dist/a.js', text)).toHaveLength(1)
    const silent = await started({ domains: false })
    expect(silent.core.inspector(silent.options, linked({})).audit('dist/a.js', text)).toEqual([])
  })
})

describe('the key of rewriting', () => {
  const keyOf = async (user: Options, toolVersion?: string) => {
    const { core, options } = await started(user, toolVersion)
    return core.rewriteKey(options)
  }

  it('follows the host map, and not the domain lists', async () => {
    const plain = await keyOf({ hostMap: MAP, domains: { request: ['https://a.example.com'] } })
    expect(await keyOf({ hostMap: MAP, domains: { request: ['https://b.example.com'] } })).toBe(plain)
    expect(await keyOf({ hostMap: { ...MAP, 'http://10.0.0.2': 'https://c.example.com' } })).not.toBe(plain)
    expect(await keyOf({})).not.toBe(plain)
  })

  it('follows the version of this package, so that no cache outlives an update of it', async () => {
    expect(await keyOf({}, '0.0.1')).not.toBe(await keyOf({}))
  })

  it('follows which run-time environments may keep a host', async () => {
    const hostMap = { production: { 'https://dev.example.com': 'https://api.example.com' } }
    const production = { request: ['https://api.example.com'] }
    const none = await keyOf({ hostMap, domains: { production, trial: production } })
    const kept = await keyOf({ hostMap, domains: { production, trial: { request: ['https://dev.example.com'] } } })
    expect(kept).not.toBe(none)
  })
})

describe('the project', () => {
  it.each([
    ['/p', undefined, [], '/p'],
    ['/p', '/p/src', [], '/p'],
    ['/opt/HBuilderX/plugins', '/home/me/shop', [], '/home/me/shop'],
    ['/opt/HBuilderX/plugins', '/home/me/shop/src', ['/home/me/shop/package.json'], '/home/me/shop'],
    ['/opt/HBuilderX/plugins', '/home/me/shop/src/', [], '/home/me/shop/src'],
    ['C:/tool', 'D:\\shop\\src', ['D:/shop/package.json'], 'D:/shop'],
  ])('of a host at %s with the sources at %s', (host, input, present, root) => {
    expect(projectRoot(host, input, files(...present))).toBe(root)
  })
})

describe('the baseline', () => {
  it('takes known findings out of a build, and is written where the shell asks for it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'mp-domains-baseline-'))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    const coreIn = (shell: Record<string, string>) =>
      createCore({ files: () => files(), loadConfig: () => Promise.resolve(null), toolVersion: '0.0.0', shell })
    const facts = { root, mode: null, modeFrom: '', command: 'build' as const, defines: new Map() }
    const finding = {
      code: 'loopback-host',
      severity: 'error',
      file: 'a.js',
      line: 3,
      column: 1,
      uses: [],
      url: 'http://127.0.0.1:3000',
      category: 'request',
      args: {},
      trace: [],
      environment: 'production',
    } as unknown as ReportData['findings'][number]
    const data = linked({ findings: [finding], notices: [] })

    const plain = coreIn({})
    const options = await plain.resolveOptions({ baseline: 'known.json', environment: 'production' }, facts)
    expect(plain.settle(data, options)).toMatchObject({ findings: [finding], notices: [{ code: 'no-baseline' }] })

    const updating = coreIn({ MP_DOMAINS_UPDATE_BASELINE: '1' })
    const settled = updating.settle(data, options)
    expect([settled.findings, settled.baseline!.known]).toEqual([[], [finding]])
    await updating.writeReports(settled, options, () => null)
    expect(JSON.parse(readFileSync(join(root, 'known.json'), 'utf8')).runs).toMatchObject({
      'build wechat production': [{ code: 'loopback-host', file: 'a.js', url: 'http://127.0.0.1:3000' }],
    })

    const moved = { ...finding, line: 9 }
    expect(plain.settle({ ...data, findings: [moved] }, options)).toMatchObject({ findings: [] })
    const dev = { ...options, command: 'dev' as const }
    expect(plain.settle({ ...data, findings: [] }, options).baseline!.stale).toHaveLength(1)
    expect(plain.settle({ ...data, findings: [] }, dev).baseline!.stale).toEqual([])
  })
})

describe('reports that a build writes', () => {
  it('name files from the root of the repository, where services look for them', async () => {
    const root = mkdtempSync(join(tmpdir(), 'mp-domains-reports-')).replaceAll('\\', '/')
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    const finding = {
      code: 'ip-host',
      severity: 'error',
      file: 'src/a.js',
      line: 3,
      column: 1,
      uses: [],
      url: 'https://1.2.3.4',
      category: 'request',
      args: {},
      trace: [],
      environment: 'production',
    } as unknown as ReportData['findings'][number]
    const core = createCore({
      files: () => files(`${root}/.git`),
      loadConfig: () => Promise.resolve(null),
      toolVersion: '1.2.3',
      shell: {},
    })
    const facts = {
      root: `${root}/packages/shop`,
      mode: null,
      modeFrom: '',
      command: 'build' as const,
      defines: new Map(),
    }
    const report = { sarif: 'a.sarif', json: 'c.json' }
    const options = await core.resolveOptions({ environment: 'production', report }, facts)
    const empty = { domains: {}, notices: [], modules: { seen: 1, analysed: 1, failed: 0 }, from: {} }
    await core.writeReports(linked({ findings: [finding], ...empty } as never), options, () => null)
    const read = (name: string) => JSON.parse(readFileSync(join(root, 'packages/shop', name), 'utf8'))
    const [{ results, tool }] = read('a.sarif').runs
    expect(tool.driver.semanticVersion).toBe('1.2.3')
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('packages/shop/src/a.js')
    // The JSON report's own contract: from the project's root.
    expect(read('c.json').findings[0].file).toBe('src/a.js')
  })
})
