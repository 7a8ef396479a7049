import { directoryFor, projectOptions } from '../cli/project'
import { NodeFiles } from '../cli/files'
import { CONFIG_NAMES } from '../cli/config-file'
import type { Finding } from '../check'
import { langOf } from '../extract/scan'
import type { ResolvedOptions } from '../options'
import { joinPath } from '../options/files'
import type { ReportData } from '../report'
import { createSession, settleBaseline, type HostPort, type ModuleRecord, type Session } from '../session'
import { carryOver, without } from './edits'
import { findingsIn, involvedIn, showFindings, type Involved } from './findings'
import { SourceTree, stampOf } from './tree'
import type { LintFinding, LintSettings } from './types'
import { moveFindings, unseenEdit } from './unseen'

/** A project whose linking takes longer than this (ms) is linked in parts while a text is typed. */
const QUICK = 40
/** How many modules a part has at most of which it is made sure that it says what the whole says. */
const EXACT = 12
/** Where linking takes longer than this (ms), it waits after the disk changed until nobody types. */
const SLOW = 1000
/** For how long (ms) nobody has typed then. */
const PAUSE = 1500
/** How often the disk is looked at (ms) while lint requests come. */
const LOOK = 1000

/** A module with what stands nearest to it, linked by itself. */
interface Part {
  id: string
  session: Session
  members: ReadonlySet<string>
  /** What the part alone says of the file as it was when everything was linked. */
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

/** What was found in the whole project, and in which texts. */
interface Analysed {
  data: ReportData
  texts: ReadonlyMap<string, string>
  /** The modules that calls have to do with; found when they are first asked for. */
  involved: Involved | null
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
 * A text that is as on disk gets what `mp-domains check` says. For one that is not saved yet, what it can reach is linked
 * again; where that is much, it is linked with the modules around it, and what only the rest of the project shows is
 * carried over from the last whole analysis. The same goes for what was just saved where linking everything takes long.
 */
export class LintProject {
  private readonly whole: Session
  /** Summarises the text that is typed, once for all that is linked with it. */
  private readonly reader: Session
  private readonly seen = new Map<string, string>()
  private analysed: Analysed | null = null
  /** Files changed since. */
  private isStale = true
  private pause: NodeJS.Timeout | undefined
  /** How long the last whole link took, ms. */
  private took = 0
  /** The file whose text, as it was typed, the whole was linked with last. */
  private typed: string | null = null
  private part: Part | null = null
  /** What was found in the text that was judged last, before it was put into words. */
  private last: Judged | null = null
  private looked = performance.now()

  private constructor(
    readonly options: ResolvedOptions,
    private readonly tree: SourceTree,
    private readonly configuration: ReadonlyMap<string, string>,
  ) {
    this.whole = createSession(options, { imports: true, keeps: 'first' })
    this.reader = createSession(options, { imports: true })
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
      this.isStale = true
      this.part = null
      this.last = null
    }
    return true
  }

  /** What is found in one text. Empty for a file that is no part of the program. */
  async lint(id: string, text: string): Promise<LintFinding[]> {
    if (!this.tree.holds(id)) return []
    const analysed = await this.analyse()
    this.last = this.moved(id, text, analysed) ?? (await this.judge(id, text, analysed))
    return this.show(this.last)
  }

  /** What is known of a text that says to a program what the one that was analysed, or the last one, said. */
  private moved(id: string, text: string, { data, texts }: Analysed): Judged | null {
    const saved = texts.get(id)
    const known: Judged[] = saved === undefined ? [] : [{ id, text: saved, findings: [], data }]
    if (this.last?.id === id) known.unshift(this.last)
    for (const judged of known) {
      const isSaved = judged.text === saved
      const found = () => (isSaved ? this.findingsIn(id, data) : judged.findings)
      if (judged.text === text) return { ...judged, findings: found() }
      const move = unseenEdit(judged.text, text, langOf(id))
      if (move) return { id, text, findings: moveFindings(found(), move, judged.text, text), data: judged.data }
    }
    return null
  }

  private async judge(id: string, text: string, analysed: Analysed): Promise<Judged> {
    const { data, texts } = analysed
    const { record } = this.reader.update(id, text)
    const typed = await this.typedWhole(id, text, record)
    if (typed) return { id, text, findings: this.findingsIn(id, typed), data: typed }
    const saved = texts.get(id) ?? ''
    const involved = (analysed.involved ??= involvedIn(data, this.options.root))
    const part = await this.partOf(id, saved, record, involved)
    const near = await part.session.finish(this.port(id, text, part.members))
    const known = this.findingsIn(id, data)
    const wrong = without(part.saved, known)
    const elsewhere = carryOver(without(known, part.saved), saved, text)
    return { id, text, findings: [...without(this.findingsIn(id, near), wrong), ...elsewhere], data: near }
  }

