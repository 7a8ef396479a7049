import type { ResolvedOptions } from '../options'
import { parseJson } from '../options/json'
import type { HostPort, ModuleRecord, Session } from '../session'
import { isBinary, isToolModule, parseId } from './ids'
import { hashOf } from './memory'
import type { BuildMemory, KeptModule } from './memory'
import { isRuntime } from './runtime'

/** What the host does with a module after `transform`. */
export interface Transformed {
  /** To be kept with the module by the host: as it is, or as JSON. */
  record: ModuleRecord | string
  /** The text to go on with, where the host map matched. */
  rewritten: { code: string; map: object } | null
}

/** A live module of the host's graph. */
export interface LiveModule {
  /** The host's id. */
  id: string
  /** The record that the host kept with it, where it came back from a cache: as it is, or as JSON. */
  record?: ModuleRecord | string
}

type ReadText = HostPort['read']

/** A module that passed by: what came in, what went out. */
interface Seen {
  input: string
  output: string | null
  isRewritten: boolean
  result: Transformed
  /** Its text, where the session was not told of it: an earlier build left what it would say. */
  untold: string | null
}

/**
 * The modules of one build, and what the session knows of them. Where an earlier build left what their texts gave, the
 * session is told only once it must link ({@link ProgramModules.tell}).
 */
export class ProgramModules {
  private readonly seen = new Map<string, Seen>()
  /** By id: the kept record of modules that did not pass by. */
  private readonly restored = new Map<string, ModuleRecord | string>()
  /** Those of them that the session was not told of. */
  private readonly unrestored = new Set<string>()
  /** Texts of modules with no file behind them (`pages-json-js` of uni-app): linking may ask for them again. */
  readonly texts = new Map<string, string>()
  private readonly recordTexts = new WeakMap<ModuleRecord, string>()
  /** Modules of the framework's and toolchain's own, which are not followed. */
  runtime = new Set<string>()
  private isWaiting: boolean
  /** Null until a module has to be analysed. */
  private started: Session | null = null
  private starting: Promise<Session> | null = null

  constructor(
    private readonly options: ResolvedOptions,
    private readonly createSession: () => Session | Promise<Session>,
    private readonly memory: BuildMemory | null,
  ) {
    this.isWaiting = memory !== null
  }

  /** What analyses the modules: started when it is first asked for. */
  session(): Promise<Session> {
    return (this.starting ??= (async () => (this.started = await this.createSession()))())
  }

  /**
   * A module passes by. Null where it is none of ours.
   * A file may come several times: for each of its blocks (mpx, uni-app with Vue 2), and a second time after our own
   * rewriting (mpx runs loaders twice); it is taken once, as the file has it.
   */
  async transform(rawId: string, code: string, read: ReadText): Promise<Transformed | null> {
    const { id, virtual, part } = parseId(rawId)
    if (isBinary(id) || !this.options.filter(id)) return null
    if (virtual && (isToolModule(id) || !code.includes('://'))) return null
    if (isRuntime(id)) return null
    const known = this.seen.get(id)
    const input = hashOf(code)
    if (known?.output === input) return { record: known.result.record, rewritten: null }
    if (known?.input === input) return known.result
    if (part && !virtual) {
      const file = await read(id)
      if (file !== null && file !== code) {
        // A block of the file or another form of it: what the file says is taken from the whole.
        const { record } = known ? known.result : await this.take(id, file)
        return { record, rewritten: null }
      }
    }
    return this.take(id, code, input)
  }

  /** @param isRewritten whether what the host map makes of it takes the module's place */
  async take(id: string, code: string, input = hashOf(code), isRewritten = true): Promise<Transformed> {
    const kept = this.isWaiting ? this.memory!.moduleOf(id, inputOf(input, isRewritten)) : null
    const session = kept ? null : await this.session()
    const known = this.seen.get(id)
    // It passed a second time while the session was being waited for.
    if (session && known?.input === input && known.isRewritten === isRewritten) return known.result
    const { record, rewritten } = kept ?? session!.update(id, code, isRewritten)
    const result = { record, rewritten }
    const output = rewritten ? hashOf(rewritten.code) : null
    this.seen.set(id, { input, output, isRewritten, result, untold: kept ? code : null })
    this.restored.delete(id)
    this.unrestored.delete(id)
    if (!/\/[^/]+\.\w+$/.test(id)) this.texts.set(id, code)
    return result
  }

