import {
  createGate,
  isBundle,
  recordKey,
  SUMMARY_VERSION,
  summarise,
  type ExtractOptions,
  type ModuleSummary,
} from '../extract'
import type { WrittenUrl } from '../extract/ir'
import { langOf } from '../extract/scan'
import { Linker, type LinkInput, type LinkResult } from '../link'
import { CLIENTS } from '../platforms/clients'
import type { ResolvedOptions } from '../options'
import type { ReportData } from '../report/types'
import type { HostPort, ModuleRecord, Session, SessionSettings, UpdateResult } from '../session'
import { Analyses, type Analysis } from './analysis'
import { KeptReports } from './kept'
import { makeReport } from './report'
import { Rewrites } from './rewrites'
import { secretsIn, type SecretRecord } from './secrets'

/** The state of one build of one environment. */
export class BuildSession implements Session {
  private readonly records = new Map<string, ModuleRecord>()
  /** Full summaries of modules that the gate refused and linking asked for, by id. */
  private readonly forced = new Map<string, ModuleSummary>()
  /** The same of an earlier process, by id: not known to be asked for, nor to be of the text that stands there now. */
  private readonly offered = new Map<string, ModuleRecord>()
  /** Modules whose text reaches the program as it is. */
  private readonly asItIs = new Set<string>()
  private readonly rewrites: Rewrites
  private readonly linker: Linker
  private readonly kept = new KeptReports()
  private readonly analyses: Analyses
  /** Modules with another text than at the last link, by id, and their keys then; null where modules came or went. */
  private changed: Map<string, unknown> | null = null
  private readonly extract: ExtractOptions
  /** Origins of the host map that no gate looks for, in lower case (`//dev.example.com`). */
  private readonly unseen: readonly string[]

  constructor(
    private readonly options: ResolvedOptions,
    private readonly settings: SessionSettings,
  ) {
    this.rewrites = new Rewrites(options)
    this.linker = new Linker(undefined, settings.keeps)
    this.extract = {
      gate: createGate(options.platform, clientPackages(options), options.namespaces),
      ifdef: options.ifdef,
      mode: modeOf(options),
      imports: settings.imports ?? false,
    }
    this.unseen = this.rewrites.map.entries
      .filter(({ key }) => key.startsWith('//'))
      .map(({ key }) => key.toLowerCase())
    const { gate, ...extract } = this.extract
    // What the host map holds decides which modules are summarised.
    const made = [gate!.key, extract, this.rewrites.map.entries.map(({ key }) => key)]
    this.analyses = new Analyses({ settings: JSON.stringify(made), extract: this.extract, records: this.records })
  }

  update(id: string, code: string, isRewritten = true): UpdateResult {
    const record = this.knownRecordOf(id, code) ?? this.analyses.recordOf(id, code) ?? this.recordOf(id, code)
    this.keep(id, record)
    if (isRewritten) this.asItIs.delete(id)
    else this.asItIs.add(id)
    const rewritten = record.gate && isRewritten ? this.rewrites.apply(id, code, asSummary(record)) : null
    return { record, rewritten }
  }

  /** A module that passes once more as it was: Rspack runs all loaders again at the first edit behind its cache. */
  private knownRecordOf(id: string, code: string): ModuleRecord | null {
    const known = this.records.get(id)
    return known && known.key === recordKey(code, id, this.extract) ? known : null
  }

  private recordOf(id: string, code: string): ModuleRecord {
    let record = summarise(id, code, this.extract) as unknown as ModuleRecord
    if (!record.gate && (this.holdsUnseen(code) || (isBundle(code, langOf(id)) && this.rewrites.mayEdit(code)))) {
      record = summarise(id, code, { ...this.extract, force: true }) as unknown as ModuleRecord
    }
    const secrets = secretsIn(code)
    if (secrets.length > 0) record.secrets = secrets
    return record
  }

  recall(analysis: Analysis): void {
    this.analyses.recall(analysis)
    this.offer(this.analyses.asked)
  }

  analysis(): Analysis | null {
    return this.analyses.result([...this.asked()] as [string, ModuleRecord][])
  }

  restore(id: string, record: ModuleRecord): boolean {
    if (record.v !== SUMMARY_VERSION || typeof record.key !== 'string') return false
    // A key is the text's hash and that of everything else that a summary depends on; only the latter is known here.
    if (settingsOf(record.key) !== settingsOf(recordKey('', id, this.extract))) return false
    this.keep(id, record)
    return true
  }

  asked(): Iterable<readonly [id: string, record: ModuleRecord]> {
    return this.forced as unknown as ReadonlyMap<string, ModuleRecord>
  }

  offer(records: Iterable<readonly [id: string, record: ModuleRecord]>): void {
    for (const [id, record] of records) if (record.v === SUMMARY_VERSION) this.offered.set(id, record)
  }

  remove(id: string): void {
    if (this.records.delete(id)) this.changed = null
    this.forced.delete(id)
    this.rewrites.forget(id)
    this.asItIs.delete(id)
  }

  prune(live: Iterable<string>): void {
    const ids = new Set(live)
    for (const id of this.records.keys()) if (!ids.has(id)) this.remove(id)
  }

