import { readFileSync, statSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '../options'
import { thrown } from '../options/config'
import { directoryOf, joinPath, relativePath, type ProjectFiles } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { findUpwards } from '../options/project'
import type { Lang } from '../report/types'
import { loadRequired, ownEntry } from './config-require'
import { strippedModule } from './stripped'

/** The names under which a configuration is found, in order. */
export const CONFIG_NAMES = ['ts', 'mts', 'js', 'mjs', 'json'].map((extension) => `mp-domains.config.${extension}`)

/** A configuration file and what it exports. */
export interface LoadedConfig {
  /** Absolute, with `/`. */
  file: string
  value: unknown
}

/**
 * Finds `mp-domains.config.*` in a directory or above it, and loads it.
 * @param named a file given by name (`--config`), which then must exist
 * @param keeps whether what its text gives without types is kept for the next run
 * @returns null where there is no such file
 * @throws {ConfigError} where the file is missing, does not load or exports nothing
 */
export async function loadConfigFile(
  files: ProjectFiles,
  directory: string,
  lang: Lang,
  named?: string,
  keeps = false,
): Promise<LoadedConfig | null> {
  const file = named === undefined ? findUpwards(files, directory, CONFIG_NAMES) : joinPath(named)
  if (file === null) return null
  const shown = relativePath(directory, file)
  if (files.kind(file) !== 'file') {
    const problem = {
      key: null,
      from: '--config',
      text: { en: `there is no file '${named}'`, zh: `找不到文件「${named}」` },
      help: { en: 'name an existing file, or leave --config out', zh: '请指定存在的文件，或去掉 --config' },
    }
    throw new ConfigError([problem], lang)
  }
  let value: unknown
  try {
    value = file.endsWith('.json') ? readJson(files, file) : await load(files, file, keeps)
  } catch (error) {
    throw new ConfigError([thrown(shown, error)], lang)
  }
  if (value === undefined || value === null) throw new ConfigError([thrown(shown, 'it exports nothing')], lang)
  return { file, value }
}

/** Whether Node reads a script as an ES module. */
function isModule(files: ProjectFiles, file: string): boolean {
  if (!/\.m?js$/.test(file)) return false
  if (file.endsWith('.mjs')) return true
  const manifest = findUpwards(files, directoryOf(file), ['package.json'])
  return asObject(parseJson(files.read(manifest ?? '') ?? ''))?.type === 'module'
}

function readJson(files: ProjectFiles, file: string): unknown {
  const value = parseJson(files.read(file) ?? '')
  // The strict parser names the place of the mistake.
  return value === undefined ? JSON.parse(files.read(file) ?? '') : value
}

/**
 * Loads a module, TypeScript too, as it is now: a watch mode loads it again. What Node takes for an ES module by itself
 * it would keep for ever under its name, so the name carries the file's time.
 */
async function load(files: ProjectFiles, file: string, keeps: boolean): Promise<unknown> {
  if (isModule(files, file)) {
    const { mtimeMs, size } = statSync(file)
    const href = `${pathToFileURL(file).href}?${mtimeMs}-${size}`
    const loaded = (await import(/* @vite-ignore */ href)) as { default?: unknown }
    return loaded.default ?? undefined
  }
  // A script that Node would take for CommonJS may hold an ES module all the same.
  const loaded = (await loadStripped(file, keeps)) ?? (file.endsWith('.js') ? await loadRequired(file) : null)
  if (loaded) return loaded.value
  const { loadConfig } = await import('unconfig')
  const [name, extension] = /^(.*)\.([^.]+)$/.exec(basename(file))!.slice(1)
  const cwd = directoryOf(file)
  const { config } = await loadConfig<unknown>({
    cwd,
    sources: [{ files: name, extensions: [extension], parser: 'import' }],
  })
  return config
}

/**
 * Loads a TypeScript module whose types need only be taken out, or an ES module that Node would take for CommonJS:
 * unconfig compiles those, and loading its compiler alone takes as long as the whole of a small project's analysis. Null where that is not enough (imports of files, enums, …)
 * or fails in any way: the compiler then tells why. Newer versions of Node take types out themselves; 20.19, which is
 * the oldest that this runs on, does not.
 */
async function loadStripped(file: string, keeps: boolean): Promise<{ value: unknown } | null> {
  try {
    const stripped = await strippedModule(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), keeps ? file : null)
    if (!stripped) return null
    let code = ''
    let at = 0
    for (const { start, end, specifier } of stripped.imports) {
      const target = targetOf(specifier, file)
      if (target === null) return null
      code += stripped.code.slice(at, start) + JSON.stringify(target)
      at = end
    }
    // Node keeps what it loaded under its name for ever: the file's time makes it another one.
    const { mtimeMs } = statSync(file)
    const text = `${code}${stripped.code.slice(at)}\n//${mtimeMs}`
    const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
    const { default: value } = (await import(/* @vite-ignore */ url)) as { default?: unknown }
    return value === undefined ? null : { value }
  } catch {
    return null
  }
}

/** Where a module without a place of its own finds a package: null for files, which may need compiling too. */
function targetOf(specifier: string, importer: string): string | null {
  if (isBuiltin(specifier)) return specifier
  if (!/^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*(?:\/[\w.~/-]+)?$/.test(specifier)) return null
  // This very package is loaded already; by its name it would be again, in its other format.
  const own = ownEntry()
  if (specifier === 'unplugin-mp-domains' && own) return own.href
  return pathToFileURL(createRequire(importer).resolve(specifier)).href
}
