import { readFile, writeFile } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import type { Options } from '../options'
import type { HostPort } from '../session'
import { Build } from './build'
import type { Core } from './core'
import { mapDefinitions } from './definitions'
import type { Definitions } from './definitions'
import { slashed, textOf } from './ids'
import { NAME } from './names'
import { plainFacts } from './rollup'
import { readText } from './rollup-graph'

/** What of esbuild's plugin interface is used. */
export interface EsbuildBuild {
  initialOptions: {
    absWorkingDir?: string
    define?: Record<string, string>
    loader?: Record<string, string>
    metafile?: boolean
    banner?: Record<string, string>
    outdir?: string
    outfile?: string
    sourcemap?: unknown
    write?: boolean
  }
  onLoad(
    options: { filter: RegExp; namespace: string },
    callback: (args: { path: string; suffix: string }) => Promise<LoadResult | undefined>,
  ): void
  onEnd(callback: (result: BuildResult) => Promise<{ errors?: Message[]; warnings?: Message[] } | undefined>): void
}

interface LoadResult {
  contents: string
  loader: string
  watchFiles: string[]
}

interface Message {
  text: string
}

interface BuildResult {
  errors: unknown[]
  metafile?: {
    inputs: Record<string, { imports: { path: string; original?: string; external?: boolean }[] }>
    outputs: Record<string, unknown>
  }
  outputFiles?: { path: string; contents: Uint8Array; text: string }[]
}

/** Files that esbuild reads as script or style by itself; others belong to other plugins, which read them first or not at all. */
const OWN = /\.(?:[cm]?[jt]s|[jt]sx|css)$/

const LOADERS: Record<string, string> = {
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.css': 'css',
}

/**
 * esbuild. A module whose text stays as it is is left to esbuild and to the plugins behind; the graph comes from the
 * metafile at the end, since `build.resolve` does not work there.
 */
export function setupEsbuild(host: EsbuildBuild, user: Options, core: Core): Promise<void> {
  const { initialOptions } = host
  const root = initialOptions.absWorkingDir ?? process.cwd()
  const absolute = (path: string) => slashed(resolve(root, path))
  const original: Definitions = { ...initialOptions.define }
  initialOptions.metafile = true

  const begin = async (): Promise<Build> => {
    const facts = plainFacts(root, false, original)
    const options = await core.resolveOptions(user, facts)
    const mapped = mapDefinitions(original, 'json', (text) => core.mapText(text, options))
    if (mapped) initialOptions.define = { ...initialOptions.define, ...(mapped as Record<string, string>) }
    const build = new Build(options, core)
    // Each output gets it, for esbuild knows no first one; it acts once. esbuild keeps its maps right.
    if (build.guard !== null) {
      const { banner } = initialOptions
      initialOptions.banner = { ...banner, js: `${build.guard}${banner?.js ? `\n${banner.js}` : ''}` }
    }
    return build
  }
  const ready = begin()

  host.onLoad({ filter: OWN, namespace: 'file' }, async ({ path, suffix }) => {
    const build = await ready
    const code = await readText(path)
    if (code === null) return undefined
    const result = await build.transform(path + suffix, code, readText)
    if (!result?.rewritten) return undefined
    const extension = extname(path)
    return {
      contents: withInlineMap(result.rewritten, extension),
      loader: initialOptions.loader?.[extension] ?? LOADERS[extension],
      watchFiles: [path],
    }
  })

  host.onEnd(async (result) => {
    if (!result.metafile || result.errors.length > 0) return undefined
    const build = await ready
    const inputs = Object.entries(result.metafile.inputs)
    await build.sync(
      inputs.map(([path]) => ({ id: absolute(path) })),
      readText,
    )
    await build.link(metafilePort(inputs, absolute))
    await inspectOutputs(build, result, root)
    const verdict = build.verdict()
    if (!verdict) return undefined
    await build.writeReports(verdict)
    const { outdir, outfile } = initialOptions
    if (outdir ?? outfile) build.outputs.add(absolute(outdir ?? dirname(outfile!)))
    // Whatever was found: the files are on disk already.
    if (initialOptions.write !== false) build.mark()
    if (verdict.level === 'info' || verdict.text === null) return undefined
    const message = { pluginName: NAME, text: verdict.text }
    return verdict.failed ? { errors: [message] } : { warnings: [message] }
  })

  return ready.then(() => undefined)
}

/** What was written, or is handed back where `write` is off: the host map where it was not applied, and the audit. */
async function inspectOutputs(build: Build, result: BuildResult, root: string): Promise<void> {
  const handed = new Map(result.outputFiles?.map((file) => [slashed(file.path), file]))
  for (const output of Object.keys(result.metafile?.outputs ?? {})) {
    const path = slashed(resolve(root, output))
    const file = handed.get(path)
    const content = file?.contents ?? (await readFile(path).catch(() => null))
    const text = content && textOf(output, content)
    if (!text) continue
    const rewritten = build.rewriteAsset(root, output, text)
    if (rewritten && file) {
      file.contents = new TextEncoder().encode(rewritten.code)
      // `text` is a getter over the contents it was made with.
      Object.defineProperty(file, 'text', { value: rewritten.code, configurable: true })
    } else if (rewritten) await writeFile(path, rewritten.code)
    build.audit(root, output, rewritten?.code ?? text)
  }
}

type Inputs = [path: string, input: { imports: { path: string; original?: string; external?: boolean }[] }][]

function metafilePort(inputs: Inputs, absolute: (path: string) => string): HostPort {
  const imports = new Map<string, Map<string, string | null>>()
  const importers = new Map<string, Set<string>>()
  for (const [path, input] of inputs) {
    const importer = absolute(path)
    const known = new Map<string, string | null>()
    imports.set(importer, known)
    for (const { path: target, original, external } of input.imports) {
      const id = external ? null : absolute(target)
      if (original !== undefined) known.set(original, id)
      if (id === null) continue
      const set = importers.get(id)
      if (set) set.add(importer)
      else importers.set(id, new Set([importer]))
    }
  }
  return {
    resolve: (specifier, importer) => imports.get(importer)?.get(specifier) ?? null,
    read: readText,
    importers: (id) => importers.get(id),
  }
}

function withInlineMap({ code, map }: { code: string; map: object }, extension: string): string {
  const url = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`
  return extension === '.css' ? `${code}\n/*# sourceMappingURL=${url} */` : `${code}\n//# sourceMappingURL=${url}`
}
