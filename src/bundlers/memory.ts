import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ResolvedOptions } from '../options'
import type { ReportData } from '../report/types'
import type { HostPort } from '../session'

/** What a module's text gave: the record as JSON, and the rewritten text. */
export interface KeptModule {
  /** A hash of the text that passed by. */
  input: string
  record: string
  rewritten: { code: string; map: object } | null
}

/** A question that linking asked the host, and the answer: imports, texts (their hash), importers. */
type Answer =
  | readonly ['resolve', specifier: string, importer: string, id: string | null]
  | readonly ['read', id: string, hash: string | null]
  | readonly ['importers', id: string, ids: string | null]

/** By question. */
export type Answers = Map<string, Answer>

interface Kept {
  modules: (readonly [id: string, KeptModule])[]
  /** What the modules were as a whole. */
  key: string
  answers: Answer[]
  data: ReportData
}

/** Milliseconds after which a file goes when another is written: 30 days. */
const LIFETIME = 30 * 24 * 60 * 60 * 1000

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
    for (const answer of this.kept.answers) if (!(await holds(answer, port))) return null
    return this.kept.data
  }

  /** The port, noting what is asked of it into `answers`. */
  noting(port: HostPort, answers: Answers): HostPort {
    const note = (answer: Answer): void => void answers.set(answer.slice(0, -1).join('\0'), answer)
    return {
      resolve: (specifier, importer) =>
        then(port.resolve(specifier, importer), (id) => note(['resolve', specifier, importer, id])),
      read: (id) => then(port.read(id), (text) => note(['read', id, hashOfText(text)])),
      ...(port.importers && {
        importers: (id: string) => {
          const found = port.importers!(id)
          const ids = found && [...found]
          note(['importers', id, listOf(ids)])
          return ids
        },
      }),
    }
  }

  /** Leaves a build for the next one. */
  write(modules: ReadonlyMap<string, KeptModule>, key: string, answers: Answers, data: ReportData): void {
    if (!this.writes) return
    try {
      mkdirSync(dirname(this.path), { recursive: true })
      const draft = join(dirname(this.path), `${randomUUID()}.tmp`)
      const kept: Kept = { modules: [...modules], key, answers: [...answers.values()], data }
      writeFileSync(draft, JSON.stringify(kept))
      renameSync(draft, this.path)
      prune(dirname(this.path))
    } catch {
      // A folder that can't be written to: the next build does it all again.
    }
  }
}

async function holds(answer: Answer, port: HostPort): Promise<boolean> {
  switch (answer[0]) {
    case 'resolve':
      return (await port.resolve(answer[1], answer[2])) === answer[3]
    case 'read':
      return hashOfText(await port.read(answer[1])) === answer[2]
    case 'importers': {
      const found = port.importers?.(answer[1])
      return listOf(found && [...found]) === answer[2]
    }
  }
}

function then<Value>(value: Value | Promise<Value>, note: (value: Value) => void): Value | Promise<Value> {
  if (value instanceof Promise) {
    return value.then((settled) => {
      note(settled)
      return settled
    })
  }
  note(value)
  return value
}

function listOf(ids: readonly string[] | undefined): string | null {
  return ids ? [...ids].sort().join('\0') : null
}

/** A short text that stands for another. */
export function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('base64')
}

function hashOfText(text: string | null): string | null {
  return text === null ? null : hashOf(text)
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
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept | null
    return kept && Array.isArray(kept.modules) && Array.isArray(kept.answers) && kept.data ? kept : null
  } catch {
    return null
  }
}

function prune(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (Date.now() - statSync(path).mtimeMs > LIFETIME) rmSync(path, { force: true })
  }
}
