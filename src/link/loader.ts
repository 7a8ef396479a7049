import type { ModuleSummary, OpaqueRecord } from '../extract'
import { bindGlobs } from './globs'
import type { LinkInput } from './index'
import type { Module } from './module'
import { relevantModules } from './relevance'
import type { World } from './world'
import { comesTooLate } from './writes'

/** Names of calls by which a module says something of the whole program. */
const DECLARING = ['App', 'addInterceptor', 'intercept']

/**
 * Summarises refused modules at the moment when a value of them is asked for, where the host can read and resolve at
 * once. What can't wait for that is asked for in another round: see {@link World.wanted}.
 */
export class Loader {
  private readonly added: Module[] = []
  /** The host takes its time: it isn't asked in the midst of a question again. */
  private later = false

  constructor(
    private readonly world: World,
    private readonly input: LinkInput,
    private readonly summaries: Map<string, ModuleSummary>,
    private readonly refused: Map<string, OpaqueRecord>,
    private readonly ids: () => Iterable<string>,
  ) {}

  /** The module of that id with its imports resolved, or null where the host takes its time. */
  load(id: string): Module | null {
    if (this.later || this.summaries.has(id)) return null
    const code = this.input.port.read(id)
    if (typeof code !== 'string') {
      if (code !== null) this.tooLate(code)
      return null
    }
    const summary = this.input.summarise(id, code) as ModuleSummary
    this.refused.delete(id)
    this.summaries.set(id, summary)
    const resolved = new Map<string, string | null>()
    for (const specifier of summary.specifiers) {
      const target = this.input.port.resolve(specifier, id)
      if (target instanceof Promise) {
        this.tooLate(target)
        return null
      }
      resolved.set(specifier, target)
    }
    const module = this.world.add(id, summary)
    module.resolved = resolved
    bindGlobs(module, this.ids)
    this.world.graph?.add(module)
    this.added.push(module)
    return module
  }

  /** The answer comes too late for this question; another round waits for it, and for its error. */
  private tooLate(answer: Promise<unknown>): void {
    this.later = true
    answer.catch(() => {})
  }

  /**
   * Whether what was loaded since the last time says something of other modules: it writes to what they hold, declares
   * something for the whole program, or leads to the platform. Then everything is found anew.
   */
  changesOthers(): boolean {
    const { world } = this
    const added = this.added.splice(0)
    if (!added.length) return false
    return added.some((m) => this.says(m)) || relevantModules(world).size !== world.relevant.size
  }

  private says(module: Module): boolean {
    const { world } = this
    const { summary } = module
    if (summary.attributes.length) return true
    const declares = summary.calls.some(([ref]) => {
      const n = summary.nodes[ref]!
      const label = n[0] === 'call' ? n[4] : ''
      const name = label.slice(label.lastIndexOf('.') + 1)
      if (name === 'use') return /interceptor/i.test(label)
      return DECLARING.includes(name) || world.clientTable.setups.has(name)
    })
    return declares || summary.writes.some((_, index) => comesTooLate(world, { module, index }))
  }
}
