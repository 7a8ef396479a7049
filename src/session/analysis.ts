import { recordKey, SUMMARY_VERSION, type ExtractOptions } from '../extract'
import { resultOf, type LinkInput, type LinkResult } from '../link'
import type { HostPort, ModuleRecord } from '../session'
import { isAnsweredAlike, noting, type Answer, type Answers } from './answers'

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
  /** What linking found; null before it. */
  link: KeptLink | null
}

/** A link, and all that it was made from. */
interface KeptLink {
  /** The settings of linking, and the modules with their keys. */
  inputs: string
  answers: Answer[]
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
    if (kept && kept.inputs === inputs && (await isAnsweredAlike(kept.answers, port))) {
      this.link = kept
      take(this.asked)
      return resultOf(kept.calls, new Set(kept.analysed), kept.failed)
    }
    this.isAllKnown = false
    const answers: Answers = new Map()
    const result = await link({ ...input, port: noting(port, answers, (id) => this.input.records.has(id)) })
    const { calls, analysed, failed } = result
    this.link = { inputs, answers: [...answers.values()], calls, analysed: [...analysed], failed }
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
}
