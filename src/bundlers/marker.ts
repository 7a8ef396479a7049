import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command, ResolvedOptions } from '../options'
import { directoryOf, joinPath, type ProjectFiles } from '../options/files'
import { asObject, parseJson } from '../options/json'
import type { ReportData } from '../report/types'

/**
 * What a build leaves beside its output, so that `audit` and `gate()` know what they look at: production and test builds
 * of one project often have the same directory.
 */
export interface BuildMarker {
  version: 1
  tool: 'unplugin-mp-domains'
  toolVersion: string
  platform: string
  environment: string
  appid: string | null
  command: Command
  /** Whether the program was built for development (`NODE_ENV`). */
  development: boolean
  /** What the build reported and let pass (`failOn`, watch modes), without what a baseline knows. */
  findings: { error: number; warn: number }
}

/** The file for an output directory: beside it, never inside, since everything inside is uploaded. */
export function markerPath(directory: string): string {
  return `${directory.replace(/\/+$/, '')}.mp-domains.json`
}

/** Reads a marker's text; null where it is none of this version. */
export function parseMarker(text: string | null): BuildMarker | null {
  const value = text === null ? null : asObject(parseJson(text))
  if (value?.version !== 1 || value.tool !== 'unplugin-mp-domains') return null
  const { platform, environment, appid, command, development, toolVersion } = value
  if (typeof platform !== 'string' || typeof environment !== 'string' || typeof command !== 'string') return null
  const findings = asObject(value.findings)
  return {
    version: 1,
    tool: 'unplugin-mp-domains',
    toolVersion: String(toolVersion),
    platform,
    environment,
    appid: typeof appid === 'string' ? appid : null,
    command: command as Command,
    development: development === true,
    findings: { error: Number(findings?.error) || 0, warn: Number(findings?.warn) || 0 },
  }
}

/** Whether a directory is an output of its own: nothing of ours may lie in a mini program or outside the project. */
export function takesMarker(directory: string, root: string, files: Pick<ProjectFiles, 'kind'>): boolean {
  if (directory === root || root.startsWith(directory.endsWith('/') ? directory : `${directory}/`)) return false
  // A part of a program (an independent subpackage, a library for a native project): what lies beside it is uploaded too.
  const above = directoryOf(directory)
  return !['app.json', 'game.json', 'plugin.json'].some((name) => files.kind(joinPath(above, name)) === 'file')
}

/** Leaves the marker of a build beside an output directory. A place that can't be written is passed over. */
export function writeMarker(
  directory: string,
  data: ReportData,
  options: ResolvedOptions,
  { files, toolVersion }: { files: Pick<ProjectFiles, 'kind'>; toolVersion: string },
): void {
  if (!takesMarker(directory, options.root, files)) return
  const count = (severity: string) => data.findings.filter((finding) => finding.severity === severity).length
  const marker: BuildMarker = {
    version: 1,
    tool: 'unplugin-mp-domains',
    toolVersion,
    platform: options.platform.name,
    environment: options.environment,
    appid: options.appid,
    command: options.command,
    development: options.development,
    findings: { error: count('error'), warn: count('warn') },
  }
  const file = markerPath(directory)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(marker, null, 2)}\n`)
  } catch {
    // A read-only place: the build itself is not to fail for it; `gate({ marker: 'required' })` notices.
  }
}