  has(id: string): boolean {
    return this.seen.has(id)
  }

  /** Brings the session to the host's graph: restores or reads what did not pass by, drops what is gone. */
  async sync(modules: Iterable<LiveModule>, read: ReadText): Promise<void> {
    const live = new Map<string, LiveModule['record']>()
    this.runtime = new Set()
    for (const { id: rawId, record } of modules) {
      const { id, virtual } = parseId(rawId)
      if (isBinary(id) || !this.options.filter(id)) continue
      if (virtual && !record && !this.seen.has(id)) continue
      if (isRuntime(id)) {
        this.runtime.add(id)
        continue
      }
      live.set(id, live.get(id) ?? record)
    }
    for (const known of [this.seen, this.restored, this.texts, this.unrestored]) {
      for (const id of known.keys()) if (!live.has(id)) known.delete(id)
    }
    this.started?.prune(live.keys())
    for (const [id, kept] of live) {
      if (this.seen.has(id) || isSame(kept, this.restored.get(id))) continue
      if (this.isWaiting && kept !== undefined) {
        this.restored.set(id, kept)
        this.unrestored.add(id)
      } else await this.restore(id, kept, read)
    }
  }

  private async restore(id: string, kept: LiveModule['record'], read: ReadText): Promise<void> {
    const record = typeof kept === 'string' ? (parseJson(kept) as ModuleRecord | undefined) : kept
    if (record && (await this.session()).restore(id, record)) {
      this.restored.set(id, kept!)
      return
    }
    this.restored.delete(id)
    const text = await read(id)
    if (text !== null) await this.take(id, text)
  }

  /** Tells the session of all that it was not told of yet, and of what comes from now on at once. */
  async tell(read: ReadText): Promise<void> {
    this.isWaiting = false
    const session = await this.session()
    for (const [id, module] of this.seen) {
      if (module.untold === null) continue
      session.update(id, module.untold, module.isRewritten)
      module.untold = null
    }
    for (const id of this.unrestored) await this.restore(id, this.restored.get(id), read)
    this.unrestored.clear()
  }

  /** What all modules say, as a short text that no other program has. */
  key(): string {
    const rows = [...this.seen].map(
      ([id, { result, isRewritten }]) => `${id}\0${isRewritten}\0${this.hashOf(result.record)}`,
    )
    for (const [id, record] of this.restored) rows.push(`${id}\0true\0${this.hashOf(record)}`)
    return hashOf(rows.sort().join('\n'))
  }

  private hashOf(record: ModuleRecord | string): string {
    return hashOf(this.textOf(record))
  }

  /** What the texts of those that passed by gave, for the next build. */
  kept(): Map<string, KeptModule> {
    const kept = new Map<string, KeptModule>()
    for (const [id, { input, isRewritten, result }] of this.seen) {
      kept.set(id, {
        input: inputOf(input, isRewritten),
        record: this.textOf(result.record),
        rewritten: result.rewritten,
      })
    }
    return kept
  }

  ids(): Set<string> {
    return new Set([...this.seen.keys(), ...this.restored.keys()])
  }

  /** A record as JSON, for hosts that write it to disk; made once, however often the file passes. */
  textOf(record: ModuleRecord | string): string {
    if (typeof record === 'string') return record
    let text = this.recordTexts.get(record)
    if (text === undefined) this.recordTexts.set(record, (text = JSON.stringify(record)))
    return text
  }

  /** How many modules passed by. */
  get size(): number {
    return this.seen.size
  }

  /** A file left the project (dev servers, which have no graph to prune by). */
  remove(rawId: string): void {
    const { id } = parseId(rawId)
    this.seen.delete(id)
    this.restored.delete(id)
    this.unrestored.delete(id)
    this.started?.remove(id)
  }
}

/** What is asked of a text besides its hash. */
function inputOf(hash: string, isRewritten: boolean): string {
  return isRewritten ? hash : `${hash} as it is`
}

function isSame(a: LiveModule['record'], b: LiveModule['record']): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a !== undefined && a === b
  return a.key === b.key
}
