import { directoryFor, projectOptions } from '../cli/project'
import { NodeFiles } from '../cli/files'
import { CONFIG_NAMES } from '../cli/config-file'
import type { Finding } from '../check'
import { langOf } from '../extract/scan'
import type { ResolvedOptions } from '../options'
import { joinPath } from '../options/files'
import type { ReportData } from '../report'
import { createSession, settleBaseline, type Session } from '../session'
import { carryOver, without } from './edits'
import { findingsIn, showFindings } from './findings'
import { SourceTree, stampOf } from './tree'
import type { LintFinding, LintSettings } from './types'
import { moveFindings, unseenEdit } from './unseen'

/** A project whose linking takes longer than this (ms) is linked in parts while a text is typed. */
const QUICK = 40
/** How many modules such a part has at most. */
const PART = 40
/** How often the disk is looked at (ms) while lint requests come. */
const LOOK = 1000

/** A module with what stands nearest to it, linked by themselves. */
interface Part {
  id: string
  session: Session
  members: ReadonlySet<string>
  /** What the part alone says of the file as it is on disk. */
  saved: Finding[]
}

/** A text and what was found in it. */
interface Judged {
  id: string
  text: string
  findings: Finding[]
  /** The report that the findings are from. */
  data: ReportData
}

/** Files as options read them, with what was read remembered: a changed one means other options. */
class WatchedFiles extends NodeFiles {
  readonly asked = new Map<string, string>()

  override read(path: string): string | null {
    if (!this.asked.has(path)) this.asked.set(path, stampOf(path))
    return super.read(path)
  }
}

/**
 * One project as linters see it: analysed once, then kept in step with the disk and with the text that is being typed.
 *
 * A text that is as on disk gets what `mp-domains check` says. One that is not saved yet is linked with the modules
 * around it where linking everything takes too long; what only the rest of the project shows is carried over from the
 * last whole analysis.
 */
export class LintProject {
  private readonly whole: Session
  private readonly seen = new Map<string, string>()
  private data: ReportData | null = null
  /** How long the last whole link took, ms. */
  private took = 0
  private part: Part | null = null
  /** What was found in the text that was judged last, before it was put into words. */
  private last: Judged | null = null
  private looked = performance.now()

  private constructor(
    readonly options: ResolvedOptions,
    private readonly tree: SourceTree,
    private readonly configuration: ReadonlyMap<string, string>,
  ) {
    this.whole = createSession(options, { imports: true })
  }

  /**
   * Reads a project's configuration and sources.
   * @throws {ConfigError} for a wrong configuration
   */
  static async open(
    root: string,
    cwd: string,
    settings: LintSettings,
    env: Readonly<Record<string, string | undefined>>,
  ): Promise<LintProject> {
    const files = new WatchedFiles()
    const { environment, platform, config, rewrite, lang } = settings
    const { options } = await projectOptions({
      directory: directoryFor(root, cwd, files),
      command: 'check',
      files,
      flags: { env: environment, platform, config, rewrite },
      env,
      cwd,
      ...(lang && { options: { lang } }),
    })
    for (const name of CONFIG_NAMES) files.read(joinPath(root, name))
    if (options.configFile) files.read(options.configFile)
    return new LintProject(options, new SourceTree(options), files.asked)
  }

  /** Whether the configuration is still the one that was read; looked at once a second. */
  refresh(): boolean {
    const now = performance.now()
    if (now - this.looked < LOOK) return true
    this.looked = now
    for (const [path, stamp] of this.configuration) if (stampOf(path) !== stamp) return false
    if (this.tree.refresh()) {
      this.data = null
      this.part = null
      this.last = null
    }
    return true
  }

  /** What is found in one text. Empty for a file that is no part of the program. */
  async lint(id: string, text: string): Promise<LintFinding[]> {
    if (!this.tree.holds(id)) return []
    const saved = this.tree.files.get(id)?.text.replace(/^\uFEFF/, '')
    const data = await this.analyse()
    this.last = this.moved(id, text, saved, data) ?? (await this.judge(id, text, saved ?? '', data))
    return this.show(this.last)
  }

