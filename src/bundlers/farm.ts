import { readFile, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import type { Options } from '../options'
import type { HostPort } from '../session'
import { Build } from './build'
import type { Transformed, Verdict } from './build'
import type { Core } from './core'
import { mapDefinitions, readDefinitions } from './definitions'
import type { Definitions } from './definitions'
import { movedDown } from './guard'
import { parseId, slashed, textOf } from './ids'
import { readText } from './rollup-graph'

/** What of Farm's resolved configuration is used. */
export interface FarmConfig {
  root?: string
  mode?: string
  compilation?: { define?: Definitions; output?: { path?: string }; watch?: unknown; mode?: string }
}

/** What of Farm's hook context is used. */
export interface FarmContext {
  resolve(
    param: { source: string; importer: string; kind: string },
    options: { meta: object; caller: string },
  ): Promise<{ resolvedPath: string; external: boolean } | null>
}

interface Resource {
  name: string
  emitted: boolean
}

/**
 * Farm 1.7. Its hooks may throw in `buildEnd` and `writeResources` only: anywhere else the compiler, which is native,
 * aborts the process.
 */
export class FarmHost {
  private build: Promise<Build> | null = null
  private root = slashed(process.cwd())
  private output = 'dist'
  private watching = false
  private readonly live = new Set<string>()

  constructor(
    private readonly user: Options,
    private readonly core: Core,
  ) {}

  /** Farm's `configResolved`: definitions are mapped in place, before the compiler reads them. */
  async configured(config: FarmConfig): Promise<void> {
    this.root = slashed(config.root ?? process.cwd())
    this.output = config.compilation?.output?.path ?? 'dist'
    this.watching = Boolean(config.compilation?.watch)
    const mode = config.compilation?.mode ?? config.mode ?? null
    const define = config.compilation?.define ?? {}
    const own = Object.fromEntries(Object.entries(define).filter(([name]) => !name.startsWith('FARM_')))
    const options = await this.core.resolveOptions(this.user, {
      root: this.root,
      mode,
      modeFrom: 'mode',
      command: this.watching ? (mode === 'development' ? 'dev' : 'watch') : 'build',
      defines: readDefinitions(own, 'json'),
    })
    Object.assign(
      define,
      mapDefinitions(own, 'json', (text) => this.core.mapText(text, options)),
    )
    this.build = Promise.resolve(new Build(options, this.core))
  }

  async transform(code: string, id: string): Promise<Transformed | null> {
    if (!this.build) return null
    const result = await (await this.build).transform(id, code, readText)
    if (result) this.live.add(id)
    return result
  }

  async end(context: FarmContext): Promise<void> {
    if (!this.build) return
    const build = await this.build
    await build.sync(
      [...this.live].map((id) => ({ id })),
      readText,
    )
    await build.link(this.port(context))
    const verdict = build.verdict()
    if (verdict?.failed && !this.watching) await this.conclude(build, verdict)
  }

  /** Files are on disk now: the host map where it was not applied, and the audit. */
  async written(resources: Record<string, Resource>): Promise<void> {
    if (!this.build) return
    const build = await this.build
    // Farm does not say which resources are entries.
    const scripts = Object.keys(resources).map((file) => ({ file, isEntry: false }))
    for (const name of Object.keys(resources).sort()) {
      const path = resolve(this.root, this.output, name)
      const content = await readFile(path).catch(() => null)
      const text = content && textOf(name, content)
      if (!text) continue
      const rewritten = build.rewriteAsset(this.output, name, text)
      const guard = build.guardOf(name, text, scripts)
      if (guard) await moveMapDown(`${path}.map`)
      if (rewritten || guard) await writeFile(path, (guard ?? '') + (rewritten?.code ?? text))
      build.audit(this.output, name, rewritten?.code ?? text)
    }
    const verdict = build.verdict()
    if (verdict) await this.conclude(build, verdict)
  }

  private async conclude(build: Build, verdict: Verdict): Promise<void> {
    await build.writeReports(verdict)
    build.mark()
    if (verdict.text === null) return
    if (verdict.failed && !this.watching) {
      const error = new Error(verdict.text)
      error.stack = ''
      throw error
    }
    // Farm's context has a warn that aborts the process; its own logger is not handed to plugins.
    if (verdict.level !== 'info') process.stderr.write(`${verdict.text}\n`)
  }

  private port(context: FarmContext): HostPort {
    return {
      resolve: async (specifier, importer) => {
        // Farm's resolver knows relative importers only.
        const from = slashed(relative(this.root, importer))
        const found = await context
          .resolve({ source: specifier, importer: from, kind: 'import' }, { meta: {}, caller: 'unplugin-mp-domains' })
          .catch(() => null)
        if (!found || found.external) return null
        const path = isAbsolute(found.resolvedPath)
          ? found.resolvedPath
          : resolve(dirname(importer), found.resolvedPath)
        return parseId(path).id
      },
      read: readText,
    }
  }
}

/** Keeps a script's source map right, where it has one beside it, when a line is put in front. */
async function moveMapDown(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text !== null) await writeFile(path, JSON.stringify(movedDown(JSON.parse(text) as object)))
}