  private findingsIn(id: string, data: ReportData): Finding[] {
    return findingsIn(id, { data, options: this.options })
  }

  private show({ id, text, findings, data }: Judged): LintFinding[] {
    const read = (file: string) => (file === id ? text : this.tree.read(file))
    return showFindings(findings, text, { options: this.options, data, read })
  }

  /** What is known of the project as it is on disk, or as it was a moment ago. */
  private async analyse(): Promise<Analysed> {
    clearTimeout(this.pause)
    if (!this.isStale && this.analysed) return this.analysed
    this.restore()
    if (!this.analysed || this.took < SLOW) return this.analyseAll()
    const data = await this.whole.finishPart(this.port(), EXACT)
    if (data) return this.keep(data)
    // What goes wrong there goes wrong for the next text as well, and is told with it.
    this.pause = setTimeout(() => void this.analyseAll().catch(() => {}), PAUSE).unref()
    return this.analysed
  }

  private async analyseAll(): Promise<Analysed> {
    this.restore()
    const start = performance.now()
    const data = await this.whole.finish(this.port())
    this.took = performance.now() - start
    return this.keep(data)
  }

  private keep(data: ReportData): Analysed {
    this.isStale = false
    this.typed = null
    this.part = null
    this.last = null
    const texts = new Map([...this.tree.files].map(([id, { text }]) => [id, text.replace(/^\uFEFF/, '')]))
    return (this.analysed = { data: this.withoutKnown(data), texts, involved: null })
  }

  /** Gives the whole what is on disk. */
  private restore(): void {
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
  }

  private withoutKnown(data: ReportData): ReportData {
    const { baseline } = this.options
    return settleBaseline(data, this.options, baseline === null ? null : new NodeFiles().read(baseline))
  }

  /** The whole project with a text that is not saved; null where too much would have to be linked. */
  private async typedWhole(id: string, text: string, record: ModuleRecord): Promise<ReportData | null> {
    const saved = this.tree.files.get(id)
    const isQuick = this.took < QUICK
    // A module that comes, and goes again, has everything linked.
    if (!isQuick && (!saved || this.isStale)) return null
    if (this.typed !== null && this.typed !== id) await this.whole.finishPart(this.port(), EXACT)
    this.whole.restore(id, record)
    const port = this.port(id, text)
    const data = await (isQuick ? this.whole.finish(port) : this.whole.finishPart(port, EXACT))
    if (saved) this.whole.restore(id, saved.record)
    else this.whole.remove(id)
    this.typed = data && id
    return data && this.withoutKnown(data)
  }

  /**
   * What a session needs of the world.
   * @param id the file that is typed in, with its text; none: all are as on disk
   * @param members the modules that may be linked; default all
   */
  private port(id?: string, text?: string, members?: ReadonlySet<string>): HostPort {
    const { resolve } = this.tree.port
    return {
      resolve: (specifier, importer) => {
        const target = resolve(specifier, importer)
        return target === null || !members || members.has(target) ? target : null
      },
      read: (file) => (file === id && text !== undefined ? text : this.tree.read(file)),
    }
  }

  /** What stands around a file, given the text that is typed, and what that says of the text that was analysed. */
  private async partOf(id: string, saved: string, record: ModuleRecord, involved: Involved): Promise<Part> {
    const known = this.part?.id === id ? this.part : null
    const session = known?.session ?? createSession(this.options, { imports: true, keeps: 'never' })
    const members = this.tree.around(id, record, saved.length, involved)
    // A new import asks for a new part; else the warm one serves.
    if (known && [...members].every((member) => known.members.has(member))) {
      session.restore(id, record)
      return known
    }
    for (const member of members) {
      const file = this.tree.files.get(member)
      if (file) session.restore(member, file.record)
    }
    if (this.tree.files.get(id)?.text.replace(/^\uFEFF/, '') !== saved) session.update(id, saved)
    const alone = await session.finish(this.port(id, saved, members))
    session.restore(id, record)
    this.part = { id, session, members, saved: this.findingsIn(id, alone) }
    return this.part
  }
}