  /** What is known of a text that says to a program what the one on disk, or the last one, said. */
  private moved(id: string, text: string, saved: string | undefined, data: ReportData): Judged | null {
    const known: Judged[] = saved === undefined ? [] : [{ id, text: saved, findings: [], data }]
    if (this.last?.id === id) known.unshift(this.last)
    for (const judged of known) {
      const isSaved = judged.text === saved
      const found = () => (isSaved ? findingsIn(id, { data, options: this.options }) : judged.findings)
      if (judged.text === text) return { ...judged, findings: found() }
      const move = unseenEdit(judged.text, text, langOf(id))
      if (move) return { id, text, findings: moveFindings(found(), move, judged.text, text), data: judged.data }
    }
    return null
  }

  private async judge(id: string, text: string, saved: string, data: ReportData): Promise<Judged> {
    if (this.took < QUICK) {
      const typed = await this.typedWhole(id, text)
      return { id, text, findings: findingsIn(id, { data: typed, options: this.options }), data: typed }
    }
    const part = await this.partOf(id, text, saved)
    const typed = await this.finish(part.session, id, text, part.members)
    const known = findingsIn(id, { data, options: this.options })
    const now = findingsIn(id, { data: typed, options: this.options })
    const wrong = without(part.saved, known)
    const elsewhere = carryOver(without(known, part.saved), saved, text)
    return { id, text, findings: [...without(now, wrong), ...elsewhere], data: typed }
  }

  private show({ id, text, findings, data }: Judged): LintFinding[] {
    const read = (file: string) => (file === id ? text : this.tree.read(file))
    return showFindings(findings, text, { options: this.options, data, read })
  }

  /** The report of what is on disk. */
  private async analyse(): Promise<ReportData> {
    if (this.data) return this.data
    const { files } = this.tree
    for (const [id, { stamp, record }] of files) {
      if (this.seen.get(id) === stamp) continue
      this.whole.restore(id, record)
      this.seen.set(id, stamp)
    }
    for (const id of this.seen.keys()) {
      if (files.has(id)) continue
      this.whole.remove(id)
      this.seen.delete(id)
    }
    const start = performance.now()
    const data = await this.whole.finish({ resolve: this.tree.port.resolve, read: (id) => this.tree.read(id) })
    this.took = performance.now() - start
    // A second link is what a key press would cost: the first one summarises what the gate refused.
    if (this.took >= QUICK) {
      const again = performance.now()
      await this.whole.finish({ resolve: this.tree.port.resolve, read: (id) => this.tree.read(id) })
      this.took = performance.now() - again
    }
    return (this.data = this.withoutKnown(data))
  }

  private withoutKnown(data: ReportData): ReportData {
    const { baseline } = this.options
    return settleBaseline(data, this.options, baseline === null ? null : new NodeFiles().read(baseline))
  }

  /** The whole project with a text that is not saved. */
  private async typedWhole(id: string, text: string): Promise<ReportData> {
    this.whole.update(id, text)
    const data = await this.finish(this.whole, id, text)
    const saved = this.tree.files.get(id)
    if (saved) this.whole.restore(id, saved.record)
    else this.whole.remove(id)
    return this.withoutKnown(data)
  }

  /**
   * Links a session that was given the text.
   * @param members the modules that may be linked; default all
   */
  private finish(session: Session, id: string, text: string, members?: ReadonlySet<string>): Promise<ReportData> {
    const { resolve } = this.tree.port
    return session.finish({
      resolve: (specifier, importer) => {
        const target = resolve(specifier, importer)
        return target === null || !members || members.has(target) ? target : null
      },
      read: (file) => (file === id ? text : this.tree.read(file)),
    })
  }

  private async partOf(id: string, text: string, saved: string): Promise<Part> {
    const known = this.part?.id === id ? this.part : null
    const session = known?.session ?? createSession(this.options, { imports: true })
    const { record } = session.update(id, text)
    const members = this.tree.around(id, record, PART)
    // A new import asks for a new part; else the warm one serves.
    if (known && [...members].every((member) => known.members.has(member))) return known
    for (const member of members) {
      const file = this.tree.files.get(member)
      if (file && member !== id) session.restore(member, file.record)
    }
    const file = this.tree.files.get(id)
    if (file) session.restore(id, file.record)
    else session.update(id, saved)
    const alone = await this.finish(session, id, saved, members)
    session.restore(id, record)
    this.part = { id, session, members, saved: findingsIn(id, { data: alone, options: this.options }) }
    return this.part
  }
}
