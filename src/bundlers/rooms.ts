import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { SUMMARY_VERSION } from '../extract/ir'
import { langOf } from '../extract/scan'
import type { Options, ProjectFiles, ResolvedOptions } from '../options'
import { guardCode } from '../guard'
import { resolveOptions } from '../options'
import { pickLang } from '../options/lang'
import { pathInRepository } from '../options/repository'
import { readOnce } from '../report/once'
import { formatText } from '../report/text'
import type { Lang, ReportContext, ReportData } from '../report/types'
import { compileHostMap, mapText, mapUrl, rewriteAsset } from '../rewrite'
import type { CompiledHostMap } from '../rewrite'
import { createAuditor } from '../session/audit'
import { baselineText, settleBaseline } from '../session/baseline'
import { originOf } from '../url/template'
import type { AssetRewrite, Core, HostFacts, Inspector, Sources, TextEdit } from './core'
import { slashed } from './ids'
import { writeMarker } from './marker'
import { BuildMemory } from './memory'

/** What the adapters need of the outside world besides their host. */
export interface Surroundings {
  /** The disk as it is now. */
  files(): ProjectFiles
  /** Finds and loads `mp-domains.config.*` in a directory or above it; null where there is none. */
  loadConfig(files: ProjectFiles, directory: string, lang: Lang): Promise<{ file: string; value: unknown } | null>
  toolVersion: string
  shell: Readonly<Record<string, string | undefined>>
}

/** The rooms, put together for the adapters. */
export function createCore(surroundings: Surroundings): Core {
  const maps = new WeakMap<ResolvedOptions, CompiledHostMap>()
  const keys = new WeakMap<ResolvedOptions, string>()
  const mapOf = (options: ResolvedOptions): CompiledHostMap =>
    once(maps, options, () => compileHostMap(options.rewrite ? options.hostMapOf(options.environment) : {}))
  return {
    resolveOptions: (user, facts) => optionsFor(user, facts, surroundings),
    async createSession(options) {
      // The parser, extraction and linking: two thirds of the plugin, of which a warm build needs nothing.
      const { createSession } = await import('../session')
      return createSession(options)
    },
    memory: (options) => BuildMemory.open(options, surroundings.toolVersion, surroundings.shell),
    mapText(text, options) {
      const mapped = mapText(mapOf(options), text)
      return mapped === text ? null : mapped
    },
    // Asked for with each module. Another version of this package may see more in the same text.
    rewriteKey: (options) =>
      once(keys, options, () => `${surroundings.toolVersion}:${rewriteKey(options, mapOf(options))}`),
    inspector: (options, linked, runtimeOrigins) => createInspector(options, linked, mapOf(options), runtimeOrigins),
    guard: guardCode,
    settle(data, options) {
      const { baseline } = options
      if (baseline === null) return data
      const text = textOfFile(baseline)
      return settleBaseline(data, options, updates(surroundings) ? baselineText(data, options, text) : text)
    },
    async page(data, options, sources, live) {
      const { render } = await import('../report')
      return render('html', data, { ...contextOf(options, sources, surroundings), html: { live } })
    },
    writeMarker(directory, data, options) {
      writeMarker(directory, data, options, { files: surroundings.files(), toolVersion: surroundings.toolVersion })
    },
    format: (data, options, sources) => formatText(data, readOnce(contextOf(options, sources, surroundings))).trimEnd(),
    async writeReports(data, options, sources) {
      const { baseline } = options
      if (baseline !== null && updates(surroundings)) {
        mkdirSync(dirname(baseline), { recursive: true })
        writeFileSync(baseline, baselineText(data, options, textOfFile(baseline)))
      }
      const files = Object.entries(options.report).filter(([, file]) => file)
      if (files.length === 0) return
      // Most builds write none, and the page alone is an eighth of what the plugin would load.
      const { isFormat, render } = await import('../report')
      for (const [format, file] of files) {
        if (!file || !isFormat(format)) continue
        const path = resolve(options.root, file)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, render(format, data, contextOf(options, sources, surroundings)))
      }
    },
  }
}

function once<Key extends object, Value>(known: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = known.get(key)
  if (value === undefined) known.set(key, (value = make()))
  return value
}

/** Whether this build writes the baseline anew instead of judging by it. */
function updates({ shell }: Surroundings): boolean {
  return Boolean(shell.MP_DOMAINS_UPDATE_BASELINE) && shell.MP_DOMAINS_UPDATE_BASELINE !== '0'
}

function textOfFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

