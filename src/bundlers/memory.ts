import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ResolvedOptions } from '../options'
import type { ReportData } from '../report/types'
import type { HostPort } from '../session'
import { isAnsweredAlike, type Answer, type Answers } from '../session/answers'
import { prune, readKept, writeKept } from './cache-files'

/** What a module's text gave: the record as JSON, and the rewritten text. */
export interface KeptModule {
  /** A hash of the text that passed by. */
  input: string
  record: string
  rewritten: { code: string; map: object } | null
}

interface Kept {
  modules: (readonly [id: string, KeptModule])[]
  /** What the modules were as a whole. */
  key: string
  answers: Answer[]
  data: ReportData
}

/** Bytes that the builds of a project may take together: those left longest ago go first. */
const MOST = 100_000_000

/**
 * What a build leaves for the next one of the same project under the same options, day and version of this package: what
 * each text gave, and the report of linking them with every question that linking asked the host on the way. A report
 * serves again only where all modules are the same and the host gives the same answer to each of those questions: linking
 * would ask no other, and say the same.
 */
export class BuildMemory {
  private readonly modules: ReadonlyMap<string, KeptModule>

  private constructor(
    private readonly path: string,
    private readonly kept: Kept | null,
    private readonly writes: boolean,
  ) {
    this.modules = new Map(kept?.modules)
  }

  /**
   * The memory of builds with these options: in the project's `node_modules/.cache`; null where there is no such folder,
   * where the host goes on after a build, or where Node is told to keep nothing (`NODE_DISABLE_COMPILE_CACHE`).
   * @param shell `CI` says that nobody comes back for what would be written
   */
  static open(
    options: ResolvedOptions,
    toolVersion: string,
    shell: Readonly<Record<string, string | undefined>>,
  ): BuildMemory | null {
    const modules = join(options.root, 'node_modules')
    if (options.command !== 'build' || shell.NODE_DISABLE_COMPILE_CACHE || !existsSync(modules)) return null
    const path = join(modules, '.cache/unplugin-mp-domains/build', `${keyOf(options, toolVersion)}.json`)
    return new BuildMemory(path, read(path), !shell.CI)
  }

  /** What the same text of a module gave. */
  moduleOf(id: string, input: string): KeptModule | null {
    const module = this.modules.get(id)
    return module?.input === input ? module : null
  }

  /** The report that linking would give, where that is known for certain; else null. */
  async recall(key: string, port: HostPort): Promise<ReportData | null> {
    if (this.kept?.key !== key) return null
    return (await isAnsweredAlike(this.kept.answers, port)) ? this.kept.data : null
  }

  /** Leaves a build for the next one. */
  write(modules: ReadonlyMap<string, KeptModule>, key: string, answers: Answers, data: ReportData): void {
    if (!this.writes) return
    const kept: Kept = { modules: [...modules], key, answers: [...answers.values()], data }
    writeKept(this.path, () => Buffer.from(JSON.stringify(kept)))
    prune(dirname(this.path), MOST)
  }
}

/** A short text that stands for another. */
export function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('base64')
}

/** All that a build's result depends on besides the modules and the host's answers. */
function keyOf(options: ResolvedOptions, toolVersion: string): string {
  const environments = [...new Set([options.environment, ...options.knownEnvironments])]
  const sets = environments.map((name) => [
    name,
    options.domainsOf(name),
    options.leftOutOf?.(name) ?? null,
    options.hostMapOf(name),
  ])
  // Ignores end on a day; while this package is developed its version stays.
  const text = JSON.stringify([toolVersion, builtAt(), new Date().toISOString().slice(0, 10), options, sets], plain)
  return createHash('sha1').update(text).digest('hex')
}

function builtAt(): number {
  try {
    return statSync(new URL(import.meta.url)).mtimeMs
  } catch {
    return 0
  }
}

/** For `JSON.stringify`: what it would leave out. */
function plain(_: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return [...value]
  if (value instanceof RegExp || typeof value === 'function') return String(value)
  return value
}

function read(path: string): Kept | null {
  const data = readKept(path)
  try {
    return data && (JSON.parse(data.toString()) as Kept)
  } catch {
    return null
  }
}