  async finish(port: HostPort): Promise<ReportData> {
    const changed = this.changed && new Set(this.changed.keys())
    this.changed = new Map()
    const input = this.linkInput(port)
    const link = (given: LinkInput): Promise<LinkResult> => this.linker.link(given, changed)
    if (!this.settings.analyses) return this.report(await link(input), port)
    const linked = await this.analyses.linked(input, port, link, (asked) => {
      for (const [id, record] of asked) this.forced.set(id, asSummary(record))
    })
    return this.report(linked, port)
  }

  async finishPart(port: HostPort, most: number): Promise<ReportData | null> {
    const { changed } = this
    this.changed = new Map()
    const ids = changed && new Set(changed.keys())
    const linked = await this.linker.linkPart(this.linkInput(port), ids, most)
    if (linked) return this.report(linked, port)
    // What came in meanwhile is to be linked as well.
    this.changed = changed && this.changed && new Map([...this.changed, ...changed])
    return null
  }

  private linkInput(port: HostPort): LinkInput {
    return {
      records: this.records,
      port,
      summarise: (id: string, code: string) => this.force(id, code),
      platform: this.options.platform,
      defines: this.options.defines,
      clients: this.options.clients,
      namespaces: this.options.namespaces,
      traceAll: this.settings.traces,
    }
  }

  private async report(linked: LinkResult, port: HostPort): Promise<ReportData> {
    await this.rewriteRestored(port)
    const modules = {
      ids: [...this.records.keys()],
      summaryOf: (id: string) => this.summaryOf(id),
      urlsOf: (id: string) => this.urlsOf(id),
      rewrites: this.rewrites,
      isAsItIs: (id: string) => this.asItIs.has(id),
      secrets: [...this.secrets()],
    }
    const { options, settings, kept } = this
    return makeReport({ options, settings, kept, linked, modules, port })
  }

  private keep(id: string, record: ModuleRecord): void {
    const before = this.records.get(id)
    if (!before) this.changed = null
    if (before?.key !== record.key) {
      if (this.changed?.has(id)) {
        // A text that is taken back says what was linked.
        if (this.changed.get(id) === record.key) this.changed.delete(id)
      } else this.changed?.set(id, before?.key)
      this.forced.delete(id)
      this.rewrites.forget(id)
    }
    this.records.set(id, record)
  }

  private force(id: string, code: string): ModuleRecord {
    const known = this.forced.get(id)
    const key = recordKey(code, id, this.extract)
    if (known?.key === key) return known as unknown as unknown as ModuleRecord
    const offered = this.offered.get(id)
    const summary =
      offered?.key === key
        ? asSummary(offered)
        : (summarise(id, code, { ...this.extract, force: true }) as ModuleSummary)
    this.forced.set(id, summary)
    return summary as unknown as unknown as ModuleRecord
  }

  /** Modules that came back from a cache were rewritten by an earlier process: finds out which literals that touched. */
  private async rewriteRestored(port: HostPort): Promise<void> {
    for (const [id, record] of this.records) {
      if (!record.gate || this.asItIs.has(id) || this.rewrites.has(id, record.key)) continue
      const summary = asSummary(record)
      if (!this.rewrites.mayMatch(summary)) continue
      const code = await port.read(id)
      if (code !== null) this.rewrites.run(id, code, summary)
    }
  }

  /** Secrets in the text of modules, by id. */
  private *secrets(): Generator<[id: string, secrets: readonly SecretRecord[]]> {
    for (const [id, { secrets }] of this.records) if (Array.isArray(secrets)) yield [id, secrets as SecretRecord[]]
  }

  private summaryOf(id: string): ModuleSummary | undefined {
    const record = this.records.get(id)
    return record?.gate ? asSummary(record) : this.forced.get(id)
  }

  /** What is known of the URLs of a module that has no summary. */
  private urlsOf(id: string): readonly WrittenUrl[] {
    const urls = this.records.get(id)?.urls
    return Array.isArray(urls) ? (urls as WrittenUrl[]) : []
  }

  private holdsUnseen(code: string): boolean {
    if (this.unseen.length === 0) return false
    const lower = code.toLowerCase()
    return this.unseen.some((key) => lower.includes(key))
  }
}

/** Packages whose import makes a module pass the gate: those of every known client and adapter, and of the user's own rows. */
function clientPackages({ clients }: ResolvedOptions): string[] {
  const rows = [...CLIENTS, ...clients]
  const packages = rows.flatMap((row) => [
    ...row.packages,
    ...(row.adapters ?? []).flatMap((adapter) => adapter.packages),
  ])
  return [...new Set(packages.map((name) => name.replace(/\/\*$/, '')))].sort()
}

/** mpx's own name of the platform. */
function modeOf({ defines }: ResolvedOptions): string | null {
  const mode = defines.get('__mpx_mode__')?.value
  return typeof mode === 'string' ? mode : null
}

function asSummary(record: ModuleRecord): ModuleSummary {
  return record as unknown as ModuleSummary
}

function settingsOf(key: string): string {
  return key.slice(key.indexOf('-') + 1)
}
