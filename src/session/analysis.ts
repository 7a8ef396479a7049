import { recordKey, SUMMARY_VERSION, type ExtractOptions } from '../extract'
import { hashText } from '../extract/hash'
import { resultOf, type LinkInput, type LinkResult } from '../link'
import type { HostPort, ModuleRecord } from '../session'

/**
 * What one process found out about a program, as JSON, for the next one. Each part is used again only where all that it
 * was made from is the same: texts by their hashes, settings by their values, what the host answered by asking again.
 */
export interface Analysis {
  /** Version of the records. */
  v: number
  /** What records depend on besides their texts. */
  settings: string
  records: [id: string, record: ModuleRecord][]
  /** Summaries of refused modules that linking asked for. */
  asked: [id: string, record: ModuleRecord][]
  /** What linking found; null where the host has a graph of its own, which isn't asked again. */
  link: KeptLink | null
}

/** A link, and all that it was made from. */
interface KeptLink {
  /** The settings of linking, and the modules with their keys. */
  inputs: string
  resolved: [specifier: string, importer: string, target: string | null][]
  /** Modules that were read though the host had not handed them in, with their texts' hashes. */
  read: [id: string, hash: string | null][]
  calls: LinkResult['calls']
  analysed: string[]
  failed: LinkResult['failed']
}

/** What the parts of an analysis are made from, in this process. */
export interface AnalysisInput {
  settings: string
  extract: ExtractOptions
  records: ReadonlyMap<string, ModuleRecord>
}

/** Uses what an earlier process found out, and takes down what this one finds out. */
export class Analyses {
  private known: Analysis | null = null
  private readonly records = new Map<string, ModuleRecord>()
  private link: KeptLink | null = null
  /** Whether all that was found out now was known before. */
  private isAllKnown = true

  constructor(private readonly input: AnalysisInput) {}

  /** Takes what an earlier process kept; what is of another version or other settings is left aside. */
  recall(kept: Analysis): void {
    if (kept.v !== SUMMARY_VERSION || kept.settings !== this.input.settings) return
    this.known = kept
    for (const [id, record] of kept.records) this.records.set(id, record)
  }

  /** The record of a text, where an earlier process made it. */
  recordOf(id: string, code: string): ModuleRecord | null {
    const known = this.records.get(id)
    if (known && known.key === recordKey(code, id, this.input.extract)) return known
    this.isAllKnown = false
    return null
  }

  /** Summaries of refused modules that an earlier process's linking asked for. */
  get asked(): Analysis['asked'] {
    return this.known?.asked ?? []
  }

  /**
   * Links, or finds that an earlier process linked the very same program.
   * @param take is given the summaries of refused modules that belong to an earlier link
   */
  async linked(
    input: LinkInput,
    port: HostPort,
    link: (input: LinkInput) => Promise<LinkResult>,
    take: (asked: Analysis['asked']) => void,
  ): Promise<LinkResult> {
    const inputs = this.inputsOf(input)
    const kept = this.known?.link
    if (kept && kept.inputs === inputs && (await this.isStill(kept, port))) {
      this.link = kept
      take(this.asked)
      return resultOf(kept.calls, new Set(kept.analysed), kept.failed)
    }
    this.isAllKnown = false
    const watched = new WatchedPort(port, this.input.records)
    const result = await link({ ...input, port: watched })
    this.link = port.importers
      ? null
      : { inputs, ...watched.answers(), calls: result.calls, analysed: [...result.analysed], failed: result.failed }
    return result
  }

  /** What to keep; null where nothing was found out that was not kept already. */
  result(asked: Analysis['asked']): Analysis | null {
    const { settings, records } = this.input
    if (this.isAllKnown && records.size === this.records.size) return null
    return { v: SUMMARY_VERSION, settings, records: [...records], asked, link: this.link }
  }

  private inputsOf({ platform, defines, clients, namespaces, traceAll }: LinkInput): string {
    const settings = [platform.name, [...defines], clients, namespaces ?? [], traceAll ?? false]
    const modules = [...this.input.records].map(([id, { key, gate }]) => `${id}\0${key}\0${gate}`)
    return [JSON.stringify(settings), ...modules].join('\n')
  }

  /** Whether the host answers all that linking asked as it did then. */
  private async isStill({ resolved, read }: KeptLink, port: HostPort): Promise<boolean> {
    if (port.importers) return false
    for (const [specifier, importer, target] of resolved)
      if ((await port.resolve(specifier, importer)) !== target) return false
    for (const [id, hash] of read) if (hashOf(await port.read(id)) !== hash) return false
    return true
  }
}

/** A host's port that takes down what it answers. */
class WatchedPort implements HostPort {
  private readonly resolved = new Map<string, KeptLink['resolved'][number]>()
  private readonly texts = new Map<string, string | null>()
  readonly importers: HostPort['importers']

  constructor(
    private readonly port: HostPort,
    private readonly records: ReadonlyMap<string, ModuleRecord>,
  ) {
    this.importers = port.importers && ((id) => port.importers!(id))
  }

  resolve(specifier: string, importer: string): ReturnType<HostPort['resolve']> {
    const answer = this.port.resolve(specifier, importer)
    const note = (target: string | null): string | null => {
      this.resolved.set(`${specifier}\0${importer}`, [specifier, importer, target])
      return target
    }
    return answer instanceof Promise ? answer.then(note) : note(answer)
  }

  read(id: string): ReturnType<HostPort['read']> {
    const answer = this.port.read(id)
    const note = (text: string | null): string | null => {
      // The text of a module that was handed in is told by its key.
      if (!this.records.has(id)) this.texts.set(id, hashOf(text))
      return text
    }
    return answer instanceof Promise ? answer.then(note) : note(answer)
  }

  answers(): Pick<KeptLink, 'resolved' | 'read'> {
    return { resolved: [...this.resolved.values()], read: [...this.texts] }
  }
}

function hashOf(text: string | null): string | null {
  return text === null ? null : hashText(text)
}
