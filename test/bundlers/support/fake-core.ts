import type { Finding } from '../../../src/check/types'
import type { Options, ResolvedOptions } from '../../../src/options'
import type { ReportData } from '../../../src/report/types'
import type { HostPort, ModuleRecord, Session } from '../../../src/session'
import type { Core } from '../../../src/bundlers/core'

const LOCAL = /(https?|wss?):\/\/127\.0\.0\.1:3000/g

/** What a {@link fakeCore} was asked. */
export interface Asked {
  updates: string[]
  restores: string[]
  sessions: number
  reports: ReportData[]
  /** `importer -> specifier -> id`, asked of the port for each import of each module. */
  resolved: Record<string, Record<string, string | null>>
  importers: Record<string, string[]>
  /** The values that the host says its definitions have. */
  defines: Record<string, unknown>
  /** Called with the port in each link. */
  reading?: (port: HostPort) => Promise<unknown>
}

interface Said {
  imports: string[]
  urls: { url: string; line: number; column: number }[]
}

/** Rooms small enough to be seen through: a module says the URLs that a regular expression finds in it. */
export function fakeCore(): { core: Core; asked: Asked } {
  const asked: Asked = { updates: [], restores: [], sessions: 0, reports: [], resolved: {}, importers: {}, defines: {} }
  const mapOf = (options: ResolvedOptions) => options.hostMapOf(options.environment)
  const mapText = (text: string, options: ResolvedOptions): string => {
    let out = text
    for (const [from, to] of Object.entries(mapOf(options))) out = out.replaceAll(from, to)
    return out
  }
  const core: Core = {
    resolveOptions(user, facts) {
      for (const [name, { value }] of facts.defines) asked.defines[name] = value
      return Promise.resolve(fakeOptions(user, facts))
    },
    createSession(options) {
      asked.sessions++
      return fakeSession(options, asked, mapText)
    },
    mapText(text, options) {
      const mapped = mapText(text, options)
      return mapped === text ? null : mapped
    },
    rewriteKey: (options) => JSON.stringify(mapOf(options)).replace(/\W/g, '').slice(0, 40),
    inspector: (options, linked) => ({
      rewrite(file, text) {
        const code = mapText(text, options)
        if (code === text) return null
        const edits = [...text.matchAll(LOCAL)].map(({ 0: url, index }) => ({
          start: index,
          end: index + url.length,
          text: mapText(url, options),
        }))
        return {
          code,
          edits,
          rewrites: [],
          map: () => Promise.resolve({ version: 3, sources: [file], names: [], mappings: '' }),
        }
      },
      audit(file, text) {
        if (linked.findings.length > 0) return []
        return [...text.matchAll(LOCAL)].map(({ 0: url }) =>
          finding('dev-host-left', file, url, { line: 1, column: 1 }, options),
        )
      },
    }),
    guard: () => null,
    page: (data, _, __, live) => `${live} ${data.findings.map(({ file }) => file).join(' ')}`,
    settle: (data) => data,
    writeMarker() {},
    format(data) {
      if (data.findings.length === 0) return null
      return data.findings
        .map(({ code, file, line, column, url }) => `${code} ${url} ${file}:${line}:${column}`)
        .join('\n')
    },
    writeReports(data) {
      asked.reports.push(data)
    },
  }
  return { core, asked }
}

function fakeSession(
  options: ResolvedOptions,
  asked: Asked,
  mapText: (text: string, options: ResolvedOptions) => string,
): Session {
  const modules = new Map<string, Said>()
  const relative = (id: string) => id.slice(options.root.length + 1)
  return {
    recall() {},
    analysis: () => null,
    update(id, code) {
      asked.updates.push(relative(id))
      const said: Said = {
        imports: [...code.matchAll(/from '([^']+)'|require\('([^']+)'\)/g)].map(([, a, b]) => a ?? b),
        urls: [...code.matchAll(LOCAL)].map(({ 0: url, index }) => {
          const before = code.slice(0, index).split('\n')
          return { url, line: before.length, column: before.at(-1)!.length + 1 }
        }),
      }
      modules.set(id, said)
      const record = {
        v: 1,
        key: String(code.length),
        gate: said.urls.length > 0,
        said: structuredClone(said),
      } as unknown as ModuleRecord
      const mapped = mapText(code, options)
      const map = { version: 3, sources: [id], sourcesContent: [code], names: [], mappings: 'AAAA' }
      return { record, rewritten: mapped === code ? null : { code: mapped, map } }
    },
    restore(id, record) {
      asked.restores.push(relative(id))
      if (record.v !== 1) return false
      modules.set(id, (record as unknown as { said: Said }).said)
      return true
    },
    asked: () => [],
    offer() {},
    remove: (id) => void modules.delete(id),
    prune(live) {
      const kept = new Set(live)
      for (const id of modules.keys()) if (!kept.has(id)) modules.delete(id)
    },
    finish: (port) => finish(port, options, modules, asked, relative),
    finishPart: () => Promise.resolve(null),
  }
}

async function finish(
  port: HostPort,
  options: ResolvedOptions,
  modules: Map<string, Said>,
  asked: Asked,
  relative: (id: string) => string,
): Promise<ReportData> {
  await asked.reading?.(port)
  asked.resolved = {}
  asked.importers = {}
  const findings: Finding[] = []
  for (const [id, { imports, urls }] of [...modules].sort(([a], [b]) => (a < b ? -1 : 1))) {
    asked.resolved[relative(id)] = {}
    for (const specifier of imports) {
      const target = await port.resolve(specifier, id)
      asked.resolved[relative(id)][specifier] = target === null ? null : relative(target)
    }
    asked.importers[relative(id)] = [...(port.importers?.(id) ?? [])].map(relative).sort()
    for (const { url, line, column } of urls) {
      if (options.hostMapOf(options.environment)[url]) continue
      findings.push(finding('loopback-host', relative(id), url, { line, column }, options))
    }
  }
  return {
    platform: 'wechat',
    environment: options.environment,
    appid: null,
    from: { environment: options.environmentFrom, domains: null },
    modules: { seen: modules.size, analysed: modules.size, failed: 0 },
    calls: [],
    findings,
    rewrites: [],
    literals: [],
    domains: {},
    notices: [],
  } as unknown as ReportData
}

function finding(
  code: Finding['code'],
  file: string,
  url: string,
  place: { line: number; column: number },
  options: ResolvedOptions,
): Finding {
  const { environment } = options
  const severity = options.rules[code] === 'warn' ? 'warn' : 'error'
  return { code, severity, file, ...place, uses: [], url, category: 'request', args: {}, trace: [], environment }
}

function fakeOptions(user: Options, facts: Parameters<Core['resolveOptions']>[1]): ResolvedOptions {
  const environment = user.environment ?? facts.mode ?? 'production'
  return {
    root: facts.root,
    environment,
    environmentFrom: facts.modeFrom,
    configFile: null,
    failOn: user.failOn ?? (facts.command === 'build' ? 'error' : 'never'),
    rules: user.rules ?? {},
    defines: facts.defines,
    hostMapOf: () => (user.hostMap ?? {}) as Record<string, string>,
    platform: { extensions: { template: [] } },
    filter: (id: string) => !id.includes('/node_modules/'),
  } as unknown as ResolvedOptions
}