async function optionsFor(user: Options, facts: HostFacts, around: Surroundings): Promise<ResolvedOptions> {
  const files = around.files()
  const root = projectRoot(facts.root, around.shell.UNI_INPUT_DIR, files)
  const { options } = await resolveOptions({
    root,
    command: facts.command,
    files,
    shell: around.shell,
    options: user,
    config: await around.loadConfig(files, root, pickLang(user.lang)),
    defines: facts.defines,
    ...(facts.mode !== null && { mode: { name: facts.mode, from: facts.modeFrom } }),
    ...(facts.target && { target: facts.target }),
    ...(facts.envDir !== undefined && { envDir: facts.envDir }),
    ...(facts.envPrefix !== undefined && { envPrefix: facts.envPrefix }),
    ...(facts.nodeEnv !== undefined && { nodeEnv: facts.nodeEnv }),
  })
  return options
}

/**
 * The directory that holds the project. HBuilderX runs uni-app's compiler in the tool's own folder, and says in
 * `UNI_INPUT_DIR` where the sources are: the project itself, or `src` in it.
 */
export function projectRoot(hostRoot: string, uniInput: string | undefined, files: ProjectFiles): string {
  if (!uniInput) return hostRoot
  const input = slashed(uniInput).replace(/\/+$/, '')
  if (input === hostRoot || input.startsWith(`${hostRoot}/`)) return hostRoot
  const above = dirname(input)
  return basename(input) === 'src' && files.kind(`${above}/package.json`) === 'file' ? above : input
}

function contextOf(options: ResolvedOptions, sources: Sources, around: Surroundings): ReportContext {
  const { platform, lang, root } = options
  const fromDisk = (file: string): string | null => textOfFile(resolve(root, file))
  return {
    platform,
    lang,
    root,
    // Services want paths from the repository's root, whoever wrote the report.
    basePath: pathInRepository(around.files(), root),
    toolVersion: around.toolVersion,
    sources: (file) => sources(file) ?? fromDisk(file),
  }
}

/**
 * What modules are rewritten by: the host map, and for which of its hosts run-time environments may keep theirs.
 * The domain sets themselves are no part of it, so that a changed list makes no cached module stale.
 */
function rewriteKey(options: ResolvedOptions, map: CompiledHostMap): string {
  if (map.isEmpty) return `${SUMMARY_VERSION}`
  const keepers = Object.entries(options.envVersion).flatMap(([version, environment]) => {
    const set = environment === options.environment ? null : options.domainsOf(environment)
    if (set === false) return [version]
    const listed = Object.values(set ?? {})
      .flat()
      .join(' ')
      .toLowerCase()
    return map.entries.filter(({ host }) => host && listed.includes(host)).map(({ key }) => `${version}=${key}`)
  })
  return [SUMMARY_VERSION, map.hash, ...keepers].join(':')
}

/** Looks at emitted files as a build does, once its modules are linked. */
export function createInspector(
  options: ResolvedOptions,
  linked: ReportData,
  map: CompiledHostMap,
  runtimeOrigins?: () => ReadonlySet<string>,
): Inspector {
  // `domains: false`, and `development` unless it is configured: calls are reported, nothing is judged.
  const audit =
    options.domainsOf(options.environment) === false ? () => [] : createAuditor(options, linked, runtimeOrigins)
  const kept = keptOrigins(linked, map)
  return {
    audit,
    rewrite(file, text): AssetRewrite | null {
      const lang = langOf(file)
      const found = rewriteAsset(text, lang, map)
      if (!found) return null
      const isScript = lang === 'js' || lang === 'ts' || lang === 'tsx'
      const edits = isScript ? found.edits.filter(({ from }) => !kept.has(originOf(from) ?? '')) : found.edits
      if (edits.length === 0) return null
      return {
        code: applied(text, edits),
        edits,
        rewrites: edits.map(({ line, column, from, to }) => ({
          file,
          line,
          column,
          from,
          to,
          stage: 'asset' as const,
        })),
        // Most files need none, and it costs more than the edits.
        map: async () => (await import('../rewrite/edits')).applyEdits(text, edits, { id: file })!.map,
      }
    },
  }
}

function applied(text: string, edits: readonly TextEdit[]): string {
  let out = ''
  let at = 0
  for (const { start, end, text: replacement } of edits) {
    out += text.slice(at, start) + replacement
    at = end
  }
  return out + text.slice(at)
}

/**
 * Origins that the host map matches and that were left alone at the source on purpose, since a run-time environment
 * may use them: scripts made from those modules keep them too.
 */
function keptOrigins(linked: ReportData, map: CompiledHostMap): Set<string> {
  const kept = new Set<string>()
  if (map.isEmpty) return kept
  const edited = new Set(linked.rewrites.map(({ file, line, from }) => `${file}:${line}:${originOf(from)}`))
  for (const { file, line, url, origin } of linked.literals) {
    if (origin === null || mapUrl(map, url) === null) continue
    if (!edited.has(`${file}:${line}:${origin}`)) kept.add(origin)
  }
  return kept
}
